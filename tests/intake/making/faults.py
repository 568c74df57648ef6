"""Tables with forty planted faults, each noted where it was planted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.intake.making import service
from tests.intake.making.cells import HOMES, URGENCY
from tests.intake.making.month import Cell, Column, Request, answer, of, requests, slashes
from tests.intake.making.writing import converted, delimited, fill, grid, saved

HEADINGS = ("fichier", "feuille", "ligne", "colonne", "code")
OTHERS = (
    ("PER nord.csv", "", "1", "N", "column-left-out"),
    ("SLS4.ods", "Feuille 1", "3", "K", "column-left-out"),
    ("sls3.xlsx", "Sheet", "", "", "formulas"),
)
"""What the report says besides: comments are left behind, a sheet has formulas."""
UNISSUED_NIR = "2 99 99 38 999 999"
"""Has the form of a social security number; no person can have it."""


@dataclass(slots=True)
class Planted:
    """A table in which faults are planted, and where.

    Attributes
    ----------
    file, sheet : as the report calls them.
    rows : cells; the first row is the header.
    top : number of the header's row in the file.
    delimited : whether rows are lines of text, so that a line break in a cell moves those below.
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    top: int = 1
    delimited: bool = False
    faults: list[tuple[str, str, str, str, str]] = field(default_factory=list)

    def plant(self, row: int, heading: str, cell: Cell, code: str) -> None:
        """Put a cell into a row (0: the header) and note the fault; a later call may not move lines any more."""
        column = self.rows[0].index(heading)
        self.rows[row][column] = cell
        self.note(row, heading, code)

    def note(self, row: int | None, heading: str, code: str) -> None:
        """Note a fault that needs no change of a cell."""
        letter = get_column_letter(self.rows[0].index(heading) + 1) if heading else ""
        number = "" if row is None else str(self.number(row))
        self.faults.append((self.file, self.sheet, number, letter, code))

    def number(self, row: int) -> int:
        """Number of a row as the user sees it."""
        breaks = 0
        if self.delimited:
            breaks = sum(str(cell).count("\n") for above in self.rows[:row] for cell in above if cell is not None)
        return self.top + row + breaks


def _of(*structures: str) -> list[Request]:
    return [row for row in requests() if row.raw["structure"] in structures]


def _day(key: str) -> Callable[[Request], Cell]:
    return lambda row: slashes(row.day(key))


def _home(row: Request) -> str:
    return HOMES[row.raw["subsector"]][0]


COMMON: list[Column] = [
    ("N° de situation", of("id")), ("N° de dossier", lambda row: row.who.case_number), ("Quartier", _home),
    ("Structure", of("structure")), ("Référent", of("referent")), ("Date de la demande", _day("requested_on")),
    ("Reçu le", _day("received_on")), ("Urgence", of("urgency")), ("Rang", of("rank")),
]  # fmt: skip


def per_nord() -> Planted:
    """Semicolons and cp1252: what can go wrong in a cell."""
    columns: list[Column] = [
        *COMMON[:2], ("Date de naissance", lambda row: slashes(row.born)), *COMMON[2:7],
        ("Degré d'urgence", lambda row: URGENCY[row.raw["urgency"]]), ("Priorité", of("rank")),
        ("Ajournements", of("deferrals")), ("Bénéficiaire invité", answer("oui", "non", "beneficiary_invited")),
        ("Accord préalable", answer("oui", "non", "beneficiary_agreed")), ("Observations", lambda _: None),
    ]  # fmt: skip
    sent = [row for row in _of("per-nord") if row.raw["id"] != "2010-0011"]  # which came too late
    table = Planted("PER nord.csv", "", grid(columns, sent), delimited=True)
    table.rows[2][table.rows[0].index("Observations")] = "Projet à préciser\navec le référent"
    table.plant(1, "Date de la demande", "début septembre", "date-unreadable")
    table.plant(2, "Date de naissance", "06/09/81", "date-century")
    table.plant(3, "Date de la demande", "09/23/2010", "date-month")
    table.plant(4, "Reçu le", "31/09/2010", "date-none")
    table.plant(5, "Date de la demande", "09/2010", "date-incomplete")
    table.plant(6, "Degré d'urgence", "moyen", "urgency-unknown")
    table.plant(7, "Ajournements", -1, "count-negative")
    table.plant(9, "Priorité", None, "rank-missing")
    table.plant(10, "Priorité", table.rows[8][table.rows[0].index("Priorité")], "rank-doubled")
    table.plant(11, "Bénéficiaire invité", "à voir", "yes-no-unreadable")
    table.plant(12, "Observations", "écrire à secretariat@exemple.invalid", "email-in-text")
    table.plant(1, "Observations", "rappeler au 04 99 99 99 99", "phone-in-text")
    return table


