"""Commands on whole months: month (import, solve, publish), simulate."""

from __future__ import annotations

import argparse
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import notify, refuse_folder, refuse_target
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.french.sentences import say, words
from rsa_sched.office.lock import held

Command = Callable[[Namespace, Guard], int]


def month_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched month``: each step as its own command does it; the first that fails ends it with its exit code.

    Without a folder to write into, it is a month of the profile, by its name.
    """
    if options.output is None:
        from rsa_sched.cli.month_by_name import month_by_name

        return month_by_name(options, guard, _whole_month)
    return _whole_month(options, guard)


def _whole_month(options: argparse.Namespace, guard: Guard) -> int:
    folder = options.output
    refuse_folder(folder, *options.paths)
    if options.memory is not None:
        refuse_target(options.memory, *options.paths)
    folder.mkdir(exist_ok=True)
    with held(folder):
        return _month(folder, options, guard)


def _month(folder: Path, options: argparse.Namespace, guard: Guard) -> int:
    from rsa_sched.cli.publishing import publish_command, tell_whose
    from rsa_sched.cli.solving import solve_command
    from rsa_sched.cli.tables import import_command
    from rsa_sched.display.audience import SERVICE
    from rsa_sched.publish.manifest import Manifest

    names = words("cli.month")
    problem, agenda, publication = (folder / names[key] for key in ("problem", "agenda", "publication"))

    def run(command: Command, **changed: Any) -> int:
        return command(Namespace(**{**vars(options), **changed}), guard)

    def suits(found: Problem) -> None:
        """Raise InputError where the folder is another month's, or the calendar holds more than the month asked for."""
        if getattr(options, "month", None) is not None:
            from rsa_sched.cli.month_by_name import require_sessions_of

            require_sessions_of(options.month, found)
        require_same_month(found, problem)
        Manifest.read(publication, SERVICE).require_same(found)

    try:
        code = run(import_command, output=str(problem), report=folder / names["report"], suits=suits)
    except InputError as error:
        if not tell_whose(error, folder):
            raise
        return 2
    no_more = dict.fromkeys(("announced", "problem_out", "begin_from"))  # announced: by the import
    return (
        code
        or run(solve_command, problem=problem, output=str(agenda), **no_more)
        or run(publish_command, problem=problem, agenda=agenda, output=publication, audience="service")
    )


def require_same_month(found: Problem, path: Path) -> None:
    """Raise InputError where a file holds the problem of another month, as `Manifest.require_same` tells one."""
    try:
        there = Problem.from_json(path)
    except InputError:  # nothing there, or nothing that would be missed
        return
    if there.id != found.id:
        raise InputError.of(path.name, "a problem of another month", "folder-of-another-month", there=there.id)


def simulate_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched simulate``: play a study, write its tables, pictures and page."""
    from rsa_sched.simulate.studies.conduct import conduct
    from rsa_sched.simulate.studies.study import Study
    from rsa_sched.simulate.studies.write import write

    refuse_folder(options.output)
    study, scenarios = Study.from_toml(options.study)
    options.output.mkdir(exist_ok=True)
    shown = sys.stderr is not None and not sys.stderr.closed and sys.stderr.isatty()
    found = conduct(study, scenarios, options.output, progress=shown)
    paths = write(found, options.output)
    for row in found.campaign.failures.to_dict("records"):
        failed = {key: row[key] for key in ("scenario", "replication", "seed")}
        notify(say("cli.simulate.failed", **failed))
    notify(say("cli.simulate.done", files=len(paths), folder=options.output, page=paths[0]))
    return 0
