"""An agenda may come to `check` and `solve` in any form that one has it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from rsa_sched import InputError, PreparedProblem, Problem, Result, Statement, check, load_demo, solve
from rsa_sched.domain.statement import StatedAppointment
from rsa_sched.errors import Violation
from rsa_sched.publish import publish
from tests.support.builders import heard, problem

MONTH = load_demo()
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(scope="module")
def result() -> Result:
    """The month's agenda."""
    return solve(MONTH)


def in_zone(frame: pd.DataFrame, zone: str, later: int = 0) -> pd.DataFrame:
    """The same appointments, told on other clocks."""
    times = {key: (frame[key] + pd.Timedelta(minutes=later)).dt.tz_localize(PARIS).dt.tz_convert(zone)
             for key in ("start", "end")}  # fmt: skip
    return frame.assign(**times)


FORMS: dict[str, Callable[[Result, Path], Any]] = {
    "result": lambda result, _: result,
    "agenda": lambda result, _: result.agenda,
    "statement": lambda result, _: Statement.from_json(result.agenda.to_json()),
    "mapping": lambda result, _: result.agenda.to_dict(),
    "frame": lambda result, _: result.to_frame(),
    "few-columns": lambda result, _: result.to_frame()[["end", "start", "session", "situation"]].sample(frac=1),
    "utc-frame": lambda result, _: in_zone(result.to_frame(), "UTC"),
    "tokyo-frame": lambda result, _: in_zone(result.to_frame(), "Asia/Tokyo"),
    "utc-rows": lambda result, _: {
        "appointments": in_zone(result.to_frame(), "UTC").to_dict("records"),
        "deferrals": result.agenda.deferrals_frame()[["situation"]].to_dict("records"),
    },
    "path": lambda result, folder: written(folder / "agenda.json", result),
    "parquet": lambda result, folder: through_parquet(folder / "agenda.parquet", result),
}  # fmt: skip


def written(path: Path, result: Result) -> Path:
    path.write_text(result.agenda.to_json(), encoding="utf-8")
    return path


def through_parquet(path: Path, result: Result) -> pd.DataFrame:
    result.to_frame().to_parquet(path)
    return pd.read_parquet(path)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_checked_alike(form: str, result: Result, tmp_path: Path) -> None:
    agenda = FORMS[form](result, tmp_path)
    audit = check(MONTH, agenda)
    assert (audit.violations, audit.points) == ((), result.points)
    again = solve(MONTH, start=agenda, time_limit=0)
    assert (again.points, again.warnings) == (result.points, ())


def test_clocks_are_never_ignored(result: Result) -> None:
    """An agenda two hours late does not pass because its times in UTC look like the right ones."""
    late = in_zone(result.to_frame(), "UTC", later=120)
    assert late["start"].dt.tz_localize(None).equals(result.to_frame()["start"])
    assert "session-time" in {violation.rule for violation in check(MONTH, late).violations}


def test_the_zone_is_the_problems() -> None:
    """09:00 in Cayenne is noon in UTC."""
    there = problem(1, timezone="America/Cayenne")
    times = {
        "start": dt.datetime(2010, 10, 5, 12, tzinfo=dt.UTC),
        "end": dt.datetime(2010, 10, 5, 12, 30, tzinfo=dt.UTC),
    }
    assert check(there, {"appointments": [heard(1) | times], "deferrals": []})
    assert not check(problem(1), {"appointments": [heard(1) | times], "deferrals": []})


def test_a_statement_made_without_a_check_is_checked(result: Result) -> None:
    stated = Statement.from_dict(result.agenda.to_dict())
    unchecked: Any = StatedAppointment.model_construct
    line = unchecked(**dict(stated.appointments[0]) | {"start": "noon"})
    with pytest.raises(InputError, match=r"appointments\[0\].start"):
        check(MONTH, Statement.model_construct(appointments=(line,), deferrals=()))


def test_whoever_a_frame_does_not_list_is_deferred(result: Result) -> None:
    """Nobody twice, nobody forgotten; an unknown row is told as in a document."""
    frame = result.to_frame()
    assert [violation.rule for violation in check(MONTH, frame.iloc[:0]).violations] == ["pinned"]
    assert check(MONTH, frame.iloc[1:]).points < result.points
    twice = check(MONTH, pd.concat([frame, frame.iloc[:1]]))
    assert [violation.rule for violation in twice.violations] == ["single-seat"]
    unknown = frame.assign(situation=["nobody", *frame["situation"][1:]])
    assert [(found.rule, found.situation) for found in check(MONTH, unknown).violations] == [("document", "nobody")]


