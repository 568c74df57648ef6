"""The rules of section 1 of the contract, each re-read on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

from tests.support.oracle_bareme import parts, points
from tests.support.oracle_read import (
    Doc,
    Seat,
    by_id,
    clock,
    fingerprint,
    get,
    in_time,
    in_window,
    is_banned,
    is_eligible,
    minute,
    participants,
    regulation,
    seats,
    session_day,
    session_size,
    session_span,
    travel_minutes,
    type_fits,
    units,
)


class Engagement(NamedTuple):
    """Something a professional attends; `staffed` when it is a whole session."""

    venue: str
    day: int
    start: int
    end: int
    session: str
    staffed: bool


def apart(problem: Doc, one: Engagement, other: Engagement) -> bool:
    """Whether one professional can attend both."""
    gap = travel_minutes(problem, one.venue, other.venue) if one.day == other.day else 0
    return other.start >= one.end + gap or one.start >= other.end + gap


def staffing(problem: Doc, professional: str) -> list[Engagement]:
    """Sessions that a professional staffs, as engagements."""
    return [
        Engagement(session["venue"], session_day(session), *session_span(problem, session), session["id"], True)
        for session in problem["sessions"]
        if professional in get(session, "staff", [])
    ]


def is_free(problem: Doc, professional: str, start: int, end: int) -> bool:
    """Whether no unavailability overlaps the times; an empty interval blocks nothing."""
    for first, last in get(by_id(problem["professionals"])[professional], "unavailable", []):
        if minute(first) < minute(last) and start < minute(last) and minute(first) < end:
            return False
    return True


def _single_seat(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    situations, sessions = by_id(problem["situations"]), by_id(problem["sessions"])
    listed = Counter(
        row["situation"]
        for row in agenda["appointments"]
        if row["situation"] in situations and row["session"] in sessions
    )
    people = Counter(seat.situation["person"] for seat in seated if seat.situation.get("person") is not None)
    return max(listed.values(), default=0) <= 1 and max(people.values(), default=0) <= 1


def _session_time(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    for seat in seated:
        opens, closes = session_span(problem, seat.session)
        if (seat.start - opens) % 15 or seat.start < opens or seat.end > closes:
            return False
        if seat.end - seat.start != 15 * units(problem, seat.situation):
            return False
    return not any(
        one.session["id"] == other.session["id"] and one.start < other.end and other.start < one.end
        for one, other in combinations(seated, 2)
    )


def _session_size(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    counts = Counter(seat.session["id"] for seat in seated)
    return all(counts[session["id"]] <= session_size(problem, session) for session in problem["sessions"])


def _session_type(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    return all(type_fits(problem, seat.situation, seat.session) for seat in seated)


def _eligible(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    return all(is_eligible(problem, seat.situation, seat.session) for seat in seated)


def _window(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    return all(in_window(seat.situation, seat.session) for seat in seated)


def _deadline(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    return all(in_time(problem, seat.situation, seat.session) for seat in seated)


def _presence(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    for professional in by_id(problem["professionals"]):
        mine = [seat for seat in seated if professional in participants(seat.situation)]
        if not all(is_free(problem, professional, seat.start, seat.end) for seat in mine):
            return False
        attended = [
            Engagement(
                seat.session["venue"], session_day(seat.session), seat.start, seat.end, seat.session["id"], False
            )
            for seat in mine
        ]
        if not all(apart(problem, one, other) for one, other in combinations(attended, 2)):
            return False
        for session in staffing(problem, professional):
            if not all(one.session == session.session or apart(problem, one, session) for one in attended):
                return False
    return True


def _first_hour(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    limit = regulation(problem)["single_situation_minutes"]
    counts = Counter(seat.session["id"] for seat in seated)
    return limit is None or all(
        seat.end <= session_span(problem, seat.session)[0] + limit for seat in seated if counts[seat.session["id"]] == 1
    )


def _pinned(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    places = {seat.situation["id"]: seat for seat in seated}
    for pin in get(problem, "pins", []):
        seat = places.get(pin["situation"])
        if seat is None or seat.session["id"] != pin["session"]:
            return False
        if pin.get("start") is not None and minute(pin["start"]) != seat.start:
            return False
    return not any(is_banned(problem, seat.situation, seat.session) for seat in seated)


def _document(problem: Doc, agenda: Doc, seated: list[Seat]) -> bool:
    situations, sessions = by_id(problem["situations"]), by_id(problem["sessions"])
    appointed = {row["situation"] for row in agenda["appointments"]}
    deferred = [row["situation"] for row in agenda["deferrals"]]
    if len(deferred) != len(set(deferred)) or appointed & set(deferred):
        return False
    if appointed | set(deferred) != set(situations):
        return False
    if any(row["session"] not in sessions for row in agenda["appointments"]):
        return False
    for seat in seated:
        if get(seat.stated, "venue", seat.session["venue"]) != seat.session["venue"]:
            return False
        own = participants(seat.situation)
        if sorted(get(seat.stated, "participants", own)) != sorted(own):
            return False
    right = {
        "problem": problem["id"],
        "problem_sha256": fingerprint(problem),
        "points": points(problem, agenda),
        "parts": parts(problem, agenda),
    }
    return all(get(agenda, key, value) == value for key, value in right.items())


CHECKS: dict[str, Callable[[Doc, Doc, list[Seat]], bool]] = {
    "single-seat": _single_seat,
    "session-time": _session_time,
    "session-size": _session_size,
    "session-type": _session_type,
    "eligible": _eligible,
    "window": _window,
    "deadline": _deadline,
    "presence": _presence,
    "first-hour": _first_hour,
    "pinned": _pinned,
    "document": _document,
}


def violations(problem: Doc, agenda: Doc) -> set[str]:
    """Ids of the rules that an agenda breaks."""
    seated = seats(problem, agenda)
    return {rule for rule, holds in CHECKS.items() if not holds(problem, agenda, seated)}


def appointment(problem: Doc, situation: Doc, session: Doc, start: int) -> Doc:
    """Appointment row of a situation seated at a minute."""
    return {
        "situation": situation["id"],
        "session": session["id"],
        "venue": session["venue"],
        "start": clock(start),
        "end": clock(start + 15 * units(problem, situation)),
        "participants": participants(situation),
    }
