"""A pool of plans as arrays: those of every session that an agenda within some margin of the bound may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from rsa_sched.engine.plans.book import SCALE, Book, Library
from rsa_sched.engine.plans.enumeration import NOBODY, plans_within
from rsa_sched.engine.plans.master import lagrangian
from rsa_sched.engine.plans.pricing import Plan, Prices, best_plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Pool:
    """Plans, one a row, each of one session.

    Attributes
    ----------
    library : the books they are of.
    sessions : ids of all sessions, in the books' order; `book_of` each its book.
    session : (rows,) place of each plan's session in `sessions`.
    places : (rows, places) its items in the session's book, padded with `NOBODY`.
    worth : (rows,) points, own trips paid, shared ones not.
    claimant : (rows, places) who sits, padded with the number of claimants.
    units : (rows, dues) units that count for each due.
    toll : (rows, tolls) whether it has each toll to pay.
    outside : no agenda with a plan that is not here has more points.
    """

    library: Library
    sessions: tuple[str, ...]
    book_of: tuple[Book, ...]
    session: Ints
    places: Ints
    worth: Ints
    claimant: Ints
    units: Ints
    toll: Mask
    outside: int

    def __len__(self) -> int:
        return len(self.session)

    @property
    def must(self) -> list[bool]:
        """Whether each session has somebody pinned."""
        return [bool(book.must) for book in self.book_of]

    def plan(self, row: int) -> tuple[Book, Plan]:
        """A plan with its book."""
        return self.book_of[int(self.session[row])], tuple(int(at) for at in self.places[row] if at != NOBODY)

    def situations(self, row: int) -> frozenset[str]:
        """Who sits in a plan."""
        book, plan = self.plan(row)
        return frozenset(book.items[place].situation for place in plan)

    def kept(self, rows: Mask, outside: int) -> Pool:
        """The same with some rows only; no agenda with another has more points than `outside`."""
        return replace(
            self,
            session=self.session[rows],
            places=self.places[rows],
            worth=self.worth[rows],
            claimant=self.claimant[rows],
            units=self.units[rows],
            toll=self.toll[rows],
            outside=max(self.outside, outside),
        )


@dataclass(frozen=True)
class Proof:
    """Prices, the best that each book can do at them, and the bound which these prove.

    Attributes
    ----------
    bests : for each book (`SCALE` ths of a point).
    points : no agenda has more.
    """

    library: Library
    prices: Prices
    bests: tuple[int, ...]
    points: int

    @classmethod
    def of(cls, library: Library, prices: Prices) -> Proof:
        """Price every book exactly."""
        priced = [best_plan(book, prices, 0) for book in library.books]
        bests = tuple(
            answer.bound if book.must else max(0, answer.bound)
            for book, answer in zip(library.books, priced, strict=True)
        )
        return cls(library, prices, bests, lagrangian(library, priced, prices) // SCALE + library.constant)


def pool_within(proof: Proof, margin: int, most: int) -> Pool | None:
    """Every plan of slack up to a margin; None where there are more than `most`.

    Parameters
    ----------
    margin : in points.
    """
    import numpy as np

    library = proof.library
    width = max((book.size for book in library.books), default=1)
    book_of = tuple(book for book in library.books for _ in book.sessions)
    parts: list[_Rows] = []
    number = total = 0
    for book, best in zip(library.books, proof.bests, strict=True):
        room = max(0, most - total) // len(book.sessions)
        plans = plans_within(book, proof.prices, best - margin * SCALE, room)
        if plans is None:
            return None
        rows = _rows(library, book, plans[(plans != NOBODY).any(axis=1)], width)
        for _ in book.sessions:
            parts.append(rows._replace(session=np.full(len(rows.worth), number)))
            number, total = number + 1, total + len(rows.worth)
    columns = _Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    sessions = tuple(session for book in library.books for session in book.sessions)
    return Pool(library, sessions, book_of, **columns._asdict(), outside=proof.points - margin)


class _Rows(NamedTuple):
    """As in `Pool`, of one session."""

    session: Ints
    places: Ints
    worth: Ints
    claimant: Ints
    units: Ints
    toll: Mask


def _rows(library: Library, book: Book, plans: Ints, width: int) -> _Rows:
    import numpy as np

    padded = np.full((len(plans), width), NOBODY, dtype=np.int64)
    padded[:, : plans.shape[1]] = plans
    items = book.items
    # the last entry of each look-up is nobody's
    claimant = np.array([*(item.claimant for item in items), len(library.claimants)], dtype=np.int64)
    worth = np.array([*(item.worth for item in items), 0], dtype=np.int64)
    units = np.zeros((len(items) + 1, len(library.owed)), dtype=np.int64)
    takes = np.zeros((len(items) + 1, len(book.fares)), dtype=bool)
    for place, item in enumerate(items):
        takes[place, list(item.trips)] = True
        if item.share >= 0:
            units[place, item.share] = item.units
    travelled = np.zeros((len(plans), len(book.fares)), dtype=bool)
    for column in padded.T:
        travelled |= takes[column]
    toll = np.zeros((len(plans), library.tolls), dtype=bool)
    for number, fare in enumerate(book.fares):
        if fare.toll >= 0:
            toll[:, fare.toll] = travelled[:, number]
    own = np.array([fare.price for fare in book.fares], dtype=np.int64)
    return _Rows(
        np.zeros(len(plans), dtype=np.int64),
        padded,
        (worth[padded].sum(axis=1) - travelled @ own) // SCALE,
        claimant[padded],
        units[padded].sum(axis=1),
        toll,
    )
