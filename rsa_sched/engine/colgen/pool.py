"""A pool of plans as arrays: those of every session that an agenda within some margin of the bound may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from rsa_sched.engine.colgen.decomposition import SCALE, Block, Decomposition
from rsa_sched.engine.colgen.enumeration import NOBODY, plans_within
from rsa_sched.engine.colgen.pricing import Plan, Prices, best_plan
from rsa_sched.engine.colgen.restricted_master import lagrangian
from rsa_sched.engine.colgen.sparse import narrowest

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask


@dataclass(frozen=True)
class Pool:
    """Plans, one a row, each of one session.

    Attributes
    ----------
    decomposition : the blocks they are of.
    sessions : ids of all sessions, in the blocks' order; `book_of` each its block.
    session : (rows,) place of each plan's session in `sessions`.
    places : (rows, places) its items in the session's block, padded with `NOBODY`.
    worth : (rows,) points, own trips paid, shared ones not.
    claimant : (rows, places) who sits, padded with the number of claimants.
    units : (rows, dues) units that count for each due.
    multiplier : (rows, multipliers) whether it has each multiplier to pay.
    outside : no agenda with a plan that is not here has more points.
    """

    decomposition: Decomposition
    sessions: tuple[str, ...]
    book_of: tuple[Block, ...]
    session: Ints
    places: Ints
    worth: Ints
    claimant: Ints
    units: Ints
    multiplier: Mask
    outside: int

    def __len__(self) -> int:
        return len(self.session)

    @cached_property
    def _seated(self) -> tuple[Ints, Ints]:
        """Rows by who sits in them, and where each claimant's begin."""
        import numpy as np

        width = self.claimant.shape[1]
        who = self.claimant.ravel()
        order = np.argsort(who, kind="stable")
        order //= max(1, width)
        begins = np.arange(len(self.decomposition.claimants) + 1, dtype=who.dtype)
        return order.astype(np.int32), np.searchsorted(np.sort(who), begins)

    def rows_of(self, claimant: int) -> Ints:
        """The plans that seat a claimant."""
        order, starts = self._seated
        return order[starts[claimant] : starts[claimant + 1]]

    @property
    def must(self) -> list[bool]:
        """Whether each session has somebody pinned."""
        return [bool(block.must) for block in self.book_of]

    def plan(self, row: int) -> tuple[Block, Plan]:
        """A plan with its block."""
        return self.book_of[int(self.session[row])], tuple(int(at) for at in self.places[row] if at != NOBODY)

    def situations(self, row: int) -> frozenset[str]:
        """Who sits in a plan."""
        block, plan = self.plan(row)
        return frozenset(block.items[place].situation for place in plan)

    def surplus(self, prices: Prices) -> Ints:
        """(rows,) what each plan brings at these prices, in `SCALE` ths."""
        import numpy as np

        seats = np.array([*prices.seats, 0], dtype=np.int64)
        found: Ints = self.worth * SCALE + self.units @ np.array(prices.units, dtype=np.int64)
        for seated in self.claimant.T:
            found -= seats[seated]
        paid = [number for number, price in enumerate(prices.multipliers) if price]
        if paid:
            found -= self.multiplier[:, paid] @ np.array(prices.multipliers, dtype=np.int64)[paid]
        return found

    def joined(self, other: Pool) -> Pool:
        """The plans of both, those of both twice."""
        import numpy as np

        return replace(
            self,
            session=np.concatenate([self.session, other.session]),
            places=np.concatenate([self.places, other.places]),
            worth=np.concatenate([self.worth, other.worth]),
            claimant=np.concatenate([self.claimant, other.claimant]),
            units=np.concatenate([self.units, other.units]),
            multiplier=np.concatenate([self.multiplier, other.multiplier]),
        )

    def select(self, rows: Mask | Ints, outside: int) -> Pool:
        """The same with some rows only; no agenda with another has more points than `outside`."""
        return replace(
            self,
            session=self.session[rows],
            places=self.places[rows],
            worth=self.worth[rows],
            claimant=self.claimant[rows],
            units=self.units[rows],
            multiplier=self.multiplier[rows],
            outside=max(self.outside, outside),
        )


