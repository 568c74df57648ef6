"""Files of tables as sheets of text: whatever is in them, the answer is sheets and findings, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rsa_sched.intake.files.celltext import text_of
from rsa_sched.intake.files.delimited import read_delimited
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.sniff import SUFFIXES, kind_of, suffix_fits
from rsa_sched.intake.files.workbook import ReadBook, read_workbook
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

BookReader = Callable[[str, bytes, Literal["zip", "ole"], Limits], ReadBook]


def tables_in(folder: Path) -> list[Path]:
    """Files of a folder that are named like tables, sorted by name; hidden files and office locks are passed over."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted((path for path in found if not path.name.startswith((".", "~$"))), key=lambda path: path.name)


def read_sheets(
    path: Path,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    book: BookReader = read_workbook,
) -> tuple[list[Sheet], list[Finding]]:
    """All sheets of a file, whatever its name says it is.

    Parameters
    ----------
    path : xlsx, xlsm, xls, ods, or text with ``;``, tab, ``,`` or ``|``.
    limits : what it may be at most.
    book : how a workbook is read: here, or within a budget (`apart`). Text is read line by line, in as much time and
        memory as it is long.

    Returns
    -------
    Sheets in the order of the file, none where it is refused; findings, of which one error says why.

    Raises
    ------
    MissingExtra
        For a workbook, without the extra ``excel``.
    """
    name = path.name
    try:
        data = _bytes(path, limits)
        kind, sheets, findings = _read(name, data, limits, book)
    except RefusedError as refused:
        return [], [refused.finding(name)]
    if not suffix_fits(name, kind):
        findings.insert(0, Finding("warning", "suffix-wrong", file=name, sentences=(f"suffix-wrong.{kind}",)))
    return sheets, findings


def _read(name: str, data: bytes, limits: Limits, book: BookReader) -> ReadBook:
    kind = kind_of(data)
    if kind != "text":
        return book(name, data, kind, limits)
    sheet, findings = read_delimited(name, data, limits)
    return kind, [sheet], findings


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            raise RefusedError("file-missing")
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except (OSError, ValueError):
        raise RefusedError("file-unreadable") from None
    if len(data) > limits.file_bytes:
        raise RefusedError("file-too-large", most=limits.file_bytes >> 20)
    return data


def sheets_of_frame(name: str, frame: pd.DataFrame) -> Sheet:
    """A DataFrame as a sheet: its columns' names are row 1, its rows follow from row 2; missing values are blank."""
    rows = [tuple(str(column) for column in frame.columns)]
    rows += [tuple(_frame_text(value) for value in row) for row in frame.itertuples(index=False, name=None)]
    return Sheet(name, "", tuple(rows))


def _frame_text(value: Any) -> str:
    try:
        return _text(value)
    except (ValueError, OverflowError):  # a moment beyond the years of the calendar, a figure of thousands of digits
        return hex(value) if isinstance(value, int) else str(value)


def _text(value: Any) -> str:
    import numpy as np
    import pandas as pd

    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        items = sorted(map(_frame_text, value)) if isinstance(value, set | frozenset) else map(_frame_text, value)
        return " ; ".join(items)
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, pd.Timedelta):
        value = value.to_pytimedelta()
    elif isinstance(value, np.datetime64 | np.timedelta64):
        return _frame_text(pd.Timestamp(value) if isinstance(value, np.datetime64) else pd.Timedelta(value))
    elif isinstance(value, pd.Timestamp):
        value = value.to_pydatetime(warn=False)
    elif isinstance(value, np.generic):
        value = value.item()
    return text_of(value)
