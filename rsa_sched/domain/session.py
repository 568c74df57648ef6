"""A session: one instance d'insertion on one date in one venue."""

from __future__ import annotations

from rsa_sched.domain.base import Count, Id, Ids, Moment, Part
from rsa_sched.domain.session_type import SessionMinutes, SessionType


class Session(Part):
    """A session with its venue, hours and staff; ``subsector`` is given where its type's scope is sub-sectors."""

    id: Id
    type: Id
    """One of the regulation's ``types``."""
    service: Id
    subsector: Id | None = None
    venue: Id
    start: Moment
    minutes: SessionMinutes | None = None
    """Its type's where omitted."""
    max_situations: Count | None = None
    """Its type's where omitted [R40, R35]."""
    staff: Ids = ()
    """Professionals present for the whole session [R14-R19, R36]."""

    def completed(self, kind: SessionType) -> CompleteSession:
        """The same session, with length and size of its type filled in."""
        values = dict(self.__dict__)
        if self.minutes is None:
            values["minutes"] = kind.minutes
        if self.max_situations is None:
            values["max_situations"] = kind.max_situations
        return CompleteSession.model_construct(**values)


class CompleteSession(Session):
    """A session with whatever its type gives it filled in."""

    minutes: SessionMinutes
    max_situations: Count

    @property
    def size(self) -> int:
        """The most situations this session hears."""
        return self.max_situations
