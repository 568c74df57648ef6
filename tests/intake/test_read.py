"""From whole tables to a problem: what is read, what is refused, where it is told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rsa_sched.errors import InputError
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.pseudonyms import Key
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.names import Identity, NameTable
from tests.intake.month import (
    KEY,
    ORGANISATION,
    PEOPLE,
    SESSIONS,
    codes,
    found,
    only,
    read,
    request,
    situations_of,
)


def of(problem: Import, holder: str) -> list[dict[str, Any]]:
    """A raw list of the problem."""
    assert problem.problem is not None, str([str(finding) for finding in problem.report.errors])
    listed: list[dict[str, Any]] = problem.problem.to_dict()[holder]
    return listed


# --- requests ---------------------------------------------------------------------------------------------------------


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


def test_two_alike_requests_without_ids_get_two() -> None:
    """The second is numbered."""
    month = read([request(1, **{"N° de situation": ""})] * 2)
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


# --- sessions, people, absences ---------------------------------------------------------------------------------------


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


# --- decisions, history -----------------------------------------------------------------------------------------------


def test_decisions_become_pins_bans_and_announcements() -> None:
    """With the hour where one is given; the date only controls."""
    decisions = [
        {"N° de situation": "d-1", "Décision": "fixée", "N° de séance": "s-1", "Heure": "9h30"},
        {"N° de situation": "d-2", "Décision": "exclue", "N° de séance": "s-1", "Date": "12/10/2010"},
        {"N° de situation": "d-2", "Décision": "annoncée", "N° de séance": "s-1", "Heure": "10h"},
    ]
    month = read([request(1), request(2)], decisions=decisions)
    assert of(month, "pins") == [{"situation": "d-1", "session": "s-1", "start": "2010-10-12T09:30"}]
    assert of(month, "bans") == [{"situation": "d-2", "session": "s-1"}]
    assert of(month, "announced") == [{"situation": "d-2", "session": "s-1", "start": "2010-10-12T10:00"}]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"N° de situation": "d-777"}, "situation-unknown"),
        ({"N° de séance": "s-x99"}, "session-unknown"),
        ({"Date": "13/10/2010"}, "date-contradicts"),
        ({"Décision": "annoncée"}, "cell-missing"),
        ({"Décision": "peut-être"}, None),
    ],
)
def test_a_faulty_decision_is_one_error(cells: dict[str, str], code: str | None) -> None:
    """At its row; without bad requests nothing can be left out."""
    sound = {"N° de situation": "d-1", "Décision": "fixée", "N° de séance": "s-1", "Date": "", "Heure": ""}
    (error,) = read(decisions=[sound, {**sound, "N° de situation": "d-2"} | cells],
                    situations=[request(1), request(2)]).report.errors  # fmt: skip
    assert (error.file, error.row) == ("decisions", 3)
    assert code in (None, error.code)


def test_a_table_of_history_counts_before_the_profile() -> None:
    """And kinds are found by their aliases."""
    mapping = ORGANISATION | {"history": [{"service": "grenoble", "kind": "PE", "units": 1}]}
    assert of(read(mapping=mapping), "history") == [{"service": "grenoble", "kind": "PE", "units": 1}]
    history = [{"Service": "Service de Grenoble", "Parcours": "France Travail", "Unités accordées": "31"}]
    month = read(mapping=mapping, history=history)
    assert of(month, "history") == [{"service": "grenoble", "kind": "PE", "units": 31}]


# --- people behind the requests ---------------------------------------------------------------------------------------


def test_names_go_to_the_name_table_and_pseudonyms_to_the_problem() -> None:
    """With what the official letter needs."""
    cells = {"Civilité": "Mme", "Nom": "Orvache", "Prénom": "Silmène", "Date de naissance": "29/02/1980",
             "Adresse": "1 rue Nulle", "Courrier officiel": "oui", "Courriel": "so@exemple.fr"}  # fmt: skip
    month = read([request(**cells)])
    (row,) = situations_of(month)
    assert month.names[row["person"]] == Identity(
        row["person"],
        "person",
        "Mme",
        "Orvache",
        "Silmène",
        "1980-02-29",
        "D0001",
        "so@exemple.fr",
        "1 rue Nulle",
        True,
    )
    assert month.names["p-1"] == Identity("p-1", "professional", "", "Milteau", "Zorbane", email="zm@sls.example")
    assert "p-4" not in month.names


def test_the_old_name_table_is_kept_and_completed() -> None:
    """Known people keep their pseudonym; what is newly written counts; nobody is lost."""
    old = NameTable([
        Identity("b-1", "person", last_name="Orvache", case_number="D0001", email="old@exemple.fr"),
        Identity("b-2", "person", case_number="D77"),
    ])  # fmt: skip
    month = read([request(Courriel="new@exemple.fr")], names=old, key=None)
    assert situations_of(month)[0]["person"] == "b-1"
    assert (month.names["b-1"].email, month.names["b-1"].last_name) == ("new@exemple.fr", "Orvache")
    assert "b-2" in month.names


def test_without_a_key_new_people_are_one_error_that_tells_what_to_do() -> None:
    """Whatever else is skipped: no name ever goes where a pseudonym belongs."""
    month = read([request(1), request(2)], key=None, skip_bad_rows=True)
    missing = only(month, "key-missing")
    assert missing.level == "error"
    assert "--key" in missing.action
    assert "2 lignes" in missing.text
    assert month.problem is None


def test_a_pseudonym_in_the_table_is_taken_as_it_is() -> None:
    """No key needed; a name or address in its place is refused."""
    rows = [request(1, Pseudonyme="b-77", **{"N° de dossier": ""})]
    assert situations_of(read(rows, key=None))[0]["person"] == "b-77"
    rows[0]["Pseudonyme"] = "Silmène Orvache"
    month = read(rows)
    assert only(month, "pseudonym-is-a-name").row == 2
    assert month.problem is None


def test_weak_or_no_identities_are_told() -> None:
    """A name alone may be two people's; nothing at all hides a second request."""
    rows = [request(1, Nom="Orvache", **{"N° de dossier": ""}), request(2, **{"N° de dossier": ""})]
    month = read(rows)
    assert [(f.code, f.row) for f in month.report.findings] == [("identity-weak", 2), ("person-missing", 3)]
    assert "person" not in situations_of(month)[1]


