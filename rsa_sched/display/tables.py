"""Sessions, seats and deferrals as tables: each is built here once, for every output that shows it.

To add a column to one of them: a line among its columns, its heading in ``french/tables.toml``, and its key in the
layouts of the outputs that show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from rsa_sched.display.audience import Circle
from rsa_sched.display.view import DeferralView, Line, SeatView, SessionView, View
from rsa_sched.domain.agenda import Reason
from rsa_sched.french.figures import short_day
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.html import ident, inline, unbroken
from rsa_sched.render.table import Folded, Layout, Link, Ruled, Table, column

NO_LINKS: Mapping[str, str] = MappingProxyType({})


def sessions(shown: View, links: Mapping[str, str] = NO_LINKS) -> Table[SessionView]:
    """The sessions of a month; `links` lead to the details of each, by its id."""
    judged = shown.parts is not None  # others do not see every line of a session
    at = _zoned(shown)
    return Table(
        shown.sessions,
        {
            "session": column(lambda row: Link(row.id, links[row.id]) if links else row.id, "id", width=20),
            "type": column(lambda row: row.type.name, width=11),
            "service": column(lambda row: row.service_label),
            "subsector": column(lambda row: row.subsector_label, width=22),
            "venue": column(lambda row: row.venue_label, width=28),
            "day": column(lambda row: row.start.date(), "day", width=11),
            "hours": column(lambda row: (row.start, row.end), "period"),
            "start": column(lambda row: row.start, "hour", width=7),
            "end": column(lambda row: row.end, "hour", width=7),
            "held": column(lambda row: say(f"labels.modes.{row.mode}"), width=12),
            "heard": column(lambda row: len(row.lines) if judged else None, "count", width=10),
            "size": column(lambda row: row.size, "count"),
            "used": column(lambda row: row.minutes_used, "count", width=10),
            "minutes": column(lambda row: row.minutes, "count", width=10),
            "places": column(lambda row: say("tables.sessions.cells.places", taken=len(row.lines), size=row.size)),
            "time": column(lambda row: say("tables.sessions.cells.time", used=row.minutes_used, minutes=row.minutes)),
            "staff": column(lambda row: row.staff_shown, "list", width=30),
            "date_iso": column(lambda row: row.start.date(), "iso"),
            "start_iso": column(lambda row: at(row.start), "iso"),
            "end_iso": column(lambda row: at(row.end), "iso"),
            "service_id": column(lambda row: row.service),
            "subsector_id": column(lambda row: row.subsector),
            "venue_id": column(lambda row: row.venue),
            "mode": column(lambda row: row.mode),
            "staff_ids": column(lambda row: row.staff, "list"),
        },
        {
            "page": Layout("session, day, hours, venue, type, held" + ", places, time" * judged),
            "sheet": Layout("session, type, day, start, end, venue, subsector, held, heard, used, minutes, staff"),
            "csv": Layout(
                "session, type, service, subsector, venue, day, start, end, held, heard, size, used, "
                "minutes, staff, date_iso, start_iso, end_iso, service_id, subsector_id, venue_id, mode, "
                "staff_ids"
            ),
        },
        lookup("tables.sessions"),
    )


def seats(shown: View, rows: Sequence[SeatView], caption: str = "", *, points: bool = True) -> Table[SeatView]:
    """Seats of one or several sessions; `points`: whether the page shows what each earns."""
    at = _zoned(shown)
    earned = points and any(line.points is not None for _, line in rows)
    return Table(
        rows,
        {
            "hours": column(lambda seat: (seat.line.start, seat.line.end), "period", right=True),
            "when": column(lambda seat: (seat.line.start, seat.line.end), "period"),
            "day": column(lambda seat: seat.line.start.date(), "day"),
            "start": column(lambda seat: seat.line.start, "hour", width=7),
            "end": column(lambda seat: seat.line.end, "hour", width=7),
            "minutes": column(lambda seat: _minutes(seat.line), "count"),
            "length": column(lambda seat: f"{_minutes(seat.line)} min", right=True),
            "situation": column(lambda seat: seat.line.situation or say("tables.seats.cells.taken"), width=14),
            "starred": column(lambda seat: seat.line.situation + "*" * seat.line.pinned),
            "named": column(lambda seat: _named(seat.line)),
            "person": column(lambda seat: seat.line.person),
            "session": column(lambda seat: seat.session.id),
            "type": column(lambda seat: seat.session.type.name),
            "venue": column(lambda seat: seat.session.venue_label),
            "structure": column(lambda seat: seat.line.structure_label, width=26),
            "whose": column(lambda seat: _structure(seat.line.structure_label, seat.line.kind)),
            "kind": column(lambda seat: seat.line.kind, width=10),
            "referent": column(lambda seat: seat.line.shown[0] if seat.line.shown else "", width=20),
            "present-referent": column(lambda seat: _referent(seat.line), "id"),
            "participants": column(lambda seat: seat.line.shown, "list"),
            "others": column(lambda seat: seat.line.shown[1:], "list", width=30),
            "marked-others": column(lambda seat: _others(seat.line)),
            "external": column(lambda seat: _external(seat.line), "list"),
            "invited": column(lambda seat: _if_visible(seat, "beneficiary_invited"), "flag", width=9),
            "pinned": column(lambda seat: _if_visible(seat, "pinned"), "flag", width=8),
            "earned": column(lambda seat: seat.line.points, "count", width=8),
            "points": column(lambda seat: seat.line.points, "number"),
            "notes": column(lambda seat: None, width=22),
            "date_iso": column(lambda seat: seat.line.start.date(), "iso"),
            "start_iso": column(lambda seat: at(seat.line.start), "iso"),
            "end_iso": column(lambda seat: at(seat.line.end), "iso"),
            "structure_id": column(lambda seat: seat.line.structure),
            "referent_id": column(lambda seat: seat.line.referent),
            "participant_ids": column(lambda seat: seat.line.participants, "list"),
            "venue_id": column(lambda seat: seat.session.venue),
            "not_before_iso": column(lambda seat: seat.line.not_before, "iso"),
            "not_after_iso": column(lambda seat: seat.line.not_after, "iso"),
        },
        {
            "text": Layout("when, starred, kind, points, participant_ids"),
            "notebook": Layout("hours, situation, kind, points, participant_ids", caption, "situation"),
            "page": Layout(
                "when, named, whose, present-referent, marked-others, length, invited" + ", earned" * earned,
                caption,
                "named",
            ),
            "sheet": Layout("start, end, situation, structure, kind, referent, others, invited, pinned, earned, notes"),
            "csv": Layout(
                "situation, person, session, type, day, start, end, minutes, venue, structure, kind, "
                "referent, participants, external, invited, pinned, earned, date_iso, start_iso, end_iso, "
                "structure_id, referent_id, participant_ids, venue_id, not_before_iso, not_after_iso"
            ),
        },
        lookup("tables.seats"),
    )


def deferrals(rows: Sequence[Any], circle: Circle = "service", caption: str = "") -> Table[Any]:
    """Situations not heard: of a view, or for notebooks the agenda's own `Deferral`; `caption`: of the page."""
    personal = circle == "beneficiary"
    return Table(
        rows,
        {
            "situation": column(lambda row: row.situation, "id", width=13),
            "person": column(lambda row: row.person),
            "type": column(lambda row: row.type.name),
            "subsector": column(lambda row: row.subsector),
            "structure": column(lambda row: row.structure_label, width=26),
            "whose": column(lambda row: _structure(row.structure_label, row.kind)),
            "kind": column(lambda row: row.kind, width=10),
            "referent": column(lambda row: row.referent_shown, width=16),
            "requested": column(lambda row: row.requested_on, "day", width=12),
            "asked": column(_asked),
            "period": column(_period, width=18),
            "before": column(lambda row: row.deferrals, "count", width=14),
            "label": column(lambda row: say(f"deferrals.reasons.{row.reason}"), width=16),
            "rules": column(lambda row: row.rules, "list", width=10),
            "ruled": column(lambda row: Ruled(say(f"deferrals.reasons.{row.reason}"), row.rules), "rules"),
            "text": column(lambda row: row.text, width=66),
            "why": column(lambda row: why_for_person(row.reason, row.rules) if personal else row.text or None),
            "next": column(lambda row: say(f"deferrals.next.{row.reason}") if personal else to_do(row)),
            "waited": column(_waited),
            "plain": column(lambda row: Folded(row.why or row.label, row.text, row.rules), "folded"),
            "step": column(lambda row: row.service_step or row.step or to_do(row)),
            "requested_on_iso": column(lambda row: row.requested_on, "iso"),
            "reason": column(lambda row: row.reason),
            "structure_id": column(lambda row: row.structure),
            "referent_id": column(lambda row: row.referent),
            "not_before_iso": column(lambda row: row.not_before, "iso"),
            "not_after_iso": column(lambda row: row.not_after, "iso"),
        },
        {
            "notebook": Layout("situation, label, rules, text"),
            "page": Layout(
                "situation, whose, asked, why, next" if personal else "situation, whose, waited, plain, step",
                caption,
            ),
            "sheet": Layout("situation, structure, kind, referent, requested, period, before, label, rules, text"),
            "csv": Layout(
                "situation, person, type, subsector, structure, kind, referent, requested, before, label, rules, text, "
                "requested_on_iso, reason, structure_id, referent_id, not_before_iso, not_after_iso"
            ),
        },
        {**lookup("tables.deferrals"), **(lookup("tables.own-deferrals") if personal else {})},
    )


