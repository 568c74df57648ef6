"""The CP-SAT model of a prepared problem: rules and terms post themselves, and the answer is read with suspicion.

No solver object leaves this module: callers get seats, a bound and a status in plain values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.base import Term
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.wishes import Pin
from rsa_sched.engine.cpsat.interface import CpModel, cp_model
from rsa_sched.engine.cpsat.thread import run_in_thread
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.stop import Stop
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat
from rsa_sched.rules.seats import Seats, total

Status = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True)
class Answer:
    """The answer of CP-SAT.

    Attributes
    ----------
    status : ``optimal`` and ``feasible`` come with seats, the others without.
    seats : by situation.
    points : as the model counts them (a feasible answer may be worth more than its model thinks, never less).
    bound : proven upper bound on the model's points; None where nothing is proven.
    """

    status: Status
    seats: Mapping[str, Seat]
    points: int
    bound: int | None


class Model:
    """The model of one prepared problem.

    Parameters
    ----------
    prepared : the (component of a) problem.
    rules, terms : what to post; all of the contract by default.
    pins : the pins to hold; all that concern the prepared problem's candidates by default.
    starts : pairs and starts that may exist; those the rules allow by default.
    pulse : called now and then while the model is built; may raise to end it.
    """

    def __init__(
        self,
        prepared: PreparedProblem,
        *,
        rules: Sequence[Rule] | None = None,
        terms: Sequence[Term] | None = None,
        pins: Iterable[Pin] | None = None,
        starts: Options | None = None,
        pulse: Callable[[], None] = lambda: None,
    ) -> None:
        self.prepared = prepared
        self._cp = CpModel()
        rules = RULES if rules is None else rules
        if pins is None:
            pins = [pin for pin in prepared.index.problem.pins if pin.situation in prepared.admitted]
        self._seats = Seats(
            self._cp, prepared.index, options(prepared, rules) if starts is None else starts, pins, pulse
        )
        for rule in rules:
            rule.post(self._seats)
        for term in TERMS if terms is None else terms:
            term.post(prepared, self._seats)
        objective = self._seats.objective
        # Common factors go: large weights in a règlement shall not make large numbers in the solver.
        self._scale = math.gcd(*(points for points, _ in objective)) or 1
        self._maximises = bool(objective)
        if objective:
            self._cp.maximize(self._total())

    def _total(self) -> cp_model.LinearExpr:
        return total((points // self._scale, variable) for points, variable in self._seats.objective)

    def demand(self, points: int) -> int:
        """Ask for an agenda of so many points or more, whichever, rather than for the best one; counts for good.

        Returns
        -------
        The most points that an agenda may have below.
        """
        self._cp.clear_objective()  # type: ignore[no-untyped-call]
        self._maximises = False
        least = -((self._seats.constant - points) // self._scale)
        self._cp.add(self._total() >= least)
        return self._seats.constant + (least - 1) * self._scale

    @property
    def large_numbers(self) -> bool:
        """Whether the objective adds up beyond 32 bits, where OR-Tools 9.15 is known to go wrong (issue 5293)."""
        return sum(abs(points) // self._scale for points, _ in self._seats.objective) >= 2**30

    def seat_all(self, groups: Iterable[Iterable[str]] | None = None) -> None:
        """Ask that one situation of each group be seated; by default every situation of the prepared problem."""
        for group in [[name] for name in self.prepared.admitted] if groups is None else groups:
            pairs = [(situation, session) for situation in group for session in self._seats.of_situation[situation]]
            self._seats.at_least(1, ((1, self._seats.seated(*pair)) for pair in pairs))

    def exclude(self, situations: Iterable[str], seats: Mapping[str, Seat]) -> None:
        """Ask that not the same of these situations be seated as in an agenda; counts for every later `solve`."""
        terms, heard = [], 0
        for name in situations:
            sign = -1 if name in seats else 1
            heard += name in seats
            terms += [(sign, self._seats.seated(name, session)) for session in self._seats.of_situation[name]]
        self._seats.at_least(1 - heard, terms)

    def hint(self, seats: Mapping[str, Seat]) -> None:
        """Where to begin."""
        for situation, session in self._seats.pairs:
            seat = seats.get(situation)
            here = seat is not None and seat.session == session
            self._cp.add_hint(self._seats.seated(situation, session), here)
            for minute, literal in self._seats.starts(situation, session).items():
                self._cp.add_hint(literal, here and seat is not None and seat.start == minute)

    def solve(
        self,
        *,
        seconds: float | None = None,
        work: float | None = None,
        seed: int = 0,
        stop: Stop | None = None,
        cautious: bool = False,
        enough: int | None = None,
        on_better: Callable[[int, int | None], None] | None = None,
    ) -> Answer:
        """Solve with one worker: only one is deterministic; components run side by side instead.

        Parameters
        ----------
        seconds : wall-clock limit; None for none.
        work : CP-SAT's deterministic limit, in its own seconds; None for none.
        seed : of the search.
        stop : ends the search early when set.
        cautious : without presolve, where most known wrong answers of CP-SAT were born; slower.
        enough : points known from elsewhere to be the most there can be: an agenda that has them ends the search.
        on_better : called with (points, bound) of the model at each better agenda.
        """
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = seed % 2**31
        # Points are proven through the linear relaxation; where nothing is counted it only costs time.
        parameters.linearization_level = 2 if self._maximises else 1
        parameters.catch_sigint_signal = False
        parameters.cp_model_presolve = not cautious
        if self.large_numbers:
            parameters.presolve_inclusion_work_limit = 0
        if seconds is not None:
            parameters.max_time_in_seconds = max(0.0, seconds)
        if work is not None:
            parameters.max_deterministic_time = work
        proven: list[float] = []
        solver.best_bound_callback = proven.append

        def heard(value: float) -> bool:
            points = self._points(value)
            if on_better is not None:
                on_better(points, self._bound(proven))
            return enough is not None and points >= enough

        watch = _Watch(heard)
        with (Stop() if stop is None else stop).ends(solver.stop_search) as ended:
            code: int | None = None
            if not ended():
                code = run_in_thread(lambda: int(solver.solve(self._cp, watch)), seconds, ended)
        if code in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            # A search that was stopped may claim a proof that it does not have (or-tools 4430): only what was
            # proven before counts.
            stopped = ended()
            if self._maximises:
                bound = self._bound(proven if stopped else [solver.best_objective_bound])
                points = self._points(solver.objective_value)
            else:
                bound = points = self._seats.constant
            status: Status = "optimal" if code == cp_model.OPTIMAL and not stopped else "feasible"
            return Answer(status, self._read(solver), points, bound)
        if code == cp_model.INFEASIBLE:
            return Answer("infeasible", {}, 0, None)
        if code == cp_model.MODEL_INVALID:
            raise AssertionError(f"the model is invalid: {self._cp.validate()}")
        return Answer("unknown", {}, 0, self._bound(proven) if proven else None)

    def _points(self, value: float) -> int:
        # CP-SAT hands out integers as floats, sometimes 25.999999999999996.
        return round(value) * self._scale + self._seats.constant

    def _bound(self, proven: Sequence[float]) -> int | None:
        return self._points(proven[-1]) if proven and math.isfinite(proven[-1]) else None

    def _read(self, solver: cp_model.CpSolver) -> dict[str, Seat]:
        found = {}
        for situation, session in self._seats.pairs:
            for minute, literal in self._seats.starts(situation, session).items():
                if solver.boolean_value(literal):
                    end = minute + self.prepared.index.minutes[situation]
                    found[situation] = Seat(situation, session, minute, end)
        return found


def possible(model: Model, *, seconds: float | None = None, seed: int = 0, stop: Stop | None = None) -> Answer:
    """Whether a model without points has any answer; a no is given only on a second opinion.

    Known wrong answers of CP-SAT came with presolve: without it the no must come out again.
    """
    answer = model.solve(seconds=seconds, seed=seed, stop=stop)
    if answer.status == "infeasible":
        return model.solve(seconds=seconds, seed=seed, stop=stop, cautious=True)
    return answer


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes on the value of each better agenda, until it hears that this one is enough."""

    def __init__(self, tell: Callable[[float], bool]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        if self._tell(self.objective_value):
            self.stop_search()