def test_one_case_number_under_two_names_is_told() -> None:
    """One person, and a doubt."""
    born = {"Date de naissance": "29/02/1980", "Prénom": "Silmène", "N° de dossier": "D1"}
    month = read([request(1, Nom="Orvache", **born), request(2, Nom="Orvash", **born)])
    assert len({row["person"] for row in situations_of(month)}) == 1
    assert [f.row for f in found(month, "identity-contradiction")] == [2, 3]


# --- what must not be sent --------------------------------------------------------------------------------------------

NIR = "1800238185042"


@pytest.mark.parametrize("field", ["Observations", "Adresse", "Colonne à nous", "Courriel"])
def test_a_nir_in_any_cell_is_an_error_and_never_shown(field: str) -> None:
    """Also in a column that is not read at all; without bad rows the rest can be used."""
    rows = [request(1, **{field: f"{NIR}"}), request(2, **{field: ""})]
    month = read(rows)
    nir = only(month, "nir")
    assert (nir.level, nir.row) == ("error", 2)
    assert month.problem is None
    assert NIR not in str(month.report)
    skipped = read(rows, skip_bad_rows=True)
    assert [row["id"] for row in situations_of(skipped)] == ["d-2"]
    assert NIR not in json.dumps([list(map(str, vars_of(row))) for row in skipped.names.values()])


def vars_of(identity: Identity) -> list[str]:
    """All that an identity holds."""
    return [identity.last_name, identity.first_name, identity.case_number, identity.email, identity.address]


