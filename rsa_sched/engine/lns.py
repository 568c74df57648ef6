"""Improving an agenda too large to be proven whole: some sessions free, the rest as they are, again and again.

Each step is the same model with the same rules, in which whoever sits in a fixed session keeps one start; so a step
can only end in a valid agenda, and its work is bounded by CP-SAT's own deterministic time, not by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Options, options
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import Pool, pool_of_session

SIZE = 6_000
"""Starts that a step may leave open: what CP-SAT searches well in a second."""
WORK = 1.5
"""Deterministic seconds of CP-SAT for a step."""
PATIENCE = 3
"""Rounds over all sessions without a gain after which nothing helps any more."""
LEAST = 60
"""Minutes that are freed together at least, where hours of a date are."""


@dataclass(frozen=True)
class Freed:
    """What a step may change: whoever sits in these sessions between two minutes, or nowhere.

    Attributes
    ----------
    sessions : ids.
    opens, closes : seats that lie between them are free; None for all of the session.
    """

    sessions: frozenset[str]
    opens: int | None = None
    closes: int | None = None

    def has(self, session: str, start: int, end: int) -> bool:
        """Whether a seat is free."""
        return (
            session in self.sessions
            and (self.opens is None or start >= self.opens)
            and (self.closes is None or end <= self.closes)
        )


class Neighbourhoods:
    """Draws what to free, round by round: sessions of one pool, sessions of one date, hours of one date.

    Within a pool situations change places; on a date professionals are wanted in several sessions.

    Parameters
    ----------
    prepared, starts : the component and what may sit where.
    seed : of the drawing; the same seed draws the same.
    size : starts that a step may leave open.
    """

    def __init__(self, prepared: PreparedProblem, starts: Options, seed: int, size: int) -> None:
        self._prepared, self.starts, self._size = prepared, starts, size
        self._random = Random(seed)  # noqa: S311 - a draw to be repeated, not a secret
        index = prepared.index
        self._pools: dict[Pool, list[str]] = {}
        self._dates: dict[int, list[str]] = {}
        for session in sessions_of(prepared):
            self._pools.setdefault(pool_of_session(index, session), []).append(session)
            self._dates.setdefault(index.date(session), []).append(session)
        self._weight: dict[str, int] = dict.fromkeys(sessions_of(prepared), 0)
        for (_, session), minutes in starts.items():
            self._weight[session] += len(minutes)

    def pools(self) -> list[Freed]:
        """Sessions of a pool together, every session in one step."""
        return self._shuffled(Freed(frozenset(group)) for group in self._groups(self._pools.values()))

    def dates(self) -> list[Freed]:
        """Sessions of a date together, whatever their pool."""
        return self._shuffled(Freed(frozenset(group)) for group in self._groups(self._dates.values()))

    def hours(self) -> list[Freed]:
        """All sessions of a date, for as long as fits a step."""
        found = []
        index = self._prepared.index
        for sessions in self._dates.values():
            opens = min(index.start[session] for session in sessions)
            closes = max(index.end(session) for session in sessions)
            weight = sum(self._weight[session] for session in sessions)
            steps = max(1, -(-weight // self._size))  # no weight: rules leave nobody an hour there
            length = max(LEAST, -(-(closes - opens) // (steps * UNIT)) * UNIT)
            first = opens - self._random.randrange(length // UNIT) * UNIT
            found += [Freed(frozenset(sessions), at, at + length) for at in range(first, closes, length)]
        return self._shuffled(found)

    def _groups(self, together: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        for sessions in together:
            waiting = self._random.sample(sessions, len(sessions))
            while waiting:
                group = [waiting.pop()]
                weight = self._weight[group[0]]
                while waiting and weight + self._weight[waiting[-1]] <= self._size:
                    weight += self._weight[waiting[-1]]
                    group.append(waiting.pop())
                yield group

    def _shuffled(self, steps: Iterable[Freed]) -> list[Freed]:
        found = list(steps)
        return self._random.sample(found, len(found))

    def open_starts(self, freed: Freed, seats: Mapping[str, Seat]) -> Options:
        """What may change: the free seats, for whoever sits there or nowhere; the rest keeps its start."""
        found: dict[tuple[str, str], Sequence[int]] = {}
        minutes = self._prepared.index.minutes
        for (situation, session), listed in self.starts.items():
            seat = seats.get(situation)
            if seat is not None and not freed.has(seat.session, seat.start, seat.end):
                if session == seat.session:
                    found[situation, session] = [seat.start]
            elif session in freed.sessions:
                free = [start for start in listed if freed.has(session, start, start + minutes[situation])]
                if free:
                    found[situation, session] = free
        return found


def improve_by_neighbourhoods(incumbent: Incumbent, control: Control, first: Sequence[Sequence[str]] = ()) -> Incumbent:
    """Improve an agenda until its bound is reached, the time is up or nothing helps.

    Parameters
    ----------
    first : sessions to free before any are drawn, group by group.
    """
    starts = options(incumbent.prepared)
    drawn, idle = Neighbourhoods(incumbent.prepared, starts, control.seed, SIZE), 0
    steps = [Freed(frozenset(group)) for group in first] + drawn.pools()
    while True:
        before = incumbent.points
        incumbent = take_steps(incumbent, drawn, steps, control, WORK)
        idle = 0 if incumbent.points > before else idle + 1
        if incumbent.points >= incumbent.bound or incumbent.cut or idle >= PATIENCE:
            return incumbent
        steps = drawn.pools()


def take_steps(
    incumbent: Incumbent, drawn: Neighbourhoods, steps: Iterable[Freed], control: Control, work: float
) -> Incumbent:
    """Improve an agenda step by step; `cut` where the time ends it.

    Parameters
    ----------
    work : CP-SAT's own seconds for each step.
    """
    for freed in steps:
        if incumbent.points >= incumbent.bound:
            break
        if not control.alive:
            return replace(incumbent, cut=True)
        model = Model(incumbent.prepared, starts=drawn.open_starts(freed, incumbent.seats))
        model.hint(incumbent.seats)
        answer = model.solve(
            seconds=control.left(), work=work, seed=control.seed, stop=control.stop, enough=incumbent.bound
        )
        if not answer.seats:
            continue
        better = incumbent.improve_with(greedy(incumbent.prepared, drawn.starts, answer.seats))
        if better.points > incumbent.points:
            control.tell(better.points, None)
        incumbent = better
    return incumbent
