"""An agenda that was sent out, as announced places: what people were told is not moved without need."""

from __future__ import annotations

from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.clock import iso_minute
from rsa_sched.intake.assemble import Draft
from rsa_sched.intake.rows.desk import SourceRow


def places_told(agenda: Agenda, draft: Draft) -> list[tuple[dict[str, Any], SourceRow]]:
    """The agenda's places as rows of ``announced``, with the lines of their situations.

    Left out: situations and sessions that the tables have no more, and what a decision announces itself.
    """
    lines = {row.get("id"): line for row, line in draft.situations}
    sessions = {row.get("id") for row, _ in draft.sessions}
    settled = {row.get("situation") for row, _ in draft.announced}
    return [
        ({"situation": seat.situation, "session": seat.session, "start": iso_minute(seat.start)}, lines[seat.situation])
        for seat in agenda.appointments
        if seat.situation in lines and seat.session in sessions and seat.situation not in settled
    ]
