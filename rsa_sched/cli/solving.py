"""Commands on documents: solve, check, show, demo, schema."""

from __future__ import annotations

import argparse
import gc
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import every_fault_of
from rsa_sched.cli.output import (
    emit,
    emit_json,
    notify,
    print_error,
    progress_on,
    refuse_target,
    refuse_targets,
    terminal_width,
)
from rsa_sched.errors import InputError, Violation
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.engine.memory import Memory


def solve_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched solve``: from problem to agenda."""
    from rsa_sched.arbitration import arbitrate
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.reading import naming_file, quoted
    from rsa_sched.domain.statement import Statement
    from rsa_sched.engine.memory import Memory
    from rsa_sched.engine.solve_options import SolveOptions
    from rsa_sched.engine.stop import Stop

    changed, announced, begun, kept = options.problem_out, options.announced, options.begin_from, options.memory
    refuse_targets([options.output, changed, kept], options.problem, announced, begun)
    if guard.process_is_ours:
        gc.disable()  # what is read is there to the end: looking through it for dead ones takes long and finds none
    (problem, statement), (start, memory) = every_fault_of(
        lambda: every_fault_of(
            lambda: Problem.from_json(options.problem),
            lambda: None if announced is None else Statement.from_json(announced),
        ),
        lambda: every_fault_of(
            lambda: None if begun is None else Statement.from_json(begun),
            lambda: None if kept is None else Memory.read(kept),
        ),
    )
    if start is not None and start.problem not in (None, problem.id):
        raise InputError.of(
            "problem",
            quoted(str(start.problem)),
            "agenda-of-another-problem",
            problem=quoted(problem.id),
            file=str(begun),
        )
    if memory is not None:
        tell_of_doubt(memory, kept)
    if statement is not None:
        with naming_file(str(announced)):
            problem = problem.announcing(statement)
    if guard.process_is_ours:
        gc.freeze()
        gc.enable()
    with progress_on(sys.stderr) as progress:
        stop = Stop()
        guard.hand_over(stop)
        given = SolveOptions(time_limit=options.time_limit, seed=options.seed, workers=options.workers)
        result = arbitrate(problem, stop, given, on_progress=progress, start=start, memory=memory)
    if changed is not None:
        emit(problem.to_json(), changed)
    emit(result.agenda.to_json(), options.output)
    if memory is not None:
        memory.write(kept)
    for warning in (*result.warnings, *result.notices):
        notify(warning)
    if result.status != "optimal":
        notify(say("cli.unproven", points=result.points, bound=result.bound))
    return 0


def tell_of_doubt(memory: Memory, path: Path) -> None:
    """Say where the file of a memory is not believed."""
    if not memory.is_believed:
        notify(say("cli.memory-not-believed", path=path))


def show_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched show``: the agenda for people to read, once it has passed the audit."""
    from rsa_sched.audit import check
    from rsa_sched.display.html import agenda_page
    from rsa_sched.display.svg import timeline
    from rsa_sched.display.text import agenda_text, audit_text
    from rsa_sched.domain.agenda import Agenda
    from rsa_sched.domain.problem import Problem
    from rsa_sched.rules.document import WholeDocument

    refuse_target(options.output, options.problem, options.agenda)
    problem, agenda = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Agenda.from_json(options.agenda)
    )
    if agenda.problem_sha256 != problem.sha256:
        notify(say("cli.other-problem", agenda=options.agenda, problem=options.problem))
        return 1
    audit = check(problem, agenda)
    if not agenda.lists_sessions(row.id for row in problem.sessions):
        audit = replace(audit, violations=(*audit.violations, Violation(WholeDocument.id, "sessions")))
    if not audit:
        # Nobody is shown an agenda that breaks a rule.
        print_error(audit_text(audit).rstrip())
        return 1
    if options.form is None:
        emit(agenda_text(problem, agenda, terminal_width(options.output)), options.output)
    else:
        emit({"html": agenda_page, "svg": timeline}[options.form](problem, agenda), options.output)
    return 0


def check_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched check``: the audit."""
    from rsa_sched.audit import check
    from rsa_sched.display.text import audit_text
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.statement import Statement

    problem, statement = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)
    )
    audit = check(problem, statement)
    if options.json:
        emit_json(audit.to_dict())
    else:
        emit(audit_text(audit), "-")
    return 0 if audit else 1


def demo_command(_options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched demo``: the bundled month."""
    from rsa_sched import load_demo, solve
    from rsa_sched.display.text import agenda_text

    problem = load_demo()
    emit(agenda_text(problem, solve(problem).agenda, terminal_width("-")), "-")
    return 0


def schema_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched schema``: what a document may hold."""
    from rsa_sched.schema import schema

    emit_json(schema(options.document))
    return 0
