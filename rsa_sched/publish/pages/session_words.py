"""A session in words: how it is held, what differs from the plan, who is missing, what is free."""

from __future__ import annotations

import datetime as dt

from rsa_sched.display.audience import Audience
from rsa_sched.display.view import SessionView
from rsa_sched.domain.regulation import Regulation
from rsa_sched.explanations.notices import list_hours
from rsa_sched.french.figures import NONE, capital
from rsa_sched.french.sentences import say
from rsa_sched.publish.tasks.attendance import actual_end, missing_staff


def sees_whole(session: SessionView, audience: Audience) -> bool:
    """Whether an audience sees every place of a session, and so what is free."""
    return audience.circle in ("service", "prescriber") or audience.who in session.staff


def usage(session: SessionView, audience: Audience) -> str:
    """How it is held, and how much of it is used for those who see all of it."""
    mode = capital(say(f"labels.modes.{session.mode}"))
    if not sees_whole(session, audience):
        return mode
    return say(
        "pages.session.usage",
        mode=mode,
        heard=len(session.lines),
        size=session.size,
        used=session.minutes_used,
        minutes=session.minutes,
    )


def notice(session: SessionView, regulation: Regulation) -> str:
    """What differs from a session held as planned [R22, R52]; "" where nothing does."""
    if session.mode == "cancelled":
        return say("pages.session.cancelled")
    if session.mode == "first_hour":
        who = "all-staff" if session.type.empty == "cancelled" else "choice"
        return say(f"pages.session.first-hour-{who}", until=actual_end(session, regulation))
    return ""


def absences(session: SessionView, regulation: Regulation) -> list[str]:
    """One sentence for each of its staff who is unavailable while it is held."""
    shown = dict(zip(session.staff, session.staff_shown, strict=True))
    return [
        say("pages.session.absence", professional=shown[name], id=session.id, hours=list_hours(rows))
        for name, rows in missing_staff(session, regulation).items()
    ]


def free(session: SessionView) -> list[tuple[dt.datetime, dt.datetime]]:
    """The times of a session in which nobody is heard."""
    found, reached = [], session.start
    for line in sorted(session.lines, key=lambda row: row.start):
        if line.start > reached:
            found.append((reached, line.start))
        reached = max(reached, line.end)
    return [*found, (reached, session.end)] if reached < session.end else found


def free_words(session: SessionView) -> str:
    """The same in words."""
    if session.mode == "cancelled":
        return NONE
    times = [say("pages.session.period", start=start, end=end) for start, end in free(session)]
    return ", ".join(times) or say("pages.session.no-free-time")
