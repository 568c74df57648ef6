"""Whole imports: bad rows, missing tables, files and folders, arguments."""

from __future__ import annotations

import datetime as dt
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook

from rsa_sched.errors import InputError
from rsa_sched.intake.options import Identities, MonthContext, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.names import Identity, NameTable
from tests.intake.month import (
    KEY,
    ORGANISATION,
    PEOPLE,
    SESSIONS,
    codes,
    of,
    only,
    read,
    request,
    situations_of,
)


def test_bad_requests_are_left_out_on_demand_with_what_hangs_on_them() -> None:
    """Listed by file, sheet and row; decisions on them go too."""
    decisions = [
        {"N° de situation": name, "Décision": "fixée", "N° de séance": "s-1"} for name in ("d-1", "d-2", "d-3")
    ]  # fmt: skip
    rows = [request(1), request(2, Référent="zzz"), request(3, **{"Ordre de priorité": "0"})]
    assert read(rows, decisions=decisions).problem is None
    month = read(rows, decisions=decisions, skip_bad_rows=True)
    assert [row["id"] for row in situations_of(month)] == ["d-1"]
    assert of(month, "pins") == [{"situation": "d-1", "session": "s-1"}]
    assert month.skipped.to_dict("list") == {
        "file": ["situations", "situations", "decisions", "decisions"], "sheet": [""] * 4, "row": [3, 4, 3, 4]
    }  # fmt: skip
    assert month.report.rows_skipped == 4
    assert len(month.report.errors) == 2


@pytest.mark.parametrize("kind", ["situations", "sessions", "people"])
def test_a_table_that_is_missing_is_one_error(kind: str) -> None:
    """Not one a row that would need it."""
    given: dict[str, Any] = {kind: []}
    (error,) = read(**given).report.errors
    assert error.code == "table-missing"


def test_without_a_profile_there_is_one_error() -> None:
    """It says what is missing and how to give it."""
    month = read(mapping=Profile(), id="x", as_of="2010-09-28")
    assert [error.code for error in month.report.errors] == ["organisation-missing"]


@pytest.mark.parametrize("as_of", [dt.date(2010, 9, 28), "2010-09-28", "28/09/2010"])
def test_id_and_day_may_be_given(as_of: dt.date | str) -> None:
    """They count before the profile's."""
    mapping = {key: rows for key, rows in ORGANISATION.items() if key != "problem"}
    assert codes(read(mapping=mapping)) == ["id-missing", "as-of-missing"]
    problem = read(mapping=mapping, id="autre", as_of=as_of).problem
    assert problem is not None
    assert (problem.id, problem.as_of) == ("autre", dt.date(2010, 9, 28))


def test_a_key_among_the_tables_is_refused(tmp_path: Path) -> None:
    """Who gets the folder would get the people; the name table is only pointed out."""
    key, names = tmp_path / "cle.txt", tmp_path / "noms.csv"
    Key.create(key)
    names.write_bytes(NameTable([Identity("b-1", "person", case_number="D1")]).to_csv())
    month = read_tables(tmp_path, mapping=Profile.from_dict(ORGANISATION), identities=Identities(key, names))
    assert only(month, "key-among-tables").level == "error"
    assert only(month, "names-among-tables").level == "warning"
    assert month.problem is None
    assert "b-1" in month.names


def test_a_folder_of_files_is_read_whole(tmp_path: Path) -> None:
    """Tables are told by their headings, other files are told, the given order does not matter."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, rows in (("b.csv", [request(1)]), ("a.csv", SESSIONS), ("c.csv", PEOPLE)):
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
        text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "notes.docx").write_bytes(b"x")
    key = tmp_path / "cle.txt"
    Key.create(key)
    month = read_tables(folder, mapping=ORGANISATION, identities=Identities(key, tmp_path / "noms.csv"))
    assert month, str(month.report)
    assert month.report.files == ("notes.docx", "a.csv", "b.csv", "c.csv")
    assert only(month, "file-ignored").file == "notes.docx"
    assert only(month, "names-missing").level == "warning"
    files = TableFiles([folder / "b.csv"], sessions=folder / "a.csv", people=str(folder / "c.csv"))
    listed = read_tables(files, mapping=ORGANISATION, identities=Identities(key))
    assert listed.problem is not None
    assert month.problem is not None
    assert listed.problem.to_dict() == month.problem.to_dict()


def test_a_bad_profile_or_key_is_an_input_error(tmp_path: Path) -> None:
    """These are the caller's own arguments."""
    with pytest.raises(InputError):
        read_tables([], mapping=tmp_path / "rien.toml")
    with pytest.raises(InputError):
        read_tables([], identities=Identities(tmp_path / "rien.txt"))


