"""What one service has decided beforehand, and what its structures were granted in past months."""

from __future__ import annotations

import datetime as dt

from rsa_sched.domain.clock import UNIT
from rsa_sched.simulate.families import Family
from rsa_sched.simulate.organisation import KINDS, TYPES, GeneratedService, Row
from rsa_sched.simulate.shared import shared_partners
from rsa_sched.simulate.streams import Stream

PAST_MONTHS = 3


def history(family: Family, service: GeneratedService, stream: Stream) -> list[Row]:
    """Units granted to each kind in three past months: a third each, give or take 20 %."""
    standing = len(service.areas) * family.sessions * TYPES["standard"].minutes
    minutes = PAST_MONTHS * (standing + family.psychologist * TYPES["psychologist"].minutes)
    fair = minutes // UNIT // len(KINDS)
    return [{"service": service.id, "kind": kind, "units": fair * (80 + stream.below(41)) // 100} for kind in KINDS]


def decide(
    family: Family, service: GeneratedService, situations: list[Row], stream: Stream
) -> tuple[list[Row], list[Row]]:
    """Pins and bans.

    The pins hold together: one at most in a session, nobody in two of them, everybody free during the whole session
    and without a post on that day.
    """
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in situations:
        subsector = row["subsector"] if TYPES[row["type"]].scope == "subsector" else ""
        by_place.setdefault((row["type"], subsector), []).append(row)
    pins: list[Row] = []
    bans: list[Row] = []
    engaged = set(shared_partners(family))  # another service may have pinned them as well
    for session in service.rows["sessions"]:
        proposed = by_place.get((session["type"], session.get("subsector", "")), [])
        if stream.chance(family.pins) and proposed:
            chosen = stream.pick(proposed)
            people = {chosen["person"], *participants(chosen)}
            if engaged.isdisjoint(people) and admitted(chosen, session) and _free(service, chosen, session):
                engaged |= people
                pins.append({"situation": chosen["id"], "session": session["id"]})
                if stream.chance(50):
                    pins[-1]["start"] = session["start"]
        if stream.chance(family.bans) and proposed:
            chosen = stream.pick(proposed)
            if chosen["person"] not in engaged:  # never pinned to it as well
                bans.append({"situation": chosen["id"], "session": session["id"]})
    return pins, bans


def participants(row: Row) -> list[str]:
    """The referent, then the partners."""
    return [row["referent"], *(partner["professional"] for partner in row.get("partners", ()))]


def admitted(row: Row, session: Row) -> bool:
    """Whether a situation of the session's place may sit in it: eligible, in time, and not asked for elsewhere."""
    plie = row.get("plie_outside_rsa", False)
    followed = row.get("oriented", True) and row.get("in_active_file", True)
    open_to_plie = TYPES[session["type"]].admits == "rsa_or_plie"
    if (not open_to_plie if plie else not followed) or (
        row.get("beneficiary_invited", False) and not row["beneficiary_agreed"]
    ):
        return False
    day = dt.date.fromisoformat(session["start"][:10])
    received = dt.date.fromisoformat(row.get("received_on") or row["requested_on"])
    return received <= day - dt.timedelta(days=10) and session["id"] in row.get("wanted_sessions", [session["id"]])


def _free(service: GeneratedService, row: Row, session: Row) -> bool:
    """Whether every participant is there from the session's start to its end, and staffs none on that day."""
    start = dt.datetime.fromisoformat(session["start"])
    first, last = (
        moment.isoformat(timespec="minutes")
        for moment in (start, start + dt.timedelta(minutes=TYPES[session["type"]].minutes))
    )
    return all(
        (person, session["start"][:10]) not in service.staffed
        and all(end <= first or last <= begin for begin, end in service.unavailable.get(person, ()))
        for person in participants(row)
    )
