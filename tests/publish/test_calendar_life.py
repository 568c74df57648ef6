"""Events over several publications: changed ones are raised, gone ones cancelled, those that come back raised again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.errors import InputError
from rsa_sched.publish.calendars.calendars import calendars
from rsa_sched.publish.calendars.entries import Entry, uid_of
from rsa_sched.publish.calendars.state import EventState, from_state, next_states, to_state
from tests.publish.agendas import Pair, listed, month, shown, small
from tests.support import builders as b

AS_OF = dt.date(2010, 10, 1)


def published(pair: Pair, before: dict[str, Any] | None) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The calendars and the state after a publication."""
    return calendars(shown(pair), listed(pair), before)


def event(files: dict[str, bytes], name: str, uid: str) -> tuple[int, str, dt.date] | None:
    """SEQUENCE, STATUS and day of an event in a calendar."""
    whole: Any = icalendar.Calendar.from_ical(files[f"calendriers/{name}.ics"])
    found = [part for part in whole.walk("VEVENT") if part["UID"] == uid]
    return (int(found[0]["SEQUENCE"]), str(found[0]["STATUS"]), found[0]["DTSTART"].dt.date()) if found else None


def cancelled(files: dict[str, bytes]) -> dict[str, int]:
    """UID and SEQUENCE of each cancellation; each file has one event, of which it says so twice."""
    found = {}
    for name, data in files.items():
        if "/annulations/" in name:
            whole: Any = icalendar.Calendar.from_ical(data)
            (part,) = whole.walk("VEVENT")
            assert (whole["METHOD"], part["STATUS"]) == ("CANCEL", "CANCELLED")
            found[str(part["UID"])] = int(part["SEQUENCE"])
    return found


def test_three_publications() -> None:
    """Moved: same UID, one higher. Deferred: cancelled, again as long as the folder is written. Back: higher still."""
    sessions = [b.session(1, day=19), b.session(2, day=20)]

    def pair(where: int, *, second: bool) -> Pair:
        pins = [{"situation": "d-1", "session": f"s-{where}"}]
        bans = [] if second else [{"situation": "d-2", "session": f"s-{n}"} for n in (1, 2)]
        return small(2, sessions, pins=pins, bans=bans)

    first, second = uid_of("situation", "d-1", "p-1"), uid_of("situation", "d-2", "p-2")
    files, state = published(pair(1, second=True), None)
    assert event(files, "professionnel-p-1", first) == (0, "CONFIRMED", dt.date(2010, 10, 19))
    assert cancelled(files) == {}

    files, state = published(pair(2, second=False), state)
    assert event(files, "professionnel-p-1", first) == (1, "CONFIRMED", dt.date(2010, 10, 20))
    assert cancelled(files)[second] == 1
    assert "calendriers/professionnel-p-2.ics" not in files
    assert published(pair(2, second=False), state) == (files, state), "written again, nothing changes"

    files, state = published(pair(2, second=True), state)
    assert event(files, "professionnel-p-1", first) == (1, "CONFIRMED", dt.date(2010, 10, 20))
    again = event(files, "professionnel-p-2", second)
    assert again is not None
    assert again[0] == 2
    assert second not in cancelled(files)


def test_a_session_cancelled_later_is_cancelled_in_calendars() -> None:
    """A session with the psychologist loses its request: a CANCEL for staff and session, with the UIDs they hold."""
    sessions = [b.session(1, day=20, type="psychologist", staff=["p-7"])]
    row = b.situation(1, type="psychologist")
    files, state = published(small([row], sessions), None)
    bans = [{"situation": "d-1", "session": "s-1"}]
    files, state = published(small([row], sessions, bans=bans), state)
    held = {uid_of("seance", "s-1"), uid_of("presence", "s-1", "p-7"), uid_of("situation", "d-1", "p-1")}
    assert held <= set(cancelled(files))
    assert event(files, "seance-s-1", uid_of("seance", "s-1")) == (1, "CANCELLED", dt.date(2010, 10, 20))


def test_the_month_before_is_not_cancelled() -> None:
    """What another problem told keeps its place in the state and in calendars."""
    _, state = published(small(2, [b.session(1, day=19)]), None)
    files, after = published(small([b.situation(7)], [b.session(7, day=26)], id="november"), state)
    assert cancelled(files) == {}
    assert set(state) < set(after)


