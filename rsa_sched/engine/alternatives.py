"""The best agendas around seats that stay: several of them, which differ in who else is heard, best first.

What stays leaves few places free, so that most situations fit nowhere: they are left out, and what is left falls into
small components. Of each the best sets of heard are found one after the other, by the same stages as any agenda and
then by a model that excludes the sets before. The best of the whole are put together from the best of the components.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.colgen.stage import is_large
from rsa_sched.engine.component import improve
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control, OutOfTime
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.greedy import greedy
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Options, Starts
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Seat

Seats = Mapping[str, Seat]


@dataclass(frozen=True)
class Alternatives:
    """Agendas around the seats that stay.

    Attributes
    ----------
    agendas : seats by situation, those that stay among them; best first, no two hear the same situations.
    bound : no agenda around the seats that stay has more points.
    cut : whether the time limit or a stop ended a search early; then a better agenda may be missing.
    alarms : in words, what of a solver's answer did not stand up.
    """

    agendas: tuple[Seats, ...]
    bound: int
    cut: bool
    alarms: tuple[str, ...] = ()


def best_around(prepared: PreparedProblem, kept: Seats, number: int, control: Control) -> Alternatives:
    """The best agendas that hold these seats, at most so many, no two of which hear the same situations.

    Parameters
    ----------
    prepared : the problem; each of its pins is held by one of the seats.
    kept : seats that keep every rule, by themselves as well.
    number : of agendas, 1 or more; fewer where there are no more.
    """
    parts, starts = _open_parts(prepared, kept)
    components = [_Choice(part, kept, starts, control) for part in parts]
    found = [dict(kept) | _merged(picked) for picked in _best_first(components, number)]
    # The seats of closed parts add the same to all of them: whatever the points of the whole are, only the open parts
    # can fall short of their bounds.
    bound = points_of(prepared, found[0]) + sum(choice.bound - choice.first.points for choice in components)
    cut = any(choice.cut for choice in components)
    if cut:  # what came late may be better than what came before
        found.sort(key=lambda seats: points_of(prepared, seats), reverse=True)
    return Alternatives(
        agendas=tuple(found),
        bound=bound,
        cut=cut,
        alarms=tuple(alarm for choice in components for alarm in choice.alarms),
    )


def _open_parts(prepared: PreparedProblem, kept: Seats) -> tuple[list[PreparedProblem], Options]:
    """The independent parts in which somebody may be heard beside those who are, cut down to who may be; and when.

    A seat that breaks a monotone rule beside the kept ones breaks it in any agenda that holds them.
    """
    monotone = [rule for rule in RULES if rule.is_monotone]
    partial, allowed = PartialAgenda(prepared, kept.values(), rules=monotone, terms=()), Starts(prepared)
    admitted: dict[str, tuple[str, ...]] = {}
    starts: dict[tuple[str, str], Sequence[int]] = {}
    for name, sessions in prepared.admitted.items():
        if name in kept:
            seat = kept[name]
            admitted[name], starts[name, seat.session] = (seat.session,), (seat.start,)
            continue
        for session in sessions:
            if fitting := [seat.start for seat in partial.openings(name, session, allowed)]:
                admitted[name], starts[name, session] = (*admitted.get(name, ()), session), fitting
    cut_down = PreparedProblem(prepared.index, admitted, prepared.values, prepared.claims)
    return [part for part in split(cut_down)[0] if any(name not in kept for name in part.candidates)], starts


@dataclass(frozen=True)
class _Pick:
    """One agenda of a part."""

    seats: Seats
    points: int


class _Choice:
    """The best agendas of one part, found one after the other as they are asked for."""

    def __init__(self, part: PreparedProblem, kept: Seats, starts: Options, control: Control) -> None:
        self._part, self._control = part, control
        self._starts = {
            (name, session): starts[name, session] for name, sessions in part.admitted.items() for session in sessions
        }
        self._free = [name for name in part.candidates if name not in kept]
        self._model: Model | None = None
        self._picks: list[_Pick] = []
        self._all = self.cut = False
        self.alarms: list[str] = []
        base = {name: kept[name] for name in part.candidates if name in kept}
        first = greedy(part, self._starts, base, control.stop)
        if broken_rules(part, first):  # by a rule that is not monotone
            first = base
        points = points_of(part, first)
        floor = Incumbent(part, first, points, max(points, capacity_bound(part)))
        best = floor if floor.proven else self._best(floor)
        self.first, self.bound = _Pick(best.seats, best.points), best.bound
        self.cut = self.cut or not best.proven
        self._picks.append(self.first)

    def _best(self, floor: Incumbent) -> Incumbent:
        """The best agenda of the part: of a large one as of any other, of a small one by the model of further ones."""
        if is_large(self._starts):
            best = improve(floor, replace(self._control, tell=lambda points, bound: None))
            self.alarms += best.alarms
            return best
        found = self._next()
        if found is None or self.cut or found.points < floor.points:
            return floor if found is None else floor.improve_with(found.seats)
        return replace(floor, seats=found.seats, points=found.points, bound=found.points)

    def pick(self, number: int) -> _Pick | None:
        """The agenda of that number, the best is 0; None where there are no more, or none was found in time."""
        while len(self._picks) <= number and not self._all:
            following = self._next()
            if following is None:
                self._all = True
            else:
                self._picks.append(following)
        return self._picks[number] if number < len(self._picks) else None

    def _next(self) -> _Pick | None:
        """The best agenda that hears another set than each before; None where there is none, or none in time."""
        if self._model is None:
            self._model = Model(self._part, starts=self._starts)
        if self._picks:
            self._model.exclude(self._free, self._picks[-1].seats)
        for cautious in (False, True):
            try:
                self._control.check()
            except OutOfTime:
                self.cut = True
                return None
            answer = self._model.solve(
                seconds=self._control.left(), seed=self._control.seed, stop=self._control.stop, cautious=cautious
            )
            if answer.status == "infeasible" and cautious and self._picks:
                return None
            if self._stands(answer):
                self.cut = self.cut or answer.status != "optimal"
                return _Pick(answer.seats, points_of(self._part, answer.seats))
            if answer.status == "unknown":
                break
        else:
            self.alarms.append("a further agenda of a part did not stand up, and is left out")
        self.cut = True
        return None

    def _stands(self, answer: Answer) -> bool:
        """Whether an answer is an agenda, no better than it may be, that hears another set than each before."""
        if answer.status not in ("optimal", "feasible") or broken_rules(self._part, answer.seats):
            return False
        heard = [{name for name in self._free if name in seats} for seats in (answer.seats, *self._seen())]
        points, most = points_of(self._part, answer.seats), self._picks[-1].points if self._picks else None
        beyond = most is not None and points > most and not self.cut
        exact = answer.status != "optimal" or points == answer.points
        return exact and points >= answer.points and not beyond and heard[0] not in heard[1:]

    def _seen(self) -> list[Seats]:
        return [pick.seats for pick in self._picks]


def _merged(picked: Iterable[_Pick]) -> dict[str, Seat]:
    return {name: seat for pick in picked for name, seat in pick.seats.items()}


def _best_first(choices: Sequence[_Choice], number: int) -> Iterator[list[_Pick]]:
    """The best ways to take one agenda of each part, best first."""
    heap: list[tuple[int, tuple[int, ...]]] = []

    def push(numbers: tuple[int, ...]) -> None:
        picks = [choice.pick(n) for choice, n in zip(choices, numbers, strict=True)]
        if None not in picks:
            heappush(heap, (-sum(pick.points for pick in picks if pick is not None), numbers))

    push((0,) * len(choices))
    for left in range(number, 0, -1):
        if not heap:
            return
        _, numbers = heappop(heap)
        yield [pick for choice, n in zip(choices, numbers, strict=True) if (pick := choice.pick(n)) is not None]
        if left == 1:
            return
        # Each combination has one parent: the one before in its last place that is not 0.
        last = max((at for at, n in enumerate(numbers) if n), default=0)
        for at in range(last, len(numbers)):
            push((*numbers[:at], numbers[at] + 1, *numbers[at + 1 :]))
