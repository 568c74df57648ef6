"""What each session may seat: items with their worth, and the trips that they share.

A *plan* is a set of situations of one session, with the trips that they cause paid. Hours are left out here: the
clock, calendars between situations, idle time and the hours of announced seats can only make a plan worth less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from rsa_sched.bareme.case import Case
from rsa_sched.bareme.dues import Claim
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.travel import Trip, trip
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.everybody import claimants
from rsa_sched.engine.options import Options

SCALE = 64
"""Prices are counted in 64ths of a point, so that duals can be rounded to whole numbers at no great loss."""
MUST = 1 << 44
"""What a pinned situation is promised beyond its worth, so that no plan goes without it."""


class Item(NamedTuple):
    """A situation as a session may seat it; points in `SCALE` ths, trips not yet paid."""

    situation: str
    claimant: int
    """Index of who claims the seat: of several situations of one person, one is seated."""
    units: int
    worth: int
    share: int
    """Index of its (service, kind), whose shortfall its units relieve; -1 where none is owed."""
    trips: tuple[int, ...]
    """The trips it takes, as the book counts them."""
    lead: int
    """The referent's trip; -1 where there is none to pay."""


class Fare(NamedTuple):
    """A trip as a book counts it: its price, or where that is shared with other sessions, the index of its toll."""

    price: int
    toll: int


@dataclass(frozen=True)
class Book:
    """Sessions in which the same situations may sit at the same worth, told apart by their hours alone.

    Attributes
    ----------
    sessions : ids, in order.
    units, size : length of each in units, and the most situations it hears.
    items, fares : what may sit there, and the trips by index.
    must : places in `items` of what is pinned there.
    """

    sessions: tuple[str, ...]
    units: int
    size: int
    items: tuple[Item, ...]
    fares: tuple[Fare, ...]
    must: frozenset[int]

    def fare_prices(self, tolls: Sequence[int]) -> list[int]:
        """What each trip costs while the shared ones cost these tolls."""
        return [tolls[fare.toll] if fare.toll >= 0 else fare.price for fare in self.fares]

    def worth(self, plan: Sequence[int]) -> int:
        """Worth of a plan (places in `items`), its own trips paid and the shared ones not."""
        trips = {number for place in plan for number in self.items[place].trips}
        return sum(self.items[place].worth for place in plan) - sum(self.fares[number].price for number in trips)

    def tolls(self, plan: Sequence[int]) -> set[int]:
        """Shared trips that a plan takes, by the index of their toll."""
        trips = {number for place in plan for number in self.items[place].trips}
        return {self.fares[number].toll for number in trips} - {-1}


@dataclass(frozen=True)
class Shared:
    """A trip that several sessions of one venue and date may share: paid once, whoever causes it."""

    price: int
    tolls: tuple[int, ...]
    """One for each session's book."""


@dataclass(frozen=True)
class Library:
    """All books of a component, with what ties them together.

    Attributes
    ----------
    case, starts : the component and what may sit where.
    claimants : the situations of each claimant.
    owed : dues whose shortfall costs something.
    shared : trips that may serve two sessions.
    """

    case: Case
    starts: Options
    books: tuple[Book, ...]
    claimants: tuple[tuple[str, ...], ...]
    owed: tuple[Claim, ...]
    shared: tuple[Shared, ...]

    @cached_property
    def constant(self) -> int:
        """Points that every agenda loses before its plans are counted: announced seats, given back where kept."""
        lines = sum(line.situation in self.case.admitted for line in self.case.docket.problem.announced)
        return -2 * self.case.docket.regulation.move_session_days * lines

    @cached_property
    def tolls(self) -> int:
        """How many tolls there are."""
        return sum(len(shared.tolls) for shared in self.shared)

    def shortfall_gain(self, reward: int, due: int) -> int:
        """The most that going short of a due can bring at this reward for each unit (`SCALE` ths)."""
        price = self.case.docket.regulation.shortfall_price
        return sum(max(0, reward - price(unit) * SCALE) for unit in range(1, due + 1)) - reward * due


