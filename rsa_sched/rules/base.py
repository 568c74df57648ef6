"""What a rule is: one sentence, one file, four answers.

1. `check`: every way in which a finished agenda breaks it, in plain code.
2. `admits`, `allows`, `post`: its CP-SAT form.
3. `fit`: whether one seat more fits an agenda in the making.
4. `scope`, `is_monotone`, `ties`: what whoever searches may assume of it.

1 and 2 are written independently of each other: the check from the agenda's side (minutes, as stated), the CP-SAT form
from the model's (which seats may exist, what excludes what). The property tests hold the answers against each other.
Only 1 is needed: the others have defaults that are right and slow.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from rsa_sched.domain.clock import UNIT, to_minute, to_moment
from rsa_sched.domain.index import Engagement, ProblemIndex
from rsa_sched.domain.statement import StatedAppointment, StatedParts, Statement
from rsa_sched.errors import Violation as Violation
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.domain.agenda import Reason
    from rsa_sched.rules.seats import Seats

Scope = Literal["seat", "session", "agenda", "document"]
"""What has to be looked at together to tell whether a rule is broken; "document": what is written about the seats."""

Node = Hashable
"""What sessions may have in common: ``("session", id)``, ``("situation", id)``, or anything of a rule's own."""

Candidates = Mapping[str, Sequence[str]]
"""For each situation the sessions in question."""


class Seat(NamedTuple):
    """A situation heard in a session from `start` to before `end` (minutes)."""

    situation: str
    session: str
    start: int
    end: int


class _Line(NamedTuple):
    """A `StatedAppointment` that nobody has to check: searches make them by the thousand."""

    seat: Seat
    venue: None = None
    participants: None = None

    @property
    def situation(self) -> str:
        return self.seat.situation

    @property
    def session(self) -> str:
        return self.seat.session

    @property
    def start(self) -> dt.datetime:
        return to_moment(self.seat.start)

    @property
    def end(self) -> dt.datetime:
        return to_moment(self.seat.end)


class _SeatsAlone(NamedTuple):
    """A `Statement` that states seats and nothing else; nobody has to check it either."""

    appointments: tuple[_Line, ...]
    deferrals: tuple[()] = ()
    parts: StatedParts = StatedParts()
    problem: None = None
    problem_sha256: None = None
    status: None = None
    points: None = None
    bound: None = None
    gap: None = None


@dataclass(frozen=True)
class Reading:
    """An agenda as the audit reads it, beside the problem it answers."""

    index: ProblemIndex
    statement: Statement

    @classmethod
    def of_seats(cls, index: ProblemIndex, seats: Iterable[Seat]) -> Reading:
        """The reading of an agenda that states these seats and nothing else."""
        stated: Any = _SeatsAlone(tuple(map(_Line, seats)))
        return cls(index, stated)

    @cached_property
    def seats(self) -> dict[str, Seat]:
        """The appointments that count: known ids, of each situation the first listed."""
        first: dict[str, Seat] = {}
        for line in self.statement.appointments:
            counts = line.situation in self.index.situations and line.session in self.index.sessions
            if counts and line.situation not in first:
                first[line.situation] = line.seat if isinstance(line, _Line) else _seat_of(line)
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


def _seat_of(line: StatedAppointment) -> Seat:
    return Seat(line.situation, line.session, to_minute(line.start), to_minute(line.end))


