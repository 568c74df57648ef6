"""How soon the commands answer whoever sits before them: the bundled month, each command in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import versions
from benchmarks.medians import of
from benchmarks.process import ROOT, run
from benchmarks.records import Record, Results
from benchmarks.registry import SEEDS
from rsa_sched import Problem

EXAMPLE = "example"
"""What its records call the family."""
MONTH = ROOT / "examples/grenoble-2010-10.json"
PATIENCE = 60.0


@dataclass(frozen=True)
class Command:
    """A command and the seconds in which its whole process ought to end; files by name in braces."""

    name: str
    arguments: tuple[str, ...]
    goal: float
    family: str = EXAMPLE


COMMANDS = (
    Command("solve", ("solve", "{month}", "-o", "{agenda}"), 0.6),
    Command("check", ("check", "{month}", "{agenda}"), 0.3),
    Command("show", ("show", "{month}", "{agenda}"), 0.3),
)
"""In the order in which they are run: the agenda of the first is what the others read."""


def measured_commands(
    repeats: Sequence[int] = SEEDS, commands: Sequence[Command] = COMMANDS, say: Callable[[str], None] = print
) -> Iterator[Record]:
    """The records of all of them, one after the other, as often as there are repeats."""
    month = Problem.from_json(MONTH)
    with tempfile.TemporaryDirectory() as folder:
        names = {"month": str(MONTH), "agenda": str(Path(folder) / "agenda.json")}
        for repeat in repeats:
            for command in commands:
                yield timed(command, names, repeat, month, say)


def timed(
    command: Command, names: Mapping[str, str], repeat: int, month: Problem, say: Callable[[str], None]
) -> Record:
    """One run of a command.

    Parameters
    ----------
    names : the file of each name in braces.
    month : what it reads.
    """
    spent = run(["-m", "rsa_sched", *(word.format(**names) for word in command.arguments)], PATIENCE)
    failed = spent.ended or (None if spent.code == 0 else f"exit code {spent.code}")
    say(f"{command.family} {command.name} {repeat}: {failed or f'{spent.wall:.2f} s'}")
    return Record(
        family=command.family,
        solver=command.name,
        seed=repeat,
        limit=PATIENCE,
        sessions=len(month.sessions),
        situations=len(month.situations),
        wall=round(spent.wall, 3),
        memory=None if spent.memory is None else round(spent.memory, 1),
        versions=versions(),
        failed=failed,
    )


def answered(results: Results, commands: Sequence[Command]) -> Iterator[tuple[Command, float | None, float | None]]:
    """Each of these commands that was run, with the seconds (None: it failed) and MiB that it took."""
    for command in commands:
        runs = results.of(command.family, command.name)
        if runs:
            seconds = of(runs, lambda record: None if record.failed else record.wall)
            yield command, seconds, of(runs, lambda record: record.memory)
