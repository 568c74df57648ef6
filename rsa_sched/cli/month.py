"""The month in one command: import, solve, publish."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import refuse_folder
from rsa_sched.french.sentences import words

Command = Callable[[Namespace, Guard], int]


def month_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched month``: each step as its own command does it; the first that fails ends it with its exit code."""
    from rsa_sched.cli.publishing import publish_command
    from rsa_sched.cli.solving import solve_command
    from rsa_sched.cli.tables import import_command

    folder = options.output
    refuse_folder(folder, *options.paths)
    folder.mkdir(exist_ok=True)
    names = words("cli.month")
    problem, agenda, publication = (folder / names[key] for key in ("problem", "agenda", "publication"))

    def run(command: Command, **changed: Any) -> int:
        return command(Namespace(**{**vars(options), **changed}), guard)

    return (
        run(import_command, output=str(problem), report=folder / names["report"])
        or run(solve_command, problem=problem, output=str(agenda))
        or run(publish_command, problem=problem, agenda=agenda, output=publication, audience="service")
    )
