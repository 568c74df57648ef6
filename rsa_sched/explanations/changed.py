"""Changed problem documents: everything is derived anew, and asked whether every best agenda hears a situation."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session import CompleteSession
from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.components import sessions_of, split
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import refuse_inadmissible, seats_of_pins
from rsa_sched.errors import InputError, PinClash
from rsa_sched.explanations.imposed import Decided
from rsa_sched.explanations.revalued import Revalued, Unproven
from rsa_sched.rules.base import Seat

Document: TypeAlias = dict[str, Any]
Edit: TypeAlias = Callable[[Document, Document], None]
"""Changes a problem document, whose second argument is the situation's row in it."""


class ChangedProblems:
    """The changed problems of one problem.

    Parameters
    ----------
    problem : as it was read.
    seats : an agenda of it, to begin from.
    control : time and stop of the whole search.
    """

    def __init__(self, problem: Problem, seats: Mapping[str, Seat], control: Control) -> None:
        self.seats, self._control = seats, control
        self.prepared = PreparedProblem.of(problem)
        self._document = problem.to_dict()

    def is_problem(self, situation: str, edit: Edit) -> bool:
        """Whether there is a problem, and an agenda of it, once it is changed so."""
        return self.of(edit, situation) is not None

    def suffices(self, situation: str, edit: Edit, revalued: Revalued | None = None) -> bool:
        """Whether every best agenda of the changed problem hears the situation.

        Parameters
        ----------
        revalued : where the change matters only if it admits the situation to other sessions.

        Raises
        ------
        Unproven : where there is no time to tell.
        """
        changed = self.of(edit, situation)
        if changed is None or not changed.admitted[situation]:
            return False
        if not self._control.alive:
            raise Unproven
        if revalued is not None and changed.index.regulation.late != "fill":
            same = (changed.admitted, changed.values, changed.claims)
            if same == (self.prepared.admitted, self.prepared.values, self.prepared.claims):
                margin = revalued.margin({})
                return margin is not None and margin > 0
        known = Remembered() if revalued is None else revalued.remembered.plans_alone()
        decided = self._decided(changed, lambda component: situation in component.admitted, known)
        return decided is not None and is_heard_by_all(decided, situation, self._control)

    def enlarge(self, session: str, minutes: int, remembered: Remembered) -> Decided | None:
        """The session's component with a place of so many minutes more; None where that is no problem.

        Parameters
        ----------
        remembered : of other components like it: its plans are begun from, and added to.
        """
        changed = self.of(enlarging(self.prepared.index.sessions[session], minutes))
        if changed is None:
            return None
        known = remembered.plans_alone()
        decided = self._decided(changed, lambda component: session in sessions_of(component), known)
        remembered.plans.update(known.plans)
        return decided

    def of(self, edit: Edit, situation: str | None = None) -> PreparedProblem | None:
        """Everything derived anew; None where that is no problem, or a pin is not admitted any more."""
        document = copy.deepcopy(self._document)
        edit(document, next((row for row in document["situations"] if row["id"] == situation), {}))
        try:
            prepared = PreparedProblem.of(Problem.from_dict(document))
            refuse_inadmissible(prepared)
        except (InputError, PinClash):
            return None
        return prepared

    def _decided(
        self, changed: PreparedProblem, is_meant: Callable[[PreparedProblem], bool], remembered: Remembered
    ) -> Decided | None:
        """The component that is meant, solved; None where pins clash, in whatever component."""
        components, _ = split(changed)
        component = next(one for one in components if is_meant(one))
        try:
            for other in components:
                if other is not component and other.index.problem.pins:
                    seats_of_pins(other, self._control)
            return Decided.of(component, self._control, self.seats, remembered)
        except PinClash:
            return None


def is_heard_by_all(decided: Decided, situation: str, control: Control) -> bool:
    """Whether every best agenda of a component hears a situation. Raises Unproven where there is no time to tell."""
    if decided.best.proven and situation not in decided.seats:
        return False
    heard, unheard = decided.heard(situation, control), decided.unheard(situation, control)
    if heard is None:
        return False
    if unheard is None or heard.at_least > unheard.at_most:
        return True
    if heard.at_most <= unheard.at_least:
        return False
    raise Unproven


def setting(key: str, value: str | int) -> Edit:
    """The edit that gives the situation this value."""

    def edit(_document: Document, row: Document) -> None:
        row[key] = value

    return edit


def enlarging(session: CompleteSession, minutes: int) -> Edit:
    """The edit that gives a session one place of so many minutes more."""

    def edit(document: Document, _row: Document) -> None:
        row = next(row for row in document["sessions"] if row["id"] == session.id)
        row["minutes"], row["max_situations"] = session.minutes + minutes, session.max_situations + 1

    return edit
