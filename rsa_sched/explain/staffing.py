"""What is told beside an agenda though it breaks no rule: staff who are unavailable during a session that they hold."""

from __future__ import annotations

from collections.abc import Iterable

from rsa_sched.domain.docket import Docket
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.staffing import StaffAbsence, staff_absences
from rsa_sched.explain.french import hour, several, short_day


def warnings_of(problem: Problem) -> tuple[str, ...]:
    """A French sentence with ids only for each professional who staffs a session and is unavailable during it."""
    docket = Docket(problem)
    held: dict[tuple[str, str], list[StaffAbsence]] = {}
    for row in staff_absences(docket):
        held.setdefault((row.session, row.professional), []).append(row)
    return tuple(
        f"{professional} tient la séance {session} du {short_day(docket.sessions[session].start.date())} "
        f"et n'est pas disponible {hours_told(rows)}."
        for (session, professional), rows in held.items()
    )


def hours_told(rows: Iterable[StaffAbsence]) -> str:
    """« de 9h00 à 10h30 et de 11h00 à 12h00 »."""
    return several(f"de {hour(row.start)} à {hour(row.end)}" for row in rows)
