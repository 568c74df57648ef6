"""One table, four renderings, the same cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.tables import deferrals, seats, sessions
from rsa_sched.display.visible import view
from rsa_sched.french.figures import hour, short_day
from rsa_sched.french.sentences import lookup
from rsa_sched.office.book import workbook
from rsa_sched.office.inert import restored_cell
from rsa_sched.render.html import page, table_fragment
from rsa_sched.render.sheets import Sheets
from rsa_sched.render.table import (
    Column,
    Folded,
    Kind,
    Layout,
    Link,
    Medium,
    Ruled,
    Share,
    Table,
    cell_text,
    column,
    csv_table,
    text_table,
)
from tests.display import demo
from tests.support.published import Element, tree

LINE = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=12).map(str.strip)
MOMENT = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "text": LINE,
    "id": LINE,
    "list": st.lists(LINE.filter(bool), max_size=3).map(tuple),
    "number": st.integers(-10_000_000, 10_000_000),
    "count": st.integers(0, 99_999),
    "day": MOMENT.map(dt.datetime.date),
    "hour": MOMENT,
    "period": st.tuples(MOMENT, MOMENT),
    "flag": st.booleans(),
    "iso": MOMENT.map(lambda moment: moment.replace(tzinfo=dt.UTC)),
    "rules": st.builds(Ruled, LINE, st.lists(st.sampled_from(("R3", "R20")), max_size=2)),
    "folded": st.builds(Folded, LINE, st.just("")),
}
KINDS = list(CELLS)
ROWS = st.lists(st.tuples(*(st.none() | cells for cells in CELLS.values())), min_size=1, max_size=4)


def nth(n: int) -> Column[Any]:
    """The column that shows the n-th cell of a row."""
    return Column(f"C{n}", lambda row: row[n], KINDS[n], width=12)


def made(rows: list[Any]) -> Table[Any]:
    """A table with a column of each kind, in every output."""
    columns = {f"c{n}": nth(n) for n in range(len(KINDS))}
    layouts: dict[Medium, Layout] = {medium: Layout(", ".join(columns), "Essai") for medium in get_args(Medium)}
    return Table(rows, columns, layouts)


def shown(root: Element) -> list[list[str]]:
    """The cells of a page's table."""
    return [[cell.text for cell in row.content if isinstance(cell, Element)] for row in root.all("tr")[1:]]


def told(cell: Any) -> str:
    """A cell of a workbook in words."""
    if isinstance(cell, dt.time):
        return hour(dt.datetime.combine(dt.date(2000, 1, 1), cell))
    if isinstance(cell, dt.datetime):
        return short_day(cell.date())
    return "" if cell is None else restored_cell(cell) if isinstance(cell, str) else cell_text("number", cell)


def test_every_kind_is_tested() -> None:
    """A new kind of cell needs a strategy here."""
    assert set(CELLS) == set(get_args(Kind))


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_the_four_renderings_hold_the_same_cells(rows: list[Any]) -> None:
    """What a cell says is the same in text, HTML, csv and xlsx; only the marks of numbers and of nothing differ."""
    table = made(rows)
    wanted = list(table.grid("text").texts())

    lines = text_table(table.grid("text"))[2:]
    for line, row in zip(lines, wanted, strict=True):
        at = 0
        for cell in row:
            at = line.index(cell.strip(), at) + len(cell.strip())

    read = csv.reader(io.StringIO(csv_table(table.grid("csv")).decode("utf-8-sig"), newline=""), delimiter=";")
    for cells, row, said in zip(list(read)[1:], rows, wanted, strict=True):
        for kind, cell, raw, text in zip(KINDS, cells, row, said, strict=True):
            number = kind in ("number", "count") and raw is not None
            assert (int(cell) == raw) if number else (restored_cell(cell) == text)

    data = workbook(lambda book: Sheets(book, "Essai").sheet("Essai", "Essai", [], table.grid("sheet")), title="Essai")
    sheet = load_workbook(io.BytesIO(data))["Essai"]
    (found,) = sheet.tables.values()
    for line_of, row, said in zip(sheet[found.ref][1:], rows, wanted, strict=True):
        for kind, cell, raw, text in zip(KINDS, line_of, row, said, strict=True):
            count = kind == "count" and raw is not None
            assert (cell.value == raw) if count else (told(cell.value) == text)

    fragment = tree(f"<html>{table_fragment(table.grid('notebook'))}</html>".encode())
    assert shown(fragment) == wanted
    whole = tree(page("tables.html.jinja", "Essai", sentences=[], tables=[table.grid("page")]).encode())
    for cells, row, said in zip(shown(whole), rows, wanted, strict=True):
        for kind, cell, raw, text in zip(KINDS, cells, row, said, strict=True):
            assert cell == ("–" if raw is None else text.lower() if kind == "flag" else text)


