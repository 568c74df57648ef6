"""The name table: who the pseudonyms are. A file of its own, joined only where a letter is printed.

Nothing here shows a name in a repr, a log or an error; only `NameTable.to_csv` and the attributes do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal

from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import say, words
from rsa_sched.office.csvfile import numbered_lines, text_of
from rsa_sched.office.files import write_whole
from rsa_sched.office.inert import inert_cell
from rsa_sched.office.normal import normalised

Sort = Literal["person", "professional"]

HEADINGS = words("names.headings")
"""Column headings of the file, in order."""

ALWAYS = {key: heading for key, heading in HEADINGS.items() if key != "birth_name"}
"""Those that every file has; the name of birth has its column where somebody bears another."""


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who an id stands for; its repr shows the id alone.

    Attributes
    ----------
    id : the id in the problem document: a pseudonym (person) or a professional's id.
    sort : a recipient ("person") or a professional.
    birth_date : ISO date, or "".
    address : lines separated by newlines.
    official_letter : whether the prescriber asked for an official letter to the person [R50].
    birth_name : where it is not the last name in use.
    """

    id: str
    sort: Sort
    civility: str = ""
    last_name: str = ""
    first_name: str = ""
    birth_date: str = ""
    case_number: str = ""
    email: str = ""
    address: str = ""
    official_letter: bool = False
    birth_name: str = ""

    @property
    def full_name(self) -> str:
        """« Mme Prénom NOM », as far as it is known; the id where no name is."""
        shown = " ".join(part for part in (self.civility, self.first_name, self.last_name.upper()) if part)
        return shown if self.last_name or self.first_name else self.id

    def __repr__(self) -> str:
        return f"<Identity {self.id}>"


class NameTable(Mapping[str, Identity]):
    """Identities by id, read-only; ``repr`` shows how many, never who. Of two with one id the last counts."""

    def __init__(self, identities: Iterable[Identity] = ()) -> None:
        self._rows = {row.id: row for row in sorted(identities, key=lambda row: (row.sort != "person", row.id))}

    def __getitem__(self, key: str) -> Identity:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<NameTable of {len(self)} identities>"

    def named(self, key: str, otherwise: str | None = None) -> str:
        """The full name behind an id; without one, `otherwise` or the id itself."""
        return self._rows[key].full_name if key in self._rows else otherwise or key

    def to_csv(self) -> bytes:
        """The file: UTF-8 with BOM, semicolons, one identity a line; no cell is a formula.

        On disk it belongs in a private file: `write`.
        """
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        headings = HEADINGS if any(row.birth_name for row in self._rows.values()) else ALWAYS
        writer.writerow(headings.values())
        for row in self._rows.values():
            cells = {field.name: str(getattr(row, field.name)) for field in fields(row)}
            official = say(f"names.flags.{'yes' if row.official_letter else 'no'}")
            cells |= {"sort": say(f"names.sorts.{row.sort}"), "official_letter": official}
            writer.writerow([inert_cell(cells[key]) for key in headings])
        return b"\xef\xbb\xbf" + stream.getvalue().encode()

    def write(self, path: Path | str) -> None:
        """Write the file whole or not at all; a new one is for its owner only (mode 0600).

        Whoever read the table before, and writes it again with more people in it, does both within `rsa_sched.held`.

        Raises
        ------
        InputError
            Where it cannot be written.
        """
        write_whole(Path(path), self.to_csv(), private=True)

    @classmethod
    def from_csv(cls, path: Path) -> NameTable:
        """Read a file that `to_csv` wrote, perhaps saved again by a spreadsheet.

        That may have changed encoding (cp1252, UTF-16), separator (``,`` or a tab), line ends, the order of columns
        and the form of the dates of birth (31/01/1980); spaces around a text are dropped.

        Raises
        ------
        InputError
            With every fault, by line and column heading; of a value only its length is given.
        """
        reading = _NameTableReader(path.name)
        try:
            identities = list(reading.identities(numbered_lines(text_of(path, _LARGEST))))
        except OSError as error:
            reading.fault("document", error.strerror or "unreadable", "unreadable-file")
        except UnicodeDecodeError:
            reading.fault("document", "unreadable", "unknown-encoding")
        except csv.Error:
            reading.fault("document", "unreadable", "open-quotation-mark")
        if reading.faults:
            raise InputError(tuple(reading.faults)) from None
        return cls(identities)