# --- cells ------------------------------------------------------------------------------------------------------------


def _zoned(shown: View) -> Any:
    zone = ZoneInfo(shown.timezone)
    return lambda moment: moment.replace(tzinfo=zone)


def _minutes(line: Line) -> int:
    return int((line.end - line.start).total_seconds()) // 60


def _structure(label: str, kind: str) -> Markup | None:
    """« SATIS (PSSI) »; None for a seat that is only shown as taken."""
    return Markup("{} ({})").format(inline(label), ident(kind)) if label else None


def _named(line: Line) -> Markup | str:
    if not line.situation:
        return say("tables.seats.cells.taken")
    name = ident(line.situation)
    return Markup("{} {}").format(name, say("tables.seats.cells.pinned")) if line.pinned else name


def _referent(line: Line) -> str | None:
    shown = dict(zip(line.participants, line.shown, strict=True))
    return shown.get(line.referent, line.referent) or None


def _others(line: Line) -> str | None:
    """All participants but the referent; those from outside are marked."""
    return ", ".join(
        say("tables.seats.cells.external", name=label) if name in line.external else label
        for name, label in dict(zip(line.participants, line.shown, strict=True)).items()
        if name != line.referent
    ) or None  # fmt: skip


def _external(line: Line) -> list[str]:
    return [label for name, label in zip(line.participants, line.shown, strict=True) if name in line.external]