def test_a_missing_cell_has_its_place(result: Result) -> None:
    frame = result.to_frame()
    frame.loc[2, "start"] = pd.NaT
    with pytest.raises(InputError, match=r"appointments\[2\].start: nothing"):
        check(MONTH, frame)
    with pytest.raises(InputError, match=r"appointments\.start: twice"):
        check(MONTH, pd.concat([frame, frame[["start"]]], axis=1))
    frame["start"] = result.to_frame()["start"] + pd.Timedelta(seconds=1)
    with pytest.raises(InputError, match=r"appointments\[0\].start"):
        check(MONTH, frame)


ANY: dict[str, Any] = {"check": check, "solve": solve, "publish": publish, "case": PreparedProblem.of}
"""Called with what type checkers would refuse."""

WRONG: dict[str, tuple[Callable[[Result], Any], str]] = {
    "text": (lambda result: ANY["check"](MONTH, "agenda.json"), "agenda: a text: expected .* or a pathlib.Path"),
    "json": (
        lambda result: ANY["check"](MONTH, result.agenda.to_json()),
        "agenda: a text: .*Statement.from_json reads text",
    ),
    "problem": (lambda result: ANY["check"](MONTH, MONTH), "agenda: a Problem: expected an Agenda, Result"),
    "nothing": (lambda result: ANY["check"](MONTH, None), "agenda: nothing: "),
    "list": (lambda result: ANY["check"](MONTH, list(result.agenda.appointments)), "agenda: a list: "),
    "deferrals": (
        lambda result: ANY["check"](MONTH, result.agenda.deferrals_frame()),
        "agenda: a DataFrame: .*columns",
    ),
    "start": (lambda result: ANY["solve"](MONTH, start="agenda.json"), "start: a text: expected an Agenda"),
    "start-frame": (lambda result: ANY["solve"](MONTH, start=MONTH.frames()["pins"]), "start: a DataFrame"),
    "path": (lambda result: ANY["solve"](Path("month.json")), r"problem: a path: .*Problem.from_json\(pathlib.Path"),
    "dict": (lambda result: ANY["solve"](MONTH.to_dict()), "problem: a dict: .*Problem.from_dict reads a mapping"),
    "result": (lambda result: ANY["solve"](result), "problem: a Result: expected a Problem: its .problem"),
    "swapped": (lambda result: ANY["check"](result.agenda, MONTH), "problem: an Agenda: expected a Problem"),
    "case": (lambda result: ANY["case"]("month.json"), "problem: a text"),
    "publish": (
        lambda result: ANY["publish"](MONTH, result),
        "agenda: a Result: expected an Agenda: a result's .agenda",
    ),
    "publish-problem": (lambda result: ANY["publish"](result, result.agenda), "problem: a Result: .* its .problem"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_will_not_do_is_told_what_will(name: str, result: Result) -> None:
    call, told = WRONG[name]
    with pytest.raises(InputError, match=told):
        call(result)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json: document"):
        check(MONTH, tmp_path / "none.json")


def test_violations_are_plain() -> None:
    """What a frame breaks is named as ever."""
    found = check(problem(1), pd.DataFrame([heard(1, clock="09:07")])).violations
    assert isinstance(found[0], Violation)
    assert found[0].rule == "session-time"


def test_a_problem_is_still_a_problem() -> None:
    assert PreparedProblem.of(Problem.from_dict(MONTH.to_dict())).index.problem == MONTH


def test_what_our_reader_made_is_not_read_again_and_all_else_is(result: Result) -> None:
    """pydantic's ``model_construct`` makes statements that nobody checked."""
    read = Statement.of(result.agenda)
    assert Statement.of(read) is read
    unchecked = Statement.model_construct(**{**dict(read), "appointments": ({"situation": 7},)})
    with pytest.raises(InputError):
        Statement.of(unchecked)
    assert Statement.of(read.model_copy(update={"points": 7})).points == 7


def test_an_agenda_just_made_states_what_its_document_states(result: Result) -> None:
    """So that the audit of what `solve` made is the audit of what it writes."""
    made, read = Statement.of_made(result.agenda), Statement.from_json(result.agenda.to_json())
    assert made.model_dump() == read.model_dump()
