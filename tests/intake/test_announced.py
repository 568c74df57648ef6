"""An agenda that was sent out: a correction moves as little of it as it can."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rsa_sched import Agenda, Problem, solve
from rsa_sched.intake import Identities, MonthContext, TableFiles, read_tables

SERVICE = Path(__file__).resolve().parents[2] / "examples" / "tables" / "service"
BANNED = "2010-0019;exclue;S5-2010-10"


def imported(decisions: Path, announced: Agenda | None = None) -> Problem:
    """The month of the example with these decisions."""
    found = read_tables(
        TableFiles(
            SERVICE.parent / "recus",
            sessions=SERVICE / "seances.csv",
            people=SERVICE / "professionnels.xlsx",
            absences=SERVICE / "indisponibilites.ods",
            decisions=decisions,
        ),
        mapping=SERVICE / "profil.toml",
        identities=Identities(names=SERVICE / "noms.csv"),
        context=MonthContext(announced=announced),
    )
    assert found.problem is not None, str(found.report)
    return found.problem


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    """The service's decisions, with one more: somebody who was told of a place cannot come."""
    path = tmp_path / "decisions.csv"
    path.write_bytes((SERVICE / "decisions.csv").read_bytes().rstrip() + f"\r\n{BANNED}\r\n".encode())
    return path


def places(agenda: Agenda) -> dict[str, tuple[str, pd.Timestamp]]:
    """Session and hour by situation."""
    return {seat.situation: (seat.session, pd.Timestamp(seat.start)) for seat in agenda.appointments}


def test_what_was_announced_moves_only_where_it_must(decisions: Path) -> None:
    """One is banned from its session: all sessions that this does not touch stay as they were, to the minute."""
    sent = solve(imported(SERVICE / "decisions.csv")).agenda
    problem = imported(decisions, announced=sent)
    assert {row.situation for row in problem.announced} == set(places(sent))
    again = places(solve(problem).agenda)
    before = places(sent)
    assert "2010-0019" not in again or again["2010-0019"][0] != "S5-2010-10"
    moved = {name for name in before if again.get(name) != before[name]}
    assert moved
    assert {before[name][0] for name in moved} <= {"S5-2010-10"}


def test_places_that_are_no_more_are_not_announced(tmp_path: Path) -> None:
    """Neither of situations nor of sessions that the tables have not."""
    sent = solve(imported(SERVICE / "decisions.csv")).agenda
    fewer = tmp_path / "recus"
    fewer.mkdir()
    for path in (SERVICE.parent / "recus").iterdir():
        if not path.name.startswith("SLS5"):
            (fewer / path.name).write_bytes(path.read_bytes())
    found = read_tables(
        TableFiles(fewer, sessions=SERVICE / "seances.csv", people=SERVICE / "professionnels.xlsx"),
        mapping=SERVICE / "profil.toml",
        identities=Identities(names=SERVICE / "noms.csv"),
        context=MonthContext(announced=sent),
    )
    assert found.problem is not None, str(found.report)
    known = {row.id for row in found.problem.situations}
    assert 0 < len(found.problem.announced) < len(sent.appointments)
    assert {row.situation for row in found.problem.announced} <= known
