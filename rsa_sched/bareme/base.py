"""What a term of the points is: one file, four answers.

1. `recount`: what an agenda earns or costs by it, in plain whole numbers.
2. `post`: its CP-SAT form.
3. `tally`: what one seat more changes, kept up to date seat by seat.
4. `constant` and `worth`: what no agenda surpasses; `ties` and `in_plans`: what a search may assume of it.

Only 1 and 2 are needed for a cost; a term that can add points says in `worth` how many. Unit: points, that is days of
waiting times units of session time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules.base import Candidates, Node, Seat
from rsa_sched.rules.seats import Seats


class Term(ABC):
    """One part of contract section 2."""

    id: ClassVar[str]
    """The contract's name of the part."""
    sign: ClassVar[Literal[1, -1]] = -1
    """Whether `recount` is earned or, as most, a cost."""
    scope: ClassVar[Literal["seat", "session", "agenda"]] = "agenda"
    """What has to be looked at together to count it. A narrower scope is a promise that saves work."""
    in_plans: ClassVar[bool] = False
    """Whether session plans count it exactly, from who sits in which session: nothing is left to be counted once hours
    are known. True for what `worth` says of each seat alone, and for the trips and dues that the plans know of."""

    @abstractmethod
    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        """The term's points (for a cost: what it costs, 0 or more), in whole numbers, from the seats alone."""

    @abstractmethod
    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        """CP-SAT form: what the model earns, and pays as negative earnings."""

    def constant(self, prepared: PreparedProblem) -> int:
        """Points that every agenda has, before its seats are looked at (see `worth`)."""
        return 0

    def worth(self, prepared: PreparedProblem, situation: str, session: str) -> int:
        """The most points that a seat of this pair adds, at any hour and beside any other seats.

        No agenda has more points by this term than `constant` and the worth of its seats. A cost may leave it at 0.
        """
        return 0

    def tally(self, prepared: PreparedProblem) -> Tally:
        """Counts what seats change, beginning with none. By default everything is recounted each time."""
        return RecountedTally(self, prepared)

    def ties(self, prepared: PreparedProblem, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        """Sessions that cannot be arbitrated apart, as `Rule.ties`."""
        if self.scope == "agenda":
            for session in dict.fromkeys(session for admitted in candidates.values() for session in admitted):
                yield ("term", self.id), ("session", session)


class Tally(ABC):
    """What one seat more would change in a term's points, beside those that are seated; costs saved are gains."""

    @abstractmethod
    def gain(self, seat: Seat) -> int:
        """What seating this situation, not seated now, adds."""

    @abstractmethod
    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        """Of each of these sessions what no start there can exceed."""

    def place(self, seat: Seat) -> None:  # noqa: B027 - a tally of single seats has nothing to remember
        """The seat is taken."""

    def lift(self, seat: Seat) -> None:  # noqa: B027
        """The seat is free again."""


class RecountedTally(Tally):
    """Recounts a term with the seat and without it: right for any term, and slow."""

    def __init__(self, term: Term, prepared: PreparedProblem) -> None:
        self._term, self._prepared = term, prepared
        self._seats: dict[str, Seat] = {}
        self._now = self._counted({})

    def gain(self, seat: Seat) -> int:
        return self._counted({**self._seats, seat.situation: seat}) - self._now

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        return [max(map(self.gain, self._seats_in(situation, session)), default=0) for session in sessions]

    def place(self, seat: Seat) -> None:
        self._seats[seat.situation] = seat
        self._now = self._counted(self._seats)

    def lift(self, seat: Seat) -> None:
        del self._seats[seat.situation]
        self._now = self._counted(self._seats)

    def _counted(self, seats: Mapping[str, Seat]) -> int:
        return self._term.sign * self._term.recount(self._prepared, seats)

    def _seats_in(self, situation: str, session: str) -> Iterator[Seat]:
        index = self._prepared.index
        for start in range(index.start[session], index.end(session), UNIT):
            yield Seat(situation, session, start, start + index.minutes[situation])


def visits(prepared: PreparedProblem, seats: Iterable[Seat]) -> dict[tuple[str, str], list[Seat]]:
    """The seats of each participant in each session they take part in without staffing it."""
    found: dict[tuple[str, str], list[Seat]] = {}
    for seat in seats:
        staff = prepared.index.sessions[seat.session].staff
        for participant in prepared.index.participants[seat.situation]:
            if participant not in staff:
                found.setdefault((participant, seat.session), []).append(seat)
    return found
