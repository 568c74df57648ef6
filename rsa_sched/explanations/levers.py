"""Levers: the one thing that could have been otherwise for a deferred situation to be heard (contract, section 7).

A lever suffices where every best agenda of the changed problem hears the situation: where the most points of the
agendas that hear it exceed those of the agendas that do not. Nothing is taken to be monotone. Age, urgency and rank
move values alone, and are asked of `Revalued`; the others change the problem document, from which everything is
derived anew (`changed`).

What is known is how fast the difference (the *margin*) can grow with the age: a day more adds one day to one of the
values that are handed out in the situation's group, hence to either side between nothing and the units of whoever has
that value. So a margin of -12 points rules out the next few days without a look at them; the day at which the guarantee
sets in is looked at for itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rsa_sched.bareme.values import days_waited, guaranteed
from rsa_sched.engine.control import Control
from rsa_sched.explanations.changed import ChangedProblems, Document, Edit, is_heard_by_all, setting
from rsa_sched.explanations.imposed import Decided
from rsa_sched.explanations.revalued import Ranking, Revalued, Unproven

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


class LeverSearch:
    """Finds the levers of the deferred situations of one problem.

    Parameters
    ----------
    changed : its changed problems.
    control : time and stop of the whole search.
    enlarged : by session and minutes the component in which it has a place of so many minutes more, solved; None where
        that is no problem.
    """

    def __init__(
        self, changed: ChangedProblems, control: Control, enlarged: Mapping[tuple[str, int], Decided | None]
    ) -> None:
        self._changed, self._control = changed, control
        self._prepared, self._index = changed.prepared, changed.prepared.index
        self._enlarged = enlarged

    def only(self, situations: Iterable[str]) -> LeverSearch:
        """The same for these situations, without what they do not need."""
        wanted = {
            (session, self._index.minutes[name]) for name in situations for session in self._prepared.admitted[name]
        }
        known = {key: one and one.apart() for key, one in self._enlarged.items() if key in wanted}
        return LeverSearch(self._changed, self._control, known)

    def of(self, situation: str, revalued: Revalued | None) -> Levers:
        """Every lever of a deferred situation.

        Parameters
        ----------
        revalued : of the situation; None where it is no candidate: then no value helps it.
        """
        found, proven = [], True
        for search in (self._age, self._urgency, self._rank, self._short, self._received, self._place):
            try:
                lever = search(situation, revalued)
            except Unproven:
                proven = False
                continue
            if lever is not None:
                found.append(lever)
        return Levers(tuple(found), proven)

    # --- values alone -------------------------------------------------------------------------------------------------

    def _age(self, situation: str, revalued: Revalued | None) -> Lever | None:
        """So many days earlier: every smaller number is ruled out, by what is known or by how fast the margin moves."""
        row = self._index.situations[situation]
        if revalued is None:
            return None
        ranking = Ranking(self._prepared, situation)
        waited, regulation = days_waited(self._index, situation), self._index.regulation
        # What changes at once: the guarantee; beyond the cap nothing does.
        jump = max(0, regulation.guarantee_days - waited) if not guaranteed(self._index, situation) else 0
        last = min(MOST_DAYS, max(regulation.age_cap_days - waited, jump))
        fastest = max(self._index.units(name) for name in ranking.members)
        days = 1
        while days <= last:
            moved = row.requested_on - dt.timedelta(days=days)
            margin = revalued.margin(ranking.values(requested_on=moved, received_on=row.received))
            if margin is None:
                return None
            if margin > 0:
                if self._changed.is_problem(situation, earlier(days)):
                    return Lever("age", row.requested_on.isoformat(), moved.isoformat())
                margin = 0
            following = days + -(-(1 - margin) // fastest)
            days = jump if days < jump < following else following
        return None

    def _urgency(self, situation: str, revalued: Revalued | None) -> Lever | None:
        present = self._index.situations[situation].urgency
        for level in range(present + 1, len(self._index.regulation.urgency_days)):
            if self._has_value(situation, revalued, "urgency", level):
                return Lever("urgency", present, level)
        return None

    def _rank(self, situation: str, revalued: Revalued | None) -> Lever | None:
        present = self._index.situations[situation].rank
        if present is None or self._index.regulation.rank != "reorder":
            return None
        for rank in sorted(self._ranks(situation), key=lambda rank: (abs(rank - present), rank)):
            if rank != present and self._has_value(situation, revalued, "rank", rank):
                return Lever("rank", present, rank)
        return None

    def _has_value(self, situation: str, revalued: Revalued | None, key: str, value: int) -> bool:
        """Whether the value that comes of this suffices."""
        if revalued is None:
            return False
        margin = revalued.margin(Ranking(self._prepared, situation).values(**{key: value}))
        return margin is not None and margin > 0 and self._changed.is_problem(situation, setting(key, value))

    def _ranks(self, situation: str) -> range:
        """From 1 to the largest of those among whom the values are handed out, and one more."""
        index, admitted = self._index, self._prepared.admitted
        group = [
            index.situations[name].rank or 0
            for name in Ranking(self._prepared, situation).members
            if admitted[name] and guaranteed(index, name) == guaranteed(index, situation)
        ]
        return range(1, max(group, default=0) + 2)

    # --- everything derived anew --------------------------------------------------------------------------------------

    def _short(self, situation: str, revalued: Revalued | None) -> Lever | None:
        index, row = self._index, self._index.situations[situation]
        if index.type_of(situation).length != "content" or not (row.partners or row.beneficiary_invited):
            return None

        def edit(_document: Document, row: Document) -> None:
            row.pop("partners", None)
            row.pop("beneficiary_invited", None)

        if self._changed.suffices(situation, edit):
            return Lever("short", index.minutes[situation], index.regulation.short_minutes)
        return None

    def _received(self, situation: str, revalued: Revalued | None) -> Lever | None:
        row = self._index.situations[situation]
        if row.received == row.requested_on:
            return None
        if self._changed.suffices(situation, setting("received_on", row.requested_on.isoformat()), revalued):
            return Lever("received", row.received.isoformat(), row.requested_on.isoformat())
        return None

    def _place(self, situation: str, _revalued: Revalued | None) -> Lever | None:
        minutes = self._index.minutes[situation]
        for session in self._prepared.admitted[situation]:
            if (session, minutes) not in self._enlarged:
                raise Unproven  # there was no time
            decided = self._enlarged[session, minutes]
            if decided is not None and is_heard_by_all(decided, situation, self._control):
                held = self._index.sessions[session].minutes
                return Lever("place", held, held + minutes, session)
        return None


def earlier(days: int) -> Edit:
    """The edit that has the request made so many days earlier, received when it was."""

    def edit(_document: Document, row: Document) -> None:
        before = dt.date.fromisoformat(row["requested_on"])
        if row.get("received_on") is None:
            row["received_on"] = before.isoformat()
        row["requested_on"] = (before - dt.timedelta(days=days)).isoformat()

    return edit
