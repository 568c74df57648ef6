"""Rules asked in plain words: of an agenda in the making those that the engine has no look-up for, of a whole one all.

A rule that is added to `RULES` holds from then on, whatever the engine knows of it: slower where it is asked seat by
seat, told where an agenda had to be mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import to_moment
from rsa_sched.domain.statement import StatedAppointment, StatedParts, Statement
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Rule, Seat, Violation
from rsa_sched.rules.document import WholeDocument

LOOKED_UP = frozenset(
    (
        "single-seat",
        "session-time",
        "session-size",
        "session-type",
        "eligible",
        "window",
        "deadline",
        "presence",
        "first-hour",
        "pinned",
        "document",
    )
)
"""Rules that options and `partial agenda` keep by themselves; any other is asked."""


def others() -> tuple[Rule, ...]:
    """The rules in force that have to be asked."""
    return tuple(rule for rule in RULES if rule.id not in LOOKED_UP)


def keeps(prepared: PreparedProblem, seats: Iterable[Seat], rules: Sequence[Rule]) -> bool:
    """Whether these seats break none of these rules."""
    return not rules or not _violations(prepared, seats, rules)


def broken(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> tuple[str, ...]:
    """Ids of the rules in force that an agenda of a prepared problem breaks, by its plain checks."""
    found = _violations(prepared, seats.values(), [rule for rule in RULES if not isinstance(rule, WholeDocument)])
    return tuple(dict.fromkeys(violation.rule for violation in found))


def mended(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> dict[str, Seat]:
    """What is left of an agenda when whoever breaks a rule is taken off it, the pinned aside."""
    rules = [rule for rule in RULES if not isinstance(rule, WholeDocument)]
    pinned, left = {pin.situation for pin in prepared.index.problem.pins}, dict(seats)
    while found := _violations(prepared, left.values(), rules):
        named = {violation.situation for violation in found}
        crowded = {violation.session for violation in found if violation.situation is None}
        off = [name for name, seat in left.items() if name in named or seat.session in crowded or None in crowded]
        off = [name for name in off if name not in pinned] or [name for name in left if name not in pinned]
        if not off:
            break
        for name in off:
            del left[name]
    return left


def _violations(prepared: PreparedProblem, seats: Iterable[Seat], rules: Sequence[Rule]) -> list[Violation]:
    reading = Reading(prepared.index, _stated(seats))
    return [violation for rule in rules for violation in rule.check(reading)]


def _stated(seats: Iterable[Seat]) -> Statement:
    """An agenda of seats, as the checks read one."""
    lines = tuple(
        StatedAppointment.model_construct(
            situation=seat.situation, session=seat.session, start=to_moment(seat.start), end=to_moment(seat.end)
        )
        for seat in seats
    )
    return Statement.model_construct(parts=StatedParts(), appointments=lines, deferrals=())
