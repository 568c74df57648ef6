"""What is known of a component at any time: an agenda, its points, a bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules.base import Seat


@dataclass(frozen=True)
class Incumbent:
    """The best that is known of a component.

    Attributes
    ----------
    seats : a valid agenda of it, by situation.
    points : its points, recounted in whole numbers.
    bound : no agenda of it has more.
    cut : whether the time limit or a stop ended the search early.
    alarms : in words, what the solver said that did not stand up.
    """

    prepared: PreparedProblem
    seats: Mapping[str, Seat]
    points: int
    bound: int
    cut: bool = False
    alarms: tuple[str, ...] = field(default=())

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.points == self.bound


def points_of(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
    """The points of seats, counted without any solver."""
    counts = [part.recount(prepared, seats) for part in TERMS]
    return counts[0] - sum(counts[1:])
