"""Plain reading of the raw documents, shared by the parts of the oracle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

Doc = dict[str, Any]

DEFAULTS: Doc = {
    "kinds": ["PSSI", "PER", "PE"],
    "slot_days": 60,
    "age_cap_days": 365,
    "urgency_days": [0, 60, 180, 400],
    "guarantee_days": 120,
    "guarantee_deferrals": 2,
    "guarantee_bonus_days": 120,
    "wait_percent_per_week": 2,
    "equity_days": [20, 40, 80, 160],
    "trip_days": 10,
    "idle_days": 1,
    "move_session_days": 60,
    "move_time_days": 10,
    "deadline_days": 10,
    "short_minutes": 30,
    "long_minutes": 45,
    "single_situation_minutes": 60,
    "types": [
        {"id": "standard"},
        {"id": "sdf", "admits": "rsa_or_plie"},
        {"id": "psychologist", "scope": "service", "length": "long", "max_situations": 4, "empty": "cancelled"},
    ],
    "late": "refuse",
    "rank": "reorder",
}

TYPE_DEFAULTS: Doc = {
    "scope": "subsector",
    "length": "content",
    "minutes": 180,
    "max_situations": 6,
    "admits": "rsa",
    "empty": "first_hour",
}


class Seat(NamedTuple):
    """One appointment that counts; times in minutes since year 1."""

    situation: Doc
    session: Doc
    start: int
    end: int
    stated: Doc


def get(row: Doc, key: str, default: Any) -> Any:
    """Value of an optional key, null being the same as omitted."""
    value = row.get(key)
    return default if value is None else value


def by_id(rows: Iterable[Doc]) -> dict[str, Doc]:
    """Rows by their id, in the order given."""
    return {row["id"]: row for row in rows}


def regulation(problem: Doc) -> Doc:
    """Regulation with its defaults filled in."""
    given = get(problem, "regulation", {})
    rules = {**DEFAULTS, **{key: value for key, value in given.items() if value is not None}}
    if "single_situation_minutes" in given:  # the one key where null is not "omitted"
        rules["single_situation_minutes"] = given["single_situation_minutes"]
    rules.setdefault("weights", dict.fromkeys(rules["kinds"], 1))
    return rules


def day(text: str) -> int:
    """Day number of an ISO date."""
    return date.fromisoformat(text).toordinal()


def minute(text: str) -> int:
    """Minute number of a local ISO time."""
    moment = datetime.fromisoformat(text)
    return moment.toordinal() * 1440 + moment.hour * 60 + moment.minute


def clock(number: int) -> str:
    """Local ISO time of a minute number, the reverse of `minute`."""
    ordinal, rest = divmod(number, 1440)
    return f"{date.fromordinal(ordinal).isoformat()}T{rest // 60:02d}:{rest % 60:02d}"


def types(problem: Doc) -> dict[str, Doc]:
    """Types of session in the order given, their defaults filled in."""
    return {
        row["id"]: {**TYPE_DEFAULTS, **{key: value for key, value in row.items() if value is not None}}
        for row in regulation(problem)["types"]
    }


def session_type(problem: Doc, session: Doc) -> Doc:
    """Type of a session, its defaults filled in."""
    return types(problem)[session["type"]]


def session_minutes(problem: Doc, session: Doc) -> int:
    """Length of a session in minutes, by default its type's."""
    return int(get(session, "minutes", session_type(problem, session)["minutes"]))


def session_span(problem: Doc, session: Doc) -> tuple[int, int]:
    """Start and end of a session in minutes."""
    start = minute(session["start"])
    return start, start + session_minutes(problem, session)


def session_day(session: Doc) -> int:
    """Day of a session: that of its start."""
    return minute(session["start"]) // 1440


def session_size(problem: Doc, session: Doc) -> int:
    """Most situations a session takes, by default its type's."""
    return int(get(session, "max_situations", session_type(problem, session)["max_situations"]))


def situation_type(problem: Doc, situation: Doc) -> str:
    """Type of a situation, the first of the list if omitted."""
    return str(get(situation, "type", next(iter(types(problem)))))


def participants(situation: Doc) -> list[str]:
    """Professionals of a situation, the referent first."""
    return [situation["referent"], *(partner["professional"] for partner in get(situation, "partners", []))]


