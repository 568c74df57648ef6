"""The audit: every rule and every part over an agenda, without any solver. Nobody sees an agenda before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rsa_sched.bareme.points import parts_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Parts
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Violation
from rsa_sched.rules.document import WholeDocument

if TYPE_CHECKING:
    import pandas as pd

MILLIONTH = 1.000_001e-6
"""Gaps are stated to six decimals."""


@dataclass(frozen=True)
class Audit:
    """What the audit found; true when no rule is broken.

    Attributes
    ----------
    violations : each broken rule with the situation and session concerned.
    parts : the recounted parts of the points, over the appointments that count.
    """

    violations: tuple[Violation, ...]
    parts: Parts

    @property
    def points(self) -> int:
        """The recounted points."""
        return self.parts.points

    def __bool__(self) -> bool:
        return not self.violations

    def to_dict(self) -> dict[str, Any]:
        """As ``rsa-sched check --json`` prints it (contract, section 5)."""
        rows = [
            {"rule": row.rule, "situation": row.situation, "session": row.session, "text": row.text}
            for row in self.violations
        ]
        return {
            "violations": [{key: value for key, value in row.items() if value is not None} for row in rows],
            "parts": self.parts.model_dump(),
            "points": self.points,
        }

    def to_frame(self) -> pd.DataFrame:
        """The violations, one a row."""
        import pandas as pd

        rows = [(row.rule, row.situation, row.session, row.text) for row in self.violations]
        return pd.DataFrame(rows, columns=["rule", "situation", "session", "text"])


def check(problem: Problem, agenda: AgendaSource) -> Audit:
    """Audit an agenda against its problem (contract, sections 1, 2 and 5).

    Parameters
    ----------
    problem : the problem.
    agenda : an `Agenda`, `Result` or `Statement`; the path of an agenda document of any origin, or such a document
        already parsed; or a frame of appointments, where whoever is not listed is deferred. Datetimes with a zone are
        taken to the problem's.

    Returns
    -------
    Audit
        All violations, and the points recounted in whole numbers.

    Raises
    ------
    InputError : where that is no agenda document; for anything else, saying what to pass instead.
    """
    return audit(PreparedProblem.of(problem), Statement.of(agenda, problem))


def audit(prepared: PreparedProblem, statement: Statement) -> Audit:
    """As `check`, for a prepared problem already derived."""
    reading = Reading(prepared.index, statement)
    parts = recount(prepared, reading)
    broken = [violation for rule in RULES for violation in rule.check(reading)]
    broken += _stated_figures(statement, parts)
    broken += _stated_proof(statement, parts.points)
    return Audit(tuple(broken), parts)


def recount(prepared: PreparedProblem, reading: Reading) -> Parts:
    """The parts of the points over the appointments that count."""
    return parts_of(prepared, reading.seats)


def _stated_figures(statement: Statement, parts: Parts) -> Iterator[Violation]:
    """Points and parts, where stated, are right (rule document)."""
    stated = {"points": statement.points, **statement.parts.model_dump()}
    counted = {"points": parts.points, **parts.model_dump()}
    for name, figure in stated.items():
        if figure is not None and figure != counted[name]:
            facts = {"name": name, "stated": figure, "counted": counted[name]}
            yield Violation(WholeDocument.id, "figure", facts)


def _stated_proof(statement: Statement, points: int) -> Iterator[Violation]:
    """Bound, status and gap, where stated, fit together and the points counted (contract, section 4).

    Whether the bound is right is for a certificate to show; that an agenda above its own bound, or below it and
    called optimal, claims what is not so needs no solver.
    """
    bound = statement.bound
    if bound is None:
        return
    if bound < points:
        yield Violation(WholeDocument.id, "bound", {"bound": bound, "counted": points})
    status = "optimal" if bound == points else "feasible"
    if statement.status is not None and statement.status != status:
        yield Violation(WholeDocument.id, "status", {"stated": statement.status, "bound": bound, "counted": points})
    gap = round((bound - points) / max(1, abs(bound)), 6)
    if statement.gap is not None and abs(statement.gap - gap) > MILLIONTH:  # however a half was rounded
        yield Violation(WholeDocument.id, "figure", {"name": "gap", "stated": statement.gap, "counted": gap})