@dataclass(frozen=True)
class Proof:
    """Prices, the best that each block can do at them, and the bound which these prove.

    Attributes
    ----------
    bests : for each block (`SCALE` ths of a point).
    points : no agenda has more.
    """

    decomposition: Decomposition
    prices: Prices
    bests: tuple[int, ...]
    points: int

    @classmethod
    def of(cls, decomposition: Decomposition, prices: Prices) -> Proof:
        """Price every block exactly."""
        priced = [best_plan(block, prices, 0) for block in decomposition.blocks]
        bests = tuple(
            answer.bound if block.must else max(0, answer.bound)
            for block, answer in zip(decomposition.blocks, priced, strict=True)
        )
        return cls(
            decomposition, prices, bests, lagrangian(decomposition, priced, prices) // SCALE + decomposition.constant
        )


def pool_within(proof: Proof, margin: int, most: int) -> Pool | None:
    """Every plan of slack up to a margin; None where there are more than `most`.

    Parameters
    ----------
    margin : in points.
    """
    import numpy as np

    decomposition = proof.decomposition
    width = max((block.size for block in decomposition.blocks), default=1)
    book_of = tuple(block for block in decomposition.blocks for _ in block.sessions)
    parts: list[_Rows] = []
    number = total = 0
    for block, best in zip(decomposition.blocks, proof.bests, strict=True):
        room = max(0, most - total) // len(block.sessions)
        plans = plans_within(block, proof.prices, best - margin * SCALE, room)
        if plans is None:
            return None
        rows = _rows(decomposition, block, plans[(plans != NOBODY).any(axis=1)], width)
        for _ in block.sessions:
            parts.append(rows._replace(session=np.full(len(rows.worth), number, dtype=np.int32)))
            number, total = number + 1, total + len(rows.worth)
    columns = _Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    sessions = tuple(session for block in decomposition.blocks for session in block.sessions)
    return Pool(decomposition, sessions, book_of, **columns._asdict(), outside=proof.points - margin)


class _Rows(NamedTuple):
    """As in `Pool`, of one session."""

    session: Ints
    places: Ints
    worth: Ints
    claimant: Ints
    units: Ints
    multiplier: Mask


def _rows(decomposition: Decomposition, block: Block, plans: Ints, width: int) -> _Rows:
    import numpy as np

    items, nobody = block.items, len(decomposition.claimants)
    padded = np.full((len(plans), width), NOBODY, dtype=narrowest(len(items)))
    padded[:, : plans.shape[1]] = plans
    # the last entry of each look-up is nobody's
    claimant: Ints = np.array([*(item.claimant for item in items), nobody], dtype=narrowest(nobody))
    worth = np.array([*(item.worth for item in items), 0], dtype=np.int64)
    units: Ints = np.zeros((len(items) + 1, len(decomposition.owed)), dtype=narrowest(block.units))
    takes = np.zeros((len(items) + 1, len(block.trip_costs)), dtype=bool)
    for place, item in enumerate(items):
        takes[place, list(item.trips)] = True
        if item.share >= 0:
            units[place, item.share] = item.units
    travelled = np.zeros((len(plans), len(block.trip_costs)), dtype=bool)
    for column in padded.T:
        travelled |= takes[column]
    multiplier = np.zeros((len(plans), decomposition.multipliers), dtype=bool)
    for number, trip_cost in enumerate(block.trip_costs):
        if trip_cost.multiplier >= 0:
            multiplier[:, trip_cost.multiplier] = travelled[:, number]
    own = np.array([trip_cost.price for trip_cost in block.trip_costs], dtype=np.int64)
    return _Rows(
        np.zeros(len(plans), dtype=np.int32),
        padded,
        (worth[padded].sum(axis=1) - travelled @ own) // SCALE,
        claimant[padded],
        units[padded].sum(axis=1, dtype=units.dtype),
        multiplier,
    )
