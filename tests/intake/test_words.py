"""Words are compared without what spellings differ in, and only near ones are offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.cells.words import bare, clean, nearest


@pytest.mark.parametrize(
    "spelling",
    ["N° de situation", "n°\nDE  Situation", "Nº de\u00a0situation", "№ DE SITUATION :", "N\u200b° de situation *",
     "Ｎ° de situation"],
)  # fmt: skip
def test_one_word_has_one_key(spelling: str) -> None:
    """Case, line breaks, blanks of any kind, invisible characters and wide letters make no difference."""
    assert bare(spelling) == "ndesituation"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Prénom", "PRENOM"), ("Référent", "Re\u0301fe\u0301rent"), ("Cœur", "COEUR"), ("E-mail", "email")],
)
def test_accents_and_ligatures_make_no_difference(one: str, other: str) -> None:
    """Composed, decomposed and left-out accents, ligatures and hyphens."""
    assert bare(one) == bare(other)


def test_different_words_have_different_keys() -> None:
    """Nothing but spelling is left out: figures count."""
    assert len({bare(word) for word in ("S1", "S2", "S12", "nom", "prénom")}) == 5


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    """Bare is idempotent, so that names may be kept as keys."""
    assert bare(bare(text)) == bare(text)


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean is idempotent and leaves neither blanks at the ends nor carriage returns."""
    once = clean(text)
    assert clean(once) == once == once.strip()
    assert "\r" not in once


def test_clean_keeps_lines_and_letters() -> None:
    """A cell of two lines stays one; accents stay as they are."""
    assert clean("\ufeff Été\u202f12 \r\n\u00a0soir\u200b ") == "Été 12\nsoir"


def test_the_nearest_word_is_offered_only_when_it_is_near() -> None:
    """One slip is forgiven, another word is not."""
    known = ("standard", "SDF", "psychologue")
    assert nearest("psycologue", known) == "psychologue"
    assert nearest("STANDART", known) == "standard"
    assert nearest("réunion", known) is None
    assert nearest("", known) is None
    assert nearest("x" * 5_000, known) is None


def test_of_equally_near_words_the_first_is_offered() -> None:
    """Whatever order the words come in."""
    assert (
        nearest("secteur 3", ["secteur 2", "secteur 1"])
        == nearest("secteur 3", ["secteur 1", "secteur 2"])
        == "secteur 1"
    )
