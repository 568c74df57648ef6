"""Travel: each trip of a professional to a venue on a date, so that their situations are grouped [R31]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rsa_sched.bareme.base import Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Seat
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


class Travel(Term):
    """Each distinct trip costs ``2 * trip_days``."""

    id = "travel"

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        trips = {
            trip(prepared.index, participant, seat.session)
            for seat in seats.values()
            for participant in prepared.index.participants[seat.situation]
        }
        return 2 * prepared.index.regulation.trip_days * len(trips - {None})

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        price = 2 * prepared.index.regulation.trip_days
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
