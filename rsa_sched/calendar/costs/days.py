"""What days cost: those on which somebody attends, and distances between dates that are out of rhythm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.costs.base import Cost, Discomfort
from rsa_sched.calendar.index import YearSlot
from rsa_sched.calendar.requirements.base import PlanReading
from rsa_sched.calendar.year import HALVES

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class GroupedDays(Cost):
    """Each day on which somebody attends costs once, whether one session or two: days are grouped."""

    id = "day"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        seen = set()
        for row in sorted(reading.placed.values(), key=lambda row: (row.date, row.half, row.session)):
            for name in row.people:
                if (name, row.date) not in seen:
                    seen.add((name, row.date))
                    yield Discomfort(reading.index.year.weights.day, row.session)

    def post(self, model: YearVariables) -> None:
        points = model.index.year.weights.day
        for name in model.index.people if points else ():
            by_month: dict[str, list[Any]] = defaultdict(list)
            for session in model.index.sessions.values():
                if model.seats_of(session, name):
                    by_month[session.month].append(session)
            for sessions in by_month.values():
                if len({session.series for session in sessions}) == 1:
                    # those of a series are on different days: each is a day of its own
                    for session in sessions:
                        for taken in model.seats_of(session, name):
                            model.pay(points, taken)
                    continue
                for date in dict.fromkeys(slot.date for slot in model.index.slots(sessions[0])):
                    halves = [
                        [model.attends(session, name, YearSlot(date, half)) for session in sessions] for half in HALVES
                    ]
                    there = [[one for one in literals if one is not None] for literals in halves]
                    if not any(there):
                        continue
                    day = model.choice()
                    model.pay(points, day)
                    for literals in filter(None, there):
                        model.at_most_sum(0, [*((1, one) for one in literals), (-1, day)])


class Rhythm(Cost):
    """Each day by which the distance of two dates of a series differs from what is aimed at, beyond the tolerance."""

    id = "rhythm"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        for name, series in reading.index.series.items():
            for one, other in pairwise(reading.of_series(name)):
                beyond = abs((other.date - one.date).days - series.every_days) - series.tolerance_days
                if beyond > 0:
                    yield Discomfort(beyond * reading.index.year.weights.rhythm, other.session)

    def post(self, model: YearVariables) -> None:
        points = model.index.year.weights.rhythm
        for name, series in model.index.series.items() if points else ():
            for one, other in model.index.followers(name):
                beyond = model.whole_number()
                model.pay(points, beyond)
                days = [(1, model.day(other)), (-1, model.day(one))]
                model.at_most_sum(series.every_days + series.tolerance_days, [*days, (-1, beyond)])
                model.at_least_sum(series.every_days - series.tolerance_days, [*days, (1, beyond)])
