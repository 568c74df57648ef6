"""A calendar of several months, and tables that come before a month is closed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.state import RegisterState, fold
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.receive import import_folder
from tests.intake.making.year import YEAR
from tests.register.desk import Desk, month
from tests.support_cli import inside


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty register."""
    made = Desk(tmp_path)
    made.run("init")
    return made


def state(desk: Desk) -> RegisterState:
    """What the register's events add up to."""
    with Register(desk.file, read_only=True) as register:
        return fold(register.events())


def two_months(**keys: Any) -> dict[str, Any]:
    """October's tables with November's sessions in the calendar too."""
    made = month()
    return {**made, "sessions": [*made["sessions"], *month(2)["sessions"]], **keys}


def sessions(desk: Desk) -> list[str]:
    """Those of the open month."""
    current = state(desk).current
    assert current is not None
    return [row["id"] for row in current.problem["sessions"]]


def test_a_month_takes_its_own_sessions_of_the_year(desk: Desk) -> None:
    """By its name, or up to the day that is said, which is kept when it is opened again."""
    desk.run("receive", desk.given("year", two_months()))
    answer = desk.run("open", "service-2010-10")
    assert (answer["sessions"], answer["left_out"]["later"]) == (2, 2)
    assert sessions(desk) == ["se-1-0", "se-1-1"]
    assert desk.run("open", "service-2010-10", "--until", "2010-11-12")["sessions"] == 3
    assert desk.run("open", "service-2010-10")["changed"] is False
    assert desk.run("open", "service-2010-10", "--until", "2010-10-31")["sessions"] == 2
    assert desk.refused("open", "service-2010-10", "--until", "2010-10-01") == "no-session-until"


def test_a_month_without_a_calendar_name_takes_all(desk: Desk) -> None:
    """A name that ends with no month says nothing of days."""
    desk.run("receive", desk.given("year", two_months()))
    assert desk.run("open", "m-2010-13")["sessions"] == 4


def test_a_month_opened_again_keeps_its_day(desk: Desk) -> None:
    """A table that is corrected after the first session began does not take that session away."""
    desk.run("receive", desk.given("tables", two_months()))
    desk.run("open", "2010-10")
    document = two_months(as_of="2010-10-13")
    document["situations"][8]["urgency"] = 1
    assert desk.run("receive", desk.given("corrected", document))["corrected"] == 1
    assert desk.run("open", "2010-10")["changed"] is True
    current = state(desk).current
    assert current is not None and current.problem["as_of"] == "2010-09-27"
    assert sessions(desk) == ["se-1-0", "se-1-1"]


def test_a_request_that_is_sent_under_another_number_before_the_closing(desk: Desk) -> None:
    """It is the same one, though it was not carried from a month yet."""
    desk.run("receive", desk.given("tables", month()))
    document = month(requests=range(0))
    row = {**month()["situations"][3], "id": "d-70", "requested_on": "2010-09-20"}
    document["situations"] = [row]
    answer = desk.run("receive", desk.given("again", document))
    assert (answer["received"], answer["recognised"]) == (0, {"d-3": "d-70"})
    assert state(desk).waiting["d-3"]["requested_on"] == "2010-08-04" and len(state(desk).waiting) == 9


def test_a_number_given_to_somebody_else_before_the_closing(desk: Desk) -> None:
    """A structure that counts from one each month: who waits under the number stays, the other gets one of its own."""
    desk.run("receive", desk.given("tables", month(requests=range(2))))
    document = month(requests=range(1))
    document["situations"][0]["person"] = "b-77"
    answer = desk.run("receive", desk.given("next", document))
    assert (answer["received"], answer["corrected"], answer["renamed"]) == (1, 0, {"st-d-0": "d-0"})
    assert {name: row["person"] for name, row in state(desk).waiting.items()} == {
        "d-0": "b-0", "d-1": "b-1", "st-d-0": "b-77",
    }  # fmt: skip
    assert not desk.run("receive", desk.given("next", document))["changed"]


def test_sessions_of_closed_months_are_nothing_to_check(tmp_path: Path) -> None:
    """A calendar of the year is said once; a session that is past and of no closed month is told."""
    service, recus = YEAR / "service", YEAR / "2010-11" / "recus"
    settings = RegisterSettings(service / "profil.toml", None, None, (service,))
    result, _ = import_folder([recus], settings, dt.date(2010, 10, 26), closed=["nord-2010-10", "psy-2010-10"])
    past = [line for line in result.report.findings if line.code == "session-past"]
    assert [line.row for line in past] == [3], "sud-2010-10"


def test_a_session_that_moves_in_a_published_year_is_told(desk: Desk) -> None:
    """By `receive`, where the new table comes in; the month that is open takes it up, and what is over is not told."""
    year = two_months()
    desk.run("receive", desk.given("year", year))
    desk.run("open", "2010-10")
    moved = two_months()
    moved["sessions"][1] |= {"start": "2010-10-20T14:00"}
    del moved["sessions"][3]
    answer = desk.run("receive", desk.given("moved", moved))
    assert answer["sessions"] == {"se-1-1": "moved", "se-2-1": "dropped"}
    plain = inside("register", "receive", desk.given("year", year), "--register", desk.file).stderr.decode()
    plain = plain.replace("\xa0", " ")
    assert "séance se-1-1 : mercredi 13 octobre 2010 à 9 h, v-1 (elle était le 20/10/2010 à 14 h)" in plain
    desk.run("receive", desk.given("moved", moved))
    assert desk.run("open", "2010-10")["changed"]
    for verb in (("propose",), ("validate", "--reason", "en réunion"), ("hold", "--all"), ("close",)):
        desk.run(*verb)
    later = month(2) | {"situations": []}
    assert desk.run("receive", desk.given("later", later))["sessions"] == {}, "October's are over, November's as before"
