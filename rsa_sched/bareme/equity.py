"""Equity: what it costs that a kind of structure ends short of its due [R30]."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rsa_sched.bareme.base import Tally, Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules.base import Candidates, Node, Seat
from rsa_sched.rules.seats import Seats


def granted_units(prepared: PreparedProblem, seats: Iterable[Seat]) -> dict[tuple[str, str], int]:
    """Units seated, by (service of the situation, kind)."""
    units: dict[tuple[str, str], int] = defaultdict(int)
    for seat in seats:
        index = prepared.index
        units[index.service_of(seat.situation), index.kind_of(seat.situation)] += index.units(seat.situation)
    return units


class Equity(Term):
    """Each unit short costs more than the one before, so that a shortfall is shared rather than one kind's."""

    id = "equity"
    in_plans = True

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        granted = granted_units(prepared, seats.values())
        cost = 0
        for claim in prepared.claims:
            short = claim.due - granted[claim.service, claim.kind]
            cost += sum(prepared.index.regulation.shortfall_price(unit) for unit in range(1, short + 1))
        return cost

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        index, prices = prepared.index, prepared.index.regulation.equity_days
        if not any(prices):
            return
        granted = defaultdict(list)
        for situation, session in seats.pairs:
            key = index.service_of(situation), index.kind_of(situation)
            granted[key].append((index.units(situation), seats.seated(situation, session)))
        for claim in prepared.claims:
            steps = []
            for step, price in enumerate(prices):
                left = claim.due - 2 * step
                if left <= 0:
                    break
                short = seats.whole_number(left if step == len(prices) - 1 else min(2, left))
                seats.earn(-price, short)
                steps.append((1, short))
            # Prices never fall, so that the cheaper steps fill first by themselves.
            if steps:
                seats.at_least(claim.due, [*steps, *granted[claim.service, claim.kind]])

    def tally(self, prepared: PreparedProblem) -> Tally:
        return _Shortfalls(prepared)

    def ties(self, prepared: PreparedProblem, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        if any(prepared.index.regulation.equity_days):
            # One line for all who are admitted by the same session: it ties them already.
            services = {
                (session, prepared.index.service_of(name)): None
                for name, sessions in candidates.items()
                for session in sessions[:1]
            }
            for session, service in services:
                yield ("session", session), ("service", service)


class _Shortfalls(Tally):
    """Units granted to each kind of each service."""

    def __init__(self, prepared: PreparedProblem) -> None:
        self._index, self._due = prepared.index, prepared.dues
        self._granted: Counter[tuple[str, str]] = Counter()

    def gain(self, seat: Seat) -> int:
        return self._relieved(seat.situation)

    def promises(self, situation: str, sessions: Sequence[str]) -> list[int]:
        return [self._relieved(situation)] * len(sessions)

    def place(self, seat: Seat) -> None:
        self._granted[self._key(seat.situation)] += self._index.units(seat.situation)

    def lift(self, seat: Seat) -> None:
        self._granted[self._key(seat.situation)] -= self._index.units(seat.situation)

    def _relieved(self, situation: str) -> int:
        key = self._key(situation)
        short = self._due.get(key, 0) - self._granted[key]
        if short <= 0:
            return 0
        relieved = range(max(0, short - self._index.units(situation)) + 1, short + 1)
        return sum(map(self._index.regulation.shortfall_price, relieved))

    def _key(self, situation: str) -> tuple[str, str]:
        return self._index.service_of(situation), self._index.kind_of(situation)
