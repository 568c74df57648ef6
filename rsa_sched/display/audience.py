"""For whom something is published, and so what it may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session import CompleteSession
from rsa_sched.domain.situation import Situation
from rsa_sched.french.sentences import say

Circle = Literal["service", "prescriber", "partner", "beneficiary"]
CIRCLES: tuple[Circle, ...] = get_args(Circle)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads it, and what is theirs to see.

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

    def require_in(self, problem: Problem) -> None:
        """Raise ValueError where the structure, professional or person is none of the problem's."""
        known = {
            "service": {""},
            "prescriber": {row.id for row in problem.structures},
            "partner": {row.id for row in problem.professionals},
            "beneficiary": {row.person for row in problem.situations if row.person},
        }[self.circle]
        if self.who not in known:
            raise ValueError(f"audience: the problem has no such {self.circle}")

    @property
    def label(self) -> str:
        """« structure qui prescrit sls-s1 »."""
        return f"{say(f'audiences.{self.circle}')} {self.who}".rstrip()

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return self.circle == "service"

    @property
    def arbitrates(self) -> bool:
        """Whether it arbitrates or prescribes: it sees every session, the points, the dates and the explanations."""
        return self.circle in ("service", "prescriber")

    def staffs(self, session: CompleteSession) -> bool:
        """Whether it is in the room during the whole session, and so sees each of its situations."""
        return self.circle == "partner" and self.who in session.staff

    def owns(self, row: Situation) -> bool:
        """Whether a situation is of its structure, one that it takes part in, or its own."""
        return {
            "service": True,
            "prescriber": row.structure == self.who,
            "partner": self.who in row.participants,
            "beneficiary": row.person == self.who,
        }[self.circle]

    def follows(self, row: Situation) -> bool:
        """Whether it learns of a deferral: a partner who was to be invited has no invitation and needs no reason."""
        return self.owns(row) and (self.circle != "partner" or row.referent == self.who)


SERVICE = Audience()
