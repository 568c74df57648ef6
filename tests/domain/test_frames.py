"""Frames in, problem document out, and back: nothing lost, nothing invented, nothing repaired."""

import copy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import PRESETS, InputError, Problem, Regulation
from rsa_sched.domain.frames import document_of_frames, frames_of_document
from rsa_sched.domain.organisation import Service, Travel
from rsa_sched.domain.session import Session
from tests.support.documents import documents
from tests.support.quick import one_in
from tests.support_cli import CASES, GRENOBLE, Doc, read, session, sha256, situation, small

WHOLE = small(
    [session(1, minutes=60, staff=["p-9", "p-8"]), session(2, type="psychologist", max_situations=2)],
    [
        situation(1, rank=1, urgency=2, partners=[{"professional": "p-7", "external": True}], oriented=False),
        situation(2, received_on="2010-09-20", wanted_sessions=[], person="b-2"),
    ],
    timezone="Europe/Paris",
    regulation={"single_situation_minutes": None, "equity_days": [1, 2]},
    pins=[
        {"situation": "d-1", "session": "se-1", "start": "2010-10-11T09:00"},
        {"situation": "d-2", "session": "se-1"},
    ],
    bans=[],
    history=[{"service": "s", "kind": "PE", "units": 1_000_000_000}],
    announced=[{"situation": "d-1", "session": "se-1", "start": "2010-10-11T09:15"}],
)
del WHOLE["sessions"][1]["subsector"]


def naive(document: Doc) -> dict[str, Any]:
    """Each list as pandas itself makes a frame of it, the rest as it is."""
    return {key: pd.DataFrame(value) if isinstance(value, list) else value for key, value in document.items()}


def with_column(holder: str, key: str | int, column: Any) -> dict[str, Any]:
    """The frames of the whole problem with one column set."""
    tables = Problem.from_dict(WHOLE).frames()
    tables[holder][key] = column
    return tables


def faults_of(tables: dict[str, Any]) -> list[str]:
    """The places that reading these tables reports."""
    with pytest.raises(InputError) as caught:
        Problem.from_frames(**tables)
    return [fault.place for fault in caught.value.faults]


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", one_in(9, [GRENOBLE, *CASES]), ids=lambda path: path.stem)
def test_published_problems_survive(path: Path) -> None:
    """The same problem with the same fingerprint, through our frames and through those that pandas makes."""
    document = read(path)
    document = document.get("problem", document)
    problem = Problem.from_dict(document)
    for tables in (problem.frames(), naive(document)):
        back = Problem.from_frames(**tables)
        assert back == problem
        assert back.sha256 == problem.sha256 == sha256(document)


@given(documents(size="small", pins=True))
def test_random_problems_survive(document: Doc) -> None:
    """Whatever a problem leaves out stays out, and what it says keeps its type."""
    problem = Problem.from_dict(document)
    assert document_of_frames(problem.frames()) == document
    assert document_of_frames(naive(document)) == document


@given(documents())
def test_input_is_left_alone(document: Doc) -> None:
    """Neither reading nor writing changes what it is given, and nothing is shared with what it gives."""
    problem = Problem.from_dict(document)
    frames = problem.frames()
    before = copy.deepcopy(frames)
    made = document_of_frames(frames)
    for row in made["professionals"]:
        row.get("unavailable", []).clear()
    for name, table in frames.items():
        if isinstance(table, pd.DataFrame):
            pd.testing.assert_frame_equal(table, before[name])
        else:
            assert table == before[name]
    for cell in frames["professionals"].get("unavailable", []):
        if cell:
            cell.clear()
    assert problem.to_dict() == document


def test_null_is_an_omitted_key() -> None:
    """Null columns come back omitted, null lists as null: the same problem."""
    problem = Problem.from_dict(WHOLE | {"pins": None, "services": [{"id": "s", "label": None}]})
    frames = problem.frames()
    assert frames["pins"] is None
    assert frames["services"].dtypes["label"] == "str"
    made = document_of_frames(frames)
    assert made["pins"] is None
    assert made["services"] == [{"id": "s"}]
    back = Problem.from_frames(**frames)
    assert all(getattr(back, name) == getattr(problem, name) for name in Problem.model_fields)


