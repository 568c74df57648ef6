"""For whom something is published, and so what it may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Circle = Literal["service", "prescriber", "partner", "beneficiary"]

CIRCLES: dict[Circle, str] = {
    "service": "service insertion",
    "prescriber": "structure qui prescrit",
    "partner": "professionnel invité",
    "beneficiary": "personne concernée",
}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads it.

    Attributes
    ----------
    circle : ``service`` sees everything; ``prescriber`` the situations of its structure, of the others only that a
        place is taken; ``partner`` the situations that they take part in; ``beneficiary`` their own.
    who : id of the structure, professional or person; "" for the service.
    """

    circle: Circle = "service"
    who: str = ""

    @classmethod
    def of(cls, name: str | Audience) -> Audience:
        """The audience that ``"service"`` or ``"prescriber:sls-s1"`` names. Raises ValueError."""
        if isinstance(name, Audience):
            return name
        circle, _, who = name.partition(":")
        if circle not in CIRCLES or (circle == "service") != (not who):
            raise ValueError(
                "expected service, prescriber:STRUCTURE, partner:PROFESSIONAL or beneficiary:PERSON, with their ids"
            )
        return cls(circle, who)

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return self.circle == "service"


SERVICE = Audience()
