"""Laying chosen plans on the clock: hours for everybody, what they cost, and what cannot be.

Plans know no hours. Sessions whose people may meet elsewhere on the same day are laid together; what comes out (an
exclusion, or a loss of points) is remembered and told to whoever chooses next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations

from rsa_sched.bareme.idle import Idle
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.stability import Stability
from rsa_sched.domain.index import Engagement
from rsa_sched.engine.colgen.integer_master import Exclusion
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.engine.keeping import keeps, others
from rsa_sched.engine.options import Options
from rsa_sched.engine.stop import Stop
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat
from rsa_sched.rules.first_hour import FirstHour

WORK = 5.0
"""CP-SAT's own seconds for laying a few sessions; beyond, hours count as impossible to find but not as excluded."""
ORDERS = 24
"""Up to so many orders of the referents are tried by hand before CP-SAT is asked."""

Sets = tuple[tuple[str, frozenset[str]], ...]
"""For each session the situations that sit there."""


def _no_first_hour() -> tuple[Rule, ...]:
    """The rules without first-hour: what these leave no hours for has none with more people either."""
    return tuple(rule for rule in RULES if not isinstance(rule, FirstHour))


@dataclass(frozen=True)
class Timetable:
    """Hours for sessions that were laid together: for everybody where `whole`, else for as many as can be."""

    seats: Mapping[str, Seat]
    exclusions: tuple[Exclusion, ...]
    whole: bool = True


