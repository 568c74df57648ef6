"""Solving again after a change: the processes of ``solve --memory`` on a region of which one thing is otherwise."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.campaign import patience
from benchmarks.commands import Command, timed
from benchmarks.peers.reading import Reading
from benchmarks.process import run
from benchmarks.records import Record
from benchmarks.registry import ENTRIES, OURS, SEEDS, problem
from rsa_sched import Problem

AGAIN = "again"
"""What its records call the family."""
PIN, CANCELLED = "solve, one more pin", "solve, one session cancelled"
CHANGES = tuple(
    Command(name, ("solve", "{month}", "-o", "{agenda}", "--memory", "{memory}"), 1.0, AGAIN)
    for name in (PIN, CANCELLED)
)


def measured_changes(
    repeats: Sequence[int] = SEEDS, family: str = "region", say: Callable[[str], None] = print
) -> Iterator[Record]:
    """The records of each change, every time with the memory of the solve before the change; that one is not timed."""
    load = problem(family)
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"XDG_STATE_HOME": folder, "LOCALAPPDATA": folder}),
    ):
        month, agenda, memory, kept = (Path(folder) / name for name in ("month", "agenda", "memory", "kept"))
        month.write_text(load.to_json(), encoding="utf-8")
        seconds = ENTRIES[family].limit
        first = ["-m", "rsa_sched", "solve", str(month), "-o", str(agenda), "--memory", str(kept)]
        run([*first, "--time-limit", str(seconds)], patience(OURS, seconds, len(load.situations)))
        if not kept.exists():
            return
        changed = {CANCELLED: without_a_session(load), PIN: with_a_pin(load, json.loads(agenda.read_bytes()))}
        for repeat in repeats:
            for command in CHANGES:
                month.write_text(changed[command.name].to_json(), encoding="utf-8")
                shutil.copyfile(kept, memory)
                names = {"month": str(month), "agenda": str(agenda), "memory": str(memory)}
                yield timed(command, names, repeat, load, say)


def with_a_pin(load: Problem, agenda: dict[str, Any]) -> Problem:
    """Somebody who sits in one session is pinned to another one, where nobody is pinned."""
    reading = Reading(load)
    taken = {session for _, session, _ in reading.pins}
    for line in agenda["appointments"]:
        name = line["situation"]
        for session in reading.admitted[name]:
            if session not in (line["session"], *taken) and reading.starts(name, session):
                return load.with_pins((name, session))
    return load.with_pins((agenda["appointments"][0]["situation"], agenda["appointments"][0]["session"]))


def without_a_session(load: Problem) -> Problem:
    """The first session that nobody is pinned to is not held."""
    taken = {row.session for row in load.pins}
    return load.without(session=next(row.id for row in load.sessions if row.id not in taken))
