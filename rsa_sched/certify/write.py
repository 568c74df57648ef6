"""Write the certificate of an agenda's bound (contract, section 8): by any means; `verify` believes none of them."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from rsa_sched.audit import audit
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.certify import verify
from rsa_sched.certify.prices import Plan
from rsa_sched.certify.tree import Grower
from rsa_sched.domain.clock import iso_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.engine.components import Groups
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import AgendaRefused, SolverAlarm
from rsa_sched.rules.base import Reading

JOINED = 200
"""Candidates of parts that are grown together; more would take longer than what it is worth."""


@dataclass(frozen=True)
class Certificate:
    """What proves that no agenda has more than `bound` points; `points` are those of the agenda it was made for."""

    problem_sha256: str
    bound: int
    points: int
    parts: tuple[dict[str, Any], ...]

    @property
    def gap(self) -> int:
        """Points that are left between agenda and bound."""
        return self.bound - self.points

    def to_dict(self) -> dict[str, Any]:
        """The document of contract section 8; its form: docs/certificate.md."""
        return {
            "schema_version": "1",
            "problem_sha256": self.problem_sha256,
            "bound": self.bound,
            "parts": list(self.parts),
        }

    def to_json(self) -> str:
        """The document as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":")) + "\n"


def certify(
    problem: Problem, agenda: AgendaSource, *, time_limit: float | None = None, stop: Stop | None = None
) -> Certificate:
    """Prove the bound of an agenda in a form that `verify` can check; the best that the time allows.

    Parameters
    ----------
    problem, agenda : the month, and its agenda as anything that `check` takes.
    time_limit : seconds; None for as long as it takes, within a fixed number of branches.
    stop : ends the search when it is asked for.

    Raises
    ------
    AgendaRefused : where the agenda breaks a rule.
    InputError : where that is no agenda.
    """
    prepared, statement = PreparedProblem.of(problem), Statement.of(agenda, problem)
    if not (audited := audit(prepared, statement)):
        raise AgendaRefused(audited.violations)
    asked = Stop() if stop is None else stop
    until = None if time_limit is None else time.monotonic() + time_limit

    def alive() -> bool:
        return not asked.asked and (until is None or time.monotonic() < until)

    read = verify.Problem(problem.to_dict())
    seats = verify.seats_of(read, SimpleNamespace(appointments=_lines(Reading(prepared.index, statement))))
    growers = [Grower(part, _goal(part, seats)) for part in parts_of(read)]
    bound, parts = _grow(read, growers, _seated(seats), alive)
    certificate = Certificate(problem.sha256, bound, audited.points, parts)
    proven = verify.check_bound(
        read, verify.read(verify.CERTIFICATE, certificate.to_dict(), "")
    )  # as whoever receives it will
    if proven < audited.points:
        raise SolverAlarm(f"the certificate proves {proven} for an agenda of {audited.points} points")
    return certificate if proven <= bound else replace(certificate, bound=proven)


def _grow(
    read: Any, growers: list[Grower], plans: list[Plan], alive: Callable[[], bool]
) -> tuple[int, tuple[dict[str, Any], ...]]:
    """Every root first, then branches, where the least is left to close first."""
    for grower in growers:
        grower.plant(alive, plans)
    for grower in sorted(growers, key=lambda grower: grower.bound - grower.goal):
        grower.grow(alive)
    growers = _joined(read, growers, plans, alive)
    fixed = -2 * read.rules.move_session_days * len(read.announced)
    parts = tuple({"sessions": grower.part.sessions, "tree": grower.document()} for grower in growers)
    return fixed + sum(grower.bound for grower in growers), parts


def _joined(read: Any, growers: list[Grower], plans: list[Plan], alive: Callable[[], bool]) -> list[Grower]:
    """Parts that stayed open, grown together with those that somebody may have to attend on the same dates.

    Nothing that the points look at ties them, but hours do: nobody sits in two places.
    """
    dates = [{(who, pair.session.day) for pair in grower.part.pairs for who in pair.row.people} for grower in growers]
    still_open = [grower.bound > grower.goal for grower in growers]
    wanted = set().union(*(mine for mine, is_open in zip(dates, still_open, strict=True) if is_open))
    groups = Groups()
    for number, mine in enumerate(dates):
        groups.tie_all((("part", number), date) for date in sorted(mine & wanted))
    together: dict[Any, list[Grower]] = defaultdict(list)
    for number, grower in enumerate(growers):
        together[groups.find(("part", number))].append(grower)
    found = []
    for several in together.values():
        rows = [row for grower in several for row in grower.part.rows]
        if len(several) > 1 and len(rows) <= JOINED and alive():
            sessions = {session for grower in several for session in grower.part.sessions}
            joined = Grower(verify.Part(read, sessions, rows), sum(grower.goal for grower in several))
            joined.plant(alive, plans)
            joined.grow(alive)
            if joined.bound < sum(grower.bound for grower in several):
                several = [joined]
        found += several
    return found


def parts_of(read: Any) -> list[Any]:
    """The parts of a problem, as small as they can be: what persons, dues and trips tie together."""
    groups = Groups()
    for row in read.candidates:
        for session in read.options[row.id]:
            groups.tie_all((("session", session.id), tie) for tie in verify.ties(read, row, session))
    sessions: dict[Any, set[str]] = defaultdict(set)
    rows: dict[Any, list[Any]] = defaultdict(list)
    for row in read.candidates:
        home = groups.find(("session", read.options[row.id][0].id))
        sessions[home] |= {session.id for session in read.options[row.id]}
        rows[home].append(row)
    return [verify.Part(read, sessions[home], rows[home]) for home in sessions]


def _lines(reading: Reading) -> list[Any]:
    """The appointments that count, as the verifier reads them."""

    def theirs(moment: int) -> int:
        return int(verify.minute(iso_minute(moment), ""))  # its count begins a day earlier than ours

    return [
        SimpleNamespace(situation=one.situation, session=one.session, start=theirs(one.start), end=theirs(one.end))
        for one in reading.seats.values()
    ]


def _seated(seats: dict[str, Any]) -> list[Plan]:
    """The agenda's own plans: with them the master can never ask for more than there is."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, seat in seats.items():
        found[seat.session.id].append(name)
    return [(session, tuple(sorted(names))) for session, names in found.items()]


def _goal(part: Any, seats: dict[str, Any]) -> int:
    """The agenda's points in a part: what is seated there, less its shortfalls; lost announced places aside."""
    read = part.problem
    mine = {row.id: seats[row.id] for row in part.rows if row.id in seats}
    figures, granted = verify.recount(read, mine)
    kept = 2 * read.rules.move_session_days * len(read.announced) - figures["stability"]
    lacks = sum(lacks[max(0, len(lacks) - 1 - granted[due])] for due, lacks in part.lacks.items())
    return int(figures["priority"] - figures["travel"] - figures["idle"] + kept - lacks // verify.SCALE)
