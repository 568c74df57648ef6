"""Folders of tables, files that cannot be opened, and DataFrames as sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rsa_sched.intake.files.files import read_sheets, sheets_of_frame, tables_in
from rsa_sched.intake.options import MonthContext
from rsa_sched.intake.read import read_tables


def test_tables_of_a_folder(tmp_path: Path) -> None:
    """Sorted by name, whatever the case of the suffix; locks, hidden files and folders are passed over."""
    for name in ["b.CSV", "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#", ".cache.csv", "note.pdf", "c.ods"]:
        (tmp_path / name).touch()
    (tmp_path / "d.csv").mkdir()
    assert [path.name for path in tables_in(tmp_path)] == ["a.xlsx", "b.CSV", "c.ods"]


def test_no_such_file(tmp_path: Path) -> None:
    """A missing file, or a folder, is an error finding."""
    for path in (tmp_path / "t.csv", tmp_path):
        sheets, findings = read_sheets(path)
        assert (sheets, [f.code for f in findings]) == ([], ["file-missing"])


def test_a_frame_is_a_sheet() -> None:
    """Column names are row 1; values read as they would from a workbook; what is missing is blank."""
    frame = pd.DataFrame(
        {
            "Nom": ["007", None],
            "Rang": pd.array([1, None], dtype="Int64"),
            "Reçu": [pd.Timestamp("2010-08-19"), pd.NaT],
            "Part": [2.0, float("nan")],
            "Oui": pd.array([True, None], dtype="boolean"),
            "Partenaires": [["a", "b"], []],
            "Heure": [dt.time(9, 30), pd.NaT],
            "Autre": [np.int64(3), np.datetime64("2010-10-05T09:00")],
        }
    )
    sheet = sheets_of_frame("demandes", frame)
    assert sheet.rows == (
        tuple(frame.columns),
        ("007", "1", "2010-08-19", "2", "VRAI", "a ; b", "09:30", "3"),
        ("", "", "", "", "", "", "", "2010-10-05T09:00"),
    )
    assert (sheet.file, sheet.name, sheet.row_number(1)) == ("demandes", "", 2)


def test_links_in_a_circle_are_no_tables(tmp_path: Path) -> None:
    """A folder that holds one is read like any other."""
    (tmp_path / "l.csv").symlink_to(tmp_path / "l.csv")
    (tmp_path / "t.csv").write_text("a;b\nc;d\n")
    found = read_tables(tmp_path, context=MonthContext("essai", "2010-09-28")).report
    assert [(one.code, one.file) for one in found.findings if one.file == "l.csv"] == [("file-ignored", "l.csv")]
    assert "t.csv" in found.files


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.datetime64("20000-01-01"), "20000-01-01"),
        (np.datetime64("-0100-01-01"), "-100-01-01"),
        (pd.Timestamp(np.datetime64("20000-01-01", "s")), "20000-01-01 00:00:00"),
        (10**5000, hex(10**5000)),
    ],
    ids=["late", "early", "late-stamp", "figures"],
)
def test_values_beyond_the_calendar_and_beyond_all_figures_are_text(value: object, text: str) -> None:
    """Python has no such day and writes no such number: the cell is told as unreadable, and nothing raises."""
    sheet = sheets_of_frame("demandes", pd.DataFrame({"a": pd.Series([value], dtype=object)}))
    assert sheet.rows[1][0].startswith(text)


def test_a_length_of_time_beyond_all_figures_is_text() -> None:
    """As above."""
    frame = pd.DataFrame({"a": pd.Series([np.timedelta64(10**15, "s")], dtype=object)})
    assert sheets_of_frame("demandes", frame).rows[1][0].strip()