def _if_visible(seat: SeatView, name: str) -> bool | None:
    """A field of a seat; None where the seat is only shown as taken."""
    return getattr(seat.line, name) if seat.line.situation else None


def _asked(row: DeferralView) -> Markup:
    day, period = unbroken(short_day(row.requested_on)), _period(row)
    return Markup("{} ({})").format(day, inline(period)) if period else day


def _waited(row: DeferralView) -> Markup:
    """The day of the request, with the days on which it may be heard and how often it was deferred before."""
    again = say("tables.deferrals.cells.again", before=row.deferrals) if row.deferrals else ""
    return Markup("{}").format(_asked(row)) + (Markup("<br>{}").format(again) if again else Markup())


def _period(row: DeferralView) -> str:
    """When a situation may be heard, where its request says so; "" where any day will do."""
    first, last = row.not_before, row.not_after
    if first is not None and last is not None:
        return say("tables.periods.between", first=first, last=last)
    if first is not None:
        return say("tables.periods.from", first=first)
    return say("tables.periods.until", last=last) if last is not None else ""


def why_for_person(reason: Reason, rules: Sequence[str]) -> str:
    """Why a request is deferred, in the words for the person; `rules`: sentences of the note behind it."""
    told = words("deferrals.why-of-rule")
    if reason == "ineligible" and len(rules) == 1 and rules[0] in told:
        return told[rules[0]]
    return say(f"deferrals.why.{reason}")


def to_do(row: DeferralView) -> str:
    """What a prescriber can do about a deferral."""
    of_rule = words("deferrals.to-do-of-rule")
    conditions = [of_rule[rule] for rule in row.rules if rule in of_rule]
    if row.reason == "ineligible" and conditions:
        return " ".join(conditions)
    if row.reason == "no-session" and row.type.scope == "service":
        return say("tables.deferrals.cells.shared-type")
    return say(f"deferrals.to-do.{row.reason}")
