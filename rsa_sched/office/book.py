"""Workbooks as bytes: text is always text, the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from rsa_sched.errors import brought_by
from rsa_sched.office.inert import legible

if TYPE_CHECKING:
    import xlsxwriter

STAMP = dt.datetime(2000, 1, 1)
"""Date of creation in every workbook: the bytes depend on no clock."""


def workbook(fill: Callable[[xlsxwriter.Workbook], None], *, title: str) -> bytes:
    """The bytes of a workbook that `fill` puts sheets into.

    No text becomes a formula, a link or a number by itself; cells are still to be passed through `inert_cell` (a user
    may copy one into a file where it would run). Raises MissingExtra without the extra ``excel``.
    """
    with brought_by("excel"):
        import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": legible(title), "created": STAMP, "author": "rsa_sched"})
        fill(book)
    return stream.getvalue()


def for_printing(sheet: xlsxwriter.worksheet.Worksheet, *, wide: int = 1, margins: bool = False) -> None:
    """A4 landscape, `wide` pages side by side, the sheet's name and page numbers at the foot; `margins`: small ones."""
    sheet.set_landscape()
    sheet.set_paper(9)
    if margins:
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.fit_to_pages(wide, 0)
    sheet.set_footer("&L&A&R&P / &N")
