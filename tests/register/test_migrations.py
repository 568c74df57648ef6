"""From each older version to today's: a copy first, everything in one transaction, the same after any kill."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.schema import MIGRATIONS
from rsa_sched.register.store import Register
from tests.register.making import LATER, WITH_LATER, made, note

GOLDEN = Path(__file__).parent / "golden"
HEADS = {1: "32bb592864de27d9e72974a53eb7c1b12cb22ca860791f63de30495079e09afa"}
"""Of each version the head of its golden file."""

KILLED = """
import os, shutil, signal, sqlite3, sys
from pathlib import Path
from rsa_sched.register.store import Register
from tests.register.making import WITH_LATER

class Dying(sqlite3.Connection):
    left, armed = 0, False
    def execute(self, sql, *rest):
        Dying.armed = Dying.armed or sql == "BEGIN IMMEDIATE"
        Dying.left -= Dying.armed
        if Dying.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(sql, *rest)

connect = sqlite3.connect
sqlite3.connect = lambda *args, **options: connect(*args, factory=Dying, **options)
status, Dying.left = None, -1
while status != 0:
    Dying.left += 1
    folder = Path(sys.argv[2]) / str(Dying.left)
    folder.mkdir()
    shutil.copy(sys.argv[1], folder)
    child = os.fork()
    if child == 0:
        Register(folder / Path(sys.argv[1]).name, migrations=WITH_LATER).close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
print(Dying.left)
"""


def test_every_version_has_its_golden_file() -> None:
    """A new version brings one of the version before: see docs/dev/register.md."""
    assert sorted(HEADS) == list(range(1, len(MIGRATIONS) + 1))
    assert sorted(path.name for path in GOLDEN.iterdir()) == [f"version-{version}.sqlite" for version in HEADS]


@pytest.mark.parametrize("version", HEADS)
def test_an_older_file_is_brought_to_today(tmp_path: Path, version: int) -> None:
    """With all its events; what it was is kept beside it."""
    path = tmp_path / "r.sqlite"
    shutil.copy(GOLDEN / f"version-{version}.sqlite", path)
    with Register(path) as register:
        assert register.head == HEADS[version] and register.faults() == []
        assert [event.kind for event in register.events()] == ["received"] * 5
        assert len(register.backups()) == (version < len(MIGRATIONS))


def test_a_migration_keeps_a_copy_and_every_event(tmp_path: Path) -> None:
    """An artificial later version: its tables are filled from the events that were there."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    before = path.read_bytes()
    with pytest.raises(RegisterRefused, match="plus ancienne"):
        Register(path, read_only=True, migrations=WITH_LATER)
    assert path.read_bytes() == before
    with Register(path, migrations=WITH_LATER) as register:
        assert register.faults() == [] and register.counts() == (3, 0)
        (copy,) = register.backups()
        register.append([note(4)])
    with Register(copy, read_only=True) as old:
        assert old.counts() == (3, 0) and old.faults() == []
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*), max(mark) FROM marks").fetchone() == (3, "received")
    connection.close()
    with Register(path, migrations=WITH_LATER) as register:
        assert register.backups() == [copy]


def test_a_migration_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """The tables that it had made already go with it."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    before = path.read_bytes()
    with pytest.raises(sqlite3.OperationalError):
        Register(path, migrations=(*MIGRATIONS, (*LATER, "INSERT INTO nowhere VALUES (1)")))
    assert path.read_bytes() == before
    Register(path).close()


def test_a_kill_at_any_statement_of_a_migration(tmp_path: Path) -> None:
    """The file is of the old version or of the new one, and the same again brings it to the new one."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    (tmp_path / "killed").mkdir()
    shown = subprocess.run(
        [sys.executable, "-c", KILLED, path, tmp_path / "killed"], capture_output=True, text=True, check=True
    )
    assert int(shown.stdout) >= len(LATER) + 4, "each statement, the version, and both ends of the transaction"
    for folder in (tmp_path / "killed").iterdir():
        with Register(folder / path.name, migrations=WITH_LATER) as register:
            assert register.faults() == [] and register.counts() == (3, 0) and len(register.backups()) == 1
