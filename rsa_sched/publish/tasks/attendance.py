"""How long a session is held, and whom of its staff it has to do without."""

from __future__ import annotations

import datetime as dt

from rsa_sched.display.view import SessionView
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.staffing import StaffAbsence

FIRST_HOUR = 60
"""Minutes, where the règlement says none: as after a replacement, which may leave one situation at any hour."""


def actual_end(session: SessionView, regulation: Regulation) -> dt.datetime:
    """When a session is over as it is held: with fewer than two situations after its first hour [R22], or theirs."""
    if session.mode != "first_hour":
        return session.end
    alone = regulation.single_situation_minutes or FIRST_HOUR
    return min(session.end, max([session.start + dt.timedelta(minutes=alone), *(line.end for line in session.lines)]))


def missing_staff(session: SessionView, regulation: Regulation) -> dict[str, list[StaffAbsence]]:
    """When each of its staff is unavailable while it is held, by id, as they are listed; nobody where it is not."""
    missed: dict[str, list[StaffAbsence]] = {}
    end = actual_end(session, regulation)
    for row in session.absences if session.mode != "cancelled" else ():
        if row.start < end:
            missed.setdefault(row.professional, []).append(row._replace(end=min(row.end, end)))
    return missed
