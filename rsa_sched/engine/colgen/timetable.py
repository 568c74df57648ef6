"""Timetables of chosen plans: hours for every situation, what these cost, and what cannot be.

A plan says who sits in which session, not when. Sessions that a rule or a term looks at together get their hours
together. What comes out, an exclusion or a loss of points, is remembered and handed to the integer master.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, permutations

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.base import Term
from rsa_sched.bareme.points import constant, worth
from rsa_sched.engine.colgen.decomposition import Decomposition
from rsa_sched.engine.colgen.integer_master import Exclusion
from rsa_sched.engine.components import Groups
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat, broken_by

WORK = 5.0
"""CP-SAT's own seconds for laying a few sessions; beyond, hours count as impossible to find but not as excluded."""
ORDERS = 24
"""Up to so many orders of the referents are tried by hand before CP-SAT is asked."""

Sets = tuple[tuple[str, frozenset[str]], ...]
"""For each session the situations that sit there."""


def monotone_rules() -> tuple[Rule, ...]:
    """The rules by which seats for which there are no hours have none with more people either."""
    return tuple(rule for rule in RULES if rule.is_monotone)


def hours_can_be_excluded() -> bool:
    """Whether what cannot be timetabled, or loses points, may be excluded for good whatever sits in other sessions.

    It may not where a term of hours looks at several sessions, or where more seats elsewhere may mend a broken rule:
    then plans give the bound, and CP-SAT the agenda.
    """
    narrow = ("seat", "session", "document")
    return all(term.scope in narrow for term in timed_terms()) and all(
        rule.is_monotone or rule.scope in narrow for rule in RULES
    )


def timed_terms() -> tuple[Term, ...]:
    """The terms that a plan does not count exactly: what they cost is known with the hours."""
    return tuple(term for term in TERMS if not term.in_plans)


@dataclass(frozen=True)
class Timetable:
    """Hours for sessions that belong together: for every situation where `whole`, else for as many as possible."""

    seats: Mapping[str, Seat]
    exclusions: tuple[Exclusion, ...]
    whole: bool = True


