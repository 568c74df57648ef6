"""Levers: the one thing that could have been otherwise for a deferred situation to be heard (contract, section 7).

A lever is tried by changing the problem document, deriving everything anew, and asking of the changed problem whether
every best agenda hears the situation: whether the most points of the agendas that hear it exceed those of the agendas
that do not. Nothing is taken to be monotone. What is known is how fast that difference (the *margin*) can grow with the
age: a day more adds one day to one of the values that are handed out in the situation's group, hence to either side
between nothing and the units of whoever has that value. So a margin of -12 points rules out the next few days without
a look at them; the day at which the guarantee sets in is looked at for itself.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.values import days_waited, guaranteed
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import refuse_inadmissible, seats_of_pins
from rsa_sched.errors import InputError, PinClash
from rsa_sched.explanations.imposed import Decided
from rsa_sched.rules.base import Seat

MOST_DAYS = 1_095
"""How much earlier a request may be imagined."""

Name: TypeAlias = Literal["age", "urgency", "rank", "short", "received", "place"]


@dataclass(frozen=True)
class Lever:
    """One change that suffices.

    Attributes
    ----------
    lever : its kind.
    before, after : the value that is changed, and to what: a date (age, received), a level (urgency), a rank, minutes
        (short, place).
    session : the one that is longer and larger (place).
    """

    lever: Name
    before: str | int
    after: str | int
    session: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As `explain` writes it; it is stated only where it is proven."""
        place = {} if self.session is None else {"session": self.session}
        return {"lever": self.lever, "from": self.before, "to": self.after, **place, "proven": True}


@dataclass(frozen=True)
class Levers:
    """The levers of a deferred situation that suffice, in the contract's order, and whether no other one does."""

    found: tuple[Lever, ...]
    proven: bool


Edit: TypeAlias = Callable[[dict[str, Any], dict[str, Any]], None]
"""Changes a problem document, whose second argument is the situation's row in it."""


