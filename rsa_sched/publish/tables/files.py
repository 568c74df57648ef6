"""The agenda as office files: csv tables, and a workbook with the month, a sheet per session and all else, to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rsa_sched.display.accounts import dues, points
from rsa_sched.display.tables import deferrals, seats, sessions
from rsa_sched.display.view import SessionView, View
from rsa_sched.french.sentences import say, words
from rsa_sched.office.book import workbook
from rsa_sched.publish.pages.words import SEPARATOR, parameter_table
from rsa_sched.publish.tables.indicators import indicator_table
from rsa_sched.publish.tasks.task import Task, task_table
from rsa_sched.render.sheets import Sheets, sheet_names
from rsa_sched.render.table import Column, Grid, Table, csv_table

if TYPE_CHECKING:
    import xlsxwriter


def agenda_workbook(shown: View, tasks: Sequence[Task], mark: str = "") -> bytes:
    """The bytes of the workbook; the same view gives the same. Raises MissingExtra without the extra ``excel``.

    Sheets are A4, landscape, one page wide, with header rows that are repeated and stay in sight; texts are inert,
    dates and hours are those of the spreadsheet. The only links lead from the first sheet to the others. `mark` stands
    before the title of each sheet of a draft.
    """

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Sheets(into, shown.problem)
        for name, title, lines, table in _sheets(shown, tasks):
            book.sheet(name, f"{mark} – {title}" if mark else title, lines, table.grid("sheet"))

    return workbook(fill, title=say("workbook.title", problem=shown.problem))


def _sheets(shown: View, tasks: Sequence[Task]) -> Iterator[tuple[str, str, list[str], Table[Any]]]:
    """Name, title, lines above the table, and the table of each sheet."""
    month, *others = words("workbook.sheets").values()
    ids = [row.id for row in shown.sessions]
    names = dict(zip(ids, sheet_names(ids, (month, *others)), strict=True))
    lines = [
        say("workbook.lines.month", as_of=shown.as_of, sessions=len(ids)),
        say("workbook.lines.others", names=[say("workbook.quoted", name=name) for name in others]),
    ]
    yield month, say("workbook.title", problem=shown.problem), lines, sessions(shown, names)
    for session in shown.sessions:
        title = say("workbook.titles.session", session=session.id)
        yield names[session.id], title, _about(session), seats(shown, session.seats)
    tables: dict[str, Table[Any]] = {
        "deferrals": deferrals(shown.deferrals),
        "indicators": indicator_table(shown),
        "tasks": task_table(tasks),
        "bareme": parameter_table(shown.regulation),
    }
    for name, (key, table) in zip(others, tables.items(), strict=True):
        line = say(f"workbook.lines.{key}", situations=len(shown.deferrals), bareme=say("pages.bareme"))
        yield name, say(f"workbook.titles.{key}"), [line], table


def _about(session: SessionView) -> list[str]:
    """When, where and who, above the seats of a session."""
    places = filter(None, (session.venue_label, session.subsector_label, session.service_label))
    return [
        say(
            "workbook.lines.when",
            start=session.start,
            end=session.end,
            mode=say(f"labels.modes.{session.mode}"),
            type=session.type.name,
        ),
        say("workbook.lines.where", place=SEPARATOR.join(places)),
        say("workbook.lines.staff", names=", ".join(session.staff_shown))
        if session.staff_shown
        else say("workbook.lines.no-staff"),
    ]


def csv_files(shown: View, tasks: Sequence[Task], mark: str = "") -> dict[str, bytes]:
    """The tables: appointments, deferrals, sessions, and what only some may see (parts of the points, shares, tasks).

    Beside what people read stand ids, and ISO dates and times with their offset, under English headings. No cell is a
    formula; the same view gives the same bytes. A draft's have its `mark` in a last column.
    """
    tables: dict[str, Table[Any]] = {
        "rendez-vous": seats(shown, shown.seats),
        "ajournements": deferrals(shown.deferrals),
        "seances": sessions(shown),
    }
    if shown.parts is not None:
        tables |= {"parts": points(shown.parts), "partage": dues(shown.due, services=shown.services)}
    tables["a-faire"] = task_table(tasks)
    return {f"csv/{name}.csv": csv_table(_marked(table.grid("csv"), mark)) for name, table in tables.items()}


def _marked(grid: Grid, mark: str) -> Grid:
    """The table with the mark of a draft at the end of each row."""
    if not mark:
        return grid
    column: Column[Any] = Column(say("publication.standing.column"), lambda _row: mark)
    rows = tuple((*row, mark) for row in grid.rows)
    return replace(grid, headings=(*grid.headings, column.heading), columns=(*grid.columns, column), rows=rows)
