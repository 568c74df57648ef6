"""Sheets that look alike: a title, a few lines, one table with a header row; for paper and for screen readers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.french.sentences import lookup, say
from rsa_sched.office.inert import inert_cell
from rsa_sched.render.table import Grid, Kind, Link, Share, cell_text

if TYPE_CHECKING:
    import xlsxwriter


LONGEST = 32_000
"""A cell takes 32,767 characters and no more."""

A4 = 9
_HIGHEST = 405.0
"""No row is higher than 409 points."""


class Sheets:
    """A workbook being filled with sheets that look alike."""

    def __init__(self, book: xlsxwriter.Workbook, footer: str) -> None:
        self._book, self._footer, self._tables = book, footer, 0
        kinds: dict[str, dict[str, object]] = {
            "text": {},
            "date": {"num_format": "dd/mm/yyyy", "align": "left"},
            "hour": {"num_format": 'h" h "mm', "align": "left"},
            "number": {"num_format": "#,##0", "align": "right", "indent": 1},
            "half": {"num_format": "#,##0.0", "align": "right", "indent": 1},
            "share": {"num_format": "0.0%", "align": "right", "indent": 1},
            "link": {"font_color": "#0000EE", "underline": 1},
            "head": {"bold": True, "border": 1, "bg_color": "#E6E6E6"},
        }
        common = {"text_wrap": True, "valign": "top"}
        self._formats = {name: book.add_format({**common, **more}) for name, more in kinds.items()}
        self._formats["title"] = book.add_format({"bold": True, "font_size": 14})

    def sheet(self, name: str, title: str, lines: Sequence[str], table: Grid) -> None:
        """Add a sheet.

        Parameters
        ----------
        name : a name that `sheet_names` made, or a fixed one.
        title, lines : above the table.
        table : its columns have widths; where it has no row its first cell says so.
        """
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, clip(title), self._formats["title"])
        widths = [column.width for column in table.columns]
        last = len(widths) - 1
        for n, line in enumerate(lines, start=1):
            sheet.merge_range(n, 0, n, last, "", self._formats["text"])
            sheet.write_string(n, 0, clip(line), self._formats["text"])
            sheet.set_row(n, _height([line], [sum(widths)]))
        head = len(lines) + 2
        for n, width in enumerate(widths):
            sheet.set_column(n, n, width)
        kinds = [column.kind for column in table.columns]
        body = [[_cell(kind, cell) for kind, cell in zip(kinds, row, strict=True)] for row in table.rows]
        body = body or [[table.nothing, *[""] * last]]
        self._tables += 1
        sheet.add_table(
            head,
            0,
            head + len(body),
            last,
            {
                "name": say("tables.workbook.table", number=self._tables),
                "style": "Table Style Light 15",
                "autofilter": False,
                "columns": [{"header": heading, "header_format": self._formats["head"]} for heading in table.headings],
            },
        )
        sheet.set_row(head, _height(table.headings, widths))
        for r, row in enumerate(body, start=head + 1):
            sheet.set_row(r, _height(row, widths))
            for c, cell in enumerate(row):
                self._write(sheet, r, c, cell)
        self._for_print(sheet, head)

    def _write(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Any) -> None:
        formats = self._formats
        if isinstance(cell, Link):
            # A sheet's name has neither quotation mark nor "!": the link leads there, whatever the text says.
            sheet.write_url(row, column, f"internal:'{cell.to}'!A1", formats["link"], clip(cell.text))
        elif cell == "":
            sheet.write_blank(row, column, None, formats["text"])
        elif isinstance(cell, str):
            sheet.write_string(row, column, clip(cell), formats["text"])
        elif isinstance(cell, dt.time):
            sheet.write_datetime(row, column, cell, formats["hour"])
        elif isinstance(cell, dt.date):
            if cell.year < 1901:  # before the calendars of spreadsheets begin, or agree
                sheet.write_string(row, column, cell.isoformat(), formats["text"])
            else:
                sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), formats["date"])
        else:
            whole = isinstance(cell, int) or cell.is_integer()
            name = "share" if isinstance(cell, Share) else "number" if whole else "half"
            sheet.write_number(row, column, cell, formats[name])

    def _for_print(self, sheet: xlsxwriter.worksheet.Worksheet, head: int) -> None:
        sheet.freeze_panes(head + 1, 1)
        sheet.repeat_rows(head)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.hide_gridlines(2)
        # « & » begins a code there; of what is left nothing is one. 255 characters fit.
        name = re.sub(r"[^\w .,:;()–-]", "_", self._footer)[:80]
        sheet.set_footer(say("tables.workbook.footer", name=name))


def _cell(kind: Kind, cell: Any) -> Any:
    """What is written into a cell: a text, a number, a date, a time or a link; "" for nothing."""
    if cell is None:
        return ""
    if kind == "hour":
        return cell.time()
    return cell if kind in ("number", "count", "day") or isinstance(cell, Link) else cell_text(kind, cell)


def _height(cells: Sequence[Any], widths: Sequence[int]) -> float:
    """Points that wrapped texts take, by their lengths: not every spreadsheet fits its rows by itself."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        text = cell.text if isinstance(cell, Link) else cell if isinstance(cell, str) else ""
        lines = max(lines, sum(1 + len(part) // width for part in text.split("\n")))
    return min(_HIGHEST, 15.0 * lines)


def clip(text: str) -> str:
    """Inert text that fits into a cell; what is too long ends in « […] »."""
    clean = inert_cell(text)
    return clean if len(clean) <= LONGEST else f"{clean[:LONGEST]} […]"


def sheet_names(ids: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A name of a sheet for each id: letters, digits, spaces, ``-``, ``_`` and ``.``, at most 31 characters, all
    different, whatever their case, from each other, from those that are `taken`, and from what Excel keeps for itself.
    """
    used = {name.casefold() for name in (*taken, *lookup("tables.workbook.reserved"))}
    names = []
    for number, text in enumerate(ids, start=1):
        clean = "".join(character if _fit(character) else "_" for character in text).strip(" .")[:31].strip(" .")
        if not clean.strip("_") or clean.casefold() in used:
            clean = f"{clean[:22]} ({number})" if clean.strip("_") else say("tables.workbook.session", number=number)
        while clean.casefold() in used:
            number += 1
            clean = f"{clean[:20]} ({number})"
        used.add(clean.casefold())
        names.append(clean)
    return names


def _fit(character: str) -> bool:
    return character in " -_." or (character.isalnum() and ord(character) < 0x2000)
