"""Yes and no, counts, lists, choices and classes of values; and nothing that is read is ever said again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.cells.cells import fault
from rsa_sched.intake.cells.values import (
    Read,
    read_choice,
    read_count,
    read_date,
    read_hour,
    read_list,
    read_moment,
    read_yes_no,
    value_class,
)

TYPES = ("standard", "SDF", "psychologue")
READERS: list[Callable[[str], Read]] = [
    read_date, read_moment, read_hour, read_yes_no, read_count, read_list, lambda text: read_choice(text, TYPES),
]  # fmt: skip

cells = st.text() | st.from_regex(r"[0-9 ,./:hT°ner-]{0,14}", fullmatch=True)


@given(cells, st.sampled_from(READERS))
def test_no_reader_says_what_stands_in_the_cell(text: str, reader: Callable[[str], Read]) -> None:
    """Facts are of the choices, whatever the text; a value and a fault exclude each other; nothing raises."""
    read = reader(text)
    assert read.facts in ({}, {"choices": TYPES}, *({"near": word} for word in TYPES))
    assert not read.at_fault or read.value is None


@given(st.text(alphabet="Zorbaneéж", min_size=1))
def test_classes_tell_lengths_only(text: str) -> None:
    """The same class for every word of one length."""
    assert value_class(text) == f"texte de {len(text)} caractère{'s' * (len(text) > 1)}"


@pytest.mark.parametrize(
    ("text", "value"),
    [("Oui", True), ("o", True), ("X", True), ("VRAI", True), ("yes", True), ("1", True), ("oui.", True), ("☑", True),
     ("non", False), ("N", False), ("FAUX", False), ("no", False), ("0", False), ("", None), ("\u00a0oui ", True)],
)  # fmt: skip
def test_yes_and_no(text: str, value: bool | None) -> None:
    """In every usual spelling, without a word."""
    assert read_yes_no(text) == Read(value)


@pytest.mark.parametrize("text", ["oui ?", "ok", "peut-être", "2", "-", "oui/non", "non, sauf urgence"])
def test_neither_yes_nor_no_is_refused(text: str) -> None:
    """Half a yes is none; a dash may mean either."""
    assert read_yes_no(text).code == "yes-no-unreadable"


@pytest.mark.parametrize(("text", "value"), [("2", 2), ("0", 0), ("02", 2), (" 180 ", 180), ("", None)])
def test_counts(text: str, value: int | None) -> None:
    """Whole numbers, without a word."""
    assert read_count(text) == Read(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("2,0", 2), ("2.0", 2), ("n°2", 2), ("N° 3", 3), ("1er", 1), ("2ème", 2), ("3e", 3), ("1 000", 1000),
     ("1\u202f000", 1000), ("+2", 2), ("180 min", 180), ("２", 2), ("2.", 2)],
)  # fmt: skip
def test_repairs_of_counts_are_told(text: str, value: int) -> None:
    """Every other way of writing a whole number is a repair."""
    read = read_count(text)
    assert read.value == value
    assert read.repairs and not read.at_fault


@pytest.mark.parametrize(
    ("text", "code"),
    [("deux", "count-unreadable"), ("-1", "count-negative"), ("2,5", "count-fraction"), ("1/3", "count-unreadable"),
     ("9" * 5_000, "count-large"), ("2 3", "count-unreadable"), ("1e3", "count-unreadable"), ("²", "count-unreadable"),
     ("1,000", "count-unreadable"), ("06 12 34 56 78", "count-unreadable"), ("٢", "count-unreadable")],
)  # fmt: skip
def test_what_is_no_count_is_refused(text: str, code: str) -> None:
    """Words, signs, halves, thousands of figures, English thousands."""
    assert (read_count(text).value, read_count(text).code) == (None, code)


@given(st.integers(0, 1_000_000_000))
def test_a_count_is_read_back(number: int) -> None:
    """Plainly, as a decimal and in French groups of three."""
    assert read_count(str(number)) == Read(number)
    assert read_count(f"{number},0").value == read_count(f"{number:,}".replace(",", "\u202f")).value == number


@pytest.mark.parametrize(
    ("text", "value"),
    [("a ; b", ["a", "b"]), ("a\r\nb", ["a", "b"]), ("a, b,c", ["a", "b", "c"]), ("a", ["a"]), ("a;;b;", ["a", "b"]),
     ("- a\n• b", ["a", "b"]), ("Milteau, Zorbane ; b", ["Milteau, Zorbane", "b"]), ("007;p-1", ["007", "p-1"])],
)  # fmt: skip
def test_lists(text: str, value: list[str]) -> None:
    """Semicolons and line breaks first; commas only where there are none."""
    assert read_list(text) == Read(value)


def test_doubled_entries_and_empty_lists_are_repairs() -> None:
    """The same name twice counts once; separators alone are nothing."""
    assert read_list("Élo ; b ; ELO").value == ["Élo", "b"]
    assert read_list("Élo ; b ; ELO").code == "list-twice"
    assert read_list(" ; ;").value is None and read_list(" ; ;").repairs
    assert read_list("aucun").value is None and read_list("aucun").repairs
    assert read_list("") == Read()


def test_choices() -> None:
    """By word or by what a word stands for; an unknown one gets the nearest, or all of them."""
    assert read_choice(" sdf ", TYPES).value == "SDF"
    assert read_choice("Après midi", {"après-midi": "pm", "matin": "am"}).value == "pm"
    assert read_choice("psycologue", TYPES) == fault("choice-unknown", "nearest", near="psychologue")
    assert read_choice("réunion", TYPES) == fault("choice-unknown", "listed", choices=TYPES)
    assert read_choice("", TYPES) == Read()
    assert read_choice("-", TYPES).repairs
    assert read_choice("?!", TYPES).code == "choice-unknown"


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "vide"), ("\u00a0", "vide"), ("12", "nombre"), ("2,50", "nombre"), ("-3", "nombre"), ("5/10/2010", "date"),
     ("9h30", "heure"), ("Zorbane", "texte de 7 caractères"), ("z", "texte de 1 caractère"),
     ("9 99 99 99 999 999 99", "suite de 15 chiffres"), ("09.99.99.99.99", "suite de 10 chiffres"),
     ("40456", "nombre"), ("05/10/10", "texte de 8 caractères")],
)  # fmt: skip
def test_value_classes(text: str, told: str) -> None:
    """What sort of thing, and how long."""
    assert value_class(text) == told
