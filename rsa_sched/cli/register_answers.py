"""What all verbs of ``rsa-sched register`` begin and end with: the file, and what is said of it."""

from __future__ import annotations

import argparse

from rsa_sched.cli.output import emit_json, notify
from rsa_sched.french.sentences import say
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer

READING = ("log", "verify", "export", "documents")
"""Verbs that write nothing, and may be used on a file that is read-only."""


def opened(options: argparse.Namespace) -> Register:
    """The register that the options name."""
    return Register(options.register, read_only=options.verb in READING)


def tell(options: argparse.Namespace, answer: VerbAnswer) -> int:
    """Say what a verb did; the exit code."""
    if options.json:
        told_of = {"verb": options.verb, "done": answer.code, "changed": answer.changed, "head": answer.head}
        emit_json({**told_of, **answer.facts})
        return 0
    for code, facts in answer.lines:
        notify(say(f"register.lines.{code}", **facts))
    notify(say(f"register.done.{answer.code}", **answer.facts))
    if getattr(options, "tells_head", True):  # of several verbs in one command the last alone
        notify(say("register.head", head=answer.head[:16]))
    return 0


def looked_at(register: Register, options: argparse.Namespace) -> str | None:
    """The head that ``--head`` names; None where it names none."""
    return None if options.head is None else register.resolve_head(options.head)
