"""Which seats may exist at all: every pair and start that no rule forbids by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule
from rsa_sched.rules.seats import Pair

Options = Mapping[Pair, Sequence[int]]
"""For each pair (situation, session) the minutes at which it may start, in order."""


def options(
    prepared: PreparedProblem, rules: Sequence[Rule] | None = None, situations: Iterable[str] | None = None
) -> Options:
    """The starts of every admitted pair on the 15-minute grid, as far as each rule allows them by itself.

    Parameters
    ----------
    rules : those to heed; all of the contract by default.
    situations : of these only; of all by default.
    """
    starts = Starts(prepared, rules)
    return {
        (situation, session): starts.of(situation, session)
        for situation in (prepared.admitted if situations is None else situations)
        for session in prepared.admitted[situation]
    }


class Starts(Mapping[Pair, Sequence[int]]):
    """The options of a prepared problem, each worked out when somebody asks."""

    def __init__(self, prepared: PreparedProblem, rules: Sequence[Rule] | None = None) -> None:
        self._prepared = prepared
        asked = (_barred(rule) for rule in (RULES if rules is None else rules))
        self._telling = [barred for barred in asked if barred is not None]

    def of(self, situation: str, session: str) -> Sequence[int]:
        """The starts of one admitted pair."""
        index, mask = self._prepared.index, 0
        for barred in self._telling:
            mask |= barred(index, situation, session)
        return _minutes(index.start[session], index.grid(session), mask)

    def __getitem__(self, pair: Pair) -> Sequence[int]:
        if pair[1] not in self._prepared.admitted.get(pair[0], ()):
            raise KeyError(pair)
        return self.of(*pair)

    def __iter__(self) -> Iterator[Pair]:
        return ((situation, session) for situation, sessions in self._prepared.admitted.items() for session in sessions)

    def __len__(self) -> int:
        return sum(map(len, self._prepared.admitted.values()))


@lru_cache(maxsize=1 << 16)
def _minutes(first: int, count: int, barred: int) -> tuple[int, ...]:
    """The grid of a session without what is barred; many pairs of a session share theirs."""
    return tuple(first + UNIT * n for n in range(count) if not barred >> n & 1)


def _barred(rule: Rule) -> Callable[[ProblemIndex, str, str], int] | None:
    """How a rule bars starts: by the look-up for its own `allows`, else start by start; None: it bars none."""
    for kind in type(rule).__mro__:
        if kind is Rule:
            return None
        if "barred" in vars(kind):
            return rule.barred
        if "allows" in vars(kind):
            return lambda index, situation, session: Rule.barred(rule, index, situation, session)
    return None
