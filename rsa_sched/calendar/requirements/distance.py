"""distance: the dates of a series are so many days apart at least, and at most."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class DateDistance(Requirement):
    """Counted in days of the calendar, from one session to the next that the series has."""

    id = "distance"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items():
            if len(index.of_series(name)) > 1:
                if series.min_days > 1:
                    yield Clause("at-least", (name,), {"series": name, "days": series.min_days})
                if series.max_days is not None:
                    yield Clause("at-most", (name,), {"series": name, "days": series.max_days})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for name, series in reading.index.series.items():
            for one, other in pairwise(reading.of_series(name)):
                days = (other.date - one.date).days
                if days < series.min_days or (series.max_days is not None and days > series.max_days):
                    yield self.breach("distance", other.session, other=one.session, days=days)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        series = model.index.series[name]
        for one, other in model.index.followers(name):
            days = [(1, model.day(other)), (-1, model.day(one))]
            if clause.what == "at-least":
                model.at_least_sum(series.min_days, days, of=(one, other))
            elif series.max_days is not None:
                model.at_most_sum(series.max_days, days, of=(one, other))