def test_dtypes_and_columns() -> None:
    """Dates are datetimes, numbers and truth values know missing cells; columns stand in the contract's order."""
    frames = Problem.from_dict(WHOLE).frames()
    assert {key: str(dtype) for key, dtype in frames["situations"].dtypes.items()} == {
        "id": "str",
        "person": "str",
        "subsector": "str",
        "structure": "str",
        "referent": "str",
        "requested_on": "datetime64[us]",
        "received_on": "datetime64[us]",
        "urgency": "Int64",
        "rank": "Int64",
        "partners": "object",
        "oriented": "boolean",
        "wanted_sessions": "object",
    }
    kinds = ["id", "type", "service", "subsector", "venue", "start", "minutes", "max_situations", "staff"]
    assert list(frames["sessions"].columns) == kinds
    assert str(frames["sessions"]["type"].dtype) == "str"
    assert frames["sessions"]["staff"].tolist() == [["p-9", "p-8"], None]
    assert frames["pins"]["start"].isna().tolist() == [False, True]
    assert frames["id"] == "small"
    assert frames["regulation"] == WHOLE["regulation"]


def test_empty_list_is_a_frame_with_every_column() -> None:
    """So that rows can be added; reading it back gives the empty list."""
    bans = frames_of_document(WHOLE)["bans"]
    assert list(bans.columns) == ["situation", "session"]
    assert document_of_frames({"bans": bans})["bans"] == []
    sessions = frames_of_document(WHOLE | {"sessions": []})["sessions"]
    assert list(sessions.columns) == list(Session.model_fields)
    assert str(sessions["start"].dtype) == "datetime64[us]"
    assert str(sessions["minutes"].dtype) == "Int64"


def test_first_and_last_years_survive() -> None:
    """The calendar of the contract is wider than nanoseconds are."""
    rows = [situation(1, requested_on="0001-01-01", received_on="9999-12-31")]
    problem = Problem.from_dict(small([], rows))
    assert Problem.from_frames(**problem.frames()).sha256 == problem.sha256


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_label_survives(label: str) -> None:
    """Text columns keep whatever a label may hold, the empty text and control characters too."""
    document = small([], [], services=[{"id": "s", "label": label}])
    assert document_of_frames(Problem.from_dict(document).frames()) == document


def test_pandas_is_loaded_when_first_used() -> None:
    """Importing the module leaves pandas where it is."""
    code = "import sys, rsa_sched.domain.frames; print('pandas' in sys.modules, 'numpy' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]


# --- the rest of the document -----------------------------------------------------------------------------------------


def test_partners_may_be_ids() -> None:
    """A list of ids stands for a list of partners; other keys' lists are left alone."""
    cells = [["p-7", "p-8"], [{"professional": "p-7", "external": True}, "p-8"]]
    made = document_of_frames({"situations": pd.DataFrame({"partners": cells, "wanted_sessions": [["a"], ["b"]]})})
    assert made["situations"] == [
        {"partners": [{"professional": "p-7"}, {"professional": "p-8"}], "wanted_sessions": ["a"]},
        {"partners": [{"professional": "p-7", "external": True}, {"professional": "p-8"}], "wanted_sessions": ["b"]},
    ]


def test_travel() -> None:
    """As in the document, or pairs of venues as a frame, alone or beside the default."""
    pairs = pd.DataFrame({"minutes": [10.0, 15.0], "from": ["v-1", "v-2"], "to": ["v-2", "v-3"]})
    between = [["v-1", "v-2", 10], ["v-2", "v-3", 15]]
    assert document_of_frames({"travel": pairs})["travel"] == {"between": between}
    beside = document_of_frames({"travel": {"default_minutes": np.int64(20), "between": pairs}})
    assert beside["travel"] == {"default_minutes": 20, "between": between}
    as_it_is = {"default_minutes": 20, "between": between}
    assert document_of_frames({"travel": as_it_is})["travel"] == as_it_is
    assert document_of_frames({"travel": Travel(default_minutes=5)})["travel"] == {"default_minutes": 5}
    assert document_of_frames({"travel": None})["travel"] is None


