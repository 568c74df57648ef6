"""opening: no session on a week-end, a public holiday, or a day or half-day that the service is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex, YearSlot
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement
from rsa_sched.calendar.spells import told

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class Opening(Requirement):
    """Public holidays are those of the year's time zone and region; week-ends cannot be asked for."""

    id = "opening"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        yield Clause("public-holidays")
        for n, spell in enumerate(index.year.closed):
            yield Clause("closed", (n,), {"when": told(spell), "label": spell.label or ""})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for row in reading.placed.values():
            if row.date.weekday() > 4:
                yield self.breach("weekend", row.session, date=row.date)
            elif not reading.index.open.is_open(row.date):
                yield self.breach("holiday", row.session, date=row.date, holiday=reading.index.open.holiday(row.date))
            for spell in reading.index.year.closed:
                if spell.covers(row.date, row.half):
                    yield self.breach("closed", row.session, date=row.date)
                    break

    def post(self, model: YearVariables, clause: Clause) -> None:
        index = model.index

        def is_shut(slot: YearSlot) -> bool:
            if clause.what == "public-holidays":
                return bool(index.open.holiday(slot.date))
            return index.year.closed[int(str(clause.key[0]))].covers(slot.date, slot.half)

        shut = {slot for slot in index.all_slots if is_shut(slot)}
        for session in index.sessions.values():
            model.at_most(0, [literal for slot, literal in model.at(session).items() if slot in shut])
