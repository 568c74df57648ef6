"""The workbooks of a review: figures as they may be shown, a sheet an indicator; for the service alone their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.office.book import workbook
from rsa_sched.render.sheets import Sheets, sheet_names
from rsa_sched.render.table import Column, Grid, Kind
from rsa_sched.review.facts import columns_of
from rsa_sched.review.indicator import CountedRows, ReviewIndicator
from rsa_sched.review.outputs.tables import definitions, figures, told, totals
from rsa_sched.review.periods import Span
from rsa_sched.review.reckoning import QUANTILES, rows_of
from rsa_sched.review.review import Review

if TYPE_CHECKING:
    import xlsxwriter

WAITS = (*QUANTILES, "longest")


def public_workbook(review: Review) -> bytes:
    """Figures as they may be shown; the same review gives the same bytes. Raises MissingExtra without ``excel``."""
    shown = [one for one in review.indicators if not one.internal]
    sheets, several = words("review.sheets"), len(review.facts.services) > 1

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Sheets(into, title(review))
        rows = totals(review, shown)
        book.sheet(sheets["figures"], title(review), notes(review), figures(rows, names=True).grid("sheet"))
        book.sheet(sheets["definitions"], sheets["definitions"], [], definitions(shown).grid("sheet"))
        for one, name in zip(shown, sheet_names((one.wording.name for one in shown), sheets.values()), strict=True):
            table = figures(told(review, one), others=several)
            book.sheet(name, one.wording.name, _about(one), table.grid("sheet"))

    return workbook(fill, title=title(review))


def private_workbook(review: Review) -> bytes:
    """Every figure as it is, and the rows from which each can be counted again; of this period.

    Raises MissingExtra without the extra ``excel``.
    """
    parts = [part for one in review.indicators for part in _parts(one, review.span)]
    first, several = say("review.sheets.figures"), len(review.facts.services) > 1

    def fill(into: xlsxwriter.Workbook) -> None:
        book = Sheets(into, title(review))
        every = [row for one in review.indicators for row in told(review, one, exact=True)]
        lines = [say("review.words.private"), *notes(review)[1:]]
        book.sheet(first, title(review), lines, figures(every, others=several, named_groups=True).grid("sheet"))
        names = sheet_names((name for name, *_ in parts), (first,))
        for (_, one, columns, rows), name in zip(parts, names, strict=True):
            grid = _grid(columns, rows(review))
            book.sheet(name, one.wording.name, [say("review.words.private"), *_about(one)], grid)

    return workbook(fill, title=title(review))


def title(review: Review) -> str:
    """« Bilan du 1er octobre 2010 au 31 juillet 2011 »."""
    return say("review.words.title", first=review.span.first, last=review.span.last)


def notes(review: Review) -> list[str]:
    """What is to be known before reading: what is withheld, the last period, how far the figures go."""
    found = [say("review.words.withheld-note")]
    if review.before is not None:
        found.append(say("review.words.before", first=review.before.first, last=review.before.last))
    if review.span.last < review.asked.last:
        found.append(say("review.words.until", day=review.span.last))
    if review.facts.erased:
        found.append(say("review.words.erased", number=review.facts.erased))
    if len(review.facts.services) > 1:
        found.append(say("review.words.others"))
    return found


def _about(one: ReviewIndicator) -> list[str]:
    return [f"{say('review.columns.definition')} : {one.wording.definition}.",
            f"{say('review.columns.perimeter')} : {one.wording.perimeter}."]  # fmt: skip


# --- rows -------------------------------------------------------------------------------------------------------------

Cell = tuple[str, Kind, int, Callable[[Any], Any]]
"""Heading, kind, width and value of a column."""


def _parts(
    one: ReviewIndicator, span: Span
) -> Iterator[tuple[str, ReviewIndicator, list[Cell], Callable[[Review], Any]]]:
    """The sheets of an indicator: of a ratio one where both parts are of one table, else two."""
    counted, over, name = one.counted, one.over, one.wording.name
    if over is None or over.table != counted.table:
        yield name, one, [*_facts(counted), *_weight("numerator", counted, span), *_waited(one, span)], _rows(counted)
        if over is not None:
            below = say("review.words.over", name=name)
            yield below, one, [*_facts(over), *_weight("denominator", over, span)], _rows(over)
        return
    both = [*_facts(counted), *_weight("numerator", counted, span), *_weight("denominator", over, span)]
    yield name, one, both, _rows(counted, over)


def _facts(counted: CountedRows) -> list[Cell]:
    """The attributes of a row, under the words for them."""
    headings = lookup("review.facts")
    return [(headings[key], _kind_of(counted.table, key), 16, _value(key)) for key in columns_of(counted.table)]


def _value(key: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, key)
        return ", ".join(found) if isinstance(found, tuple) else found

    return value


def _kind_of(table: str, key: str) -> Kind:
    days = ("day", "ended_on", "requested_on", "due", "published_on", "sent_on")
    if key in days and (table, key) != ("shares", "due"):
        return "day"
    if key in ("in_time", "is_shared"):
        return "flag"
    numbers = ("urgency", "minutes", "units", "partners", "number", "cost", "demand", "due", "granted", "agreed",
               "granted_in_all", "situations", "minutes_open", "guarantee_days")  # fmt: skip
    return "number" if key in numbers else "text"


def _weight(part: str, counted: CountedRows, span: Span) -> list[Cell]:
    def value(row: Any) -> float:
        return counted.weight(row, span) if counted.inside(row, span) else 0

    return [(say(f"review.columns.{part}"), "number", 12, value)]


def _waited(one: ReviewIndicator, span: Span) -> list[Cell]:
    """What the quantiles of the waits are reckoned from."""
    if one.measure not in WAITS:
        return []
    heads = words("review.waits")
    return [
        (heads["since"], "number", 12, lambda row: max(0, (span.first - row.requested_on).days)),
        (heads["days"], "number", 12, lambda row: row.days_until(span.last)),
        (heads["heard"], "flag", 12, lambda row: row.fate == "heard" and row.ended_by(span.last)),
    ]


def _rows(*parts: CountedRows) -> Callable[[Review], list[Any]]:
    def rows(review: Review) -> list[Any]:
        found = {id(row): row for part in parts for row in rows_of(review.facts, part, review.span)}
        return sorted(found.values(), key=lambda row: tuple(map(str, (getattr(row, "day", ""), row))))

    return rows


def _grid(cells: Sequence[Cell], rows: Sequence[Any]) -> Grid:
    columns = tuple(Column[Any](heading, value, kind, width) for heading, kind, width, value in cells)
    made = tuple(tuple(_plain(column.value(row)) for column in columns) for row in rows)
    nothing = say("tables.nothing.sheet")
    return Grid("", tuple(column.heading for column in columns), columns, made, nothing)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | dt.date) else value or None
