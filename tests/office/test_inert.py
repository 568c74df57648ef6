"""Text from data stays text: no formula, no character that a file cannot hold, no path."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import xml.etree.ElementTree as ET
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rsa_sched.office.inert import escaped, file_names, inert_cell, is_illegible, legible, restored_cell

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=12)
"""Halves of surrogate pairs too."""
NEAR_FORMULAS = st.text(alphabet="'=+-@|%\t\r\n\0 \xa0\u200b\ufeff\u2212＝＋－＠﹦⁺1a,.\ufffd\u202e", max_size=6)
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A1", "-2+3+cmd|' /C calc'!A0", "|calc", "%0A=1", "\t=1", "\r=1",
    "\n=1", " =1", "\xa0=1", "\u200b=1", "\ufeff=1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", "﹦1", "⁺1+a", "\u22121+1",
    "\u0301=1", "=HYPERLINK(\"http://example.invalid\")",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_marked_as_text(text: str) -> None:
    """What a spreadsheet might run stands behind an apostrophe, and comes back without it."""
    assert inert_cell(text).startswith("'")
    assert restored_cell(inert_cell(text)) == legible(text)


@pytest.mark.parametrize(
    "text", ["", "12", "-5", "+33 6 00 00 00 00", "2,5", "-0.5 %", "1\u202f234", "Zorbane", "a=b", "05/10/2010", "9h30"]
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    """Numbers and ordinary words bear no apostrophe."""
    assert inert_cell(text) == text == restored_cell(text)


@settings(deadline=None)
@given(st.one_of(ANY_TEXT, NEAR_FORMULAS))
@example("'=1")
@example("''")
@example("' -1+1")
def test_a_cell_comes_back_as_it_was(text: str) -> None:
    """Restoring undoes the marking, for any text; what is marked begins like no formula for whoever trims it."""
    cell = inert_cell(text)
    assert restored_cell(cell) == legible(text)
    first = unicodedata.normalize("NFKC", cell.strip()[:1])
    assert first not in {"=", "@", "|", "%"}
    assert first not in {"+", "-"} or re.fullmatch(r"[+-][\d \xa0\u202f.,%]*", cell)


@settings(deadline=None)
@given(st.lists(st.one_of(ANY_TEXT, NEAR_FORMULAS), min_size=1, max_size=4))
def test_cells_survive_a_csv_file(row: list[str]) -> None:
    """Quoted cells come back from a file as they went in, whatever they hold."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL).writerow(map(inert_cell, row))
    read = next(csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=";", strict=True))
    assert [restored_cell(cell) for cell in read] == [legible(text) for text in row]


@settings(deadline=None)
@given(ANY_TEXT)
def test_legible_text_fits_into_xml(text: str) -> None:
    """An XML parser takes it and gives it back; nothing is left to be replaced, nothing turns the direction."""
    clean = legible(text)
    parsed = ET.fromstring(f"<a>{escape(clean)}</a>").text or ""
    assert parsed == clean
    assert legible(clean) == clean
    assert not set(clean) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\t\r\x7f")


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_legible(text: str) -> None:
    """Letters, figures, signs and spaces of all writings stay."""
    assert legible(text) == text


def test_lines_stay_and_controls_are_marked() -> None:
    """Line ends become newlines, tabs spaces; what cannot be written leaves a mark where it stood."""
    assert legible("a\r\nb\rc\nd\te") == "a\nb\nc\nd e"
    assert legible("\x00\x1b\x85\ud800\uffff\U0001ffff\u202e") == "\ufffd" * 7


# --- names of files ---------------------------------------------------------------------------------------------------

HOSTILE_NAMES = [
    "", ".", "..", "../../x", "..\\x", "/etc/x", "C:\\x", "con", "CON.txt", "nul", "com1", "LPT9.a", "a/b", "a\\b",
    "a:b", "x.", " x", "x ", "-rf", "~", "\0", "a" * 300, "é", "e", "É", "S1", "s1", "ſ1", "*", "?", "\u202egpj",
    "com¹", "\ud800",
]  # fmt: skip
NAMES = st.lists(
    st.one_of(ANY_TEXT, st.sampled_from(HOSTILE_NAMES), st.text(alphabet="aA.-_/\\cCoOnN1", max_size=5)), max_size=12
)


@settings(deadline=None)
@given(NAMES)
@example(HOSTILE_NAMES)
def test_file_names_are_harmless_and_their_own(names: list[str]) -> None:
    """Each id has a name of its own, short, in its folder, allowed on every system, whatever the order of the ids."""
    chosen = file_names(names)
    assert list(chosen) == sorted(set(names))
    assert len({name.upper() for name in chosen.values()}) == len(chosen)
    for name in chosen.values():
        assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,119}", name, re.ASCII)
        assert not name.endswith(".")
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name, re.IGNORECASE)
    assert file_names(reversed(names)) == chosen


def test_harmless_ids_are_their_own_names() -> None:
    """An id that does no harm is the file's name; one that differs in case alone is not."""
    assert file_names(["S1-2010.10", "p-1"]) == {"S1-2010.10": "S1-2010.10", "p-1": "p-1"}
    assert not set(file_names(["S1", "s1"]).values()) & {"S1", "s1"}


def test_no_id_can_take_the_name_of_another() -> None:
    """An id that looks like the fingerprinted name of another leaves it one of its own."""
    marked = file_names(["a/b"])["a/b"]
    both = file_names(["a/b", marked])
    assert both[marked] == marked
    assert both["a/b"].startswith(marked)
    assert both["a/b"] != marked


@pytest.mark.parametrize(
    ("text", "shown"),
    [("é\u202f:\u00a0x\n\ty", "é\u202f:\u00a0x\n\ty"), ("a\u202eb", "a\\u202eb"), ("d\u200b-1", "d\\u200b-1"),
     ("\ud800\x7f\x1b", "\\ud800\\u007f\\u001b")],
)  # fmt: skip
def test_what_does_not_show_is_an_escape_on_a_terminal(text: str, shown: str) -> None:
    """Of JSON, so that a document means the same; spaces and line ends stay."""
    assert escaped(text) == shown


@given(ANY_TEXT)
def test_illegible_is_what_legible_replaces(text: str) -> None:
    """And nothing else: a replacement mark that was there is no fault."""
    assert is_illegible(text) == (legible(text).count("\ufffd") > text.count("\ufffd"))
    assert not is_illegible(legible(text))
