"""window: not before the situation's first day, not after its last, where given (a legal term, an absence)."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation


class Window(Rule):
    """Both days included; the day of a session is that of its start."""

    id = "window"
    scope = "seat"
    reason = "out-of-window"

    def check(self, reading: Reading) -> Iterator[Violation]:
        situations, sessions = reading.index.situations, reading.index.sessions
        for name, seat in reading.seats.items():
            row = situations[name]
            if row.not_before is None and row.not_after is None:
                continue
            held_on = sessions[seat.session].start.date()
            if row.not_before is not None and held_on < row.not_before:
                yield self.broken("too-early", name, seat.session, first=row.not_before)
            if row.not_after is not None and held_on > row.not_after:
                yield self.broken("too-late", name, seat.session, last=row.not_after)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        row, day = index.situations[situation], index.date(session)
        first = 0 if row.not_before is None else row.not_before.toordinal() - 1
        last = day if row.not_after is None else row.not_after.toordinal() - 1
        return first <= day <= last
