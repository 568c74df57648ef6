"""Checks of substance, each at the cell that its sender sees."""

from __future__ import annotations

import pytest

from rsa_sched.arbitration import solve
from rsa_sched.intake.profile import Profile
from tests.intake.month import ORGANISATION, SESSIONS, codes, found, only, read, request, situations_of


def test_a_request_without_a_fault_finds_nothing() -> None:
    """What the tests below find is their own."""
    month = read()
    assert codes(month) == []
    assert [row["id"] for row in situations_of(month)] == ["d-1"]


def test_what_is_odd_about_a_request_that_is_set_aside_is_not_told() -> None:
    """As the register sets aside who was heard and stands in an old table: the ranks of the others are theirs."""
    rows = [request(n, Rang="1") for n in (1, 2)] + [request(3, Rang="2")]
    assert found(read(rows), "rank-doubled")
    month = read(rows, set_aside=lambda rows, first_type: {rows[0]["id"]} if first_type else ())
    assert not found(month, "rank-doubled")
    assert len(situations_of(month)) == 3, "whoever asked leaves it out"


def test_a_late_request_is_told_by_when_it_should_have_come() -> None:
    """Later than ten days before the last session that could hear it [R47]."""
    assert not codes(read([request(**{"Reçu le": "02/10/2010"})]))
    late = only(read([request(**{"Reçu le": "03/10/2010"})]), "late")
    assert (late.level, late.rule, late.row, late.column, late.heading) == ("warning", "R47", 2, "G", "Reçu le")
    assert "02/10/2010" in late.text
    assert "12/10/2010" in late.text


def test_a_deadline_longer_than_the_calendar_is_one() -> None:
    """Nothing can have come in time; the day by which it should have is the first there is."""
    late = only(read(mapping=Profile.from_dict(ORGANISATION | {"regulation": {"deadline_days": 1_000_000}})), "late")
    assert "01/01/0001" in late.text


def test_without_a_day_of_arrival_the_day_of_the_request_counts() -> None:
    """As the contract has it; said of the column that is there."""
    sessions = [dict(SESSIONS[0], Date="29/09/2010")]
    late = only(read([request(**{"Date de la demande": "25/09/2010"})], sessions=sessions), "late")
    assert late.heading == "Date de la demande"


def test_a_request_for_the_psychologist_comes_late_by_another_rule() -> None:
    """R53, in whatever sub-sector of the service."""
    psychologist = {"N° de séance": "s-9", "Type d'instance": "psychologue", "Lieu": "cs-1", "Date": "05/10/2010",
                    "Heure": "9h00", "Équipe": "p-5"}  # fmt: skip
    rows = [request(**{"Type d'instance": "psychologue", "Reçu le": "27/09/2010"})]
    assert only(read(rows, sessions=[*SESSIONS, psychologist]), "late").rule == "R53"


def test_without_a_session_for_it_a_situation_is_told() -> None:
    """None in the sub-sector [R11], none of the psychologist [R33]."""
    month = read([request(1, **{"Sous-secteur": "S2"}), request(2)], sessions=SESSIONS[:1])
    assert [(f.row, f.heading, f.rule) for f in found(month, "no-session")] == [(2, "Sous-secteur", "R11")]
    month = read([request(1, **{"Type d'instance": "psychologue"})])
    assert only(month, "no-session").rule == "R33"


def test_three_requests_of_a_structure_need_ranks() -> None:
    """Two do not [R32]; the fault is told at each row that lacks one."""
    ranked = [request(n, **{"Ordre de priorité": str(n) if n > 1 else ""}) for n in (1, 2, 3)]
    assert codes(read(ranked[:2])) == []
    assert [(f.row, f.rule, f.level) for f in found(read(ranked), "rank-missing")] == [(2, "R32", "warning")]


def test_a_rank_given_twice_is_told_at_the_second() -> None:
    """Within one structure only."""
    rows = [request(1, **{"Ordre de priorité": "1"}), request(2, **{"Ordre de priorité": "1"})]
    doubled = only(read(rows), "rank-doubled")
    assert (doubled.row, doubled.level) == (3, "warning")
    assert "ligne 2 de situations" in doubled.text
    rows[1] |= {"Structure": "pe", "Référent": "p-2"}
    assert codes(read(rows)) == []


