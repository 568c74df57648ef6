"""The month in one command: import, solve, publish."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import refuse_folder
from rsa_sched.office.lock import held

PROBLEM, AGENDA, REPORT, TO_SEND = "probleme.json", "ordre-du-jour.json", "controle.xlsx", "envoi"
"""What the folder of a month holds: the documents, the report on the tables, and all that has to be sent."""


def month_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched month``: each step as its own command does it; the first that fails ends it with its exit code."""
    folder = options.output
    refuse_folder(folder, *options.paths)
    with held(folder):
        return _month(folder, options, guard)


def _month(folder: Path, options: argparse.Namespace, guard: Guard) -> int:
    from rsa_sched.cli.publishing import publish_command
    from rsa_sched.cli.solving import solve_command
    from rsa_sched.cli.tables import import_command

    folder.mkdir(exist_ok=True)
    problem, agenda = folder / PROBLEM, folder / AGENDA
    given = vars(options)
    code = import_command(Namespace(**{**given, "output": str(problem), "report": folder / REPORT}), guard)
    if code:
        return code
    code = solve_command(Namespace(**{**given, "problem": problem, "output": str(agenda)}), guard)
    if code:
        return code
    sent = {"problem": problem, "agenda": agenda, "output": folder / TO_SEND, "audience": "service"}
    return publish_command(Namespace(**{**given, **sent}), guard)