def library(case: Case, starts: Options) -> Library:
    """The books of a component."""
    docket = case.docket
    groups = claimants(case)
    owed = [claim for claim in case.claims if claim.due and any(docket.regulation.equity_days)]
    pinned = {pin.situation: pin.session for pin in docket.problem.pins if pin.situation in case.admitted}
    admitted = _admitted(case, starts, pinned)
    tolls, shared = _shared(case, admitted)
    maker = _Maker(
        case,
        {name: number for number, group in enumerate(groups) for name in group},
        {(claim.service, claim.kind): number for number, claim in enumerate(owed)},
        tolls,
    )
    alike: dict[Book, list[str]] = defaultdict(list)
    for session, situations in admitted.items():
        row = docket.sessions[session]
        items, fares = maker.items(session, situations)
        must = frozenset(place for place, item in enumerate(items) if item.situation in pinned)
        size = min(row.size, row.minutes // UNIT)  # whatever a document allows: arrays are made so wide
        alike[Book((), row.minutes // UNIT, size, items, fares, must)].append(session)
    books = tuple(replace(book, sessions=tuple(sessions)) for book, sessions in alike.items())
    return Library(case, starts, books, tuple(map(tuple, groups)), tuple(owed), tuple(shared))


@dataclass(frozen=True)
class _Maker:
    """Makes items: who claims which seat, which units count for which due, which trips have a toll."""

    case: Case
    claimant: Mapping[str, int]
    share: Mapping[tuple[str, str], int]
    toll: Mapping[tuple[Trip, str], int]

    def items(self, session: str, situations: Sequence[str]) -> tuple[tuple[Item, ...], tuple[Fare, ...]]:
        """Items of a session, and the trips they share."""
        docket = self.case.docket
        price = 2 * docket.regulation.trip_days * SCALE
        kept = {line.situation for line in docket.problem.announced if line.session == session}
        number: dict[Trip, int] = {}
        fares: list[Fare] = []
        found = []
        for situation in situations:
            journeys = [trip(docket, who, session) for who in docket.participants[situation]]
            for journey in journeys:
                if journey is not None and journey not in number:
                    number[journey] = len(fares)
                    toll = self.toll.get((journey, session), -1)
                    fares.append(Fare(0 if toll >= 0 else price, toll))
            worth = earned(self.case, situation, session)
            worth += 2 * docket.regulation.move_session_days * (situation in kept)
            key = docket.service_of(situation), docket.kind_of(situation)
            trips = tuple(number[journey] for journey in journeys if journey is not None)
            lead = -1 if journeys[0] is None else trips[0]
            units, share = docket.units(situation), self.share.get(key, -1)
            found.append(Item(situation, self.claimant[situation], units, worth * SCALE, share, trips, lead))
        return tuple(found), tuple(fares)


def _shared(case: Case, admitted: Mapping[str, Sequence[str]]) -> tuple[dict[tuple[Trip, str], int], list[Shared]]:
    """Trips that may serve two sessions, and the toll of each in each of its sessions."""
    serves: dict[Trip, list[str]] = defaultdict(list)
    for session, situations in admitted.items():
        for journey in sorted(_journeys(case, session, situations)):
            serves[journey].append(session)
    price = 2 * case.docket.regulation.trip_days * SCALE
    toll_of: dict[tuple[Trip, str], int] = {}
    shared = []
    for journey, sessions in serves.items():
        if len(sessions) > 1 and price:
            tolls = range(len(toll_of), len(toll_of) + len(sessions))
            toll_of.update(((journey, session), toll) for session, toll in zip(sessions, tolls, strict=True))
            shared.append(Shared(price, tuple(tolls)))
    return toll_of, shared


def _admitted(case: Case, starts: Options, pinned: dict[str, str]) -> dict[str, list[str]]:
    """The situations that may sit in each session: who is pinned, in the pin's alone."""
    found: dict[str, list[str]] = {session: [] for session in sessions_of(case)}
    for situation in case.candidates:
        for session in case.admitted[situation]:
            may_sit = starts.get((situation, session)) and case.docket.sessions[session].size
            if may_sit and pinned.get(situation, session) == session:
                found[session].append(situation)
    return found


def _journeys(case: Case, session: str, situations: Sequence[str]) -> set[Trip]:
    docket = case.docket
    found = {trip(docket, who, session) for situation in situations for who in docket.participants[situation]}
    return {journey for journey in found if journey is not None}