class Timetabler:
    """Finds timetables for plans of one component, each once.

    Parameters
    ----------
    blocks : of the component.
    control : what time or a stop cut short excludes nothing.
    known : hours found before, to which those found here are added.
    """

    def __init__(self, blocks: Decomposition, control: Control, known: dict[Sets, Timetable] | None = None) -> None:
        self.blocks, self._control = blocks, control
        self._prepared, self._starts = blocks.prepared, blocks.starts
        pinned = {pin.situation for pin in self._prepared.index.problem.pins}
        self._bound_to_hours = pinned | self._prepared.index.announced.keys()
        self._known: dict[Sets, Timetable] = {} if known is None else known

    def timetables(self, sessions: Mapping[str, frozenset[str]]) -> Iterator[tuple[Sets, Timetable]]:
        """Each group of sessions that belong together, with hours."""
        for sets in self._together({name: plan for name, plan in sessions.items() if plan}):
            if sets not in self._known:
                self._known[sets] = self._find(sets)
            yield sets, self._known[sets]

    def _together(self, sessions: Mapping[str, frozenset[str]]) -> list[Sets]:
        """Sessions that a rule or a term of hours looks at together, as long as these situations sit there."""
        index, groups = self._prepared.index, Groups()
        chosen: dict[str, list[str]] = defaultdict(list)
        for session, plan in sorted(sessions.items()):
            for situation in plan:
                chosen[situation].append(session)
                groups.tie(("situation", situation), ("session", session))
        for rule in RULES:
            groups.tie_all(rule.ties(index, chosen))
        for term in timed_terms():
            groups.tie_all(term.ties(self._prepared, chosen))
        together: dict[object, list[str]] = defaultdict(list)
        for session in sorted(sessions):
            together[groups.find(("session", session))].append(session)
        return [tuple((session, sessions[session]) for session in names) for names in together.values()]

    # --- one group ----------------------------------------------------------------------------------------------------

    def _find(self, sets: Sets) -> Timetable:
        if len(sets) == 1:
            seats = self._by_hand(*sets[0])
            if seats is not None:
                return Timetable(seats, ())
        status, seats, loss = self._solve(sets, RULES)
        if status == "infeasible":
            return Timetable(self._as_many_as_can_be(sets), (self._exclude(sets),), whole=False)
        if seats is None:
            return Timetable(self._as_many_as_can_be(sets), (), whole=False)
        return Timetable(seats, tuple(self._losses(sets, loss)) if status == "optimal" else ())

    def _by_hand(self, session: str, plan: frozenset[str]) -> Mapping[str, Seat] | None:
        """One after the other from the beginning, referent by referent, where that costs nothing."""
        index = self._prepared.index
        if plan & self._bound_to_hours:
            return None
        groups: dict[str, list[str]] = defaultdict(list)
        for situation in sorted(plan):
            groups[index.participants[situation][0]].append(situation)
        for order in islice(permutations(groups), ORDERS):
            seats = self._in_order(session, [name for referent in order for name in groups[referent]])
            if seats is not None:
                return seats
        return None

    def _in_order(self, session: str, names: Sequence[str]) -> Mapping[str, Seat] | None:
        """These situations one after the other, where the rules allow it and no term asks for points."""
        index, minute, points = self._prepared.index, self._prepared.index.start[session], 0
        partial = PartialAgenda(self._prepared, rules=monotone_rules(), terms=timed_terms())
        for name in names:
            seat = Seat(name, session, minute, minute + index.minutes[name])
            if minute not in self._starts[name, session] or not partial.fits(seat):
                return None
            points += partial.points(seat) - worth(self._prepared, name, session, timed_terms())
            partial.place(seat)
            minute = seat.end
        others = [rule for rule in RULES if not rule.is_monotone]
        return None if points < 0 or any(broken_by(others, index, partial.seats.values())) else partial.seats

    def _solve(self, sets: Sets, rules: Iterable[Rule]) -> tuple[str, Mapping[str, Seat] | None, int]:
        """Status, seats and what the hours cost: what is left of what the plans promised by terms of hours."""
        names = {name for _, plan in sets for name in plan}
        prepared = self._prepared.restricted(names)
        starts = {(name, session): self._starts[name, session] for session, plan in sets for name in sorted(plan)}
        timed = timed_terms()
        model = Model(prepared, rules=tuple(rules), terms=timed, starts=starts)
        model.seat_all()
        answer = model.solve(seconds=self._control.left(), work=WORK, stop=self._control.stop)
        if answer.status == "infeasible":  # saying no takes two opinions
            answer = model.solve(seconds=self._control.left(), work=WORK, stop=self._control.stop, cautious=True)
        if answer.status not in ("optimal", "feasible"):
            return answer.status, None, 0
        promised = sum(worth(prepared, name, session, timed) for session, plan in sets for name in plan)
        loss = constant(prepared, timed) + promised - answer.points
        return answer.status, answer.seats, loss

    def _as_many_as_can_be(self, sets: Sets) -> Mapping[str, Seat]:
        """The best of what was chosen that can have hours, the pins in any case."""
        prepared = self._prepared.restricted(name for _, plan in sets for name in plan)
        starts = {(name, session): self._starts[name, session] for session, plan in sets for name in sorted(plan)}
        return (
            Model(prepared, starts=starts).solve(seconds=self._control.left(), work=WORK, stop=self._control.stop).seats
        )

    def _losses(self, sets: Sets, loss: int) -> Iterator[Exclusion]:
        """What plans lose alone, and what they lose together where that is more."""
        alone = [lost for one in sets if loss and len(sets) > 1 for lost in self._alone(one).exclusions]
        yield from alone
        if loss > sum(exclusion.loss or 0 for exclusion in alone):
            yield Exclusion(sets, exact=True, loss=loss)

    def _alone(self, one: tuple[str, frozenset[str]]) -> Timetable:
        if (one,) not in self._known:
            self._known[one,] = self._find((one,))
        return self._known[one,]

    def _exclude(self, sets: Sets) -> Exclusion:
        """As few situations as possible that cannot sit there together, and so neither with others."""
        if self._solve(sets, monotone_rules())[0] != "infeasible":
            return Exclusion(sets, exact=True)
        core = [(session, name) for session, plan in sets for name in sorted(plan)]
        for pair in list(core):
            fewer = [other for other in core if other != pair]
            if self._solve(_sets(fewer), monotone_rules())[0] == "infeasible":
                core = fewer
        return Exclusion(_sets(core))


def _sets(pairs: Iterable[tuple[str, str]]) -> Sets:
    plans: dict[str, set[str]] = defaultdict(set)
    for session, name in pairs:
        plans[session].add(name)
    return tuple((session, frozenset(plan)) for session, plan in sorted(plans.items()))
