"""Which rows are data: whatever is left out, filled or hidden is told, at its place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.french.figures import runs, spans
from tests.intake.grids import HEAD, codes, grid, known, request


@pytest.mark.parametrize(
    "total",
    [["Total", "", "", "", "2"], ["TOTAL : 2"], ["", "", "Total général", "2"], ["Sous-total PER", "2"],
     ["Totaux", "", "1", "1"], ["Nombre total de situations : 2"], ["Total", "2 situations"]],
)  # fmt: skip
def test_totals_are_left_out(total: list[str]) -> None:
    """In any column, with or without a figure."""
    table, found = known(grid(HEAD, request(1), request(2), total))
    assert table.rows == (1, 2)
    assert [(f.level, f.code, f.row) for f in found] == [("repaired", "row-total", 4)]


def test_a_person_called_total_is_no_total() -> None:
    """Where the row says what every row of data must say, it is data."""
    table, found = known(grid(HEAD, ["1", "Total", "sls-1", "p-1", "05/10/2010"]))
    assert (table.rows, codes(found)) == ((1,), [])


def test_repeated_headers_are_left_out() -> None:
    """At each page break, whole or in part, even if spelled otherwise."""
    again = [head.upper() + " :" for head in HEAD]
    table, found = known(grid(HEAD, request(1), again, request(2), [*HEAD[:2], "", "", ""], request(3)))
    assert table.rows == (1, 3, 5)
    assert [(f.code, f.row) for f in found] == [("row-header", 3), ("row-header", 5)]


def test_blank_rows_are_told_once() -> None:
    """Those between data; those after it are nothing."""
    table, found = known(grid(HEAD, request(1), [], ["\u00a0"], request(2), [], request(3), [], [], first_row=3))
    assert table.rows == (1, 4, 6)
    assert [(f.level, f.code, f.row) for f in found] == [("repaired", "row-blank", 5)]
    assert "5 à 6, 8" in found[0].text


def test_lone_texts_are_left_out() -> None:
    """Notes under the table and headings between its parts, told by length."""
    table, found = known(grid(HEAD, ["Secteur nord"], request(1), ["* Zorbane a déménagé"]))
    assert table.rows == (2,)
    assert [(f.level, f.code, f.row, f.value) for f in found] == [
        ("warning", "row-lone", 2, "texte de 12 caractères"), ("warning", "row-lone", 4, "texte de 20 caractères"),
    ]  # fmt: skip
    assert "Zorbane" not in "".join(map(str, found))


def test_numbered_rows_that_nobody_filled_are_told_once() -> None:
    """A form numbered in advance."""
    table, found = known(grid(HEAD, request(1), *([str(n)] for n in range(2, 60))))
    assert (table.rows, codes(found)) == ((1,), ["row-lone"])
    assert "3 à 60" in found[0].text


def test_one_cell_may_be_all_that_a_row_needs() -> None:
    """A professional has an identifier, and perhaps nothing else."""
    table, found = known(grid(["Identifiant", "Fonction", "Structure"], ["p-1", "", ""], ["p-2", "agent", "s"]))
    assert (table.rows, codes(found)) == ((1, 2), [])


@pytest.mark.parametrize(
    "hint",
    [["", "", "", "", "jj/mm/aaaa"], ["(numéro)", "(en capitales)", "", "", "(jj/mm/aaaa)"], ["1", "2", "3", "4", "5"]],
)
def test_rows_that_explain_the_columns_are_left_out(hint: list[str]) -> None:
    """Under the header: a format, a remark in brackets, the number of the column."""
    table, found = known(grid(HEAD, hint, request(1)))
    assert table.rows == (2,)
    assert [(f.level, f.code, f.row) for f in found] == [("repaired", "row-hint", 2)]


def test_a_second_table_on_the_sheet_is_an_error() -> None:
    """The upper one is read up to there, even if the lower one fits better."""
    absences = ["Professionnel", "Date", "Demi-journée", "Du", "Au"]
    table, found = known(grid(HEAD, request(1), [], absences, ["p-1", "05/10/2010", "matin", "", ""]))
    assert (table.kind, table.rows) == ("situations", (1,))
    assert [(f.level, f.code, f.row) for f in found if f.level == "error"] == [("error", "second-table", 4)]


def test_vertically_merged_cells_are_filled_down() -> None:
    """In rows that hold something else too; the place and the rows are told."""
    rows = [request(1), request(2), request(3), []]
    rows[1][2] = rows[2][2] = ""
    sheet = grid(["Titre"], HEAD, *rows, merged=((1, 1, 1, 5), (3, 3, 6, 3)))
    table, found = known(sheet)
    assert [table.text(row, "structure") for row in table.rows] == ["sls-1"] * 3
    assert table.rows == (2, 3, 4)
    merged = next(f for f in found if f.code == "merged-down")
    assert (merged.level, merged.row, merged.column, merged.heading) == ("repaired", 3, "C", "Structure")
    assert "4 à 5" in merged.text
    assert sheet.rows[3][2] == ""


def test_cells_merged_across_columns_are_told() -> None:
    """Only the first is read."""
    row = request(1)
    row[1] = ""
    _, found = known(grid(HEAD, row, merged=((2, 1, 2, 2),)))
    assert [(f.level, f.code, f.row, f.column) for f in found] == [("warning", "merged-across", 2, "A")]


def test_merged_cells_out_of_the_used_area_do_no_harm() -> None:
    """Whatever numbers a file gives."""
    areas = ((1, 1, 900, 900), (50, 50, 60, 60), (2, 9, 3, 9), (3, 5, 90, 5), (1, 1, 1, 99))
    table, _ = known(grid(HEAD, request(1), request(2), merged=areas))
    assert table.rows == (1, 2)


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    """One warning a range; hidden blank rows are nothing."""
    sheet = grid(
        HEAD, *map(request, range(1, 6)), [], first_row=2, first_column=2,
        hidden_rows=frozenset({3, 5, 6, 8, 99}), hidden_columns=frozenset({3, 40}),
    )  # fmt: skip
    table, found = known(sheet)
    assert table.rows == (1, 2, 3, 4, 5)
    assert [(f.level, f.code, f.row, f.column) for f in found] == [
        ("warning", "column-hidden", None, "C"), ("warning", "row-hidden", 3, ""), ("warning", "row-hidden", 5, ""),
    ]  # fmt: skip
    assert "5 à 6" in found[2].text


def test_rows_of_delimited_text_are_told_by_line() -> None:
    """Where a cell goes over several lines, rows and lines differ."""
    _, found = known(grid(HEAD, request(1), ["Total", "1"], line_numbers=(1, 2, 7)))
    assert [f.row for f in found] == [7]


def test_a_table_without_rows_is_told() -> None:
    """An empty form, say."""
    table, found = known(grid(HEAD, [], []))
    assert (table.rows, codes(found)) == ((), ["table-empty"])


@given(st.sets(st.integers(0, 60)))
def test_spans_hold_exactly_the_numbers(numbers: set[int]) -> None:
    """Runs of consecutive numbers, with gaps between them."""
    found = list(runs(numbers))
    assert {n for a, b in found for n in range(a, b + 1)} == numbers
    assert all(b + 1 < c for (_, b), (c, _) in itertools.pairwise(found))


def test_many_spans_are_cut_short() -> None:
    """The first eight, and how many more."""
    assert spans(range(1, 21, 2)) == "1, 3, 5, 7, 9, 11, 13, 15 et 2 autres endroits"
    assert spans([4, 5]) == "4 à 5"


@given(
    st.lists(
        st.lists(st.sampled_from(["", "Total", "Nom", "Structure", "Référent", "d-1", "5", "05/10/2010", "Zorbane"]),
                 min_size=5, max_size=5),
        max_size=12,
    )
)  # fmt: skip
def test_no_row_is_lost_silently(rows: list[list[str]]) -> None:
    """Each filled row under the header is data, or below or beside a finding."""
    sheet = grid(HEAD, *rows)
    table, found = known(sheet, "situations")
    assert table.header == 0
    stop = min((f.row for f in found if f.code == "second-table" and f.row), default=99)
    named = {f.row for f in found}
    lone = {i for i, row in enumerate(rows, 1) if sum(map(bool, row)) == 1}
    for index, row in enumerate(rows, start=1):
        if any(row):
            assert index in table.rows or index + 1 in named or index + 1 > stop or index in lone
    assert not lone - set(table.rows) or {"row-lone", "row-total", "row-header", "row-hint", "second-table"} & set(
        codes(found)
    )
