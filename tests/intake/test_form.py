"""The form: what it asks for, how it helps, and that nothing in it but the table looks like one."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES
from rsa_sched.intake.form import HEADER, LAST, form, form_fields, heading
from rsa_sched.intake.options import Identities
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.intake.rows.pseudonyms import Key
from tests.cli.month import profile, tables
from tests.support.programs import soffice

PROFILE = Profile.from_dict(
    {
        "structures": [
            {"id": "st-1", "kind": "CD", "label": "Maison Vulbane"},
            {"id": "st-2", "kind": "CD", "label": "Antenne"},
            {"id": "st-3", "kind": "FT", "label": "Antenne"},
            {"id": "007", "kind": "FT"},
        ],
        "subsectors": [
            {"id": "S1", "service": "A", "label": "Sous-secteur 1", "neighbourhoods": ["Vulb-Nord", "Argoule"]}
        ],
        "services": [{"id": "A"}],
        "venues": [{"id": "v-1", "label": "=1+1"}],
        "regulation": {"kinds": ["CD", "FT"]},
        "urgency": {"prioritaire": 2},
    }
)


def opened(table: str = "situations", profile: Profile | None = None) -> Workbook:
    """The form as a spreadsheet program reads it."""
    return load_workbook(io.BytesIO(form(profile, table=table)))


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """A sheet of cells."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def looks(sheet: Worksheet) -> dict[int, ColumnDimension]:
    """Width and format of each column, by number; neighbours that look the same are stored as one."""
    return {
        number: look
        for look in sheet.column_dimensions.values()
        for number in range(look.min or 0, (look.max or 0) + 1)
    }


def offered(book: Workbook, table: str = "situations") -> dict[str, list[Any]]:
    """The entries of each drop-down list, by column heading."""
    sheet, lists = sheet_of(book, book.sheetnames[0]), sheet_of(book, "Listes")
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            area = str(rule.formula1).removeprefix("Listes!").replace("$", "")
            cells = lists[area] if ":" in area else ((lists[area],),)
            label = str(sheet.cell(HEADER + 1, next(iter(rule.sqref.ranges)).min_col).value)
            found[label.removesuffix(" *")] = [cell.value for (cell,) in cells]
    return found


