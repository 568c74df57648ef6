"""Damaged numbers are told and identify nobody; births that cannot be are refused or doubted."""

from __future__ import annotations

import pytest

from rsa_sched.intake.rows.numbers import damage
from tests.intake.month import codes, found, only, read, request, situations_of

NUMBER = "N° de dossier"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,23457E+11", "number-rounded"), ("1.2e+09", "number-rounded"), ("1,5E12", "number-rounded"),
        ("12345678901234500", "number-rounded"), ("######", "number-hidden"), ("##", "number-hidden"),
        ("D12\u041e45", "number-letters"), ("12\u039f45", "number-letters"), ("\u0661\u0662\u0663", "number-letters"),
    ],
)  # fmt: skip
def test_a_damaged_number_is_told_and_joins_nobody(text: str, code: str) -> None:
    """Of a case, of a request and of a person; nothing of it in the name table."""
    assert damage(text) == code
    rows = [request(1, Nom="Orvache", Prénom="Ana", **{"Date de naissance": "29/02/1980", NUMBER: text}),
            request(2, **{NUMBER: text})]  # fmt: skip
    month = read(rows)
    one, two = situations_of(month)
    assert (one["person"] is not None, two.get("person")) == (True, None)
    assert [finding.row for finding in found(month, code)] == [2, 3]
    assert all(identity.case_number == "" for identity in month.names.values())
    numbered = read([request(1, **{"N° de situation": text}), request(2, **{"N° de situation": text})])
    assert codes(numbered) == [code, "id-given", code, "id-given"]
    assert codes(read([request(1, Pseudonyme=text, **{NUMBER: ""})])) == ["person-missing", code]


@pytest.mark.parametrize("text", ["D12345", "0012", "1E3", "12345678901234567", "№12", "É-12", "１２３", "#12", ""])
def test_a_sound_number_is_left_alone(text: str) -> None:
    """Accents, wide figures and a single hash are no damage."""
    assert damage(text) == ""


def test_zeros_lost_beside_kept_ones() -> None:
    """In a column that keeps them the shorter number is none; where all lost them they are as good as any."""
    rows = [request(n, **{NUMBER: text}) for n, text in enumerate(("0012345", "0023456", "34567", "1234567"), 1)]
    month = read(rows)
    told = only(month, "number-zeros")
    assert (told.row, told.level, "7 chiffres" in told.text) == (4, "warning", True)
    assert [row.get("person") is None for row in situations_of(month)] == [False, False, True, False]
    for texts in (("12345", "34567", "1234567"), ("0012345", "12345", "23456"), ("0012345", "001234", "12")):
        month = read([request(n, **{NUMBER: text}) for n, text in enumerate(texts, 1)])
        assert not found(month, "number-zeros"), texts


@pytest.mark.parametrize(
    ("born", "code", "level"),
    [
        ("29/09/2010", "birth-future", "error"), ("28/09/2010", "birth-young", "warning"),
        ("29/09/1994", "birth-young", "warning"), ("28/09/1994", "", ""), ("29/09/1900", "", ""),
        ("28/09/1900", "birth-old", "warning"),
    ],
)  # fmt: skip
def test_births_that_cannot_be(born: str, code: str, level: str) -> None:
    """Under 16 and from 110 on: looked at; after the day of the arbitration: refused, and no identity."""
    month = read([request(1, Nom="Orvache", Prénom="Ana", **{"Date de naissance": born})])
    assert [(one.code, one.level) for one in month.report.findings] == ([(code, level)] if code else [])
    heard = read(heard=[{"Nom": "Orvache", "Prénom": "Ana", "Date de naissance": born, "Entendue le": "01/09/2010"}])
    assert [one.code for one in heard.report.findings] == ([code] if code else [])
