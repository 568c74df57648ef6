"""The incumbent: the best that is known of a component at any time, an agenda, its points and a bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.feasibility import broken_rules
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
    alarms : in words, what a solver or a rule's solver form said that did not stand up.
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

    def improve_with(self, seats: Mapping[str, Seat]) -> Incumbent:
        """This, or the candidate agenda where it has more points and keeps every rule by the plain checks.

        A better one that breaks a rule is dropped, and an alarm says so: a rule's solver form is missing or too weak.
        """
        points = points_of(self.prepared, seats)
        if points <= self.points:
            return self
        rules = broken_rules(self.prepared, seats)
        if not rules:
            return replace(self, seats=seats, points=points)
        if rules == ("pinned",):
            return self  # what was cut short may lack a pin
        alarm = f"an agenda of {points} points breaks {', '.join(rules)}; the one before it is kept"
        return replace(self, alarms=tuple(dict.fromkeys((*self.alarms, alarm))))
