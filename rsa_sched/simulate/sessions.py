"""The sessions of one service: dates, venues, who staffs them, and who cannot come."""

from __future__ import annotations

import datetime as dt

from rsa_sched.simulate.families import Family
from rsa_sched.simulate.organisation import Area, GeneratedService, Row, officer
from rsa_sched.simulate.streams import Stream
from rsa_sched.simulate.workdays import workdays

HOURS = ("09:00", "09:00", "09:00", "14:00", "14:00")
"""Half-days: three of five are mornings."""
PE_STAFF = 20
"""Per cent of the sessions at whose table a Pôle emploi agent sits who is also a referent [R15]."""
PSYCHOLOGISTS = 3
"""They take turns [R38]."""
AWAY = 25
"""Per cent of the referents and partners who miss part of one or two sessions."""
ON_LEAVE = 3
"""Per cent who are away for a week."""


def convene(family: Family, service: GeneratedService, stream: Stream) -> None:
    """Give the service its sessions, then its people their absences."""
    for position, area in enumerate(service.areas):
        _area_sessions(service, area, position, family, stream)
    _psychologist_sessions(service, family, stream)
    _absences(service, stream)


def _area_sessions(service: GeneratedService, area: Area, position: int, family: Family, stream: Stream) -> None:
    """Areas follow each other every third day; an area's sessions spread over the month and rotate among its venues."""
    for turn in range(family.months * family.sessions):
        month, of_month = divmod(turn, family.sessions)
        day = _day(family, month, 3 * position, of_month, family.sessions)
        session = {
            "id": f"{area.id}-m{month + 1:02}-{of_month + 1:02}",
            "type": area.type,
            "service": service.id,
            "subsector": area.id,
            "venue": area.venues[turn % len(area.venues)],
            "start": f"{day}T{stream.pick(HOURS)}",
        }
        staff = [officer(area)]
        if stream.chance(PE_STAFF):
            staff.append(stream.pick(service.teams[area.territory].pe))
        _open(service, session, staff)
        area.sessions.append(session)


def _psychologist_sessions(service: GeneratedService, family: Family, stream: Stream) -> None:
    """Sessions for the whole service, hosted by the sub-sectors in turn.

    They begin on any day of the month, so that some fall on the day of another session, which its participants then
    have to reach.
    """
    people = [f"{service.id}-psy-{n + 1}" for n in range(PSYCHOLOGISTS if family.psychologist else 0)]
    service.rows["professionals"] += [{"id": person} for person in people]
    offset = stream.below(20)
    for turn in range(family.months * family.psychologist):
        month, of_month = divmod(turn, family.psychologist)
        day = _day(family, month, offset, of_month, family.psychologist)
        host = service.areas[turn % family.subsectors]
        session = {
            "id": f"{service.id}-psy-m{month + 1:02}-{of_month + 1:02}",
            "type": "psychologist",
            "service": service.id,
            "venue": host.venues[turn // family.subsectors % len(host.venues)],
            "start": f"{day}T{stream.pick(HOURS)}",
        }
        _open(service, session, [people[turn % PSYCHOLOGISTS], officer(host)])
        service.psychologist.append(session)


def _day(family: Family, month: int, offset: int, turn: int, turns: int) -> dt.date:
    """The day of one of several turns, evenly spread over the month, the first one after the offset."""
    days = workdays(month)
    if family.dates is not None:
        days = days[:: max(1, len(days) // family.dates)][: family.dates]
    return days[(offset + turn * max(1, len(days) // turns)) % len(days)]


def _open(service: GeneratedService, session: Row, staff: list[str]) -> None:
    """Add a session, with those of the staff who have no other one on that day."""
    day = session["start"][:10]
    free = [person for person in staff if (person, day) not in service.staffed]
    service.staffed |= {(person, day) for person in free}
    service.rows["sessions"].append({**session, "staff": free})


def _absences(service: GeneratedService, stream: Stream) -> None:
    """Absences at the hours of sessions that the person may be wanted in: at other times they would change nothing.

    Whoever staffs a session is never away.
    """
    staff = {person for person, _ in service.staffed}
    held = {person: area.sessions for area in service.areas for person in area.team}
    for territory, team in enumerate(service.teams):
        near = [session for area in service.areas if area.territory == territory for session in area.sessions]
        held.update(dict.fromkeys((*team.per, *team.pe, *team.partners), near))
    for row in service.rows["professionals"]:
        if row["id"] not in held or row["id"] in staff:
            continue
        sessions = held[row["id"]] + service.psychologist
        if stream.chance(ON_LEAVE):
            away = [_week(stream.pick(sessions))]
        elif stream.chance(AWAY):
            away = [_hours(stream.pick(sessions), stream) for _ in range(1 + stream.below(2))]
        else:
            continue
        row["unavailable"] = service.unavailable[row["id"]] = sorted(away)


def _hours(session: Row, stream: Stream) -> list[str]:
    """One hour to three, from the session's start or later."""
    start = dt.datetime.fromisoformat(session["start"]) + dt.timedelta(minutes=stream.pick((0, 0, 60, 90)))
    end = start + dt.timedelta(minutes=stream.pick((60, 90, 180)))
    return [start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")]


def _week(session: Row) -> list[str]:
    """From Monday to Friday of the session's week."""
    day = dt.date.fromisoformat(session["start"][:10])
    monday = day - dt.timedelta(days=day.weekday())
    return [f"{monday}T08:00", f"{monday + dt.timedelta(days=4)}T18:00"]
