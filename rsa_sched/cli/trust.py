"""Commands that say why an agenda is to be trusted: explain, certify, verify."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import as_option, every_fault_of
from rsa_sched.cli.output import STANDARD, emit, notify, print_error, refuse_targets
from rsa_sched.french.sentences import say


def explain_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched explain``: what each decision hangs on, proven (contract, section 7)."""
    from rsa_sched.audit import check
    from rsa_sched.display.explanation import explanation_page
    from rsa_sched.display.text import audit_text
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.statement import Statement
    from rsa_sched.engine.control import Control
    from rsa_sched.engine.stop import Stop
    from rsa_sched.errors import AgendaRefused, InputError
    from rsa_sched.explanations.explanation import account_for

    refuse_targets([options.output, options.html], options.problem, options.agenda)
    problem, statement = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)
    )
    stop = Stop()
    guard.hand_over(stop)
    try:
        explanation = account_for(
            problem,
            statement,
            Control.within(options.time_limit, stop),
            options.situation,
            levers=not options.no_levers,
            worth=options.worth,
            workers=options.workers,
        )
    except AgendaRefused:
        print_error(audit_text(check(problem, statement)).rstrip())
        return 1
    except InputError as error:  # of the three only what was asked for is left
        faults = (replace(fault, place="--situation") for fault in error.faults)
        raise InputError(tuple(as_option(fault, options.problem) for fault in faults)) from None
    if options.html is not None:
        emit(explanation_page(explanation), options.html)
    emit(explanation.to_json(), options.output)
    missing = len(set(options.situation or (row.id for row in problem.situations))) - len(explanation.situations)
    if missing:
        notify(say("cli.explain.missing", number=missing))
    if sys.stderr is not None and not all(row.levers_proven or options.no_levers for row in explanation.situations):
        notify(say("cli.explain.unproven"))
    return 0


def certify_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched certify``: what proves the bound of an agenda (contract, section 8)."""
    from rsa_sched.audit import check
    from rsa_sched.certify.write import certify
    from rsa_sched.display.text import audit_text
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.statement import Statement
    from rsa_sched.engine.stop import Stop
    from rsa_sched.errors import AgendaRefused

    refuse_targets([options.output], options.problem, options.agenda)
    problem, statement = every_fault_of(
        lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda)
    )
    stop = Stop()
    guard.hand_over(stop)
    try:
        certificate = certify(problem, statement, time_limit=options.time_limit, stop=stop)
    except AgendaRefused:
        print_error(audit_text(check(problem, statement)).rstrip())
        return 1
    emit(certificate.to_json(), options.output)
    if certificate.gap:
        notify(say("certificates.open", bound=certificate.bound, gap=certificate.gap))
    else:
        notify(say("certificates.closed", points=certificate.points))
    return 0


def verify_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched verify``: the same as ``verify.py`` alone (contract, section 8)."""
    from rsa_sched.certify.verify import judge
    from rsa_sched.domain.problem import Problem
    from rsa_sched.domain.statement import Statement

    # the readers of the program first: they tell every fault at once
    every_fault_of(lambda: Problem.from_json(options.problem), lambda: Statement.from_json(options.agenda))
    code: int
    code, said = judge(options.problem, options.agenda, options.certificate)
    if code:
        print_error(said)
    else:
        emit(said + "\n", STANDARD)
    return code
