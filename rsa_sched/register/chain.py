"""The chain: each event carries the hash of the one before, over digests that stay when what they are of is erased.

``digest = sha256(salt + body)``, where the body is the payload's canonical JSON: without its salt
nobody can guess a payload from its digest. ``hash`` is that of all the event's other columns. Deleting
salt and body leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class RegisterEvent:
    """One thing that happened.

    Attributes
    ----------
    seq : its number, from 1, without a gap.
    kind : what happened, a key of the table ``kinds`` of ``french/register.toml``.
    month : id of the month that it belongs to, empty where it belongs to none.
    at : when, in UTC, to the second.
    digest, before, hash : its place in the chain; `before` is empty for the first.
    payload : what there is to say of it, None once it is erased; ``by`` says who did it.
    """

    seq: int
    kind: str
    month: str
    at: str
    digest: str
    before: str
    hash: str
    payload: Mapping[str, Any] | None = field(repr=False)

    @property
    def by(self) -> str:
        """Who did it; empty once that is erased."""
        return "" if self.payload is None else str(self.payload.get("by", ""))


class EventDraft(NamedTuple):
    """An event that is to be appended."""

    kind: str
    payload: Mapping[str, Any]
    month: str = ""


class Sealed(NamedTuple):
    """A payload as it is kept."""

    salt: bytes
    body: str
    digest: str


def canonical(value: Any) -> str:
    """Sorted keys, no blanks, non-ASCII as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(salt: bytes, body: str) -> str:
    """The salted digest of a payload."""
    return hashlib.sha256(salt + body.encode()).hexdigest()


def sealed(payload: Mapping[str, Any], salt: bytes | None = None) -> Sealed:
    """A payload with its salt, a new one where none is given, and its digest."""
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    body = canonical(payload)
    return Sealed(salt, body, digest_of(salt, body))


def link(seq: int, kind: str, month: str, at: str, digest: str, before: str) -> str:
    """The hash of an event."""
    return hashlib.sha256(canonical([seq, kind, month, at, digest, before]).encode()).hexdigest()


class ChainFault(NamedTuple):
    """One thing that is wrong with a chain: the event's number, and a key of ``register.faults``."""

    seq: int
    code: str


class Row(NamedTuple):
    """An event as the file holds it, with its payload's salt and body where they are still there."""

    seq: int
    kind: str
    month: str
    at: str
    digest: str
    before: str
    hash: str
    salt: bytes | None
    body: str | None


def chain_faults(rows: list[Row]) -> list[ChainFault]:
    """Everything by which rows, in the order of their numbers, are not the chain that was written."""
    faults: list[ChainFault] = []
    last, expected = "", 1
    for row in rows:
        if row.seq != expected:
            faults.append(ChainFault(expected, "lost"))
        elif row.before != last:
            faults.append(ChainFault(row.seq, "out-of-order"))
        if row.hash != link(*row[:6]):
            faults.append(ChainFault(row.seq, "edited"))
        elif row.salt is not None and row.body is not None and row.digest != digest_of(row.salt, row.body):
            faults.append(ChainFault(row.seq, "payload-edited"))
        last, expected = row.hash, row.seq + 1
    spans = erased_spans(rows)
    gone = [row.seq for row in rows if row.body is None]
    return faults + [
        ChainFault(seq, "payload-lost") for seq in gone if not any(first <= seq <= last for first, last in spans)
    ]


def erased_spans(rows: list[Row]) -> list[tuple[int, int]]:
    """First and last numbers whose payloads were erased on purpose, as the events of erasing say."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if row.kind == "erased" and row.body is not None:
            with suppress(ValueError, KeyError, TypeError):  # edited, as its digest says
                found += [(first, last) for first, last in json.loads(row.body)["numbers"]]
    return found


def event_of(row: Row) -> RegisterEvent:
    """The event of a row whose hashes hold."""
    return RegisterEvent(*row[:7], payload=None if row.body is None else json.loads(row.body))