def test_layouts_choose_and_name_columns() -> None:
    """Each output has its own columns in its own order, under its own headings."""
    columns: dict[str, Column[dict[str, Any]]] = {
        "a": Column("A", lambda row: row["a"]),
        "b": Column("B", lambda row: row["b"], "number"),
    }
    table = Table(
        [{"a": "x", "b": 1234}],
        columns,
        {"csv": Layout("b, a"), "text": Layout("a, b: Bé", "Titre", name="b")},
    )
    assert csv_table(table.grid("csv")).decode("utf-8-sig") == "B;A\r\n1234;x\r\n"
    assert text_table(table.grid("text")) == ["  A     Bé", "  -  -----", "  x  1\u202f234"]
    assert (table.grid("text").caption, table.grid("text").name) == ("Titre", 1)


def test_a_table_takes_its_words_from_its_texts() -> None:
    """Headings of the table, of one output, of one layout; a column that has none is headed by its key."""
    columns: dict[str, Column[str]] = {"a": column(str), "b": column(str), "id": column(str)}
    layouts: dict[Medium, Layout] = {
        "csv": Layout("a, b, id"),
        "page": Layout("a, b, id: number"),
        "sheet": Layout("a"),
    }
    texts = {"columns": {"a": "A", "b": "B"}, "page": {"b": "Bé", "caption": "Titre", "nothing": "Rien"}}
    table = Table([], columns, layouts, texts)
    assert table.grid("csv").headings == ("A", "B", "id")
    assert table.grid("page").headings == ("A", "Bé", "number")
    assert (table.grid("page").caption, table.grid("page").nothing) == ("Titre", "Rien")
    assert table.grid("sheet").nothing == "Aucune ligne"


def test_no_heading_is_left_over() -> None:
    """Whatever an agenda's table has a heading for is a column of it."""
    problem, agenda = demo()
    shown = view(problem, agenda)
    tables: dict[str, Table[Any]] = {
        "sessions": sessions(shown),
        "seats": seats(shown, shown.seats),
        "deferrals": deferrals(shown.deferrals),
        "points": points(agenda.parts),
        "dues": dues(agenda.due),
    }
    for name, table in tables.items():
        texts: dict[str, dict[str, str]] = lookup(f"tables.{name}")
        headings = {key for group in ("columns", *get_args(Medium)) for key in texts.get(group, {})}
        assert headings - {"caption", "nothing"} <= set(table.columns), name


def test_shares_and_links() -> None:
    """A share is told in per cent and stays one on a sheet; a link is its text wherever nothing can be followed."""
    columns: dict[str, Column[Any]] = {
        "share": Column("Part", lambda row: Share(row[0]), "number", 9),
        "link": Column("Lien", lambda row: Link(row[1], "Autre"), "id", 9),
    }
    table = Table([(0.125, "<a>")], columns, {"sheet": Layout("share, link"), "page": Layout("share, link", "T")})
    grid = table.grid("sheet")
    assert list(grid.texts()) == [["12,5 %", "<a>"]]
    assert csv_table(grid).endswith(b"0.125;<a>\r\n")

    def fill(book: Any) -> None:
        made = Sheets(book, "Essai")
        made.sheet("Essai", "Essai", ["Une ligne"], grid)
        book.add_worksheet("Autre")

    cells = load_workbook(io.BytesIO(workbook(fill, title="Essai")))["Essai"][5]
    assert (cells[0].value, cells[0].number_format) == (0.125, "0.0%")
    assert getattr(cells[1].hyperlink, "location", "") == "'Autre'!A1"
    made_page = page("tables.html.jinja", "T", sentences=[], tables=[table.grid("page")])
    assert '<a href="Autre"><span class="k">&lt;a&gt;</span></a>' in made_page
