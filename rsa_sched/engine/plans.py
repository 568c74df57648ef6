"""The bound of session plans: a linear master over plans, columns generated, every round a valid bound.

Each session takes at most one plan, each claimant sits at most once, and a kind's units fill its due or its shortfall
is paid step by step. Whatever prices the master's duals suggest, the sum of all seats' prices, of each session's best
surplus and of the dues' balance is at least the points of every agenda (Lagrangian relaxation): so no round is lost,
and nothing rests on the linear solver's arithmetic, since the sum is made in whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rsa_sched.bareme.case import Case
from rsa_sched.engine.components import sessions_of
from rsa_sched.engine.everybody import claimants
from rsa_sched.engine.options import Options
from rsa_sched.engine.pricing import SCALE, PricedPlan, pricers

SMOOTHING = 0.7
"""Weight of the prices of before: duals of early rounds swing widely."""
CLOSE = 1e-5
"""Where the bound is this close to the master, further rounds change nothing that anybody reads."""
ROUNDS = 400


@dataclass(frozen=True)
class PlanBound:
    """No agenda has more points; `cut` where the time ended the generation of plans."""

    points: int
    cut: bool


class Master:
    """Prices of seats and units for one component, improved round by round."""

    def __init__(self, case: Case, starts: Options) -> None:
        self.case = case
        self.sessions = sessions_of(case)
        docket = case.docket
        groups = claimants(case)
        self._claimant = {name: number for number, group in enumerate(groups) for name in group}
        self._owed = [claim for claim in case.claims if claim.due and any(docket.regulation.equity_days)]
        index = {(claim.service, claim.kind): number for number, claim in enumerate(self._owed)}
        keys = {name: (docket.service_of(name), docket.kind_of(name)) for name in case.candidates}
        self._share = {name: index[key] for name, key in keys.items() if key in index}
        self._pricers = pricers(case, starts, self.sessions, self._claimant, self._share)
        self._constant = (
            -2
            * docket.regulation.move_session_days
            * sum(line.situation in case.admitted for line in docket.problem.announced)
        )
        self._seats = len(groups)
        self._worth = {
            (pricer.number, item.situation): item.worth
            for pricer in self._pricers
            for _, items in pricer.groups
            for item in items
        }
        self._trip = {
            (pricer.number, item.situation): (group, price)
            for pricer in self._pricers
            for group, (price, items) in enumerate(pricer.groups)
            for item in items
        }
        self._build()

    def _build(self) -> None:
        from ortools.linear_solver import pywraplp  # half a tenth of a second that most problems can do without

        self._solved = pywraplp.Solver.OPTIMAL
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        infinity = self._lp.infinity()
        self._one_plan = [self._lp.Constraint(-infinity, 1.0) for _ in self.sessions]
        self._one_seat = [self._lp.Constraint(-infinity, 1.0) for _ in range(self._seats)]
        self._due = [self._lp.Constraint(float(claim.due), infinity) for claim in self._owed]
        self._lp.Objective().SetMaximization()
        prices = self.case.docket.regulation.equity_days
        for claim, row in zip(self._owed, self._due, strict=True):
            for step, price in enumerate(prices):
                left = claim.due - 2 * step
                if left <= 0:
                    break
                short = self._lp.NumVar(0.0, float(left if step == len(prices) - 1 else min(2, left)), "")
                row.SetCoefficient(short, 1.0)
                self._lp.Objective().SetCoefficient(short, -float(price))
        self._known: set[tuple[int, tuple[str, ...]]] = set()

    def add(self, session: int, situations: tuple[str, ...]) -> bool:
        """Take a plan into the master; False where it is there already, or empty."""
        if not situations or (session, situations) in self._known:
            return False
        self._known.add((session, situations))
        plan = self._lp.NumVar(0.0, self._lp.infinity(), "")
        trips = {self._trip[session, name] for name in situations}
        worth = sum(self._worth[session, name] for name in situations) - sum(price for _, price in trips)
        self._lp.Objective().SetCoefficient(plan, worth / SCALE)
        self._one_plan[session].SetCoefficient(plan, 1.0)
        units: dict[int, int] = {}
        seats: dict[int, int] = {}
        for name in situations:
            seats[self._claimant[name]] = seats.get(self._claimant[name], 0) + 1
            if name in self._share:
                units[self._share[name]] = units.get(self._share[name], 0) + self.case.docket.units(name)
        for claimant, number in seats.items():
            self._one_seat[claimant].SetCoefficient(plan, float(number))
        for share, number in units.items():
            self._due[share].SetCoefficient(plan, float(number))
        return True

    def bound(self, goal: int, alive: Callable[[], bool]) -> PlanBound:
        """Generate plans until the bound is as good as the master, meets the goal, or the time is up.

        Parameters
        ----------
        goal : points of a known agenda: no bound lies below.
        alive : asked in every round whether to go on.
        """
        best, cut = None, False
        prices, rewards = [0] * self._seats, [0] * len(self._owed)
        for round_ in range(ROUNDS):
            plans = [pricer.best(prices, rewards) for pricer in self._pricers]
            value = self._lagrangian(plans, prices, rewards)
            best = value if best is None else min(best, value)
            fresh = [self.add(plan.session, plan.situations) for plan in plans]
            cut = not alive()
            if best <= goal or cut or self._lp.Solve() != self._solved:
                break
            master = self._lp.Objective().Value() + self._constant
            if best - master <= CLOSE * max(1.0, abs(master)) or (round_ and not any(fresh) and best - master < 1):
                break
            prices = _towards(prices, [row.dual_value() for row in self._one_seat])
            rewards = _towards(rewards, [-row.dual_value() for row in self._due])
        assert best is not None
        return PlanBound(best, cut)

    def _lagrangian(self, plans: Sequence[PricedPlan], prices: Sequence[int], rewards: Sequence[int]) -> int:
        """What these prices prove, in points, rounded down: agendas have whole points."""
        total = sum(prices) + sum(max(0, plan.surplus) for plan in plans)
        for claim, reward in zip(self._owed, rewards, strict=True):
            # the shortfall is chosen at leisure: every unit whose price is below its reward
            steps = (self.case.docket.regulation.shortfall_price(unit) * SCALE for unit in range(1, claim.due + 1))
            total += sum(max(0, reward - price) for price in steps) - reward * claim.due
        return total // SCALE + self._constant


def _towards(old: Sequence[int], duals: Sequence[float]) -> list[int]:
    """Part of the way from the old prices to the master's, in whole 64ths, never below 0."""
    return [
        max(0, round(SMOOTHING * before + (1 - SMOOTHING) * dual * SCALE))
        for before, dual in zip(old, duals, strict=True)
    ]
