"""count: each series has its sessions in each month, each once, on a half-day of that month [R11, R33]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class SessionCount(Requirement):
    """As many as the file asks for; several of a month are on different days, in the order of their numbers."""

    id = "count"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items():
            for month in index.year.months:
                number = index.asked(series, month)
                if number:
                    yield Clause("count", (name, month), {"series": name, "month": month, "number": number})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        times = Counter(row.session for row in reading.listed)
        for name in times:
            if name not in reading.index.sessions:
                yield self.breach("unknown", name)
        for name, session in reading.index.sessions.items():
            if times[name] != 1:
                yield self.breach("count", name, number=times[name])
                continue
            row = reading.placed[name]
            if f"{row.date:%Y-%m}" != session.month:
                yield self.breach("month", name, date=row.date)
        for name in reading.index.series:
            for one, other in reading.index.followers(name):
                first, second = reading.placed.get(one.id), reading.placed.get(other.id)
                if first is not None and second is not None and first.date >= second.date:
                    yield self.breach("order", other.id, other=one.id)

    def post(self, model: YearVariables, clause: Clause) -> None:
        series, month = clause.key
        held = [session for session in model.index.of_series(str(series)) if session.month == month]
        for session in held:
            model.at_least(1, model.at(session).values())
        for one, other in pairwise(held):
            model.at_most_sum(-1, [(1, model.day(one)), (-1, model.day(other))])
