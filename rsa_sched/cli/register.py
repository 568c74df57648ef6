"""``rsa-sched register``: each verb as `rsa_sched.register` does it, and what is said of it."""

from __future__ import annotations

import argparse
import getpass
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from rsa_sched.cli import register_keeping, register_promises
from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import (
    emit_json,
    notify,
    notify_of_readers,
    print_error,
    progress_on,
    refuse_folder,
    refuse_target,
)
from rsa_sched.cli.register_answers import looked_at, opened, tell
from rsa_sched.cli.register_options import OUTCOMES
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import AgendaRefused
from rsa_sched.french.sentences import say
from rsa_sched.office.files import is_there
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.verbs import begin, change, hold, propose, receive, sent, validate
from rsa_sched.register.verbs.answer import read_state
from rsa_sched.result import Result

if TYPE_CHECKING:
    from rsa_sched.publish.publication import Publication


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


def _init(options: argparse.Namespace, _guard: Guard) -> int:
    settings = RegisterSettings.read(options.profile, options.key, options.names, tuple(options.tables))
    return tell(options, begin.begin(options.register, settings, options.by))


def _receive(options: argparse.Namespace, guard: Guard) -> int:
    from rsa_sched.cli.tables import tell_errors

    with opened(options) as register:
        state, head, settings = read_state(register, looked_at(register, options))
        if len(options.paths) == 1 and options.paths[0].suffix.lower() == ".json":
            found: receive.Received | None = receive.received_of(options.paths[0])
        else:
            notify_of_readers(settings.key, settings.names)
            makes_key = settings.key is not None and not is_there(settings.key)
            result, found = receive.import_folder(
                options.paths,
                settings,
                options.as_of,
                closed=state.past_sessions,
                skip_bad_rows=options.skip_bad_rows,
                set_aside=receive.left_out(state, options.again),
            )
            if makes_key:
                notify(say("cli.import.key-made", path=settings.key))
            print_error(str(result.report).rstrip("\n"))
        if found is None:
            tell_errors(result.report)
            if any(one.level == "error" and one.code.startswith("situation-") for one in result.report.findings):
                notify(say("register.lines.stale-decisions"))
            return 2
        guard.finish()
        return tell(options, receive.receive(register, found, options.by, head, options.again))


def _withdraw(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        upon = looked_at(register, options)
        return tell(options, receive.withdraw(register, options.situations, options.by, options.reason, upon))


def _open(options: argparse.Namespace, _guard: Guard) -> int:
    as_of, until = (None if day is None else day.isoformat() for day in (options.as_of, options.until))
    with opened(options) as register:
        upon = looked_at(register, options)
        return tell(options, propose.open_(register, options.month, options.by, as_of, upon, until=until))


def _solver(options: argparse.Namespace, guard: Guard) -> tuple[propose.Solver, dict[str, Any]]:
    from rsa_sched.arbitration import arbitrate
    from rsa_sched.cli.solving import tell_of_doubt
    from rsa_sched.engine.memory import Memory
    from rsa_sched.engine.solve_options import SolveOptions
    from rsa_sched.engine.stop import Stop

    memory = None
    if options.memory is not None:
        refuse_target(options.memory, options.register)
        memory = Memory.read(options.memory)
        tell_of_doubt(memory, options.memory)

    def solve(problem: Problem) -> Result:
        with progress_on(sys.stderr) as progress:
            stop = Stop()
            guard.hand_over(stop)
            given = SolveOptions(time_limit=options.time_limit, seed=options.seed, workers=options.workers)
            result = arbitrate(problem, stop, given, on_progress=progress, memory=memory)
        guard.finish()
        if memory is not None:
            memory.write(options.memory)
        for warning in (*result.warnings, *result.notices):
            notify(warning)
        return result

    return solve, {"seed": options.seed, "time_limit": options.time_limit}


def _propose(options: argparse.Namespace, guard: Guard) -> int:
    solver, given = _solver(options, guard)
    with opened(options) as register:
        upon = looked_at(register, options)
        return tell(options, propose.propose(register, solver, given, options.by, upon, again=options.again))


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
    with opened(options) as register:
        upon = looked_at(register, options)
        answer = propose.decide(
            register, solver, given, options.situation, action, wish, options.by, options.reason, upon
        )
        return tell(options, answer)


def _validate(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        return tell(options, validate.validate(register, options.by, options.reason, looked_at(register, options)))


def _publish(options: argparse.Namespace, guard: Guard) -> int:
    refuse_folder(options.output, options.templates)
    from rsa_sched.cli.publishing import evidence_of, tell_findings

    def told(publication: Publication, has_names: bool) -> None:
        if not options.json:
            tell_findings(publication, without_names=not has_names)

    sending = validate.Sending(
        options.output,
        options.audience,
        options.templates,
        options.official_letters,
        options.draft,
        partial(evidence_of, options),
        options.sheets,
        told,
    )
    with opened(options) as register:
        guard.finish()
        try:
            answer = validate.send(register, sending, options.by, looked_at(register, options))
        except ValueError as error:
            if not str(error).startswith("audience:"):  # anything else is a fault of ours
                raise
            notify(f"--audience : {say('refusals.options.no-such-audience')}")
            return 2
        for name in answer.facts["edited"]:
            notify(say("cli.publish.edited", name=name))
        return tell(options, answer)


def _sent(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        upon = looked_at(register, options)
        return tell(options, sent.note_sent(register, options.by, options.to, options.on, options.left_out, upon))


def _cancel(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        upon = looked_at(register, options)
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
        return tell(options, answer)


def _replace(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        upon = looked_at(register, options)
        answer = change.replace(register, options.by, options.reason, options.option, options.options, upon)
        return tell(options, answer)


def _hold(options: argparse.Namespace, _guard: Guard) -> int:
    outcomes = {name: outcome for outcome in OUTCOMES for name in getattr(options, outcome)}
    codes = dict(text.partition("=")[::2] for text in options.code)
    with opened(options) as register:
        upon = looked_at(register, options)
        answer = hold.hold(register, options.sessions, options.by, outcomes, codes, upon, every=options.all)
        return tell(options, answer)


def _promises(options: argparse.Namespace, guard: Guard) -> int:
    with opened(options) as register:
        answer = register_promises.make(options, register, looked_at(register, options), guard)
    if not options.json:
        register_promises.show(answer, options.months, forecast=not options.no_forecast)
    return tell(options, answer)


def _close(options: argparse.Namespace, _guard: Guard) -> int:
    with opened(options) as register:
        return tell(options, hold.close(register, options.by, looked_at(register, options)))


_VERBS = {
    "init": _init,
    "receive": _receive,
    "withdraw": _withdraw,
    "open": _open,
    "propose": _propose,
    "decide": _decide,
    "validate": _validate,
    "publish": _publish,
    "sent": _sent,
    "cancel": _cancel,
    "replace": _replace,
    "hold": _hold,
    "promises": _promises,
    "close": _close,
    "log": register_keeping.log_verb,
    "verify": register_keeping.verify_verb,
    "export": register_keeping.export_verb,
    "documents": register_keeping.documents_verb,
    "import": register_keeping.import_verb,
    "erase": register_keeping.erase_verb,
}
