"""What a rule is: one sentence, read twice. Once as a plain check over a finished agenda, once as a CP-SAT form.

The two readings of a file are written independently of each other: the check from the agenda's side (minutes, as
stated), the CP-SAT form from the model's (which seats may exist, what excludes what). The property tests hold them
against each other.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rsa_sched.domain.clock import UNIT, to_minute
from rsa_sched.domain.index import Engagement, ProblemIndex
from rsa_sched.domain.statement import Statement

if TYPE_CHECKING:
    from rsa_sched.rules.seats import Seats


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that an agenda breaks: the rule's id, a French sentence, and the ids concerned."""

    rule: str
    text: str
    situation: str | None = None
    session: str | None = None


class Seat(NamedTuple):
    """A situation heard in a session from `start` to before `end` (minutes)."""

    situation: str
    session: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """An agenda as the audit reads it, beside the problem it answers."""

    index: ProblemIndex
    statement: Statement

    @cached_property
    def seats(self) -> dict[str, Seat]:
        """The appointments that count: known ids, of each situation the first listed."""
        first: dict[str, Seat] = {}
        for line in self.statement.appointments:
            if line.situation in self.index.situations and line.session in self.index.sessions:
                seat = Seat(line.situation, line.session, to_minute(line.start), to_minute(line.end))
                first.setdefault(line.situation, seat)
        return first

    @cached_property
    def by_session(self) -> dict[str, list[Seat]]:
        """The seats of each session that has any, by start."""
        groups: dict[str, list[Seat]] = defaultdict(list)
        for seat in sorted(self.seats.values(), key=lambda seat: (seat.start, seat.situation)):
            groups[seat.session].append(seat)
        return dict(groups)

    def engagement(self, seat: Seat) -> Engagement:
        """What a seat means for its participants."""
        session = self.index.sessions[seat.session]
        return Engagement(seat.start, seat.end, session.venue, self.index.date(seat.session), seat.session)


class Rule(ABC):
    """One rule of contract section 1. An agenda that breaks one is not an agenda."""

    id: ClassVar[str]
    """The contract's name of the rule."""
    sentence: ClassVar[str]
    """The rule in French, for people."""

    @abstractmethod
    def check(self, reading: Reading) -> Iterator[Violation]:
        """Every way in which the agenda breaks this rule."""

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        """CP-SAT form, part 1: whether this pair may exist at all, calendars not looked at."""
        return True

    def allows(self, index: ProblemIndex, situation: str, session: str, start: int) -> bool:
        """CP-SAT form, part 2: whether this pair may exist at this start (minute), nobody else looked at."""
        return True

    def barred(self, index: ProblemIndex, situation: str, session: str) -> int:
        """Part 2 for the whole grid at once: bit n where `allows` says no to the session's n-th quarter.

        A rule that can look this up instead of asking for each start may override it; nobody else needs to.
        """
        starts = range(index.start[session], index.end(session), UNIT)
        asked = (self.allows(index, situation, session, start) for start in starts)
        return sum(1 << n for n, allowed in enumerate(asked) if not allowed)

    def post(self, seats: Seats) -> None:  # noqa: B027 - most rules say all they have to say above
        """CP-SAT form, part 3: what the seats exclude of each other."""
