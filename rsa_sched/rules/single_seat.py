"""single-seat: a situation is seated at most once; of several situations of one person, at most one is seated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Candidates, Node, Reading, Rule, Seat, SeatFit, Violation
from rsa_sched.rules.seats import Seats


class SingleSeat(Rule):
    """Nobody takes two places while others wait."""

    id = "single-seat"

    # --- plain check --------------------------------------------------------------------------------------------------

    def check(self, reading: Reading) -> Iterator[Violation]:
        situations, sessions = reading.index.situations, reading.index.sessions
        listed: set[str] = set()
        for line in reading.statement.appointments:
            known = line.situation in situations and line.session in sessions
            if known and line.situation in listed:
                yield self.broken("situation-twice", line.situation, line.session)
            if known:
                listed.add(line.situation)
        heard: dict[str, str] = {}
        for name, seat in reading.seats.items():
            person = situations[name].person
            if person is None:
                continue
            if person in heard:
                yield self.broken("person-twice", name, seat.session, person=person, other=heard[person])
            heard.setdefault(person, name)

    # --- CP-SAT form --------------------------------------------------------------------------------------------------

    def post(self, seats: Seats) -> None:
        claims = defaultdict(list)
        for situation, session in seats.pairs:
            person = seats.index.situations[situation].person
            claims[("situation", situation) if person is None else ("person", person)].append(
                seats.seated(situation, session)
            )
        for literals in claims.values():
            seats.at_most_one(literals)

    # --- an agenda in the making --------------------------------------------------------------------------------------

    def fit(self, index: ProblemIndex) -> SeatFit:
        return _Seated(index)

    def ties(self, index: ProblemIndex, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        for names in claimants(index, candidates):
            for other in names[1:]:
                yield ("situation", names[0]), ("situation", other)


class _Seated(SeatFit):
    """Who is seated."""

    def __init__(self, index: ProblemIndex) -> None:
        self._person = {name: row.person for name, row in index.situations.items()}
        self._taken: set[tuple[str, str]] = set()

    def is_open(self, situation: str) -> bool:
        return self._claim(situation) not in self._taken

    def place(self, seat: Seat) -> None:
        self._taken.add(self._claim(seat.situation))

    def lift(self, seat: Seat) -> None:
        self._taken.discard(self._claim(seat.situation))

    def _claim(self, situation: str) -> tuple[str, str]:
        person = self._person[situation]
        return ("situation", situation) if person is None else ("person", person)


def claimants(index: ProblemIndex, candidates: Iterable[str]) -> list[list[str]]:
    """The situations of each person, of whom one can be heard; without a person each situation claims for itself."""
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for situation in candidates:
        person = index.situations[situation].person
        groups[person is not None, person or situation].append(situation)
    return list(groups.values())
