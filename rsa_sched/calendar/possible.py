"""Half-days on which a session cannot be held whatever else is decided: they get no variable.

Only to make the model small: every requirement is posted and checked all the same.
"""

from __future__ import annotations

from functools import cached_property

from rsa_sched.calendar.index import ToPlace, YearIndex, YearSlot


class PossibleSlots:
    """Which half-days are left by closed days, absences, venues and strict weekdays, each taken alone."""

    def __init__(self, index: YearIndex) -> None:
        self._index = index

    @cached_property
    def _open(self) -> frozenset[YearSlot]:
        index = self._index
        return frozenset(
            slot
            for slot in index.all_slots
            if index.open.is_open(slot.date) and not any(spell.covers(*slot) for spell in index.year.closed)
        )

    @cached_property
    def _there(self) -> dict[str, frozenset[YearSlot]]:
        """Of each person, when they are not absent."""
        return {
            name: frozenset(slot for slot in self._open if not any(spell.covers(*slot) for spell in person.absences))
            for name, person in self._index.people.items()
        }

    @cached_property
    def _of_series(self) -> dict[str, frozenset[YearSlot]]:
        index, found = self._index, {}
        for name, series in index.series.items():
            venues = [index.venues[venue] for venue in series.venues]
            left = {
                slot
                for slot in self._open
                if any(
                    (not venue.free or any(spell.covers(*slot) for spell in venue.free))
                    and not any(spell.covers(*slot) for spell in venue.taken)
                    for venue in venues
                )
            }
            for seat in series.attend:
                left &= frozenset().union(*(self._there[who] for who in seat.one_of))
            if series.strictly:
                left = {
                    slot
                    for slot in left
                    if (not series.weekdays or slot.date.weekday() in series.days)
                    and series.half_day in (None, slot.half)
                }
            found[name] = frozenset(left)
        return found

    def slots(self, session: ToPlace) -> list[YearSlot]:
        """Half-days on which a session may be held, in order."""
        left = self._of_series[session.series]
        return [slot for slot in self._index.slots(session) if slot in left]

    def attends(self, who: str, slot: YearSlot) -> bool:
        """Whether somebody may attend then."""
        return slot in self._there[who]
