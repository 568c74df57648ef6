"""The variables of the CP-SAT model, with verbs, so that no rule handles raw indices.

A seat is a Boolean for a pair (situation, session); below it lies one Boolean for each start that the rules allow.
With quarters of an hour and half a day these are few, and their relaxation is tighter than that of intervals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rsa_sched.domain.clock import UNIT
from rsa_sched.domain.index import Engagement, ProblemIndex
from rsa_sched.domain.wishes import Pin

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

Pair = tuple[str, str]
"""(situation, session)."""


class Seats:
    """Seats and starts of a model.

    Parameters
    ----------
    cp : the CP-SAT model the variables belong to.
    index : the problem.
    starts : for each pair that may exist, the minutes at which it may start (none: the pair cannot be seated).
    pins : the pins to hold, some or all of the problem's.
    pulse : called now and then while the model grows; may raise to end it.
    """

    def __init__(
        self,
        cp: CpModel,
        index: ProblemIndex,
        starts: Mapping[Pair, Sequence[int]],
        pins: Iterable[Pin] = (),
        pulse: Callable[[], None] = lambda: None,
    ) -> None:
        self._pulse = pulse
        self.cp = cp
        self.index = index
        self.pins = tuple(pins)
        self.of_situation: dict[str, list[str]] = defaultdict(list)
        self.of_session: dict[str, list[str]] = defaultdict(list)
        self.of_participant: dict[str, list[Pair]] = defaultdict(list)
        self._seated: dict[Pair, IntVar] = {}
        self._starts: dict[Pair, dict[int, IntVar]] = {}
        self._gain: list[tuple[int, IntVar]] = []
        self.constant = 0
        for pair, minutes in starts.items():
            if minutes:
                self._add(pair, minutes)

    def _add(self, pair: Pair, minutes: Sequence[int]) -> None:
        self._pulse()
        situation, session = pair
        # Variables bear no names: an exported model must show no ids.
        seated = self.cp.new_bool_var("")
        options = {minute: self.cp.new_bool_var("") for minute in minutes}
        self.cp.add_exactly_one([*options.values(), ~seated])
        self._seated[pair] = seated
        self._starts[pair] = options
        self.of_situation[situation].append(session)
        self.of_session[session].append(situation)
        for participant in self.index.participants[situation]:
            self.of_participant[participant].append(pair)

    @property
    def pairs(self) -> Iterable[Pair]:
        """Every pair that can be seated."""
        return self._seated.keys()

    def can_sit(self, situation: str, session: str) -> bool:
        """Whether the pair can be seated at all."""
        return (situation, session) in self._seated

    def seated(self, situation: str, session: str) -> IntVar:
        """Whether the situation sits in the session; KeyError where it cannot."""
        return self._seated[situation, session]

    def starts(self, situation: str, session: str) -> Mapping[int, IntVar]:
        """Whether it starts there at each minute at which it may."""
        return self._starts.get((situation, session), {})

    def by_quarter(self, session: str, situations: Iterable[str]) -> dict[int, list[IntVar]]:
        """For each quarter of an hour of a session the starts of these situations that would take it up."""
        taken: dict[int, list[IntVar]] = defaultdict(list)
        closes = self.index.end(session)
        for situation in situations:
            length = self.index.minutes[situation]
            for start, literal in self.starts(situation, session).items():
                for quarter in range(start, min(start + length, closes), UNIT):
                    taken[quarter].append(literal)
        return taken

    def engagement(self, situation: str, session: str, start: int) -> Engagement:
        """What a start would mean for the participants, inside the session: what lies beyond, session-time forbids."""
        index = self.index
        end = min(start + index.minutes[situation], index.end(session))
        return Engagement(start, end, index.sessions[session].venue, index.date(session), session)

    # --- what may not be ----------------------------------------------------------------------------------------------

    def at_most_one(self, literals: Sequence[IntVar]) -> None:
        """These exclude each other."""
        self._pulse()
        if len(literals) > 1:
            self.cp.add_at_most_one(literals)

    def at_most(self, limit: int, terms: Iterable[tuple[int, IntVar]]) -> None:
        """Factors times variables add up to no more than the limit."""
        self._pulse()
        self.cp.add(total(terms) <= limit)

    def at_least(self, limit: int, terms: Iterable[tuple[int, IntVar]]) -> None:
        """Factors times variables add up to no less than the limit."""
        self._pulse()
        self.cp.add(total(terms) >= limit)

    def whole_number(self, most: int) -> IntVar:
        """A new variable from 0 to `most`."""
        return self.cp.new_int_var(0, most, "")

    # --- points -------------------------------------------------------------------------------------------------------

    def earn(self, points: int, literal: IntVar) -> None:
        """Count these points (negative: a cost) times the variable's value."""
        if points:
            self._gain.append((points, literal))

    def earn_always(self, points: int) -> None:
        """Count these points whatever the agenda."""
        self.constant += points

    @property
    def objective(self) -> Sequence[tuple[int, IntVar]]:
        """The points of the model, `constant` aside."""
        return self._gain


def total(terms: Iterable[tuple[int, IntVar]]) -> LinearExpr:
    """The sum of factors times variables."""
    from ortools.sat.python.cp_model import LinearExpr

    listed = list(terms)
    return LinearExpr.weighted_sum([variable for _, variable in listed], [factor for factor, _ in listed])
