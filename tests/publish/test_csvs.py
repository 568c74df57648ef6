"""The CSV files are what French spreadsheets and programs expect, and nothing in them runs."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from rsa_sched.office.inert import inert_cell, legible, restored_cell
from rsa_sched.publish.tables.files import csv_files
from tests.publish.agendas import Pair, hostile, listed, month, shown
from tests.support.hostile import HOSTILE

Table = list[dict[str, str]]


def tables(pair: Pair, audience: str = "service") -> dict[str, Table]:
    """The files read again, by name."""
    files = csv_files(shown(pair, audience), listed(pair, audience))
    return {name: rows_of(data) for name, data in files.items()}


def rows_of(data: bytes) -> Table:
    """Rows by heading."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_the_habits_of_rdv_insertion() -> None:
    """BOM, semicolons, CRLF, dd/mm/YYYY, 9 h 05, Oui/Non, lists with commas."""
    files = csv_files(shown(month()), listed(month()))
    names = {"a-faire", "ajournements", "parts", "partage", "rendez-vous", "seances"}
    assert set(files) == {f"csv/{name}.csv" for name in names}
    assert all(data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n") for data in files.values())
    first = rows_of(files["csv/rendez-vous.csv"])[0]
    assert (first["Date"], first["Heure"], first["Fin"]) == ("05/10/2010", "9\u00a0h", "9\u00a0h\u00a030")
    assert (first["date_iso"], first["start_iso"]) == ("2010-10-05", "2010-10-05T09:00:00+02:00")
    assert (first["Personne invitée"], first["Place fixée par le service"]) == ("Non", "Non")
    assert "Oui" in {row["Personne invitée"] for row in rows_of(files["csv/rendez-vous.csv"])}
    both = next(row for row in rows_of(files["csv/rendez-vous.csv"]) if ", " in row["Partenaires extérieurs"])
    assert both["Participants"].startswith(both["Référent"] + ", ")


def test_every_line_of_the_agenda_is_there() -> None:
    """As many rows as appointments, deferrals, sessions, parts with their sum, kinds and tasks."""
    problem, agenda = month()
    found = {name: len(rows) for name, rows in tables(month()).items()}
    assert found["csv/rendez-vous.csv"] == len(agenda.appointments)
    assert found["csv/ajournements.csv"] == len(agenda.deferrals)
    assert found["csv/seances.csv"] == len(problem.sessions)
    assert found["csv/partage.csv"] == len(agenda.due)
    assert found["csv/a-faire.csv"] == len(listed(month()))
    parts = [int(row["Points"]) for row in tables(month())["csv/parts.csv"]]
    assert sum(parts[:-1]) == parts[-1] == agenda.points


def test_days_can_be_read_again() -> None:
    """The French and the ISO day of a task are the same."""
    for row in tables(month())["csv/a-faire.csv"]:
        assert dt.datetime.strptime(row["Au plus tard le"], "%d/%m/%Y").date().isoformat() == row["due_iso"]


@pytest.mark.parametrize("audience", ["partner:ext-caf", "beneficiary:{person}"])
def test_outsiders_get_no_figures(audience: str) -> None:
    """Neither points nor shares, nor how many others are heard."""
    person = next(row.person for row in month()[0].situations if row.person)
    found = tables(month(), audience.format(person=person))
    assert "csv/parts.csv" not in found
    assert "csv/partage.csv" not in found
    assert all(row["Points"] == "" for row in found["csv/rendez-vous.csv"])
    assert all(row["Situations"] == "" for row in found["csv/seances.csv"])


def test_hostile_texts_come_back_as_texts() -> None:
    """Every text is there, as it was but for what nobody can print, and no cell begins like a formula."""
    assert len(HOSTILE) >= 200
    found = tables(hostile())
    cells = [cell for rows in found.values() for row in rows for cell in row.values()]
    seen = {restored_cell(cell) for cell in cells}
    assert not [text for text in HOSTILE if legible(text) not in seen]
    assert not [cell for cell in cells if cell != inert_cell(restored_cell(cell))]
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+@|%") and cell]
    width = {name: {len(row) for row in rows} for name, rows in found.items()}
    assert all(len(lengths) <= 1 for lengths in width.values())
    assert not [row for rows in found.values() for row in rows if None in row]
