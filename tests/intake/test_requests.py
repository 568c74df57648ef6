"""Requests: what goes to which key, what is refused, where it is told."""

from __future__ import annotations

import pytest

from tests.intake.month import (
    PEOPLE,
    SESSIONS,
    codes,
    found,
    only,
    read,
    request,
    situations_of,
)


def test_a_full_request_becomes_a_situation() -> None:
    """Every field goes to its key, typed; names are found however written; what is empty is left out."""
    cells = {
        "Type d'instance": "Standard", "Sous-secteur": "", "Quartier": "berriat", "Structure": "Service Social",
        "Parcours": "PSSI", "Référent": "MILTEAU Zorbane", "Reçu le": "2010-09-20", "Urgence": "très urgent",
        "Ordre de priorité": "1", "Ajournements": "2", "Partenaires": "Darsine Queflin",
        "Partenaires extérieurs": "Vaurmel Ostrède ; p-4", "Allocataire invité": "oui", "Accord préalable": "x",
        "Séances souhaitées": "s-1",
    }  # fmt: skip
    (row,) = situations_of(read([request(**cells)]))
    assert row.pop("person").startswith("b-")
    assert row == {
        "id": "d-1", "type": "standard", "subsector": "S1", "structure": "sls", "referent": "p-1",
        "requested_on": "2010-08-19", "received_on": "2010-09-20", "urgency": 2, "rank": 1, "deferrals": 2,
        "partners": [{"professional": "p-2"}, {"professional": "p-3", "external": True},
                     {"professional": "p-4", "external": True}],
        "beneficiary_invited": True, "beneficiary_agreed": True, "wanted_sessions": ["s-1"],
    }  # fmt: skip


@pytest.mark.parametrize("written", ["p-2", "P-2", "Darsine Quéflin", "QUÉFLIN Darsine", "Mme Darsine Quéflin"])
def test_a_referent_is_found_by_id_or_name(written: str) -> None:
    """Case, accents, order and title do not count."""
    (row,) = situations_of(read([request(Référent=written)]))
    assert row["referent"] == "p-2"


