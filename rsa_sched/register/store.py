"""The register's file: one SQLite database, appended to in whole transactions, read with every hash checked."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from rsa_sched.office.files import resolved, write_new, written_to
from rsa_sched.register.chain import ChainFault, EventDraft, RegisterEvent, Row, chain_faults, event_of
from rsa_sched.register.log import told
from rsa_sched.register.refusals import (
    RegisterMoved,
    RegisterRefused,
    refuse_old_sqlite,
    refuse_place,
    refused_by_the_file,
)
from rsa_sched.register.schema import MIGRATIONS, Migration, migrate, objects_expected, objects_of, version_of
from rsa_sched.register.shares import network_share
from rsa_sched.register.writer import Clock, Writer, insert, now, restore_rows

PATIENCE = 30.0
"""Seconds that a writer waits for another one."""
_WAL = "wal"
SYNCHRONOUS = "EXTRA"
"""SQLite waits for the disk, for the journal's folder too: what was reported as written survives a power cut."""
_ROWS = (
    "SELECT e.seq, e.kind, e.month, e.at, e.digest, e.before, e.hash, p.salt, p.body "
    "FROM events e LEFT JOIN payloads p USING (seq) WHERE e.seq > ? ORDER BY e.seq"
)
_TYPES = {
    (int, str, str, str, str, str, str, bytes, str),
    (int, str, str, str, str, str, str, type(None), type(None)),
}