@pytest.mark.parametrize("field", ["Nom", "N° de dossier", "Ajournements", "Structure"])
def test_a_nir_in_a_column_that_is_needed_refuses_everything(field: str) -> None:
    """Without the column the other rows would say something else."""
    month = read([request(1, **{field: NIR}), request(2)], skip_bad_rows=True)
    assert only(month, "nir").row == 2
    assert month.problem is None


def test_a_nir_among_the_sessions_refuses_everything() -> None:
    """Rows of the calendar cannot be left out."""
    month = read(sessions=[dict(SESSIONS[0], Remarque=NIR), *SESSIONS[1:]], skip_bad_rows=True)
    assert only(month, "nir").file == "sessions"
    assert month.problem is None


def test_free_text_is_looked_through_and_left_behind() -> None:
    """Addresses and numbers in it are told; nothing of it is kept."""
    rows = [request(1, Observations="joindre a.b@exemple.fr", Téléphone="0612345678", Autre="06 12 34 56 78")]
    month = read(rows)
    assert [(f.heading, f.row) for f in found(month, "email-in-text")] == [("Observations", 2)]
    assert [f.row for f in found(month, "phone-in-text")] == [2]
    assert [f.heading for f in found(month, "column-left-out")] == ["Observations", "Téléphone"]
    assert month.problem is not None
    for token in ("a.b@", "0612345678", "06 12"):
        assert token not in month.problem.to_json() + str(month.report) + month.names.to_csv().decode()


# --- bad rows, missing tables, arguments ------------------------------------------------------------------------------


def test_bad_requests_are_left_out_on_demand_with_what_hangs_on_them() -> None:
    """Listed by file, sheet and row; decisions on them go too."""
    decisions = [
        {"N° de situation": name, "Décision": "fixée", "N° de séance": "s-1"} for name in ("d-1", "d-2", "d-3")
    ]  # fmt: skip
    rows = [request(1), request(2, Référent="zzz"), request(3, **{"Ordre de priorité": "0"})]
    assert read(rows, decisions=decisions).problem is None
    month = read(rows, decisions=decisions, skip_bad_rows=True)
    assert [row["id"] for row in situations_of(month)] == ["d-1"]
    assert of(month, "pins") == [{"situation": "d-1", "session": "s-1"}]
    assert month.skipped.to_dict("list") == {
        "file": ["situations", "situations", "decisions", "decisions"], "sheet": [""] * 4, "row": [3, 4, 3, 4]
    }  # fmt: skip
    assert month.report.rows_skipped == 4
    assert len(month.report.errors) == 2


@pytest.mark.parametrize("kind", ["situations", "sessions", "people"])
def test_a_table_that_is_missing_is_one_error(kind: str) -> None:
    """Not one a row that would need it."""
    given: dict[str, Any] = {kind: []}
    (error,) = read(**given).report.errors
    assert error.code == "table-missing"


def test_without_a_profile_there_is_one_error() -> None:
    """It says what is missing and how to give it."""
    month = read(mapping=Profile(), id="x", as_of="2010-09-28")
    assert [error.code for error in month.report.errors] == ["organisation-missing"]


@pytest.mark.parametrize("as_of", [dt.date(2010, 9, 28), "2010-09-28", "28/09/2010"])
def test_id_and_day_may_be_given(as_of: dt.date | str) -> None:
    """They count before the profile's."""
    mapping = {key: rows for key, rows in ORGANISATION.items() if key != "problem"}
    assert codes(read(mapping=mapping)) == ["id-missing", "as-of-missing"]
    problem = read(mapping=mapping, id="autre", as_of=as_of).problem
    assert problem is not None
    assert (problem.id, problem.as_of) == ("autre", dt.date(2010, 9, 28))


