"""What a valid problem says that somebody should look at: no rule is broken, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.staffing import StaffAbsence, staff_absences
from rsa_sched.french.figures import hour, several, short_day


def notices(problem: Problem) -> tuple[str, ...]:
    """French sentences, with ids only: staff away during their own session, windows that end before they begin."""
    index = ProblemIndex(problem)
    held: dict[tuple[str, str], list[StaffAbsence]] = {}
    for row in staff_absences(index):
        held.setdefault((row.session, row.professional), []).append(row)
    absences = (
        f"{professional} tient la séance {session} du {short_day(index.sessions[session].start.date())} "
        f"et n'est pas disponible {hours_told(rows)}."
        for (session, professional), rows in held.items()
    )
    windows = (
        f"La période de la situation {row.id} finit le {short_day(row.not_after)}, avant de commencer "
        f"(le {short_day(row.not_before)}) : aucune séance ne peut la recevoir."
        for row in problem.situations
        if row.not_before is not None and row.not_after is not None and row.not_after < row.not_before
    )
    return (*absences, *windows)


def hours_told(rows: Iterable[StaffAbsence]) -> str:
    """« de 9h00 à 10h30 et de 11h00 à 12h00 »."""
    return several(f"de {hour(row.start)} à {hour(row.end)}" for row in rows)
