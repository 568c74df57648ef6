"""What `solve` gives back: the agenda, its audit, and how the search went."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Literal

from rsa_sched.audit import Audit
from rsa_sched.bareme.frames import compared_with_points, points_frame
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.compare import Stated
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.progress import Progress
from rsa_sched.explanations.notices import notices

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Component:
    """An independent sub-problem, and how far its own agenda is proven.

    Attributes
    ----------
    services : whose situations are candidates in it, in order.
    sessions, situations : how many of each.
    points, bound : of its part of the agenda.
    """

    services: tuple[str, ...]
    sessions: int
    situations: int
    points: int
    bound: int


@dataclass(frozen=True)
class Result:
    """An audited agenda with its proof; true, since there is no result without an agenda.

    Attributes
    ----------
    problem : what was asked.
    agenda : the answer, as the agenda document.
    audit : the solver-free audit that it passed.
    warnings : what the solver said that did not stand up (the agenda does), workers that were lost, or places of the
        start that no longer hold; empty in ordinary life.
    """

    problem: Problem = field(repr=False)
    agenda: Agenda
    audit: Audit = field(repr=False)
    warnings: tuple[str, ...] = ()
    _trace: tuple[Progress, ...] = field(default=(), repr=False)
    _components: tuple[Component, ...] = field(default=(), repr=False)

    @property
    def points(self) -> int:
        """What the agenda is worth: days of waiting times units of session time."""
        return self.agenda.points

    @property
    def bound(self) -> int:
        """Proven: no agenda has more points."""
        return self.agenda.bound

    @property
    def gap(self) -> float:
        """What may be missing, as a share of the bound."""
        return self.agenda.gap

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """``optimal`` exactly when the bound is reached."""
        return self.agenda.status

    @property
    def notices(self) -> tuple[str, ...]:
        """What the problem says that somebody should look at though it is valid: French sentences, ids only."""
        return notices(self.problem)

    @property
    def trace(self) -> pd.DataFrame:
        """How the search converged: elapsed (s), points, bound, gap, stage, one row a step."""
        import pandas as pd

        columns = ["elapsed", "points", "bound", "gap", "stage"]
        return pd.DataFrame([[getattr(step, name) for name in columns] for step in self._trace], columns=columns)

    @property
    def components(self) -> pd.DataFrame:
        """What was solved apart (mostly the services), one a row: which part of the agenda is proven best.

        ``services``, ``sessions`` and ``situations`` (how many), ``points``, ``bound``, ``proven``. Points and bounds
        add up to the agenda's, but for announced places that no session offers any more.
        """
        import pandas as pd

        rows = [{**asdict(part), "services": ", ".join(part.services)} for part in self._components]
        frame = pd.DataFrame(rows, columns=[field.name for field in fields(Component)])
        return frame.assign(proven=frame["points"] == frame["bound"])

    def to_frame(self) -> pd.DataFrame:
        """The appointments, one a row."""
        return self.agenda.to_frame()

    def points_frame(self) -> pd.DataFrame:
        """What each situation earns and could earn, one row a situation of the problem, by id.

        ``situation``, ``service``, ``kind``; ``heard``; ``session`` and ``start``, missing where it is not heard;
        ``units`` (quarters of an hour); ``value`` (days a unit, ranks heeded); ``points``: what it earns in this
        agenda, 0 where it is not heard; ``best``: the most that it earns in a session that admits it, missing where
        none does.
        The points add up to the agenda's ``parts.priority``; its other parts belong to no single situation.
        """
        return points_frame(PreparedProblem.of(self.problem), self.agenda)

    def compare(self, other: Stated) -> pd.DataFrame:
        """As `Agenda.compare`, with the points that each situation earns: ``points_before``, ``points_after``.

        Both are what this result's problem pays, whatever règlement the other agenda was made under. 0 where a
        situation is not heard; missing where this problem does not know the situation or its session.
        """
        return compared_with_points(PreparedProblem.of(self.problem), self.agenda, other)

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> str:
        from rsa_sched.display.text import summary

        return summary(self.agenda)

    def _repr_html_(self) -> str:
        from rsa_sched.display.html import page

        return page(self.problem, self.agenda)
