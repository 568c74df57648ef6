"""another: where each session wants another person, all of them come before one comes again [R38]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class AnotherEachTime(Requirement):
    """Of as many sessions running as there are people, each has another one."""

    id = "another"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items():
            for n, seat in enumerate(series.attend):
                if seat.each_time_another:
                    yield Clause("another", (name, n), {"series": name, "people": seat.one_of})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for name, series in reading.index.series.items():
            rows = [row for row in reading.of_series(name) if len(row.people) == len(series.attend)]
            for n, seat in enumerate(series.attend):
                if not seat.each_time_another:
                    continue
                last: dict[str, int] = {}
                for number, row in enumerate(rows):
                    who = row.people[n]
                    if who in last and number - last[who] < len(seat.one_of):
                        yield self.breach("another", row.session, person=who, other=rows[last[who]].session)
                    last[who] = number

    def post(self, model: YearVariables, clause: Clause) -> None:
        name, n = str(clause.key[0]), int(str(clause.key[1]))
        sessions = model.index.of_series(name)
        people = model.index.series[name].attend[n].one_of
        width = min(len(people), len(sessions))
        for first in range(len(sessions) - width + 1):
            for who in people:
                model.at_most(1, [model.seat(session, n)[who] for session in sessions[first : first + width]])
