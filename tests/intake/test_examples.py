"""The example tables: a messy folder that imports to exactly the bundled month, and one with forty planted faults."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from rsa_sched import Problem, load_demo
from rsa_sched.cli import main
from rsa_sched.french.sentences import words
from rsa_sched.intake import Identities, Import, TableFiles, read_tables
from rsa_sched.names import NameTable
from tests.intake.making import received, service
from tests.intake.making.month import FAULTY, ROOT, TABLES

RECEIVED, SERVICE = TABLES / "recus", TABLES / "service"
IDENTITIES = Identities(names=SERVICE / "noms.csv")
APART = {
    "sessions": "seances.csv", "people": "professionnels.xlsx", "absences": "indisponibilites.ods",
    "decisions": "decisions.csv",
}  # fmt: skip


@pytest.fixture(scope="module")
def month() -> Import:
    """The messy folder, imported."""
    apart: dict[str, Any] = {kind: SERVICE / name for kind, name in APART.items()}
    return read_tables(TableFiles(RECEIVED, **apart), mapping=SERVICE / "profil.toml", identities=IDENTITIES)


@pytest.fixture(scope="module")
def faulty() -> Import:
    """The folder with the planted faults, imported."""
    return read_tables(FAULTY / "tableaux", mapping=SERVICE / "profil.toml", identities=IDENTITIES)


def in_order(problem: Problem | None) -> dict[str, Any]:
    """What a problem says, defaults filled in, its lists in the order of their ids."""
    assert problem is not None
    return {
        key: sorted(value, key=lambda row: str(getattr(row, "id", row))) if isinstance(value, tuple) else value
        for key, value in dict(problem).items()
    }


def listed(path: Path) -> Counter[tuple[str, ...]]:
    """The places and codes of a list of findings."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return Counter(tuple(row.values()) for row in csv.DictReader(file, delimiter=";"))


def found(result: Import) -> Counter[tuple[str, ...]]:
    """The places and codes of what an import found."""
    return Counter(
        (one.file, one.sheet, "" if one.row is None else str(one.row), one.column, one.code)
        for one in result.report.findings
    )


# --- the messy folder -------------------------------------------------------------------------------------------------


def test_the_messy_folder_is_exactly_the_bundled_month(month: Import) -> None:
    """Every situation, person, absence, session and pin, and nothing else."""
    assert in_order(month.problem) == in_order(load_demo())


def test_the_messy_folder_has_no_errors(month: Import) -> None:
    """Repairs and doubts only, of the kinds that were meant."""
    assert month.report, str(month.report)
    assert len(list(RECEIVED.iterdir())) >= 8
    assert set(month.report.files) == {path.name for path in RECEIVED.iterdir()} | set(APART.values())
    assert {one.code for one in month.report.of("repaired")} == {
        "column-left-out", "count-repaired", "date-serial", "merged-down", "row-blank", "row-total",
    }  # fmt: skip
    assert {one.code for one in month.report.of("warning")} == {
        "column-hidden", "column-unknown", "invited-without-agreement", "late", "not-in-active-file",
        "plie-outside-rsa",
        "row-hidden",
    }  # fmt: skip


def test_the_import_adds_nothing_to_the_name_table(month: Import) -> None:
    """The committed table is already what the import leaves, byte for byte."""
    assert month.names.to_csv() == (SERVICE / "noms.csv").read_bytes()


def test_everybody_in_the_name_table_is_invented() -> None:
    """They are who the generator made from its seed."""
    assert service.name_table().to_csv() == (SERVICE / "noms.csv").read_bytes()


def secrets() -> set[str]:
    """What the name table knows of people and no other file may say, folded."""
    names = NameTable.from_csv(SERVICE / "noms.csv")
    texts = {
        text
        for who in names.values()
        for text in (
            who.last_name,
            who.first_name,
            who.case_number,
            who.email,
            who.birth_date,
            *who.address.split("\n"),
        )
    }
    return {text.casefold() for text in texts if text and "38000" not in text}


