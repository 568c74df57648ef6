"""The file: whole or not at all, read with every hash checked, refused with nothing touched."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterMoved, RegisterRefused
from rsa_sched.register.shares import network_share
from rsa_sched.register.store import Register
from tests.register.making import WITH_LATER, made, note, ticking

GOLDEN = Path(__file__).parent / "golden"


def refused(path: Path, *, read_only: bool = False) -> str:
    """The code with which a file is refused; it is the same, byte for byte, afterwards."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(RegisterRefused) as refusal, Register(path, patience=0.05, read_only=read_only) as register:
        register.append([note(9)])
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert str(path) in str(refusal.value)
    return refusal.value.code


def tampered(path: Path, *statements: str) -> None:
    """Change a file by another tool, its own rules taken away and put back."""
    connection = sqlite3.connect(path, isolation_level=None)
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()


def found(path: Path) -> list[tuple[int, str]]:
    """What `verify` finds."""
    with Register(path, read_only=True) as register:
        return [(fault.seq, fault.code) for fault in register.faults()]


def test_events_are_read_as_they_were_written(tmp_path: Path) -> None:
    """In order, each after the one before; the file is for its owner only."""
    with made(tmp_path / "r.sqlite") as register:
        events = register.events()
        assert [event.seq for event in events] == [1, 2, 3]
        assert [event.before for event in events] == ["", events[0].hash, events[1].hash]
        assert events[2].payload == {"by": "anne", "situation": {"id": "d-3"}} and register.head == events[2].hash
        assert [event.at for event in events] == [f"2010-09-28T08:00:0{n}Z" for n in range(3)]
        assert register.faults() == [] and register.counts() == (3, 0)
    assert stat.S_IMODE((tmp_path / "r.sqlite").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["r.sqlite"]


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    """Whatever it is."""
    made(tmp_path / "r.sqlite").close()
    before = (tmp_path / "r.sqlite").read_bytes()
    with pytest.raises(RegisterRefused, match="déjà"):
        made(tmp_path / "r.sqlite")
    assert (tmp_path / "r.sqlite").read_bytes() == before


def test_a_transaction_is_whole_or_nothing(tmp_path: Path) -> None:
    """An error inside leaves nothing of it."""
    with made(tmp_path / "r.sqlite") as register:
        head = register.head
        with pytest.raises(ZeroDivisionError), register.writing() as writer:
            writer.append(note(4), note(5))
            raise ZeroDivisionError
        assert register.head == head and register.counts() == (3, 0)
        register.append([note(4), note(5)], upon=head)
        assert register.counts() == (5, 0)


def test_the_loser_of_a_race_is_told_who_did_what_when(tmp_path: Path) -> None:
    """What was decided upon an older state is not written."""
    with made(tmp_path / "r.sqlite") as first, Register(tmp_path / "r.sqlite", clock=ticking()) as second:
        seen = first.head
        second.append([EventDraft("validated", {"by": "bruno"}, "2010-10")])
        with pytest.raises(RegisterMoved) as moved:
            first.append([note(4)], upon=seen)
        assert moved.value.since == ("4. 2010-09-28T08:00:00Z bruno a validé l'ordre du jour (2010-10)",)
        assert moved.value.since[0] in str(moved.value)
        assert first.counts() == (4, 0)


def test_events_can_neither_be_changed_nor_removed_nor_squeezed_in(tmp_path: Path) -> None:
    """The tables' own rules stand against it."""
    made(tmp_path / "r.sqlite").close()
    connection = sqlite3.connect(tmp_path / "r.sqlite", isolation_level=None)
    for statement in (
        "UPDATE events SET kind = 'other'",
        "DELETE FROM events",
        "UPDATE payloads SET body = '{}'",
        "INSERT INTO events VALUES (9, 'a', '', '', '', '', '')",
        "INSERT INTO events VALUES (4, 'a', '', '', '', 'not the last', '')",
        "INSERT INTO payloads VALUES (1, x'00', '{}')",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()
    assert found(tmp_path / "r.sqlite") == []


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (["UPDATE payloads SET body = replace(body, 'd-2', 'd-7') WHERE seq = 2"], [(2, "payload-edited")]),
        (["UPDATE events SET at = '2011' WHERE seq = 2"], [(2, "edited")]),
        (["UPDATE events SET hash = 'x' WHERE seq = 2"], [(2, "edited"), (3, "out-of-order")]),
        (["DELETE FROM payloads WHERE seq = 2"], [(2, "payload-lost")]),
        (["DELETE FROM payloads WHERE seq = 2", "DELETE FROM events WHERE seq = 2"], [(2, "lost")]),
        (
            [
                "UPDATE events SET seq = 9 WHERE seq = 2",
                "UPDATE events SET seq = 2 WHERE seq = 3",
                "UPDATE events SET seq = 3 WHERE seq = 9",
            ],
            [(2, "out-of-order"), (2, "edited"), (3, "out-of-order"), (3, "edited"), (4, "out-of-order")],
        ),
    ],
    ids=["payload", "row", "hash", "payload-lost", "row-lost", "reordered"],
)
def test_verify_finds_every_edit(tmp_path: Path, statements: list[str], faults: list[tuple[int, str]]) -> None:
    """An edited, lost or moved row; no other verb reads such a file."""
    path = tmp_path / "r.sqlite"
    made(path, 4).close()
    tampered(path, *statements)
    assert found(path) == faults
    with Register(path) as register, pytest.raises(RegisterRefused) as refusal:
        register.events()
    assert refusal.value.code == "broken-chain" and f"ligne {faults[0][0]}" in str(refusal.value)