def sector_1() -> Planted:
    """A workbook's first sheet: names that nobody has."""
    columns: list[Column] = [
        *COMMON, ("Type d'instance", lambda _: "standard"), ("Bénéficiaire invité", lambda _: "non"),
        ("Accord préalable", lambda _: None), ("Partenaires extérieurs", lambda _: None),
    ]  # fmt: skip
    table = Planted("secteurs 1 et 6.xlsx", "Secteur 1", grid(columns, _of("sls-s1")))
    table.plant(1, "Structure", "Service social, Chorier-Beriat – Marcel Port", "structure-unknown")
    table.plant(2, "Quartier", "Chorier-Beriat", "neighbourhood-unknown")
    table.plant(3, "Référent", "sls-s1-ref9", "professional-unknown")
    table.rows[4][table.rows[0].index("Bénéficiaire invité")] = "oui"
    table.plant(4, "Accord préalable", None, "invited-without-agreement")
    table.plant(5, "Type d'instance", "plénière", "choice-unknown")
    table.plant(2, "Partenaires extérieurs", table.rows[2][table.rows[0].index("Référent")], "partner-doubled")
    return table


def sector_6() -> Planted:
    """Its second sheet: what contradicts itself, or other rows."""
    columns: list[Column] = [
        *COMMON[:3],
        ("Sous-secteur", of("subsector")),
        ("Parcours", lambda _: "PSSI"),
        *COMMON[3:],
    ]
    rows = grid(columns, _of("sls-s6"))
    table = Planted("secteurs 1 et 6.xlsx", "Secteur 6", rows)
    table.plant(1, "Quartier", "Mistral", "subsector-contradicts")
    table.plant(2, "Parcours", "PER", "kind-contradicts")
    table.plant(3, "Référent", None, "cell-missing")
    table.plant(4, "N° de situation", rows[1][0], "id-doubled")
    rows[5][1] = rows[2][1]
    table.note(5, "Date de la demande", "request-differs")
    table.plant(7, "Reçu le", "15/10/2010", "late")
    table.note(1, "N° de dossier", "heard-before")
    return table


def sector_4() -> Planted:
    """OpenDocument under a merged title: social security numbers."""
    columns: list[Column] = [*COMMON, ("N° de sécurité sociale", lambda _: "à compléter"), ("Motif", lambda _: None)]
    table = Planted("SLS4.ods", "Feuille 1", grid(columns, _of("sls-s4")), top=3)
    table.note(None, "N° de sécurité sociale", "nir")
    table.plant(2, "Motif", f"n° {UNISSUED_NIR}", "nir")
    return table


def sector_3() -> Planted:
    """A workbook by a program that stores no values of formulas: two columns for one thing, broken cells."""
    columns: list[Column] = [*COMMON, ("Ordre", of("rank")), ("PLIE hors rSa", lambda _: "non")]
    table = Planted("sls3.xlsx", "Sheet", grid(columns, _of("sls-s3")))
    table.note(0, "Rang", "column-twice")
    table.plant(1, "Reçu le", "=TODAY()", "formula-without-result")
    table.plant(2, "PLIE hors rSa", "oui", "plie-outside-rsa")
    return table


def pe_sud() -> Planted:
    """An old .xls without the referents, with a person whom another structure proposes as well."""
    columns = [column for column in COMMON if column[0] != "Référent"]
    table = Planted("pole emploi sud.xls", "Feuil1", grid(columns, _of("pe-sud")))
    table.note(0, "", "column-missing")
    twice = next(row for row in _of("per-nord") if row.raw["id"] == "2010-0053")
    table.plant(2, "N° de dossier", twice.who.case_number, "person-twice")
    return table


