"""What a part of the points is: counted twice, as a plain recount over seats and as a CP-SAT form."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules.base import Seat
from rsa_sched.rules.seats import Seats


class Term(ABC):
    """One part of contract section 2. Unit: points, that is days of waiting times units of session time."""

    id: ClassVar[str]
    """The contract's name of the part."""

    @abstractmethod
    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        """The part's points (for a cost: what it costs, 0 or more), in whole numbers, from the seats alone."""

    @abstractmethod
    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        """CP-SAT form: what the model earns, and pays as negative earnings."""


def visits(prepared: PreparedProblem, seats: Iterable[Seat]) -> dict[tuple[str, str], list[Seat]]:
    """The seats of each participant in each session they take part in without staffing it."""
    found: dict[tuple[str, str], list[Seat]] = {}
    for seat in seats:
        staff = prepared.index.sessions[seat.session].staff
        for participant in prepared.index.participants[seat.situation]:
            if participant not in staff:
                found.setdefault((participant, seat.session), []).append(seat)
    return found
