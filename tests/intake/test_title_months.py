"""The month in title lines and in the names of sheets and files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rsa_sched.intake.columns.title_months import months_in
from rsa_sched.intake.options import Identities, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from tests.intake.month import KEY, ORGANISATION, PEOPLE, found, only, request

CALENDAR = """Calendrier des instances – octobre 2010
N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure
s-1;standard;S1;cs-1;mardi 12;9h00
s-2;standard;S2;cs-2;14/10;14h00
s-3;standard;S2;cs-2;le 1er;9h00
s-4;standard;S1;cs-1;19/10/2010;9h00
"""


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Instance d'insertion – octobre 2010", [(2010, 10)]),
        ("SLS3_oct.2010", [(2010, 10)]),
        ("Instance 2010-10 PER", [(2010, 10)]),
        ("tableau_10-2010", [(2010, 10)]),
        ("Séance du 05/10/2010", [(2010, 10)]),
        ("Commission du mardi 5 octobre 2010", [(2010, 10)]),
        ("Envoyé le 24 septembre 2010", []),
        ("sls3 du 24-09-2010", []),
        ("2010-09-24 sls3", []),
        ("octobre", []),
        ("Quartier Mars 2010", [(2010, 3)]),
        ("3 mars 2010", []),
        ("décembre 2010 et janvier 2011", [(2010, 12), (2011, 1)]),
    ],
)
def test_months_in_titles(text: str, months: list[tuple[int, int]]) -> None:
    """A month is a month; the day on which a table was sent is none, that of a session is."""
    assert list(months_in(text)) == months


def month_of(folder: Path, calendar: str, *, titles: bool, requests: str = "") -> Import:
    """The import of a calendar as a file."""
    path, people = folder / "calendrier.csv", pd.DataFrame(PEOPLE).fillna("")
    path.write_text(calendar, encoding="utf-8")
    tables = folder / "octobre.csv"
    row = request()
    tables.write_text(requests or f"{';'.join(row)}\n{';'.join(row.values())}\n", encoding="utf-8")
    files = TableFiles([tables], sessions=path, people=people, titles=titles)
    return read_tables(files, mapping=Profile.from_dict(ORGANISATION), identities=Identities(KEY))


def test_days_are_completed_by_the_month_of_the_title(tmp_path: Path) -> None:
    """A day alone, and a day and a month, become dates, which is told once; whole dates stay."""
    month = month_of(tmp_path, CALENDAR, titles=True)
    assert month.problem is not None, month.report
    assert [one.start.isoformat()[:10] for one in month.problem.sessions] == [
        "2010-10-12", "2010-10-14", "2010-10-01", "2010-10-19",
    ]  # fmt: skip
    told = only(month, "title-month")
    assert (told.level, told.row, told.facts["number"], told.facts["month"]) == ("repaired", 1, 3, "10/2010")


def test_without_being_asked_nothing_is_completed(tmp_path: Path) -> None:
    """The dates are errors, and one finding says how they could be read."""
    month = month_of(tmp_path, CALENDAR, titles=False)
    assert month.problem is None
    assert "--titles" in only(month, "title-month-unread").action
    assert found(month, "date-incomplete") or found(month, "date-unreadable")


def test_two_months_complete_nothing(tmp_path: Path) -> None:
    """Titles that name two months say none."""
    month = month_of(tmp_path, CALENDAR.replace("octobre 2010", "octobre 2010 et novembre 2010"), titles=True)
    assert not found(month, "title-month")
    assert month.problem is None


def test_the_year_of_a_day_is_the_nearest(tmp_path: Path) -> None:
    """« 15/12 » of a request in a table of January is of the year before."""
    row = request(**{"Date de la demande": "15/08"})
    table = f"Instance de janvier 2010\n{';'.join(row)}\n{';'.join(row.values())}\n"
    month = month_of(tmp_path, CALENDAR, titles=True, requests=table)
    assert month.problem is not None, month.report
    assert str(month.problem.situations[0].requested_on) == "2009-08-15"
    assert only(month, "table-month").facts == {"said": "01/2010", "month": "10/2010"}


def test_a_range_of_hours_is_a_begin_and_a_length(tmp_path: Path) -> None:
    """Told once; an hour alone stays an hour, and its session as long as its type says."""
    ranged = CALENDAR.replace("mardi 12;9h00", "mardi 12;9h-12h").replace("14/10;14h00", "14/10;de 14h00 à 16h30")
    month = month_of(tmp_path, ranged.replace("le 1er;9h00", "le 1er;9:00–10:45"), titles=True)
    assert month.problem is not None, month.report
    assert [one.minutes for one in month.problem.sessions][:3] == [180, 150, 105]
    assert [f"{one.start:%H:%M}" for one in month.problem.sessions] == ["09:00", "14:00", "09:00", "09:00"]
    assert only(month, "hours-apart").facts["number"] == 3


def test_a_range_that_is_none_stays_an_error(tmp_path: Path) -> None:
    """An end before the begin, two mornings, three hours."""
    for n, text in enumerate(("12h-9h", "9h et 14h", "9h-10h-12h")):
        (tmp_path / str(n)).mkdir()
        month = month_of(tmp_path / str(n), CALENDAR.replace("19/10/2010;9h00", f"19/10/2010;{text}"), titles=True)
        assert month.problem is None
        assert not found(month, "hours-apart")
