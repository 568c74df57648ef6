"""The name table: who the pseudonyms are. A file of its own, joined only where a letter is printed.

Nothing here shows a name in a repr, a log or an error; only `NameTable.to_csv` and whoever reads an attribute does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from rsa_sched.errors import Fault, InputError
from rsa_sched.office.inert import inert_cell, restored_cell

Sort = Literal["person", "professional"]

SORTS: dict[Sort, str] = {"person": "personne", "professional": "professionnel"}

HEADINGS: dict[str, str] = {
    "id": "Identifiant", "sort": "Nature", "civility": "Civilité", "last_name": "Nom", "first_name": "Prénom",
    "birth_date": "Date de naissance", "case_number": "N° de dossier", "email": "Courriel", "address": "Adresse",
    "official_letter": "Courrier officiel",
}  # fmt: skip
"""Column headings of the file, in order."""


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

    @property
    def full_name(self) -> str:
        """« Mme Prénom NOM », as far as it is known; the id where no name is."""
        shown = " ".join(part for part in (self.civility, self.first_name, self.last_name.upper()) if part)
        return shown if self.last_name or self.first_name else self.id

    def __repr__(self) -> str:
        return f"<Identity {self.id}>"


class NameTable(Mapping[str, Identity]):
    """Identities by id, read-only; ``repr`` shows how many, never who."""

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
        """The file: UTF-8 with BOM, semicolons, one identity a line; no cell is a formula."""
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(HEADINGS.values())
        for row in self._rows.values():
            cells = {field.name: str(getattr(row, field.name)) for field in fields(row)}
            cells |= {"sort": SORTS[row.sort], "official_letter": "oui" if row.official_letter else "non"}
            writer.writerow([inert_cell(cells[key]) for key in HEADINGS])
        return b"\xef\xbb\xbf" + stream.getvalue().encode()

    @classmethod
    def from_csv(cls, path: Path) -> NameTable:
        """Read a file that `to_csv` wrote, perhaps edited in a spreadsheet (then maybe with other separators).

        Raises
        ------
        InputError
            With every fault, by line and column heading; values are told by their length only.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            fault = Fault("document", error.strerror or "unreadable", "a file that can be read", path.name)
            raise InputError((fault,)) from None
        except UnicodeDecodeError as error:
            raise InputError((Fault("document", f"byte {error.start}", "UTF-8", path.name),)) from None
        separator = ";" if text.partition("\n")[0].count(";") else ","
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        faults: list[Fault] = []
        rows: dict[str, Identity] = {}
        try:
            lines = [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)]
        except csv.Error:
            raise InputError((Fault("document", f"line {reader.line_num}", "CSV", path.name),)) from None
        heading = [cell.strip() for cell in lines[0][1]] if lines else []
        keys = {label: key for key, label in HEADINGS.items()}
        faults += [
            Fault("line 1", "nothing", f"a column « {label} »", path.name)
            for label in ("Identifiant", "Nature")
            if label not in heading
        ]
        for n, label in enumerate(heading):
            if label not in keys or label in heading[:n]:
                faults.append(Fault(f"line 1, column {n + 1}", f"a text of {len(label)} characters",
                                    "each heading of a name table once", path.name))  # fmt: skip
        if faults:
            raise InputError(tuple(faults))
        sorts = {label: sort for sort, label in SORTS.items()}
        for number, line in lines[1:]:
            where = f"line {number}"
            if len(line) > len(heading):
                faults.append(Fault(where, f"{len(line)} cells", f"{len(heading)} cells", path.name))
                continue
            cells = {keys[label]: restored_cell(cell).strip() for label, cell in zip(heading, line, strict=False)}
            sort, official = sorts.get(cells.get("sort", "")), cells.pop("official_letter", "non") or "non"
            if not cells.get("id"):
                faults.append(Fault(f"{where}, Identifiant", "nothing", "an id", path.name))
            elif cells["id"] in rows:
                faults.append(Fault(f"{where}, Identifiant", "twice", "each id once", path.name))
            if sort is None:
                faults.append(Fault(f"{where}, Nature", "something else", "personne or professionnel", path.name))
            if official not in ("oui", "non"):
                faults.append(Fault(f"{where}, Courrier officiel", "something else", "oui or non", path.name))
            if sort is not None and cells.get("id"):
                cells.pop("sort")
                rows.setdefault(cells["id"], Identity(sort=sort, official_letter=official == "oui", **cells))
        if faults:
            raise InputError(tuple(faults))
        return cls(rows.values())
