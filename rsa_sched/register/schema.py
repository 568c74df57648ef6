"""The tables of a register, the versions they have had, and the way from each to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

APPLICATION_ID: Final = 0x52534152
"""« RSAR » in the header of the file: what tells a register from any other SQLite file."""

Migration = tuple[str, ...]
"""Statements that lead from one version to the next; each is run once, all in one transaction with the version."""

_EVENTS: Migration = (
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        month TEXT NOT NULL,
        at TEXT NOT NULL,
        digest TEXT NOT NULL,
        before TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE
    ) STRICT""",
    """CREATE TABLE payloads (
        seq INTEGER PRIMARY KEY REFERENCES events (seq),
        salt BLOB NOT NULL,
        body TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER events_follow BEFORE INSERT ON events
    WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM events)
        OR NEW.before <> ifnull((SELECT hash FROM events ORDER BY seq DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'an event follows the last one'); END""",
    """CREATE TRIGGER events_stay BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END""",
    """CREATE TRIGGER events_remain BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END""",
    """CREATE TRIGGER payloads_stay BEFORE UPDATE ON payloads
    BEGIN SELECT RAISE(ABORT, 'a payload is never changed, only erased'); END""",
    """CREATE TRIGGER payloads_follow BEFORE INSERT ON payloads
    WHEN NEW.seq <> (SELECT ifnull(max(seq), 0) FROM events)
    BEGIN SELECT RAISE(ABORT, 'a payload comes with its event'); END""",
)

MIGRATIONS: Final[Sequence[Migration]] = (_EVENTS,)
"""``MIGRATIONS[n]`` leads from version n to n + 1; version 0 is an empty file. Append only, with a golden file."""


def migrate(connection: sqlite3.Connection, start: int, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the tables from a version to the newest, inside a transaction that is open already."""
    for statements in migrations[start:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {len(migrations)}")


def version_of(connection: sqlite3.Connection) -> int | None:
    """The version of the tables; None where the file is no register."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version) if application == APPLICATION_ID else None


def objects_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Name and text of every table and trigger, in order: what an edit of the file's own rules would change."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    return [(name, " ".join(sql.split())) for name, sql in rows]


def objects_expected(migrations: Sequence[Migration] = MIGRATIONS) -> list[tuple[str, str]]:
    """What `objects_of` finds in a file that nobody tampered with."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, 0, migrations)
        return objects_of(connection)
    finally:
        connection.close()
