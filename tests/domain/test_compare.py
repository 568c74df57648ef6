"""Two agendas side by side, equality, frames and look-ups of agendas."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from rsa_sched import Agenda, InputError, Result, Statement, load_demo, solve
from rsa_sched.domain.compare import compared
from tests.support.builders import at


@cache
def answer() -> Result:
    """The first agenda of the bundled month."""
    return solve(load_demo(), time_limit=0)


def stated(*deferred: str, **places: tuple[str, str]) -> Statement:
    """An agenda of these places (session, hour), and these situations deferred."""
    lines = [
        {"situation": name, "session": session, "start": at(hour), "end": at("12:00")}
        for name, (session, hour) in places.items()
    ]
    return Statement.from_dict({"appointments": lines, "deferrals": [{"situation": name} for name in deferred]})


def changes(before: Any, after: Any) -> dict[str, str]:
    """Each situation's change."""
    frame = compared(before, after)
    return dict(zip(frame["situation"], frame["change"], strict=True))


def test_the_words_of_a_change() -> None:
    before = stated("e", "f", a=("s-1", "09:00"), b=("s-1", "10:00"), c=("s-1", "11:00"), d=("s-2", "09:00"))
    after = stated("d", "f", "h", a=("s-1", "09:00"), b=("s-2", "10:00"), c=("s-1", "10:00"), e=("s-2", "11:00"))
    words = {"a": "unchanged", "b": "moved", "c": "retimed", "d": "deferred", "e": "heard", "f": "unchanged"}
    assert changes(before, after) == words | {"h": "unchanged"}
    assert changes(after, before)["e"] == "deferred"


def test_both_places_stand_beside_each_other() -> None:
    frame = compared(stated("b", a=("s-1", "09:00")), stated(b=("s-2", "10:00")))
    assert frame.to_dict("list") == {
        "situation": ["a", "b"], "change": ["deferred", "heard"],
        "before": ["heard", "deferred"], "after": [pytest.approx(float("nan"), nan_ok=True), "heard"],
        "session_before": ["s-1", pytest.approx(float("nan"), nan_ok=True)],
        "start_before": [pd.Timestamp(at("09:00")), pd.NaT],
        "session_after": [pytest.approx(float("nan"), nan_ok=True), "s-2"],
        "start_after": [pd.NaT, pd.Timestamp(at("10:00"))],
    }  # fmt: skip
    assert frame.dtypes.astype(str).to_dict()["start_after"] == "datetime64[us]"
    nothing = compared(stated(), stated())
    assert nothing.empty
    assert list(nothing.dtypes) == list(frame.dtypes)


def test_of_several_places_the_first_counts() -> None:
    twice = Statement.from_dict({"deferrals": [], "appointments": [
        {"situation": "a", "session": one, "start": at("09:00"), "end": at("10:00")} for one in ("s-1", "s-2")
    ]})  # fmt: skip
    assert changes(twice, stated(a=("s-1", "09:00"))) == {"a": "unchanged"}


def test_an_agenda_is_compared_with_whatever_holds_one() -> None:
    result = answer()
    same = result.agenda.compare(result)
    assert set(same["change"]) == {"unchanged"}
    assert list(same["situation"]) == sorted(row.id for row in result.problem.situations)
    pd.testing.assert_frame_equal(same, result.agenda.compare(result.agenda))
    pd.testing.assert_frame_equal(same, result.agenda.compare(Statement.of(result)))
    with pytest.raises(InputError, match="other: a text: expected an Agenda, Result or Statement"):
        result.agenda.compare("agenda.json")  # type: ignore[arg-type]


def test_points_of_a_comparison_are_one_currency() -> None:
    """Under the first result's problem: the sums are the two agendas' priority there."""
    first = answer()
    variant = first.problem.without(session="S1-2010-10")
    other = solve(variant.with_regulation(trip_days=0), time_limit=0)
    frame = first.compare(other)
    assert frame["points_before"].sum() == first.agenda.parts.priority
    assert frame["points_after"].sum() == other.agenda.parts.priority
    assert (frame.loc[frame["change"] == "deferred", "points_after"] == 0).all()
    back = other.compare(first)
    gone = back["session_after"] == "S1-2010-10"
    assert back.loc[gone, "points_after"].isna().all()
    assert gone.any()
    assert not back.loc[~gone, "points_after"].isna().any()


