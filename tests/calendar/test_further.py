"""One session more where it saves most days of waiting: the obvious case, recounted by hand, and the command line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from rsa_sched import Problem
from rsa_sched.calendar.arrange import YearCalendar, arrange
from rsa_sched.calendar.further import further_sessions, year_with
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.knowndemand import KnownDemand
from rsa_sched.calendar.year import Year
from rsa_sched.cli import main
from rsa_sched.errors import InputError
from rsa_sched.simulate import Demand, Family, Flow, State, load
from rsa_sched.simulate.baselines import first_come
from tests.support_cli import ROOT, inside

WAITING = 20
PROBLEM = load(Family("two", subsectors=2, homeless_team=False, psychologist=0), 0)
NORTH, SOUTH = (row.id for row in PROBLEM.subsectors)
UNTIL = dt.date(2011, 8, 15)
ASKED = dt.date(2011, 8, 1)


def year(**changed: Any) -> dict[str, Any]:
    """Three months, one series for each of the two sub-sectors."""
    venues = [next(row.id for row in PROBLEM.venues if row.subsector == area) for area in (NORTH, SOUTH)]
    series = [{"id": f"serie-{n}", "subsector": area, "venues": [venues[n]], "attend": [{"one_of": [f"agent-{n}"]}]}
              for n, area in enumerate((NORTH, SOUTH))]  # fmt: skip
    people = [{"id": "agent-0"}, {"id": "agent-1"}]
    return {
        "title": "Trois mois", "first_month": "2011-09", "last_month": "2011-11", "series": series,
        "venues": [{"id": name} for name in venues], "people": people, **changed,
    }  # fmt: skip


def document() -> dict[str, Any]:
    """A month of which twenty wait in the north, each followed by somebody else, and nobody in the south."""
    raw = PROBLEM.to_dict()
    structure = raw["structures"][0]["id"]
    raw["professionals"] = [{"id": f"referent-{n}", "structure": structure} for n in range(WAITING)]
    raw["as_of"], raw["history"] = str(UNTIL), []
    raw["pins"] = raw["bans"] = []
    for row in raw["sessions"]:
        row["staff"] = []
        row["start"] = f"2011-08-30T{row['start'][11:]}"
    raw["situations"] = [
        {"id": f"d{n:02}", "person": f"b{n:02}", "subsector": NORTH, "structure": structure,
         "referent": f"referent-{n}", "requested_on": str(ASKED)}
        for n in range(WAITING)
    ]  # fmt: skip
    return raw


def planned(raw: dict[str, Any]) -> YearCalendar:
    """The calendar of a year."""
    return arrange(YearIndex(Year.from_dict(raw)))


def still() -> KnownDemand:
    """Those who wait are all: nobody else asks, gives up, or stays away."""
    problem = Problem.from_dict(document())
    flow = Flow(PROBLEM.structures[0].id, SOUTH, "standard", 0.0)
    return KnownDemand(problem, Demand((flow,), withdrawal=0, unavailable=0), State.of(problem))


def test_the_session_goes_where_they_wait_and_the_days_are_those_counted_by_hand() -> None:
    """Six are heard in a session; of a year without chance every draw saves the same."""
    found = planned(year())
    (told,) = further_sessions(found, still(), 1, draws=2, arbiter=first_come)
    assert told.best is not None and [gain.series for gain in told.gains] == ["serie-0"]
    assert told.best.month == "2011-09" and told.best.least == told.best.most == told.best.days
    first, second, third = (row.date for row in found.placed if row.session.startswith("serie-0"))
    size = next(kind.max_situations for kind in PROBLEM.regulation.types if kind.id == "standard")
    end, again = dt.date(2011, 11, 30), first + dt.timedelta(days=7)
    assert again.month == first.month

    def waited(*days: dt.date) -> int:
        heard = [day for day in days for _ in range(size)]
        return sum((day - ASKED).days for day in (heard + [end] * WAITING)[:WAITING])

    assert told.best.days == waited(first, second, third) - waited(first, again, second, third)
    more = year_with(found.index.year, [told])
    assert [row.extra for row in more.series] == [("2011-09",), ()]


def test_no_more_are_placed_than_save_anything() -> None:
    """Twenty who wait and three sessions of six: the second one more finds few, a later one nobody."""
    told = further_sessions(planned(year()), still(), 5, draws=1, arbiter=first_come)
    days = [one.best.days if one.best else 0 for one in told]
    assert len(told) < 5 and days[-1] == 0 and days == sorted(days, reverse=True)


def test_a_year_that_is_over_or_of_elsewhere_is_refused() -> None:
    """With all that it names and the month that is known does not."""
    raw = year()
    raw["series"][0]["subsector"], raw["series"][1]["type"] = "ailleurs", "autre"
    with pytest.raises(InputError) as caught:
        further_sessions(planned(raw), still())
    assert [fault.place for fault in caught.value.faults] == ["series[0].subsector", "series[1].type"]
    with pytest.raises(InputError, match="2011"):
        further_sessions(planned(year(first_month="2011-03", last_month="2011-04")), still())


TINY = """\
title = "Deux mois"
first_month = "2011-09"
last_month = "2011-10"
[[series]]
id = "nord"
label = "<Nord>"
subsector = "{north}"
venues = ["{venue}"]
[[venues]]
id = "{venue}"
"""


def test_the_command_line(tmp_path: Path) -> None:
    """Twenty asked in the last month: the session is in the table, on the page and said."""
    file, known, folder = tmp_path / "annee.toml", tmp_path / "mois.json", tmp_path / "calendrier"
    file.write_text(TINY.format(north=NORTH, venue=year()["venues"][0]["id"]), encoding="utf-8")
    known.write_text(json.dumps(document()), encoding="utf-8")
    ran = inside("calendar", file, "-o", folder, "--further", "1", "--demand", known)
    assert ran.returncode == 0, ran.stderr.decode()
    told = ran.stderr.decode()
    assert "<Nord>, en septembre 2011" in told and 'extra = ["2011-09"]' in told
    sessions = [row["session"] for row in json.loads((folder / "calendrier.json").read_bytes())["sessions"]]
    assert sorted(sessions) == ["nord-2011-09", "nord-2011-09-2", "nord-2011-10"]
    page = (folder / "annee.html").read_text(encoding="utf-8")
    assert "Séances de plus" in page and "&lt;Nord&gt;, en septembre 2011" in page


def test_a_session_more_is_not_lost_in_silence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A later run without `--further` asks for the line that keeps it, or for the one that gives it up."""
    file, known, folder = tmp_path / "annee.toml", tmp_path / "mois.json", tmp_path / "calendrier"
    text = TINY.format(north=NORTH, venue=year()["venues"][0]["id"])
    file.write_text(text, encoding="utf-8")
    known.write_text(json.dumps(document()), encoding="utf-8")
    line = ["calendar", str(file), "-o", str(folder)]
    assert main([*line, "--further", "1", "--demand", str(known)]) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(line) == 2
    assert capsys.readouterr().err == (
        'annee.toml : series n° 1.extra : rien ; attendu : extra = ["2011-09"] pour garder la séance que --further a '
        "ajoutée (nord-2011-09-2), ou --further 0 pour y renoncer.\n"
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    file.write_text(text.replace('id = "nord"', 'id = "nord"\nextra = ["2011-09"]'), encoding="utf-8")
    assert main(line) == 0 and "aucun calendrier n'en a moins (prouvé)" in capsys.readouterr().err
    assert (folder / "seances.csv").read_bytes() == before[folder / "seances.csv"]
    file.write_text(text.replace('id = "nord"', 'id = "nord"\nextra = ["2011-10"]'), encoding="utf-8")
    assert main([*line, "--further", "1", "--demand", str(known)]) == 0
    capsys.readouterr()
    assert main(line) == 2 and 'extra = ["2011-10", "2011-09"]' in capsys.readouterr().err
    assert main([*line, "--further", "0"]) == 0
    assert "nord-2011-09-2 n'est plus prévue : elle est annulée dans les agendas" in capsys.readouterr().err
    assert main(line) == 0, "given up once"


def test_without_a_demand_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No demand, no session to be placed by it, a register that is none: exit 2."""
    file, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    file.write_text(TINY.format(north=NORTH, venue=year()["venues"][0]["id"]), encoding="utf-8")
    known = tmp_path / "mois.json"
    known.write_text(json.dumps(document()), encoding="utf-8")
    empty = tmp_path / "mois"
    empty.mkdir()
    for given in (("--further", "1"), ("--demand", known), ("--further", "1", "--register", tmp_path / "rien.sqlite"),
                  ("--further", "1", "--register", empty)):  # fmt: skip
        assert main(["calendar", str(file), "-o", str(folder), *map(str, given)]) == 2
        assert len(capsys.readouterr().err.strip().split("\n")) == 1
    assert not folder.exists()


@pytest.mark.slow
def test_by_a_register(tmp_path: Path) -> None:
    """A year's register, two months after it: who waits there is heard sooner; a second run says and plans the same."""
    file, folder = tmp_path / "annee.toml", tmp_path / "calendrier"
    file.write_text(TINY.format(north="nord", venue="cs-port"), encoding="utf-8")
    line = ("calendar", file, "-o", folder, "--further", "1", "--register", ROOT / "examples/bilan/registre.sqlite")
    first, second = (inside(*line) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr.decode()
    told = [ran.stderr.decode().partition("Séance de plus")[2] for ran in (first, second)]
    assert told[0] == told[1] and "<Nord>, en septembre 2011" in told[0]
