"""A column of quarters or sub-sectors in words of another list: one finding, with what was expected."""

from __future__ import annotations

import pytest

from tests.intake.month import found, only, read, request, situations_of


@pytest.mark.parametrize(("heading", "word"), [("Quartier", "neighbourhoods"), ("Sous-secteur", "aliases.subsectors")])
def test_a_column_of_unknown_words_is_one_finding(heading: str, word: str) -> None:
    """It says how many rows, what was expected and where the profile says it; no row is told besides."""
    rows = [request(n, **{"Sous-secteur": ""}) | {heading: f"Zone {'ABC'[n % 3]}x"} for n in range(1, 7)]
    month = read(rows)
    assert month.problem is None
    told = only(month, "quarters-unknown")
    assert (told.facts["number"], told.facts["words"]) == (6, 3)
    assert word in told.action
    assert ("Berriat" if heading == "Quartier" else "S1") in told.action
    assert len(month.report.of("error")) == 1


def test_the_other_rows_stay_with_skip_bad_rows() -> None:
    """Only the rows of that table are left out, and listed."""
    rows = [request(n, **{"Sous-secteur": "", "Quartier": "Zone Ax"}) for n in (1, 2)]
    month = read([*rows, request(3)], skip_bad_rows=True)
    assert [row["id"] for row in situations_of(month)] == ["d-3"]
    assert len(month.skipped) == 2


def test_one_known_word_and_the_others_are_told_at_their_rows() -> None:
    """Then the column is the right one."""
    rows = [
        request(n, **{"Sous-secteur": "", "Quartier": name}) for n, name in ((1, "Berriat"), (2, "Zzz"), (3, "Qqq"))
    ]
    month = read(rows)
    assert not found(month, "quarters-unknown")
    assert len(found(month, "neighbourhood-unknown")) == 2


def test_a_slip_is_told_with_what_was_meant() -> None:
    """« Beriat » in every row is a slip of the keyboard."""
    rows = [request(n, **{"Sous-secteur": "", "Quartier": "Beriat"}) for n in (1, 2)]
    assert len(found(read(rows), "neighbourhood-unknown")) == 2


def test_a_table_without_such_a_column_is_told_once() -> None:
    """Not at each of its rows."""
    rows = [{key: cell for key, cell in request(n).items() if key != "Sous-secteur"} for n in (1, 2, 3)]
    told = only(read(rows), "subsector-missing")
    assert (told.row, told.facts["number"]) == (1, 3)


def test_a_structure_that_ranks_nothing_is_told_once() -> None:
    """At its first row; where it ranks some, at each that lacks a rank."""
    assert only(read([request(n) for n in (1, 2, 3)]), "rank-missing").row == 2
    ranked = [request(n, **{"Ordre de priorité": rank}) for n, rank in ((1, "1"), (2, ""), (3, ""))]
    assert [one.row for one in found(read(ranked), "rank-missing")] == [3, 4]
