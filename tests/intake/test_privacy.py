"""What must not be in the tables is found, and what only looks like it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.rows.privacy import cells_with_contact, cells_with_nir, holds_email, holds_nir, holds_phone


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


@given(numbers, st.integers(1, 96))
def test_fifteen_digits_with_a_wrong_key_are_no_nir(number: str, off: int) -> None:
    """Another number of 15 digits is not taken for one."""
    wrong = (int(key(number)) + off - 1) % 97 + 1
    assert not holds_nir(f"{number}{wrong:02}")


@pytest.mark.parametrize(
    "text",
    [
        "", "12", "2010-10-05", "05/10/2010 09:00", "06 12 34 56 78", "D0012345", "12345678901234", "1801338185042",
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