def test_the_same_tables_give_the_same_bytes() -> None:
    """Problem, report and name table."""
    rows = [request(n, **{"N° de situation": "", "Nom": "Orvache", "Référent": "p-9"}) for n in range(3)]
    one, two = read(rows), read(rows)
    assert one.report == two.report
    assert one.names.to_csv() == two.names.to_csv()


def test_an_import_shows_how_it_went() -> None:
    """True with a problem; repr counts, HTML is the report."""
    sound, bad = read(), read([request(Référent="?")])
    assert sound and not bad
    assert "essai-2010-10" in repr(sound)
    assert "no problem (1 error" in repr(bad)
    assert "<table" in bad._repr_html_()
    assert list(sound.skipped.columns) == ["file", "sheet", "row"]


def beside(path: Path, sheet: str | None = None, **given: Any) -> Import:
    """The import of a file of requests, with sessions and people as frames beside it."""
    sessions, people = pd.DataFrame(SESSIONS).fillna(""), pd.DataFrame(PEOPLE).fillna("")
    tables = TableFiles(path, sheet, sessions=sessions, people=people)
    return read_tables(tables, mapping=ORGANISATION, identities=Identities(KEY), **given)


def test_only_the_sheets_of_a_name_are_read(tmp_path: Path) -> None:
    """Of workbooks; a name that no file has is an error."""
    path = tmp_path / "classeur.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        pd.DataFrame([request(1)]).to_excel(writer, sheet_name="Octobre", index=False)
        pd.DataFrame([request(2)]).to_excel(writer, sheet_name="Novembre", index=False)
    assert [row["id"] for row in situations_of(beside(path))] == ["d-1", "d-2"]
    assert [row["id"] for row in situations_of(beside(path, sheet="novembre"))] == ["d-2"]
    assert codes(beside(path, sheet="Décembre"), "error") == ["sheet-missing", "table-missing"]


def test_a_formula_without_a_result_is_one_error_of_its_row(tmp_path: Path) -> None:
    """Not also an empty cell; without the row the rest can be used."""
    rows = [request(1), request(2)]
    path = tmp_path / "formule.xlsx"
    book = Workbook()
    sheet = book.create_sheet("Demandes")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([cell if cell != "p-1" or row is rows[1] else "=A1" for cell in row.values()])
    book.save(path)
    (error,) = beside(path).report.errors
    assert (error.row, error.column) == (2, "E")
    assert [row["id"] for row in situations_of(beside(path, skip_bad_rows=True))] == ["d-2"]


def test_a_path_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """No traceback, whichever argument it is."""
    month = read_tables(TableFiles(tmp_path / "rien.csv", people=tmp_path), mapping=ORGANISATION)
    assert {"rien.csv", tmp_path.name} <= {finding.file for finding in month.report.errors}


def test_a_folder_that_may_not_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whose files may not be looked at: one error, no traceback."""

    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    for method in ("iterdir", "is_file"):
        (tmp_path / "x.csv").touch()
        with monkeypatch.context() as patch:
            patch.setattr(Path, method, refused)
            month = read_tables(tmp_path, mapping=ORGANISATION)
        assert only(month, "folder-unreadable").file == tmp_path.name


def test_no_day_of_pandas_is_no_day() -> None:
    """``NaT`` takes itself for a date."""
    assert only(read(as_of=pd.NaT), "as-of-missing").level == "error"


def test_options_that_travel_together_are_frozen_and_show_nothing(tmp_path: Path) -> None:
    """A key or a name in a traceback's locals would be shown with it."""
    key = Key(bytes(range(32)))
    for one in (TableFiles(tmp_path), Identities(key, tmp_path / "noms.csv"), MonthContext("essai")):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, None)
        assert not any(word in repr(one) for word in ("noms", tmp_path.name, "essai"))
    assert TableFiles.of(tmp_path).paths == tmp_path
    apart = TableFiles(tmp_path, people="a.csv", sessions="b.csv")
    assert TableFiles.of(apart) is apart
    assert apart.named == {"sessions": "b.csv", "people": "a.csv"}