class Rule(ABC):
    """One rule of contract section 1. An agenda that breaks one is not an agenda."""

    id: ClassVar[str]
    """The contract's name of the rule."""
    scope: ClassVar[Scope] = "agenda"
    """How far the rule looks. A narrower scope is a promise that saves work: tested on random agendas."""
    is_monotone: ClassVar[bool] = True
    """Whether taking seats away never breaks it. A rule that is not monotone may be mended by company."""
    reason: ClassVar[Reason | None] = None
    """Why a situation is deferred where this rule leaves it without any session (contract, section 4)."""
    directness: ClassVar[int] = 1
    """Of several rules against a pin the most direct is told: 0 for one that speaks by way of others."""

    @property
    def sentence(self) -> str:
        """The rule in French, for people: ``sentence`` of its table in ``french/rules.toml``."""
        return say(f"rules.{self.id}.sentence")

    def broken(self, code: str, situation: str | None = None, session: str | None = None, **facts: object) -> Violation:
        """One way in which an agenda breaks the rule: the code of its sentence in the rule's table, and the facts."""
        return Violation(self.id, code, facts, situation, session)

    # --- plain check --------------------------------------------------------------------------------------------------

    @abstractmethod
    def check(self, reading: Reading) -> Iterator[Violation]:
        """Every way in which the agenda breaks this rule."""

    # --- CP-SAT form --------------------------------------------------------------------------------------------------

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

    # --- an agenda in the making --------------------------------------------------------------------------------------

    def fit(self, index: ProblemIndex) -> SeatFit | None:
        """Whether seats fit beside others; None where `admits` and `allows` say all there is to say.

        By default the plain check is asked, within the rule's scope.
        """
        return None if self.scope in ("seat", "document") else AskedFit(self, index)

    # --- what a search may assume -------------------------------------------------------------------------------------

    def ties(self, index: ProblemIndex, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        """Sessions that cannot be arbitrated apart, since this rule looks at both: pairs of nodes to be tied together.

        By default every session of the candidates where the scope is the agenda, none where it is narrower.
        """
        if self.scope == "agenda":
            sessions = dict.fromkeys(session for admitted in candidates.values() for session in admitted)
            for session in sessions:
                yield ("rule", self.id), ("session", session)

    def left_out(self) -> Rule | None:
        """What stays in force where the rule is left out to see whether it stands against a pin; mostly nothing."""
        return None


class SeatFit(ABC):
    """Whether one seat more fits beside those that are seated, by one rule.

    A seat fits where every question is answered with yes. `fits` alone is needed; the others answer for many seats at
    once and are asked first. All of them are of situations, sessions and starts that the rule admits and allows.
    """

    def is_open(self, situation: str) -> bool:
        """Whether the situation may fit anywhere."""
        return True

    def has_room(self, situation: str, session: str) -> bool:
        """Whether the situation may fit at some start of a session: a quick look."""
        return True

    def blocked(self, situation: str, session: str) -> int:
        """Bit n: the situation does not fit at the session's n-th quarter."""
        return 0

    def fits(self, seat: Seat) -> bool:
        """Whether this seat fits, as far as the others do not tell."""
        return True

    @abstractmethod
    def place(self, seat: Seat) -> None:
        """The seat is taken."""

    @abstractmethod
    def lift(self, seat: Seat) -> None:
        """The seat is free again."""


class AskedFit(SeatFit):
    """Asks a rule's plain check of what is seated, with the seat in question: right for any rule, and slow."""

    def __init__(self, rule: Rule, index: ProblemIndex) -> None:
        self._rule, self._index = rule, index
        self._by_session: dict[str, dict[str, Seat]] = defaultdict(dict)

    def fits(self, seat: Seat) -> bool:
        if self._rule.scope == "session":
            beside = list(self._by_session[seat.session].values())
        else:
            beside = [other for seats in self._by_session.values() for other in seats.values()]
        return not any(broken_by((self._rule,), self._index, [*beside, seat]))

    def place(self, seat: Seat) -> None:
        self._by_session[seat.session][seat.situation] = seat

    def lift(self, seat: Seat) -> None:
        del self._by_session[seat.session][seat.situation]


def broken_by(rules: Iterable[Rule], index: ProblemIndex, seats: Iterable[Seat]) -> Iterator[Violation]:
    """How these seats break these rules, by the plain checks; that somebody is not seated at all is no fault here.

    Rules about the document are not asked: there is none yet.
    """
    return violations(rules, Reading.of_seats(index, seats))


def violations(rules: Iterable[Rule], reading: Reading) -> Iterator[Violation]:
    """The same of a reading of seats, which several may be asked about."""
    for rule in rules:
        if rule.scope != "document":
            for violation in rule.check(reading):
                if violation.situation is None or violation.situation in reading.seats:
                    yield violation
