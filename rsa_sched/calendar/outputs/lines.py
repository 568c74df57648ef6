"""A calendar's sessions with their words, as every output tells them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.year import Series
from rsa_sched.french.figures import figure
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession


class YearLine(NamedTuple):
    """A session as people read it."""

    row: Placed
    series: Series
    start: dt.datetime
    end: dt.datetime
    venue: str
    people: tuple[str, ...]

    @property
    def title(self) -> str:
        """The series."""
        return self.series.label or self.series.id


def lines(found: YearCalendar) -> list[YearLine]:
    """The sessions by date."""
    return [line_of(found.index, row) for row in found.placed]


def line_of(index: YearIndex, row: Placed) -> YearLine:
    """One session."""
    series = index.asked_of(index.sessions[row.session])
    start = dt.datetime.combine(row.date, dt.time()) + dt.timedelta(minutes=index.year.hours.minutes(row.half))
    end = start + dt.timedelta(minutes=series.minutes)
    return YearLine(
        row, series, start, end, venue_name(index, row.venue), tuple(person_name(index, who) for who in row.people)
    )


def venue_name(index: YearIndex, name: str) -> str:
    """The label of a venue, its id where it has none."""
    return index.venues[name].label or name


def person_name(index: YearIndex, name: str) -> str:
    """The label of a person, its id where there is none."""
    return index.people[name].label or name


def turns(found: YearCalendar) -> Iterator[tuple[str, str, int]]:
    """Series, venue, and how often it has its turn."""
    counted = Counter((found.index.sessions[row.session].series, row.venue) for row in found.placed)
    for name, series in found.index.series.items():
        for venue in series.venues:
            yield series.label or name, venue_name(found.index, venue), counted[name, venue]


def proof(found: YearCalendar) -> str:
    """How far the calendar is from the best there can be."""
    if found.moves is not None:
        way = "few" if len(found.moves) != found.moves_bound else "fewest" if found.moves else "none"
        return say(f"year.proof.{way}", moves=len(found.moves), bound=found.moves_bound, points=found.points)
    if found.is_optimal:
        return say("year.proof.best", points=found.points)
    return say("year.proof.bound", points=found.points, bound=found.bound)


def further_text(index: YearIndex, one: FurtherSession) -> str:
    """Where a session more is held, and what it saves."""
    if one.best is None:
        return say("year.further.none")
    gain, series = one.best, index.series[one.best.series]
    return say(
        "year.further.best",
        series=series.label or series.id,
        month=gain.month,
        days=gain.days,
        least=figure(gain.least),
        most=figure(gain.most),
    )