def test_a_head_given_finds_what_was_cut_off_or_written_anew(tmp_path: Path) -> None:
    """A shorter chain is a chain too: the head that was printed tells."""
    path = tmp_path / "r.sqlite"
    with made(path) as register:
        printed = register.head
        assert register.resolve_head(printed[:12]) == printed
    tampered(path, "DELETE FROM payloads WHERE seq = 3", "DELETE FROM events WHERE seq = 3")
    assert found(path) == []
    with Register(path) as register, pytest.raises(RegisterRefused) as refusal:
        register.resolve_head(printed[:12])
    assert refusal.value.code == "unknown-head"


def test_a_file_without_its_own_rules_is_found(tmp_path: Path) -> None:
    """Somebody took a trigger away."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("DROP TRIGGER events_stay")
    connection.close()
    assert found(path) == [(0, "rules")]


def test_files_that_are_no_register(tmp_path: Path) -> None:
    """Nothing there, an empty file, a text, a folder, another program's database."""
    path = tmp_path / "r.sqlite"
    assert refused(path) == "none"
    path.write_bytes(b"")
    assert refused(path) == "not-a-register"
    path.write_text("registre " * 1000)
    assert refused(path) == "not-a-register"
    path.unlink()
    path.mkdir()
    assert refused(path) == "not-a-register"
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE events (seq)")
    connection.commit()
    connection.close()
    assert refused(other) == "not-a-register"


def test_a_truncated_file(tmp_path: Path) -> None:
    """At a page's end or in its middle."""
    path = tmp_path / "r.sqlite"
    made(path, 60).close()
    whole = path.read_bytes()
    for length in (len(whole) - 4096, len(whole) - 1000, 4096, 200):
        path.write_bytes(whole[:length])
        assert refused(path) in ("damaged", "not-a-register")


def test_a_file_of_a_newer_version(tmp_path: Path) -> None:
    """It is left to a newer rsa_sched."""
    path = tmp_path / "r.sqlite"
    made(path, migrations=WITH_LATER).close()
    assert refused(path) == "newer" == refused(path, read_only=True)


def test_a_read_only_file(tmp_path: Path) -> None:
    """It can be read and verified, not written."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    path.chmod(0o400)
    assert refused(path) == "read-only"
    assert found(path) == []


def test_a_full_disk(tmp_path: Path) -> None:
    """The file may not grow: nothing is written, and the same again succeeds once there is room."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    before = path.read_bytes()
    code = (
        "import resource, sys; from pathlib import Path; from rsa_sched.register.store import Register\n"
        "from rsa_sched.register.refusals import RegisterRefused; from tests.register.making import note\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before)}, {len(before)}))\n"
        "try:\n    Register(Path(sys.argv[1])).append([note(4, text='x' * 100_000)])\n"
        "except RegisterRefused as refusal:\n    print(refusal.code)\n"
    )
    shown = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() in ("disk-full", "machine")
    with Register(path) as register:
        assert register.faults() == [] and register.counts() == (3, 0)
        assert path.read_bytes()[100:] == before[100:]
        register.append([note(4, text="x" * 100_000)])


def test_a_writer_who_does_not_let_go(tmp_path: Path) -> None:
    """The other is told, after its patience."""
    path = tmp_path / "r.sqlite"
    with made(path) as first, first.writing() as writer:
        writer.append(note(4))
        with Register(path, patience=0.05) as second, pytest.raises(RegisterRefused) as refusal:
            second.append([note(5)])
    assert refusal.value.code == "busy"
    with Register(path) as register:
        assert register.counts() == (4, 0)


def test_the_write_ahead_log_is_put_back_and_refused_on_a_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another tool may have switched it on."""
    path = tmp_path / "r.sqlite"
    made(path).close()
    for share, code in (("cifs", "wal-on-a-share"), (None, None)):
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.close()
        monkeypatch.setattr("rsa_sched.register.store.network_share", lambda _path, share=share: share)
        if code is not None:
            with pytest.raises(RegisterRefused) as refusal:
                Register(path)
            assert refusal.value.code == code and "cifs" in str(refusal.value)
        else:
            with Register(path) as register:
                register.append([note(4)])
            assert path.read_bytes()[18] == 1, "a rollback journal"


def test_shares_are_told_from_disks(tmp_path: Path) -> None:
    """By the deepest mount point above the path, the later of two on one point."""
    mounts = tmp_path / "mountinfo"
    lines = [
        ("/", "ext4"),
        ("/mnt", "ext4"),
        ("/mnt/service", "cifs"),
        ("/mnt/service/local", "ext4"),
        (r"/mnt/deux\040mots", "nfs4"),
        ("/srv", "nfs4"),
        ("/srv", "xfs"),
    ]
    mounts.write_text("".join(f"1 2 0:3 / {point} rw - {kind} src rw\n" for point, kind in lines))
    for path, kind in (
        ("/home/r.sqlite", None),
        ("/mnt/service/r.sqlite", "cifs"),
        ("/mnt/services/r.sqlite", None),
        ("/mnt/service/local/r.sqlite", None),
        ("/mnt/deux mots/r.sqlite", "nfs4"),
        ("/srv/r.sqlite", None),
    ):
        assert network_share(Path(path), mounts) == kind
    assert network_share(tmp_path, tmp_path / "nothing") is None
