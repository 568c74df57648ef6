"""What must not be in the tables is found, and what only looks like it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.rows.privacy import (
    cells_with_contact,
    cells_with_nir,
    holds_email,
    holds_health_word,
    holds_nir,
    holds_phone,
    is_nir_like,
    split_nir,
    without_nir,
)


def nir(sex: int = 1, year: int = 80, month: int = 2, place: str = "38", town: int = 185, order: int = 42) -> str:
    """A well-formed number of 13 characters."""
    return f"{sex}{year:02}{month:02}{place}{town:03}{order:03}"


def key(number: str) -> str:
    """Its key of two digits."""
    return f"{97 - int(number.replace('2A', '19').replace('2B', '18')) % 97:02}"


months = st.one_of(st.integers(1, 12), st.integers(20, 42), st.integers(50, 99))
places = st.one_of(st.integers(1, 99).map(lambda n: f"{n:02}"), st.sampled_from(["2A", "2B"]))
numbers = st.builds(
    nir, st.sampled_from([1, 2]), st.integers(0, 99), months, places, st.integers(0, 999), st.integers(0, 999)
)


@given(numbers, st.sampled_from(["", " ", ".", "\u00a0", "-"]), st.booleans(), st.sampled_from(["", "NIR : ", "voir "]))
def test_every_form_of_a_nir_is_found(number: str, gap: str, with_key: bool, before: str) -> None:
    """13 digits, or 15 with the key, with or without separators, alone or in a text."""
    parts = [number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13]]
    parts += [key(number)] if with_key else []
    assert holds_nir(before + gap.join(parts) + ("." if before else ""))


@given(numbers, st.integers(0, 99))
def test_any_key_will_do(number: str, wrong: int) -> None:
    """A number with a slip of the keyboard is still somebody's; it is hidden in names of files too."""
    assert holds_nir(f"{number}{wrong:02}")
    assert number not in without_nir(f"sls {number}{wrong:02}.csv")


@given(numbers, st.integers(0, 99), st.sampled_from([(1, 3, 5, 7, 10, 13), (3, 7, 13), (5, 10), (1, 7, 10), (13,)]))
def test_one_over_several_cells_is_found(number: str, wrong: int, cuts: tuple[int, ...]) -> None:
    """Cut where its groups end, as forms with boxes do."""
    whole = f"{number}{wrong:02}"
    cells = [whole[a:b] for a, b in zip((0, *cuts), (*cuts, 15), strict=True)]
    assert split_nir(["S1", *cells, "oui"]) == 1 or len(cells) == 2


@pytest.mark.parametrize(
    ("row", "first"),
    [(["2 81 03", "99 999 999", "07"], 0), (["x", "281", "03", "2A", "999", "999"], 1), (["28103", "99999999"], None),
     (["1", "2", "3", "4", "5"], None), (["01/09/2010", "20/09/2010"], None), (["12345", "1234567", "38000"], None),
     (["1", "80", "2", "0123456", "38000"], None), ([], None)],
)  # fmt: skip
def test_figures_side_by_side_are_mostly_no_nir(row: list[str], first: int | None) -> None:
    """Counts, dates, numbers of cases and postcodes in neighbouring cells."""
    assert split_nir(row) == first


@pytest.mark.parametrize("text", ["981039999999907", "2 81 13 99 999 999 07", "281 139 999 999 907"])
def test_in_a_column_of_numbers_thirteen_or_fifteen_figures_are_one(text: str) -> None:
    """Whatever sex and month say: one wrong digit."""
    assert is_nir_like(text) and not is_nir_like(text + "1") and not is_nir_like("D" + text)


@pytest.mark.parametrize(
    ("text", "health"),
    [("Dépression sévère", True), ("hospitalisé en mai", True), ("suivi au CMP", True), ("RQTH en cours", True),
     ("Problème de logement", False), ("Handicapée par ses dettes", True), ("Recherche d'emploi", False), ("", False)],
)  # fmt: skip
def test_words_of_health_are_seen(text: str, health: bool) -> None:
    """Whatever the accents."""
    assert holds_health_word(text) is health


@pytest.mark.parametrize(
    "text",
    [
        "", "12", "1.85057800608491", "0,1850578006084",
        "2010-10-05", "05/10/2010 09:00", "06 12 34 56 78", "D0012345",
        "12345678901234", "1801338185042",
        "0800238185042", "9800238185042", "1800200185042", "21800238185042", "18002381850421", "p-1800",
    ],
)  # fmt: skip
def test_other_figures_are_no_nir(text: str) -> None:
    """Dates, telephone numbers, case numbers, a SIRET, an impossible month or place."""
    assert not holds_nir(text)


def test_wide_digits_are_digits() -> None:
    """A NIR in full-width figures is one."""
    assert holds_nir("".join(chr(ord(digit) + 0xFEE0) for digit in nir()))


def test_whole_columns_tell_which_cells() -> None:
    """Numbers of the cells, whatever stands around them."""
    cells = [(3, "rien de particulier"), (5, nir()), (9, f"{nir()} et plus"), (11, "")]
    assert cells_with_nir(cells) == [5, 9]
    assert cells_with_nir(cells[:1]) == []


@pytest.mark.parametrize("text", ["z.milteau@exemple.fr", "écrire à zm+1@sls.exemple.fr svp", "a-b@c-d.org"])
def test_email_addresses_are_found(text: str) -> None:
    """In a text or alone."""
    assert holds_email(text)


@pytest.mark.parametrize("text", ["@", "a@b", "9h @ Grenoble", "rendez-vous", "x@y z"])
def test_other_texts_are_no_email_address(text: str) -> None:
    """An @ alone is not enough."""
    assert not holds_email(text)


@pytest.mark.parametrize(
    "text",
    ["0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "tél:04-76-00-00-01"],
)
def test_telephone_numbers_are_found(text: str) -> None:
    """As they are written in France."""
    assert holds_phone(text)


@pytest.mark.parametrize("text", ["2010-10-05", "061234567", "06123456789", "00 12 34 56 78", "12/10/2010 09:00"])
def test_other_figures_are_no_telephone_number(text: str) -> None:
    """Dates and figures of another length."""
    assert not holds_phone(text)


def test_contacts_of_a_column() -> None:
    """Which cells hold which."""
    cells = [(1, "06 12 34 56 78"), (2, "a.b@exemple.fr"), (3, "rien"), (4, "a.b@exemple.fr 0612345678")]
    assert cells_with_contact(cells) == {"email": [2, 4], "phone": [1, 4]}