class Timetabler:
    """Lays plans of one component, remembering what it laid before.

    Parameters
    ----------
    prepared, starts : the component and what may sit where.
    stop, left : a stop asked for, and the seconds left (None: for ever). What time cut short excludes nothing.
    """

    def __init__(
        self, prepared: PreparedProblem, starts: Options, stop: Stop, left: Callable[[], float | None] = lambda: None
    ) -> None:
        self._case, self._starts, self._stop, self._left = prepared, starts, stop, left
        index = prepared.index
        pinned = {pin.situation for pin in index.problem.pins}
        self._bound_to_hours = pinned | {line.situation for line in index.problem.announced}
        self._known: dict[Sets, Timetable] = {}
        self._near = cache(self._may_clash)  # of this clock alone: as many entries as it has pairs of sessions

    def timetable(self, sessions: Mapping[str, frozenset[str]]) -> Iterator[tuple[Sets, Timetable]]:
        """Each group of sessions that belong together, laid."""
        for sets in self._together({name: plan for name, plan in sessions.items() if plan}):
            if sets not in self._known:
                self._known[sets] = self._laid(sets)
            yield sets, self._known[sets]

    def _together(self, sessions: Mapping[str, frozenset[str]]) -> list[Sets]:
        """Sessions between which somebody chosen may have to be in two places, or travel."""
        visits: dict[str, list[str]] = defaultdict(list)
        for session, plan in sorted(sessions.items()):
            for who in sorted({who for situation in plan for who in self._case.index.participants[situation]}):
                visits[who].append(session)
        group = {session: session for session in sessions}

        def root(session: str) -> str:
            while group[session] != session:
                session = group[session]
            return session

        for there in visits.values():
            for one, other in combinations(there, 2):
                if self._near(one, other):
                    group[root(other)] = root(one)
        groups: dict[str, list[str]] = defaultdict(list)
        for session in sorted(sessions):
            groups[root(session)].append(session)
        return [tuple((session, sessions[session]) for session in names) for names in groups.values()]

    def _may_clash(self, one: str, other: str) -> bool:
        index = self._case.index
        first, second = (
            Engagement(index.start[name], index.end(name), index.sessions[name].venue, index.date(name), name)
            for name in (one, other)
        )
        return index.clash(first, second)

    # --- one group ----------------------------------------------------------------------------------------------------

    def _laid(self, sets: Sets) -> Timetable:
        if len(sets) == 1:
            seats = self._by_hand(*sets[0])
            if seats is not None:
                return Timetable(seats, ())
        status, seats, loss = self._solved(sets, RULES)
        if status == "infeasible":
            return Timetable(self._as_many_as_can_be(sets), (self._excluded(sets),), whole=False)
        if seats is None:
            return Timetable(self._as_many_as_can_be(sets), (), whole=False)
        return Timetable(seats, tuple(self._losses(sets, loss)) if status == "optimal" else ())

    def _by_hand(self, session: str, plan: frozenset[str]) -> Mapping[str, Seat] | None:
        """One after the other from the beginning, referent by referent, where nobody has to wait."""
        index = self._case.index
        if plan & self._bound_to_hours:
            return None
        groups: dict[str, list[str]] = defaultdict(list)
        for situation in sorted(plan):
            groups[index.participants[situation][0]].append(situation)
        for number, order in enumerate(permutations(groups)):
            if number == ORDERS:
                break
            minute, seats = index.start[session], {}
            for situation in (name for referent in order for name in groups[referent]):
                if minute not in self._starts[situation, session]:
                    break
                seats[situation] = Seat(situation, session, minute, minute + index.minutes[situation])
                minute += index.minutes[situation]
            if len(seats) < len(plan) or Idle().recount(self._case, seats) or not self._alone_in_time(seats):
                continue
            if keeps(self._case, seats.values(), others()):
                return seats
        return None

    def _alone_in_time(self, seats: Mapping[str, Seat]) -> bool:
        index = self._case.index
        limit = index.regulation.single_situation_minutes
        return (
            len(seats) > 1
            or limit is None
            or all(seat.end <= index.start[seat.session] + limit for seat in seats.values())
        )

    def _solved(self, sets: Sets, rules: Iterable[Rule]) -> tuple[str, Mapping[str, Seat] | None, int]:
        """Status, seats and what waiting and changed hours cost."""
        index, names = self._case.index, {name for _, plan in sets for name in plan}
        prepared = self._case.restricted(names)
        starts = {(name, session): self._starts[name, session] for session, plan in sets for name in sorted(plan)}
        model = Model(prepared, rules=tuple(rules), parts=(Idle(), Stability()), starts=starts)
        model.seat_all()
        answer = model.solve(seconds=self._left(), work=WORK, stop=self._stop)
        if answer.status == "infeasible":  # saying no takes two opinions
            answer = model.solve(seconds=self._left(), work=WORK, stop=self._stop, cautious=True)
        if answer.status not in ("optimal", "feasible"):
            return answer.status, None, 0
        where = {name: session for session, plan in sets for name in plan}
        moved = sum(
            line.situation in where and where[line.situation] != line.session for line in index.problem.announced
        )
        loss = -answer.points - 2 * index.regulation.move_session_days * moved
        return answer.status, answer.seats, loss

    def _as_many_as_can_be(self, sets: Sets) -> Mapping[str, Seat]:
        """The best of what was chosen that can be laid, the pins in any case."""
        prepared = self._case.restricted(name for _, plan in sets for name in plan)
        starts = {(name, session): self._starts[name, session] for session, plan in sets for name in sorted(plan)}
        return Model(prepared, starts=starts).solve(seconds=self._left(), work=WORK, stop=self._stop).seats

    def _losses(self, sets: Sets, loss: int) -> Iterator[Exclusion]:
        """What plans lose alone, and what they lose together where that is more."""
        alone = [lost for one in sets if loss and len(sets) > 1 for lost in self._alone(one).exclusions]
        yield from alone
        if loss > sum(exclusion.loss or 0 for exclusion in alone):
            yield Exclusion(sets, exact=True, loss=loss)

    def _alone(self, one: tuple[str, frozenset[str]]) -> Timetable:
        if (one,) not in self._known:
            self._known[one,] = self._laid((one,))
        return self._known[one,]

    def _excluded(self, sets: Sets) -> Exclusion:
        """As few situations as possible that cannot sit there together, and so neither with others."""
        if self._solved(sets, _no_first_hour())[0] != "infeasible":
            return Exclusion(sets, exact=True)
        core = [(session, name) for session, plan in sets for name in sorted(plan)]
        for pair in list(core):
            fewer = [other for other in core if other != pair]
            if self._solved(_sets(fewer), _no_first_hour())[0] == "infeasible":
                core = fewer
        return Exclusion(_sets(core))


def _sets(pairs: Iterable[tuple[str, str]]) -> Sets:
    plans: dict[str, set[str]] = defaultdict(set)
    for session, name in pairs:
        plans[session].add(name)
    return tuple((session, frozenset(plan)) for session, plan in sorted(plans.items()))
