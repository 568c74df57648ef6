"""The sessions table that `import` and the register read, and the year's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.outputs.lines import YearLine, lines, proof, turns
from rsa_sched.calendar.prices import DatePrice
from rsa_sched.french.figures import day, figure, hour, month, short_day
from rsa_sched.french.sentences import say
from rsa_sched.office.book import workbook
from rsa_sched.render.sheets import Sheets
from rsa_sched.render.table import Column, Grid, csv_table, grid_of

if TYPE_CHECKING:
    import xlsxwriter

    from rsa_sched.calendar.further import FurtherSession

SESSION_KEYS = ("id", "type", "service", "subsector", "venue", "date", "hour", "minutes", "staff")
"""Fields of the sessions table, as the intake calls them; the service where any series names one."""


def sessions_csv(found: YearCalendar) -> bytes:
    """The table of sessions: headings, ids and figures as `import` knows them."""
    named = any(series.service for series in found.index.series.values())
    keys = [key for key in SESSION_KEYS if named or key != "service"]
    rows = [[_cell(line, key) for key in keys] for line in lines(found)]
    headings = [say(f"fields.sessions.{key}.label") for key in keys]
    return csv_table(grid_of("", headings, rows))


def _cell(line: YearLine, key: str) -> str:
    series = line.series
    return {
        "id": line.row.session,
        "type": series.type,
        "service": series.service or "",
        "subsector": series.subsector or "",
        "venue": line.row.venue,
        "date": short_day(line.start.date()),
        "hour": hour(line.start),
        "minutes": str(series.minutes),
        "staff": " ; ".join(line.row.people),
    }[key]


def session_grid(listed: Sequence[YearLine], caption: str = "") -> Grid:
    """Sessions for people: one a line."""
    headings = [say(f"year.columns.{key}") for key in ("date", "hours", "series", "venue", "people")]
    rows = [
        [
            day(line.start.date()),
            say("year.hours", start=line.start, end=line.end),
            line.title,
            line.venue,
            ", ".join(line.people),
        ]
        for line in listed
    ]
    return grid_of(caption, headings, rows)


def turn_grid(found: YearCalendar) -> Grid:
    """How often each venue has its turn."""
    headings = [say(f"year.columns.{key}") for key in ("series", "venue", "turns")]
    rows = [[series, venue, str(number)] for series, venue, number in turns(found)]
    return grid_of(say("year.captions.turns"), headings, rows, figures=(2,), shape="small")


def part_grid(found: YearCalendar) -> Grid:
    """The points by part, with the number of sessions that cost them."""
    headings = [say(f"year.columns.{key}") for key in ("part", "sessions", "points")]
    rows = [
        [say(f"year.parts.{name}"), str(len({one.session for one in costs})), str(found.audit.parts[name])]
        for name, costs in found.audit.discomforts.items()
    ]
    return grid_of(say("year.captions.parts"), headings, rows, figures=(1, 2), shape="small")


def price_grid(found: Sequence[DatePrice]) -> Grid:
    """What each imposed date costs."""
    headings = [say(f"year.columns.{key}") for key in ("date", "series", "price")]
    rows = [[day(one.imposed.date), one.imposed.series, price_text(one)] for one in found]
    return grid_of(say("year.captions.prices"), headings, rows, figures=(2,), shape="small")


def further_grid(found: YearCalendar, one: FurtherSession) -> Grid:
    """What a session more would save in each series."""
    headings = [say(f"year.columns.{key}") for key in ("series", "month", "saved", "draws")]
    rows = [
        [
            found.index.series[gain.series].label or gain.series,
            month(gain.month),
            figure(gain.days),
            say("year.between", low=figure(gain.least), high=figure(gain.most)),
        ]
        for gain in one.gains
    ]
    return grid_of(say("year.captions.further"), headings, rows, figures=(2,), shape="small")


def price_text(one: DatePrice) -> str:
    """The points, or between which figures they lie."""
    if one.at_least == one.at_most:
        return str(one.at_most)
    return say("year.between", low=one.at_least, high=one.at_most)


WIDTHS = {"date": 26, "hours": 16, "series": 34, "venue": 34, "people": 60}


def year_workbook(found: YearCalendar, priced: Sequence[DatePrice], further: Sequence[FurtherSession] = ()) -> bytes:
    """The workbook: sessions, turns of the venues, points. Raises MissingExtra without the extra ``excel``."""
    title = found.index.year.title
    grids = [
        (say("year.sheets.sessions"), session_grid(lines(found)), list(WIDTHS.values())),
        (say("year.sheets.turns"), turn_grid(found), [34, 34, 10]),
        (say("year.sheets.points"), part_grid(found), [50, 12, 12]),
    ]
    if priced:
        grids.append((say("year.sheets.prices"), price_grid(priced), [26, 34, 12]))
    for number, one in enumerate(further, 1):
        grids.append((say("year.sheets.further", number=number), further_grid(found, one), [34, 18, 18, 18]))

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Sheets(into, title)
        for name, grid, widths in grids:
            book.sheet(name, title, [proof(found)], widened(grid, widths))

    return workbook(fill, title=title)


def widened(grid: Grid, widths: Sequence[int]) -> Grid:
    """A table of texts whose columns have widths on a sheet; its rows stay."""
    columns = tuple(
        Column[object](column.heading, column.value, column.kind, width, column.right)
        for column, width in zip(grid.columns, widths, strict=True)
    )
    return Grid(grid.caption, grid.headings, columns, grid.rows, grid.nothing, grid.name, grid.shape)
