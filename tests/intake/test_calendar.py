"""Sessions, professionals and absences: from their tables to the document, faults at their cells."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.intake.month import (
    PEOPLE,
    SESSIONS,
    of,
    only,
    read,
)


def test_sessions_become_what_the_document_asks_for() -> None:
    """Service from the sub-sector, venue by label, hours typed."""
    assert of(read(), "sessions")[1] == {
        "id": "s-2", "type": "standard", "subsector": "S2", "service": "grenoble", "venue": "cs-2",
        "start": "2010-10-14T14:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"Heure": "9h10"}, "Heure"),
        ({"Durée (minutes)": "100"}, "Durée (minutes)"),
        ({"Sous-secteur": ""}, "Sous-secteur"),
        ({"Équipe": "Inconnue Totale"}, "Équipe"),
        ({"Lieu": "cs-99 x"}, "Lieu"),
        ({"Heure": ""}, "Heure"),
        ({"Type d'instance": "psychologue"}, "Sous-secteur"),
    ],
)
def test_a_faulty_session_is_one_error_at_its_cell(cells: Mapping[str, str], heading: str) -> None:
    """Also where only the contract's own checks see it; no problem, not even without bad rows."""
    sessions = [dict(SESSIONS[0], **cells), *SESSIONS[1:]]
    for skip in (False, True):
        month = read(sessions=sessions, skip_bad_rows=skip)
        (error,) = month.report.errors
        assert (error.file, error.row, error.heading) == ("sessions", 2, heading)
        assert month.problem is None


def test_staff_in_two_places_at_once_is_an_error_at_the_session() -> None:
    """Found by the contract's checks, told in French."""
    sessions = [SESSIONS[0], dict(SESSIONS[1], Date="12/10/2010", Heure="10h00", Équipe="p-4")]
    (error,) = read(sessions=sessions).report.errors
    assert (error.file, error.row, error.heading) == ("sessions", 3, "Équipe")
    assert "autre séance" in error.text


def test_a_session_over_a_change_of_clocks_is_an_error_at_its_hour() -> None:
    """28 March 2010, the clocks go from 2 to 3 in Paris; a session of the day before is none of it."""
    (error,) = read(sessions=[dict(SESSIONS[0], Date="28/03/2010", Heure="0h30"), *SESSIONS[1:]]).report.errors
    assert (error.row, error.heading) == (2, "Heure")
    assert "L'heure change pendant cette séance" in error.text
    assert not read(sessions=[dict(SESSIONS[0], Date="27/03/2010", Heure="20h30"), *SESSIONS[1:]]).report.errors


def test_an_hour_that_the_clocks_skip_is_an_error_at_its_cell() -> None:
    """28 March 2010, 02:30 does not exist in Paris."""
    (error,) = read(sessions=[dict(SESSIONS[0], Date="28/03/2010", Heure="2h30"), *SESSIONS[1:]]).report.errors
    assert (error.row, error.heading) == (2, "Heure")


def test_absences_become_intervals_of_the_professional() -> None:
    """Half-days, hours of a day, whole days, from one moment to another."""
    absences = [
        {"Professionnel": "p-1", "Date": "12/10/2010", "Demi-journée": "matin"},
        {"Professionnel": "Zorbane Milteau", "Date": "13/10/2010", "Demi-journée": "après-midi"},
        {"Professionnel": "p-1", "Date": "14/10/2010", "Demi-journée": "journée"},
        {"Professionnel": "p-1", "Date": "15/10/2010", "Du": "9h30", "Au": "11h"},
        {"Professionnel": "p-1", "Du": "18/10/2010 9h00", "Au": "20/10/2010 12h00"},
        {"Professionnel": "p-1", "Du": "21/10/2010", "Au": "22/10/2010"},
    ]
    month = read(absences=absences)
    people = {row["id"]: row for row in of(month, "professionals")}
    assert people["p-1"]["unavailable"] == [
        ["2010-10-12T08:00", "2010-10-12T12:00"], ["2010-10-13T13:00", "2010-10-13T18:00"],
        ["2010-10-14T08:00", "2010-10-14T18:00"], ["2010-10-15T09:30", "2010-10-15T11:00"],
        ["2010-10-18T09:00", "2010-10-20T12:00"], ["2010-10-21T00:00", "2010-10-23T00:00"],
    ]  # fmt: skip
    assert "unavailable" not in people["p-2"]
    assert {finding.row for finding in month.report.of("repaired")} == {7}


@pytest.mark.parametrize(
    ("cells", "heading"),
    [
        ({"Professionnel": "p-77 zz", "Date": "12/10/2010", "Demi-journée": "matin"}, "Professionnel"),
        ({"Professionnel": "p-1", "Date": "", "Demi-journée": "matin"}, "Date"),
        ({"Professionnel": "p-1", "Date": "12/10/2010", "Du": "12h", "Au": "9h"}, "Au"),
        ({"Professionnel": "p-1", "Date": "12/10/2010", "Du": "12h", "Au": ""}, "Au"),
        ({"Professionnel": "p-1", "Date": "12/10/2010", "Du": "tôt", "Au": "12h"}, "Du"),
        ({"Professionnel": "p-1", "Date": "28/03/2010", "Du": "2h30", "Au": "9h"}, "Du"),
    ],
)
def test_a_faulty_absence_is_one_error_at_its_cell(cells: dict[str, str], heading: str) -> None:
    """Also where only the contract's own checks see it."""
    sound = {"Professionnel": "p-2", "Date": "12/10/2010", "Demi-journée": "matin"}
    (error,) = read(absences=[sound, cells]).report.errors
    assert (error.file, error.row, error.heading) == ("absences", 3, heading)


def test_a_professional_twice_is_an_error_at_the_second() -> None:
    """By id, whatever the name."""
    assert only(read(people=[*PEOPLE, {"Identifiant": "p-1"}]), "id-doubled").row == 7


def test_a_label_with_the_persons_name_is_not_taken() -> None:
    """Labels are shown to everybody."""
    people = [dict(PEOPLE[0], Fonction="Mme Milteau, assistante sociale"), *PEOPLE[1:]]
    month = read(people=people)
    assert only(month, "label-names-person").level == "repaired"
    assert "label" not in of(month, "professionals")[0]
