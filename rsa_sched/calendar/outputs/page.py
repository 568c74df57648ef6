"""The year on one page: months down, series across, and below it turns, points, prices and the sources of the dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.outputs.lines import YearLine, further_text, lines, proof, venue_name
from rsa_sched.calendar.outputs.tables import further_grid, part_grid, price_grid, turn_grid
from rsa_sched.calendar.prices import DatePrice
from rsa_sched.calendar.schooldays import sources
from rsa_sched.french.figures import month
from rsa_sched.french.sentences import say
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession


def year_page(found: YearCalendar, priced: Sequence[DatePrice], further: Sequence[FurtherSession] = ()) -> str:
    """The page, to be opened, printed on A3 or A4, or read aloud."""
    year = found.index.year
    return page(
        "year.html.jinja",
        year.title,
        paper="year.css",
        proof=proof(found),
        table=_matrix(found),
        below=[turn_grid(found), part_grid(found), *([price_grid(priced)] if priced else [])],
        further=[(further_text(found.index, one), further_grid(found, one)) for one in further],
        moved=[_moved(found, name) for name in found.moves or ()],
        sources=[] if year.school else sources(year.school_zone, year.first_month, year.last_month),
    )


def _matrix(found: YearCalendar) -> Grid:
    """A row a month, a column a series."""
    index = found.index
    cells: dict[tuple[str, str], list[str]] = {}
    for line in lines(found):
        session = index.sessions[line.row.session]
        cells.setdefault((session.month, session.series), []).append(_cell(found, line))
    headings = [say("year.columns.month"), *(series.label or name for name, series in index.series.items())]
    rows = [
        [month(text), *(" ".join(cells.get((text, name), [say("year.none")])) for name in index.series)]
        for text in index.year.months
    ]
    return grid_of(say("year.captions.year"), headings, rows, shape="long")


def _cell(found: YearCalendar, line: YearLine) -> str:
    away = found.index.is_school_holiday(line.row.date)
    text = say("year.cell", date=line.start.date(), start=line.start, venue=line.venue)
    return say("year.cell-school", text=text) if away else text


def _moved(found: YearCalendar, name: str) -> str:
    """Where a session that moved is held now."""
    row = next(row for row in found.placed if row.session == name)
    return say("year.moved", session=name, date=row.date, venue=venue_name(found.index, row.venue))
