"""deadline: the request arrived at least `deadline_days` calendar days before the session's date [R47, R53]."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation


class Deadline(Rule):
    """Off with ``late: "fill"``: a late request may then take a place that is left (for fewer points)."""

    id = "deadline"
    sentence = "La demande est arrivée au moins 10 jours (délai du règlement) avant la date de la séance."

    scope = "seat"
    reason = "late"

    def check(self, reading: Reading) -> Iterator[Violation]:
        regulation = reading.index.regulation
        if regulation.late == "fill":
            return
        for name, seat in reading.seats.items():
            held_on = reading.index.sessions[seat.session].start.date()
            if held_on - reading.index.situations[name].received < dt.timedelta(days=regulation.deadline_days):
                text = (
                    f"La situation {name} est arrivée moins de {regulation.deadline_days} jours "
                    f"avant la séance du {held_on:%d/%m/%Y}."
                )
                yield Violation(self.id, text, name, seat.session)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return index.regulation.late == "fill" or not index.is_late(situation, session)
