"""Bisecting what is open between points and bound: is there an agenda of so many points or more?

Where professionals, not places, are scarce, the linear relaxation says little and learning from failures much: then a
question with a yes or a no is answered a hundred times sooner than the best is found. A no counts only on a second
opinion without presolve, as everywhere.
"""

from __future__ import annotations

from dataclasses import replace

from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Answer, Model
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.engine.options import Options

AIMS = (0.5, 1.0, 0.0)
"""How far up in the gap it is aimed, by turns, as long as there is no answer."""
SECOND = 4
"""How much more work a second opinion may take: without presolve it is slower."""


class Bisection:
    """Asks of a component, and remembers how far up it was aimed last."""

    def __init__(self, starts: Options) -> None:
        self._starts = starts
        self._turn = 0

    def narrow(self, known: Incumbent, work: float, control: Control) -> Incumbent:
        """Better points or a better bound, for so much work (CP-SAT's seconds) an answer."""
        while not known.proven and control.alive:
            aim = known.points + max(1, round(AIMS[self._turn] * (known.bound - known.points)))
            model = Model(known.prepared, starts=self._starts, pulse=control.check)
            model.hint(known.seats)
            below = model.demand(aim)
            answer = _ask(model, work, control)
            if answer.status == "infeasible":
                better = replace(known, bound=max(known.points, below))
            else:
                better = known.improve_with(answer.seats)
            if better.points == known.points and better.bound == known.bound:
                self._turn = (self._turn + 1) % len(AIMS)
                break
            control.tell(better.points, better.bound)
            known = better
        return known


def _ask(model: Model, work: float, control: Control) -> Answer:
    answer = model.solve(seconds=control.left(), work=work, seed=control.seed, stop=control.stop)
    if answer.status == "infeasible":  # saying no takes two opinions
        again = SECOND * work
        return model.solve(seconds=control.left(), work=again, seed=control.seed, stop=control.stop, cautious=True)
    return answer
