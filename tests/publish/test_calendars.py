"""Calendars: what is said, to whom, in a form that every reader of calendars takes."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from rsa_sched.publish.calendars.calendars import calendars
from rsa_sched.publish.calendars.entries import uid_of
from rsa_sched.publish.calendars.file import plain
from rsa_sched.publish.calendars.zone import yearly
from tests.publish.agendas import Pair, hostile, listed, month, shown, small
from tests.support import builders as b
from tests.support.hostile import HOSTILE

KNOWN = {
    "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS",
    "TRANSP", "CLASS",
}  # fmt: skip


def files_of(pair: Pair, audience: str = "service") -> dict[str, bytes]:
    """The calendars of a first publication."""
    return calendars(shown(pair, audience), listed(pair, audience), None)[0]


def parsed(data: bytes) -> Any:
    """A file read again."""
    return icalendar.Calendar.from_ical(data)


def events(data: bytes) -> list[Any]:
    """The events of a file."""
    return list(parsed(data).walk("VEVENT"))


def test_one_calendar_for_each_session_and_professional_and_the_list() -> None:
    """Names of files are the ids."""
    problem, agenda = month()
    people = {name for line in agenda.appointments for name in line.participants}
    people |= {name for row in problem.sessions for name in row.staff}
    expected = {f"seance-{row.id}" for row in problem.sessions} | {f"professionnel-{name}" for name in people}
    assert set(files_of(month())) == {f"calendriers/{name}.ics" for name in expected | {"a-faire"}}


def test_an_appointment_as_a_professional_reads_it() -> None:
    """Hours in the zone, place, number of the situation; UID and stamp that no clock changes."""
    event = events(files_of(month())["calendriers/professionnel-ext-ai-isere.ics"])[0]
    assert event["UID"] == uid_of("situation", "2010-0044", "ext-ai-isere")
    assert event["DTSTART"].dt == dt.datetime(2010, 10, 5, 11, 15, tzinfo=ZoneInfo("Europe/Paris"))
    assert event["DTEND"].dt == dt.datetime(2010, 10, 5, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert event["DTSTAMP"].dt == dt.datetime(2010, 9, 28, tzinfo=dt.UTC)
    assert event["SUMMARY"] == "Instance d'insertion\u202f: situation 2010-0044"
    assert event["LOCATION"] == "Centre social Chorier-Berriat"
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CONFIRMED", 0, "OPAQUE")


def test_tasks_are_days_that_stay_free() -> None:
    """All-day, transparent events, one a task, on its last day."""
    found = events(files_of(month())["calendriers/a-faire.ics"])
    days = {event["UID"]: event["DTSTART"].dt for event in found}
    assert days == {uid_of("tache", task.key): task.due for task in listed(month())}
    assert all(type(day) is dt.date for day in days.values())
    assert {event["TRANSP"] for event in found} == {"TRANSPARENT"}


def test_nobody_heard_is_named() -> None:
    """Neither pseudonyms nor kinds of requests nor the service's reasons."""
    pair = month()
    text = b"".join(files_of(pair).values()).decode().replace("\r\n ", "")
    assert not [row.person for row in pair[0].situations if row.person and row.person in text]


@pytest.mark.parametrize("audience", ["service", "partner:ext-caf", "prescriber:pe-nord", "beneficiary:"])
def test_an_audience_gets_its_own(audience: str) -> None:
    """A professional their own calendar, a person their own appointment, a structure nobody else's situations."""
    pair = month()
    if audience == "beneficiary:":
        seated = {line.situation for line in pair[1].appointments}
        audience += next(row.person for row in pair[0].situations if row.id in seated and row.person)
    if audience.startswith("prescriber"):
        audience = f"prescriber:{pair[0].structures[0].id}"
    files, view = files_of(pair, audience), shown(pair, audience)
    text = b"".join(files.values()).decode().replace("\r\n ", "")
    own = {line.situation for _, line in view.seats} | {row.situation for row in view.deferrals}
    assert own
    assert not [row.id for row in pair[0].situations if row.id in text and row.id not in own]
    if audience.startswith("partner"):
        assert set(files) == {"calendriers/professionnel-ext-caf.ics"}
    if audience.startswith("beneficiary"):
        assert set(files) == {"calendriers/rendez-vous.ics"}


def test_a_cancelled_session_says_so() -> None:
    """R52: told to whoever has it in their calendar, under its UID."""
    files = files_of(small(2, [b.session(1), b.session(2, day=20, type="psychologist", staff=["p-7"])]))
    for name in ("seance-s-2", "professionnel-p-7"):
        event = events(files[f"calendriers/{name}.ics"])[0]
        assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
        assert event["SUMMARY"].startswith("Annulée")


