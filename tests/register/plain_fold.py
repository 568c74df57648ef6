"""What the events add up to, told again from docs/dev/register.md alone: shares no code with the package."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Doc = dict[str, Any]


def told_again(events: Iterable[tuple[str, str, Doc | None]]) -> Doc:
    """Who waits, who left and how, the counters, and of each month its stage, places and decisions.

    Parameters
    ----------
    events : kind, month, payload; None where that is erased.
    """
    kept = [(number, *event) for number, event in enumerate(events) if event[2] is not None]
    waiting: Doc = {}
    left: Doc = {}
    history: Any = None
    months: Doc = {}
    for number, kind, name, raw in kept:
        payload: Doc = raw or {}
        if kind == "tables" and history is None:
            history = payload["history"]
        if kind in ("received", "corrected"):
            waiting[payload["situation"]["id"]] = payload["situation"]
            left.pop(payload["situation"]["id"], None)
        if kind == "withdrawn":
            waiting.pop(payload["situation"], None)
            left[payload["situation"]] = "withdrawn"
        if kind == "closed":
            for line in payload["next"]["left"]:
                left[line["situation"]] = line["outcome"]
            waiting = {row["id"]: row for row in payload["waiting"]}
            history = payload["next"]["history"]
        if kind == "opened":
            months.setdefault(name, number)
    return {
        "waiting": waiting,
        "left": left,
        "history": history,
        "months": {
            name: month_again([e for e in kept if e[2] == name and e[0] >= since]) for name, since in months.items()
        },
    }


def month_again(events: list[Any]) -> Doc:
    """One month, by looking backwards for what was said last."""

    def last(*kinds: str) -> tuple[int, Doc]:
        found = [(number, payload) for number, kind, _, payload in events if kind in kinds]
        return found[-1] if found else (-1, {})

    changing = [number for number, kind, _, payload in events if kind == "decided" and payload["action"] != "other"]
    basis = max([last("opened", "replaced")[0], *changing])
    agenda_at, proposal = last("proposed", "replaced")
    valid_at, validated = last("validated")
    has_agenda = agenda_at >= basis
    undone = max(last("opened")[0], *changing, agenda_at, -1) if changing else max(last("opened")[0], agenda_at)
    is_valid = valid_at > undone
    sent = [payload for _, kind, _, payload in events if kind == "published"]
    decisions: list[Any] = []
    for _, kind, _, payload in events:
        if kind == "replaced":
            decisions = []
        if kind == "decided":
            if payload["action"] == "lift":
                decisions = [line for line in decisions if line["situation"] != payload["situation"]]
            else:
                decisions.append(payload)
    if last("closed")[0] >= 0:
        stage = "closed"
    elif is_valid:
        stage = "published" if sent and sent[-1]["agenda_sha256"] == validated["agenda_sha256"] else "validated"
    else:
        stage = "proposed" if has_agenda else "opened"
    return {
        "stage": stage,
        "problem": last("opened", "replaced")[1]["problem"],
        "agenda": proposal["agenda"] if has_agenda else None,
        "numbers": [payload["number"] for payload in sent],
        "decisions": decisions,
        "held": {payload["session"]: payload for _, kind, _, payload in events if kind == "held"},
    }
