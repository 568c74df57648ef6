"""The decomposition: what each session may seat, items with their worth, and the trips that they share.

A *plan* is a set of situations of one session, with the trips that they cause paid. Hours are left out here:
calendars between situations, idle time and the hours of announced seats can only make a plan worth less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from rsa_sched.bareme.dues import Claim
from rsa_sched.bareme.points import constant, worth
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.travel import Trip, trip, trip_price
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.options import Options
from rsa_sched.rules.single_seat import claimants

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
    """The trips it takes, as the block counts them."""
    lead: int
    """The referent's trip; -1 where there is none to pay."""


class TripCost(NamedTuple):
    """A trip as a block counts it: its price, or the index of its multiplier where other sessions share it."""

    price: int
    multiplier: int


@dataclass(frozen=True)
class Block:
    """Sessions in which the same situations may sit at the same worth, told apart by their hours alone.

    Attributes
    ----------
    sessions : ids, in order.
    units, size : length of each in units, and the most situations it hears.
    items, trip costs : what may sit there, and the trips by index.
    must : places in `items` of what is pinned there.
    """

    sessions: tuple[str, ...]
    units: int
    size: int
    items: tuple[Item, ...]
    trip_costs: tuple[TripCost, ...]
    must: frozenset[int]

    def trip_prices(self, multipliers: Sequence[int]) -> list[int]:
        """What each trip costs while the shared ones cost these multipliers."""
        return [
            multipliers[trip_cost.multiplier] if trip_cost.multiplier >= 0 else trip_cost.price
            for trip_cost in self.trip_costs
        ]

    def worth(self, plan: Sequence[int]) -> int:
        """Worth of a plan (places in `items`), its own trips paid and the shared ones not."""
        trips = {number for place in plan for number in self.items[place].trips}
        return sum(self.items[place].worth for place in plan) - sum(self.trip_costs[number].price for number in trips)

    def multipliers(self, plan: Sequence[int]) -> set[int]:
        """Shared trips that a plan takes, by the index of their multiplier."""
        trips = {number for place in plan for number in self.items[place].trips}
        return {self.trip_costs[number].multiplier for number in trips} - {-1}


@dataclass(frozen=True)
class Shared:
    """A trip that several sessions of one venue and date may share: paid once, whoever causes it."""

    price: int
    multipliers: tuple[int, ...]
    """One for each session's block."""


@dataclass(frozen=True)
class Decomposition:
    """All blocks of a component, with what ties them together.

    Attributes
    ----------
    prepared, starts : the component and what may sit where.
    claimants : the situations of each claimant.
    owed : dues whose shortfall costs something.
    shared : trips that may serve two sessions.
    """

    prepared: PreparedProblem
    starts: Options
    blocks: tuple[Block, ...]
    claimants: tuple[tuple[str, ...], ...]
    owed: tuple[Claim, ...]
    shared: tuple[Shared, ...]

    @cached_property
    def constant(self) -> int:
        """Points that every agenda has before its plans are counted."""
        return constant(self.prepared)

    @cached_property
    def multipliers(self) -> int:
        """How many multipliers there are."""
        return sum(len(shared.multipliers) for shared in self.shared)

    def shortfall_gain(self, reward: int, due: int) -> int:
        """The most that going short of a due can bring at this reward for each unit (`SCALE` ths)."""
        price = self.prepared.index.regulation.shortfall_price
        return sum(max(0, reward - price(unit) * SCALE) for unit in range(1, due + 1)) - reward * due