def units(problem: Doc, situation: Doc) -> int:
    """Length of a situation in units of 15 minutes."""
    length = types(problem)[situation_type(problem, situation)]["length"]
    if length == "content":
        long = get(situation, "beneficiary_invited", False) or get(situation, "partners", [])
        length = "long" if long else "short"
    return int(regulation(problem)[f"{length}_minutes"] if length in ("long", "short") else length) // 15


def service_of(problem: Doc, subsector: str) -> str:
    """Service of a subsector."""
    return str(by_id(problem["subsectors"])[subsector]["service"])


def received(situation: Doc) -> int:
    """Day on which the form came in."""
    return day(get(situation, "received_on", situation["requested_on"]))


def is_late(problem: Doc, situation: Doc, session: Doc) -> bool:
    """Whether the form came in too late for a session."""
    return received(situation) + int(regulation(problem)["deadline_days"]) > session_day(session)


def type_fits(problem: Doc, situation: Doc, session: Doc) -> bool:
    """Rule `session-type` for one pair."""
    if situation_type(problem, situation) != session["type"]:
        return False
    if session_type(problem, session)["scope"] == "service":
        return bool(service_of(problem, situation["subsector"]) == session["service"])
    return bool(situation["subsector"] == session["subsector"])


def is_eligible(problem: Doc, situation: Doc, session: Doc) -> bool:
    """Rule `eligible` for one pair."""
    plie = get(situation, "plie_outside_rsa", False)
    followed = get(situation, "oriented", True) and get(situation, "in_active_file", True)
    admitted = {
        "rsa": followed and not plie,
        "rsa_or_plie": followed or plie,
        "anyone": True,
    }
    if not admitted[session_type(problem, session)["admits"]]:
        return False
    if get(situation, "beneficiary_invited", False) and not get(situation, "beneficiary_agreed", False):
        return False
    wanted = situation.get("wanted_sessions")
    return wanted is None or session["id"] in wanted


def in_window(situation: Doc, session: Doc) -> bool:
    """Rule `window` for one pair, both days included."""
    date_of_session = session_day(session)
    first, last = situation.get("not_before"), situation.get("not_after")
    return (first is None or day(first) <= date_of_session) and (last is None or date_of_session <= day(last))


def in_time(problem: Doc, situation: Doc, session: Doc) -> bool:
    """Rule `deadline` for one pair."""
    return bool(regulation(problem)["late"] == "fill") or not is_late(problem, situation, session)


def is_banned(problem: Doc, situation: Doc, session: Doc) -> bool:
    """Whether a ban names the pair."""
    return any(
        ban["situation"] == situation["id"] and ban["session"] == session["id"] for ban in get(problem, "bans", [])
    )


def admits(problem: Doc) -> dict[str, list[str]]:
    """Sessions that admit each situation, sorted."""
    return {
        situation["id"]: sorted(
            session["id"]
            for session in problem["sessions"]
            if type_fits(problem, situation, session)
            and is_eligible(problem, situation, session)
            and in_window(situation, session)
            and in_time(problem, situation, session)
            and not is_banned(problem, situation, session)
        )
        for situation in problem["situations"]
    }


def travel_minutes(problem: Doc, one: str, other: str) -> int:
    """Minutes between two venues."""
    if one == other:
        return 0
    travel = get(problem, "travel", {})
    for first, second, minutes in get(travel, "between", []):
        if {first, second} == {one, other}:
            return int(minutes)
    return int(get(travel, "default_minutes", 0))


def seats(problem: Doc, agenda: Doc) -> list[Seat]:
    """Appointments that count: known ids, and the first one of each situation."""
    situations, sessions = by_id(problem["situations"]), by_id(problem["sessions"])
    found: dict[str, Seat] = {}
    for row in agenda["appointments"]:
        known = row["situation"] in situations and row["session"] in sessions
        if known and row["situation"] not in found:
            found[row["situation"]] = Seat(
                situations[row["situation"]],
                sessions[row["session"]],
                minute(row["start"]),
                minute(row["end"]),
                row,
            )
    return list(found.values())


def fingerprint(problem: Doc) -> str:
    """SHA-256 of the problem as read, whatever the order of its keys and of the rows of its lists."""

    def text(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    rows = {key: sorted(value, key=text) if isinstance(value, list) else value for key, value in problem.items()}
    return hashlib.sha256(text(rows).encode()).hexdigest()
