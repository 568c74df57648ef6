"""One strict door: the same checks and conversions by dictionary, frames, pydantic's ways and copies."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from collections.abc import Callable
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from rsa_sched import PRESETS, Agenda, InputError, Problem, Regulation, Statement, load_demo, solve
from rsa_sched.domain.agenda import Appointment
from rsa_sched.domain.session import Session
from rsa_sched.domain.situation import Partner, Situation
from tests.support.builders import Doc, document, session, situation

WAYS: dict[str, Callable[[Doc], Problem]] = {
    "from_dict": Problem.from_dict,
    "from_frames": lambda whole: Problem.from_frames(**whole),
    "frames": lambda whole: Problem.from_frames(**{
        key: pd.DataFrame({name: pd.Series([row.get(name) for row in value], dtype="object") for name in value[0]})
        if isinstance(value, list) and value else value for key, value in whole.items()
    }),
    "built": lambda whole: Problem(**whole),
    "model_validate": Problem.model_validate,
    "inside": lambda whole: TypeAdapter(list[Problem]).validate_python([whole])[0],
    "copied": lambda whole: Problem.from_dict(document(1)).model_copy(update=whole),
}  # fmt: skip
by_way = pytest.mark.parametrize("way", WAYS)


def whole(**first: Any) -> Doc:
    """A document whose first situation and session hold these values."""
    made = document([situation(1), situation(2)], [session(1)])
    for key, value in first.items():
        made["sessions" if key in ("start", "staff") else "situations"][0][key] = value
    return made


START = dt.datetime.fromisoformat(document(1)["sessions"][0]["start"])
PARIS = ZoneInfo("Europe/Paris")
TAKEN: dict[str, tuple[str, Any, Any]] = {
    "numpy-int": ("urgency", np.int64(2), 2),
    "numpy-bool": ("oriented", np.bool_(False), False),
    "numpy-str": ("referent", np.str_("p-2"), "p-2"),
    "date": ("requested_on", dt.date(2010, 8, 1), "2010-08-01"),
    "midnight": ("requested_on", dt.datetime(2010, 8, 1), "2010-08-01"),
    "numpy-date": ("requested_on", np.datetime64("2010-08-01"), "2010-08-01"),
    "datetime": ("start", START, START.isoformat(timespec="minutes")),
    "timestamp": ("start", pd.Timestamp(START), START.isoformat(timespec="minutes")),
    "numpy-time": ("start", np.datetime64(START), START.isoformat(timespec="minutes")),
    "utc": ("start", START.replace(tzinfo=PARIS).astimezone(dt.UTC), START.isoformat(timespec="minutes")),
    "paris": ("start", pd.Timestamp(START, tz=PARIS), START.isoformat(timespec="minutes")),
    "array": ("wanted_sessions", np.array(["s-1"]), ["s-1"]),
    "partner": ("partners", [Partner(professional="q")], [{"professional": "q"}]),
    "missing": ("received_on", pd.NaT, None),
    "na": ("rank", pd.NA, None),
}


@by_way
@pytest.mark.parametrize("name", TAKEN)
def test_the_same_values_are_taken_by_every_way(way: str, name: str) -> None:
    key, value, plain = TAKEN[name]
    made, told = whole(**{key: value}), whole(**{key: plain})
    if plain is None:
        del told["situations"][0][key]
    for one in (made, told):
        one["professionals"] += [{"id": "q"}] * (name == "partner")
    read = WAYS[way](made)
    if way == "copied":
        assert read.sha256 == Problem.from_dict(told).sha256
    else:
        assert (read, read.sha256) == (Problem.from_dict(told), Problem.from_dict(told).sha256)


REFUSED: dict[str, tuple[str, Any, str]] = {
    "second": ("start", START.replace(second=1), "sessions[0].start"),
    "microsecond": ("start", START.replace(microsecond=1), "sessions[0].start"),
    "nanosecond": ("start", pd.Timestamp(START) + pd.Timedelta(1, "ns"), "sessions[0].start"),
    "zone-second": ("start", START.replace(tzinfo=dt.UTC, second=1), "sessions[0].start"),
    "day-for-an-hour": ("start", START.date(), "sessions[0].start"),
    "hour-for-a-day": ("requested_on", dt.datetime(2010, 8, 1, 9), "situations[0].requested_on"),
    "zone-hour-for-a-day": ("requested_on", dt.datetime(2010, 8, 1, tzinfo=dt.UTC), "situations[0].requested_on"),
    "day-for-an-id": ("referent", dt.date(2010, 8, 1), "situations[0].referent"),
    "float": ("urgency", np.float32(2), "situations[0].urgency"),
    "text": ("urgency", "2", "situations[0].urgency"),
    "bool": ("urgency", np.bool_(True), "situations[0].urgency"),
    "length": ("rank", np.timedelta64(3, "m"), "situations[0].rank"),
    "set": ("wanted_sessions", {"s-1"}, "situations[0].wanted_sessions"),
    "type": ("type", "stndard", "situations[0].type"),
    "nobody": ("referent", "nobody", "situations[0].referent"),
    "colour": ("colour", "red", "situations[0].colour"),
}


@by_way
@pytest.mark.parametrize("name", REFUSED)
def test_the_same_values_are_refused_by_every_way(way: str, name: str) -> None:
    """At the same place; nothing is cut off or repaired."""
    key, value, place = REFUSED[name]
    with pytest.raises(ValueError) as caught:
        WAYS[way](whole(**{key: value}))
    if isinstance(caught.value, InputError):
        assert [fault.place for fault in caught.value.faults] == [place]
    else:
        assert isinstance(caught.value, ValidationError)
        (error,) = caught.value.errors()
        way_there = place.replace("[", ".").replace("]", "").split(".")
        assert [str(step) for step in error["loc"]][-len(way_there) :] == way_there


def test_every_fault_at_once_by_pydantic_too() -> None:
    """Those of a row's own and those between rows, each with its way through the document."""
    made = whole(referent="nobody", urgency=-1, start="2010-10-05T09:07")
    with pytest.raises(ValidationError) as caught:
        Problem(**made)
    assert {error["loc"] for error in caught.value.errors()} == {
        ("sessions", 0, "start"), ("situations", 0, "referent"), ("situations", 0, "urgency"),
    }  # fmt: skip


