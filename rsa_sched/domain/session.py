"""A session: one instance d'insertion on one date in one venue."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rsa_sched.domain.base import Count, Id, Ids, Moment, Part
from rsa_sched.domain.clock import DAY, UNIT

SessionType = Literal["standard", "sdf", "psychologist"]


class Session(Part):
    """A session with its venue, hours and staff; ``subsector`` is given unless its type is psychologist."""

    id: Id
    type: SessionType
    service: Id
    subsector: Id | None = None
    venue: Id
    start: Moment
    minutes: Annotated[int, Field(ge=UNIT, le=DAY, multiple_of=UNIT)] = 180
    max_situations: Count | None = None
    """6 where omitted [R40], 4 with the psychologist [R35]."""
    staff: Ids = ()
    """Professionals present for the whole session [R14-R19, R36]."""

    @property
    def size(self) -> int:
        """The most situations this session hears."""
        if self.max_situations is not None:
            return self.max_situations
        return 4 if self.type == "psychologist" else 6
