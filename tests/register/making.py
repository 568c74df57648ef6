"""Registers for tests: a clock that ticks by itself, small events, an artificial later version of the tables."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rsa_sched.register import store
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.schema import MIGRATIONS, Migration
from rsa_sched.register.store import Register

store.SYNCHRONOUS = "OFF"
"""Tests kill processes, not machines: what a process wrote is there without waiting for the disk."""

LATER: Migration = (
    "CREATE TABLE marks (seq INTEGER PRIMARY KEY REFERENCES events (seq), mark TEXT NOT NULL) STRICT",
    "INSERT INTO marks SELECT seq, kind FROM events",
    "CREATE TABLE labels (name TEXT PRIMARY KEY) STRICT",
    "INSERT INTO labels SELECT DISTINCT mark FROM marks",
)
"""What a version 2 might change: in tests alone."""
WITH_LATER = (*MIGRATIONS, LATER)


def ticking(start: str = "2010-09-28T08:00:00") -> Callable[[], dt.datetime]:
    """A clock that goes on by a second each time that it is looked at."""
    seconds = itertools.count()
    first = dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC)
    return lambda: first + dt.timedelta(seconds=next(seconds))


def note(number: int, who: str = "anne", **facts: Any) -> EventDraft:
    """A small event."""
    return EventDraft("received", {"by": who, "situation": {"id": f"d-{number}"}, **facts})


def made(path: Path, events: int = 3, **options: Any) -> Register:
    """A register of so many small events."""
    options.setdefault("clock", ticking())
    register = Register.create(path, [note(1)], **options)
    for number in range(2, events + 1):
        register.append([note(number)])
    return register
