"""What `publish` writes is read back: its tables lose nothing on the way out and in again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rsa_sched import Agenda, Problem, solve
from rsa_sched.display.audience import SERVICE
from rsa_sched.display.visible import view
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.form import form
from rsa_sched.intake.options import Identities, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.publish.tables.files import agenda_workbook, csv_files
from tests.intake.month import KEY, ORGANISATION, PEOPLE, SESSIONS, found, only, read, request

REQUESTS = [request(n) for n in (1, 2, 3)] + [request(4) | {"Sous-secteur": "SDF"}]


@pytest.fixture(scope="module")
def month() -> tuple[Problem, Agenda, dict[str, bytes]]:
    """A small month, arbitrated, and its tables."""
    problem = read(REQUESTS, sessions=[SESSIONS[0] | {"Durée (minutes)": "180"}, *SESSIONS[1:]]).problem
    assert problem is not None
    agenda = solve(problem, workers=1).agenda
    shown = view(problem, agenda, SERVICE)
    return problem, agenda, csv_files(shown, ()) | {"ordre-du-jour.xlsx": agenda_workbook(shown, ())}


def again(folder: Path, data: bytes, name: str, kind: str) -> Import:
    """The same month with one of its tables out of a file of ours."""
    path = folder / Path(name).name
    path.write_bytes(data)
    frames = {"situations": REQUESTS, "sessions": SESSIONS, "people": PEOPLE}
    given = {key: pd.DataFrame(rows).fillna("") for key, rows in frames.items() if key != kind}
    sources = {key: frame for key, frame in given.items() if key != "situations"}
    named = {kind: path} if kind not in ("situations", "") else {}
    paths = {"situations": given["situations"]} if named else [path]
    return read_tables(
        TableFiles(paths, **sources, **named),  # type: ignore[arg-type]
        mapping=Profile.from_dict(ORGANISATION),
        identities=Identities(KEY),
    )


@pytest.mark.parametrize("name", ["csv/seances.csv", "ordre-du-jour.xlsx"])
def test_the_calendar_is_read_back(month: tuple[Problem, Agenda, dict[str, bytes]], tmp_path: Path, name: str) -> None:
    """Each session with its type, place, hour, length and staff: ids where the csv has them, else labels."""
    problem, _, files = month
    back = again(tmp_path, files[name], name, "sessions")
    assert back.problem is not None, str(back.report)
    assert not found(back, "column-unknown")
    keys = ("id", "type", "subsector", "venue", "start", "staff")
    assert [[getattr(row, key) for key in keys] for row in back.problem.sessions] == [
        [getattr(row, key) for key in keys] for row in problem.sessions
    ]


def test_the_places_are_read_back_as_announced(month: tuple[Problem, Agenda, dict[str, bytes]], tmp_path: Path) -> None:
    """Each with its hour, which is told; whatever else the csv says is not needed."""
    _, agenda, files = month
    back = again(tmp_path, files["csv/rendez-vous.csv"], "csv/rendez-vous.csv", "decisions")
    assert back.problem is not None, str(back.report)
    assert only(back, "places-announced").facts == {"number": len(agenda.appointments)}
    assert not found(back, "column-unknown")
    assert {(row.situation, row.session, row.start) for row in back.problem.announced} == {
        (seat.situation, seat.session, seat.start) for seat in agenda.appointments
    }


def test_deferrals_are_read_back_as_requests(month: tuple[Problem, Agenda, dict[str, bytes]], tmp_path: Path) -> None:
    """Each with its person, structure, referent, sub-sector and date; a sheet of places is no table of requests."""
    problem, agenda, files = month
    back = again(tmp_path, files["csv/ajournements.csv"], "csv/ajournements.csv", "situations")
    assert not found(back, "column-unknown")
    assert back.problem is not None, str(back.report)
    deferred = {row.situation for row in agenda.deferrals}
    keys = ("id", "person", "type", "subsector", "structure", "referent", "requested_on", "deferrals")
    before = [[getattr(row, key) for key in keys] for row in problem.situations if row.id in deferred]
    assert deferred and [[getattr(row, key) for key in keys] for row in back.problem.situations] == before
    book = again(tmp_path, files["ordre-du-jour.xlsx"], "ordre-du-jour.xlsx", "situations")
    assert {one.level for one in found(book, "own-sheet")} == {"warning"}


def test_every_table_that_is_written_is_known(month: tuple[Problem, Agenda, dict[str, bytes]], tmp_path: Path) -> None:
    """Each csv is read as what it is, or told to be none that an import reads; no column of it is unknown."""
    _, _, files = month
    read_as = {}
    for name, data in files.items():
        if name.endswith(".csv"):
            (tmp_path / Path(name).stem).mkdir()
            back = again(tmp_path / Path(name).stem, data, name, "situations")
            assert not found(back, "column-unknown"), name
            read_as[Path(name).stem] = sorted({one.code for one in back.report.findings} & KNOWN)
    assert read_as == {
        "rendez-vous": ["places-announced"], "ajournements": [], "seances": [], "parts": ["sheet-unknown"],
        "partage": ["sheet-unknown"], "a-faire": ["sheet-unknown"],
    }  # fmt: skip


KNOWN = {"places-announced", "own-sheet", "sheet-unknown", "table-doubtful", "header-missing"}


@pytest.mark.parametrize("table", ["situations", "sessions", "people", "absences", "decisions", "history", "heard"])
def test_the_form_is_read_back(tmp_path: Path, table: str) -> None:
    """Every heading of the empty form is known, with its star and its notes above."""
    (tmp_path / "form.xlsx").write_bytes(form(Profile.from_dict(ORGANISATION), table=table))
    month = read_tables(tmp_path / "form.xlsx", mapping=Profile.from_dict(ORGANISATION))
    assert not {"column-unknown", "column-missing", "sheet-unknown"} & {one.code for one in month.report.findings}
    assert read_sheets(tmp_path / "form.xlsx")[0][0].rows
