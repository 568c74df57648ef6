"""What a peer answers; nothing of it is believed before the audit has read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.peers.reading import Place, Reading, clock
from rsa_sched import Problem, Statement, check

Step = tuple[float, int, int | None]
"""(seconds, points, bound)."""
Note = Callable[[str], None]
"""Is told the size of a peer's model as soon as it is there."""


def silent(size: str) -> None:
    """Nobody wants to know."""


class CannotRun(Exception):
    """What the peer needs is not on this machine; says what."""


class NoAgenda(Exception):
    """The peer found no agenda: the pins clash, or stand in the way of the one where everybody is deferred.

    Attributes
    ----------
    bound : what it has proven all the same.
    """

    def __init__(self, why: str, bound: int | None = None) -> None:
        super().__init__(why)
        self.bound = bound


class BrokenAgenda(Exception):
    """The audit refuses the peer's agenda, or its bound lies below its points: a bug of the peer."""


@dataclass(frozen=True)
class PeerAnswer:
    """An audited agenda of a peer.

    Attributes
    ----------
    statement : the agenda.
    points : recounted by the audit.
    bound : no agenda has more points, says the peer; None where it says nothing.
    seconds : from the problem to the agenda, modelling included, the audit left out.
    trace : (seconds, points, bound) of each better agenda, as the peer counts; empty where it does not tell.
    """

    statement: Statement = field(repr=False)
    points: int
    bound: int | None
    seconds: float
    trace: tuple[Step, ...] = field(default=(), repr=False)

    @property
    def optimal(self) -> bool:
        """Whether the peer has proven its agenda best."""
        return self.bound == self.points


class Peer(Protocol):
    """A way to solve the contract without rsa_sched."""

    def __call__(self, problem: Problem, seconds: float, seed: int = 0, *, note: Note = silent) -> PeerAnswer:
        """The best agenda that it finds in that time."""


def audited(
    reading: Reading,
    places: Mapping[str, Place],
    bound: int | None,
    seconds: float,
    trace: tuple[Step, ...] = (),
) -> PeerAnswer:
    """The answer of these places, read by the audit. Raises BrokenAgenda."""
    appointments = [
        {
            "situation": name,
            "session": session,
            "start": clock(start),
            "end": clock(start + reading.requests[name].units),
        }
        for name, (session, start) in places.items()
    ]
    deferrals = [{"situation": name} for name in reading.requests if name not in places]
    statement = Statement.from_dict({"appointments": appointments, "deferrals": deferrals})
    audit = check(reading.problem, statement)
    if not audit:
        raise BrokenAgenda("; ".join(sorted({f"{row.rule}: {row.text}" for row in audit.violations})[:5]))
    if bound is not None and bound < audit.points:
        raise BrokenAgenda(f"the bound {bound} lies below the agenda's {audit.points} points")
    return PeerAnswer(statement, audit.points, bound, seconds, trace)
