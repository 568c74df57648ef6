"""What the sheets tell of one problem and its agenda, looked up once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.display.audience import SERVICE
from rsa_sched.display.people import called
from rsa_sched.domain.agenda import Agenda, Deferral, Reason
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.situation import Situation
from rsa_sched.french.sentences import say
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import USUAL_DELAYS, Letterhead
from rsa_sched.publish.reasons import PlainReasons
from rsa_sched.publish.standing import Standing
from rsa_sched.rules.session_type import pool_of_situation

FEWEST = 5
"""Below so many candidates of a kind no position is told: it would say too much of the others."""


@dataclass(frozen=True)
class SheetFacts:
    """Look-ups.

    Attributes
    ----------
    head : who sends it, whom to write to.
    standing : what the register knows of the agenda; None without a register.
    """

    problem: Problem
    agenda: Agenda
    head: Letterhead
    evidence: Evidence
    standing: Standing | None

    @cached_property
    def prepared(self) -> PreparedProblem:
        """Values, sessions that admit each, dues."""
        return PreparedProblem.of(self.problem)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Labels of structures, venues and sub-sectors by id, the ids where they have none; what professionals are
        called.
        """
        lists = (self.problem.structures, self.problem.venues, self.problem.subsectors)
        return {row.id: row.label or row.id for rows in lists for row in rows} | dict(called(self.problem).whole)

    @cached_property
    def positions(self) -> dict[str, tuple[int, int]]:
        """Place by value, and how many there are, among the candidates of one pool; left out where they are few."""
        prepared, pools = self.prepared, defaultdict(list)
        for name in prepared.candidates:
            pools[pool_of_situation(prepared.index, name)].append(name)
        found: dict[str, tuple[int, int]] = {}
        for names in pools.values():
            worth = sorted((prepared.values[name] for name in names), reverse=True)
            if len(names) >= FEWEST:
                found |= {name: (worth.index(prepared.values[name]) + 1, len(names)) for name in names}
        return found

    @cached_property
    def _reasons(self) -> PlainReasons:
        return PlainReasons(self.problem, self.agenda, SERVICE, USUAL_DELAYS)

    def motive(self, fate: Deferral) -> Reason:
        """Why a situation is deferred, as pages and letters tell it."""
        return self._reasons.motive(fate.situation, fate.reason)

    @property
    def contact(self) -> str:
        """Whom to write to about data."""
        return self.head.contact or self.head.sender

    @property
    def rules_contact(self) -> str:
        """Whom to write to about the rules."""
        return self.head.rules_contact or self.contact

    def source(self, row: Situation) -> str:
        """The row that a situation was read from."""
        known = self.evidence.sources.get(row.id)
        return say("sheets.data.from-table", situation=row.id) if known is None else known

    @property
    def is_validated(self) -> bool:
        """Whether somebody answers for the agenda."""
        return self.standing is not None and self.standing.kind in ("decided", "published") and bool(self.standing.by)

    def validation(self) -> list[str]:
        """Who validated the agenda, as the register knows it."""
        standing = self.standing
        if standing is None or not self.is_validated:
            return [say("sheets.decided.not-validated")]
        if standing.kind == "decided":
            return [say("sheets.decided.adopted", by=standing.by)]
        return [
            say("sheets.decided.validated", by=standing.by, reason=standing.reason.rstrip(".")),
            say("sheets.decided.published", number=standing.number, head=standing.head[:16]),
        ]

    def proof(self) -> list[str]:
        """What the certificate proves, and its fingerprint."""
        evidence, points = self.evidence, self.agenda.points
        if not evidence.fingerprint or evidence.bound is None:
            return [say("sheets.proof-text.none")]
        proven = "best" if evidence.bound == points else "bound"
        return [
            say("sheets.proof-text.fingerprint", fingerprint=evidence.fingerprint),
            say(f"sheets.proof-text.{proven}", points=points, bound=evidence.bound),
            say("sheets.proof-text.how"),
        ]
