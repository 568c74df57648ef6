"""pinned: every pin holds (session, and start where given); no ban is used."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.clock import iso_minute, to_minute
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation
from rsa_sched.rules.seats import Seats


class Pinned(Rule):
    """What the service has decided beforehand stands [R27]."""

    id = "pinned"
    scope = "seat"
    reason = "banned"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for pin in reading.index.problem.pins:
            seat = reading.seats.get(pin.situation)
            if seat is None or seat.session != pin.session:
                yield self.broken("session", pin.situation, pin.session)
            elif pin.start is not None and seat.start != to_minute(pin.start):
                yield self.broken("start", pin.situation, pin.session, start=iso_minute(pin.start))
        for ban in reading.index.problem.bans:
            seat = reading.seats.get(ban.situation)
            if seat is not None and seat.session == ban.session:
                yield self.broken("ban", ban.situation, ban.session)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return (situation, session) not in index.banned

    def post(self, seats: Seats) -> None:
        for pin in seats.pins:
            if not seats.can_sit(pin.situation, pin.session):
                wanted = []
            elif pin.start is None:
                wanted = [seats.seated(pin.situation, pin.session)]
            else:
                at = to_minute(pin.start)
                wanted = [start for minute, start in seats.starts(pin.situation, pin.session).items() if minute == at]
            seats.at_least(1, ((1, literal) for literal in wanted))

    def left_out(self) -> Rule:
        return _PinsAlone()  # what is asked for stays


class _PinsAlone(Pinned):
    """The rule without its bans."""

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return True
