"""`rsa-sched replay`: a history in, a folder out."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from rsa_sched import check
from rsa_sched.register.history import months_of
from rsa_sched.register.store import Register
from rsa_sched.simulate.answers import predict, replay
from rsa_sched.simulate.baselines import by_value
from tests.support_cli import inside

YEAR = Path(__file__).parents[2] / "examples" / "bilan" / "registre.sqlite"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No month is solved, and few are played."""
    for module in (replay, predict):
        monkeypatch.setattr(module, "solved", by_value)
    few = partial(predict.predictive_check, replications=4, confidence=0.6)
    monkeypatch.setattr(predict, "predictive_check", few)


def test_a_registers_months_are_problems_and_their_agendas() -> None:
    """Each as it was arbitrated before anything was cancelled: no rule is broken."""
    with Register(YEAR, read_only=True) as register:
        events = register.events()
    months = months_of(events)
    assert [problem.id for problem, _ in months] == [f"2010-{n}" for n in (10, 11, 12)] + [
        f"2011-{n:02}" for n in range(1, 8)
    ]
    assert not [violation for problem, agenda in months[:3] for violation in check(problem, agenda).violations]
    assert len(months_of(events[: len(events) // 2])) < 10


def test_a_folder_without_a_month_is_refused_in_french(tmp_path: Path) -> None:
    """As `review` does."""
    refused = inside("replay", "--register", tmp_path, "-o", tmp_path / "out")
    assert refused.returncode == 2
    assert refused.stderr.decode().startswith("les mois connus : 0 mois ; attendu : au moins un mois,")


def test_a_year_is_replayed_and_the_laboratory_checked(tmp_path: Path) -> None:
    """A page, tables, a picture; from the register and from its months' documents the same."""
    rules, out = tmp_path / "r.toml", tmp_path / "out"
    rules.write_text("urgency_days = [0, 200, 600, 1200]\n", encoding="utf-8")
    done = inside("replay", rules, "--register", YEAR, "--fitted", "9", "-o", out)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {
        "rapport.html", "demandes.csv", "mois.csv", "phrases.csv", "prevision.csv", "prevision.svg"}  # fmt: skip
    page = (out / "rapport.html").read_text(encoding="utf-8")
    assert "10 mois, de 2010-10 à 2011-07" in page and "<svg" in page and "urgency_days" in page
    folder = tmp_path / "mois"
    folder.mkdir()
    with Register(YEAR, read_only=True) as register:
        for problem, agenda in months_of(register.events()):
            (folder / f"{problem.id}.json").write_text(problem.to_json(), encoding="utf-8")
            (folder / f"{problem.id}-agenda.json").write_text(agenda.to_json(), encoding="utf-8")
    done = inside("replay", rules, "--register", folder, "-o", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    for name in ("demandes.csv", "mois.csv", "phrases.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


def test_what_cannot_be_is_told_and_nothing_written(tmp_path: Path) -> None:
    """Every key of the règlement that is none; no register; months that are not there."""
    rules, out = tmp_path / "r.toml", tmp_path / "out"
    rules.write_text("urgency_day = [1]\nequity_days = [9, 1]\n", encoding="utf-8")
    done = inside("replay", rules, "--register", YEAR, "-o", out)
    assert done.returncode == 2
    assert done.stderr.count(b"r.toml : ") == 2
    for line in (("--register", tmp_path / "none.sqlite"), ("--register", YEAR, "--fitted", "10")):
        done = inside("replay", *line, "-o", out)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
    (tmp_path / "empty").mkdir()
    assert inside("replay", "--register", tmp_path / "empty", "-o", out).returncode == 2
    assert not out.exists()
