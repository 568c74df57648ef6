"""A folder that publications are written to: what of it is ours, and how it is brought up to date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rsa_sched.errors import Fault, InputError
from rsa_sched.office.files import unwritable, write_whole
from rsa_sched.office.partial import partial_file, remove_partial_files
from rsa_sched.publish.manifest import MANIFEST, PATH, Manifest, digest

PRIVATE = "courriers/"
"""Files that hold names are for their owner only."""

_BLOCK = 4096
"""Bytes, a multiple of which a file takes on the disk."""


@dataclass(frozen=True, slots=True)
class Written:
    """What bringing a folder up to date did, by paths within it.

    Attributes
    ----------
    written : new or changed files.
    removed : files of the previous publication that are no longer made.
    edited : files that somebody edited since and that were left as they are.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]


def bring_up_to_date(folder: Path, files: Mapping[str, bytes], before: Manifest, kept: Collection[str] = ()) -> Written:
    """Write what is new or changed, remove what is no longer made, leave alone what was edited; the manifest last.

    An update that is killed leaves a journal in the manifest: the next one goes on from it. What is `kept` stands there
    already, perhaps edited.

    Raises
    ------
    InputError
        Before anything is written: with every file that stands in the way and is not ours, or was edited though it
        changes. Later: where the disk does not let us.
    """
    try:
        return _Update(folder, files, before, kept).done()
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", str(folder)) from None


class _Update:
    """One update of a folder."""

    def __init__(self, folder: Path, files: Mapping[str, bytes], before: Manifest, kept: Collection[str]) -> None:
        self._folder, self._files, self._before = folder, files, before
        told = (before.files, before.pending, before.complete)
        self._ours = {name: {part.get(name) for part in told} for name in {name for part in told for name in part}}
        self._edited = {name for name in kept if digest(files[name]) != before.finished[name]}
        self._there: dict[str, str] = {}

    def done(self) -> Written:
        """Look at everything first, then write."""
        faults, changed, edited = [], [], sorted(self._edited)
        for name in sorted(self._files):
            state = self._state(name)
            if state == "in the way":
                faults.append(Fault("output", "a file or link that is not ours", "place-taken", file=name))
            elif state == "edited" and self._before.finished.get(name) != digest(self._files[name]):
                faults.append(Fault("output", "an edited file", "edited-file", file=name))
            elif state == "edited":
                edited.append(name)
            elif state != "as it will be":
                changed.append(name)
        if faults:
            raise InputError(tuple(faults))
        gone = [name for name in sorted(self._ours) if name not in self._files and name != MANIFEST]
        states = {name: self._state(name) for name in gone}
        edited += [name for name in gone if states[name] in ("edited", "in the way")]
        removed = tuple(name for name in gone if states[name] == "ours")
        for folder in {(self._folder / name).parent for name in {*self._files, *self._ours}}:
            remove_partial_files(folder)
        self._reserve(changed)
        is_journalled = bool(removed) or any(name != MANIFEST for name in changed)
        if is_journalled:
            self._write_journal(changed)
        self._write([name for name in changed if name != MANIFEST])
        for name in gone:
            if states[name] in ("ours", "nothing"):
                self._remove(name)
        if is_journalled or MANIFEST in changed:
            self._write([MANIFEST])
        return Written(tuple(changed), removed, tuple(sorted(edited)))

    def _state(self, name: str) -> str:
        """What stands in a file's place: nothing, what will be there, ours, ours but edited, or something else."""
        if not PATH.fullmatch(name):
            raise ValueError("a path that leads out of the folder")
        path = self._folder
        for part in Path(name).parts[:-1]:
            path /= part
            if path.is_symlink() or (path.exists() and not path.is_dir()):
                return "in the way"
        path /= Path(name).name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            return "in the way"
        if not path.exists():
            return "nothing"
        there = path.read_bytes()
        if there == self._files.get(name):
            if name not in self._edited:
                self._there[name] = digest(there)
            return "as it will be"
        if name == MANIFEST:
            return "ours"
        if name not in self._ours:
            return "in the way"
        if digest(there) not in self._ours[name]:
            return "edited"
        self._there[name] = digest(there)
        return "ours"

    def _reserve(self, changed: list[str]) -> None:
        """Raise OSError before anything is changed where the disk has no room for it: the old publication stays."""
        if not changed:
            return
        is_new = not self._folder.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        blocks = sum(1 + len(self._files[name]) // _BLOCK for name in (*changed, MANIFEST))  # the journal too
        try:
            with partial_file(self._folder, bytes(blocks * _BLOCK)):
                pass
        except OSError:
            if is_new:
                with suppress(OSError):
                    self._folder.rmdir()
            raise

    def _write_journal(self, changed: list[str]) -> None:
        """The manifest of what stands there, perhaps left half done by an earlier update, with what is to come."""
        pending = {name: digest(self._files[name]) for name in changed if name != MANIFEST}
        there = {**self._before.files, **self._there}
        journal = replace(self._before, files=there, pending=pending, complete=self._before.finished)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / MANIFEST, journal.to_json())

    def _write(self, names: list[str]) -> None:
        for name in names:
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, self._files[name], private=name.startswith(PRIVATE))

    def _remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty; a killed update may have come only half as far."""
        path = self._folder / name
        path.unlink(missing_ok=True)
        for parent in path.parents:
            if parent == self._folder or (parent.exists() and any(parent.iterdir())):
                break
            if parent.exists():
                parent.rmdir()
