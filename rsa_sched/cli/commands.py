"""The commands and their options."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from rsa_sched._version import __version__
from rsa_sched.cli.interrupts import Guard, Interrupt
from rsa_sched.cli.output import emit, progress_on, refuse_target, say
from rsa_sched.errors import InputError, Interrupted, PinClash

N = TypeVar("N", int, float)


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(
        prog="rsa-sched",
        description="Arbitrates the agendas of the RSA instances d'insertion: proven, audited, explained.",
        epilog="Exit codes: 0 done; 1 check found the agenda wrong; 2 bad input or usage; 3 the pins clash; "
        "130 interrupted before any agenda existed.",
    )
    top.add_argument("--version", action="version", version=f"rsa-sched {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    solve = commands.add_parser("solve", help="arbitrate a problem document, write the agenda document")
    solve.add_argument("problem", type=Path, metavar="PROBLEM.json")
    solve.add_argument("-o", "--output", default="-", metavar="AGENDA.json", help="default: standard output")
    solve.add_argument("--time-limit", type=_seconds, default=60.0, metavar="S", help="seconds (default: 60)")
    solve.add_argument("--seed", type=_seed, default=0, metavar="N", help="of the search (default: 0)")
    solve.add_argument("--workers", type=_workers, metavar="N", help="side by side (default: as many as cores)")

    check = commands.add_parser("check", help="audit an agenda document, without any solver")
    check.add_argument("problem", type=Path, metavar="PROBLEM.json")
    check.add_argument("agenda", type=Path, metavar="AGENDA.json")
    check.add_argument("--json", action="store_true", help="as JSON")

    show = commands.add_parser("show", help="print an agenda for people to read")
    show.add_argument("problem", type=Path, metavar="PROBLEM.json")
    show.add_argument("agenda", type=Path, metavar="AGENDA.json", help="as solve writes it")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--html", action="store_const", dest="form", const="html", help="a page instead of text")
    form.add_argument("--svg", action="store_const", dest="form", const="svg", help="a picture instead of text")
    show.add_argument("-o", "--output", default="-", metavar="FILE", help="default: standard output")

    commands.add_parser("demo", help="solve the month of October 2010 in Grenoble and print its agenda")

    schema = commands.add_parser("schema", help="print the JSON Schema of a document")
    schema.add_argument(
        "document", nargs="?", choices=("problem", "agenda"), default="problem", help="default: problem"
    )
    return top


def _seconds(text: str) -> float:
    return _number(text, float, 0, math.inf, "seconds, 0 or more")


def _seed(text: str) -> int:
    return _number(text, int, 0, 2**31, "a whole number from 0 to 2147483647")


def _workers(text: str) -> int:
    return _number(text, int, 1, math.inf, "a whole number, 1 or more")


def _number(text: str, kind: type[N], least: int, limit: float, expected: str) -> N:
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not least <= number < limit:
        raise argparse.ArgumentTypeError(f"{text}: expected {expected}")
    return number


def dispatch(arguments: Sequence[str] | None, guard: Guard) -> int:
    """Run the command that the arguments name; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "solve":
            return _solve(options, guard)
        if options.command == "check":
            return _check(options)
        if options.command == "show":
            return _show(options)
        if options.command == "demo":
            return _demo()
        return _schema(options.document)
    except InputError as error:
        say(str(error))
        return 2
    except PinClash as clash:
        say(clash.text)
        return 3
    except Interrupted:
        raise Interrupt from None


def _solve(options: argparse.Namespace, guard: Guard) -> int:
    from rsa_sched.arbitration import arbitrate
    from rsa_sched.domain.problem import Problem
    from rsa_sched.engine.stop import Stop

    refuse_target(options.output, options.problem)
    problem = Problem.from_json(options.problem)
    with progress_on(sys.stderr) as progress:
        stop = Stop()
        guard.hand_over(stop)
        result = arbitrate(
            problem,
            stop,
            time_limit=options.time_limit,
            seed=options.seed,
            workers=options.workers,
            on_progress=progress,
        )
    emit(result.agenda.to_json(), options.output)
    for warning in result.warnings:
        say(f"rsa-sched: {warning}")
    if result.status != "optimal":
        say(f"rsa-sched: arrêté avant la preuve : {result.points} points, au plus {result.bound} sont possibles")
    return 0


def _show(options: argparse.Namespace) -> int:
    from rsa_sched.audit import check
    from rsa_sched.cli.faults import every_fault_of
    from rsa_sched.display.html import agenda_page
    from rsa_sched.display.svg import timeline
    from rsa_sched.display.text import agenda_text, audit_text
    from rsa_sched.domain.agenda import Agenda
    from rsa_sched.domain.problem import Problem

    refuse_target(options.output, options.problem)
    refuse_target(options.output, options.agenda)
    problem, agenda = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Agenda.from_json(options.agenda)
    )
    if agenda.problem_sha256 != problem.sha256:
        say(f"rsa-sched: {options.agenda} répond à un autre état du problème que {options.problem}")
        return 1
    audit = check(problem, agenda)
    if not audit:
        # Nobody is shown an agenda that breaks a rule.
        say(audit_text(audit).rstrip())
        return 1
    draw = {None: agenda_text, "html": agenda_page, "svg": timeline}[options.form]
    emit(draw(problem, agenda), options.output)
    return 0


def _check(options: argparse.Namespace) -> int:
    from rsa_sched.audit import check
    from rsa_sched.cli.faults import every_fault_of
    from rsa_sched.display.text import audit_text
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.statement import Statement

    problem, statement = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)
    )
    audit = check(problem, statement)
    if options.json:
        emit(json.dumps(audit.to_dict(), ensure_ascii=False, indent=1) + "\n", "-")
    else:
        emit(audit_text(audit), "-")
    return 0 if audit else 1


def _demo() -> int:
    from rsa_sched import load_demo, solve
    from rsa_sched.display.text import agenda_text

    problem = load_demo()
    emit(agenda_text(problem, solve(problem).agenda), "-")
    return 0


def _schema(document: str) -> int:
    from rsa_sched.domain.schema import schema

    emit(json.dumps(schema(document), ensure_ascii=False, indent=1) + "\n", "-")
    return 0
