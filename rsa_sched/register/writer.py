"""What is written in one transaction of a register: events with their payloads, never changed afterwards."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from rsa_sched.register.chain import EventDraft, RegisterEvent, Row, event_of, link, sealed
from rsa_sched.register.refusals import refused_by_the_file

Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class Writer:
    """What a transaction of a `Register` appends."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Clock) -> None:
        self._connection, self._path, self._clock = connection, path, clock

    def append(self, *drafts: EventDraft) -> list[RegisterEvent]:
        """Append events; they are there once the transaction ends well."""
        with refused_by_the_file(self._path):
            return insert(self._connection, drafts, self._clock())

    def erase(self, numbers: Iterable[int]) -> None:
        """Remove payloads."""
        with refused_by_the_file(self._path):
            self._connection.executemany("DELETE FROM payloads WHERE seq = ?", [(seq,) for seq in numbers])

    def restore(self, rows: Iterable[Row]) -> None:
        """Append rows of another register's export, which follow what is here."""
        with refused_by_the_file(self._path):
            restore_rows(self._connection, rows)


def insert(connection: sqlite3.Connection, drafts: Iterable[EventDraft], at: dt.datetime) -> list[RegisterEvent]:
    """Append events, in the transaction that is open."""
    last = connection.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    seq, before = (0, "") if last is None else last
    moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = []
    for draft in drafts:
        seq += 1
        salt, body, digest = sealed(draft.payload)
        hash_ = link(seq, draft.kind, draft.month, moment, digest, before)
        row = (seq, draft.kind, draft.month, moment, digest, before, hash_)
        connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute("INSERT INTO payloads VALUES (?, ?, ?)", (seq, salt, body))
        made.append(event_of(Row(*row, salt, body)))
        before = hash_
    return made


def restore_rows(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Append rows as they are, in the transaction that is open."""
    for row in rows:
        connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", row[:7])
        if row.body is not None:
            connection.execute("INSERT INTO payloads VALUES (?, ?, ?)", (row.seq, row.salt, row.body))
