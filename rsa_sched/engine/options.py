"""Which seats may exist at all: every pair and start that no rule forbids by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rsa_sched.bareme.case import Case
from rsa_sched.domain.clock import UNIT
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule
from rsa_sched.rules.seats import Pair

Options = Mapping[Pair, Sequence[int]]
"""For each pair (situation, session) the minutes at which it may start, in order."""


def options(case: Case, rules: Sequence[Rule] = RULES, situations: Iterable[str] | None = None) -> Options:
    """The starts of every admitted pair on the 15-minute grid, as far as each rule allows them by itself.

    Parameters
    ----------
    situations : of these only; of all by default.
    """
    docket = case.docket
    telling = [rule for rule in rules if type(rule).allows is not Rule.allows]
    found: dict[Pair, Sequence[int]] = {}
    for situation in case.admitted if situations is None else situations:
        for session in case.admitted[situation]:
            grid = range(docket.start[session], docket.end(session), UNIT)
            found[situation, session] = [
                minute for minute in grid if all(rule.allows(docket, situation, session, minute) for rule in telling)
            ]
    return found