def test_rows_made_without_a_check_are_checked_in_the_problem() -> None:
    """The misspelt type that used to be deferred in silence."""
    row = Situation(**situation(1))
    for unchecked in (
        row.model_copy(update={"type": "stndard"}),
        Situation.model_construct(**{**situation(1), "type": "stndard"}),
        Situation.model_construct(**{**situation(1), "requested_on": dt.datetime(2010, 8, 1, 9)}),
    ):
        for way in ("from_dict", "from_frames", "built", "model_validate"):
            assert len(WAYS[way](document(1) | {"situations": [row]}).situations) == 1
            with pytest.raises(ValueError, match="situations"):
                WAYS[way](document(1) | {"situations": [unchecked]})


@pytest.mark.parametrize(
    "update", [{"type": ""}, {"urgency": -1}, {"colour": "red"}, {"requested_on": dt.datetime(2010, 1, 1, 9)}]
)
def test_a_changed_copy_of_a_row_is_checked(update: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Situation(**situation(1)).model_copy(update=update)


def test_a_changed_copy_says_what_was_said() -> None:
    """And no more: what was left out stays out, null takes a key away."""
    row = Situation(**situation(1))
    urgent = row.model_copy(update={"urgency": np.int8(2), "requested_on": np.datetime64("2010-08-01")})
    assert (urgent.urgency, urgent.requested_on) == (2, dt.date(2010, 8, 1))
    assert urgent.model_fields_set == row.model_fields_set | {"urgency", "requested_on"}
    assert urgent.model_copy(update={"urgency": None}).model_fields_set == urgent.model_fields_set - {"urgency"}
    assert row.model_copy() == row.model_copy(deep=True) == row


def test_a_changed_copy_of_a_problem_is_read_again() -> None:
    problem = load_demo()
    changed = problem.model_copy(update={"id": "other"})
    assert changed.to_dict() == problem.to_dict() | {"id": "other"}
    assert changed.sha256 == Problem.from_dict(changed.to_dict()).sha256 != problem.sha256
    assert problem.model_copy() == problem
    with pytest.raises(ValidationError, match="expected the id of one of the venues"):
        problem.model_copy(update={"venues": ()})
    with pytest.raises(ValidationError, match="colour"):
        problem.model_copy(update={"colour": "red"})


def test_a_changed_copy_of_an_agenda_is_checked() -> None:
    agenda = solve(load_demo(), time_limit=0).agenda
    line = agenda.appointments[0]
    unchecked: Any = Appointment.model_construct
    assert agenda.model_copy(update={"status": "feasible"}).status == "feasible"
    for update in ({"points": "many"}, {"colour": "red"}, {"appointments": [unchecked(situation=1)]}):
        with pytest.raises(ValidationError):
            agenda.model_copy(update=update)
    with pytest.raises(ValidationError):
        line.model_copy(update={"start": line.start.replace(tzinfo=dt.UTC)})
    with pytest.raises(ValidationError):
        line.model_copy(update={"start": line.start.replace(second=1)})
    with pytest.raises(ValidationError):
        Statement.from_dict(agenda.to_dict()).model_copy(update={"appointmnts": ()})


@pytest.mark.parametrize("kind", [Agenda, Statement])
def test_agenda_documents_take_and_refuse_the_same(kind: type[Agenda | Statement]) -> None:
    """Datetimes and numpy's numbers are read, zones and seconds refused where no problem says whose clocks count."""
    told = solve(load_demo(), time_limit=0).agenda.to_dict()
    expected = kind.from_dict(told)
    line = told["appointments"][0]
    start = dt.datetime.fromisoformat(line["start"])
    for same in (start, pd.Timestamp(start), np.datetime64(start)):
        assert kind.from_dict(told | {"appointments": [line | {"start": same}, *told["appointments"][1:]]}) == expected
    assert kind.from_dict(told | {"points": np.int64(told["points"])}) == expected
    for other in (start.replace(tzinfo=dt.UTC), start.replace(second=1), pd.Timestamp(start, tz="UTC")):
        with pytest.raises(InputError, match=r"appointments\[0\].start"):
            kind.from_dict(told | {"appointments": [line | {"start": other}]})


# --- nothing inside can be changed ------------------------------------------------------------------------------------


def test_weights_cannot_be_changed() -> None:
    given = {"PSSI": 1, "PER": 2, "PE": 3}
    regulation = Regulation(weights=given)
    given["PE"] = 7
    weights: Any = regulation.weights
    assert weights == {"PSSI": 1, "PER": 2, "PE": 3} == dict(weights)
    for change in ("update", "__setitem__", "clear", "pop", "setdefault"):
        assert not hasattr(weights, change)
    with pytest.raises(AttributeError):
        weights._items = {}
    with pytest.raises(AttributeError):
        del weights._items
    assert repr(weights) == "{'PSSI': 1, 'PER': 2, 'PE': 3}"
    for same in (pickle.loads(pickle.dumps(regulation)), copy.deepcopy(regulation), regulation.model_copy(deep=True)):
        assert (same, hash(same), same.weights) == (regulation, hash(regulation), weights)
    assert regulation.model_dump()["weights"] == regulation.model_dump(mode="json")["weights"] == dict(weights)
    assert Regulation.model_validate_json(regulation.model_dump_json()) == regulation
    numpys: Any = MappingProxyType({"PE": np.int64(1)})
    assert Regulation(weights=numpys) == Regulation(weights={"PE": 1})
    with pytest.raises(ValidationError):
        Regulation(weights=[("PE", 1)])  # type: ignore[arg-type]


def test_presets_cannot_be_changed() -> None:
    presets: Any = PRESETS
    with pytest.raises(TypeError):
        presets["mine"] = Regulation()
    with pytest.raises(AttributeError):
        presets.clear()


def test_a_problem_can_be_a_key() -> None:
    """Whatever it holds; equal ones are one key."""
    made = whole() | {"regulation": {"weights": {"PSSI": 1, "PER": 2, "PE": 3}}}
    assert len({Problem.from_dict(made), Problem.from_json(Problem.from_dict(made).to_json())}) == 1
    assert Problem.from_dict(made) != Problem.from_dict(whole())
    assert Problem.from_dict(made) != made


# --- refusals say what to pass instead --------------------------------------------------------------------------------

INSTEAD: dict[str, tuple[Callable[[Any], Any], Any, str]] = {
    "text": (Problem.from_dict, "{}", "document: a text: expected a mapping; Problem.from_json reads text"),
    "frame": (Problem.from_dict, pd.DataFrame(), "document: a DataFrame: expected a mapping; Problem.from_frames"),
    "frame-inside": (Problem.from_dict, {"pins": pd.DataFrame()}, "pins: a DataFrame: .*from_frames"),
    "read": (Problem.from_dict, load_demo(), "document: a Problem: .*read already"),
    "agenda-text": (Agenda.from_dict, "{}", "Agenda.from_json reads text"),
    "mapping": (Problem.from_json, {}, "document: a dict: expected JSON text.*from_dict takes a mapping"),
    "name": (Problem.from_json, "month.json", "the name of a file goes in as a pathlib.Path"),
    "name-of-agenda": (Agenda.from_json, "agenda.json", "the name of a file goes in as a pathlib.Path"),
    "statement": (Statement.from_json, None, "document: nothing: expected JSON text"),
}


@pytest.mark.parametrize("name", INSTEAD)
def test_refusals_say_what_to_pass(name: str) -> None:
    read, given, told = INSTEAD[name]
    with pytest.raises(InputError, match=told):
        read(given)


def test_a_row_takes_numpy_but_no_zone() -> None:
    """Alone it does not know the problem's clocks."""
    assert Session(**session(1) | {"start": np.datetime64(START)}).start == START
    assert type(Session(**session(1) | {"start": pd.Timestamp(START)}).start) is dt.datetime
    with pytest.raises(ValidationError, match="a local time, without a zone"):
        Session(**session(1) | {"start": START.replace(tzinfo=dt.UTC)})
    with pytest.raises(ValidationError, match="a local time to the minute"):
        Session(**session(1) | {"start": START.replace(second=3)})
    with pytest.raises(ValidationError, match="a date without an hour"):
        Situation(**situation(1) | {"requested_on": START})