def calendar() -> Planted:
    """The sessions."""
    table = Planted("seances.csv", "", service.sessions(), delimited=True)
    ids = [row[0] for row in table.rows]
    table.plant(ids.index("S2-2010-10"), "Heure", "14h10", "contract")
    table.plant(ids.index("S5-2010-10"), "Heure", "25h00", "hour-none")
    table.plant(ids.index("SDF-2010-10"), "Lieu", "Locaux de l'équipe SD", "venue-unknown")
    table.plant(ids.index("PSY-2010-10"), "Équipe", "psychologue-9 ; officer-centre", "professional-unknown")
    return table


def absences() -> Planted:
    """When professionals cannot come."""
    rows: list[list[Cell]] = [
        ["Professionnel", "Date", "Demi-journée", "De", "À"],
        ["per-nord-ref1", "07/10/2010", "matin", None, None],
        ["per-nord-ref2", "08/10/2010", None, "16h00", "14h00"],
    ]
    table = Planted("indisponibilites.csv", "", rows, delimited=True)
    table.note(2, "À", "interval-reversed")
    return table


def decisions() -> Planted:
    """What the service decided."""
    rows: list[list[Cell]] = [
        ["N° de situation", "Décision", "N° de séance", "Date"],
        ["2010-0399", "fixée", "S1-2010-10", None],
        ["2010-0042", "fixée", "S8-2010-10", None],
        ["2010-0030", "exclue", "S3-2010-10", "13/10/2010"],
    ]
    table = Planted("decisions.csv", "", rows, delimited=True)
    table.note(1, "N° de situation", "situation-unknown")
    table.note(2, "N° de séance", "session-unknown")
    table.note(3, "Date", "date-contradicts")
    return table


def heard() -> list[list[Cell]]:
    """Who was heard in September: the first person of sector 6."""
    first = _of("sls-s6")[0]
    who = first.who
    return [["Nom", "Prénom", "Date de naissance", "Entendue le"],
            [who.last_name, who.first_name, slashes(first.born), slashes(date(2010, 9, 16))]]  # fmt: skip


def write(folder: Path) -> None:
    """The tables in ``folder``/tableaux, and beside them ``fautes.csv`` and ``autres-constats.csv``."""
    tables = folder / "tableaux"
    one, two, six, four, three, pe = per_nord(), sector_1(), sector_6(), sector_4(), sector_3(), pe_sud()
    others = [calendar(), absences(), decisions()]
    (tables / one.file).write_bytes(delimited(one.rows, ";", "\r\n", "cp1252"))
    book = Workbook()
    fill(book.worksheets[0], two.rows)
    book.worksheets[0].title = two.sheet
    fill(book.create_sheet(six.sheet), six.rows)
    saved(book, tables / two.file)
    book = Workbook()
    book.worksheets[0].title = four.sheet
    book.worksheets[0].cell(row=1, column=1, value="Service social du secteur 4 – octobre 2010")
    book.worksheets[0].merge_cells("A1:K1")
    fill(book.worksheets[0], four.rows, top=four.top)
    converted(book, tables / four.file)
    book = Workbook()
    fill(book.worksheets[0], three.rows)
    saved(book, tables / three.file)
    book = Workbook()
    fill(book.worksheets[0], pe.rows)
    book.worksheets[0].title = pe.sheet
    converted(book, tables / pe.file)
    for table in others:
        (tables / table.file).write_bytes(delimited(table.rows, ";", "\r\n", "utf-8-sig"))
    (tables / "entendues en septembre.tsv").write_bytes(delimited(heard(), "\t", "\n", "utf-8"))
    book = Workbook()
    fill(book.worksheets[0], service.people())
    book.worksheets[0].title = "Professionnels"
    saved(book, tables / "professionnels.xlsx")
    listed = [fault for table in (one, two, six, four, three, pe, *others) for fault in table.faults]
    (folder / "fautes.csv").write_bytes(_listed(listed))
    (folder / "autres-constats.csv").write_bytes(_listed(OTHERS))


def _listed(faults: Iterable[tuple[str, ...]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    ordered = sorted(faults, key=_by_place)
    writer.writerows(ordered)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _by_place(fault: tuple[str, ...]) -> tuple[str, str, int, str, str]:
    file, sheet, row, column, code = fault
    return file, sheet, int(row or 0), column, code
