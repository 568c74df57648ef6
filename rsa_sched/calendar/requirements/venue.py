"""venue: each session is in one of its series' venues, free then and without another at that hour [R23, R24]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import Placed, ToPlace, YearIndex, YearSlot
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement
from rsa_sched.calendar.spells import told
from rsa_sched.domain.clock import overlap

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class VenueIsFree(Requirement):
    """A venue may be had when the file says that it is free, and not when it is taken."""

    id = "venue"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, venue in index.venues.items():
            if venue.free:
                when = "; ".join(map(told, venue.free))
                yield Clause("venue-free", (name,), {"venue": name, "when": when})
            for n, spell in enumerate(venue.taken):
                yield Clause("venue-taken", (name, n), {"venue": name, "when": told(spell)})
            if len([series for series in index.series.values() if name in series.venues]) > 1:
                yield Clause("venue-once", (name,), {"venue": name})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        by_venue: dict[str, list[Placed]] = defaultdict(list)
        for row in reading.placed.values():
            by_venue[row.venue].append(row)
            if row.venue not in reading.index.asked_of(reading.session(row)).venues:
                yield self.breach("venue-foreign", row.session, venue=row.venue)
                continue
            venue = reading.index.venues[row.venue]
            free = not venue.free or any(spell.covers(row.date, row.half) for spell in venue.free)
            if not free or any(spell.covers(row.date, row.half) for spell in venue.taken):
                yield self.breach("venue-not-free", row.session, venue=row.venue, date=row.date)
        for venue_id, rows in by_venue.items():
            for one, other in combinations(rows, 2):
                if overlap(reading.span(one), reading.span(other)):
                    yield self.breach("venue-twice", other.session, venue=venue_id, other=one.session)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        venue = model.index.venues[name]
        there = [session for session in model.index.sessions.values() if model.at_venue(session, name) is not None]
        if clause.what == "venue-once":
            for one, other in combinations(there, 2):
                self._never_at_once(model, name, one, other)
            return

        def is_barred(slot: YearSlot) -> bool:
            if clause.what == "venue-free":
                return not any(spell.covers(*slot) for spell in venue.free)
            return venue.taken[int(str(clause.key[1]))].covers(*slot)

        for session in there:
            barred = [literal for slot, literal in model.at(session).items() if is_barred(slot)]
            if barred:
                model.at_most(1, [*barred, model.at_venue(session, name)])

    @staticmethod
    def _never_at_once(model: YearVariables, name: str, one: ToPlace, other: ToPlace) -> None:
        both = [model.at_venue(one, name), model.at_venue(other, name)]
        if one.month != other.month or one.series == other.series:
            return  # those of a series are on different days
        for slot, literal in model.at(one).items():
            for then, elsewhere in model.at(other).items():
                if slot.date == then.date and model.index.at_once(one, slot, other, then):
                    model.at_most(3, [*both, literal, elsewhere])
