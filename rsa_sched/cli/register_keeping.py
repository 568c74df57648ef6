"""Verbs of ``rsa-sched register`` on the whole of it: log, verify, export, import, erase."""

from __future__ import annotations

import argparse

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import STANDARD, emit, emit_json, notify, refuse_folder, refuse_target
from rsa_sched.cli.register_answers import looked_at, opened, tell
from rsa_sched.french.sentences import say, words
from rsa_sched.register.log import detail, event_document, told
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.store import Register
from rsa_sched.register.verbs import keep
from rsa_sched.register.verbs.answer import read_state


def log_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """Everything that happened, in order."""
    with opened(options) as register:
        events = register.events()
    if options.json:
        emit_json([event_document(event) for event in events])
    else:
        emit("".join(f"{told(event)}{detail(event)}\n" for event in events), STANDARD)
    return 0


def verify_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """Whether anything was changed, lost, moved or cut off."""
    with opened(options) as register:
        faults = register.faults()
        unknown = [head for head in options.printed if not _is_known(register, head)]
        events, erased = register.counts()
        head, share = register.head, register.share
    labels = words("register.faults")
    if options.json:
        found = [{"seq": fault.seq, "fault": fault.code} for fault in faults]
        whole = not faults and not unknown
        emit_json({"verb": "verify", "whole": whole, "events": events, "erased": erased, "head": head,
                   "faults": found, "unknown": unknown})  # fmt: skip
        return 0 if whole else 1
    for fault in faults:
        notify(say("register.verify.fault", seq=fault.seq, what=labels[fault.code]))
    for one in unknown:
        notify(say("register.verify.unknown", head=one[:16]))
    if share is not None:
        notify(say("register.lines.share", share=share))
    if faults or unknown:
        return 1
    notify(say("register.verify.whole", events=events, erased=erased))
    notify(say("register.head", head=head[:16]))
    return 0


def _is_known(register: Register, head: str) -> bool:
    try:
        register.resolve_head(head)
    except RegisterRefused:
        return False
    return True


def export_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """The whole as JSON."""
    refuse_target(options.output, options.register)
    with opened(options) as register:
        emit(keep.export(register), options.output)
    return 0


def documents_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """Problem and agenda of a month as documents, as `month` names them."""
    refuse_folder(options.output, options.register)
    with opened(options) as register:
        names = {name: say(f"cli.month.{name}") for name in ("problem", "agenda")}
        answer, documents = keep.documents(register, options.month, options.output, names)
    options.output.mkdir(exist_ok=True)
    for name, document in documents.items():
        emit(document, options.output / name)
    return tell(options, answer)


def import_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """A register of an export."""
    return tell(options, keep.import_(options.register, options.export))


def erase_verb(options: argparse.Namespace, _guard: Guard) -> int:
    """Remove what is old."""
    with opened(options) as register:
        _, _, settings = read_state(register)
        before = options.before or keep.months_before(register.today(), settings.keep_months)
        return tell(options, keep.erase(register, before, options.by, looked_at(register, options)))
