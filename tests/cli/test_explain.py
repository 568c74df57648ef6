"""``rsa-sched explain``: the document of contract section 7, and its page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rsa_sched.cli import main
from tests.support_cli import read, session, situation, small, write

PROBLEM = small(
    [session(1, minutes=45, max_situations=1)],
    [situation(1, requested_on="2010-08-01"), situation(2, requested_on="2010-09-01", person="b-9")],
)


def solved(folder: Path) -> tuple[str, str]:
    """The paths of the problem and of its agenda."""
    problem, agenda = write(folder / "p.json", PROBLEM), folder / "a.json"
    assert main(["solve", str(problem), "-o", str(agenda)]) == 0
    return str(problem), str(agenda)


def test_the_document_and_the_page(tmp_path: Path) -> None:
    """One place for two: who waited longer is heard; 32 days more, or a place more, and the other one is."""
    target, page = tmp_path / "e.json", tmp_path / "e.html"
    assert main(["explain", *solved(tmp_path), "-o", str(target), "--html", str(page)]) == 0
    found = read(target)
    assert list(found) == ["schema_version", "problem", "problem_sha256", "points", "best", "situations"]
    assert found["best"] == [found["points"]] * 2
    first, second = found["situations"]
    assert list(first) == ["situation", "heard", "loss", "tie", "levers", "levers_proven"]
    assert (first["heard"], first["levers"], first["levers_proven"]) == (True, [], True)
    assert (second["heard"], second["loss"], second["levers_proven"]) == (False, first["loss"], True)
    levers = {lever["lever"]: lever for lever in second["levers"]}
    assert levers["age"] == {"lever": "age", "from": "2010-09-01", "to": "2010-07-31", "proven": True}
    assert levers["place"] == {"lever": "place", "from": 45, "to": 75, "session": "se-1", "proven": True}
    text = page.read_text("utf-8")
    assert "Avec 32 jours d&#39;ancienneté de plus" in text
    assert "Aucun autre n&#39;en vaut davantage" in text


def test_only_what_is_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Without levers nothing is claimed of them."""
    paths = solved(tmp_path)
    capfd.readouterr()
    assert main(["explain", *paths, "--situation", "d-2", "--no-levers"]) == 0
    said = capfd.readouterr()
    (only,) = json.loads(said.out)["situations"]
    assert (only["situation"], only["levers"], only["levers_proven"]) == ("d-2", [], False)
    assert said.err == ""


def test_what_is_no_agenda_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A broken rule: 1, as for ``check``; an unknown situation: 2; nothing is written."""
    problem, agenda = solved(tmp_path)
    broken = write(tmp_path / "b.json", {"appointments": [], "deferrals": []})
    target = tmp_path / "e.json"
    capfd.readouterr()
    assert main(["explain", problem, str(broken), "-o", str(target)]) == 1
    assert "document" in capfd.readouterr().err
    assert main(["explain", problem, agenda, "--situation", "d-7", "-o", str(target)]) == 2
    assert '"d-7"' in capfd.readouterr().err
    assert not target.exists()
