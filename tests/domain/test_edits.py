"""Verbs on problems: what each does to the document, and that the one strict reader judges it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rsa_sched import PRESETS, Agenda, InputError, Problem, Regulation, Statement, check, load_demo, solve
from rsa_sched.domain.wishes import Ban, Pin
from tests.support.builders import Doc, at, document, session, situation


def month(**keys: Any) -> Doc:
    """Two sessions, three situations; p-9 staffs the first session and is a partner of d-3."""
    made = document(
        [
            situation(1, wanted_sessions=["s-1"]),
            situation(2),
            situation(3, partners=[{"professional": "p-9"}, {"professional": "p-1"}]),
        ],
        [session(1, staff=["p-9"]), session(2, day=12)],
    )
    made["professionals"] = [row for row in made["professionals"] if row["id"] != "p-9"] + [{"id": "p-9"}]
    return made | keys


def wishes() -> Doc:
    """A month in which lists name every situation and session."""
    return month(
        pins=[{"situation": "d-1", "session": "s-1"}, {"situation": "d-2", "session": "s-2"}],
        bans=[{"situation": "d-2", "session": "s-1"}, {"situation": "d-3", "session": "s-2"}],
        announced=[{"situation": "d-1", "session": "s-1", "start": at("09:00")},
                   {"situation": "d-3", "session": "s-1", "start": at("10:00")}],
    )  # fmt: skip


def faults(edit: Callable[[], Problem]) -> list[str]:
    """What an edit is refused for."""
    with pytest.raises(InputError) as refused:
        edit()
    return [str(fault) for fault in refused.value.faults]


P = Problem.from_dict(month())
PIN = {"situation": "d-2", "session": "s-2"}
LATER = {**PIN, "start": at("10:00", 12)}


def edited() -> dict[str, tuple[Problem, Doc]]:
    """Each edit beside the same document written by hand."""
    full = Problem.from_dict(wishes())
    without_d1, without_s1, without_p9 = wishes(), wishes(), wishes()
    without_d1["situations"] = without_d1["situations"][1:]
    without_d1["pins"], without_d1["announced"] = without_d1["pins"][1:], without_d1["announced"][1:]
    without_s1["sessions"] = without_s1["sessions"][1:]
    without_s1 |= {"pins": without_s1["pins"][1:], "bans": without_s1["bans"][1:], "announced": []}
    without_s1["situations"][0]["wanted_sessions"] = []
    without_p9["professionals"] = without_p9["professionals"][:-1]
    without_p9["sessions"][0]["staff"] = []
    without_p9["situations"][2]["partners"] = [{"professional": "p-1"}]
    utc = pd.Timestamp("2010-10-12T06:00Z")
    at_ten = dt.datetime(2010, 10, 12, 10)
    rules = Problem.from_dict(month(regulation={"trip_days": 5, "slot_days": 30}))
    no_rule = {"trip_days": 5, "single_situation_minutes": None}
    return {
        "pin-tuple": (P.with_pins(("d-2", "s-2")), month(pins=[PIN])),
        "pin-hour": (P.with_pins(("d-2", "s-2", pd.Timestamp(at_ten, tz="Europe/Paris"))), month(pins=[LATER])),
        "pin-none": (P.with_pins(("d-2", "s-2", None)), month(pins=[PIN])),
        "pin-object": (P.with_pins(Pin(situation="d-2", session="s-2", start=at_ten)), month(pins=[LATER])),
        "pin-dict": (P.with_pins(dict(LATER)), month(pins=[LATER])),
        "pin-frame": (P.with_pins(pd.DataFrame([LATER])), month(pins=[LATER])),
        "pin-appended": (full.with_pins(("d-3", "s-1")),
                         wishes() | {"pins": [*wishes()["pins"], {"situation": "d-3", "session": "s-1"}]}),
        "no-pin": (P.with_pins(), month()),
        "ban": (P.with_bans(("d-2", "s-2"), Ban(situation="d-1", session="s-1")),
                month(bans=[PIN, {"situation": "d-1", "session": "s-1"}])),
        "ban-of-pin": (P.with_bans(Pin(situation="d-2", session="s-2", start=at_ten)), month(bans=[PIN])),
        "regulation": (P.with_regulation(trip_days=5), month(regulation={"trip_days": 5})),
        "regulation-merged": (rules.with_regulation(trip_days=7),
                              month(regulation={"trip_days": 7, "slot_days": 30})),
        "regulation-default": (rules.with_regulation(trip_days=None), month(regulation={"slot_days": 30})),
        "regulation-object": (rules.with_regulation(Regulation(trip_days=9), idle_days=2),
                              month(regulation={"trip_days": 9, "idle_days": 2})),
        "regulation-mapping": (rules.with_regulation(no_rule), month(regulation=no_rule)),
        "no-such-rule": (P.with_regulation(single_situation_minutes=None),
                         month(regulation={"single_situation_minutes": None})),
        "regulation-kept": (P.with_regulation(), month()),
        "announced": (full.announcing(Statement.from_dict({"appointments": [{**LATER, "end": at("10:30", 12)}],
                                                        "deferrals": []})), wishes() | {"announced": [LATER]}),
        "without-situation": (full.without(situation="d-1"), without_d1),
        "without-session": (full.without(session=["s-1"]), without_s1),
        "without-professional": (full.without(professional={"p-9"}), without_p9),
        "without-nothing": (full.without(), wishes()),
        "replaced": (full.replace(pins=None, bans=pd.DataFrame([PIN]), id="other", as_of=dt.date(2010, 9, 30)),
                     {key: value for key, value in wishes().items() if key != "pins"}
                     | {"bans": [PIN], "id": "other", "as_of": "2010-09-30"}),
        "replaced-zone": (P.replace(timezone="Indian/Reunion", pins=[{**PIN, "start": utc}]),
                          month(timezone="Indian/Reunion", pins=[LATER])),
        "replaced-partners": (P.replace(situations=pd.DataFrame([situation(1, partners=["p-9"])])),
                              month(situations=[situation(1, partners=[{"professional": "p-9"}])])),
    }  # fmt: skip


@pytest.mark.parametrize("name", edited())
def test_an_edit_is_the_same_document_written_by_hand(name: str) -> None:
    made, by_hand = edited()[name]
    assert made.to_dict() == by_hand
    assert (made, made.sha256) == (Problem.from_dict(by_hand), Problem.from_dict(by_hand).sha256)


def test_the_problem_itself_never_changes() -> None:
    before = P.to_json()
    edited()
    assert P.to_json() == before


REFUSED: dict[str, tuple[Callable[[], Problem], list[str]]] = {
    "all-at-once": (lambda: P.with_pins(("d-2", "s-2"), ("d-8", "s-2"), ("d-2", "s-9")),
                    ['pins[1].situation: "d-8": expected the id of one of the situations',
                     'pins[2].session: "s-9": expected the id of one of the sessions']),
    "no-tuple": (lambda: P.with_pins("d-2", ("d-2",), 3),  # type: ignore[arg-type]
                 ["pins[0]: a text: expected an object, or a tuple of situation, session, start",
                  "pins[1]: a tuple: expected an object, or a tuple of situation, session, start",
                  "pins[2]: an int: expected an object, or a tuple of situation, session, start"]),
    "too-long": (lambda: P.with_bans(("d-2", "s-2", at("09:00"))),
                 ["bans[0]: a tuple: expected an object, or a tuple of situation, session"]),
    "twice": (lambda: P.with_bans(("d-2", "s-2"), ("d-2", "s-2")), ["bans[1]: twice: expected each line once"]),
    "pinned-and-banned": (lambda: P.with_pins(("d-2", "s-2")).with_bans(("d-2", "s-2")),
                          ['pins[0].session: "s-2": expected no session that the situation is banned from']),
    "no-parameter": (lambda: P.with_regulation(slot_dayz=1),
                     ["regulation.slot_dayz: a number: expected no such key"]),
    "no-regulation": (lambda: P.with_regulation("grenoble_2010"),  # type: ignore[arg-type]
                      ["regulation: a text: expected a Regulation, one of PRESETS, or an object"]),
    "unknown": (lambda: P.without(situation="d-9", session=("s-1", "s-9"), professional=["p-8"]),
                ['situation: "d-9": expected the id of one of the situations',
                 'session: "s-9": expected the id of one of the sessions',
                 'professional: "p-8": expected the id of one of the professionals']),
    "no-id": (lambda: P.without(situation=[1]),  # type: ignore[list-item]
              ["situation: 1: expected the id of one of the situations"]),
    "no-ids": (lambda: P.without(session=7),  # type: ignore[arg-type]
               ["session: an int: expected an id or several"]),
    "referent": (lambda: P.without(professional=["p-1", "p-9"]),
                 ['professional: "p-1": expected nobody who is the referent of a situation that stays: "d-1"']),
    "replaced": (lambda: P.replace(situations=[situation(1, urgency=9)], pinz=[]),
                 ["pinz: a list of 0: expected no such key",
                  "situations[0].urgency: 9: expected an index of urgency_days, 0 to 3"]),
    "left-out": (lambda: P.replace(venues=None), ["venues: nothing: expected this key"]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_edit_says_every_fault(name: str) -> None:
    edit, expected = REFUSED[name]
    assert sorted(faults(edit)) == sorted(expected)


def test_a_referent_may_leave_with_their_situations() -> None:
    left = P.without(situation="d-1", professional="p-1")
    assert [row.id for row in left.situations] == ["d-2", "d-3"]
    assert left.situation("d-3").participants == ("p-3", "p-9"), "p-1 was a partner there"


def test_a_preset_is_a_regulation() -> None:
    rules = PRESETS["equipe_pluridisciplinaire"]
    structures = [{"id": "st-PSSI", "kind": "CD"}]
    sessions = [session(1, type="equipe-pluridisciplinaire")]
    del sessions[0]["subsector"]
    base = Problem.from_dict(month(sessions=[], situations=[], structures=[]))
    made = base.replace(regulation=rules, structures=structures, sessions=sessions)
    assert made.regulation == rules == base.with_regulation(rules).regulation


def test_what_was_announced_costs_points_when_it_moves() -> None:
    """Announced and pinned, an agenda is its own best; its places that the problem lost are left out."""
    demo = load_demo()
    agenda = solve(demo, time_limit=0).agenda
    announced = demo.announcing(agenda)
    rows = [{key: row[key] for key in ("situation", "session", "start")} for row in agenda.to_dict()["appointments"]]
    assert announced.to_dict()["announced"] == rows
    assert announced == demo.announcing(Statement.of(agenda)) == demo.announcing(agenda.to_frame())
    pinned = announced.with_pins(*agenda.appointments)
    assert pinned.to_dict()["pins"] == [*demo.to_dict()["pins"], *rows]
    gone = agenda.appointments[0].situation
    fewer = demo.without(situation=gone).announcing(agenda)
    assert gone not in {line.situation for line in fewer.announced}
    assert len(fewer.announced) == len(rows) - 1


def test_the_first_place_of_a_situation_is_announced(tmp_path: Path) -> None:
    line = {"situation": "d-2", "session": "s-1", "start": at("09:00"), "end": at("09:30")}
    stated = {"appointments": [line, line | {"session": "s-2"}], "deferrals": []}
    assert [row.session for row in P.announcing(stated).announced] == ["s-1"]
    with pytest.raises(InputError, match='agenda: of problem "other": expected an agenda of "'):
        P.announcing(stated | {"problem": "other"})
    with pytest.raises(InputError, match="agenda: a text: expected an Agenda"):
        P.announcing("agenda.json")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"agenda\.json: document: .*expected a file that can be read"):
        P.announcing(tmp_path / "agenda.json")


def test_documents_in_files(tmp_path: Path) -> None:
    """The bytes of `to_json`, whole or not at all; a text is a path here."""
    path = tmp_path / "month.json"
    P.write(str(path))
    assert path.read_bytes() == P.to_json().encode()
    assert Problem.read(path) == Problem.read(str(path)) == P
    agenda = solve(P, time_limit=0).agenda
    agenda.write(tmp_path / "agenda.json")
    assert Agenda.read(tmp_path / "agenda.json") == agenda
    assert check(P, tmp_path / "agenda.json")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["agenda.json", "month.json"]
    with pytest.raises(InputError, match="expected a file that can be written"):
        P.write(tmp_path / "no folder" / "month.json")
    with pytest.raises(InputError, match=r"month\.json: situations: nothing: expected this key"):
        path.write_text('{"schema_version": "1"}')
        Problem.read(path)
    with pytest.raises(InputError, match="path: nothing: expected the path of a file; from_json reads text and bytes"):
        P.write(None)  # type: ignore[arg-type]


def test_rows_by_id() -> None:
    assert P.situation("d-2") is P.situations[1]
    assert P.session("s-2") is P.sessions[1]
    with pytest.raises(KeyError, match='\'"d-22": expected the id of a situation, such as "d-2"'):
        P.situation("d-22")
    with pytest.raises(KeyError, match='"octobre": expected the id of a session, of which there are 2'):
        P.session("octobre")
    with pytest.raises(KeyError, match="a dict: expected the id of a session"):
        P.session({})  # type: ignore[arg-type]
    assert P.with_pins(("d-2", "s-2")).session("s-1") == P.session("s-1")
    assert Problem.from_dict(month()) == P, "what was looked up is no part of it"
