"""session-type: a situation sits in a session of its type, and of its sub-sector or service as the type says."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules.base import Reading, Rule, Violation

Pool = tuple[str, str]
"""Sessions and situations that go together: (type, sub-sector) or (type, service), as the type's scope says."""


def pool_of_situation(index: ProblemIndex, situation: str) -> Pool:
    """Where a situation looks for its session."""
    kind = index.type_of(situation)
    place = index.service_of(situation) if kind.scope == "service" else index.situations[situation].subsector
    return kind.id, place


def pool_of_session(index: ProblemIndex, session: str) -> Pool:
    """Whom a session is open to."""
    row = index.sessions[session]
    return row.type, row.service if row.subsector is None else row.subsector


class SameType(Rule):
    """Scope sub-sector: the same one, whatever the venue [R25]; scope service: any sub-sector of it [R33, R37]."""

    id = "session-type"
    scope = "seat"
    reason = "no-session"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            kind, session = reading.index.type_of(name), reading.index.sessions[seat.session]
            subsector = reading.index.situations[name].subsector
            if kind.id != session.type:
                yield self.broken("type", name, session.id, asked=kind.id, type=session.type)
            elif kind.scope == "service":
                if reading.index.service_of(name) != session.service:
                    yield self.broken("service", name, session.id)
            elif subsector != session.subsector:
                yield self.broken("subsector", name, session.id, asked=subsector, subsector=session.subsector)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return pool_of_situation(index, situation) == pool_of_session(index, session)