def test_a_key_among_the_tables_is_refused(tmp_path: Path) -> None:
    """Who gets the folder would get the people; the name table is only pointed out."""
    key, names = tmp_path / "cle.txt", tmp_path / "noms.csv"
    Key.create(key)
    names.write_bytes(NameTable([Identity("b-1", "person", case_number="D1")]).to_csv())
    month = read_tables(tmp_path, mapping=Profile.from_dict(ORGANISATION), key=key, names=names)
    assert only(month, "key-among-tables").level == "error"
    assert only(month, "names-among-tables").level == "warning"
    assert month.problem is None
    assert "b-1" in month.names


def test_a_folder_of_files_is_read_whole(tmp_path: Path) -> None:
    """Tables are told by their headings, other files are told, the given order does not matter."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, rows in (("b.csv", [request(1)]), ("a.csv", SESSIONS), ("c.csv", PEOPLE)):
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        lines = [headings, *([row.get(heading, "") for heading in headings] for row in rows)]
        text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "notes.docx").write_bytes(b"x")
    key = tmp_path / "cle.txt"
    Key.create(key)
    month = read_tables(folder, mapping=ORGANISATION, key=key, names=tmp_path / "noms.csv")
    assert month, str(month.report)
    assert month.report.files == ("notes.docx", "a.csv", "b.csv", "c.csv")
    assert only(month, "file-ignored").file == "notes.docx"
    assert only(month, "names-missing").level == "warning"
    listed = read_tables([folder / "b.csv"], sessions=folder / "a.csv", people=str(folder / "c.csv"),
                         mapping=ORGANISATION, key=key)  # fmt: skip
    assert listed.problem is not None
    assert month.problem is not None
    assert listed.problem.to_dict() == month.problem.to_dict()


def test_a_bad_profile_or_key_is_an_input_error(tmp_path: Path) -> None:
    """These are the caller's own arguments."""
    with pytest.raises(InputError):
        read_tables([], mapping=tmp_path / "rien.toml")
    with pytest.raises(InputError):
        read_tables([], key=tmp_path / "rien.txt")


def test_the_same_tables_give_the_same_bytes() -> None:
    """Problem, report and name table."""
    rows = [request(n, **{"N° de situation": "", "Nom": "Orvache", "Référent": "p-9"}) for n in range(3)]
    one, two = read(rows), read(rows)
    assert one.report == two.report
    assert one.names.to_csv() == two.names.to_csv()


def test_an_import_shows_how_it_went() -> None:
    """True with a problem; repr counts, HTML is the report."""
    sound, bad = read(), read([request(Référent="?")])
    assert sound and not bad
    assert "essai-2010-10" in repr(sound)
    assert "no problem (1 error" in repr(bad)
    assert "<table" in bad._repr_html_()
    assert list(sound.skipped.columns) == ["file", "sheet", "row"]


def test_only_the_sheets_of_a_name_are_read(tmp_path: Path) -> None:
    """Of workbooks; a name that no file has is an error."""
    path = tmp_path / "classeur.xlsx"
    with pd.ExcelWriter(path, engine="xlsxwriter") as writer:
        pd.DataFrame([request(1)]).to_excel(writer, sheet_name="Octobre", index=False)
        pd.DataFrame([request(2)]).to_excel(writer, sheet_name="Novembre", index=False)
    given: dict[str, Any] = {
        "mapping": ORGANISATION, "key": KEY, "sessions": pd.DataFrame(SESSIONS).fillna(""),
        "people": pd.DataFrame(PEOPLE).fillna(""),
    }  # fmt: skip
    assert [row["id"] for row in situations_of(read_tables(path, **given))] == ["d-1", "d-2"]
    assert [row["id"] for row in situations_of(read_tables(path, sheet="novembre", **given))] == ["d-2"]
    assert codes(read_tables(path, sheet="Décembre", **given), "error") == ["sheet-missing", "table-missing"]


def test_a_path_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """No traceback, whichever argument it is."""
    month = read_tables(tmp_path / "rien.csv", people=tmp_path, mapping=ORGANISATION)
    assert {"rien.csv", tmp_path.name} <= {finding.file for finding in month.report.errors}
