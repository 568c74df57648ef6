"""What a valid problem holds that deserves a look: no rule is broken, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.staffing import StaffAbsence, staff_absences
from rsa_sched.french.figures import several
from rsa_sched.french.sentences import say


def notices(problem: Problem) -> tuple[str, ...]:
    """French sentences, with ids only: staff away during their own session, windows that end before they begin."""
    index = ProblemIndex(problem)
    away: dict[tuple[str, str], list[StaffAbsence]] = {}
    for row in staff_absences(index):
        away.setdefault((row.session, row.professional), []).append(row)
    absences = (
        say(
            "notices.staff-away",
            professional=professional,
            session=session,
            date=index.sessions[session].start,
            hours=list_hours(rows),
        )
        for (session, professional), rows in away.items()
    )
    windows = (
        say("notices.window-reversed", situation=row.id, first=row.not_before, last=row.not_after)
        for row in problem.situations
        if row.not_before is not None and row.not_after is not None and row.not_after < row.not_before
    )
    return (*absences, *windows)


def list_hours(rows: Iterable[StaffAbsence]) -> str:
    """« de 9 h à 10 h 30 et de 11 h à 12 h »."""
    return several(say("notices.absence", start=row.start, end=row.end) for row in rows)