class LeverSearch:
    """Finds the levers of the deferred situations of one problem.

    Parameters
    ----------
    problem : as it was read.
    seats : an agenda of it, to begin from.
    control : time and stop of the whole search.
    """

    def __init__(self, problem: Problem, seats: Mapping[str, Seat], control: Control) -> None:
        self._seats, self._control = seats, control
        self._prepared = PreparedProblem.of(problem)
        self._index = self._prepared.index
        self._document = problem.to_dict()

    def of(self, situation: str) -> Levers:
        """Every lever of a deferred situation."""
        found, proven = [], True
        for search in (self._age, self._urgency, self._rank, self._short, self._received, self._place):
            try:
                lever = search(situation)
            except Unproven:
                proven = False
                continue
            if lever is not None:
                found.append(lever)
        return Levers(tuple(found), proven)

    # --- what is asked of a changed problem ---------------------------------------------------------------------------

    def _margin(self, situation: str, edit: Edit, *, sign: bool = False) -> int | None:
        """By how many points the agendas that hear it are ahead in the changed problem; below 1, it does not suffice.

        None where that is no problem, its pins clash, or no agenda hears the situation.

        Parameters
        ----------
        sign : whether it matters only if the margin is positive: then a solve is spared.

        Raises
        ------
        Unproven : where the time does not suffice to say whether it suffices.
        """
        document = copy.deepcopy(self._document)
        edit(document, next(row for row in document["situations"] if row["id"] == situation))
        try:
            prepared = PreparedProblem.of(Problem.from_dict(document))
            refuse_inadmissible(prepared)
        except (InputError, PinClash):
            return None
        if not prepared.admitted[situation]:
            return None
        if not self._control.alive:
            raise Unproven
        components, _ = split(prepared)
        component = next(one for one in components if situation in one.admitted)
        try:
            for other in components:
                if other is not component:
                    seats_of_pins(other, self._control)
            decided = Decided.of(component, self._control, self._seats)
        except PinClash:
            return None
        if sign and decided.best.proven and situation not in decided.seats:
            return 0
        heard, unheard = decided.heard(situation, self._control), decided.unheard(situation, self._control)
        if heard is None or unheard is None:
            return None
        if heard.at_least > unheard.at_most:
            return heard.at_least - unheard.at_most
        if heard.at_most <= unheard.at_least:
            return heard.at_most - unheard.at_least
        raise Unproven

    def _suffices(self, situation: str, edit: Edit) -> bool:
        margin = self._margin(situation, edit, sign=True)
        return margin is not None and margin > 0

    # --- the levers ---------------------------------------------------------------------------------------------------

    def _age(self, situation: str) -> Lever | None:
        """So many days earlier: every smaller number is ruled out, by a solve or by how fast the margin moves."""
        row = self._index.situations[situation]
        waited, regulation = days_waited(self._index, situation), self._index.regulation
        # What changes at once: the guarantee; beyond the cap nothing does.
        jump = max(0, regulation.guarantee_days - waited) if not guaranteed(self._index, situation) else 0
        last = min(MOST_DAYS, max(regulation.age_cap_days - waited, jump))
        fastest = max(self._index.units(name) for name in self._sharing_values(situation))
        days = 1
        while days <= last:
            margin = self._margin(situation, self._earlier(days))
            if margin is None:
                return None  # nothing of what admits it hangs on its age
            if margin > 0:
                moved = row.requested_on - dt.timedelta(days=days)
                return Lever("age", row.requested_on.isoformat(), moved.isoformat())
            following = days + -(-(1 - margin) // fastest)
            days = jump if days < jump < following else following
        return None

    def _sharing_values(self, situation: str) -> Iterator[str]:
        """Itself, and all whose value may move with its age."""
        row = self._index.situations[situation]
        yield situation
        if row.rank is not None and self._index.regulation.rank == "reorder":
            for name, other in self._index.situations.items():
                if other.rank is not None and other.structure == row.structure:
                    yield name

    @staticmethod
    def _earlier(days: int) -> Edit:
        def edit(_document: dict[str, Any], row: dict[str, Any]) -> None:
            before = dt.date.fromisoformat(row["requested_on"])
            if row.get("received_on") is None:
                row["received_on"] = before.isoformat()
            row["requested_on"] = (before - dt.timedelta(days=days)).isoformat()

        return edit

    def _urgency(self, situation: str) -> Lever | None:
        present = self._index.situations[situation].urgency
        for level in range(present + 1, len(self._index.regulation.urgency_days)):
            if self._suffices(situation, setting("urgency", level)):
                return Lever("urgency", present, level)
        return None

    def _rank(self, situation: str) -> Lever | None:
        present = self._index.situations[situation].rank
        if present is None or self._index.regulation.rank != "reorder":
            return None
        for rank in sorted(self._ranks(situation), key=lambda rank: (abs(rank - present), rank)):
            if rank != present and self._suffices(situation, setting("rank", rank)):
                return Lever("rank", present, rank)
        return None

    def _ranks(self, situation: str) -> range:
        """From 1 to the largest of those among whom the values are handed out, and one more."""
        index, row = self._index, self._index.situations[situation]
        admitted = self._prepared.admitted
        group = [
            other.rank
            for name, other in index.situations.items()
            if other.rank is not None
            and admitted[name]
            and (other.structure, other.subsector) == (row.structure, row.subsector)
            and index.type_of(name).id == index.type_of(situation).id
            and guaranteed(index, name) == guaranteed(index, situation)
        ]
        return range(1, max(group, default=0) + 2)

    def _short(self, situation: str) -> Lever | None:
        index, row = self._index, self._index.situations[situation]
        if index.type_of(situation).length != "content" or not (row.partners or row.beneficiary_invited):
            return None

        def edit(_document: dict[str, Any], row: dict[str, Any]) -> None:
            row.pop("partners", None)
            row.pop("beneficiary_invited", None)

        if self._suffices(situation, edit):
            return Lever("short", index.minutes[situation], index.regulation.short_minutes)
        return None

    def _received(self, situation: str) -> Lever | None:
        row = self._index.situations[situation]
        if row.received == row.requested_on:
            return None
        if self._suffices(situation, setting("received_on", row.requested_on.isoformat())):
            return Lever("received", row.received.isoformat(), row.requested_on.isoformat())
        return None

    def _place(self, situation: str) -> Lever | None:
        longer = self._index.minutes[situation]
        for session in self._prepared.admitted[situation]:
            held = self._index.sessions[session]
            if self._suffices(situation, _enlarged(session, held.minutes + longer, held.max_situations + 1)):
                return Lever("place", held.minutes, held.minutes + longer, session)
        return None


class Unproven(Exception):
    """There was no time to find out whether a change suffices."""


def setting(key: str, value: str | int) -> Edit:
    """The edit that gives the situation this value."""

    def edit(_document: dict[str, Any], row: dict[str, Any]) -> None:
        row[key] = value

    return edit


def _enlarged(session: str, minutes: int, places: int) -> Edit:
    """The edit that gives a session this length and size."""

    def edit(document: dict[str, Any], _row: dict[str, Any]) -> None:
        row = next(row for row in document["sessions"] if row["id"] == session)
        row["minutes"], row["max_situations"] = minutes, places

    return edit
