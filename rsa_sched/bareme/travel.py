"""TravelCost: each trip of a professional to a venue on a date, so that their situations are grouped [R31]."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rsa_sched.bareme.base import Tally, Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Candidates, Node, Seat
from rsa_sched.rules.seats import Seats

Trip = tuple[str, str, int]
"""(professional, venue, day number of the session)."""


def trip(index: ProblemIndex, professional: str, session: str) -> Trip | None:
    """The trip that attending a session takes; None where the professional staffs one at that venue on that date."""
    venue, date = index.sessions[session].venue, index.date(session)
    for post in index.staffed.get(professional, ()):
        if post.venue == venue and post.date == date:
            return None
    return professional, venue, date


def trip_price(index: ProblemIndex) -> int:
    """Points that a trip costs: there and back."""
    return 2 * index.regulation.trip_days


class TravelCost(Term):
    """Each distinct trip costs ``2 * trip_days``."""

    id = "travel"
    in_plans = True

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        trips = {
            trip(prepared.index, participant, seat.session)
            for seat in seats.values()
            for participant in prepared.index.participants[seat.situation]
        }
        return trip_price(prepared.index) * len(trips - {None})

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        price = trip_price(prepared.index)
        if not price:
            return
        reasons = defaultdict(list)
        for professional, pairs in seats.of_participant.items():
            for situation, session in pairs:
                journey = trip(prepared.index, professional, session)
                if journey is not None:
                    reasons[journey].append(seats.seated(situation, session))
        for literals in reasons.values():
            if len(literals) == 1:
                seats.earn(-price, literals[0])
                continue
            travels = seats.cp.new_bool_var("")
            for literal in literals:
                seats.cp.add_implication(literal, travels)
            seats.earn(-price, travels)

    def tally(self, prepared: PreparedProblem) -> Tally:
        return _Trips(prepared)

    def ties(self, prepared: PreparedProblem, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        if trip_price(prepared.index):
            attended = {
                (participant, session): None
                for situation, sessions in candidates.items()
                for participant in prepared.index.participants[situation]
                for session in sessions
            }
            for participant, session in attended:
                journey = trip(prepared.index, participant, session)
                if journey is not None:
                    yield ("trip", *journey), ("session", session)


class _Trips(Tally):
    """How many seats each trip serves."""

    def __init__(self, prepared: PreparedProblem) -> None:
        self._index, self._price = prepared.index, trip_price(prepared.index)
        self._serves: Counter[Trip] = Counter()
        self._journey: dict[tuple[str, str], Trip | None] = {}

    def gain(self, seat: Seat) -> int:
        return -self._new(seat.situation, seat.session)

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        return [-self._new(situation, session) for session in sessions]

    def place(self, seat: Seat) -> None:
        for journey in self._journeys(seat.situation, seat.session):
            self._serves[journey] += 1

    def lift(self, seat: Seat) -> None:
        for journey in self._journeys(seat.situation, seat.session):
            self._serves[journey] -= 1

    def _new(self, situation: str, session: str) -> int:
        return self._price * sum(not self._serves[journey] for journey in self._journeys(situation, session))

    def _journeys(self, situation: str, session: str) -> set[Trip]:
        found = set()
        for who in self._index.participants[situation]:
            key = who, session
            if key not in self._journey:
                self._journey[key] = trip(self._index, who, session)
            journey = self._journey[key]
            if journey is not None:
                found.add(journey)
        return found
