"""session-size: at most `max_situations` of the session, by default its type's [R40: 6, R35: 4]."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.rules.base import Reading, Rule, Violation
from rsa_sched.rules.seats import Seats


class SessionSize(Rule):
    """A session hears only so many situations."""

    id = "session-size"
    sentence = "Une séance entend au plus le nombre de situations prévu pour elle ou pour son type."

    def check(self, reading: Reading) -> Iterator[Violation]:
        for session, seats in reading.by_session.items():
            most = reading.index.sessions[session].size
            if len(seats) > most:
                text = f"La séance {session} compte {len(seats)} situations pour {most} au plus."
                yield Violation(self.id, text, None, session)

    def post(self, seats: Seats) -> None:
        for session, situations in seats.of_session.items():
            most = seats.index.sessions[session].size
            if len(situations) > most:
                seats.at_most(most, ((1, seats.seated(situation, session)) for situation in situations))
