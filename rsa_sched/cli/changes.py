"""Commands between agendas and between months: close, diff, replace; each loads what it needs, and no more."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import as_option, every_fault_of
from rsa_sched.cli.output import STANDARD, emit, emit_json, notify, print_error, refuse_target, refuse_targets
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import naming_file
from rsa_sched.domain.statement import Statement
from rsa_sched.errors import AgendaRefused, Fault, InputError
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.months.replacing import Replacements


def close_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched close``: what became of everybody, and where the next month begins."""
    from rsa_sched.months.closing import close_month
    from rsa_sched.months.outcomes import read_outcomes

    path = options.outcomes
    refuse_target(options.output, options.problem, options.agenda, *given(path))
    (problem, statement), outcomes = every_fault_of(
        lambda: every_fault_of(lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)),
        lambda: read_outcomes(path) if path is not None else (),
    )
    try:
        with naming_file("" if path is None else str(path)):  # of the three only its faults are left
            following = close_month(problem, statement, outcomes)
    except AgendaRefused:
        return refused(problem, statement)
    emit(following.to_json(), options.output)
    notify(
        say(
            "cli.close.done",
            waiting=len(following.waiting),
            heard=sum(line.outcome == "heard" for line in following.left),
            withdrawn=sum(line.outcome == "withdrawn" for line in following.left),
        )
    )
    return 0


def diff_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched diff``: what changes from an agenda to another."""
    from rsa_sched.domain.index import ProblemIndex
    from rsa_sched.months.changes import diff, unknown_ids
    from rsa_sched.months.texts import changes_text

    problem, (before, after) = every_fault_of(
        lambda: Problem.from_json(options.problem),
        lambda: every_fault_of(lambda: Statement.from_json(options.before), lambda: Statement.from_json(options.after)),
    )
    index = ProblemIndex(problem)
    faults = [
        *unknown_ids(index, before, str(options.before)),
        *unknown_ids(index, after, str(options.after)),
    ]
    if faults:
        raise InputError(tuple(faults))
    changes = diff(problem, before, after)
    if options.json:
        emit_json([line.to_dict() for line in changes])
    elif changes:
        emit(changes_text(changes), STANDARD)
    else:
        notify(say("cli.diff.nothing"))
    return 0


def replace_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched replace``: who may take the places of those who cannot come."""
    from rsa_sched.engine.stop import Stop
    from rsa_sched.months.replacing import replacements

    refuse_targets((options.output, options.changed_out, options.agenda_out), options.problem, options.agenda)
    problem, statement = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)
    )
    stop = Stop()
    guard.hand_over(stop)
    try:
        found = replacements(
            problem,
            statement,
            options.cancel,
            options.cancel_session,
            options.absent,
            options.at,
            options.options,
            time_limit=options.time_limit,
            seed=options.seed,
            stop=stop,
        )
    except AgendaRefused:
        return refused(problem, statement)
    except InputError as error:
        raise InputError(tuple(_as_option(fault, options.problem) for fault in error.faults)) from None
    if options.chosen > len(found.options):
        raise InputError.of("--option", str(options.chosen), "no-such-option", options=len(found.options))
    emit(found.to_json(), options.output)
    _tell_replacements(found)
    if options.changed_out is not None:
        emit(found.problem.to_json(), options.changed_out)
    if options.agenda_out is not None:
        emit(found.options[options.chosen - 1].agenda.to_json(), options.agenda_out)
    if found.begun and options.agenda_out is not None:
        notify(say("register.lines.begun", sessions=found.begun))
        notify(say("cli.replace.publish-at", at=options.at))
    for session, people in found.teams.items():
        notify(say("register.lines.team", session=session, staff=people))
    for warning in found.warnings:
        notify(warning)
    best = found.options[0].agenda
    if best.status != "optimal":
        notify(say("cli.unproven", points=best.points, bound=best.bound))
    elif found.cut:
        notify(say("cli.replace.cut"))
    return 0


_OPTIONS = {"cancel": "--cancel", "cancel_sessions": "--cancel-session", "absent": "--absent", "at": "--at"}


def _as_option(fault: Fault, problem: Path) -> Fault:
    """A fault of an argument of `replacements` as one of the option, which does not go together with the problem."""
    return as_option(replace(fault, place=_OPTIONS.get(fault.place, fault.place)), problem)


def _tell_replacements(found: Replacements) -> None:
    """What was freed, who would take the places, and how many have to be told: for whoever wrote a file of it."""
    if not found.freed:
        notify(say("cli.replace.nothing-freed"))
    else:
        notify(say("cli.replace.freed", number=len(found.freed), situations=found.freed))
    for number, option in enumerate(found.options, 1):
        places = [say("cli.replace.place", situation=one.situation, start=one.start, session=one.session)
                  for one in option.heard]  # fmt: skip
        how = "enter" if places else "nobody"
        calls = len(option.calls)
        notify(say(f"cli.replace.{how}", option=number, number=len(places), places=places, calls=calls))


def refused(problem: Problem, statement: Statement) -> int:
    """Say how an agenda breaks the rules, as ``check`` does; the exit code."""
    from rsa_sched.audit import check
    from rsa_sched.display.text import audit_text

    print_error(audit_text(check(problem, statement)).rstrip())
    return 1


def given(path: Path | None) -> list[Path]:
    """A list of the path, where there is one."""
    return [] if path is None else [path]
