"""A folder that publications are written to: what of it is ours, and how it is brought up to date."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from rsa_sched.display.audience import Audience
from rsa_sched.errors import Fault, InputError
from rsa_sched.office.files import unwritable, write_whole
from rsa_sched.office.partial import partial_file, remove_partial_files
from rsa_sched.publish.calendars.state import from_state

MANIFEST = "manifeste.json"
PRIVATE = "courriers/"
"""Files that hold names are for their owner only."""

SCHEMA_VERSION = "1"
_LARGEST = 50_000_000
_BLOCK = 4096
"""Bytes, a multiple of which a file takes on the disk."""
_PATH = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.-]*/){0,3}[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a publication consists of: each file's SHA-256, and the state of its calendars.

    While a folder is brought up to date its manifest is the journal: what stood there before, and in `pending` the
    SHA-256 of each file to come. Whatever a killed update leaves is in one of the two, and so is ours.
    """

    problem: str
    audience: str
    problem_sha256: str
    files: Mapping[str, str]
    calendars: Mapping[str, Any] | None = field(repr=False, default=None)
    pending: Mapping[str, str] = field(repr=False, default_factory=dict)

    @classmethod
    def of(
        cls, files: Mapping[str, bytes], problem: str, audience: Audience, sha256: str, calendars: Mapping[str, Any]
    ) -> Self:
        """The manifest of these files."""
        digests = {name: digest(data) for name, data in sorted(files.items())}
        return cls(problem, audience_name(audience), sha256, digests, calendars)

    @classmethod
    def read(cls, folder: Path, audience: Audience) -> Self:
        """The manifest of a folder; an empty one where it has none. Raises InputError."""
        path = folder / MANIFEST
        try:
            if not path.exists() and not path.is_symlink():
                return cls("", audience_name(audience), "", {}, None)
            if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
                raise ValueError("no manifest")
            raw = json.loads(path.read_bytes())
            if raw["schema_version"] == SCHEMA_VERSION:
                found = cls(**{field.name: raw[field.name] for field in fields(cls) if field.name in raw})
                for name, sha256 in [*found.files.items(), *found.pending.items()]:
                    if not _PATH.fullmatch(name) or not _SHA256.fullmatch(sha256):
                        raise ValueError("no manifest")
                from_state(found.calendars)
        except OSError as error:
            raise InputError.of(MANIFEST, error.strerror or "unreadable", "unreadable-file") from None
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError, InputError):
            raise InputError.of(MANIFEST, "not what publish wrote", "no-manifest") from None
        if raw["schema_version"] != SCHEMA_VERSION:
            raise InputError.of(MANIFEST, "of another version", "manifest-of-another-version")
        if found.audience != audience_name(audience):
            raise InputError.of(MANIFEST, "a publication for somebody else", "folder-of-another-audience")
        return found

    def to_json(self) -> bytes:
        """The document, keys in order."""
        whole = {
            "schema_version": SCHEMA_VERSION,
            "problem": self.problem,
            "problem_sha256": self.problem_sha256,
            "audience": self.audience,
            "files": dict(self.files),
            "calendars": self.calendars,
        } | ({"pending": dict(self.pending)} if self.pending else {})
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def audience_name(audience: Audience) -> str:
    """As `Audience.of` reads it."""
    return audience.circle + (f":{audience.who}" if audience.who else "")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def bring_up_to_date(folder: Path, files: Mapping[str, bytes], before: Manifest) -> Written:
    """Write what is new or changed, remove what is no longer made, leave alone what was edited; the manifest last.

    An update that is killed leaves a journal in the manifest: the next one, of whatever month, goes on from it.

    Raises
    ------
    InputError
        Before anything is written: with every file that stands in the way and is not ours, or was edited though it
        changes. Later: where the disk does not let us.
    """
    try:
        return _Update(folder, files, before).done()
    except OSError as error:
        raise unwritable(error.strerror or "unwritable", str(folder)) from None


class _Update:
    """One update of a folder."""

    def __init__(self, folder: Path, files: Mapping[str, bytes], before: Manifest) -> None:
        self._folder, self._files, self._before = folder, files, before
        self._ours = {
            name: {before.files.get(name), before.pending.get(name)} for name in {**before.files, **before.pending}
        }
        self._there: dict[str, str] = {}

    def done(self) -> Written:
        """Look at everything first, then write."""
        faults, changed, edited = [], [], []
        for name in sorted(self._files):
            state = self._state(name)
            if state == "in the way":
                faults.append(Fault("output", "a file or link that is not ours", "place-taken", file=name))
            elif state == "edited" and self._before.files.get(name) != digest(self._files[name]):
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
        if not _PATH.fullmatch(name):
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
        journal = replace(self._before, files={**self._before.files, **self._there}, pending=pending)
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
