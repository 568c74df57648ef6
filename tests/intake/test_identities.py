"""Names go to the name table, pseudonyms to the problem, doubts to the report."""

from __future__ import annotations

from rsa_sched.names import Identity, NameTable
from tests.intake.month import (
    found,
    only,
    read,
    request,
    situations_of,
)


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


def test_a_table_without_people_is_told_once() -> None:
    """Not at each of its rows."""
    rows = [request(n) for n in (1, 2)]
    for row in rows:
        del row["N° de dossier"]
    missing = only(read(rows, key=None), "person-missing")
    assert (missing.level, missing.file, missing.row) == ("warning", "situations", None)


def test_one_case_number_under_two_names_is_told() -> None:
    """One person, and a doubt."""
    born = {"Date de naissance": "29/02/1980", "Prénom": "Silmène", "N° de dossier": "D1"}
    month = read([request(1, Nom="Orvache", **born), request(2, Nom="Orvash", **born)])
    assert len({row["person"] for row in situations_of(month)}) == 1
    assert [f.row for f in found(month, "identity-contradiction")] == [2, 3]


def test_an_id_of_a_person_and_of_a_professional_is_an_error() -> None:
    """The name table has one row for an id: one of the two would bear the other's name."""
    month = read([request(1, Pseudonyme="p-1", **{"N° de dossier": ""})])
    assert only(month, "pseudonym-of-professional").row == 2
    assert month.problem is None
    old = NameTable([Identity("b-7", "professional", last_name="Quérin"), Identity("p-1", "person", last_name="Tavöl")])
    month = read([request(1, Pseudonyme="b-7", **{"N° de dossier": ""})], names=old)
    assert sorted(one.file for one in found(month, "pseudonym-of-professional")) == ["people", "situations"]


def test_a_number_that_a_spreadsheet_rounded_is_told() -> None:
    """More than 15 figures, the rest of which are zeros, or a power of ten: two people may seem one."""
    for number in ("12345678901234500", "1,23457E+18"):
        doubt = only(read([request(1, **{"N° de dossier": number})]), "number-rounded")
        assert (doubt.level, doubt.row) == ("warning", 2)
    for number in ("123456789012345", "12345678901234567", "D12345678901234500", "1E3"):
        assert not found(read([request(1, **{"N° de dossier": number})]), "number-rounded")