@pytest.mark.parametrize(
    ("field", "wrong", "code", "offered"),
    [
        ("Référent", "Darsine Quéflain", "professional-unknown", "p-2"),
        ("Structure", "Servise social", "structure-unknown", "Service social"),
        ("Sous-secteur", "Chorrier", "subsector-unknown", "Chorier"),
        ("Partenaires", "Ostrède Vaurmelle", "professional-unknown", "p-3"),
        ("Séances souhaitées", "s-11", "session-unknown", "s-1"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest_known(field: str, wrong: str, code: str, offered: str) -> None:
    """Only the known one is said: of people the id, never a name."""
    month = read([request(**{field: wrong})])
    finding = only(month, code)
    assert (finding.level, finding.row, finding.heading) == ("error", 2, field)
    assert f"« {offered} »" in finding.action
    assert wrong not in str(finding)
    assert month.problem is None


def test_an_unknown_neighbourhood_is_an_error_with_the_nearest_known() -> None:
    """R13: the profile says which sub-sector a neighbourhood is of."""
    month = read([request(**{"Sous-secteur": "", "Quartier": "Vieux Tenple"})])
    assert "« Vieux Temple »" in only(month, "neighbourhood-unknown").action


def test_neighbourhood_and_subsector_that_contradict_each_other_are_an_error() -> None:
    """Both are told by id."""
    month = read([request(Quartier="Vieux Temple")])
    finding = only(month, "subsector-contradicts")
    assert (finding.level, finding.heading) == ("error", "Quartier")
    assert "S1" in finding.text
    assert "S2" in finding.text


def test_neither_neighbourhood_nor_subsector_is_an_error() -> None:
    """One of the two is needed."""
    assert only(read([request(**{"Sous-secteur": ""})]), "subsector-missing").row == 2


def test_two_people_of_one_name_must_be_told_apart_by_id() -> None:
    """The error names the ids that it could be."""
    people = [*PEOPLE, {"Identifiant": "p-9", "Nom": "Milteau", "Prénom": "Zorbane"}]
    finding = only(read([request(Référent="Zorbane Milteau")], people=people), "professional-ambiguous")
    assert "p-1, p-9" in finding.text


def test_a_kind_that_is_not_the_structures_own_is_an_error() -> None:
    """The column is there for control [R3]."""
    month = read([request(1, Parcours="Pôle emploi"), request(2, Parcours="pssi")])
    assert (only(month, "kind-contradicts").row, codes(month, "error")) == (2, ["kind-contradicts"])


def test_a_partner_twice_or_the_referent_as_partner_is_an_error() -> None:
    """Nobody takes part twice."""
    month = read([request(1, Partenaires="p-1"), request(2, Partenaires="p-2 ; Darsine Quéflin")])
    assert [f.row for f in found(month, "partner-doubled")] == [2, 3]


def test_a_doubled_id_is_an_error_at_the_second_row() -> None:
    """It points at the first."""
    doubled = only(read([request(1), request(1, **{"N° de dossier": "D9"})]), "id-doubled")
    assert (doubled.row, doubled.column) == (3, "A")
    assert "ligne 2" in doubled.text


def test_a_request_without_an_id_gets_one_that_stays() -> None:
    """The same at each import, told as a repair, with nothing of a name in it."""
    rows = [request(1, **{"N° de situation": ""}), request(2)]
    first, again = read(rows), read(rows[::-1])
    (given,) = {row["id"] for row in situations_of(first)} - {"d-2"}
    assert given.startswith("sls-")
    assert given in {row["id"] for row in situations_of(again)}
    assert only(first, "id-given").level == "repaired"


def test_an_id_with_the_persons_name_is_an_error() -> None:
    """Ids are read by everybody; of a professional it is pointed out."""
    month = read([request(1, Nom="Orvache", **{"N° de situation": "2010-ORVACHE"})])
    assert only(month, "id-names-person").level == "error"
    month = read([request()], people=[*PEOPLE, {"Identifiant": "s.orvache", "Nom": "Orvache"}])
    assert (only(month, "id-names-person").level, month.problem is None) == ("warning", False)


def test_all_faults_of_one_row_come_at_once() -> None:
    """Those that reading finds and those that only the contract's checks find; each once."""
    month = read(
        [request(1, Référent="?", Urgence="9", **{"Ordre de priorité": "0", "Date de la demande": "1/10/2010"})]
    )
    assert [finding.heading for finding in month.report.errors] == [
        "Référent", "Date de la demande", "Urgence", "Ordre de priorité",
    ]  # fmt: skip


def test_a_request_for_the_homeless_team_needs_no_subsector() -> None:
    """Where one sub-sector alone has SDF sessions, which is told."""
    month = read([request(1, **{"Type d'instance": "SDF", "Sous-secteur": "", "Quartier": "Berriat"})])
    assert situations_of(month)[0]["subsector"] == "SDF"
    assert only(month, "subsector-given").level == "repaired"


def test_two_alike_requests_without_a_person_are_two() -> None:
    """Nothing says that they are one; the second is numbered."""
    month = read([request(1, **{"N° de situation": "", "N° de dossier": ""})] * 2)
    assert len({row["id"] for row in situations_of(month)}) == 2


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("Date de la demande", "31/1/26"), ("Urgence", "un peu"), ("Urgence", "7"), ("Ordre de priorité", "0"),
     ("Ajournements", "beaucoup"), ("Allocataire invité", "peut-être"), ("Type d'instance", "autre")],
)  # fmt: skip
def test_what_cannot_be_read_is_one_error_at_its_cell(field: str, wrong: str) -> None:
    """Unreadable, or readable and not of the contract."""
    month = read([request(**{field: wrong})])
    (error,) = month.report.errors
    assert (error.row, error.heading) == (2, field)
    assert month.problem is None


@pytest.mark.parametrize("field", ["Structure", "Référent", "Date de la demande"])
def test_an_empty_cell_that_is_needed_is_an_error(field: str) -> None:
    """One error at the empty cell."""
    (error,) = read([request(1), request(2, **{field: ""})]).report.errors
    assert (error.code, error.row, error.heading) == ("cell-missing", 3, field)


def test_all_faults_come_at_once_in_the_order_of_files_rows_and_columns() -> None:
    """Of every table, before a problem is even tried."""
    month = read(
        [request(1, Référent="?"), request(2, Urgence="zzz", **{"Date de la demande": "hier"})],
        sessions=[dict(SESSIONS[0], Lieu="nulle part", Heure="tantôt"), *SESSIONS[1:]],
    )
    places = [(finding.file, finding.row, finding.column) for finding in month.report.errors]
    assert places == [
        ("situations", 2, "E"), ("situations", 3, "F"), ("situations", 3, "G"), ("sessions", 2, "D"),
        ("sessions", 2, "F"),
    ]  # fmt: skip