def decomposition(prepared: PreparedProblem, starts: Options) -> Decomposition:
    """The blocks of a component."""
    index = prepared.index
    groups = claimants(index, prepared.candidates)
    owed = [claim for claim in prepared.claims if claim.due and any(index.regulation.equity_days)]
    pinned = {pin.situation: pin.session for pin in index.problem.pins if pin.situation in prepared.admitted}
    admitted = _admitted(prepared, starts, pinned)
    multipliers, shared = _shared(prepared, admitted)
    maker = _Maker(
        prepared,
        {name: number for number, group in enumerate(groups) for name in group},
        {(claim.service, claim.kind): number for number, claim in enumerate(owed)},
        multipliers,
    )
    alike: dict[Block, list[str]] = defaultdict(list)
    for session, situations in admitted.items():
        row = index.sessions[session]
        items, trip_costs = maker.items(session, situations)
        must = frozenset(place for place, item in enumerate(items) if item.situation in pinned)
        size = min(row.size, row.minutes // UNIT)  # whatever a document allows: arrays are made so wide
        alike[Block((), row.minutes // UNIT, size, items, trip_costs, must)].append(session)
    blocks = tuple(replace(block, sessions=tuple(sessions)) for block, sessions in alike.items())
    return Decomposition(prepared, starts, blocks, tuple(map(tuple, groups)), tuple(owed), tuple(shared))


@dataclass(frozen=True)
class _Maker:
    """Makes items: who claims which seat, which units count for which due, which trips have a multiplier."""

    prepared: PreparedProblem
    claimant: Mapping[str, int]
    share: Mapping[tuple[str, str], int]
    multiplier: Mapping[tuple[Trip, str], int]

    def items(self, session: str, situations: Sequence[str]) -> tuple[tuple[Item, ...], tuple[TripCost, ...]]:
        """Items of a session, and the trips they share."""
        index = self.prepared.index
        price = trip_price(index) * SCALE
        number: dict[Trip, int] = {}
        trip_costs: list[TripCost] = []
        found = []
        for situation in situations:
            journeys = [trip(index, who, session) for who in index.participants[situation]]
            for journey in journeys:
                if journey is not None and journey not in number:
                    number[journey] = len(trip_costs)
                    multiplier = self.multiplier.get((journey, session), -1)
                    trip_costs.append(TripCost(0 if multiplier >= 0 else price, multiplier))
            points = worth(self.prepared, situation, session)
            key = index.service_of(situation), index.kind_of(situation)
            trips = tuple(number[journey] for journey in journeys if journey is not None)
            lead = -1 if journeys[0] is None else trips[0]
            units, share = index.units(situation), self.share.get(key, -1)
            found.append(Item(situation, self.claimant[situation], units, points * SCALE, share, trips, lead))
        return tuple(found), tuple(trip_costs)


def _shared(
    prepared: PreparedProblem, admitted: Mapping[str, Sequence[str]]
) -> tuple[dict[tuple[Trip, str], int], list[Shared]]:
    """Trips that may serve two sessions, and the multiplier of each in each of its sessions."""
    serves: dict[Trip, list[str]] = defaultdict(list)
    for session, situations in admitted.items():
        for journey in sorted(_journeys(prepared, session, situations)):
            serves[journey].append(session)
    price = trip_price(prepared.index) * SCALE
    multiplier_of: dict[tuple[Trip, str], int] = {}
    shared = []
    for journey, sessions in serves.items():
        if len(sessions) > 1 and price:
            multipliers = range(len(multiplier_of), len(multiplier_of) + len(sessions))
            multiplier_of.update(
                ((journey, session), multiplier) for session, multiplier in zip(sessions, multipliers, strict=True)
            )
            shared.append(Shared(price, tuple(multipliers)))
    return multiplier_of, shared


def _admitted(prepared: PreparedProblem, starts: Options, pinned: dict[str, str]) -> dict[str, list[str]]:
    """The situations that may sit in each session: who is pinned, in the pin's alone."""
    found: dict[str, list[str]] = {session: [] for session in sessions_of(prepared)}
    for situation in prepared.candidates:
        for session in prepared.admitted[situation]:
            may_sit = starts.get((situation, session)) and prepared.index.sessions[session].size
            if may_sit and pinned.get(situation, session) == session:
                found[session].append(situation)
    return found


def _journeys(prepared: PreparedProblem, session: str, situations: Sequence[str]) -> set[Trip]:
    index = prepared.index
    found = {trip(index, who, session) for situation in situations for who in index.participants[situation]}
    return {journey for journey in found if journey is not None}
