"""eligible: who may be heard at all, and in which sessions [R3-R6, R43, R54]."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation


class Eligible(Rule):
    """Whom the session's type admits; an invitation that was agreed; a wanted session."""

    id = "eligible"
    sentence = (
        "La personne est orientée par le département et inscrite dans la file active du référent, et ne relève pas du "
        "PLIE hors rSa, sauf dans les séances dont le type l'admet ; l'inviter suppose l'accord préalable ; la séance "
        "est l'une de celles choisies."
    )

    scope = "seat"
    reason = "ineligible"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            for fault in self._faults(reading, name, seat.session):
                yield Violation(self.id, fault, name, seat.session)

    @staticmethod
    def _faults(reading: Reading, name: str, session: str) -> Iterator[str]:
        row = reading.index.situations[name]
        who = reading.index.types[reading.index.sessions[session].type].admits
        if row.plie_outside_rsa and who == "rsa":
            yield f"La situation {name} relève du PLIE hors rSa, que la séance {session} ne reçoit pas."
        if who == "rsa" or (who == "rsa_or_plie" and not row.plie_outside_rsa):
            if not row.oriented:
                yield f"La situation {name} n'est pas orientée par le département."
            if not row.in_active_file:
                yield f"La situation {name} n'est pas dans la file active du référent."
        if row.beneficiary_invited and not row.beneficiary_agreed:
            yield f"La situation {name} : la personne est invitée sans accord préalable."
        if row.wanted_sessions is not None and session not in row.wanted_sessions:
            yield f"La situation {name} n'a pas demandé la séance {session}."

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        row = index.situations[situation]
        who = index.types[index.sessions[session].type].admits
        followed = row.oriented and row.in_active_file and not row.plie_outside_rsa
        recipient = who == "anyone" or followed or (who == "rsa_or_plie" and row.plie_outside_rsa)
        invitation = row.beneficiary_agreed or not row.beneficiary_invited
        return recipient and invitation and (row.wanted_sessions is None or session in row.wanted_sessions)
