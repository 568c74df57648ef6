"""eligible: who may be heard at all, and in which sessions [R3-R6, R43, R54]."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation


class Eligible(Rule):
    """Whom the session's type admits; an invitation that was agreed; a wanted session."""

    id = "eligible"
    scope = "seat"
    reason = "ineligible"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            for code in self._broken_by(reading, name, seat.session):
                yield self.broken(code, name, seat.session)

    @staticmethod
    def _broken_by(reading: Reading, name: str, session: str) -> Iterator[str]:
        row = reading.index.situations[name]
        who = reading.index.types[reading.index.sessions[session].type].admits
        if row.plie_outside_rsa and who == "rsa":
            yield "plie-outside-rsa"
        if who == "rsa" or (who == "rsa_or_plie" and not row.plie_outside_rsa):
            if not row.oriented:
                yield "not-oriented"
            if not row.in_active_file:
                yield "not-in-active-file"
        if row.beneficiary_invited and not row.beneficiary_agreed:
            yield "invited-without-agreement"
        if row.wanted_sessions is not None and session not in row.wanted_sessions:
            yield "session-not-wanted"

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        row = index.situations[situation]
        who = index.types[index.sessions[session].type].admits
        followed = row.oriented and row.in_active_file and not row.plie_outside_rsa
        recipient = who == "anyone" or followed or (who == "rsa_or_plie" and row.plie_outside_rsa)
        invitation = row.beneficiary_agreed or not row.beneficiary_invited
        return recipient and invitation and (row.wanted_sessions is None or session in row.wanted_sessions)