def test_a_session_for_its_first_hour_ends_with_it() -> None:
    """R22, by the problem's own règlement; an hour where it says none, as after a replacement."""
    for minutes, hours in ((60, 1), (120, 2), (None, 1)):
        pair = small(1, 1, regulation={"single_situation_minutes": minutes})
        event = events(files_of(pair)["calendriers/seance-s-1.ics"])[0]
        assert event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("Europe/Paris", ["-1SU", "-1SU"]),
        ("America/Miquelon", ["2SU", "1SU"]),
        ("Indian/Reunion", [""]),
        ("Africa/Casablanca", None),
    ],
)
def test_the_yearly_rules_are_those_of_the_zone(zone: str, days: list[str] | None) -> None:
    """Only zones that change their hour by a rule, or never, get one."""
    found = yearly(ZoneInfo(zone), 2025, 2030)
    assert (None if found is None else [change.day for change in found]) == days


def test_clocks_change_at_two_and_at_three() -> None:
    """By the hour that they show before (RFC 5545, 3.6.5)."""
    summer, winter = yearly(ZoneInfo("Europe/Paris"), 2010, 2011) or ()
    assert (summer.start, winter.start) == (dt.datetime(2010, 3, 28, 2), dt.datetime(2010, 10, 31, 3))


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Miquelon", "UTC"])
@pytest.mark.parametrize("month_of", ["2010-03-26", "2010-10-29", "2027-07-01"])
def test_two_parsers_read_the_same_hours(zone: str, month_of: str) -> None:
    """With the file's own VTIMEZONE, before and after clocks change."""
    first = dt.date.fromisoformat(month_of)
    sessions = [
        b.session(n, start=f"{(first + dt.timedelta(days=n)).isoformat()}T09:00", max_situations=1) for n in range(1, 5)
    ]
    rows = [b.situation(n, requested_on=month_of[:5] + "01-01") for n in range(1, 5)]
    pair = small(rows, sessions, timezone=zone, as_of=month_of, regulation={"deadline_days": 0})
    for name, data in files_of(pair).items():
        whole = parsed(data)
        other = vobject.readOne(data.decode())
        assert other.validate()
        for ours, theirs in zip(whole.walk("VEVENT"), other.vevent_list, strict=True):
            if name.endswith("a-faire.ics"):
                assert ours["DTSTART"].dt == theirs.dtstart.value
                continue
            moment = ours["DTSTART"].dt.replace(tzinfo=ZoneInfo(zone))
            assert theirs.dtstart.value.astimezone(dt.UTC) == moment.astimezone(dt.UTC)


def test_every_zone_in_use_is_defined_first() -> None:
    """Outlook wants VTIMEZONE; a file of days alone has no need of one."""
    for name, data in files_of(month()).items():
        whole = parsed(data)
        zones = [str(part["TZID"]) for part in whole.walk("VTIMEZONE")]
        assert zones == ([] if name.endswith("a-faire.ics") else ["Europe/Paris"])
        assert not zones or data.index(b"BEGIN:VTIMEZONE") < data.index(b"BEGIN:VEVENT")


@pytest.mark.slow
def test_lines_are_folded() -> None:
    """At most 75 octets, CRLF, and no character is cut in two."""
    for data in [*files_of(month()).values(), *files_of(hostile()).values()]:
        lines = data.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert all(line.decode() is not None and b"\n" not in line and b"\r" not in line for line in lines)


@pytest.mark.slow
def test_hostile_texts_stay_texts() -> None:
    """Two parsers find every text as it was and no property or component that is not ours."""
    files = files_of(hostile())
    seen = ""
    for data in files.values():
        whole = parsed(data)
        assert {part.name for part in whole.walk()} <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
        assert set(whole) == {"PRODID", "VERSION", "CALSCALE", "METHOD"}
        other = vobject.readOne(data.decode())
        for ours, theirs in zip(whole.walk("VEVENT"), other.vevent_list, strict=True):
            assert set(ours) <= KNOWN
            assert {line.name for line in theirs.getChildren()} <= KNOWN
            for field in ("SUMMARY", "DESCRIPTION", "LOCATION"):
                if field in ours:
                    assert str(ours[field]) == getattr(theirs, field.lower()).value
                    seen += str(ours[field]) + "\x00"
    assert not [text for text in HOSTILE if plain(text) not in seen]
