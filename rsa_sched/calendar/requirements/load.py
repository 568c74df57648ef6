"""load: not more sessions a day and a week than the service can hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class Load(Requirement):
    """All series together; weeks begin on Monday."""

    id = "load"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        most = index.year.most
        if most.a_day is not None:
            yield Clause("a-day", (), {"number": most.a_day})
        if most.a_week is not None:
            yield Clause("a-week", (), {"number": most.a_week})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        most = reading.index.year.most
        days, weeks = Counter[Any](), Counter[Any]()
        for row in sorted(reading.placed.values(), key=lambda row: (row.date, row.half, row.session)):
            days[row.date] += 1
            weeks[row.date.isocalendar()[:2]] += 1
            if most.a_day is not None and days[row.date] == most.a_day + 1:
                yield self.breach("a-day", row.session, date=row.date, number=most.a_day)
            if most.a_week is not None and weeks[row.date.isocalendar()[:2]] == most.a_week + 1:
                yield self.breach("a-week", row.session, date=row.date, number=most.a_week)

    def post(self, model: YearVariables, clause: Clause) -> None:
        most = model.index.year.most
        limit = most.a_day if clause.what == "a-day" else most.a_week
        assert limit is not None, "the clause comes with its number"
        groups: dict[int, list[Any]] = defaultdict(list)
        for session in model.index.sessions.values():
            for slot, literal in model.at(session).items():
                day = slot.date.toordinal()
                groups[day if clause.what == "a-day" else (day - 1) // 7].append(literal)
        for literals in groups.values():
            model.at_most(limit, literals)
