"""``rsa-sched register``: each verb as `rsa_sched.register` does it, and what is said of it."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from rsa_sched.cli import register_promises
from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import (
    STANDARD,
    emit,
    emit_json,
    notify,
    print_error,
    progress_on,
    refuse_folder,
    refuse_target,
)
from rsa_sched.cli.register_options import OUTCOMES
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import AgendaRefused
from rsa_sched.french.sentences import say, words
from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.store import Register, told
from rsa_sched.register.verbs import begin, change, hold, keep, propose, receive, validate
from rsa_sched.register.verbs.answer import VerbAnswer, read_state
from rsa_sched.result import Result

READING = ("log", "verify", "export")
"""Verbs that write nothing, and may be used on a file that is read-only."""


def register_command(options: argparse.Namespace, guard: Guard) -> int:
    """Run a verb; a refusal is one sentence, exit 2, nothing touched."""
    options.by = options.by or _login()
    try:
        return _VERBS[options.verb](options, guard)
    except RegisterRefused as refusal:
        if options.json:
            emit_json({"verb": options.verb, "refused": refusal.code, "text": str(refusal)})
        print_error(f"rsa-sched: {refusal}")
        return 2
    except AgendaRefused as refusal:
        print_error(str(refusal))
        return 1


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _opened(options: argparse.Namespace) -> Register:
    return Register(options.register, read_only=options.verb in READING)


def _tell(options: argparse.Namespace, answer: VerbAnswer) -> int:
    if options.json:
        told_of = {"verb": options.verb, "done": answer.code, "changed": answer.changed, "head": answer.head}
        emit_json({**told_of, **answer.facts})
        return 0
    for code, facts in answer.lines:
        notify(say(f"register.lines.{code}", **facts))
    notify(say(f"register.done.{answer.code}", **answer.facts))
    notify(say("register.head", head=answer.head[:16]))
    return 0


def _upon(register: Register, options: argparse.Namespace) -> str | None:
    return None if options.head is None else register.resolve_head(options.head)


def _init(options: argparse.Namespace, _guard: Guard) -> int:
    settings = RegisterSettings.read(options.profile, options.key, options.names, tuple(options.tables))
    return _tell(options, begin.begin(options.register, settings, options.by))


def _receive(options: argparse.Namespace, guard: Guard) -> int:
    with _opened(options) as register:
        state, head, settings = read_state(register, _upon(register, options))
        if len(options.paths) == 1 and options.paths[0].suffix.lower() == ".json":
            found: receive.Received | None = receive.received_of(options.paths[0])
        else:
            result, found = receive.import_folder(
                options.paths,
                settings,
                options.as_of,
                closed=state.past_sessions,
                skip_bad_rows=options.skip_bad_rows,
            )
            print_error(str(result.report).rstrip("\n"))
        if found is None:
            return 2
        guard.finish()
        return _tell(options, receive.receive(register, found, options.by, head, options.again))


def _withdraw(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        upon = _upon(register, options)
        return _tell(options, receive.withdraw(register, options.situations, options.by, options.reason, upon))


def _open(options: argparse.Namespace, _guard: Guard) -> int:
    as_of, until = (None if day is None else day.isoformat() for day in (options.as_of, options.until))
    with _opened(options) as register:
        upon = _upon(register, options)
        return _tell(options, propose.open_(register, options.month, options.by, as_of, upon, until=until))


def _solver(options: argparse.Namespace, guard: Guard) -> tuple[propose.Solver, dict[str, Any]]:
    from rsa_sched.arbitration import arbitrate
    from rsa_sched.engine.solve_options import SolveOptions
    from rsa_sched.engine.stop import Stop

    def solve(problem: Problem) -> Result:
        with progress_on(sys.stderr) as progress:
            stop = Stop()
            guard.hand_over(stop)
            given = SolveOptions(time_limit=options.time_limit, seed=options.seed, workers=options.workers)
            result = arbitrate(problem, stop, given, on_progress=progress)
        guard.finish()
        for warning in (*result.warnings, *result.notices):
            notify(warning)
        return result

    return solve, {"seed": options.seed, "time_limit": options.time_limit}


def _propose(options: argparse.Namespace, guard: Guard) -> int:
    solver, given = _solver(options, guard)
    with _opened(options) as register:
        upon = _upon(register, options)
        return _tell(options, propose.propose(register, solver, given, options.by, upon, again=options.again))


def _decide(options: argparse.Namespace, guard: Guard) -> int:
    solver, given = _solver(options, guard)
    action: propose.Action = "other"
    wish: dict[str, str] = {}
    if options.pin is not None or options.ban is not None:
        action = "ban" if options.pin is None else "pin"
        wish = {"session": options.ban if options.pin is None else options.pin}
        if options.start is not None and action == "pin":
            wish["start"] = options.start
    elif options.lift:
        action = "lift"
    with _opened(options) as register:
        upon = _upon(register, options)
        answer = propose.decide(
            register, solver, given, options.situation, action, wish, options.by, options.reason, upon
        )
        return _tell(options, answer)


def _validate(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        return _tell(options, validate.validate(register, options.by, options.reason, _upon(register, options)))


def _publish(options: argparse.Namespace, guard: Guard) -> int:
    refuse_folder(options.output, options.templates)
    sending = validate.Sending(
        options.output, options.audience, options.templates, options.official_letters, options.draft
    )
    with _opened(options) as register:
        guard.finish()
        answer = validate.send(register, sending, options.by, _upon(register, options))
        for name in answer.facts["edited"]:
            notify(say("cli.publish.edited", name=name))
        return _tell(options, answer)


def _cancel(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        upon = _upon(register, options)
        answer = change.cancel(
            register,
            options.session,
            options.situation,
            options.absent,
            options.by,
            options.reason,
            options.at,
            upon,
        )
        return _tell(options, answer)


def _replace(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        upon = _upon(register, options)
        answer = change.replace(register, options.by, options.reason, options.option, options.options, upon)
        return _tell(options, answer)


def _hold(options: argparse.Namespace, _guard: Guard) -> int:
    outcomes = {name: outcome for outcome in OUTCOMES for name in getattr(options, outcome)}
    codes = dict(text.partition("=")[::2] for text in options.code)
    with _opened(options) as register:
        upon = _upon(register, options)
        answer = hold.hold(register, options.sessions, options.by, outcomes, codes, upon, every=options.all)
        return _tell(options, answer)


def _promises(options: argparse.Namespace, guard: Guard) -> int:
    with _opened(options) as register:
        answer = register_promises.make(options, register, _upon(register, options), guard)
    if not options.json:
        register_promises.show(answer)
    return _tell(options, answer)


def _close(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        return _tell(options, hold.close(register, options.by, _upon(register, options)))


def _log(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        events = register.events()
    if options.json:
        emit_json([_event(event) for event in events])
    else:
        emit("".join(f"{told(event)}{_detail(event)}\n" for event in events), STANDARD)
    return 0


def _event(event: RegisterEvent) -> dict[str, Any]:
    names = ("seq", "kind", "month", "at", "hash", "payload")
    return {name: getattr(event, name) for name in names}


def _detail(event: RegisterEvent) -> str:
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


def _verify(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
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


def _export(options: argparse.Namespace, _guard: Guard) -> int:
    refuse_target(options.output, options.register)
    with _opened(options) as register:
        emit(keep.export(register), options.output)
    return 0


def _import(options: argparse.Namespace, _guard: Guard) -> int:
    return _tell(options, keep.import_(options.register, options.export))


def _erase(options: argparse.Namespace, _guard: Guard) -> int:
    with _opened(options) as register:
        _, _, settings = read_state(register)
        before = options.before or keep.months_before(register.today(), settings.keep_months)
        return _tell(options, keep.erase(register, before, options.by, _upon(register, options)))


_VERBS = {
    "init": _init,
    "receive": _receive,
    "withdraw": _withdraw,
    "open": _open,
    "propose": _propose,
    "decide": _decide,
    "validate": _validate,
    "publish": _publish,
    "cancel": _cancel,
    "replace": _replace,
    "hold": _hold,
    "promises": _promises,
    "close": _close,
    "log": _log,
    "verify": _verify,
    "export": _export,
    "import": _import,
    "erase": _erase,
}
