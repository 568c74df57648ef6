"""Who is perhaps one person: each way in which names and dates come out otherwise, and those who are two."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.rows.likeness import Spelling, nearly_dates, one_edit, parts, perhaps_same, strength
from rsa_sched.intake.rows.near_people import near_pairs
from tests.profiles import examples

BORN = "1980-03-02"


def named(last: str, first: str, born: str = BORN, case: str = "", birth: str = "") -> Spelling:
    """An identity."""
    return Spelling.of(last, birth, first, born, case)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (named("BRELLOU-TAVIN", "Marie-Anne"), named("Brellou", "Marie-Anne")),
        (named("Brellou Tavin", "Marie-Anne"), named("TAVIN", "Anne")),
        (named("Martin", "Pierre"), named("Pierre", "Martin")),
        (named("Martin Pierre", ""), named("Martin", "Pierre")),
        (named("", "Pierre Martin"), named("Martin", "Pierre")),
        (named("Tavin", "Ana"), named("Brellou", "Ana")),
        (named("Brellou née Tavin", "Ana"), named("Tavin", "Ana")),
        (named("Brellou", "Ana", birth="Tavin"), named("Tavin", "Anna")),
        (named("M. Tavin", "Jo"), named("TAVIN", "Jo")),
        (named("Mme de la Tour", "Jo"), named("Latour", "Jo")),
        (named("D’ Orvan", "Loïc"), named("d'Orvan", "Loick")),
        (named("Müller", "Jörg"), named("Mueller", "Joerg")),
        (named("Strauß", "Jo"), named("Straus", "Jo")),
        (named("Sørensen", "Bo"), named("Soerensen", "Bo")),
        (named("Cœuret", "Bo"), named("Coeurret", "Bo")),
        (named("М\u0430rtin", "\u0410na"), named("Martin", "Ana")),
        (named("Benyoussef", "Mohamed"), named("Ben Yousef", "Mohammed")),
        (named("Martin", "Alexandre"), named("Martin", "Alex")),
        (named("Martin", "Jean-Pierre"), named("Martin", "JP")),
        (named("Martin", "Jean-Pierre"), named("Marti", "J.-P.")),
        (named("Martin", "Robert"), named("Martin", "Bob")),
        (named("Martin", "Ana"), named("Martin", "Ana", "1980-03-03")),
        (named("Martin", "Ana"), named("Martin", "Ana", "1980-02-03")),
        (named("Martin", "Ana"), named("Martin", "Ana", "1908-03-02")),
        (named("Martin", "Ana"), named("Martn", "Ana", "1980-03-12")),
        (named("Martin", "Ana"), named("Martin", "Ana", "")),
        (named("Martin", "Ana", "", "1234"), named("Martin", "Ana", "", "1243")),
        (named("Martin", ""), named("Martin", "Ana")),
    ],
)
def test_perhaps_one_person(one: Spelling, two: Spelling) -> None:
    """In both directions, and found by the search, whoever is a row and whoever is known."""
    assert perhaps_same(one, two)
    assert perhaps_same(two, one)
    assert list(near_pairs([one, two], [0, 1], 2)) == [(0, 1)]
    assert list(near_pairs([two, one], [0, 1], 1)) == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (named("Martin", "Pierre"), named("Garel", "Loïc")),
        (named("Nom1", "Ana"), named("Nom2", "Ana", "1980-03-03")),
        (named("Nom1", "Ana"), named("Nom11", "Ana", "1980-03-03")),
        (named("Martin", "Pierre"), named("Martin", "Pierre", "1991-11-23")),
        (named("Martin", "Pierre"), named("Martin", "Paul", "1980-03-03")),
        (named("Martin", "Pierre", "", "1234"), named("Martin", "Pierre", "", "8899")),
        (named("", ""), named("", "")),
        (named("", "", "", "12"), named("", "", "", "13")),
    ],
)
def test_two_people(one: Spelling, two: Spelling) -> None:
    """Nothing is told of them."""
    assert not perhaps_same(one, two)
    assert not list(near_pairs([one, two], [0, 1], 2))


def test_a_date_that_everybody_has_says_little() -> None:
    """Then both names must be alike: a first name alone brings no doubt."""
    lasts = "Abel Bruno Caron Duval Eloy Fabre Garel Huet Imbert Joly Klein Lounis Morvan Noiret"
    crowd = [named(last, "Zoe") for last in lasts.split()]
    assert not list(near_pairs(crowd, range(len(crowd)), len(crowd)))
    near = [*crowd, named("Vidal-Tavel", "Ines"), named("Tavel", "Ines")]
    assert list(near_pairs(near, range(len(near)), len(near))) == [(14, 15)]


def test_of_two_known_people_nothing_is_told() -> None:
    """That was told when one of them was a row; nor of two rows of one person."""
    people = [named("Martin", "Ana"), named("Martin", "Anna"), named("Martin", "Annah")]
    assert list(near_pairs(people, [0, 1, 2], 1)) == [(0, 1), (0, 2)]
    assert list(near_pairs(people, [0, 0, 0], 3)) == []


def test_the_same_date_of_birth_is_stronger_than_the_same_names() -> None:
    """And of two with one date those whose names are more alike."""
    one = named("Martin", "Ana")
    others = [
        named("Martin", "Ana"),
        named("Martin", "Anna"),
        named("Garel", "Ana"),
        named("Martin", "Ana", "1980-03-03"),
    ]
    assert sorted(others, key=lambda two: strength(one, two), reverse=True) == others


def test_parts_of_a_name() -> None:
    """Without titles, « née » and apostrophes; a title alone is a name."""
    assert parts("Mme Brellou née Tavin-Vaurmel") == ("brellou", "tavin", "vaurmel")
    assert parts("M") == ("m",)
    assert parts("L'Hôte") == ("lhote",)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5))
def test_one_edit_is_symmetrical(one: str, two: str) -> None:
    """And holds of what one letter more makes."""
    assert one_edit(one, two) == one_edit(two, one)
    assert one_edit(one, one + "d")
    assert one_edit(one, "d" + one)


def test_dates_with_one_wrong_figure() -> None:
    """Two wrong ones are another date."""
    assert nearly_dates("1980-03-02", "1980-08-02")
    assert not nearly_dates("1980-03-02", "1981-04-02")


NAMES = st.builds(
    named, st.sampled_from(["Martin", "Martín", "Marti", "Garel", "Garel-Martin", ""]),
    st.sampled_from(["Ana", "Anna", "Jo", "Martin", ""]), st.sampled_from([BORN, "1980-03-03", ""]),
)  # fmt: skip


@examples(100)
@given(st.lists(NAMES, max_size=8))
def test_the_search_finds_whom_comparing_everybody_finds(people: list[Spelling]) -> None:
    """No block hides a pair of these."""
    groups = list(range(len(people)))
    expected = {
        frozenset((people[a], people[b])) for a, b in combinations(groups, 2) if perhaps_same(people[a], people[b])
    }
    found = near_pairs(people, groups, len(people))
    assert {frozenset((people[a], people[b])) for a, b in found} == expected
