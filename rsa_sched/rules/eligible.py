"""eligible: who may be heard at all, and in which sessions [R3-R6, R43, R54]."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.docket import Docket
from rsa_sched.rules.base import Reading, Rule, Violation


class Eligible(Rule):
    """PLIE outside RSA only with the homeless team; else oriented and in the active file; agreed; a wanted session."""

    id = "eligible"
    sentence = (
        "La personne est orientée par le département et inscrite dans la file active du référent (hors rSa en PLIE : "
        "à l'instance SDF seulement) ; l'inviter suppose l'accord préalable ; la séance est l'une de celles choisies."
    )

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            for fault in self._faults(reading, name, seat.session):
                yield Violation(self.id, fault, name, seat.session)

    @staticmethod
    def _faults(reading: Reading, name: str, session: str) -> Iterator[str]:
        row = reading.docket.situations[name]
        if row.plie_outside_rsa:
            if reading.docket.sessions[session].type != "sdf":
                yield f"La situation {name} relève du PLIE hors rSa et ne passe qu'à l'instance SDF."
        else:
            if not row.oriented:
                yield f"La situation {name} n'est pas orientée par le département."
            if not row.in_active_file:
                yield f"La situation {name} n'est pas dans la file active du référent."
        if row.beneficiary_invited and not row.beneficiary_agreed:
            yield f"La situation {name} : la personne est invitée sans accord préalable."
        if row.wanted_sessions is not None and session not in row.wanted_sessions:
            yield f"La situation {name} n'a pas demandé la séance {session}."

    def admits(self, docket: Docket, situation: str, session: str) -> bool:
        row = docket.situations[situation]
        recipient = (
            docket.sessions[session].type == "sdf" if row.plie_outside_rsa else row.oriented and row.in_active_file
        )
        invitation = row.beneficiary_agreed or not row.beneficiary_invited
        return recipient and invitation and (row.wanted_sessions is None or session in row.wanted_sessions)