def test_cancellations_end_when_the_event_would_be_over() -> None:
    """Nobody is told again of what is past."""
    sessions, bans = [b.session(1, day=19)], [{"situation": "d-2", "session": "s-1"}]
    _, state = published(small(2, sessions), None)
    files, state = published(small(2, sessions, bans=bans), state)
    assert uid_of("situation", "d-2", "p-2") in cancelled(files)
    files, _ = published(small(2, sessions, bans=bans, as_of="2010-10-20", regulation={"deadline_days": 0}), state)
    assert cancelled(files) == {}


def entry(n: int, version: int, *, gone: bool = False) -> Entry:
    """An event of the model below."""
    start = dt.datetime(2010, 11, 1 + n)
    texts = ("titre", f"texte {version}", "lieu", "catégorie")
    uid = uid_of("situation", str(n), "p")
    return Entry(uid, uid, "professionnel-p", start, start, *texts, cancelled=gone)


def taken(client: dict[str, tuple[int, str | None]], told: dict[str, EventState], found: list[Entry]) -> None:
    """What a calendar program does with a publication: a higher SEQUENCE wins, an older one is passed over."""
    for line in [told[part.uid] for part in found]:
        sequence, digest = client.get(line.uid, (-1, None))
        live = line.digest if line.status == "confirmed" else None
        if line.sequence > sequence:
            client[line.uid] = (line.sequence, live)
        elif line.sequence == sequence:
            assert digest == live, "one SEQUENCE never means two things"
    for line in told.values():
        if line.status == "withdrawn" and line.sequence > client.get(line.uid, (-1, None))[0]:
            client[line.uid] = (line.sequence, None)


months = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 4), st.tuples(st.integers(0, 2), st.booleans()), max_size=5),
        st.booleans(),
    ),
    max_size=8,
)


@given(months)
def test_a_calendar_that_takes_every_file_holds_the_last_agenda(
    publications: list[tuple[dict[int, Any], bool]],
) -> None:
    """Whatever was published before, and even where somebody missed publications: all but the last may be missed."""
    state: dict[str, Any] = {}
    client: dict[str, tuple[int, str | None]] = {}
    for n, (events, received) in enumerate(publications):
        found = [entry(key, version, gone=gone) for key, (version, gone) in events.items()]
        told = next_states(found, from_state(state), "problem", AS_OF)
        state = to_state(told)
        assert next_states(found, from_state(state), "problem", AS_OF) == told, "written again, nothing changes"
        if received or n == len(publications) - 1:
            taken(client, told, found)
    if publications:
        expected = {part.uid: part.digest for part in found if not part.cancelled}
        assert {uid: digest for uid, (_, digest) in client.items() if digest} == expected


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "../../x"},
        {"holder": "professionnel-a/b"},
        {"sequence": -1},
        {"sequence": True},
        {"sequence": "1"},
        {"status": "x"},
        {"digest": "x"},
        {"start": "x"},
        {"problem": None},
        {"summary": 3},
        {"all_day": 1},
        {"more": 1},
    ],
)
def test_a_state_that_is_none_of_ours_is_refused(change: dict[str, Any]) -> None:
    """Nothing of an edited manifest comes through."""
    _, state = published(month(), None)
    uid = next(iter(state))
    with pytest.raises(InputError):
        from_state({**state, uid: state[uid] | change})


@pytest.mark.parametrize("state", [[], "x", 3, {"x": {}}, {"x": None}])
def test_what_is_no_state_is_refused(state: Any) -> None:
    """Whatever it is."""
    with pytest.raises(InputError):
        from_state(state)


def test_a_digest_changes_with_all_that_is_said() -> None:
    """Each field but the UID counts."""
    base = entry(1, 1)
    others = [
        replace(base, summary="x"),
        replace(base, location="x"),
        replace(base, start=base.start - dt.timedelta(minutes=15)),
        replace(base, cancelled=True),
        replace(base, all_day=True),
    ]
    assert len({base.digest, *(other.digest for other in others)}) == 6
