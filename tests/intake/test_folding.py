"""Headings are folded to what they say: one heading is one field, whoever wrote it, and no two fields share one."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.columns.folding import distance, gist, is_cut_short, slips
from rsa_sched.intake.columns.headings import EXACT, OUTPUT, Vocabulary, _headings, folds
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.profile import Profile
from tests.intake.month import only, read, request


@pytest.mark.parametrize("kind", TABLES)
def test_no_two_fields_claim_one_heading(kind: str) -> None:
    """Neither as it is written nor folded: matching is not greedy."""
    fields = {one.key: one for one in TABLES[kind]}
    plainly, folded = defaultdict(set), defaultdict(set)
    for rank, key, word in _headings(kind):
        plainly[bare(word)].add(key)
        for fold in folds(fields[key], word) if rank not in (OUTPUT, EXACT) else ():
            folded[fold].add(key)
    twice = {word: keys for words in (plainly, folded) for word, keys in words.items() if len(keys) > 1}
    assert {word: sorted(keys) for word, keys in twice.items()} == {}


CASES = {
    "REFERENT.E *": "referent", "N CAF": "case_number", "COMPLEMENT ADRESSE": "address_more", "VILLE": "town",
    "DATE DEMANDE": "requested_on", "PB MAIL": "unneeded", "ROLE": "unneeded", "SEXE": "unneeded",
    "Nom et prénom de l'allocataire": "full_name", "N° allocataire CAF": "case_number", "Urgent ?": "urgency",
    "Date de saisine": "requested_on", "Identifiant dans le SI*": "case_number", "Prénom*": "first_name",
    "Numéro allocataire CAF/MSA": "case_number", "Adresse (complément)": "address_more", "Code postal": "postcode",
    "Accompagnateurs": "referent", "Identifiant Pôle emploi": "unneeded", "Nom de naissance": "birth_name",
    "Nom d'usage": "last_name", "Nom d’usage de la bénéficiaire": "last_name", "Prénom de l'usagère": "first_name",
    "Numéro de téléphone": "phone", "ID interne au département": "case_number", "Adresse e-mail": "email",
    "Numéro d'allocataire": "case_number", "Référente unique (obligatoire)": "referent", "Née le": "birth_date",
    "NOM DU BENEFICIAIRE :": "last_name", "Nom (en capitales)": "last_name", "Bénéficiaire": "full_name",
    "Structures": "structure", "Quartiers": "neighbourhood", "Sous-secteurs [liste]": "subsector",
    "Nom du référent": "referent", "Référente de l'usager": "referent",
    "Date de naissance de la personne": "birth_date",
}  # fmt: skip


@pytest.mark.parametrize(("heading", "key"), CASES.items())
def test_headings_of_other_offices_are_known(heading: str, key: str) -> None:
    """Those of carnet de bord, rdv-insertion and old tables, and their like."""
    found = Vocabulary("situations", Profile()).meaning(heading)
    assert found is not None and found.key == key


@pytest.mark.parametrize(
    "heading",
    ["Nom du conjoint", "Date", "Code personne 2 bis", "Nom de la mère", "Prénom de l'enfant", "Téléphone du référent",
     "Adresse du référent", "Date de naissance du conjoint", "Code allocataire", "Courriel du référent"],
)  # fmt: skip
def test_a_heading_about_somebody_else_is_not_the_persons(heading: str) -> None:
    """What is said of a spouse, a child or a referent is unknown, and nothing is offered for it."""
    known = Vocabulary("situations", Profile())
    assert known.meaning(heading) is None
    assert known.offered(heading) is None


@pytest.mark.parametrize(
    ("written", "offered"),
    [("Prénon", "first_name"), ("Date de naisance", "birth_date"), ("Réferrent", "referent"),
     ("Strcuture", "structure"),
     ("Nom de naissance du père", None), ("Date de connaissance", None), ("Structure 2", None), ("Non", None)],
)  # fmt: skip
def test_a_slip_is_offered_another_word_is_not(written: str, offered: str | None) -> None:
    """A wrong hint would lose or change a person: it is worse than none."""
    found = Vocabulary("situations", Profile()).offered(written)
    assert (found.key if found else None) == offered


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_that_is_known(text: str) -> None:
    """A folded heading folds to itself, but for words that end in several signs of gender and number."""
    once = gist(text)
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert len(gist(once).split()) <= len(once.split())


def test_slips_are_within_words() -> None:
    """As many words, figures alike; a distance counts letters."""
    assert distance("prenom", "prenon") == 1 and distance("ab", "ba") == 1 and distance("", "abc") == 3
    assert slips("date naisanc", "date naissanc") == 1
    for written, known in (("secteur 1", "secteur 2"), ("nom", "prenom"), ("nom", "nom"), ("date", "date naissanc")):
        assert slips(written, known) is None


def test_a_heading_cut_short_is_offered_where_its_column_is_missing() -> None:
    """« Réf. » beside « N° » may be « Référent »: told, not taken."""
    rows = [request(1) | {"Réf.": "p-1"}]
    del rows[0]["Référent"]
    assert (
        is_cut_short("Réf.", "Référent") and not is_cut_short("Référent", "Référent") and not is_cut_short("N", "Nom")
    )
    assert "La colonne F y ressemble" in only(read(rows), "column-missing").action
