"""presence: nobody is in two places at once, and there is time to travel within a day [R20]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import Placed, ToPlace, YearIndex, YearSlot
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement
from rsa_sched.calendar.year import HALVES

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class OnePlace(Requirement):
    """Whoever attends two sessions of one day can be at both for their whole length."""

    id = "one-place"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name in index.people:
            yield Clause("one-place", (name,), {"person": name})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        days: dict[tuple[str, object], list[Placed]] = defaultdict(list)
        for row in reading.placed.values():
            for name in set(row.people):
                days[name, row.date].append(row)
        for (name, _), rows in sorted(days.items(), key=str):
            for one, other in combinations(sorted(rows, key=reading.span), 2):
                (_, end), (start, _) = reading.span(one), reading.span(other)
                if start - end < reading.index.travel.minutes(one.venue, other.venue):
                    facts = {"person": name, "other": one.session, "date": one.date}
                    yield self.breach("two-places", other.session, **facts)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        by_month: dict[str, list[ToPlace]] = defaultdict(list)
        for session in model.index.sessions.values():
            if model.seats_of(session, name):
                by_month[session.month].append(session)
        for sessions in by_month.values():
            for slot in model.index.slots(sessions[0]):
                model.at_most(1, [model.attends(session, name, slot) for session in sessions])
            for one, other in combinations(sessions, 2):
                self._within_a_day(model, name, one, other)

    @staticmethod
    def _within_a_day(model: YearVariables, name: str, one: ToPlace, other: ToPlace) -> None:
        """The morning's and the afternoon's session, where that is too near or too far."""
        index = model.index
        date = index.slots(one)[0].date
        for first, second in (HALVES, HALVES[::-1]):
            at, then = YearSlot(date, first), YearSlot(date, second)
            tight = [
                (here, there)
                for here in index.asked_of(one).venues
                for there in index.asked_of(other).venues
                if not index.apart(one, at, here, other, then, there)
            ]
            if not tight:
                continue
            always = len(tight) == len(index.asked_of(one).venues) * len(index.asked_of(other).venues)
            for slot in index.slots(one):
                if slot.half != first:
                    continue
                both = [
                    model.attends(one, name, slot),
                    model.attends(other, name, YearSlot(slot.date, second)),
                ]
                if always:
                    model.at_most(1, both)
                for here, there in () if always else tight:
                    model.at_most(3, [*both, model.at_venue(one, here), model.at_venue(other, there)])
