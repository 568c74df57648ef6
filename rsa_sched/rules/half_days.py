"""What one person's exclusions, session by session, come to over a half-day: nothing new, but the bound lives on it.

Where services share people on few dates, a person is wanted in ten sessions at once. Exclusions of two sessions each
let a linear relaxation be there half of the time in all ten; these rows add up what one can do in a half-day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.seats import Seats

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar


FEWEST = 3
"""Sessions at once. Of two the exclusions alone say as much, quarter by quarter, and most months have no more."""


def say_of_half_days(seats: Seats, by_session: Mapping[str, Sequence[str]]) -> None:
    """Post them for one person.

    Parameters
    ----------
    by_session : the situations that the person takes part in, by session.
    """
    for sessions in _half_days(seats.index, by_session):
        if len(sessions) >= FEWEST:
            there = {session: by_session[session] for session in sessions}
            _one_at_a_time(seats, there)
            if _all_inside(seats, there):
                _hours_and_ways(seats, there)


def _half_days(index: ProblemIndex, sessions: Iterable[str]) -> Iterator[list[str]]:
    """Groups of sessions: no two groups have an hour in common."""
    group: list[str] = []
    closes = 0
    for session in sorted(sessions, key=lambda name: (index.start[name], name)):
        if group and index.start[session] >= closes:
            yield group
            group = []
        closes = max(closes, index.end(session)) if group else index.end(session)
        group.append(session)
    yield group


def _one_at_a_time(seats: Seats, there: Mapping[str, Sequence[str]]) -> None:
    """Of all starts that cover a quarter of an hour, one."""
    for literals in _busy(seats, there).values():
        seats.at_most_one(literals)


def _hours_and_ways(seats: Seats, there: Mapping[str, Sequence[str]]) -> None:
    """What is attended, and the shortest way for each further venue, fit between the first hour and the last."""
    index = seats.index
    opens, closes = min(index.start[name] for name in there), max(index.end(name) for name in there)
    by_venue: dict[str, list[str]] = defaultdict(list)
    for session in there:
        by_venue[index.sessions[session].venue].append(session)
    way = _shortest_way(index, by_venue)
    minutes = [(index.minutes[name], seats.seated(name, session)) for session, names in there.items() for name in names]
    if way and len({index.date(session) for session in there}) == 1:
        visited = [_visit(seats, {session: there[session] for session in sessions}) for sessions in by_venue.values()]
        seats.at_most(closes - opens + way, [*minutes, *((way, visit) for visit in visited)])
    elif sum(length for length, _ in minutes) > closes - opens:
        seats.at_most(closes - opens, minutes)


def _shortest_way(index: ProblemIndex, venues: Iterable[str]) -> int:
    """Minutes from one of the venues to another at least, in whole quarters of an hour, on which everything begins."""
    ways = [index.travel.minutes(one, other) for one, other in combinations(venues, 2)]
    return -(-min(ways, default=0) // UNIT) * UNIT


def _visit(seats: Seats, there: Mapping[str, Sequence[str]]) -> IntVar:
    """Whether the person is at all in these sessions of one venue."""
    visit = seats.cp.new_bool_var("")
    for session, names in there.items():
        for name in names:
            seats.cp.add_implication(seats.seated(name, session), visit)
    for literals in _busy(seats, there).values():
        seats.cp.add_at_most_one([*literals, ~visit])
    return visit


def _busy(seats: Seats, there: Mapping[str, Sequence[str]]) -> dict[int, list[IntVar]]:
    """For each quarter of an hour the starts that would take it up, in whichever session."""
    busy: dict[int, list[IntVar]] = defaultdict(list)
    for session, names in there.items():
        for quarter, literals in seats.by_quarter(session, names).items():
            busy[quarter] += literals
    return busy


def _all_inside(seats: Seats, there: Mapping[str, Sequence[str]]) -> bool:
    """Whether each situation ends within its session from every start, as session-time asks if it is heeded."""
    index = seats.index
    return all(
        start + index.minutes[name] <= index.end(session)
        for session, names in there.items()
        for name in names
        for start in seats.starts(name, session)
    )