def test_faulty_travel_is_reported() -> None:
    """A frame with other columns is no travel; a missing cell of a pair is reported at its place."""
    tables = Problem.from_dict(WHOLE).frames()
    assert faults_of(tables | {"travel": pd.DataFrame({"from": ["v-1"], "to": ["v-2"]})}) == ["travel"]
    holes = pd.DataFrame({"from": ["v-1", "v-1"], "to": ["v-2", None], "minutes": [None, 3]})
    places = ["travel.between[0][2]", "travel.between[1][1]"]
    assert faults_of(tables | {"travel": holes}) == places


def test_regulation_may_be_an_object() -> None:
    """What was set arrives, what was not stays out: presets arrive whole, null where it says something."""
    cases: tuple[tuple[Regulation, Doc], ...] = (
        (PRESETS["grenoble_2010"], {}),
        (PRESETS["reseau_emploi_2025"], PRESETS["reseau_emploi_2025"].model_dump(mode="json", exclude_unset=True)),
        (Regulation(single_situation_minutes=None, slot_days=5), {"slot_days": 5, "single_situation_minutes": None}),
    )
    tables = Problem.from_dict(small([], [], structures=[])).frames()
    for regulation, expected in cases:
        for stated in (regulation, expected):
            assert document_of_frames({"regulation": stated})["regulation"] == expected
            assert Problem.from_frames(**tables, regulation=stated).regulation == regulation


def test_rows_may_be_objects_or_dicts() -> None:
    """Lists of our own models and of dicts do as well as frames."""
    rows = [Service(id="a"), {"id": np.str_("b"), "label": None}]
    assert document_of_frames({"services": rows})["services"] == [{"id": "a"}, {"id": "b", "label": None}]


def test_nothing_is_invented() -> None:
    """The version alone has a default; lists that are left out are missing."""
    assert document_of_frames({}) == {"schema_version": "1"}
    missing = ["id", "as_of", "services", "subsectors", "venues", "structures", "professionals"]
    assert faults_of({}) == [*missing, "sessions", "situations"]
    assert faults_of(with_column("services", "label", [None]) | {"schema_version": "2"}) == ["schema_version"]


def test_unknown_names_are_reported() -> None:
    """Tables, columns and unnamed columns that the contract does not know; a Series is no table."""
    tables = Problem.from_dict(WHOLE).frames()
    assert faults_of(tables | {"letters": pd.DataFrame({"a": [1]})}) == ["letters"]
    assert faults_of(with_column("services", "colour", ["red"])) == ["services[0].colour"]
    assert faults_of(with_column("services", 0, [1])) == ["services[0].<key of 1 characters>"]
    assert faults_of(with_column("services", 10**5000, [1])) == ["services[0].int"]
    assert faults_of(tables | {"services": pd.Series(["s"])})[:1] == ["services[0]"]
    assert faults_of(tables | {"id": pd.DataFrame({"id": ["a"]})}) == ["id"]
    assert faults_of(tables | {"regulation": object()}) == ["regulation.object"]


def test_index_is_no_column() -> None:
    """Row 1 is the second row, whatever the frame's index says."""
    tables = Problem.from_dict(WHOLE).frames()
    tables["situations"].index = pd.Index([7, 7])
    tables["situations"]["referent"] = ["p-1", "nobody"]
    assert faults_of(tables) == ["situations[1].referent"]


def test_doubled_column_is_a_fault() -> None:
    """Neither of two columns of one name silently wins."""
    tables = Problem.from_dict(WHOLE).frames()
    sessions = tables["sessions"]
    tables["sessions"] = pd.concat([sessions, sessions[["venue", "start"]], sessions[["venue"]]], axis=1)
    assert faults_of(tables) == ["sessions.venue", "sessions.start"]


def test_a_key_that_is_no_text_leaves_nothing_to_be_checked_further() -> None:
    """Found by a campaign: the document was refused whole, and its ids, numbers here, were looked at all the same."""
    tables: dict[str, Any] = dict(Problem.from_dict(WHOLE).frames())
    tables["professionals"]["id"] = float("inf")
    assert faults_of(tables | {"a\udc80": 1}) == ["document"]
