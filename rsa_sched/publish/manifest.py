"""What a folder says of the publication in it: its files, its calendars and what it told, in ``manifeste.json``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Self

from rsa_sched.display.audience import Audience
from rsa_sched.display.view import View
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.publish.calendars.state import from_state
from rsa_sched.publish.changes.record import Record, months_of, services_of
from rsa_sched.publish.standing import Standing

MANIFEST = "manifeste.json"

SCHEMA_VERSION = "2"
_READ = ("1", SCHEMA_VERSION)
"""Manifests of version 1 say nothing of what was told, and their calendars have UIDs that name no month."""
_LARGEST = 50_000_000
PATH = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_.-]*/){0,3}[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
"""A path within the folder."""
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a publication consists of: each file's SHA-256, the state of its calendars, and what it told.

    While a folder is brought up to date its manifest is the journal: what stood there before, in `pending` the SHA-256
    of each file to come, and in `complete` of each file of the last publication that was finished. Whatever a killed
    update leaves is in one of the three, and so is ours. `adopted`: whether somebody had adopted it: what was sent so
    is not made a draft again by a word that is forgotten.
    """

    problem: str
    audience: str
    problem_sha256: str
    files: Mapping[str, str]
    calendars: Mapping[str, Any] | None = field(repr=False, default=None)
    pending: Mapping[str, str] = field(repr=False, default_factory=dict)
    complete: Mapping[str, str] = field(repr=False, default_factory=dict)
    published: Record | None = field(repr=False, default=None)
    adopted: bool = False

    @property
    def finished(self) -> Mapping[str, str]:
        """SHA-256 of each file of the last publication that was finished."""
        return self.complete or self.files

    def following(
        self,
        files: Mapping[str, bytes],
        kept: Collection[str],
        shown: View,
        calendars: Mapping[str, Any],
        published: Record,
        *,
        adopted: bool,
    ) -> Self:
        """The manifest of these files in the place of this one; of those that are `kept`, what we wrote once."""
        digests = {name: self.finished[name] if name in kept else digest(data) for name, data in sorted(files.items())}
        return replace(
            self,
            problem=shown.problem,
            problem_sha256=shown.sha256,
            files=digests,
            calendars=calendars,
            pending={},
            complete={},
            published=published,
            adopted=adopted,
        )

    def require_adopted(self, standing: Standing | None) -> None:
        """Raise InputError where what was adopted would become a draft."""
        if self.adopted and standing is not None and standing.mark:
            raise InputError.of(MANIFEST, "an adopted publication", "draft-over-adopted")

    @classmethod
    def none(cls, audience: Audience) -> Self:
        """That of a folder which holds no publication."""
        return cls("", audience_name(audience), "", {})

    def require_same(self, problem: Problem) -> None:
        """Raise InputError where the folder holds the publication of another month or of other services.

        Another problem is another month: a corrected one has the same id. So are the same id, kept by mistake, and
        sessions in other months.
        """
        if self.problem and self.problem != problem.id:
            there = self.problem
            raise InputError.of(MANIFEST, "a publication of another month", "folder-of-another-month", there=there)
        if self.published is None:
            return
        months, services = self.published.months, self.published.services
        if months and not set(months) & set(months_of(problem)):
            there = ", ".join(months)
            raise InputError.of(MANIFEST, "a publication of another month", "folder-of-another-month", there=there)
        if services and not set(services) & set(services_of(problem)):
            there = ", ".join(services)
            raise InputError.of(MANIFEST, "a publication of another service", "folder-of-another-service", there=there)

    def standing(self, folder: Path, name: str) -> bytes | None:
        """What stands in a file of the last finished publication, edited or not; None where nothing of it does."""
        path = folder / name
        if name not in self.finished or any(part.is_symlink() for part in (path.parent, path)) or not path.is_file():
            return None
        there = path.read_bytes()
        found = digest(there)
        other = {self.files.get(name), self.pending.get(name)} - {self.finished[name]}
        return None if found in other else there

    @classmethod
    def read(cls, folder: Path, audience: Audience) -> Self:
        """The manifest of a folder; an empty one where it has none. Raises InputError."""
        path = folder / MANIFEST
        try:
            if not path.exists() and not path.is_symlink():
                return cls.none(audience)
            if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
                raise ValueError("no manifest")
            raw = json.loads(path.read_bytes())
            if raw["schema_version"] in _READ:
                found = cls(**{field.name: raw[field.name] for field in fields(cls) if field.name in raw})
                found = replace(found, published=Record.read(raw.get("published")), adopted=found.adopted is True)
                for name, sha256 in [*found.files.items(), *found.pending.items(), *found.complete.items()]:
                    if not PATH.fullmatch(name) or not _SHA256.fullmatch(sha256):
                        raise ValueError("no manifest")
                from_state(found.calendars)
        except OSError as error:
            raise InputError.of(MANIFEST, error.strerror or "unreadable", "unreadable-file") from None
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError, InputError):
            raise InputError.of(MANIFEST, "not what publish wrote", "no-manifest") from None
        if raw["schema_version"] not in _READ:
            raise InputError.of(MANIFEST, "of another version", "manifest-of-another-version")
        if found.audience != audience_name(audience):
            raise InputError.of(
                MANIFEST, "a publication for somebody else", "folder-of-another-audience", there=found.audience
            )
        return found

    def to_json(self) -> bytes:
        """The document, keys in order."""
        whole: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "problem": self.problem,
            "problem_sha256": self.problem_sha256,
            "audience": self.audience,
            "files": dict(self.files),
            "calendars": self.calendars,
            "published": None if self.published is None else self.published.to_dict(),
        }
        if self.adopted:
            whole["adopted"] = True
        whole |= {"pending": dict(self.pending)} if self.pending else {}
        whole |= {"complete": dict(self.complete)} if self.complete else {}
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def audience_name(audience: Audience) -> str:
    """As `Audience.of` reads it."""
    return audience.circle + (f":{audience.who}" if audience.who else "")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
