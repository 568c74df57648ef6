"""weekday: where a series will have no other weekday and half-day, it has those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement
from rsa_sched.calendar.spells import told
from rsa_sched.calendar.year import Spell

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class StrictWeekday(Requirement):
    """Of series that say ``strictly``; without it they are preferences."""

    id = "weekday"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items():
            if series.strictly and (series.weekdays or series.half):
                wanted = Spell.model_construct(weekdays=series.weekdays, half=series.half)
                yield Clause("weekday", (name,), {"series": name, "when": told(wanted)})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for name, series in reading.index.series.items():
            for row in reading.of_series(name) if series.strictly else ():
                other_day = bool(series.weekdays) and row.date.weekday() not in series.days
                if other_day or series.half_day not in (None, row.half):
                    yield self.breach("weekday", row.session, date=row.date)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        series = model.index.series[name]
        for session in model.index.of_series(name):
            model.at_most(
                0,
                [
                    literal
                    for slot, literal in model.at(session).items()
                    if (series.weekdays and slot.date.weekday() not in series.days)
                    or (series.half_day is not None and slot.half != series.half_day)
                ],
            )
