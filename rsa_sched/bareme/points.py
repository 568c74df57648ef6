"""The points of an agenda, counted in one place, in whole numbers and without any solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.base import Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Parts
from rsa_sched.rules.base import Seat


def parts_of(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> Parts:
    """The parts of the points of these seats, as the agenda document states them."""
    return Parts.of({term.id: (term.sign, term.recount(prepared, seats)) for term in TERMS})


def points_of(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
    """The points of these seats."""
    return sum(term.sign * term.recount(prepared, seats) for term in TERMS)


def constant(prepared: PreparedProblem, terms: Iterable[Term] | None = None) -> int:
    """Points that every agenda has before its seats are looked at: of these terms, by default all."""
    return sum(term.constant(prepared) for term in (TERMS if terms is None else terms))


def worth(prepared: PreparedProblem, situation: str, session: str, terms: Iterable[Term] | None = None) -> int:
    """The most points that a seat of this pair adds: with `constant` a bound on any agenda."""
    earning = _earning(TERMS if terms is None else tuple(terms))
    return sum(term.worth(prepared, situation, session) for term in earning)


@cache
def _earning(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Those that say what a seat is worth; of the others it is nothing."""
    return tuple(term for term in terms if type(term).worth is not Term.worth)
