"""A calendar that was published and has to change: as few sessions as possible move, and that is proven."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from rsa_sched.calendar.arrange import YearCalendar, believed, refuse
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.model import YearModel
from rsa_sched.engine.stop import Stop


def rearrange(
    index: YearIndex,
    before: Sequence[Placed],
    *,
    as_of: dt.date | None = None,
    seconds: float | None = 60.0,
    seed: int = 0,
    stop: Stop | None = None,
) -> YearCalendar:
    """The calendar of a changed year that moves the fewest sessions of the one published; of those the best.

    A session moves where it is held on another half-day or in another venue. Among plans with the fewest moves those
    are preferred that change the fewest people, then those with the fewest points. The turns of the venues are a wish
    here (`costs.turns`): no session moves for their sake alone.

    Parameters
    ----------
    before : the sessions as published; those that the year no longer asks for are gone, and count for nothing.
    as_of : sessions before that day are over and stay; where the file stands against one, that is told as a reason.
    seconds : limit of each of the two searches.

    Raises
    ------
    NoCalendar : where there is none, with the clauses that stand against it.
    Interrupted, SolverAlarm : as `arrange`.
    """
    index = YearIndex(index.year, published=True)
    known = [row for row in before if row.session in index.sessions]
    over = [row for row in known if as_of is not None and row.date < as_of]
    seats = 1 + sum(len(row.people) for row in known)

    def model(most: int | None) -> YearModel:
        made = YearModel(index, over)
        changes = []
        for row in known:
            if row not in over:
                changes += [(seats, made.moved(row)), *((1, literal) for literal in made.replaced(row))]
        if most is None:
            made.minimise(sum(factor * literal for factor, literal in changes))
        else:
            made.at_most_sum(most, changes)
            made.post_costs()
            made.minimise(made.cost)
        made.hint(known)
        return made

    first = model(None)
    fewest = first.solve(seconds=seconds, seed=seed, stop=stop)
    if fewest.status == "infeasible":
        refuse(index, first, over, seconds=seconds, seed=seed, stop=stop)
    found = believed(index, replace(fewest, bound=0, status="feasible"))
    most = sum(seats * moved + others for moved, others in (changed(row, found.placed) for row in known))
    best = model(most).solve(seconds=seconds, seed=seed, stop=stop)
    if best.placed:
        found = believed(index, best)
    moves = tuple(row.session for row in known if changed(row, found.placed)[0])
    return replace(found, moves=moves, moves_bound=0 if fewest.bound is None else fewest.bound // seats)


def changed(before: Placed, after: Sequence[Placed]) -> tuple[int, int]:
    """Whether a session moved (1 or 0), and how many of its seats have other people."""
    now = next(row for row in after if row.session == before.session)
    moved = now.slot != before.slot or now.venue != before.venue
    return int(moved), sum(one != other for one, other in zip(before.people, now.people, strict=False))