def test_points_of_a_situation_that_the_problem_does_not_know() -> None:
    demo = load_demo()
    heard = answer().agenda.appointments[0].situation
    fewer = solve(demo.without(situation=heard), time_limit=0)
    row = fewer.compare(answer()).set_index("situation").loc[heard]
    assert row["change"] == "heard"
    assert row[["before", "points_before", "points_after"]].isna().all()


def test_points_of_each_situation() -> None:
    result = answer()
    frame = result.points_frame().set_index("situation")
    assert list(frame.index) == sorted(row.id for row in result.problem.situations)
    assert frame["points"].sum() == result.agenda.parts.priority
    assert frame["heard"].sum() == len(result.agenda.appointments)
    assert set(frame.loc[~frame["heard"], "points"]) == {0}
    assert frame.loc[~frame["heard"], "session"].isna().all()
    heard = frame[frame["heard"]]
    assert (heard["points"] <= heard["best"]).all()
    for line in result.agenda.appointments:
        assert tuple(heard.loc[line.situation, ["session", "start"]]) == (line.session, pd.Timestamp(line.start))
    without = {
        line.situation for line in result.agenda.deferrals if line.reason in ("no-session", "ineligible", "late")
    }
    assert set(frame.index[frame["best"].isna()]) == without


def test_agendas_are_equal_apart_from_the_run() -> None:
    agenda = answer().agenda
    again = agenda.model_copy(update={"run": agenda.run.model_copy(update={"seconds": 9.5, "workers": 7})})
    assert again == agenda
    assert hash(again) == hash(agenda)
    assert again.run != agenda.run
    assert agenda.model_copy(update={"deferrals": ()}) != agenda
    assert agenda != agenda.to_dict()
    assert len({agenda, again, Agenda.from_json(agenda.to_json())}) == 1


def test_everything_in_frames() -> None:
    result = answer()
    agenda, frames = result.agenda, result.agenda.frames()
    assert list(frames) == ["appointments", "deferrals", "sessions", "due", "summary"]
    pd.testing.assert_frame_equal(frames["appointments"], agenda.to_frame())
    assert [len(frames[name]) for name in ("deferrals", "sessions", "due")] == [
        len(agenda.deferrals), len(agenda.sessions), len(agenda.due)
    ]  # fmt: skip
    (row,) = frames["summary"].to_dict("records")
    assert (row["points"], row["priority"], row["seed"]) == (agenda.points, agenda.parts.priority, 0)
    assert (row["heard"], row["deferred"]) == (len(agenda.appointments), len(agenda.deferrals))


def test_lines_by_situation() -> None:
    agenda = answer().agenda
    heard, deferred = agenda.appointments[0], agenda.deferrals[0]
    assert agenda.appointment(heard.situation) is heard
    assert agenda.deferral(deferred.situation) is deferred
    with pytest.raises(KeyError, match=rf'"{deferred.situation}": is deferred \({deferred.reason}\)'):
        agenda.appointment(deferred.situation)
    with pytest.raises(KeyError, match=f'is heard, in session "{heard.session}"'):
        agenda.deferral(heard.situation)
    with pytest.raises(KeyError, match="expected the id of a situation that is heard, such as"):
        agenda.appointment(f"{heard.situation}0")
    with pytest.raises(KeyError, match="expected the id of a situation that is deferred, of which there are"):
        agenda.deferral("zzz")


def test_a_statement_of_a_frame() -> None:
    result = answer()
    frame = result.to_frame()
    whole = Statement.from_frame(frame, result.problem)
    assert {line.situation for line in whole.deferrals} == {line.situation for line in result.agenda.deferrals}
    assert Statement.from_frame(frame).deferrals == ()
    assert whole.appointments == Statement.of(result).appointments
    zoned = frame.assign(start=frame["start"].dt.tz_localize("Europe/Paris"))
    assert Statement.from_frame(zoned, result.problem).appointments == whole.appointments
    with pytest.raises(InputError, match=r"appointments\[0\].start: .* expected a local time"):
        Statement.from_frame(zoned)
    with pytest.raises(InputError, match=r"appointments: a DataFrame: expected .* the columns situation, session"):
        Statement.from_frame(frame[["situation"]])
    with pytest.raises(InputError, match="appointments: a list: expected a frame"):
        Statement.from_frame([])  # type: ignore[arg-type]
