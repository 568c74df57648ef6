"""What one more place or session would be worth in each sub-sector: the best agenda with it, less the best without.

A place is one situation more of the ordinary length in one of the sessions of the sub-sector, which is longer by it;
the session that gains most is told. A session more is the last one of the sub-sector held once more on the next
weekday, at the same hours and place, with the same staff. Dues follow: with more places a kind of structure is due
more, so that what they bring may be less than nothing.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of, split
from rsa_sched.engine.control import Control
from rsa_sched.errors import PinClash
from rsa_sched.explanations.changed import ChangedProblems, Document, Edit, enlarging
from rsa_sched.explanations.imposed import Decided, Points
from rsa_sched.explanations.pieces import Pieces
from rsa_sched.rules.session_type import Pool, pool_of_session


@dataclass(frozen=True)
class Worth:
    """What more would be worth in one pool of sessions.

    Attributes
    ----------
    type, where : the type of its sessions; the sub-sector, or the service for a type that is shared.
    minutes : of the place.
    session, place : the session that gains most by a place more, and the points of it.
    held_again, another : the session that is held once more, and the points of that; None where that is no problem.
    """

    type: str
    where: str
    minutes: int
    session: str
    place: Points | None
    held_again: str
    another: Points | None

    def days(self, points: int) -> int:
        """Points as days of waiting of situations of the ordinary length, rounded down."""
        return points // (self.minutes // UNIT)

    def to_dict(self) -> dict[str, Any]:
        """As `explain` writes it."""
        return {
            "type": self.type,
            "where": self.where,
            "minutes": self.minutes,
            "place": {"session": self.session, **self._told(self.place)},
            "another": {"session": self.held_again, **self._told(self.another)},
        }

    def _told(self, points: Points | None) -> dict[str, Any]:
        if points is None:
            return {"points": None, "days": None}
        return {"points": list(points), "days": self.days(points.at_least)}


def worths(
    changed: ChangedProblems, decided: Sequence[Decided], best: Points, pieces: Pieces, control: Control
) -> tuple[Worth, ...]:
    """Of each pool that somebody may sit in, by type and place."""
    index = changed.prepared.index
    pools: dict[Pool, list[str]] = defaultdict(list)
    for session in sessions_of(changed.prepared):
        pools[pool_of_session(index, session)].append(session)
    minutes = {kind: _minutes(changed.prepared, kind) for kind, _ in pools}
    asked: list[tuple[Pool, str, int]] = []
    for pool, sessions in sorted(pools.items()):
        asked += [(pool, session, minutes[pool[0]]) for session in sessions]
        asked.append((pool, max(sessions, key=lambda name: (index.start[name], name)), AGAIN))
    found = pieces.done([partial(_best, changed, session, more, decided, control) for _, session, more in asked])
    gains = {key: _gain(found.get(number), best) for number, key in enumerate(asked)}
    made = []
    for pool, sessions in sorted(pools.items()):
        longer = minutes[pool[0]]
        known = {name: gains[pool, name, longer] for name in sessions}
        most = max(sessions, key=lambda name: _rank(known[name]))
        last = next(session for other, session, more in asked if (other, more) == (pool, AGAIN))
        made.append(Worth(*pool, longer, most, known[most], last, gains[pool, last, AGAIN]))
    return tuple(made)


AGAIN = 0
"""Stands for the minutes of a place where the whole session is held once more."""


def _best(
    changed: ChangedProblems, session: str, minutes: int, decided: Sequence[Decided], control: Control
) -> Points | None:
    """The most points with a place of so many minutes more in a session, or with the session held once more."""
    with control.stop.heard():
        edit = again(session) if minutes == AGAIN else enlarging(changed.prepared.index.sessions[session], minutes)
        prepared = changed.of(edit)
        if prepared is None:
            return None
        known = {one.component.candidates: one for one in decided}
        components, rest = split(prepared)
        found = [_known_or_solved(component, session, known, changed, control) for component in components]
        if any(one is None for one in found):
            return None
        fixed, solved = points_of(rest, {}), [one for one in found if one is not None]
        return Points(
            fixed + sum(one.at_least for one in solved), fixed + sum(one.at_most for one in solved)
        )  # fmt: skip


def _known_or_solved(
    component: PreparedProblem,
    session: str,
    known: Mapping[tuple[str, ...], Decided],
    changed: ChangedProblems,
    control: Control,
) -> Points | None:
    """What is known of a component that nothing changes for, or else a solve; None where its pins clash."""
    before = known.get(component.candidates)
    if before is not None and session not in sessions_of(component):
        same = (before.component.admitted, before.component.values, before.component.claims)
        if same == (component.admitted, component.values, component.claims) and not _is_met(
            changed, component, session
        ):
            return before.best
    try:
        return Decided.of(component, control, changed.seats).best
    except PinClash:
        return None


def _is_met(changed: ChangedProblems, component: PreparedProblem, session: str) -> bool:
    """Whether somebody who takes part in the component staffs the session, so that its hours are theirs."""
    staff = set(changed.prepared.index.sessions[session].staff)
    return any(not staff.isdisjoint(component.index.participants[name]) for name in component.candidates)


def _rank(points: Points | None) -> tuple[int, int]:
    return (0, 0) if points is None else (1, points.at_least)


def _minutes(prepared: PreparedProblem, kind: str) -> int:
    """The ordinary length of a situation of a type."""
    length, regulation = prepared.index.types[kind].length, prepared.index.regulation
    return length if isinstance(length, int) else (
        regulation.long_minutes if length == "long" else regulation.short_minutes
    )  # fmt: skip


def _gain(after: Points | None, before: Points) -> Points | None:
    if after is None:
        return None
    return Points(after.at_least - before.at_most, after.at_most - before.at_least)


def again(session: str) -> Edit:
    """The edit that has a session held once more, on the next weekday."""

    def edit(document: Document, _row: Document) -> None:
        row = copy.deepcopy(next(row for row in document["sessions"] if row["id"] == session))
        names = {one["id"] for one in document["sessions"]}
        while row["id"] in names:
            row["id"] += "+"
        start = dt.datetime.fromisoformat(row["start"]) + dt.timedelta(days=1)
        while start.weekday() > 4:
            start += dt.timedelta(days=1)
        row["start"] = start.isoformat(timespec="minutes")
        document["sessions"].append(row)

    return edit
