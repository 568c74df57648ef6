"""A publication that was killed half-way, and two at once: in the end the folder holds exactly one version."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from rsa_sched.errors import InputError
from rsa_sched.office.files import write_whole
from rsa_sched.office.lock import held
from rsa_sched.office.partial import PREFIX, remove_partial_files
from rsa_sched.publish import folder as folders
from rsa_sched.publish.manifest import MANIFEST
from rsa_sched.publish.publication import Publication, publish
from tests.publish.agendas import small
from tests.publish.test_publication import manifest, on_disk
from tests.support import builders as b


class Killed(BaseException):
    """The process ends here."""


def months() -> tuple[Publication, Publication]:
    """One month, and the same with another situation and another hour: files change, come and go."""
    return publish(*small(2, [b.session(1, day=19)])), publish(*small(3, [b.session(1, day=20), b.session(2, day=21)]))


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the so-many-th file that is written or removed be the last one."""
    steps: Iterator[int] = iter(range(step + 1))

    def dying(does: Callable[..., None]) -> Callable[..., None]:
        def done(*args: object, **keys: object) -> None:
            if next(steps, None) is None:
                raise Killed
            does(*args, **keys)

        return done

    monkeypatch.setattr(folders, "write_whole", dying(write_whole))
    monkeypatch.setattr(folders._Update, "_remove", dying(folders._Update._remove))


def steps_of(update: Publication, folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many files an update writes and removes."""
    with monkeypatch.context() as patch:
        killed_at(10_000, patch)
        written = update.write(folder).written
    assert written is not None
    return len(written.written) + len(written.removed)


@pytest.mark.parametrize("then", ["the same", "the earlier month", "another kill in between"])
def test_a_killed_update_leaves_one_version(then: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before any of its steps, and run again: the bytes of an undisturbed run, nothing left behind."""
    first, second = months()
    before, after = tmp_path / "before", tmp_path / "after"
    first.write(before)
    first.write(after)
    steps = steps_of(second, after, monkeypatch)
    for step in range(0, steps, 3):
        folder = tmp_path / f"step-{step}"
        first.write(folder)
        for update, at in (
            [(second, step), (first, step // 2)] if then == "another kill in between" else [(second, step)]
        ):
            with monkeypatch.context() as patch, pytest.raises(Killed):
                killed_at(at, patch)
                update.write(folder)
        again = first if then == "the earlier month" else second
        written = again.write(folder).written
        assert written is not None and written.edited == ()
        expected = on_disk(before if again is first else after)
        assert on_disk(folder) == expected
        assert not manifest(folder).get("pending")
        assert not [path for path in folder.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_what_was_edited_after_a_kill_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal tells a file that the killed update wrote from one that an official wrote."""
    first, second = months()
    first.write(tmp_path)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        killed_at(8, patch)
        second.write(tmp_path)
    page = tmp_path / "index.html"
    page.write_text("à moi", encoding="utf-8")
    with pytest.raises(InputError, match=r"index\.html: output: an edited file"):
        second.write(tmp_path)
    assert page.read_text(encoding="utf-8") == "à moi"


def test_a_manifest_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """What it promises is not known here."""
    months()[0].write(tmp_path)
    path = tmp_path / MANIFEST
    path.write_text(path.read_text(encoding="utf-8").replace('"schema_version": "2"', '"schema_version": "3"'), "utf-8")
    before = on_disk(tmp_path)
    with pytest.raises(InputError, match="another version"):
        months()[0].write(tmp_path)
    assert on_disk(tmp_path) == before


def test_two_publications_into_one_folder(tmp_path: Path) -> None:
    """One after the other: the second replaces the first, and its manifest lists the files that are there, whole."""
    updates = months()
    for number in range(2, 8, 2):
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(update.write, tmp_path / "shared") for update in updates]:
                done.result()
        told, there = manifest(tmp_path / "shared"), on_disk(tmp_path / "shared")
        there.pop(MANIFEST)
        assert told["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in there.items()}
        assert told["published"]["version"]["number"] <= number


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    """The second process says which one holds the folder, and the lock of a killed one is free."""
    code = (
        "import sys, time; from pathlib import Path; from rsa_sched.office.lock import held\n"
        "with held(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "month")], stdout=subprocess.PIPE)
    assert other.stdout is not None and other.stdout.readline() == b"held\n"
    with pytest.raises(InputError, match=f"held by process {other.pid} on "), held(tmp_path / "month", patience=0.2):
        pass
    other.send_signal(signal.SIGKILL)
    other.wait()
    other.stdout.close()
    with held(tmp_path / "month", patience=5.0):
        pass


def test_a_living_partial_file_is_left_alone(tmp_path: Path) -> None:
    """What a killed process left is removed by the next one; what another is writing is not."""
    code = (
        "import sys, time; from pathlib import Path; from rsa_sched.office.partial import partial_file\n"
        "with partial_file(Path(sys.argv[1]), b'secret') as path:\n    print(path, flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    partial = Path(other.stdout.readline().strip())
    assert partial.name.startswith(PREFIX) and partial.stat().st_mode & 0o077 == 0
    remove_partial_files(tmp_path)
    assert partial.read_bytes() == b"secret"
    other.kill()
    other.wait()
    other.stdout.close()
    assert partial.exists()
    write_whole(tmp_path / "x", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def full_after(writings: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full once so many files are written."""
    left: Iterator[int] = iter(range(writings))
    fsync = os.fsync

    def synced(handle: int) -> None:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)


def test_a_disk_without_room_keeps_the_old_publication(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for all of it is asked for first; a new folder is not left either."""
    first, second = months()
    folder = tmp_path / "folder"
    first.write(folder)
    before = on_disk(folder)
    for place in (folder, tmp_path / "new"):
        with monkeypatch.context() as patch, pytest.raises(InputError, match="No space left"):
            full_after(0, patch)
            second.write(place)
    assert on_disk(folder) == before
    assert not (tmp_path / "new").exists()


def test_a_disk_that_is_filled_meanwhile_is_gone_on_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else took the room: an error, and the next run makes one version of it."""
    first, second = months()
    folder, after = tmp_path / "folder", tmp_path / "after"
    for place in (folder, after):
        first.write(place)
    second.write(after)
    with monkeypatch.context() as patch, pytest.raises(InputError, match="No space left"):
        full_after(4, patch)
        second.write(folder)
    second.write(folder)
    assert on_disk(folder) == on_disk(after)


def test_a_folder_that_vanishes_is_bad_input_or_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never an error that nobody expects; the next run makes the whole."""
    first, second = months()
    folder, after = tmp_path / "folder", tmp_path / "after"
    for place in (folder, after):
        first.write(place)
    second.write(after)
    with monkeypatch.context() as patch, suppress(InputError):

        def vanishing(self: folders._Update, changed: list[str]) -> None:
            shutil.rmtree(folder)

        patch.setattr(folders._Update, "_write_journal", vanishing)
        second.write(folder)
    second.write(folder)
    assert on_disk(folder) == on_disk(after)
