"""attendance: one of those whom a seat allows attends for it, and is there that half-day [R14-R19, R36]."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement
from rsa_sched.calendar.spells import told

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class Attendance(Requirement):
    """One person for each seat, and nobody for two of them."""

    id = "attendance"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items():
            for n, seat in enumerate(series.attend):
                yield Clause("seat", (name, n), {"series": name, "people": seat.one_of})
        for name, person in index.people.items():
            for n, spell in enumerate(person.absences):
                yield Clause("absence", (name, n), {"person": name, "when": told(spell)})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for row in reading.placed.values():
            seats = reading.index.asked_of(reading.session(row)).attend
            if len(row.people) != len(seats):
                yield self.breach("seats", row.session, number=len(seats))
                continue
            if len(set(row.people)) < len(row.people):
                yield self.breach("two-seats", row.session)
            for seat, name in zip(seats, row.people, strict=True):
                if name not in seat.one_of:
                    yield self.breach("foreign-person", row.session, person=name)
                elif any(spell.covers(row.date, row.half) for spell in reading.index.people[name].absences):
                    yield self.breach("absent", row.session, person=name, date=row.date)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        number = int(str(clause.key[1]))
        if clause.what == "seat":
            for session in model.index.of_series(name):
                model.at_least(1, model.seat(session, number).values())
            return
        spell = model.index.people[name].absences[number]
        for session in model.index.sessions.values():
            if model.seats_of(session, name):
                away = [slot for slot in model.at(session) if spell.covers(*slot)]
                model.at_most(0, [model.attends(session, name, slot) for slot in away])
