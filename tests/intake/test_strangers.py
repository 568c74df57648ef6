"""Tables of other offices: their headings, names, referents and profiles, each kind in several spellings."""

from __future__ import annotations

import pytest

from rsa_sched.intake.columns.composed import split_name
from rsa_sched.intake.columns.headings import Vocabulary
from rsa_sched.intake.profile import Profile
from tests.intake.month import ORGANISATION, codes, read, request, situations_of


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("NOM MARITAL", "last_name"), ("Nom d’épouse", "last_name"), ("Nom usuel", "last_name"),
        ("Nom de famille", "birth_name"), ("Nom de la personne accompagnée", "last_name"),
        ("Prénom de la personne suivie", "first_name"), ("Naissance", "birth_date"), ("N° dossier MSA", "case_number"),
        ("Quartier de l'allocataire", "neighbourhood"), ("Quartier du bénéficiaire", "neighbourhood"),
        ("Commune / quartier", "neighbourhood"), ("Lieu de résidence (quartier)", "neighbourhood"),
        ("Structure accompagnatrice", "structure"), ("AGENCE", "structure"), ("Demande du", "requested_on"),
        ("Urgent : oui / non", "urgency"), ("Urgence (oui/non)", "urgency"), ("Code postal / Ville", "town"),
        ("CP Ville", "town"), ("Courrier", "official_letter"), ("H/F", "unneeded"),
    ],
)  # fmt: skip
def test_headings_of_other_offices(heading: str, key: str) -> None:
    """Each is known, and as nothing else."""
    found = Vocabulary("situations", Profile()).meaning(heading)
    assert found is not None
    assert found.key == key


def test_a_name_in_use_and_one_of_birth() -> None:
    """« Nom de famille » is the name of birth beside « Nom usuel », and the name where it stands alone."""
    born = {"Prénom": "Ana", "Date de naissance": "02/03/1980", "N° de dossier": ""}
    month = read([request() | born | {"Nom usuel": "TORBEL", "Nom de famille": "ZIVARD"}])
    (person,) = [one for one in month.names.values() if one.sort == "person"]
    assert (person.last_name, person.birth_name) == ("TORBEL", "ZIVARD")
    month = read([request() | born | {"Nom de famille": "ZIVARD"}])
    (person,) = [one for one in month.names.values() if one.sort == "person"]
    assert (person.last_name, person.birth_name) == ("ZIVARD", "")


@pytest.mark.parametrize(
    "text", ["TORVEL (née ZIVARD) Lise", "TORVEL née ZIVARD Lise", "TORVEL épouse ZIVARD Lise", "Anne Martin"]
)
def test_a_name_is_left_whole_where_what_is_what_is_not_said(text: str) -> None:
    """A name of birth is no part of a first name; two words alike say nothing under « Identité »."""
    assert split_name(text, first_last=None) == ("", text, "")


@pytest.mark.parametrize("mark", ["?", "inconnu", "Inconnue", "non renseigné", "N.C.", "NR"])
def test_a_word_for_unknown_is_no_first_name(mark: str) -> None:
    """Two of the same last name and date of birth are not one for it, and what is missing is told."""
    born = {"Nom": "TORBEL", "Prénom": mark, "Date de naissance": "02/03/1980", "N° de dossier": ""}
    month = read([request() | born])
    assert {"void-mark", "identity-weak"} <= set(codes(month))
    assert all(one.first_name == "" for one in month.names.values() if one.sort == "person")


@pytest.mark.parametrize(
    "text",
    ["MILTEAU Z.", "Milteau, Z.", "Mme Milteau Z", "M.Milteau", "Mme Zorbane MILTEAU - Service social",
     "Milteau – antenne", "Mme MILTEAU, depuis le 3/09"],
)  # fmt: skip
def test_referents_with_half_a_name_or_too_much(text: str) -> None:
    """Found where only one of the structure can be meant, and told."""
    month = read([request() | {"Référent": text}])
    assert [one["referent"] for one in situations_of(month)] == ["p-1"]
    assert "referent-matched" in codes(month)


@pytest.mark.parametrize("text", ["Milteau - Quéflin", "MILTEAU Q.", "Milteau / Vaurmel"])
def test_referents_of_whom_another_may_be_meant(text: str) -> None:
    """Two names, or another's initial, are refused."""
    assert "professional-unknown" in codes(read([request() | {"Référent": text}]))


def test_a_profile_names_columns_as_the_form_does() -> None:
    """By label as by key, both for the same field together; a label of no column is refused."""
    columns = {"Date de la demande": ["Envoi"], "requested_on": ["Parti le"], "n° de dossier": ["Chemise"]}
    profile = Profile.from_dict(ORGANISATION | {"columns": {"situations": columns}})
    assert profile.columns["situations"] == {"requested_on": ("Envoi", "Parti le"), "case_number": ("Chemise",)}
    found = Vocabulary("situations", profile).meaning("Parti le")
    assert found is not None
    assert found.key == "requested_on"
