"""Findings that hardly any table brings out: each of them once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.errors import MissingExtra
from rsa_sched.intake.checks import calendar
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.files.markup import Scan
from rsa_sched.intake.files.workbook import _of_sheet
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import read_tables
from rsa_sched.intake.sheet import Sheet
from tests.intake.month import ORGANISATION, PEOPLE, SESSIONS, codes, only, read, request


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"Demi-journée": "matin"}, "absence-incomplete"),
        ({"Date": "12/10/2010", "Demi-journée": "matin", "Du": "9h00", "Au": "11h00"}, "absence-twice"),
        ({"Date": "12/10/2010"}, "whole-day"),
    ],
)
def test_absences(cells: dict[str, str], code: str) -> None:
    """Without a day, twice, of a whole day."""
    assert code in codes(read(absences=[{"Professionnel": "p-1"} | cells]))


def test_decisions_and_history() -> None:
    """The same line twice."""
    pin = {"N° de situation": "d-1", "Décision": "fixée", "N° de séance": "s-1"}
    assert only(read(decisions=[pin, pin]), "decision-doubled").level == "error"
    line = {"Service": "grenoble", "Parcours": "PE", "Unités accordées": "3"}
    assert only(read(history=[line, line]), "history-doubled").level == "error"


def test_sessions_and_people() -> None:
    """Another service's sub-sector, staff named twice, a function with an address."""
    two = ORGANISATION | {"services": [*ORGANISATION["services"], {"id": "voiron"}]}
    month = read(sessions=[SESSIONS[0] | {"Service": "voiron"}, *SESSIONS[1:]], mapping=Profile.from_dict(two))
    assert only(month, "service-contradicts").level == "error"
    staff = read(sessions=[SESSIONS[0] | {"Équipe": "p-4 ; Chargée de secteur"}, *SESSIONS[1:]])
    assert only(staff, "person-repeated").level == "repaired"
    assert only(read(people=[*PEOPLE, {"Identifiant": "p-6", "Fonction": "a@b.example"}]), "contact-in-text")


def test_a_neighbourhood_without_any_in_the_profile() -> None:
    """The profile has to say of which sub-sector it is: code neighbourhood-unmapped."""
    plain = [{key: row[key] for key in row if key != "neighbourhoods"} for row in ORGANISATION["subsectors"]]
    known = Profile.from_dict(ORGANISATION | {"subsectors": plain})
    month = read([request() | {"Sous-secteur": "", "Quartier": "Berriat"}], mapping=known)
    assert only(month, "neighbourhood-unmapped").level == "error"


def test_holidays_that_are_not_installed_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the calendar is checked all the same."""

    def missing(timezone: str) -> None:
        raise MissingExtra("holidays", "fr")

    monkeypatch.setattr(calendar, "Calendar", missing)
    assert only(read(), "holidays-unknown").level == "warning"


def test_a_table_that_may_be_two_is_told(tmp_path: Path) -> None:
    """Professionals with a column of absences, or absences with their professions: both kinds are named."""
    (tmp_path / "a.csv").write_text("Identifiant;Libellé;Du\np-1;éducatrice;12/10/2010\n", "utf-8")
    told = only(read_tables(tmp_path / "a.csv"), "table-doubtful")
    assert "« professionnels » ; ce pourrait être « indisponibilités »" in told.text


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code file-unreadable, whatever the machine says."""
    path = tmp_path / "a.csv"
    path.write_text("a;b\n", "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    _, (finding,) = read_sheets(path)
    assert finding.code == "file-unreadable"


def test_a_quote_names_its_line_and_what_it_swallows(tmp_path: Path) -> None:
    """Not closed, closed too early, closed far below by another; NUL bytes are told for what they are."""
    head, row = "N;Nom;Prenom;Quartier;Structure\n", "1;A;B;C;D\n"
    path = tmp_path / "a.csv"
    for text, line in (
        (head + row * 3 + '4;"A;B;C;D\n' + row * 4, 5),
        (head + row + '4;"a\nb";"B;C;D\n' + row, 4),
        (head + row * 3 + '4;"A;B;C;D\n' + row * 4 + '9;A";B;C;D\n' + row, 5),
    ):
        path.write_text(text, "utf-8")
        (finding,) = [one for one in read_sheets(path)[1] if one.code == "quote-unclosed"]
        assert finding.facts["opened"] == line
    path.write_text(head + row + '4;"12 rue\n38000 X";B;C;D\n' + row, "utf-8")
    assert read_sheets(path)[1] == []
    path.write_bytes((head + row).encode() * 600 + b"\x00")
    _, (finding,) = read_sheets(path)
    assert (finding.code, finding.facts["number"]) == ("file-not-table", 1201)


def test_merged_cells_that_overlap_are_told() -> None:
    """How many were left aside: merged-overlapping."""
    sheet = Sheet("a.xlsx", "S", (("a",),))
    (finding,) = _of_sheet(sheet, Scan(Limits()), 2)
    assert (finding.code, finding.level, finding.facts["number"]) == ("merged-overlapping", "warning", 2)
