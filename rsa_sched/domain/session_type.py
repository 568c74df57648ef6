"""What kinds of session there are: data of the règlement, not code (contract, section 1, "Types")."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from rsa_sched.domain.base import LARGEST, Count, Id, Label, Part
from rsa_sched.domain.clock import DAY, UNIT
from rsa_sched.errors import BadValue
from rsa_sched.french.sentences import say

SessionMinutes = Annotated[int, Field(ge=UNIT, le=DAY, multiple_of=UNIT)]

_LENGTHS = ("content", "long", "short")


def _length(raw: Any) -> Any:
    minutes = isinstance(raw, int) and not isinstance(raw, bool) and UNIT <= raw <= LARGEST and not raw % UNIT
    if not minutes and not (isinstance(raw, str) and raw in _LENGTHS):
        raise BadValue("not-a-length")
    return raw


SituationLength = Annotated[
    Literal["content", "long", "short"] | int,
    PlainValidator(_length),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(_LENGTHS), "type": "string"},
                {"maximum": LARGEST, "minimum": UNIT, "multipleOf": UNIT, "type": "integer"},
            ]
        }
    ),
]


class SessionType(Part):
    """One kind of session: whom it is open to, how long its situations last, what becomes of it when it is empty."""

    id: Id
    label: Label = None
    """What people call it; the id where omitted."""
    scope: Literal["subsector", "service"] = "subsector"
    """Open to the situations of its sub-sector, or of its whole service [R25, R33]."""
    length: SituationLength = "content"
    """``content``: ``long_minutes`` with a partner or the beneficiary, else ``short_minutes`` [R40-R42]; ``long``,
    ``short``: always so [R35]; or minutes."""
    minutes: SessionMinutes = 180
    """Length of a session that does not say its own [R39]."""
    max_situations: Count = 6
    """Size of a session that does not say its own [R40]."""
    admits: Literal["rsa", "rsa_or_plie", "anyone"] = "rsa"
    """Who may be heard: ``rsa`` [R3-R5]; ``rsa_or_plie``: PLIE persons outside RSA too [R6]; ``anyone``."""
    empty: Literal["first_hour", "cancelled"] = "first_hour"
    """What becomes of a session without situations: the service stays for the first hour [R22], or it is cancelled
    [R52]."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.id


TYPES_OF_THE_NOTE: tuple[SessionType, ...] = (
    SessionType(id="standard", label=say("labels.session-types.standard")),
    SessionType(id="sdf", label=say("labels.session-types.sdf"), admits="rsa_or_plie"),
    SessionType(
        id="psychologist",
        label=say("labels.session-types.psychologist"),
        scope="service",
        length="long",
        max_situations=4,
        empty="cancelled",
    ),
)
"""The sessions of the note of 2010."""