class Register:
    """What happened, in order, in one file; the state is `state.fold` of its events.

    Use it as a context manager, or close it. An object belongs to one thread; any number of processes may have the
    file open.

    Parameters
    ----------
    path : the file, which `create` made.
    read_only : nothing is written, not even a migration.
    patience : seconds to wait for another writer.
    clock : the time that events are given.
    migrations : the versions of the tables, another list than ours in tests alone.

    Raises
    ------
    RegisterRefused
        Where the file is none of ours, damaged, of a newer version, read-only though it is to be written, or held.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
        clock: Clock = now,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self.path = resolved(Path(path))
        self.share = network_share(self.path)
        self._clock, self._migrations = clock, migrations
        refuse_old_sqlite()
        refuse_place(self.path, read_only)
        with refused_by_the_file(self.path):
            mode = "ro" if read_only else "rw"
            self._connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=patience
            )
        try:
            with refused_by_the_file(self.path):
                self._prepare(read_only)
        except BaseException:
            self._connection.close()
            raise

    @classmethod
    def create(cls, path: Path | str, first: Iterable[EventDraft], *, rows: Iterable[Row] = (), **options: Any) -> Self:
        """Make a file with its first events, or with the rows of an export, whole or not at all, and open it.

        Raises
        ------
        RegisterRefused
            Where something is there already, or the folder does not let us.
        """
        path = resolved(Path(path))
        refuse_old_sqlite()
        connection = sqlite3.connect(":memory:", isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            migrate(connection, 0, options.get("migrations", MIGRATIONS))
            restore_rows(connection, rows)
            insert(connection, first, options.get("clock", now)())
            connection.execute("COMMIT")
            data = connection.serialize()
        finally:
            connection.close()
        with written_to(str(path)):
            try:
                write_new(path, data)
            except FileExistsError:
                raise RegisterRefused("exists", file=path) from None
        return cls(path, **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def head(self) -> str:
        """The hash of the last event: it stands for everything that happened."""
        with refused_by_the_file(self.path):
            found = self._connection.execute("SELECT hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        return "" if found is None else str(found[0])

    def events(self, since: int = 0) -> list[RegisterEvent]:
        """The events after a number, in order.

        Raises
        ------
        RegisterRefused
            Where one of them is not as it was written.
        """
        rows = self._rows(0)
        if faults := chain_faults(rows):
            raise RegisterRefused("broken-chain", file=self.path, seq=faults[0].seq, number=len(faults))
        return [event_of(row) for row in rows if row.seq > since]

    @contextmanager
    def writing(self, upon: str | None = None) -> Iterator[Writer]:
        """One transaction: everything that its `Writer` appends, or nothing.

        Parameters
        ----------
        upon : the head that what is to be written was decided upon; without one, whatever it is now.

        Raises
        ------
        RegisterMoved
            Where `upon` is not the head any more: with a line for each event since.
        RegisterRefused
            Where the file does not let us; nothing is written then.
        """
        with refused_by_the_file(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            if upon is not None and self.head != upon:
                raise RegisterMoved(self.told_since(upon))
            yield Writer(self._connection, self.path, self._clock)
            with refused_by_the_file(self.path):
                self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                with refused_by_the_file(self.path):
                    self._connection.execute("ROLLBACK")

    def today(self) -> dt.date:
        """The day on the register's clock, in UTC."""
        return self._clock().astimezone(dt.UTC).date()

    def append(self, drafts: Iterable[EventDraft], upon: str | None = None) -> list[RegisterEvent]:
        """Append events in one transaction, see `writing`."""
        with self.writing(upon) as writer:
            return writer.append(*drafts)

    def told_since(self, head: str) -> tuple[str, ...]:
        """A line for each event after a head: when, who, what. Raises RegisterRefused where that is no head."""
        events = self.events()
        at = next((event.seq for event in events if event.hash == head), None)
        if at is None and head:
            raise RegisterRefused("unknown-head", file=self.path, head=head[:12])
        return tuple(map(told, events[at or 0 :]))

    def resolve_head(self, start: str) -> str:
        """The whole hash of which a start is given, as it stands on what was printed. Raises RegisterRefused."""
        with refused_by_the_file(self.path):
            found = [row[0] for row in self._connection.execute("SELECT hash FROM events")]
        matching = [one for one in found if one.startswith(start.lower())]
        if len(start) < 8 or len(matching) != 1:
            raise RegisterRefused("unknown-head", file=self.path, head=start[:12])
        return str(matching[0])

    def faults(self) -> list[ChainFault]:
        """Everything by which the file is not as it was written; its first event has number 1."""
        with refused_by_the_file(self.path):
            sound = self._connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            rules = objects_of(self._connection) == objects_expected(self._migrations)
            payloads = self._connection.execute(
                "SELECT seq FROM payloads WHERE seq NOT IN (SELECT seq FROM events)"
            ).fetchall()
        found = [] if sound else [ChainFault(0, "file")]
        found += [] if rules else [ChainFault(0, "rules")]
        found += [ChainFault(seq, "lost") for (seq,) in payloads]
        return found + chain_faults(self._rows(0))

    def counts(self) -> tuple[int, int]:
        """How many events there are, and of how many the payload is erased."""
        with refused_by_the_file(self.path):
            (events,) = self._connection.execute("SELECT count(*) FROM events").fetchone()
            (payloads,) = self._connection.execute("SELECT count(*) FROM payloads").fetchone()
        return int(events), int(events - payloads)

    def rows(self) -> list[Row]:
        """The events as the file holds them, salts included: what `export` writes."""
        return self._rows(0)

    def compact(self) -> None:
        """Give back the room of what was erased."""
        with refused_by_the_file(self.path):
            (free,) = self._connection.execute("PRAGMA freelist_count").fetchone()
            if free:
                self._connection.execute("VACUUM")

    def backups(self) -> list[Path]:
        """The copies that migrations left beside the file."""
        return sorted(self.path.parent.glob(f"{self.path.name}.v*.bak"))

    def _rows(self, since: int) -> list[Row]:
        with refused_by_the_file(self.path):
            rows = [Row(*row) for row in self._connection.execute(_ROWS, (since,))]
        if not all(tuple(map(type, row)) in _TYPES for row in rows):  # whoever took the tables' own rules away
            raise RegisterRefused("damaged", file=self.path)
        return rows

    def _prepare(self, read_only: bool) -> None:
        execute = self._connection.execute
        for pragma in (
            "secure_delete = ON",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            f"synchronous = {SYNCHRONOUS}",
        ):
            execute(f"PRAGMA {pragma}")
        version = version_of(self._connection)
        if version is None:
            raise RegisterRefused("not-a-register", file=self.path)
        if version > len(self._migrations):
            raise RegisterRefused("newer", file=self.path, version=version, known=len(self._migrations))
        if version and not {"events", "payloads"} <= {name for name, _ in objects_of(self._connection)}:
            raise RegisterRefused("damaged", file=self.path)
        self._refuse_cut()
        (journal,) = execute("PRAGMA journal_mode").fetchone()
        if journal == _WAL and self.share is not None:
            raise RegisterRefused("wal-on-a-share", file=self.path, share=self.share)
        if version < len(self._migrations) or journal == _WAL:
            if read_only:
                raise RegisterRefused("older", file=self.path)
            execute("PRAGMA journal_mode = DELETE")
            self._migrate()

    def _refuse_cut(self) -> None:
        """Raise RegisterRefused where the file ends before its last page does: SQLite would fill it up with zeros."""
        execute = self._connection.execute
        execute("BEGIN")
        try:
            (size,), (pages,) = (execute(f"PRAGMA page_{what}").fetchone() for what in ("size", "count"))
            execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on nobody shortens it
            if self.path.stat().st_size < size * pages:
                raise RegisterRefused("damaged", file=self.path)
        finally:
            execute("COMMIT")

    def _migrate(self) -> None:
        """Bring the file to today's version in one transaction, after a copy of it as it was."""
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        try:
            version = version_of(self._connection)  # another process may have been faster
            assert version is not None
            if version < len(self._migrations):
                self._back_up(version)
                migrate(self._connection, version, self._migrations)
            execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                execute("ROLLBACK")

    def _back_up(self, version: int) -> None:
        copy = self.path.with_name(f"{self.path.name}.v{version}-{self.head[:12]}.bak")
        with written_to(str(copy)), suppress(FileExistsError):  # of the same events: an earlier try was interrupted
            write_new(copy, self._connection.serialize())
