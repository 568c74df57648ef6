"""The documents of a month come out of the register as they are checked, certified and explained elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.register.desk import Desk, month, to_validated
from tests.support_cli import inside


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A register just made."""
    made = Desk(tmp_path)
    made.run("init")
    return made


def test_what_comes_out_is_what_is_published(desk: Desk) -> None:
    """Checked and certified as it lies there, and the proof fits the month that the register publishes."""
    to_validated(desk, month())
    before, out = desk.head, desk.folder / "out"
    told = desk.run("documents", "-o", out)
    assert (told["month"], told["changed"], told["head"]) == ("m-1", False, before)
    assert told["documents"] == ["ordre-du-jour.json", "probleme.json"]
    problem, agenda, proof = out / "probleme.json", out / "ordre-du-jour.json", desk.folder / "certificat.json"
    assert inside("check", problem, agenda).returncode == 0
    assert inside("certify", problem, agenda, "-o", proof).returncode == 0
    sent = desk.folder / "sent"
    desk.run("publish", "-o", sent, "--certificate", proof)
    for ours in (problem, agenda):
        assert (sent / "preuve" / ours.name).read_bytes() == ours.read_bytes()


def test_a_month_that_is_only_opened_has_a_problem_with_what_was_decided(desk: Desk) -> None:
    """No agenda of yesterday's lies beside it; the closed month before it can be named, one that is not there not."""
    assert desk.refused("documents", "-o", desk.folder / "none") == "no-month-open"
    to_validated(desk, month())
    desk.run("hold", "--all")
    desk.run("close")
    desk.run("receive", desk.given("m-2", month(2, range(20, 24))))
    desk.run("open", "m-2")
    desk.run("propose")
    desk.run("decide", "d-20", "--ban", "se-2-0", "--reason", "empêché")
    desk.run("receive", desk.given("m-2b", month(2, range(20, 25))))
    desk.run("open", "m-2")
    out = desk.folder / "out"
    told = desk.run("documents", "-o", out)
    problem = json.loads((out / "probleme.json").read_text())
    assert told["documents"] == ["probleme.json"] == [path.name for path in out.iterdir()]
    assert [(ban["situation"], ban["session"]) for ban in problem["bans"]] == [("d-20", "se-2-0")]
    past = desk.run("documents", "m-1", "-o", desk.folder / "past")
    assert past["month"] == "m-1" and len(past["documents"]) == 2
    assert desk.refused("documents", "m-9", "-o", out) == "unknown-month"
