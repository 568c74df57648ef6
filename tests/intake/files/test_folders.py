"""Folders of tables, files that cannot be opened, and DataFrames as sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from rsa_sched.intake.files.files import others_in, read_sheets, sheets_of_frame, tables_in


def test_tables_of_a_folder(tmp_path: Path) -> None:
    """Sorted by name, whatever the case of the suffix; locks, hidden files and folders are passed over."""
    for name in ["b.CSV", "a.xlsx", "~$a.xlsx", ".~lock.a.xlsx#", ".cache.csv", "note.pdf", "c.ods"]:
        (tmp_path / name).touch()
    (tmp_path / "d.csv").mkdir()
    assert [path.name for path in tables_in(tmp_path)] == ["a.xlsx", "b.CSV", "c.ods"]
    assert [path.name for path in others_in(tmp_path)] == ["note.pdf"]


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