_LARGEST = 100 << 20
"""Bytes; a hundred thousand people have a tenth of it."""


class _NameTableReader:
    """The identities of a file's lines, and every fault met on the way."""

    def __init__(self, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._seen: set[str] = set()

    def fault(self, place: str, value: str, code: str, **facts: object) -> None:
        """Keep a fault of the file."""
        self.faults.append(Fault(place, value, code, facts, self._file))

    def identities(self, lines: Iterable[tuple[int, list[str]]]) -> Iterator[Identity]:
        rows = iter(lines)
        _, headings = next(rows, (1, []))
        keys = self._keys(headings)
        complete = {"id", "sort"} <= set(keys)
        for number, cells in rows:
            keyed = [*zip(keys, cells, strict=False), *(("", cell) for cell in cells[len(keys) :])]
            if any(cell for key, cell in keyed if not key):
                self.fault(f"line {number}", "a cell without a heading", "cell-without-heading")
            elif complete:
                yield from self._identity(f"line {number}", {key: cell for key, cell in keyed if key in HEADINGS})

    def _keys(self, headings: list[str]) -> list[str]:
        """The field of each column, "?" for an unknown one, "" for one without a heading, which must be empty."""
        keys: list[str] = []
        for number, heading in enumerate(headings, start=1):
            key = _FIELDS.get(_bare(heading), "?") if heading else ""
            if key == "?" or (key and key in keys):
                self.fault(f"line 1, column {number}", _length(heading), "heading-not-of-a-name-table")
                key = "?"
            keys.append(key)
        for key in ("id", "sort"):
            if key not in keys:
                self.fault("line 1", "nothing", "missing-column", heading=HEADINGS[key])
        return keys

    def _identity(self, where: str, cells: dict[str, str]) -> Iterator[Identity]:
        before = len(self.faults)

        def cell_fault(key: str, value: str, code: str) -> None:
            self.fault(f"{where}, {HEADINGS[key]}", value, code)

        if not cells.setdefault("id", ""):
            cell_fault("id", "nothing", "missing-id")
        elif cells["id"] in self._seen:
            cell_fault("id", "twice", "id-twice")
        self._seen.add(cells["id"])
        sort = _SORTS.get(_bare(cells.setdefault("sort", "")))
        if sort is None:
            cell_fault("sort", _length(cells["sort"]), "unknown-sort")
        born = _day(cells.get("birth_date", ""))
        if born is None:
            cell_fault("birth_date", _length(cells["birth_date"]), "no-birth-date")
        official = _bare(cells.get("official_letter", ""))
        if official not in ("", *_FLAGS):
            cell_fault("official_letter", _length(cells["official_letter"]), "not-yes-or-no")
        if len(self.faults) == before and sort is not None and born is not None:
            texts = {key: cell for key, cell in cells.items() if key not in ("sort", "birth_date", "official_letter")}
            yield Identity(sort=sort, birth_date=born, official_letter=_FLAGS.get(official) == "yes", **texts)


def _bare(heading: str) -> str:
    return " ".join(normalised("NFC", heading).casefold().split())


_FIELDS = {_bare(label): key for key, label in HEADINGS.items()}
_SORTS: dict[str, Sort] = {say("names.sorts.person"): "person", say("names.sorts.professional"): "professional"}
_FLAGS = {label: flag for flag, label in words("names.flags").items()}
_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)
_FRENCH_DAY = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})", re.ASCII)


def _day(text: str) -> str | None:
    """An ISO date of one or of 31/01/1980; "" without one; None of any other text."""
    if not text:
        return ""
    found = _DAY.fullmatch(text) or _FRENCH_DAY.fullmatch(text)
    try:
        return date(**{key: int(part) for key, part in found.groupdict().items()}).isoformat() if found else None
    except ValueError:
        return None


def _length(text: str) -> str:
    return f"a text of {len(text)} characters" if text else "nothing"