def test_each_column_has_its_words() -> None:
    """`french/fields.toml` has the tables and columns that the import reads, in the same order, and no other."""
    catalogue = {kind: list(columns) for kind, columns in lookup("fields").items() if kind != "tables"}
    assert [*catalogue.items()] == [(kind, [field.key for field in fields]) for kind, fields in TABLES.items()]
    assert list(FRENCH_TABLES) == list(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_form(table: str) -> None:
    """One sheet to fill in, one of help, one hidden; frozen header, A4 landscape, every column explained."""
    book = opened(table)
    assert book.sheetnames == [FRENCH_TABLES[table].capitalize(), "Aide", "Listes"]
    assert book["Listes"].sheet_state == "hidden"
    sheet = sheet_of(book, book.sheetnames[0])
    assert all(bare(heading(field)) == bare(field.label) for field in form_fields(table))
    labels = [cell.value for cell in sheet[HEADER + 1]]
    assert labels == [heading(field) for field in form_fields(table)]
    assert sheet.freeze_panes == f"A{HEADER + 2}"
    assert sheet.print_title_rows == f"${HEADER + 1}:${HEADER + 1}"
    for page in (sheet, sheet_of(book, "Aide")):
        assert (page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
    explained = {row[0]: row for row in sheet_of(book, "Aide").iter_rows(min_row=7, values_only=True)}
    for field in form_fields(table):
        assert explained[f"Colonne « {field.label} »"][2] == field.help
        assert explained[f"Colonne « {field.label} »"][1] == ("toujours" if field.required else "si c'est utile")
    assert form(table=table) == form(table=table)


@pytest.mark.parametrize("table", TABLES)
def test_every_column_says_what_to_write(table: str) -> None:
    """Each cell of each column brings its input message; none is cut short; dates and numbers are checked."""
    sheet = sheet_of(opened(table), FRENCH_TABLES[table].capitalize())
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}
    assert sorted(rules) == list(range(1, len(form_fields(table)) + 1))
    for column, field in enumerate(form_fields(table), start=1):
        rule = rules[column]
        area = next(iter(rule.sqref.ranges))
        assert (area.min_row, area.max_row) == (HEADER + 2, LAST + 1)
        assert rule.promptTitle == field.label
        assert str(rule.prompt).startswith(field.help)
        assert field.sort != "date" or rule.type == "date"
        assert field.sort != "count" or rule.type in ("whole", "list")
        assert field.sort != "yes-no" or rule.type == "list"
        assert looks(sheet)[column].width >= 10


def test_what_is_not_asked_for() -> None:
    """No column for what would be refused or thrown away (NIR, telephone, free text), none that few tables need."""
    assert {field.key for field in TABLES["situations"]} - {field.key for field in form_fields("situations")} == {
        "nir", "phone", "comment", "birth_name", "full_name", "address_number", "address_more", "address_next",
        "postcode", "town", "unneeded",
    }  # fmt: skip


def test_formats_keep_what_is_typed() -> None:
    """Dates look French; ids are text, so that their zeros stay."""
    sheet = sheet_of(opened(), "Situations")
    formats = {
        field.key: looks(sheet)[column].number_format for column, field in enumerate(form_fields("situations"), start=1)
    }
    assert formats["requested_on"] == "dd/mm/yyyy"
    assert formats["structure"] == formats["id"] == "@"
    assert formats["rank"] == "0"


def test_lists_without_a_profile() -> None:
    """What every service has: types, kinds of the note, yes or no, levels of urgency."""
    found = offered(opened())
    assert found["Type d'instance"] == ["instance d'insertion", "instance SDF", "instance avec le psychologue"]
    assert found["Parcours"] == ["PSSI", "PER", "PE"]
    assert found["Urgence"] == [0, 1, 2, 3]
    assert found["Allocataire invité"] == ["oui", "non"]
    assert "Structure" not in found
    assert offered(opened("absences")) == {"Demi-journée": ["matin", "après-midi", "journée"]}


def test_lists_of_a_profile() -> None:
    """The service's own: labels where they tell one row from the others, else ids; no entry is a formula."""
    found = offered(opened(profile=PROFILE))
    assert found["Structure"] == ["Maison Vulbane", "st-2", "st-3", "007"]
    assert found["Quartier"] == ["Argoule", "Vulb-Nord"]
    assert found["Sous-secteur"] == ["Sous-secteur 1"]
    assert found["Parcours"] == ["CD", "FT"]
    assert found["Urgence"] == [0, 1, 2, 3, "prioritaire"]
    assert offered(opened("sessions", PROFILE))["Lieu"] == ["'=1+1"]


def test_only_the_first_sheet_looks_like_a_table() -> None:
    """No row of the help or of the lists, nor above the header, holds two headings of any table."""
    known = {bare(label) for field in itertools.chain(*TABLES.values()) for label in (field.label, *field.aliases)}
    for table in TABLES:
        book = opened(table, PROFILE)
        rows = [*book["Aide"].iter_rows(values_only=True), *book["Listes"].iter_rows(values_only=True)]
        rows += [*sheet_of(book, book.sheetnames[0]).iter_rows(max_row=HEADER, values_only=True)]
        for row in rows:
            assert sum(bare(str(cell)) in known for cell in row if cell is not None) < 2, row


def test_unknown_tables_are_refused() -> None:
    """A misspelt table says which there are."""
    with pytest.raises(ValueError, match="expected one of situations, sessions"):
        form(table="situation")


# --- filled copies ----------------------------------------------------------------------------------------------------

FILLED: dict[str, list[dict[str, Any]]] = {
    "situations": [
        {
            "id": "d-1", "civility": "Mme", "last_name": "Milteau", "first_name": "Zorbane",
            "birth_date": dt.date(1980, 1, 31), "neighbourhood": "Argoule", "structure": "Maison Vulbane",
            "referent": "p-1", "requested_on": dt.date(2010, 9, 1), "received_on": dt.date(2010, 9, 1), "rank": 1,
        },
        {
            "id": "d-2", "civility": "M.", "last_name": "Quérin", "first_name": "Tavöl",
            "birth_date": dt.date(1975, 2, 15), "neighbourhood": "Argoule", "structure": "Maison Vulbane",
            "referent": "p-1", "requested_on": dt.date(2010, 8, 15), "received_on": dt.date(2010, 8, 15), "rank": 2,
        },
    ],
    "sessions": [
        {
            "id": "s-1", "type": "standard", "subsector": "S1", "venue": "Centre social Plon",
            "date": dt.date(2010, 10, 12), "hour": "9h00",
        },
    ],
    "people": [
        {
            "id": "p-1", "label": "Assistante sociale", "last_name": "Ploncard", "first_name": "Fuma",
            "structure": "st-1",
        },
    ],
}  # fmt: skip
"""The month of `tests.cli.month`, as somebody types it into the forms."""


def filled(folder: Path, mapping: Profile) -> Path:
    """Forms filled in by hand, in a folder of their own."""
    place = folder / "formulaires"
    place.mkdir()
    for table, rows in FILLED.items():
        book = opened(table, mapping)
        sheet = sheet_of(book, book.sheetnames[0])
        columns = {field.key: column for column, field in enumerate(form_fields(table), start=1)}
        for number, row in enumerate(rows, start=HEADER + 2):
            for key, value in row.items():
                sheet.cell(number, columns[key], value)
        book.save(place / f"{table}.xlsx")
    return place


def imported(place: Path, mapping: Profile) -> Import:
    """What is read from a folder, with a key of its own."""
    return read_tables(place, mapping=mapping, identities=Identities(Key(bytes(32))))


def test_filled_forms_import_like_the_same_tables(tmp_path: Path) -> None:
    """The same month from forms and from csv files is the same problem; help and lists are no matter."""
    mapping = Profile.from_toml(profile(tmp_path))
    expected = imported(tables(tmp_path), mapping)
    result = imported(filled(tmp_path, mapping), mapping)
    assert expected.problem is not None
    assert result.problem is not None, str(result.report)
    assert result.problem.to_dict() == expected.problem.to_dict()
    assert result.names == expected.names
    assert not [finding for finding in result.report.findings if finding.sheet in ("Aide", "Listes")]


def test_an_empty_form_is_an_empty_table(tmp_path: Path) -> None:
    """A structure that has nothing to propose sends the form back as it is: no row, no error of its own."""
    mapping = Profile.from_toml(profile(tmp_path))
    place = filled(tmp_path, mapping)
    (place / "vide.xlsx").write_bytes(form(mapping))
    result = imported(place, mapping)
    assert result.problem is not None, str(result.report)
    assert len(result.problem.situations) == 2
    assert not result.report.errors


@pytest.mark.slow
def test_forms_saved_again_by_libreoffice(tmp_path: Path) -> None:
    """Office suites write workbooks in their own way, and old or open formats: the problem is the same."""
    office = soffice()
    mapping = Profile.from_toml(profile(tmp_path))
    place = filled(tmp_path, mapping)
    expected = imported(place, mapping)
    assert expected.problem is not None
    for suffix in ("xlsx", "ods", "xls"):
        saved = tmp_path / suffix
        command = [str(office), f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
        command += ["--convert-to", suffix, "--outdir", str(saved), *map(str, sorted(place.iterdir()))]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        result = imported(saved, mapping)
        assert result.problem is not None, f"{suffix}: {result.report}"
        assert result.problem.to_dict() == expected.problem.to_dict()
