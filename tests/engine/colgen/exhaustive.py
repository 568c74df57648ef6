"""Tiny components looked through from end to end: every division of the situations among the sessions, and all hours.

Nothing of `rsa_sched.engine.colgen` is used here: what a division is worth is recounted by the parts of the barème,
and hours are tried one by one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import combinations
from math import prod
from random import Random
from typing import Any

from rsa_sched import PinClash, PreparedProblem, Problem
from rsa_sched.bareme.equity import Equity
from rsa_sched.bareme.idle import Idle
from rsa_sched.bareme.priority import Priority
from rsa_sched.bareme.stability import Stability
from rsa_sched.bareme.travel import TravelCost
from rsa_sched.domain.clock import to_minute
from rsa_sched.domain.index import Engagement
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.options import options
from rsa_sched.rules.base import Seat
from tests.support import builders
from tests.support.documents import random_document
from tests.support.loads import interchangeable

Division = Mapping[str, frozenset[str]]
"""Who sits in which session, hours left out; sessions where nobody sits are not in it."""

MANY = 1_500
"""Divisions that a component may have (claimants, minutes and sizes not looked at) to be looked through."""


def components(document: Mapping[str, Any]) -> list[PreparedProblem]:
    """Independent components; none where the pins clash."""
    cases = split(PreparedProblem.of(Problem.from_dict(document)))[0]
    try:
        for case in cases:
            at_once(case, {}, Control())
    except PinClash:
        return []
    return cases


def tiny(seed: int, *, pins: bool = False, most: int = MANY, least: int = 2) -> list[Whole]:
    """The components of a random problem that are small enough to be looked through, and not all too small."""
    wholes = [Whole(case) for case in components(random_document(Random(seed), pins=pins))]
    return [whole for whole in wholes if whole.number <= most and len(whole.prepared.candidates) >= least]


@cache
def many(number: int = 70) -> list[Whole]:
    """The components of so many random problems, every other one with pins, and a few with interchangeable sessions.

    The same for all tests, that what was looked through once need not be again.
    """
    wholes = [whole for seed in range(number) for whole in tiny(seed, pins=bool(seed % 2))]
    for seed in range(4):
        document = interchangeable(3, 5, seed)
        for row in document["sessions"]:
            row["minutes"] = 75
        wholes += [Whole(case) for case in components(document)]
    return wholes


def crowded(seed: int) -> dict[str, Any]:
    """Three people who are in everything, sessions of one morning, announced hours that not all can keep."""
    rng = Random(seed)
    people, numbers = ("p", "q", "r"), range(1, rng.randint(4, 5) + 1)
    sessions = [
        builders.session(
            n, clock=rng.choice(["09:00", "09:30", "10:30"]), venue=f"v-{n}", minutes=rng.choice([60, 75, 105])
        )
        for n in range(1, rng.randint(2, 3) + 1)
    ]
    rows, announced = [], []
    for n in numbers:
        referent, partner = rng.sample(people, 2)
        rows.append(
            builders.situation(n, referent=referent, partners=builders.partner(*[partner][: rng.choice([0, 0, 1])]))
        )
        there = rng.choice(sessions)
        if rng.random() < 0.5:
            hour = dt.datetime.fromisoformat(there["start"]) + dt.timedelta(minutes=rng.choice([0, 15, 30]))
            announced.append({"situation": f"d-{n}", "session": there["id"], "start": hour.isoformat("T", "minutes")})
    absences = {name: [(builders.at("09:30"), builders.at("10:00"))] for name in people if rng.random() < 0.3}
    regulation: dict[str, Any] = {"idle_days": rng.choice([1, 5, 20]), "move_time_days": rng.choice([1, 10, 40])}
    regulation |= {"equity_days": [0], "single_situation_minutes": rng.choice([None, 30, 60])}
    keys = {"announced": announced, "travel": {"default_minutes": rng.choice([0, 15, 30])}}
    return builders.document(rows, sessions, absences=absences, regulation=regulation, **keys)


class Whole:
    """A component with all that can be done with it."""

    def __init__(self, case: PreparedProblem) -> None:
        self.prepared = case
        self.starts = options(case)
        self._pins = {pin.situation: pin for pin in case.index.problem.pins if pin.situation in case.admitted}
        self._person = {name: case.index.situations[name].person for name in case.candidates}
        self._hours: dict[tuple[tuple[str, frozenset[str]], ...], int | None] = {}

    @property
    def number(self) -> int:
        """How many divisions there are at most."""
        return prod(1 + len(self.prepared.admitted[name]) for name in self.prepared.candidates)

    # --- without hours ------------------------------------------------------------------------------------------------

    @cached_property
    def divisions(self) -> list[Division]:
        """Every division that keeps the minutes and sizes of sessions, seats nobody twice and holds the pins."""
        return [division for division in self._assign(0, {}) if division is not None]

    def _assign(self, depth: int, chosen: dict[str, str]) -> Iterator[Division]:
        if depth == len(self.prepared.candidates):
            yield {
                session: frozenset(name for name, there in chosen.items() if there == session)
                for session in sorted(set(chosen.values()))
            }
            return
        name = self.prepared.candidates[depth]
        pin, person = self._pins.get(name), self._person[name]
        if pin is None:
            yield from self._assign(depth + 1, chosen)
        if person is not None and any(self._person[other] == person for other in chosen):
            return
        for session in self.prepared.admitted[name]:
            may_sit = pin is None or pin.session == session
            if may_sit and self.starts[name, session] and self._has_room(session, [*_sitting(chosen, session), name]):
                yield from self._assign(depth + 1, {**chosen, name: session})

    def _has_room(self, session: str, names: list[str]) -> bool:
        row = self.prepared.index.sessions[session]
        return len(names) <= row.size and sum(self.prepared.index.minutes[name] for name in names) <= row.minutes

    def worth(self, division: Division) -> int:
        """Points of a division but for what its hours cost."""
        case, regulation = self.prepared, self.prepared.index.regulation
        seats = {name: Seat(name, session, 0, 0) for session, names in division.items() for name in names}
        where = {name: seat.session for name, seat in seats.items()}
        moved = sum(
            where.get(line.situation) != line.session
            for line in case.index.problem.announced
            if line.situation in case.admitted
        )
        costs = (
            Equity().recount(case, seats) + TravelCost().recount(case, seats) + 2 * regulation.move_session_days * moved
        )
        return Priority().recount(case, seats) - costs

    @cached_property
    def best(self) -> int:
        """The most points of any division, hours left out."""
        return max(map(self.worth, self.divisions))

    # --- with hours ---------------------------------------------------------------------------------------------------

    def hours(self, division: Division, *, first_hour: bool = True) -> int | None:
        """What the best hours of a division cost in waiting and changes; None where there are none."""
        key = tuple(sorted(division.items()))
        if not first_hour:
            return self._cheapest(division, first_hour=False)
        if key not in self._hours:
            self._hours[key] = self._cheapest(division, first_hour=True)
        return self._hours[key]

    def _cheapest(self, division: Division, *, first_hour: bool) -> int | None:
        index, limit = self.prepared.index, self.prepared.index.regulation.single_situation_minutes
        offered: dict[str, list[Seat]] = {}
        for session, names in division.items():
            for name in names:
                length = index.minutes[name]
                offered[name] = [
                    Seat(name, session, start, start + length)
                    for start in self.starts[name, session]
                    if self._at_its_hour(Seat(name, session, start, start))
                    and not (
                        first_hour
                        and limit is not None
                        and len(names) == 1
                        and start + length > index.start[session] + limit
                    )
                ]
        order = sorted(offered, key=lambda name: (len(offered[name]), name))
        return min(map(self.cost, self._lay(order, offered, {})), default=None)

    def _at_its_hour(self, seat: Seat) -> bool:
        pin = self._pins.get(seat.situation)
        return pin is None or pin.start is None or to_minute(pin.start) == seat.start

    def _lay(
        self, names: list[str], offered: Mapping[str, list[Seat]], seats: dict[str, Seat]
    ) -> Iterator[dict[str, Seat]]:
        if len(seats) == len(names):
            yield seats
            return
        name = names[len(seats)]
        for seat in offered[name]:
            if not any(self.clash(seat, other) for other in seats.values()):
                yield from self._lay(names, offered, {**seats, name: seat})

    def clash(self, one: Seat, other: Seat) -> bool:
        """Whether two seats exclude each other."""
        index = self.prepared.index
        if one.session == other.session:
            return one.start < other.end and other.start < one.end
        if not set(index.participants[one.situation]) & set(index.participants[other.situation]):
            return False
        here, there = (
            Engagement(seat.start, seat.end, index.sessions[seat.session].venue, index.date(seat.session), "")
            for seat in (one, other)
        )
        return index.clash(here, there)

    def cost(self, seats: Mapping[str, Seat]) -> int:
        """What waiting, and other hours of the same session than announced, cost."""
        case = self.prepared.restricted(seats)
        moved = sum(seats[line.situation].session != line.session for line in case.index.problem.announced)
        changes = Stability().recount(case, seats) - 2 * case.index.regulation.move_session_days * moved
        return Idle().recount(case, seats) + changes

    def points(self, division: Division) -> int | None:
        """The most points of an agenda that divides the situations like this; None where there is none."""
        cost = self.hours(division)
        return None if cost is None else self.worth(division) - cost

    def is_agenda(self, seats: Mapping[str, Seat]) -> bool:
        """Whether these seats stand: each on its own, beside the others, and alone in their sessions."""
        index, limit = self.prepared.index, self.prepared.index.regulation.single_situation_minutes
        alone = Counter(seat.session for seat in seats.values())
        return not any(self.clash(*pair) for pair in combinations(seats.values(), 2)) and all(
            seat.start in self.starts[name, seat.session]
            and seat.end == seat.start + index.minutes[name]
            and (limit is None or alone[seat.session] > 1 or seat.end <= index.start[seat.session] + limit)
            and self._at_its_hour(seat)
            for name, seat in seats.items()
        )


def _sitting(chosen: Mapping[str, str], session: str) -> list[str]:
    return [name for name, there in chosen.items() if there == session]
