"""imposed: dates that were decided elsewhere are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class ImposedDates(Requirement):
    """A session of the series is held on that day; on that half-day and in that venue where they are said."""

    id = "imposed"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for n, row in enumerate(index.year.imposed):
            yield Clause("imposed", (n,), {"series": row.series, "date": row.date})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for wanted in reading.index.year.imposed:
            kept = any(
                row.date == wanted.date and wanted.half_day in (None, row.half) and wanted.venue in (None, row.venue)
                for row in reading.of_series(wanted.series)
            )
            if not kept:
                yield self.breach("imposed", wanted.series, date=wanted.date)

    def post(self, model: YearVariables, clause: Clause) -> None:
        wanted = model.index.year.imposed[int(str(clause.key[0]))]
        month = f"{wanted.date:%Y-%m}"
        sessions = [session for session in model.index.of_series(wanted.series) if session.month == month]
        chosen = []
        for session in sessions:
            then = [
                literal
                for slot, literal in model.at(session).items()
                if slot.date == wanted.date and wanted.half_day in (None, slot.half)
            ]
            if len(sessions) == 1:
                model.at_least(1, then)
                if wanted.venue is not None:
                    model.at_least(1, [model.at_venue(session, wanted.venue)])
                return
            literal = model.choice()
            chosen.append(literal)
            model.at_least_sum(0, [*((1, one) for one in then), (-1, literal)])
            if wanted.venue is not None:
                model.at_least_sum(0, [(1, model.at_venue(session, wanted.venue)), (-1, literal)])
        model.at_least(1, chosen)
