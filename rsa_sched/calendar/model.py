"""The year as a CP-SAT model: every requirement posted, every discomfort counted, and what the solver answers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from rsa_sched.calendar.costs import COSTS
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.requirements import REQUIREMENTS
from rsa_sched.calendar.requirements.base import Clause
from rsa_sched.calendar.variables import YearVariables
from rsa_sched.engine.cpsat.thread import run_in_thread
from rsa_sched.engine.stop import Stop

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver, IntVar


@dataclass(frozen=True)
class YearAnswer:
    """What the solver says.

    Attributes
    ----------
    status : ``optimal``, ``feasible``, ``infeasible`` or ``unknown``.
    placed : the sessions, none where there is no plan.
    bound : no plan has fewer points; None where nothing is known.
    core : of clauses that cannot hold together, numbers, where literals were assumed.
    """

    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    placed: tuple[Placed, ...]
    bound: int | None
    core: frozenset[int] = frozenset()


class YearModel(YearVariables):
    """The model of a year: every requirement in its CP-SAT form.

    Parameters
    ----------
    index : the year.
    kept : sessions that are over, and stay as they were.
    told : whether each clause has a literal, so that it can be assumed or not: to find out what stands against a plan.
    """

    def __init__(self, index: YearIndex, kept: Sequence[Placed] = (), *, told: bool = False) -> None:
        super().__init__(index, told=told)
        self.clauses: list[Clause] = []
        self.literals: list[IntVar] = []
        for requirement in REQUIREMENTS:
            for clause in requirement.clauses(index):
                self._post(clause, partial(requirement.post, self, clause))
        for row in kept:
            clause = Clause("over", (row.session,), {"session": row.session, "date": row.date})
            self._post(clause, partial(self._keep, row))

    def _post(self, clause: Clause, post: Callable[[], None]) -> None:
        self.clauses.append(clause)
        if self._told:
            literal = self.choice()
            self.literals.append(literal)
            with self._enforced(literal):
                post()
        else:
            post()

    def post_costs(self) -> None:
        """Every kind of discomfort; the plan with the fewest points is sought."""
        for cost in COSTS:
            cost.post(self)

    def _keep(self, before: Placed) -> None:
        """A session stays as it was, people included."""
        session = self.index.sessions[before.session]
        wanted = [self._at[session.id].get(before.slot), self._venue[session.id].get(before.venue)]
        wanted += [seat.get(who) for seat, who in zip(self._seats[session.id], before.people, strict=False)]
        for literal in wanted:
            self.at_least(1, [] if literal is None else [literal])

    # --- answers ------------------------------------------------------------------------------------------------------

    def solve(
        self,
        *,
        seconds: float | None = None,
        seed: int = 0,
        stop: Stop | None = None,
        assume: Iterable[int] | None = None,
        cautious: bool = False,
    ) -> YearAnswer:
        """Solve with one worker, which alone is deterministic.

        Parameters
        ----------
        seconds : wall-clock limit; None for none.
        assume : numbers of the clauses that hold; needs `told`.
        cautious : without presolve, where most known wrong answers of CP-SAT were born.
        """
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.linearization_level = 2 if self._cost else 1
        solver.parameters.catch_sigint_signal = False
        solver.parameters.cp_model_presolve = not cautious
        solver.parameters.cp_model_probing_level = 0  # half of the time of a large year, and hardly a variable less
        solver.parameters.symmetry_level = 0
        if seconds is not None:
            solver.parameters.max_time_in_seconds = max(0.0, seconds)
        self.cp.clear_assumptions()
        if assume is not None:
            self.cp.add_assumptions([self.literals[n] for n in assume])
        with (Stop() if stop is None else stop).ends(solver.stop_search) as ended:
            code = None if ended() else run_in_thread(lambda: int(solver.solve(self.cp)), seconds, ended)
            stopped = ended()
        if code in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            proven = code == cp_model.OPTIMAL and not stopped
            bound = math.ceil(solver.best_objective_bound - 1e-6) if self.cp.has_objective() else 0
            return YearAnswer("optimal" if proven else "feasible", tuple(self._read(solver)), max(0, bound))
        if code == cp_model.INFEASIBLE:
            numbers = {literal.index: n for n, literal in enumerate(self.literals)}
            core = solver.sufficient_assumptions_for_infeasibility() if assume is not None else ()
            return YearAnswer("infeasible", (), None, frozenset(numbers[n] for n in core if n in numbers))
        if code == cp_model.MODEL_INVALID:
            raise AssertionError(f"the model is invalid: {self.cp.validate()}")
        return YearAnswer("unknown", (), None)

    def _read(self, solver: CpSolver) -> Iterator[Placed]:
        for name in self.index.sessions:
            slot = next((slot for slot, literal in self._at[name].items() if solver.boolean_value(literal)), None)
            venue = next(venue for venue, literal in self._venue[name].items() if solver.boolean_value(literal))
            seats = self._seats[name]
            people = tuple(
                next((who for who, taken in seat.items() if solver.boolean_value(taken)), "") for seat in seats
            )
            if slot is not None:
                yield Placed(name, *slot, venue, people)
