"""A folder that publications are written to: what of it is ours, and how it is brought up to date."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from rsa_sched.display.audience import Audience
from rsa_sched.errors import Fault, InputError
from rsa_sched.office.files import unwritable, write_whole
from rsa_sched.publish.calendars.state import from_state

MANIFEST = "manifeste.json"
PRIVATE = "courriers/"
"""Files that hold names are for their owner only."""

_LARGEST = 50_000_000
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
    """What a publication consists of: each file's SHA-256, and the state of its calendars."""

    problem: str
    audience: str
    problem_sha256: str
    files: Mapping[str, str]
    calendars: Mapping[str, Any] | None = field(repr=False, default=None)

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
        if not path.exists() and not path.is_symlink():
            return cls("", audience_name(audience), "", {}, None)
        try:
            if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
                raise ValueError("no manifest")
            raw = json.loads(path.read_bytes())
            found = cls(raw["problem"], raw["audience"], raw["problem_sha256"], raw["files"], raw["calendars"])
            for name, sha256 in found.files.items():
                if not _PATH.fullmatch(name) or not _SHA256.fullmatch(sha256):
                    raise ValueError("no manifest")
            from_state(found.calendars)
        except OSError as error:
            raise InputError.of(MANIFEST, error.strerror or "unreadable", "unreadable-file") from None
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError, InputError):
            raise InputError.of(MANIFEST, "not what publish wrote", "no-manifest") from None
        if found.audience != audience_name(audience):
            raise InputError.of(MANIFEST, "a publication for somebody else", "folder-of-another-audience")
        return found

    def to_json(self) -> bytes:
        """The document, keys in order."""
        whole = {
            "schema_version": "1",
            "problem": self.problem,
            "problem_sha256": self.problem_sha256,
            "audience": self.audience,
            "files": dict(self.files),
            "calendars": self.calendars,
        }
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def audience_name(audience: Audience) -> str:
    """As `Audience.of` reads it."""
    return audience.circle + (f":{audience.who}" if audience.who else "")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def bring_up_to_date(folder: Path, files: Mapping[str, bytes], before: Manifest) -> Written:
    """Write what is new or changed, remove what is no longer made, leave alone what was edited; the manifest last.

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

    def done(self) -> Written:
        """Look at everything first, then write."""
        faults, changed, edited = [], [], []
        for name in sorted(self._files):
            state = self._state(name)
            if state == "in the way":
                faults.append(Fault("output", "a file or link that is not ours", "place-taken", file=name))
            elif state == "edited" and self._before.files[name] != digest(self._files[name]):
                faults.append(Fault("output", "an edited file", "edited-file", file=name))
            elif state == "edited":
                edited.append(name)
            elif state != "as it will be":
                changed.append(name)
        if faults:
            raise InputError(tuple(faults))
        gone = [name for name in sorted(self._before.files) if name not in self._files and name != MANIFEST]
        states = {name: self._state(name) for name in gone}
        edited += [name for name in gone if states[name] in ("edited", "in the way")]
        self._write([name for name in changed if name != MANIFEST])
        for name in gone:
            if states[name] == "ours":
                self._remove(name)
        self._write([name for name in changed if name == MANIFEST])
        removed = tuple(name for name in gone if states[name] == "ours")
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
            return "as it will be"
        if name == MANIFEST:
            return "ours"
        if name not in self._before.files:
            return "in the way"
        return "ours" if digest(there) == self._before.files[name] else "edited"

    def _write(self, names: list[str]) -> None:
        for name in names:
            path = self._folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, self._files[name], private=name.startswith(PRIVATE))

    def _remove(self, name: str) -> None:
        path = self._folder / name
        path.unlink()
        for parent in path.parents:
            if parent == self._folder or any(parent.iterdir()):
                break
            parent.rmdir()
