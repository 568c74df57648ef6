"""Events in words: the lines of the log, and what the loser of a race is told."""

from __future__ import annotations

from typing import Any

from rsa_sched.french.sentences import say, words
from rsa_sched.register.chain import RegisterEvent


def told(event: RegisterEvent) -> str:
    """An event in one line: when, who, what."""
    what = words("register.kinds").get(event.kind, event.kind)
    who = event.by or say("register.log.erased")
    return say("register.log.line", seq=event.seq, at=event.at, who=who, what=what, month=event.month or "-")


def event_document(event: RegisterEvent) -> dict[str, Any]:
    """An event as plain data."""
    names = ("seq", "kind", "month", "at", "hash", "payload")
    return {name: getattr(event, name) for name in names}


def detail(event: RegisterEvent) -> str:
    """What a line of the log adds: reason, price, number."""
    facts = event.payload or {}
    shown = []
    if "points" in facts and event.kind == "decided":
        shown.append(say("register.log.cost", cost=facts["points"][0] - facts["points"][1]))
    if event.kind == "published":
        shown.append(say("register.log.number", number=facts["number"]) if facts else "")
    if event.kind in ("received", "corrected") and facts:
        shown.append(facts["situation"]["id"])
    elif isinstance(facts.get("situation"), str):
        shown.append(facts["situation"])
    elif isinstance(facts.get("session"), str):
        shown.append(facts["session"])
    if facts.get("reason"):
        shown.append(say("register.log.reason", reason=facts["reason"]))
    return "".join(f" ; {text}" for text in shown if text)
