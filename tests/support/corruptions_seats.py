"""Corruptions of who sits where and when."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support import oracle_read as read
from tests.support import oracle_rules as rules
from tests.support.corruptions_base import Place, breaks, changed, deferring, misplaced, places, seating, timed
from tests.support.oracle_read import Doc, get

# --- who and where ----------------------------------------------------------------------------------------------------


@breaks("single-seat", only=True)
def seated_twice(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    """Only the first appointment counts, wherever the second is."""
    for number, line in enumerate(agenda["appointments"]):
        for session in problem["sessions"]:
            spoilt = changed(agenda, number)
            spoilt["appointments"].append({**line, "session": session["id"], "venue": session["venue"]})
            yield spoilt


@misplaced("single-seat")
def same_person_again(place: Place) -> bool:
    person = place.row.get("person")
    return person is not None and person in {seat.situation.get("person") for seat in place.others}


@misplaced("session-size")
def too_many(place: Place) -> bool:
    beside = sum(seat.session["id"] == place.session["id"] for seat in place.others)
    return bool(beside >= read.session_size(place.problem, place.session))


@misplaced("session-type")
def wrong_type(place: Place) -> bool:
    return bool(read.situation_type(place.problem, place.row) != place.session["type"])


@misplaced("session-type")
def wrong_place(place: Place) -> bool:
    same_type = read.situation_type(place.problem, place.row) == place.session["type"]
    return bool(same_type and not read.type_fits(place.problem, place.row, place.session))


def asks_to_be_followed(place: Place) -> bool:
    """Whether the session is for those who are oriented and followed, and the person no exception."""
    admits = read.session_type(place.problem, place.session)["admits"]
    plie = get(place.row, "plie_outside_rsa", False)
    return bool(admits == "rsa" or (admits == "rsa_or_plie" and not plie))


@misplaced("eligible")
def not_oriented(place: Place) -> bool:
    return not get(place.row, "oriented", True) and asks_to_be_followed(place)


@misplaced("eligible")
def not_in_the_active_file(place: Place) -> bool:
    return not get(place.row, "in_active_file", True) and asks_to_be_followed(place)


@misplaced("eligible")
def plie_outside_rsa(place: Place) -> bool:
    admits = read.session_type(place.problem, place.session)["admits"]
    return bool(get(place.row, "plie_outside_rsa", False) and admits == "rsa")


@misplaced("eligible")
def invited_without_agreement(place: Place) -> bool:
    return bool(get(place.row, "beneficiary_invited", False) and not get(place.row, "beneficiary_agreed", False))


@misplaced("eligible")
def unwanted_session(place: Place) -> bool:
    wanted = place.row.get("wanted_sessions")
    return wanted is not None and place.session["id"] not in wanted


@misplaced("window")
def too_early(place: Place) -> bool:
    first = place.row.get("not_before")
    return first is not None and read.session_day(place.session) < read.day(first)


@misplaced("window")
def too_late(place: Place) -> bool:
    last = place.row.get("not_after")
    return last is not None and read.session_day(place.session) > read.day(last)


@misplaced("deadline")
def late(place: Place) -> bool:
    return not read.in_time(place.problem, place.row, place.session)


@misplaced("pinned")
def ban_used(place: Place) -> bool:
    return read.is_banned(place.problem, place.row, place.session)


@breaks("pinned")
def pin_at_another_hour(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    pins = {pin["situation"]: pin for pin in get(problem, "pins", []) if get(pin, "start", "")}
    for place in places(problem, agenda):
        pin = pins.get(place.row["id"], {"session": None})
        if pin["session"] == place.session["id"] and read.minute(pin["start"]) != place.start:
            yield seating(problem, agenda, place.row, place.session, place.start)


@breaks("pinned")
def pin_in_another_session(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    pins = {pin["situation"]: pin for pin in get(problem, "pins", [])}
    for place in places(problem, agenda):
        if place.row["id"] in pins and pins[place.row["id"]]["session"] != place.session["id"]:
            yield seating(problem, agenda, place.row, place.session, place.start)


@breaks("pinned")
def pin_deferred(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for pin in get(problem, "pins", []):
        yield deferring(agenda, {pin["situation"]})


# --- when -------------------------------------------------------------------------------------------------------------


@breaks("session-time")
def off_the_grid(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, seat in enumerate(read.seats(problem, agenda)):
        for shift in (5, -5, 1):
            yield timed(agenda, number, seat.start + shift, seat.end + shift)


@breaks("session-time")
def wrong_length(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, seat in enumerate(read.seats(problem, agenda)):
        yield timed(agenda, number, seat.start, seat.end + 15)
        yield timed(agenda, number, seat.start, seat.end - 1)


@breaks("session-time")
def before_the_session(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, seat in enumerate(read.seats(problem, agenda)):
        start = read.session_span(problem, seat.session)[0] - 15
        yield timed(agenda, number, start, start + seat.end - seat.start)


@breaks("session-time")
def after_the_session(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    for number, seat in enumerate(read.seats(problem, agenda)):
        end = read.session_span(problem, seat.session)[1] + 15
        yield timed(agenda, number, end - (seat.end - seat.start), end)


@misplaced("session-time")
def overlap(place: Place) -> bool:
    return any(
        seat.session["id"] == place.session["id"] and seat.start < place.end and place.start < seat.end
        for seat in place.others
    )


@breaks("first-hour")
def alone_and_late(problem: Doc, agenda: Doc) -> Iterator[Doc]:
    """A session's only situation is moved towards its end, or the others leave it."""
    limit = read.regulation(problem)["single_situation_minutes"]
    if limit is None:
        return
    seated = read.seats(problem, agenda)
    for place in places(problem, agenda):
        beside = {seat.situation["id"] for seat in place.others if seat.session["id"] == place.session["id"]}
        if place.end > read.session_span(problem, place.session)[0] + limit and not beside:
            yield seating(problem, agenda, place.row, place.session, place.start)
    for seat in seated:
        beside = {other.situation["id"] for other in seated if other.session["id"] == seat.session["id"]}
        if seat.end > read.session_span(problem, seat.session)[0] + limit:
            yield deferring(agenda, beside - {seat.situation["id"]})


# --- people -----------------------------------------------------------------------------------------------------------


def shared(place: Place) -> list[read.Seat]:
    """The other seats that a participant of this one attends."""
    own = set(read.participants(place.row))
    return [seat for seat in place.others if own & set(read.participants(seat.situation))]


def staffed(place: Place) -> list[Doc]:
    """The other sessions that a participant staffs."""
    own = set(read.participants(place.row))
    sessions = [one for one in place.problem["sessions"] if one["id"] != place.session["id"]]
    return [one for one in sessions if own & set(get(one, "staff", []))]


@misplaced("presence")
def unavailable(place: Place) -> bool:
    return not all(
        rules.is_free(place.problem, person, place.start, place.end) for person in read.participants(place.row)
    )


@misplaced("presence")
def in_two_places(place: Place) -> bool:
    return any(place.meets(seat.session, seat.start, seat.end) for seat in shared(place))


@misplaced("presence")
def no_time_to_travel(place: Place) -> bool:
    return any(place.too_near(seat.session, seat.start, seat.end) for seat in shared(place))


@misplaced("presence")
def staffs_another_session(place: Place) -> bool:
    return any(place.meets(session, *read.session_span(place.problem, session)) for session in staffed(place))


@misplaced("presence")
def no_time_to_travel_to_the_session_staffed(place: Place) -> bool:
    return any(place.too_near(session, *read.session_span(place.problem, session)) for session in staffed(place))
