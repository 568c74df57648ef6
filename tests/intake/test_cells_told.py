"""Findings that hardly any table brings out, each by a table that does, with the level that the page says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.french.test_catalogue import codes
from tests.intake.month import SESSIONS, found, only, read, request

DAY = {"Professionnel": "p-1", "Date": "", "Demi-journée": "", "Début": "", "Fin": ""}
ODD: dict[str, dict[str, Any]] = {
    "count-large": {"situations": [request(**{"Ajournements": "9" * 40})]},
    "date-several": {"situations": [request(**{"Date de la demande": "01/09/2010 - 02/09/2010"})]},
    "day-missing": {"absences": [DAY | {"Début": "9h00", "Fin": "10h00"}]},
    "hour-24": {"sessions": [SESSIONS[0] | {"Heure": "24h00"}, *SESSIONS[1:]]},
    "hour-several": {"sessions": [SESSIONS[0] | {"Heure": "9h00 et 14h00"}, *SESSIONS[1:]]},
    "hours-apart": {"sessions": [SESSIONS[0] | {"Heure": "9h00 à 12h00"}, *SESSIONS[1:]]},
    "health-in-text": {"situations": [request(**{"Observations": "hospitalisé depuis mai"})]},
    "email-in-text": {"situations": [request(**{"Observations": "a@b.example"})]},
    "phone-in-text": {"situations": [request(**{"Observations": "06 98 76 54 32"})]},
    "number-hidden": {"situations": [request(**{"N° de dossier": "######"})]},
    "number-letters": {"situations": [request(**{"N° de dossier": "D\u041e12"})]},
}


@pytest.mark.parametrize("code", ODD)
def test_it_is_told_with_the_level_of_the_page(code: str) -> None:
    """Once or more, and as the page has it."""
    given = dict(ODD[code])
    month = read(given.pop("situations", None), **given)
    told = found(month, code)
    assert told, month.report
    assert {one.level for one in told} <= set(codes()[code])


def test_of_many_whom_a_row_resembles_the_likest_are_told() -> None:
    """Three, and how many there are besides."""
    names = ["Ana", "Anna", "Annah", "Ane", "Anas", "Ana"]
    rows = [
        request(n, **{"Nom": "Brellou" if n < 6 else "Brelloux", "Prénom": name, "Date de naissance": "02/03/1980"})
        for n, name in enumerate(names, 1)
    ]
    month = read(rows)
    assert [one.facts["number"] for one in found(month, "identity-near-more") if one.row == 7] == [2]
    assert len([one for one in found(month, "identity-near") if one.row == 7]) == 3
    assert only(month, "rank-missing").level == "warning"
