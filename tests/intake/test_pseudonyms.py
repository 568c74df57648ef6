"""Pseudonyms: the same person the same, different people different, nothing without the key."""

from __future__ import annotations

import pickle
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.errors import InputError
from rsa_sched.intake.rows.pseudonyms import BareIdentity, Key, Pseudonyms
from rsa_sched.names import Identity, NameTable
from tests.profiles import examples

KEY = Key(bytes(range(32)))
NOBODY = NameTable()

letters = st.text("abcdefghijklmnop", min_size=2, max_size=8)
days = st.dates().map(lambda day: day.isoformat())
people = st.builds(
    BareIdentity, st.sampled_from(["a", "b", "c", ""]), st.sampled_from(["x", "y", ""]),
    st.sampled_from(["1970-01-01", "1980-01-01", ""]), st.sampled_from(["1", "2", "3", ""]),
)  # fmt: skip


def test_a_key_is_made_once_for_its_owner_and_read_back(tmp_path: Path) -> None:
    """A new key file is private, holds 32 bytes in hexadecimal and gives the same pseudonyms when it is read."""
    path = tmp_path / "cle.txt"
    made = Key.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(bytes.fromhex(path.read_text().strip())) == 32
    assert made.sign("x") == Key.read(path).sign("x")
    with pytest.raises(InputError):
        Key.create(path)
    assert made.sign("x") == Key.read(path).sign("x")


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "0" * 63, "0" * 66])
def test_what_is_no_key_is_refused_unseen(tmp_path: Path, text: str) -> None:
    """A file that holds no key is refused, and nothing of it is shown."""
    path = tmp_path / "cle.txt"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        Key.read(path)
    assert len(text) < 3 or text not in str(caught.value)


def test_a_key_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(InputError):
        Key.read(tmp_path / "rien.txt")


def test_a_key_shows_and_gives_away_nothing() -> None:
    """Neither repr nor pickle of a key holds the secret."""
    assert repr(KEY) == "<Key>"
    with pytest.raises(TypeError):
        pickle.dumps(KEY)
    with pytest.raises(ValueError, match="32"):
        Key(b"short")


def test_the_same_person_has_the_same_pseudonym_however_written() -> None:
    """Case, accents, spaces and hyphens of a name do not count."""
    names = Pseudonyms(KEY, NOBODY)
    first = names.of("Milteau-Varne", "Zorbané", "1980-02-29", "")
    assert first == names.of("MILTEAU VARNE", " zorbane ", "1980-02-29", "")
    assert first.startswith("b-")
    assert len(first) == 18


@given(letters, letters, days, st.binary(min_size=32, max_size=32))
def test_a_pseudonym_depends_on_the_key_and_holds_no_name(last: str, first: str, born: str, secret: bytes) -> None:
    """Another key, another pseudonym; only hexadecimal digits in it."""
    one, other = Pseudonyms(KEY, NOBODY), Pseudonyms(Key(secret), NOBODY)
    made = one.of(last, first, born, "")
    int(made[2:], 16)
    assert (made == other.of(last, first, born, "")) == (secret == bytes(range(32)))


def test_full_identity_before_case_number_before_name() -> None:
    """What the pseudonym is made of."""
    names = Pseudonyms(KEY, NOBODY)
    full = names.of("Milteau", "Zorbane", "1980-02-29", "12")
    assert full == names.of("Milteau", "Zorbane", "1980-02-29", "13")
    case = names.of("Milteau", "Zorbane", "", "12")
    assert case == names.of("", "", "", "0012")
    assert len({full, case, names.of("Milteau", "Zorbane", "", "")}) == 3


def test_a_known_identity_keeps_its_pseudonym() -> None:
    """By full identity or by case number, with no key at all."""
    known = NameTable([Identity("b-old", "person", "", "Milteau", "Zorbane", "1980-02-29", "D12")])
    names = Pseudonyms(None, known)
    assert names.of("MILTEAU", "Zorbane", "1980-02-29", "") == "b-old"
    assert names.of("", "", "", "D12") == "b-old"
    with pytest.raises(InputError):
        names.of("Autre", "Zorbane", "1980-02-29", "")


def test_rows_are_one_person_by_a_row_between_them() -> None:
    """Case number here, full identity there: a row with both makes them one."""
    rows = [
        BareIdentity(case="12"),
        BareIdentity("milteau", "zorbane", "1980-02-29"),
        BareIdentity("milteau", "zorbane", "1980-02-29", "12"),
    ]
    found, doubts = Pseudonyms(KEY, NOBODY).of_all(rows)
    assert len(set(found)) == 1
    assert not doubts


def test_one_case_number_under_two_spellings_is_one_person_in_doubt() -> None:
    """A misspelt name does not make two people, and is told at each of the rows."""
    rows = [
        BareIdentity("milteau", "zorbane", "1980-02-29", "12"),
        BareIdentity("miltau", "zorbane", "1980-02-29", "12"),
    ]
    found, doubts = Pseudonyms(KEY, NOBODY).of_all(rows)
    assert found[0] == found[1]
    assert [(doubt.position, doubt.code) for doubt in doubts] == [
        (0, "identity-contradiction"), (1, "identity-contradiction"),
    ]  # fmt: skip


def test_a_couple_under_one_case_number_is_two_people() -> None:
    """Other first name and other date of birth: a letter must not go to the wrong one."""
    rows = [
        BareIdentity("milteau", "zorbane", "1980-02-29", "12"), BareIdentity("milteau", "darsine", "1982-01-01", "12"),
        BareIdentity("milteau", "darsine", "", "12"),
    ]  # fmt: skip
    found, doubts = Pseudonyms(KEY, NOBODY).of_all(rows)
    assert found[0] != found[1] == found[2]
    assert {doubt.code for doubt in doubts} == {"case-shared"}


def test_two_known_pseudonyms_of_one_person_are_told() -> None:
    """A row that joins two entries of the name table takes the first and says so."""
    known = NameTable([
        Identity("b-2", "person", case_number="D12"), Identity("b-1", "person", "", "Mil", "Zor", "1980-02-29"),
    ])  # fmt: skip
    found, doubts = Pseudonyms(KEY, known).of_all([BareIdentity("mil", "zor", "1980-02-29", "d12")])
    assert found == ["b-1"]
    assert [doubt.code for doubt in doubts] == ["identity-joined"]


@examples(300)
@given(st.lists(people, max_size=8), st.randoms())
def test_the_order_of_rows_changes_nothing(rows: list[BareIdentity], random: object) -> None:
    """Each row keeps its pseudonym when the table is sorted otherwise."""
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    names = Pseudonyms(KEY, NOBODY)
    straight, _ = names.of_all(rows)
    shuffled, _ = names.of_all([rows[n] for n in order])
    assert [straight[n] for n in order] == shuffled


def test_reprs_hide_the_identity() -> None:
    """Nothing that holds a name shows it."""
    assert "milteau" not in repr(BareIdentity("milteau", "zorbane"))
