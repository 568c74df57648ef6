"""The textbook CP-SAT model of the contract: optional intervals, no overlap for sessions and for professionals."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from itertools import combinations

from ortools.sat.python import cp_model

from benchmarks.peers.answer import NoAgenda, Note, PeerAnswer, audited, silent
from benchmarks.peers.reading import Pair, Place, Reading, Trip
from rsa_sched import Problem


class Textbook:
    """The model of a problem; times in units counted from the first session's opening."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.cp = cp_model.CpModel()
        self.seated: dict[Pair, cp_model.IntVar] = {}
        self.start: dict[Pair, cp_model.IntVar] = {}
        self._interval: dict[Pair, cp_model.IntervalVar] = {}
        self._sessions: dict[str, list[str]] = defaultdict(list)
        self._attended: dict[str, list[Pair]] = defaultdict(list)
        self._points: list[cp_model.LinearExprT] = []
        self.origin = min((meeting.opens for meeting in reading.meetings.values()), default=0)
        self._seats()
        self._one_seat_each()
        self._one_at_a_time()
        self._ways_between_venues()
        self._first_hour()
        self._pins()
        self._equity()
        self._travel()
        self._idle()
        self._stability()
        self.cp.maximize(cp_model.LinearExpr.sum(self._points))

    # --- rules --------------------------------------------------------------------------------------------------------

    def _seats(self) -> None:
        for situation, sessions in self.reading.admitted.items():
            request = self.reading.requests[situation]
            for session in sessions:
                starts = self.reading.starts(situation, session)
                if not starts:
                    continue
                pair = situation, session
                seated = self.cp.new_bool_var("")
                domain = cp_model.Domain.from_values([start - self.origin for start in starts])
                start = self.cp.new_int_var_from_domain(domain, "")
                self.seated[pair], self.start[pair] = seated, start
                self._interval[pair] = self.cp.new_optional_fixed_size_interval_var(start, request.units, seated, "")
                self._sessions[session].append(situation)
                for name in request.who:
                    self._attended[name].append(pair)
                self._points.append(self.reading.earns(situation, session) * seated)

    def _one_seat_each(self) -> None:
        claims: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for (situation, _), seated in self.seated.items():
            claims[self.reading.requests[situation].claimant].append(seated)
        for seats in claims.values():
            self.cp.add_at_most_one(seats)

    def _one_at_a_time(self) -> None:
        for session, situations in self._sessions.items():
            self.cp.add_no_overlap([self._interval[name, session] for name in situations])
            self.cp.add(sum(self.seated[name, session] for name in situations) <= self.reading.meetings[session].size)
        for pairs in self._attended.values():
            self.cp.add_no_overlap([self._interval[pair] for pair in pairs])

    def _ways_between_venues(self) -> None:
        """Of two engagements at two venues on one day, one lies before the other, with the way in between."""
        done: set[tuple[Pair, Pair]] = set()
        for pairs in self._attended.values():
            by_session: dict[str, list[Pair]] = defaultdict(list)
            for pair in pairs:
                by_session[pair[1]].append(pair)
            for one, other in combinations(by_session, 2):
                first, second = self.reading.meetings[one], self.reading.meetings[other]
                gap = self.reading.gap(first, second)
                if not gap or not self.reading.may_meet(first, second):
                    continue
                for a in by_session[one]:
                    for b in by_session[other]:
                        if a[0] != b[0] and (a, b) not in done:
                            done.add((a, b))
                            self._apart(a, b, gap)

    def _apart(self, one: Pair, other: Pair, gap: int) -> None:
        first = self.cp.new_bool_var("")
        both = [self.seated[one], self.seated[other]]
        for before, after, order in ((one, other, first), (other, one, ~first)):
            units = self.reading.requests[before[0]].units
            self.cp.add(self.start[before] + units + gap <= self.start[after]).only_enforce_if([*both, order])

    def _first_hour(self) -> None:
        minutes = self.reading.regulation.single_situation_minutes
        if minutes is None:
            return
        for session, situations in self._sessions.items():
            latest = self.reading.meetings[session].opens - self.origin + minutes // 15
            company = self.cp.new_bool_var("")
            self.cp.add(sum(self.seated[name, session] for name in situations) >= 2).only_enforce_if(company)
            for name in situations:
                ends = self.start[name, session] + self.reading.requests[name].units
                self.cp.add(ends <= latest).only_enforce_if([self.seated[name, session], ~company])

    def _pins(self) -> None:
        for situation, session, start in self.reading.pins:
            pair = situation, session
            if pair not in self.seated:
                raise NoAgenda(f"{situation} cannot sit in {session}")
            self.cp.add(self.seated[pair] == 1)
            if start is not None:
                self.cp.add(self.start[pair] == start - self.origin)

    # --- points -------------------------------------------------------------------------------------------------------

    def _equity(self) -> None:
        granted: dict[tuple[str, str], list[cp_model.LinearExpr]] = defaultdict(list)
        for (situation, _), seated in self.seated.items():
            request = self.reading.requests[situation]
            granted[request.service, request.kind].append(request.units * seated)
        for key, due in self.reading.dues.items():
            short = []
            for price, width in self.reading.shortfall_steps(due):
                step = self.cp.new_int_var(0, width, "")
                short.append(step)
                self._points.append(-price * step)
            self.cp.add(sum(short) + sum(granted[key]) >= due)

    def _travel(self) -> None:
        trips: dict[Trip, cp_model.IntVar] = {}
        for (situation, session), seated in self.seated.items():
            for trip in self.reading.trips(situation, session):
                if trip not in trips:
                    trips[trip] = self.cp.new_bool_var("")
                    self._points.append(-2 * self.reading.regulation.trip_days * trips[trip])
                self.cp.add_implication(seated, trips[trip])

    def _idle(self) -> None:
        for name, pairs in self._attended.items():
            by_session: dict[str, list[Pair]] = defaultdict(list)
            for pair in pairs:
                by_session[pair[1]].append(pair)
            for session, own in by_session.items():
                meeting = self.reading.meetings[session]
                if len(own) < 2 or name in meeting.staff:
                    continue
                opens, closes = meeting.opens - self.origin, meeting.closes - self.origin
                arrives, leaves = (self.cp.new_int_var(opens, closes, "") for _ in range(2))
                waits = self.cp.new_int_var(0, meeting.units, "")
                busy = []
                for pair in own:
                    units = self.reading.requests[pair[0]].units
                    self.cp.add(arrives <= self.start[pair]).only_enforce_if(self.seated[pair])
                    self.cp.add(leaves >= self.start[pair] + units).only_enforce_if(self.seated[pair])
                    busy.append(units * self.seated[pair])
                self.cp.add(waits >= leaves - arrives - sum(busy))
                self._points.append(-self.reading.regulation.idle_days * waits)

    def _stability(self) -> None:
        elsewhere = 2 * self.reading.regulation.move_session_days
        otherwise = 2 * self.reading.regulation.move_time_days
        for situation, (session, start) in self.reading.announced.items():
            self._points.append(-elsewhere)
            pair = situation, session
            if pair not in self.seated:
                continue
            same = self.cp.new_bool_var("")
            self.cp.add_implication(same, self.seated[pair])
            self.cp.add(self.start[pair] == start - self.origin).only_enforce_if(same)
            self._points += [(elsewhere - otherwise) * self.seated[pair], otherwise * same]

    # --- answer -------------------------------------------------------------------------------------------------------

    def places(self, solver: cp_model.CpSolver) -> dict[str, Place]:
        """Who sits where, in the solver's answer."""
        return {
            situation: (session, solver.value(self.start[situation, session]) + self.origin)
            for (situation, session), seated in self.seated.items()
            if solver.boolean_value(seated)
        }


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes each better agenda; ends the search where its gap is small enough."""

    def __init__(self, began: float, enough: float | None) -> None:
        super().__init__()
        self._began, self._enough = began, enough
        self.trace: list[tuple[float, int, int | None]] = []

    def on_solution_callback(self) -> None:
        points, bound = round(self.objective_value), math.floor(self.best_objective_bound + 1e-6)
        self.trace.append((time.perf_counter() - self._began, points, bound))
        if self._enough is not None and bound - points <= self._enough * max(1, abs(bound)):
            self.stop_search()


def agenda(
    problem: Problem,
    seconds: float,
    seed: int = 0,
    *,
    workers: int = 8,
    enough: float | None = None,
    note: Note = silent,
) -> PeerAnswer:
    """The best agenda of the textbook model.

    Parameters
    ----------
    seconds : for modelling and search together.
    workers : CP-SAT's threads; with one of them it has no large neighbourhood search.
    enough : a gap at which the search may end.
    note : told the size of the model.

    Raises
    ------
    NoAgenda : where the pins clash, or nothing was found and there are pins.
    """
    began = time.perf_counter()
    model = Textbook(Reading(problem))
    note(f"{len(model.cp.proto.constraints):,} constraints, {len(model.cp.proto.variables):,} variables")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = max(0.01, seconds - (time.perf_counter() - began))
    watch = _Watch(began, enough)
    status = solver.solve(model.cp, watch)
    spent = time.perf_counter() - began
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = math.floor(solver.best_objective_bound + 1e-6)
        return audited(model.reading, model.places(solver), bound, spent, tuple(watch.trace))
    if status != cp_model.UNKNOWN:
        raise NoAgenda(solver.status_name(status).lower())
    if problem.pins:
        raise NoAgenda("nothing found in its time")
    # Everybody deferred is what one has who has found nothing; what CP-SAT then calls its bound is none.
    return audited(model.reading, {}, None, spent)