@pytest.mark.parametrize(
    ("structure", "kind", "who"), [("sls", "SDF", "même structure"), ("pe", "standard", "autre structure")]
)
def test_the_same_person_twice_is_told_at_the_second(structure: str, kind: str, who: str) -> None:
    """By one structure for two types, or by two."""
    rows = [request(1), request(2, Structure=structure, **{"Type d'instance": kind, "N° de dossier": "D0001"})]
    twice = only(read(rows), "person-twice")
    assert (twice.row, twice.level) == (3, "warning")
    assert who in twice.text


def test_people_heard_last_month_are_pointed_out_from_a_table() -> None:
    """By the identity that both tables share, with the day."""
    heard = [{"N° de dossier": "D0002", "Entendue le": "07/09/2010"}]
    before = only(read([request(1), request(2)], heard=heard), "heard-before")
    assert (before.row, before.level) == (3, "warning")
    assert "07/09/2010" in before.text


def test_people_heard_last_month_are_pointed_out_from_the_agenda() -> None:
    """Last month's problem and agenda say the same."""
    last = read([request(1)])
    assert last.problem is not None
    agenda = solve(last.problem, workers=1).agenda
    again = read([request(8), request(9, **{"N° de dossier": "D0001"})], previous=(last.problem, agenda))
    assert only(again, "heard-before").row == 3
    assert not found(again, "previous-mismatch")
    other = read([request(7)]).problem
    assert other is not None
    assert only(read(previous=(other, agenda)), "previous-mismatch").level == "warning"


def test_an_invitation_needs_an_agreement() -> None:
    """R43, at the cell where the agreement is missing."""
    month = read([request(**{"Allocataire invité": "oui", "Accord préalable": "non"})])
    assert (only(month, "invited-without-agreement").rule, len(codes(month))) == ("R43", 1)
    assert codes(read([request(**{"Allocataire invité": "oui", "Accord préalable": "oui"})])) == []


@pytest.mark.parametrize(
    ("cells", "code", "rule"),
    [
        ({"PLIE hors rSa": "oui"}, "plie-outside-rsa", "R5"),
        ({"Orienté par le département": "non"}, "not-oriented", "R3"),
        ({"File active": "non"}, "not-in-active-file", "R4"),
    ],
)
def test_who_may_not_be_heard_is_told(cells: dict[str, str], code: str, rule: str) -> None:
    """A warning: the request is imported, the arbitration will defer it."""
    month = read([request(**cells)])
    assert (only(month, code).rule, only(month, code).level) == (rule, "warning")
    assert month.problem is not None


def test_plie_outside_rsa_may_sit_in_the_session_of_the_homeless_team() -> None:
    """R6: and needs neither orientation nor active file there."""
    cells = {
        "PLIE hors rSa": "oui",
        "Type d'instance": "SDF",
        "Sous-secteur": "SDF",
        "Orienté par le département": "non",
    }
    assert codes(read([request(**cells)])) == []


def test_a_request_of_the_future_is_an_error() -> None:
    """Later than the day of the arbitration."""
    later = only(read([request(**{"Date de la demande": "29/09/2010"})]), "requested-later")
    assert (later.level, later.row, later.heading) == ("error", 2, "Date de la demande")
    assert "28/09/2010" in later.text


@pytest.mark.parametrize("field", ["Date de la demande", "Reçu le", "Pas avant le", "Au plus tard le"])
def test_a_date_of_birth_in_the_wrong_column_is_an_error(field: str) -> None:
    """It does not go to the problem."""
    month = read([request(**{field: "29/02/1980"})])
    error = only(month, "date-implausible")
    assert (error.level, error.row, error.heading) == ("error", 2, field)
    assert month.problem is None


def test_a_request_that_came_before_it_was_made_is_an_error() -> None:
    """The two dates may be swapped; the problem would be refused."""
    month = read([request(**{"Reçu le": "01/08/2010"})])
    assert codes(month) == ["received-before-requested"]
    error = only(month, "received-before-requested")
    assert (error.level, error.row, error.heading) == ("error", 2, "Reçu le")
    assert month.problem is None


def test_wanted_sessions_of_another_place_are_told() -> None:
    """They exist, but none could hear the situation [R54]."""
    wanted = only(read([request(**{"Séances souhaitées": "s-2"})]), "wanted-impossible")
    assert (wanted.level, wanted.rule) == ("warning", "R54")


def test_with_late_fill_the_advice_is_another() -> None:
    """A late request may still sit where room is left."""
    mapping = ORGANISATION | {"regulation": {"late": "fill"}}
    late = only(read([request(**{"Reçu le": "03/10/2010"})], mapping=mapping), "late")
    assert "place" in late.action
