"""A table before it is rendered: typed columns over rows, and for each output which of them stand there in which order.

To add a column to a table, add it to the table's columns, its heading to the table's texts, and its key to the layouts
of the outputs that show it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from markupsafe import Markup

from rsa_sched.french.figures import decimal, figure, hour, percent, period, short_day
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import inert_cell

Kind = Literal["text", "id", "list", "number", "count", "day", "hour", "period", "flag", "iso", "rules", "folded"]
"""What the cells of a column are.

``text``: str, or Markup that stands as it is on pages. ``id``: str or `Link`, not broken at the end of a line where it
is short. ``list``: tuple of texts. ``number``: int, float or `Share`, with thousands apart; ``count``: int, plain.
``day``: date. ``hour``: datetime. ``period``: start and end. ``flag``: bool. ``iso``: date, or datetime with a zone.
``rules``: `Ruled`. ``folded``: `Folded`. Any cell may be None: empty in files, « – » on pages.
"""
Medium = Literal["text", "notebook", "page", "sheet", "csv"]
"""``text``: a terminal. ``notebook``, ``page``: HTML, for those who solve and for officials. ``sheet``: a workbook."""
Texts = Mapping[str, Mapping[str, str]]
"""The words of a table: ``columns`` are headings by key, each medium its own headings, ``caption`` and ``nothing``."""

LEAST_ROOM = 12
"""Characters of a terminal's last column: narrower it is not broken."""
BOM = b"\xef\xbb\xbf"

Row = TypeVar("Row")


class Link(NamedTuple):
    """A text that leads to another page or sheet of ours."""

    text: str
    to: str


class Share(float):
    """A share of 1."""


class Ruled(NamedTuple):
    """Words, "" where there are none, and the sentences of the note behind them."""

    text: str
    rules: Sequence[str]


