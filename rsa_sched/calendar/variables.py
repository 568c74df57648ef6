"""The variables of a year's model, with verbs, so that no rule sees raw indices.

A half-day, a venue and people for each session.

Where a reason is sought each clause is enforced by a literal of its own; else all of them hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.index import Placed, ToPlace, YearIndex, YearSlot
from rsa_sched.calendar.possible import PossibleSlots

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

Literals = Iterable[Any]


class YearVariables:
    """The variables of a year, and what is said with them.

    Parameters
    ----------
    index : the year.
    told : whether each clause is to have a literal, so that it can be assumed or not.
    """

    def __init__(self, index: YearIndex, *, told: bool = False) -> None:
        from ortools.sat.python import cp_model

        self.index = index
        self.cp = cp_model.CpModel()
        self._told = told
        self._under: Any = None
        self._held: dict[str, Any] = {}
        self._cost: list[tuple[int, Any]] = []
        self._attending: dict[tuple[str, str, YearSlot], Any] = {}
        self._chosen: dict[tuple[str, int], dict[tuple[str, YearSlot], Any]] = {}
        self._possible = possible = PossibleSlots(index)
        self._at = {
            name: {slot: self.choice() for slot in (index.slots if told else possible.slots)(session)}
            for name, session in index.sessions.items()
        }
        self._venue = {
            name: {venue: self.choice() for venue in index.asked_of(session).venues}
            for name, session in index.sessions.items()
        }
        self._seats = {name: self._seats_for(session) for name, session in index.sessions.items()}
        self._structure()

    def _seats_for(self, session: ToPlace) -> list[dict[str, Any]]:
        return [{who: self.choice() for who in seat.one_of} for seat in self.index.asked_of(session).attend]

    def _structure(self) -> None:
        """What no clause says: one half-day, one venue, one person for a seat and one seat for a person."""
        for name in self.index.sessions:
            self.cp.add_at_most_one(self._at[name].values())
            if self._told:  # held, whether its month's number or an imposed date asks for it
                self._held[name] = self.choice()
                self.cp.add(sum(self._at[name].values()) <= self._held[name])
            self.cp.add_exactly_one(self._venue[name].values())
            seats = self._seats[name]
            for seat in seats:
                self.cp.add_at_most_one(seat.values())
            for who in {who for seat in seats for who in seat}:
                both = [seat[who] for seat in seats if who in seat]
                if len(both) > 1:
                    self.cp.add_at_most_one(both)

    @contextmanager
    def _enforced(self, literal: Any) -> Iterator[None]:
        self._under = literal
        try:
            yield
        finally:
            self._under = None

    # --- variables ----------------------------------------------------------------------------------------------------

    def choice(self) -> Any:
        """A new Boolean."""
        return self.cp.new_bool_var("")

    def whole_number(self) -> Any:
        """A new whole number of days."""
        return self.cp.new_int_var(0, 1000, "")

    def at(self, session: ToPlace) -> Mapping[YearSlot, Any]:
        """Whether a session is held on each half-day of its month; without those on which none can be."""
        return self._at[session.id]

    def at_venue(self, session: ToPlace, venue: str) -> Any:
        """Whether it is held there; None where the venue is none of its series'."""
        return self._venue[session.id].get(venue)

    def seat(self, session: ToPlace, number: int) -> Mapping[str, Any]:
        """Who takes one of its seats."""
        return self._seats[session.id][number]

    def seats_of(self, session: ToPlace, who: str) -> list[Any]:
        """Whether somebody takes one of its seats: a literal for each that they may take."""
        return [seat[who] for seat in self._seats[session.id] if who in seat]

    def day(self, session: ToPlace) -> LinearExpr:
        """The day on which it is held, counted from the first of the year's days."""
        from ortools.sat.python.cp_model import LinearExpr

        first = self.index.all_slots[0].date.toordinal()
        at = self._at[session.id]
        return LinearExpr.weighted_sum(list(at.values()), [slot.date.toordinal() - first for slot in at])

    def attends(self, session: ToPlace, who: str, slot: YearSlot) -> Any:
        """Whether somebody attends a session that is held then; None where that cannot be."""
        if slot not in self._at[session.id]:
            return None
        key = (session.id, who, slot)
        if key not in self._attending:
            self._attend(session, who)
        return self._attending[key]

    def _attend(self, session: ToPlace, who: str) -> None:
        at, seats = self._at[session.id], [seat for seat in self._seats[session.id] if who in seat]
        if self._told:  # the session may be held by nobody, and not at all: only what follows from both is said
            for slot, literal in at.items():
                there = self._attending[session.id, who, slot] = self.choice()
                for seat in seats:
                    self.cp.add_bool_or([there, ~literal, ~seat[who]])
            return
        chosen = [self._choices(session, seat) for seat in seats]
        for slot in at:
            literals = [choices[who, slot] for choices in chosen if (who, slot) in choices]
            if not literals:
                self._attending[session.id, who, slot] = None
                continue
            if len(literals) > 1:
                there = self.choice()
                self.cp.add(sum(literals) == there)
                literals = [there]
            self._attending[session.id, who, slot] = literals[0]

    def _choices(self, session: ToPlace, seat: Mapping[str, Any]) -> Mapping[tuple[str, YearSlot], Any]:
        """Of a seat: who takes it when; as tight as can be, since every session is held and every seat taken."""
        at = self._at[session.id]
        if len(seat) == 1:
            return {(who, slot): literal for who in seat for slot, literal in at.items()}
        key = (session.id, id(seat))
        if key not in self._chosen:
            pairs = [(who, slot) for who in seat for slot in at if self._possible.attends(who, slot)]
            chosen = self._chosen[key] = {pair: self.choice() for pair in pairs}
            for slot, literal in at.items():
                self.cp.add(sum(chosen[pair] for who in seat if (pair := (who, slot)) in chosen) == literal)
            for who, taken in seat.items():
                self.cp.add(sum(chosen[pair] for slot in at if (pair := (who, slot)) in chosen) == taken)
        return self._chosen[key]

    # --- what may not be ----------------------------------------------------------------------------------------------

    def at_most(self, limit: int, literals: Literals) -> None:
        """No more than so many of these; None is one that cannot be."""
        listed = [literal for literal in literals if literal is not None]
        if len(listed) <= limit:
            return
        if self._under is None and limit == 1:
            self.cp.add_at_most_one(listed)
        else:
            self._add(sum(listed) <= limit)

    def at_least(self, limit: int, literals: Literals) -> None:
        """No fewer than so many of these."""
        self._add(sum(list(literals)) >= limit)

    def at_most_sum(self, limit: int, terms: Sequence[tuple[int, Any]], of: Sequence[ToPlace] = ()) -> None:
        """Factors times variables add up to no more; `of`: only where these sessions are held at all.

        None in place of a variable is one that cannot be.
        """
        terms = [(factor, term) for factor, term in terms if term is not None]
        self._add(sum(factor * term for factor, term in terms) <= limit, of)

    def at_least_sum(self, limit: int, terms: Sequence[tuple[int, Any]], of: Sequence[ToPlace] = ()) -> None:
        """Factors times variables add up to no less; `of`: only where these sessions are held at all."""
        self._add(sum(factor * term for factor, term in terms) >= limit, of)

    def _add(self, constraint: Any, of: Sequence[ToPlace] = ()) -> None:
        if isinstance(constraint, bool):  # of no variable at all
            if constraint:
                return
            if self._under is not None:
                self.cp.add_bool_or([~self._under])
            else:
                self.cp.add_bool_or([])
            return
        added = self.cp.add(constraint)
        if self._under is not None:
            added.only_enforce_if([self._under, *(self._held[session.id] for session in of)])

    # --- points -------------------------------------------------------------------------------------------------------

    def pay(self, points: int, variable: Any) -> None:
        """Count these points times the variable's value."""
        if points:
            self._cost.append((points, variable))

    @property
    def cost(self) -> Any:
        """The points of the model as an expression."""
        from ortools.sat.python.cp_model import LinearExpr

        return LinearExpr.weighted_sum([variable for _, variable in self._cost], [factor for factor, _ in self._cost])

    def minimise(self, expression: Any) -> None:
        """What is sought."""
        self.cp.minimize(expression)

    def moved(self, before: Placed) -> Any:
        """Whether a session is held on another half-day, or elsewhere, than before."""
        session = self.index.sessions[before.session]
        kept: list[Any] = [self._at[session.id].get(before.slot), self._venue[session.id].get(before.venue)]
        moved = self.choice()
        if any(literal is None for literal in kept):
            self.cp.add(moved == 1)
        else:
            for literal in kept:
                self.cp.add_bool_or([moved, literal])
        return moved

    def replaced(self, before: Placed) -> list[Any]:
        """For each seat whether somebody else takes it than before."""
        seats = self._seats[before.session]
        return [~seat[who] if who in seat else 1 for seat, who in zip(seats, before.people, strict=False)]

    def hint(self, placed: Iterable[Placed]) -> None:
        """Begin the search near a plan, or a part of one."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for row in placed:
            if row.session in self._at:
                for slot, literal in self._at[row.session].items():
                    self.cp.add_hint(literal, slot == row.slot)
                for venue, literal in self._venue[row.session].items():
                    self.cp.add_hint(literal, venue == row.venue)
