"""Which sessions admit which situations (contract, section 2, "Candidates"): calendars are not looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule
from rsa_sched.rules.session_type import Pool, SameType, pool_of_session, pool_of_situation


def admitted_sessions(index: ProblemIndex, rules: Sequence[Rule] | None = None) -> dict[str, tuple[str, ...]]:
    """For each situation the sessions that admit it, in id order; no entry empty-handed is left out.

    Parameters
    ----------
    index : the problem.
    rules : the rules to heed, all by default (tests leave one out to see that the audit misses it).
    """
    rules = RULES if rules is None else rules
    pools: dict[Pool, list[str]] = defaultdict(list)
    for session in index.sessions:
        pools[pool_of_session(index, session)].append(session)
    # session-type is what keeps this from being every situation times every session
    by_pool = any(isinstance(rule, SameType) for rule in rules)
    everywhere = list(index.sessions)
    telling = [rule for rule in rules if type(rule).admits is not Rule.admits]
    # pools are what session-type asks for, word for word
    telling = [rule for rule in telling if not (by_pool and type(rule) is SameType)]
    admitted = {}
    for situation in index.situations:
        left: Sequence[str] = pools.get(pool_of_situation(index, situation), ()) if by_pool else everywhere
        for rule in telling:
            left = [session for session in left if rule.admits(index, situation, session)]
        admitted[situation] = tuple(left)
    return admitted
