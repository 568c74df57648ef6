"""Whether a candidate agenda keeps every rule, by the plain checks; and what is left of one that does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Rule, Seat, Violation


def broken_rules(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> tuple[str, ...]:
    """Ids of the rules that an agenda of a prepared problem breaks, pins that it does not hold among them."""
    return tuple(dict.fromkeys(violation.rule for violation in _violations(prepared, seats, RULES)))


def repair(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> dict[str, Seat]:
    """What is left of an agenda when whoever breaks a rule is taken off it, the pinned aside."""
    pinned, left = {pin.situation for pin in prepared.index.problem.pins}, dict(seats)
    while found := _violations(prepared, left, RULES):
        named = {violation.situation for violation in found}
        crowded = {violation.session for violation in found if violation.situation is None}
        off = [name for name, seat in left.items() if name in named or seat.session in crowded or None in crowded]
        off = [name for name in off if name not in pinned] or [name for name in left if name not in pinned]
        if not off:
            break
        for name in off:
            del left[name]
    return left


def _violations(prepared: PreparedProblem, seats: Mapping[str, Seat], rules: Sequence[Rule]) -> list[Violation]:
    reading = Reading.of_seats(prepared.index, seats.values())
    return [violation for rule in rules if rule.scope != "document" for violation in rule.check(reading)]
