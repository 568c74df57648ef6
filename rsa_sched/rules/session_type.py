"""session-type: a situation sits in a session of its type and sub-sector; for the psychologist, of its service."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.docket import Docket
from rsa_sched.rules.base import Reading, Rule, Violation

Pool = tuple[str, str]
"""Sessions and situations that go together: (type, sub-sector), or ("psychologist", service)."""


def pool_of_situation(docket: Docket, situation: str) -> Pool:
    """Where a situation looks for its session."""
    row = docket.situations[situation]
    return row.type, docket.service_of(situation) if row.type == "psychologist" else row.subsector


def pool_of_session(docket: Docket, session: str) -> Pool:
    """Whom a session is open to."""
    row = docket.sessions[session]
    return row.type, row.service if row.subsector is None else row.subsector


class SessionType(Rule):
    """Standard and sdf: same type and sub-sector, whatever the venue [R25]; psychologist: same service [R33, R37]."""

    id = "session-type"
    sentence = (
        "Une situation passe dans une séance de son type et de son sous-secteur, quel que soit le lieu ; "
        "avec le psychologue, dans une séance de son service."
    )

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            situation, session = reading.docket.situations[name], reading.docket.sessions[seat.session]
            if situation.type != session.type:
                text = f"La situation {name} (type {situation.type}) passe dans une séance de type {session.type}."
                yield Violation(self.id, text, name, session.id)
            elif situation.type == "psychologist":
                if reading.docket.service_of(name) != session.service:
                    text = f"La situation {name} passe dans une séance d'un autre service."
                    yield Violation(self.id, text, name, session.id)
            elif situation.subsector != session.subsector:
                text = f"La situation {name} ({situation.subsector}) passe dans le sous-secteur {session.subsector}."
                yield Violation(self.id, text, name, session.id)

    def admits(self, docket: Docket, situation: str, session: str) -> bool:
        return pool_of_situation(docket, situation) == pool_of_session(docket, session)
