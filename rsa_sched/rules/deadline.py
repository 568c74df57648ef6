"""deadline: the request arrived at least `deadline_days` calendar days before the session's date [R47, R53]."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation


class Deadline(Rule):
    """Off with ``late: "fill"``: a late request may then take a place that is left (for fewer points)."""

    id = "deadline"
    scope = "seat"
    reason = "late"

    def check(self, reading: Reading) -> Iterator[Violation]:
        situations, sessions, regulation = reading.index.situations, reading.index.sessions, reading.index.regulation
        if regulation.late == "fill":
            return
        least = dt.timedelta(days=regulation.deadline_days)
        for name, seat in reading.seats.items():
            held_on = sessions[seat.session].start.date()
            if held_on - situations[name].received < least:
                yield self.broken("late", name, seat.session, days=regulation.deadline_days, held_on=held_on)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return index.regulation.late == "fill" or not index.is_late(situation, session)