class Folded(NamedTuple):
    """Words, and what is unfolded under them by whoever wants the figures: "" where there is nothing."""

    text: str
    more: str
    rules: Sequence[str] = ()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column.

    Attributes
    ----------
    heading : its name; "" where the table's texts have it.
    value : its cell of a row.
    kind : what its cells are.
    width : on a sheet, in characters.
    right : whether it stands to the right though its cells are no numbers.
    """

    heading: str
    value: Callable[[Row], Any]
    kind: Kind = "text"
    width: int = 0
    right: bool = False

    @property
    def figures(self) -> bool:
        """Whether the column stands to the right."""
        return self.right or self.kind in ("number", "count")


def column(value: Callable[[Row], Any], kind: Kind = "text", width: int = 0, *, right: bool = False) -> Column[Row]:
    """A column whose heading is among the table's texts, or is its key where they have none."""
    return Column("", value, kind, width, right)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table in one output.

    Attributes
    ----------
    columns : keys in their order, with commas between; ``key: heading`` where a column is called otherwise here.
    caption : what the table is; as in its texts where it is "".
    name : key of the column that names its rows, which is the first one where it is "".
    nothing : what stands in a table without rows; as in its texts, or as in any table, where it is "".
    shape : "", "small", "long", or "long prose" where rows are named by a sentence.
    """

    columns: str
    caption: str = ""
    name: str = ""
    nothing: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Table(Generic[Row]):
    """Rows, the columns that can be made of them, the layout of each output, and the words for both."""

    rows: Sequence[Row]
    columns: Mapping[str, Column[Row]]
    layouts: Mapping[Medium, Layout]
    texts: Texts | None = None

    def grid(self, medium: Medium) -> Grid:
        """The table as one output has it."""
        layout, texts = self.layouts[medium], self.texts or {}
        own = texts.get(medium, {})
        headings = {**texts.get("columns", {}), **own}
        named = [part.partition(": ")[::2] for part in layout.columns.split(", ")]
        keys = [key for key, _ in named]
        columns = tuple(self.columns[key] for key in keys)
        return Grid(
            caption=layout.caption or own.get("caption", ""),
            headings=tuple(
                heading or column.heading or headings.get(key, key)
                for (key, heading), column in zip(named, columns, strict=True)
            ),
            columns=columns,
            rows=tuple(tuple(column.value(row) for column in columns) for row in self.rows),
            name=keys.index(layout.name) if layout.name else 0,
            nothing=layout.nothing
            or own.get("nothing")
            or say(f"tables.nothing.{'sheet' if medium == 'sheet' else 'page'}"),
            shape=layout.shape,
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """A table for one output: headings, columns with their kinds, cells; `name` is the index of the naming column."""

    caption: str
    headings: tuple[str, ...]
    columns: tuple[Column[Any], ...]
    rows: tuple[tuple[Any, ...], ...]
    nothing: str
    name: int = 0
    shape: str = ""

    def dense(self) -> Grid:
        """The table without the columns that hold nothing in any row."""
        kept = [
            n
            for n in range(len(self.columns))
            if n == self.name or any(row[n] not in (None, "", ()) for row in self.rows)
        ]
        if not self.rows or len(kept) == len(self.columns):
            return self
        return Grid(
            self.caption,
            tuple(self.headings[n] for n in kept),
            tuple(self.columns[n] for n in kept),
            tuple(tuple(row[n] for n in kept) for row in self.rows),
            self.nothing,
            kept.index(self.name),
            self.shape,
        )

    def texts(self) -> Iterator[list[str]]:
        """The cells of each row in words."""
        for row in self.rows:
            yield [cell_text(column.kind, cell) for column, cell in zip(self.columns, row, strict=True)]


def grid_of(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    name: int = 0,
    figures: Collection[int] = (),
    shape: str = "",
) -> Grid:
    """A table of texts for one output; the columns `figures` stand to the right."""
    columns = tuple(Column[Any](head, lambda row: row, right=n in figures) for n, head in enumerate(headings))
    return Grid(caption, tuple(headings), columns, tuple(map(tuple, rows)), say("tables.nothing.page"), name, shape)


def cell_text(kind: Kind, cell: Any) -> str:
    """A cell as French text; "" where it is None."""
    return "" if cell is None else _TEXTS.get(kind, str)(cell)


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    "text": lambda text: text.striptags() if isinstance(text, Markup) else text,
    "id": lambda name: name.text if isinstance(name, Link) else name,
    "list": ", ".join,
    "number": lambda number: (
        figure(number) if isinstance(number, int) else percent(number) if isinstance(number, Share) else decimal(number)
    ),
    "day": short_day,
    "hour": hour,
    "period": lambda both: period(*both),
    "flag": lambda yes: say(f"tables.flags.{'yes' if yes else 'no'}"),
    "folded": lambda cell: cell.text,
    "iso": lambda when: when.isoformat(timespec="seconds") if isinstance(when, dt.datetime) else when.isoformat(),
    "rules": lambda cell: (
        f"{cell.text} ({', '.join(cell.rules)})" if cell.text and cell.rules else cell.text or ", ".join(cell.rules)
    ),
}


def text_table(table: Grid, width: int = 0) -> list[str]:
    """Aligned columns under their headings, figures to the right, the last column free; without the caption.

    With a `width`, in characters, the last column goes on in further lines where it would be longer.
    """
    rows = list(table.texts())
    widths = [max(len(row[n]) for row in [table.headings, *rows]) for n in range(len(table.headings))]
    right = [all(_is_figure(row[n]) for row in rows) for n in range(len(table.headings))]

    def line(cells: Sequence[str]) -> str:
        shown = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, right, strict=True)
        ]
        return ("  " + "  ".join(shown)).rstrip()

    room = width - sum(widths[:-1]) - 2 * len(widths)
    if width and room >= LEAST_ROOM and widths[-1] > room:
        broken = [wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) or [""] for row in rows]
        widths[-1] = max(len(part) for parts in broken for part in parts)
        blank = [""] * (len(widths) - 1)
        rows = [
            [*(row[:-1] if not n else blank), part]
            for row, parts in zip(rows, broken, strict=True)
            for n, part in enumerate(parts)
        ]
    return [line(table.headings), line(["-" * width for width in widths]), *map(line, rows)]


def _is_figure(cell: str) -> bool:
    return cell.lstrip("-").replace("\u202f", "").isdigit()


def csv_table(table: Grid, *, quoted: bool = False) -> bytes:
    """The bytes of a table, headings first, as French spreadsheets open them by a double click, and programs read them.

    The habits are those of rdv-insertion's exports: semicolons, UTF-8 with BOM, dd/mm/YYYY, « 9 h 05 », Oui/Non, lists
    joined by commas. No cell is a formula. `quoted`: every cell stands in quotation marks.
    """
    stream = io.StringIO()
    quotes: Literal[0, 1] = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=quotes)
    writer.writerow(map(inert_cell, table.headings))
    for row in table.rows:
        writer.writerow(
            cell
            if column.kind in ("number", "count") and cell is not None
            else inert_cell(cell_text(column.kind, cell))
            for column, cell in zip(table.columns, row, strict=True)
        )
    return BOM + stream.getvalue().encode()
