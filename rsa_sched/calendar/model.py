"""The year as a CP-SAT model: a half-day, a venue and people for each session; verbs, so that no rule sees raw indices.

Where a reason is sought each clause is enforced by a literal of its own; else all of them hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from rsa_sched.calendar.costs import COSTS
from rsa_sched.calendar.index import Placed, ToPlace, YearIndex, YearSlot
from rsa_sched.calendar.requirements import REQUIREMENTS
from rsa_sched.calendar.requirements.base import Clause
from rsa_sched.engine.cpsat.thread import run_in_thread
from rsa_sched.engine.stop import Stop

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpSolver, IntVar, LinearExpr

Literals = Iterable[Any]


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


class YearModel:
    """The model of a year.

    Parameters
    ----------
    index : the year.
    kept : sessions that are over, and stay as they were.
    told : whether each clause has a literal, so that it can be assumed or not: to find out what stands against a plan.
    """

    def __init__(self, index: YearIndex, kept: Sequence[Placed] = (), *, told: bool = False) -> None:
        from ortools.sat.python import cp_model

        self.index = index
        self.cp = cp_model.CpModel()
        self._told, self._under = told, None
        self._cost: list[tuple[int, Any]] = []
        self._attending: dict[tuple[str, str, YearSlot], Any] = {}
        self._chosen: dict[tuple[str, int], dict[tuple[str, YearSlot], Any]] = {}
        self._at = {
            name: {slot: self.choice() for slot in index.slots(session)} for name, session in index.sessions.items()
        }
        self._venue = {
            name: {venue: self.choice() for venue in index.asked_of(session).venues}
            for name, session in index.sessions.items()
        }
        self._seats = {name: self._seats_for(session) for name, session in index.sessions.items()}
        self.clauses: list[Clause] = []
        self.literals: list[IntVar] = []
        self._held_in: dict[tuple[str, str], Any] = {}
        self._structure()
        for requirement in REQUIREMENTS:
            for clause in requirement.clauses(index):
                self._post(clause, partial(requirement.post, self, clause))
        for row in kept:
            clause = Clause("over", (row.session,), {"session": row.session, "date": row.date})
            self._post(clause, partial(self._keep, row))

    def _seats_for(self, session: ToPlace) -> list[dict[str, Any]]:
        return [{who: self.choice() for who in seat.one_of} for seat in self.index.asked_of(session).attend]

    def _structure(self) -> None:
        """What no clause says: one half-day, one venue, one person for a seat and one seat for a person."""
        for name in self.index.sessions:
            self.cp.add_at_most_one(self._at[name].values())
            self.cp.add_exactly_one(self._venue[name].values())
            seats = self._seats[name]
            for seat in seats:
                self.cp.add_at_most_one(seat.values())
            for who in {who for seat in seats for who in seat}:
                both = [seat[who] for seat in seats if who in seat]
                if len(both) > 1:
                    self.cp.add_at_most_one(both)

    def _post(self, clause: Clause, post: Callable[[], None]) -> None:
        self.clauses.append(clause)
        if self._told:
            literal = self.choice()
            self.literals.append(literal)
            if clause.what == "count":
                self._held_in[clause.key] = literal  # type: ignore[index]  # series and month
            with self._enforced(literal):
                post()
        else:
            post()

    @contextmanager
    def _enforced(self, literal: Any) -> Iterator[None]:
        self._under = literal
        try:
            yield
        finally:
            self._under = None

    # --- variables ----------------------------------------------------------------------------------------------------

    def choice(self) -> Any:
        """A new Boolean."""
        return self.cp.new_bool_var("")

    def whole_number(self) -> Any:
        """A new whole number of days."""
        return self.cp.new_int_var(0, 1000, "")

    def at(self, session: ToPlace) -> Mapping[YearSlot, Any]:
        """Whether a session is held on each half-day of its month."""
        return self._at[session.id]

    def at_venue(self, session: ToPlace, venue: str) -> Any:
        """Whether it is held there; None where the venue is none of its series'."""
        return self._venue[session.id].get(venue)

    def seat(self, session: ToPlace, number: int) -> Mapping[str, Any]:
        """Who takes one of its seats."""
        return self._seats[session.id][number]

    def seats_of(self, session: ToPlace, who: str) -> list[Any]:
        """Whether somebody takes one of its seats: a literal for each that they may take."""
        return [seat[who] for seat in self._seats[session.id] if who in seat]

    def day(self, session: ToPlace) -> LinearExpr:
        """The day on which it is held, counted from the first of the year's days."""
        from ortools.sat.python.cp_model import LinearExpr

        first = self.index.all_slots[0].date.toordinal()
        at = self._at[session.id]
        return LinearExpr.weighted_sum(list(at.values()), [slot.date.toordinal() - first for slot in at])

    def attends(self, session: ToPlace, who: str, slot: YearSlot) -> Any:
        """Whether somebody attends a session that is held then."""
        key = (session.id, who, slot)
        if key not in self._attending:
            self._attend(session, who)
        return self._attending[key]

    def _attend(self, session: ToPlace, who: str) -> None:
        at, seats = self._at[session.id], [seat for seat in self._seats[session.id] if who in seat]
        if self._told:  # the session may be held by nobody, and not at all: only what follows from both is said
            for slot, literal in at.items():
                there = self._attending[session.id, who, slot] = self.choice()
                for seat in seats:
                    self.cp.add_bool_or([there, ~literal, ~seat[who]])
            return
        chosen = [self._choices(session, seat) for seat in seats]
        for slot in at:
            literals = [choices[who, slot] for choices in chosen]
            if len(literals) > 1:
                there = self.choice()
                self.cp.add(sum(literals) == there)
                literals = [there]
            self._attending[session.id, who, slot] = literals[0]

    def _choices(self, session: ToPlace, seat: Mapping[str, Any]) -> Mapping[tuple[str, YearSlot], Any]:
        """Of a seat: who takes it when; as tight as can be, since every session is held and every seat taken."""
        at = self._at[session.id]
        if len(seat) == 1:
            return {(who, slot): literal for who in seat for slot, literal in at.items()}
        key = (session.id, id(seat))
        if key not in self._chosen:
            chosen = self._chosen[key] = {(who, slot): self.choice() for who in seat for slot in at}
            for slot, literal in at.items():
                self.cp.add(sum(chosen[who, slot] for who in seat) == literal)
            for who, taken in seat.items():
                self.cp.add(sum(chosen[who, slot] for slot in at) == taken)
        return self._chosen[key]

    # --- what may not be ----------------------------------------------------------------------------------------------

    def at_most(self, limit: int, literals: Literals) -> None:
        """No more than so many of these."""
        listed = list(literals)
        if len(listed) <= limit:
            return
        if self._under is None and limit == 1:
            self.cp.add_at_most_one(listed)
        else:
            self._add(sum(listed) <= limit)

    def at_least(self, limit: int, literals: Literals) -> None:
        """No fewer than so many of these."""
        self._add(sum(list(literals)) >= limit)

    def at_most_sum(self, limit: int, terms: Sequence[tuple[int, Any]], of: Sequence[ToPlace] = ()) -> None:
        """Factors times variables add up to no more; `of`: only where these sessions are held at all."""
        self._add(sum(factor * term for factor, term in terms) <= limit, of)

    def at_least_sum(self, limit: int, terms: Sequence[tuple[int, Any]], of: Sequence[ToPlace] = ()) -> None:
        """Factors times variables add up to no less; `of`: only where these sessions are held at all."""
        self._add(sum(factor * term for factor, term in terms) >= limit, of)

    def _add(self, constraint: Any, of: Sequence[ToPlace] = ()) -> None:
        if isinstance(constraint, bool):  # of no variable at all
            if constraint:
                return
            if self._under is not None:
                self.cp.add_bool_or([~self._under])
            else:
                self.cp.add_bool_or([])
            return
        added = self.cp.add(constraint)
        if self._under is not None:
            held = [self._held_in[session.series, session.month] for session in of]
            added.only_enforce_if([self._under, *held])

    # --- points -------------------------------------------------------------------------------------------------------

    def pay(self, points: int, variable: Any) -> None:
        """Count these points times the variable's value."""
        if points:
            self._cost.append((points, variable))

    def post_costs(self) -> None:
        """Every kind of discomfort; the plan with the fewest points is sought."""
        for cost in COSTS:
            cost.post(self)

    @property
    def cost(self) -> Any:
        """The points of the model as an expression."""
        from ortools.sat.python.cp_model import LinearExpr

        return LinearExpr.weighted_sum([variable for _, variable in self._cost], [factor for factor, _ in self._cost])

    def minimise(self, expression: Any) -> None:
        """What is sought."""
        self.cp.minimize(expression)

    def moved(self, before: Placed) -> Any:
        """Whether a session is held on another half-day, or elsewhere, than before."""
        session = self.index.sessions[before.session]
        kept: list[Any] = [self._at[session.id].get(before.slot), self._venue[session.id].get(before.venue)]
        moved = self.choice()
        if any(literal is None for literal in kept):
            self.cp.add(moved == 1)
        else:
            for literal in kept:
                self.cp.add_bool_or([moved, literal])
        return moved

    def replaced(self, before: Placed) -> list[Any]:
        """For each seat whether somebody else takes it than before."""
        seats = self._seats[before.session]
        return [~seat[who] if who in seat else 1 for seat, who in zip(seats, before.people, strict=False)]

    def _keep(self, before: Placed) -> None:
        """A session stays as it was, people included."""
        session = self.index.sessions[before.session]
        wanted = [self._at[session.id].get(before.slot), self._venue[session.id].get(before.venue)]
        wanted += [seat.get(who) for seat, who in zip(self._seats[session.id], before.people, strict=False)]
        for literal in wanted:
            self.at_least(1, [] if literal is None else [literal])

    def hint(self, placed: Iterable[Placed]) -> None:
        """Begin the search near a plan."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for row in placed:
            if row.session in self._at:
                for slot, literal in self._at[row.session].items():
                    self.cp.add_hint(literal, slot == row.slot)
                for venue, literal in self._venue[row.session].items():
                    self.cp.add_hint(literal, venue == row.venue)

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
