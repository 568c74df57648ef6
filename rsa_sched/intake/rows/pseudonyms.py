"""Which rows are one person, and the keyed pseudonyms that stand for people in the problem document.

A pseudonym is the HMAC-SHA-256 of an identity under a key that is kept apart from the data: without the key it cannot
be found by trying names, and a person has the same pseudonym month after month.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rsa_sched.errors import InputError
from rsa_sched.intake.cells.words import bare
from rsa_sched.names import Identity, NameTable

_HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
KEY_BYTES = 32


class Key:
    """The secret key of the pseudonyms; its repr does not show it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._secret = secret

    @classmethod
    def read(cls, path: Path) -> Key:
        """The key of a file that `create` wrote.

        Raises
        ------
        InputError
            Where the file cannot be read or is no key; its content is never shown.
        """
        try:
            with Path(path).open("rb") as file:
                text = file.read(1024).decode("ascii", "replace").strip()
        except OSError as error:
            raise _unusable(error.strerror or "unreadable", path) from None
        if not _HEX.fullmatch(text):
            raise _unusable("something else", path)
        return cls(bytes.fromhex(text))

    @classmethod
    def create(cls, path: Path) -> Key:
        """A new key, 32 random bytes as hex in a new file for its owner only (mode 0600).

        Raises
        ------
        InputError
            Where the file is already there (a lost key cannot be made again) or cannot be written.
        """
        key = cls(secrets.token_bytes(KEY_BYTES))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(key._secret.hex().encode() + b"\n")
        except OSError as error:
            raise InputError.of("key", error.strerror or "unwritable", "unwritable-key", file=str(path)) from None
        return key

    def sign(self, text: str) -> str:
        """The first 16 hexadecimal digits of the HMAC-SHA-256 of a text."""
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def __repr__(self) -> str:
        return "<Key>"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a key is not pickled: it stays in its own file")


def _unusable(found: str, path: Path) -> InputError:
    return InputError.of("key", found, "not-a-key", digits=2 * KEY_BYTES, file=str(path))


@dataclass(frozen=True, slots=True, repr=False)
class BareIdentity:
    """The identity that a row gives, in the bare forms that are compared.

    Attributes
    ----------
    last, first, case : bare forms of last name, first name and case number; "" where unknown.
    born : ISO date, or "".
    given : a pseudonym that the table itself gives, or "".
    """

    last: str = ""
    first: str = ""
    born: str = ""
    case: str = ""
    given: str = ""

    @classmethod
    def of(cls, last_name: str, first_name: str, birth_date: str, case_number: str, given: str = "") -> BareIdentity:
        """The bare forms of what stands in a row."""
        return cls(
            _letters(last_name), _letters(first_name), birth_date, _letters(case_number).lstrip("0"), given.strip()
        )

    @property
    def full(self) -> tuple[str, str, str] | None:
        """Last name, first name and date of birth, where all three are known."""
        return (self.last, self.first, self.born) if self.last and self.first and self.born else None

    @property
    def weak(self) -> bool:
        """Whether there is nothing but a name: two people may share it."""
        return not (self.given or self.full or self.case) and bool(self.last or self.first)

    @property
    def known(self) -> bool:
        """Whether anything is known at all."""
        return bool(self.given or self.case or self.last or self.first)

    @property
    def canonical(self) -> str:
        """The text that a pseudonym is made of."""
        if self.full:
            return "\x1f".join(("identity", *self.full))
        if self.case:
            return f"case\x1f{self.case}"
        return "\x1f".join(("name", self.last, self.first, self.born))

    def __repr__(self) -> str:
        return "<BareIdentity>"