@pytest.mark.parametrize("folder", ["month", "faulty"])
def test_the_report_names_nobody(folder: str, request: pytest.FixtureRequest) -> None:
    """Neither as text, nor as a frame, workbook or page, nor does anybody's repr."""
    result: Import = request.getfixturevalue(folder)
    book = load_workbook(io.BytesIO(result.report.to_xlsx()))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    said = [str(result.report), result.report.to_frame().to_csv(), result._repr_html_(), repr(result), *cells]
    said += [result.problem.to_json()] if result.problem else []
    everything = "\n".join(said).casefold()
    assert not [secret for secret in secrets() if secret in everything]


# --- each file is what it claims to be --------------------------------------------------------------------------------


def is_cp1252(data: bytes) -> None:
    """Bytes that are no UTF-8, semicolons, CR LF."""
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert b"\x92" in data, "an apostrophe of cp1252"
    assert b"\x96" in data, "a dash of cp1252"
    assert data.count(b"\r\n") == data.count(b"\n") > 10


def is_utf_16(data: bytes) -> None:
    """A mark of its byte order, tabs."""
    assert data[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert "\t" in data.decode("utf-16")


def is_utf_8_with_bom(data: bytes) -> None:
    """A BOM, commas, line breaks within quotation marks in headings and cells."""
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert sum("\n" in cell for cell in rows[0]) >= 3
    assert any("\n" in cell for row in rows[1:] for cell in row)


def has_old_line_ends(data: bytes) -> None:
    """CR alone."""
    assert b"\n" not in data
    assert data.count(b"\r") == 4


def is_opendocument_with_merged_titles(data: bytes) -> None:
    """Two rows of title over all columns, written by LibreOffice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
        assert b"LibreOffice" in package.read("meta.xml")
        content = package.read("content.xml").decode()
    assert len(re.findall(r'table:number-columns-spanned="1[0-9]"', content)) == 2


def is_old_xls(data: bytes) -> None:
    """An OLE2 container."""
    assert data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def counts_from_1904(data: bytes) -> None:
    """The flag of the epoch, dates as bare numbers."""
    book = load_workbook(io.BytesIO(data))
    assert book.epoch == CALENDAR_MAC_1904
    assert {type(cell.value) for cell in book.worksheets[0]["I"][1:]} == {int}


def has_two_sheets_and_headings_on_two_lines(data: bytes) -> None:
    """Groups of columns over names, broken over lines and held together by no-break spaces."""
    book = load_workbook(io.BytesIO(data))
    assert len(book.worksheets) == 2
    for sheet in book:
        head = [str(cell) for row in sheet.iter_rows(max_row=2, values_only=True) for cell in row if cell]
        assert any("\n" in cell for cell in head)
        assert any("\u00a0" in cell for cell in head)
        assert {area.max_row for area in sheet.merged_cells.ranges} == {1, 2}


def has_hidden_rows_and_columns(data: bytes) -> None:
    """A hidden row and a hidden column that count, blank rows, a total."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [number for number, row in sheet.row_dimensions.items() if row.hidden] == [4]
    assert [letter for letter, column in sheet.column_dimensions.items() if column.hidden] == ["E"]
    rows = list(sheet.values)
    assert sum(not any(row) for row in rows) == 3
    assert rows[-1][0] == "Total"


def has_cells_merged_down(data: bytes) -> None:
    """One cell for the structure of two requests."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A4:A5"]


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("PER nord.csv", is_cp1252),
        ("extraction_FT_nord.tsv", is_utf_16),
        ("service_social_secteur6.csv", is_utf_8_with_bom),
        ("PE_SUD.CSV", has_old_line_ends),
        ("SLS 3 et 4.ods", is_opendocument_with_merged_titles),
        ("SLS5.xls", is_old_xls),
        ("secteur 1 (Mac).xlsx", counts_from_1904),
        ("PER sud + VIAE38.xlsx", has_two_sheets_and_headings_on_two_lines),
        ("sls2_v3_def.xlsx", has_hidden_rows_and_columns),
        ("equipe SDF.xlsx", has_cells_merged_down),
    ],
)
def test_each_table_is_messy_in_its_own_way(name: str, holds: Callable[[bytes], None]) -> None:
    """No tool has smoothed the committed files."""
    holds((RECEIVED / name).read_bytes())


def test_the_tables_are_what_the_generator_writes(tmp_path: Path) -> None:
    """Text byte for byte, workbooks cell by cell; what LibreOffice writes is left out."""
    for table in (received.per_nord, received.pe_nord, received.sls_6, received.pe_sud):
        table(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (RECEIVED / path.name).read_bytes(), path.name
    for table in (received.sls_1, received.sls_2, received.sdf, received.per_sud_and_viae):
        table(tmp_path)
    for path in tmp_path.glob("*.xlsx"):
        for new, old in zip(load_workbook(path), load_workbook(RECEIVED / path.name), strict=True):
            assert list(new.values) == list(old.values), path.name
    assert service.profile() == (SERVICE / "profil.toml").read_text(encoding="utf-8")


# --- the planted faults -----------------------------------------------------------------------------------------------


def test_all_forty_faults_are_found_where_they_are(faulty: Import) -> None:
    """Each at its file, sheet, row and column, and nothing else but what is said to be found besides."""
    planted, others = listed(FAULTY / "fautes.csv"), listed(FAULTY / "autres-constats.csv")
    assert planted.total() == len(planted) == 40
    assert found(faulty) == planted + others


def test_faults_leave_no_problem(faulty: Import) -> None:
    """Not even without the rows at fault: the calendar is at fault too."""
    assert faulty.problem is None
    assert not faulty.report


def test_a_misspelt_name_is_answered_by_the_nearest(faulty: Import) -> None:
    """The name that was meant, in what there is to do."""
    offered = {one.code: one.action for one in faulty.report.errors if one.code.endswith("-unknown")}
    assert "Service social, Chorier-Berriat – Marcel Porte" in offered["structure-unknown"]
    assert "Chorier-Berriat" in offered["neighbourhood-unknown"]
    assert "Locaux de l'équipe SDF" in offered["venue-unknown"]


def test_the_documentation_lists_every_code(month: Import, faulty: Import) -> None:
    """Every code that has a sentence, and all that the examples bring out."""
    page = (ROOT / "docs" / "intake-publish.md").read_text(encoding="utf-8")
    told = set(re.findall("`([a-z0-9-]+)`", page.partition("<!-- codes -->")[2].partition("<!-- /codes -->")[0]))
    seen = {one.code for result in (month, faulty) for one in result.report.findings}
    around = {
        "address-parts",
        "levels",
        "organisation-lists",
        "place",
        "value",
        "repairs",
        "name-unknown",
        "name-ambiguous",
    }
    codes = set(words("findings")) - around
    assert not (seen | codes) - told


# --- by the command line ----------------------------------------------------------------------------------------------


def command(folder: Path, *options: object) -> int:
    """``rsa-sched import`` with the service's profile and a copy of its name table."""
    names = folder / "noms.csv"
    names.write_bytes((SERVICE / "noms.csv").read_bytes())
    known = ["--profile", SERVICE / "profil.toml", "--names", names, "-o", folder / "octobre.json"]
    return main(["import", *map(str, (*options, *known))])


def test_the_command_imports_the_messy_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same problem; the report on standard error names nobody."""
    apart = [text for kind, name in APART.items() for text in (f"--{kind}", SERVICE / name)]
    assert command(tmp_path, RECEIVED, *apart) == 0
    assert in_order(Problem.from_json(tmp_path / "octobre.json")) == in_order(load_demo())
    told = capsys.readouterr()
    assert told.out == ""
    assert not [secret for secret in secrets() if secret in told.err.casefold()]
    assert (tmp_path / "noms.csv").read_bytes() == (SERVICE / "noms.csv").read_bytes()


def test_the_command_reports_the_planted_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, no problem, and all forty in the report."""
    assert command(tmp_path, FAULTY / "tableaux", "--report", tmp_path / "constats.csv") == 2
    capsys.readouterr()
    assert not (tmp_path / "octobre.json").exists()
    with (tmp_path / "constats.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (row["fichier"], row["feuille"], row["ligne"], row["colonne"], row["code"])
            for row in csv.DictReader(file, delimiter=";")
        ]
    assert not listed(FAULTY / "fautes.csv") - Counter(rows)
