"""The time-indexed MIP of the contract: a Boolean for each seat and start, solved by OR-Tools' own HiGHS.

Never import highspy here: the two copies of HiGHS cannot live in one process.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from ortools.math_opt.python import mathopt

from benchmarks.peers.answer import NoAgenda, PeerAnswer, audited
from benchmarks.peers.reading import Meeting, Pair, Place, Reading, Trip
from rsa_sched import Problem

Term = tuple[int, mathopt.Variable]
FOUND = (mathopt.TerminationReason.OPTIMAL, mathopt.TerminationReason.FEASIBLE)


class Mip:
    """The model of a problem; times in units counted from the session's opening."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.model = mathopt.Model()
        self.starts: dict[Pair, dict[int, mathopt.Variable]] = {}
        self._yes_or_no: list[mathopt.Variable] = []
        self._sessions: dict[str, list[str]] = defaultdict(list)
        self._attended: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._gain: dict[mathopt.Variable, int] = defaultdict(int)
        self.constant = 0
        self._seats()
        self._one_seat_each()
        self._sessions_hold()
        self._nobody_twice()
        self._first_hour()
        self._pins()
        self._equity()
        self._travel()
        self._idle()
        self._stability()
        self.model.maximize(mathopt.LinearSum(points * variable for variable, points in self._gain.items()))

    def _row(self, terms: Iterable[Term], least: float = -math.inf, most: float = math.inf) -> None:
        row = self.model.add_linear_constraint(lb=least, ub=most)
        factors: dict[mathopt.Variable, int] = defaultdict(int)
        for factor, variable in terms:
            factors[variable] += factor
        for variable, factor in factors.items():
            row.set_coefficient(variable, float(factor))

    def _boolean(self) -> mathopt.Variable:
        self._yes_or_no.append(self.model.add_binary_variable())
        return self._yes_or_no[-1]

    def _seat(self, situation: str, session: str, factor: int = 1) -> list[Term]:
        """The factor, where the situation sits in the session."""
        return [(factor, variable) for variable in self.starts[situation, session].values()]

    # --- rules --------------------------------------------------------------------------------------------------------

    def _seats(self) -> None:
        for situation, sessions in self.reading.admitted.items():
            for session in sessions:
                starts = self.reading.starts(situation, session)
                if not starts:
                    continue
                points, pair = self.reading.earns(situation, session), (situation, session)
                self.starts[pair] = {start: self._boolean() for start in starts}
                for variable in self.starts[pair].values():
                    self._gain[variable] += points
                self._sessions[session].append(situation)
                for name in self.reading.requests[situation].who:
                    self._attended[name][session].append(situation)

    def _one_seat_each(self) -> None:
        claims: dict[str, list[Term]] = defaultdict(list)
        for pair in self.starts:
            claims[self.reading.requests[pair[0]].claimant] += self._seat(*pair)
        for seats in claims.values():
            self._row(seats, most=1)

    def _busy(self, session: str, situations: Iterable[str]) -> dict[int, list[Term]]:
        """For each unit of a session the starts that take it up."""
        taken: dict[int, list[Term]] = defaultdict(list)
        for situation in situations:
            for start, variable in self.starts[situation, session].items():
                for unit in range(start, start + self.reading.requests[situation].units):
                    taken[unit].append((1, variable))
        return taken

    def _sessions_hold(self) -> None:
        for session, situations in self._sessions.items():
            for taken in self._busy(session, situations).values():
                self._row(taken, most=1)
            seats = [term for name in situations for term in self._seat(name, session)]
            self._row(seats, most=self.reading.meetings[session].size)

    def _nobody_twice(self) -> None:
        """Busy in one session in a unit excludes busy in another one in a unit too near: overlap or way."""
        for sessions in self._attended.values():
            for one, other in combinations(sessions, 2):
                first, second = self.reading.meetings[one], self.reading.meetings[other]
                if self.reading.may_meet(first, second):
                    self._exclude(first, sessions[one], second, sessions[other])

    def _exclude(self, first: Meeting, here: list[str], second: Meeting, there: list[str]) -> None:
        gap, later = self.reading.gap(first, second), self._busy(second.id, there)
        for unit, taken in self._busy(first.id, here).items():
            for other, others in later.items():
                if abs(unit - other) <= gap:
                    self._row([*taken, *others], most=1)

    def _first_hour(self) -> None:
        minutes = self.reading.regulation.single_situation_minutes
        if minutes is None:
            return
        for session, situations in self._sessions.items():
            latest = self.reading.meetings[session].opens + minutes // 15
            company = self._boolean()
            seats = [term for name in situations for term in self._seat(name, session)]
            self._row([*seats, (-2, company)], least=0)
            for name in situations:
                units = self.reading.requests[name].units
                late = [(1, seat) for start, seat in self.starts[name, session].items() if start + units > latest]
                if late:
                    self._row([*late, (-1, company)], most=0)

    def _pins(self) -> None:
        for situation, session, start in self.reading.pins:
            starts = self.starts.get((situation, session), {})
            wanted = [(1, variable) for at, variable in starts.items() if start in (None, at)]
            if not wanted:
                raise NoAgenda(f"{situation} cannot sit in {session} as pinned")
            self._row(wanted, least=1)

    # --- points -------------------------------------------------------------------------------------------------------

    def _equity(self) -> None:
        granted: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for situation, session in self.starts:
            request = self.reading.requests[situation]
            granted[request.service, request.kind] += self._seat(situation, session, request.units)
        for key, due in self.reading.dues.items():
            steps: list[Term] = []
            for price, width in self.reading.shortfall_steps(due):
                step = self.model.add_variable(lb=0, ub=width)
                self._gain[step] -= price
                steps.append((1, step))
            self._row([*steps, *granted[key]], least=due)

    def _travel(self) -> None:
        reasons: dict[Trip, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for situation, session in self.starts:
            for trip in self.reading.trips(situation, session):
                reasons[trip][situation] += self._seat(situation, session)
        for situations in reasons.values():
            travels = self._boolean()
            self._gain[travels] -= 2 * self.reading.regulation.trip_days
            for seats in situations.values():
                self._row([*seats, (-1, travels)], most=0)

    def _idle(self) -> None:
        for name, sessions in self._attended.items():
            for session, situations in sessions.items():
                meeting = self.reading.meetings[session]
                if len(situations) < 2 or name in meeting.staff:
                    continue
                arrives, leaves, waits = (self.model.add_variable(lb=0, ub=meeting.units) for _ in range(3))
                busy: list[Term] = []
                for situation in situations:
                    units = self.reading.requests[situation].units
                    begun = self.starts[situation, session].items()
                    # Not seated, a situation says nothing: arrival by the end, departure from the opening.
                    early = [(meeting.units - (start - meeting.opens), seat) for start, seat in begun]
                    self._row([(1, arrives), *early], most=meeting.units)
                    late = [(-(start - meeting.opens) - units, seat) for start, seat in begun]
                    self._row([(1, leaves), *late], least=0)
                    busy += self._seat(situation, session, units)
                self._row([(1, waits), (-1, leaves), (1, arrives), *busy], least=0)
                self._gain[waits] -= self.reading.regulation.idle_days

    def _stability(self) -> None:
        elsewhere = 2 * self.reading.regulation.move_session_days
        otherwise = 2 * self.reading.regulation.move_time_days
        for situation, (session, start) in self.reading.announced.items():
            self.constant -= elsewhere
            for at, variable in self.starts.get((situation, session), {}).items():
                self._gain[variable] += elsewhere if at == start else elsewhere - otherwise

    # --- answer -------------------------------------------------------------------------------------------------------

    def solve(
        self, seconds: float, seed: int = 0, *, enough: float = 0.0, relaxed: bool = False
    ) -> mathopt.SolveResult:
        """HiGHS's answer, of a gap that is enough; `relaxed`: of the linear relaxation alone."""
        for variable in self._yes_or_no:
            variable.integer = not relaxed
        parameters = mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=seconds),
            random_seed=seed,
            relative_gap_tolerance=enough,
            absolute_gap_tolerance=0.5,  # points are whole
        )
        return mathopt.solve(self.model, mathopt.SolverType.HIGHS, params=parameters)

    def bound(self, result: mathopt.SolveResult) -> int | None:
        """What the answer proves: no agenda has more points."""
        proven = result.dual_bound()
        return math.floor(proven + 1e-4) + self.constant if math.isfinite(proven) else None

    def places(self, result: mathopt.SolveResult) -> dict[str, Place]:
        """Who sits where, in the solver's answer."""
        values = result.variable_values()
        return {
            situation: (session, start)
            for (situation, session), starts in self.starts.items()
            for start, variable in starts.items()
            if values[variable] > 0.5
        }


def agenda(problem: Problem, seconds: float, seed: int = 0, *, enough: float = 0.0) -> PeerAnswer:
    """The best agenda that HiGHS finds.

    Parameters
    ----------
    seconds : for modelling and search together.
    enough : a gap at which the search may end.

    Raises
    ------
    NoAgenda : where the pins clash, or nothing was found and there are pins.
    """
    began = time.perf_counter()
    mip = Mip(Reading(problem))
    result = mip.solve(max(0.01, seconds - (time.perf_counter() - began)), seed, enough=enough)
    spent = time.perf_counter() - began
    if result.termination.reason in FOUND and result.has_primal_feasible_solution():
        return audited(mip.reading, mip.places(result), mip.bound(result), spent)
    if result.termination.reason != mathopt.TerminationReason.NO_SOLUTION_FOUND:
        raise NoAgenda(str(result.termination.reason.value))
    if problem.pins:
        raise NoAgenda("nothing found in its time", mip.bound(result))
    # Everybody deferred is what one has who has found nothing.
    return audited(mip.reading, {}, mip.bound(result), spent)
