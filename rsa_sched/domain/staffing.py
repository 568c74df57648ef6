"""Staff who are unavailable during a session of theirs: no rule of the contract, but the coordinator has to know."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from rsa_sched.domain.clock import to_moment
from rsa_sched.domain.index import ProblemIndex


class StaffAbsence(NamedTuple):
    """A professional is unavailable during a session that they staff, without a break from `start` to before `end`."""

    session: str
    professional: str
    start: dt.datetime
    end: dt.datetime


def staff_absences(index: ProblemIndex) -> tuple[StaffAbsence, ...]:
    """Every such stretch, by session id, then as the staff is listed, then by time; cut to the session's hours."""
    found = []
    for name, session in index.sessions.items():
        first, last = index.start[name], index.end(name)
        for professional in dict.fromkeys(session.staff):
            reached = first  # intervals may overlap or touch: what they cover together counts once
            stretches: list[list[int]] = []
            for start, end in sorted(index.unavailable.get(professional, ())):
                start, end = max(start, first), min(end, last)
                if start >= end:
                    continue
                if stretches and start <= reached:
                    stretches[-1][1] = max(reached, end)
                else:
                    stretches.append([start, end])
                reached = stretches[-1][1]
            found += [StaffAbsence(name, professional, to_moment(start), to_moment(end)) for start, end in stretches]
    return tuple(found)