def _letters(text: str) -> str:
    return bare(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the identity of a row: the row's position, and the code of the finding."""

    position: int
    code: str


class Pseudonyms:
    """Pseudonyms of people, one by one or for all rows of an import at once.

    Parameters
    ----------
    key : None where every identity is already known or given.
    known : people whose pseudonym is already settled.
    """

    def __init__(self, key: Key | None, known: NameTable) -> None:
        self._key = key
        self._known = [(_bare_identity(row), row.id) for row in known.values() if row.sort == "person"]

    def of(self, last_name: str, first_name: str, birth_date: str, case_number: str) -> str:
        """The pseudonym of one person (birth_date: ISO or "").

        One that the name table knows by full identity or case number keeps its own.

        Raises
        ------
        InputError
            Where a new pseudonym is needed and there is no key, or nothing is known of the person.
        """
        identity = BareIdentity.of(last_name, first_name, birth_date, case_number)
        (pseudonym,), _ = self.of_all([identity])
        if pseudonym is None:
            raise InputError.of("key", "nothing", "no-pseudonym")
        return pseudonym

    def of_all(self, rows: Sequence[BareIdentity]) -> tuple[list[str | None], list[Doubt]]:
        """The pseudonym of each row (None: nothing known, or no key), and the doubts about their identities.

        Rows that share the full identity or the case number are one person, but for one case number under which two
        people stand who differ in first name and date of birth (a couple's): these are two.
        """
        every = [*rows, *(identity for identity, _ in self._known)]
        groups, doubts = _people(every)
        members: dict[int, list[int]] = defaultdict(list)
        for position, group in enumerate(groups):
            members[group].append(position)
        names: dict[int, str | None] = {}
        for group, positions in members.items():
            settled = sorted({self._known[p - len(rows)][1] for p in positions if p >= len(rows)})
            given = sorted({every[p].given for p in positions if p < len(rows) and every[p].given})
            if len(set(settled + given)) > 1:
                doubts += [Doubt(p, "identity-joined") for p in positions if p < len(rows)]
            names[group] = next(iter(settled or given), None) or self._made(every[p] for p in positions)
        found = [rows[p].given or names[groups[p]] for p in range(len(rows))]
        return found, [doubt for doubt in doubts if doubt.position < len(rows)]

    def _made(self, people: Iterable[BareIdentity]) -> str | None:
        known = [identity for identity in people if identity.known]
        if self._key is None or not known:
            return None
        best = min(known, key=lambda identity: (not identity.full, not identity.case, identity.canonical))
        return f"b-{self._key.sign(best.canonical)}"


def _bare_identity(row: Identity) -> BareIdentity:
    return BareIdentity.of(row.last_name, row.first_name, row.birth_date, row.case_number, row.id)


class _IdentityGroups:
    """Positions that belong together: each in one group, named by its first."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))
        self._keys: dict[tuple[str, ...], int] = {}

    def root(self, position: int) -> int:
        """The first position of the group."""
        parents = self._parents
        while parents[position] != position:
            parents[position] = parents[parents[position]]
            position = parents[position]
        return position

    def join(self, first: int, second: int) -> None:
        """Make two groups one."""
        low, high = sorted((self.root(first), self.root(second)))
        self._parents[high] = low

    def key(self, position: int, *key: str) -> None:
        """Join a position with all others of this key."""
        self.join(self._keys.setdefault(key, position), position)


def _people(rows: Sequence[BareIdentity]) -> tuple[list[int], list[Doubt]]:
    """Which rows are one person (a number of the group for each row), and doubts about that."""
    groups = _IdentityGroups(len(rows))
    by_case: dict[str, list[int]] = defaultdict(list)
    for position, identity in enumerate(rows):
        if identity.given:
            groups.key(position, "given", identity.given)
        if identity.full:
            groups.key(position, "full", *identity.full)
        if identity.weak:
            groups.key(position, "weak", identity.canonical)
        if identity.case:
            by_case[identity.case].append(position)
    doubts: list[Doubt] = []
    for positions in by_case.values():
        if len(positions) > 1:
            doubts += _share_a_case(positions, rows, groups)
    return [groups.root(position) for position in range(len(rows))], doubts


def _share_a_case(positions: Sequence[int], rows: Sequence[BareIdentity], groups: _IdentityGroups) -> list[Doubt]:
    """Join the rows of one case number, but for a couple's; doubts where their names do not agree."""
    full = [p for p in positions if rows[p].full]
    alike = _IdentityGroups(len(full))
    for n, p in enumerate(full):  # two people differ in first name and in date of birth
        alike.key(n, "first", rows[p].first)
        alike.key(n, "born", rows[p].born)
    people: dict[int, list[int]] = defaultdict(list)
    for n, p in enumerate(full):
        people[alike.root(n)].append(p)
    couple = len(people) > 1
    doubts = [Doubt(p, "case-shared") for p in full] if couple else []
    homes: dict[str, set[int]] = defaultdict(set)
    for home, members in people.items():
        for p in members:
            homes[rows[p].first].add(home)
    for p in positions:
        if rows[p].full:
            continue
        fitting = homes.get(rows[p].first, set()) if couple else set(people)
        people[min(fitting) if len(fitting) == 1 else -1].append(p)
    for members in people.values():
        for p in members:
            groups.join(members[0], p)
        if not _agree({(rows[p].last, rows[p].first, rows[p].born) for p in members}):
            doubts += [Doubt(p, "identity-contradiction") for p in sorted(members)]
    return doubts


def _agree(names: set[tuple[str, str, str]]) -> bool:
    """Whether what is known of last names, first names and dates of birth is the same everywhere."""
    return all(len({name[part] for name in names} - {""}) <= 1 for part in range(3))
