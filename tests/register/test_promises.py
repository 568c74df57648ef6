"""``register promises``: what is told is recorded, what falls due is pinned, what was kept and broken is counted."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.cli import register_promises
from rsa_sched.french.figures import month as month_name
from rsa_sched.register.promised import given_places, record, settle
from rsa_sched.register.state import fold
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer
from tests.register.desk import Desk, month
from tests.support_cli import inside, session

QUICK = ("--no-forecast",)


def year(months: int = 4) -> Any:
    """Tables of a calendar of some months; nine requests for the eight places of the first, more come later."""
    document = month(1, requests=range(12))
    document["sessions"] = [
        session(n, id=f"se-{k}-{n}", start=f"2010-{9 + k:02}-{12 + n}T09:00", minutes=120, max_situations=4)
        for k in range(1, months)
        for n in range(2)
    ]
    return document


def begun(folder: Path) -> Desk:
    """A register with the tables of the year."""
    desk = Desk(folder)
    desk.run("init")
    desk.run("receive", desk.given("t", year()))
    return desk


def play(desk: Desk, name: str, *, promise: bool = True) -> Any:
    """A month from opening to closing; what was promised in it."""
    desk.run("open", name)
    if promise:
        desk.run("promises", *QUICK)
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    told = desk.run("promises", *QUICK) if promise else None
    desk.run("hold", "--all")
    desk.run("close")
    return told


def state(desk: Desk) -> Any:
    """What the events add up to."""
    with Register(desk.file, read_only=True) as register:
        return fold(register.events())


def test_a_promise_is_told_recorded_and_kept(tmp_path: Path) -> None:
    """Twice the same says nothing new; who was deferred is heard by the month told, and counted."""
    desk = begun(tmp_path)
    told = play(desk, "m-2010-10")
    deferred = [row for row in told["promises"] if row["latest"]]
    assert deferred
    assert {row["latest"] for row in deferred} <= {"2010-11", "2010-12"}
    standing = state(desk).promises
    assert {name for name, row in standing.items() if row["latest"]} == {row["situation"] for row in deferred}
    last = told["head"]
    assert last
    desk.run("receive", desk.given("t", year() | {"as_of": "2010-10-27"}))
    desk.run("open", "m-2010-11")
    first = desk.run("promises", *QUICK)
    due = [row["situation"] for row in deferred if row["latest"] == "2010-11"]
    assert first["pinned"] == due
    again = desk.run("promises", *QUICK)
    assert (again["done"], again["changed"]) == ("promise-again", False)
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    desk.run("hold", "--all")
    desk.run("close")
    account = state(desk).promise_account
    assert account.get("kept", 0) >= len(due)
    assert account.get("broken", 0) == 0


def test_promises_after_a_replacement(tmp_path: Path) -> None:
    """What was replaced and published is what the month came to, though its places are announced from then on."""
    desk = begun(tmp_path)
    desk.run("open", "m-2010-10")
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    desk.run("publish", "-o", tmp_path / "envoi")
    heard = state(desk).months["m-2010-10"].proposal["agenda"]["appointments"][0]["situation"]
    desk.run("cancel", "--situation", heard, "--reason", "malade")
    desk.run("replace", "--option", "1", "--reason", "première")
    desk.run("validate", "--reason", "par téléphone")
    desk.run("publish", "-o", tmp_path / "envoi")
    told = desk.run("promises", *QUICK)
    waiting = {row["situation"] for row in told["promises"]}
    assert waiting == {row["situation"] for row in state(desk).months["m-2010-10"].proposal["agenda"]["deferrals"]}


def test_a_session_that_is_cancelled_breaks_what_was_promised_for_it() -> None:
    """Counted as broken, the absent as kept, who gave up as neither; who had no latest month is not counted."""
    latest = {"a": "2010-11", "b": "2010-11", "c": "2010-11", "d": "2010-12", "e": ""}
    place = {"session": "s", "start": "", "planned": True}
    rows = [{"situation": name, "latest": told, **place} for name, told in latest.items()]
    promises: dict[str, Any] = {}
    account: dict[str, int] = {}
    record(promises, account, {"promises": rows, "account": {"kept": 3}})
    agenda = {"appointments": [
        {"situation": "a", "session": "off", "start": "2010-11-09T09:00"},
        {"situation": "b", "session": "on", "start": "2010-11-10T09:00"},
    ]}  # fmt: skip
    given = given_places([agenda], [{"sessions": ["off"], "freed": ["a"]}], {})
    assert given == {"b": "2010-11"}
    settle(promises, account, "2010-11", {"c": "withdrawn", "e": "heard"}, given)
    assert account == {"kept": 4, "broken": 1, "withdrawn": 1}
    assert set(promises) == {"d"}
    settle(promises, account, "2010-12", {"d": "heard"}, {"d": "2010-12"})
    assert account == {"kept": 5, "broken": 1, "withdrawn": 1}


def test_what_was_told_first_stays() -> None:
    """A later forecast is taken up; a later latest month is not."""
    promises: dict[str, Any] = {}
    row = {"situation": "a", "expected": "2010-11", "latest": "2010-12", "session": "s", "start": "x", "planned": True}
    record(promises, {}, {"promises": [row], "account": {}})
    record(promises, {}, {"promises": [row | {"expected": "2010-12", "latest": ""}], "account": {}})
    assert promises["a"] == row | {"expected": "2010-12"}


@pytest.mark.slow
def test_the_verb_says_it_in_french(tmp_path: Path) -> None:
    """With the laboratory behind it: expected month, interval, latest month."""
    desk = begun(tmp_path)
    desk.run("open", "m-2010-10")
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    few = ("--replications", "3", "--months", "3", "--per-month", "4")
    shown = inside("register", "promises", *few, "--register", desk.file)
    assert shown.returncode == 0, shown.stderr
    text = shown.stdout.decode()
    assert "au plus tard en novembre 2010, place gardée en se-" in text
    assert "attendue en novembre 2010 (entre " in text


def test_who_is_told_nothing_is_told_together_and_why(tmp_path: Path) -> None:
    """Not a line each; a place in a session that nobody has fixed yet is told as what it is."""
    desk = begun(tmp_path)
    desk.run("open", "m-2010-10")
    shown = inside("register", "promises", *QUICK, "--register", desk.file).stdout.decode().splitlines()
    assert len([line for line in shown if "laboratoire est laissé de côté" in line]) == 1
    assert all("inconnu" not in line and "; ;" not in line for line in shown)
    row = {"situation": "d-1", "expected": "", "latest": "2010-11", "session": "se-1~002", "planned": False}
    answer = VerbAnswer("promise", {"promises": [row]}, "")
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        register_promises.show(answer, 12, forecast=True)
    first, beyond = told.getvalue().splitlines()
    assert first == "d-1 : au plus tard en novembre 2010, place gardée dans une séance à fixer, comme se-1"
    assert beyond == "1 sans mois attendu, au-delà des 12 mois joués : d-1"


def test_months_have_names() -> None:
    """As officials write them."""
    assert month_name("2010-11") == "novembre 2010"


def test_letters_of_a_deferral_tell_the_months_that_were_promised(tmp_path: Path) -> None:
    """To the prescriber, beside the date that is kept; a letter is not written anew for another forecast alone."""
    desk = begun(tmp_path)
    desk.run("open", "m-2010-10")
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    told = desk.run("promises", *QUICK)
    desk.run("publish", "-o", str(tmp_path / "envoi"))
    letters = " ".join(
        path.read_text(encoding="utf-8") for path in sorted((tmp_path / "envoi/courriers").glob("prescripteur-*.html"))
    )
    for row in told["promises"]:
        sentence = f"Passage promis au plus tard en {month_name(row['latest'])}." if row["latest"] else "Date gardée"
        assert sentence in letters.replace("\u202f", " ").replace("\xa0", " ")
    assert desk.run("publish", "-o", str(tmp_path / "envoi"))["changed"] is False
