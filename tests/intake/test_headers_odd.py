"""Sheets that nobody would write: never an exception, never a text said again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.columns.headers import recognise
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.profile import Profile
from tests.intake.grids import HEAD, grid

KINDS = sorted(TABLES)
WORDS = st.sampled_from(
    [
        "",
        "",
        "Zorbane",
        "Milteau Zorbane",
        "Total Zorbane",
        "(Zorbane)",
        "Nom du Zorbane",
        "Zorbane 1",
        "=Zorbane()",
        *HEAD,
    ]
)


@given(
    st.lists(st.lists(WORDS | st.text(max_size=4), max_size=8), max_size=10),
    st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=4),
    st.frozensets(st.integers(0, 12), max_size=3),
    st.sampled_from([None, *KINDS]),
)
def test_no_sheet_is_too_odd_and_no_finding_says_its_text(
    rows: list[list[str]], merged: list[tuple[int, int, int, int]], hidden: frozenset[int], kind: str | None
) -> None:
    """Whatever stands where: a table or none, and findings without a word of the sheet."""
    sheet = grid(*rows, merged=tuple(merged), hidden_rows=hidden, hidden_columns=hidden)
    table, found = recognise(sheet, Profile(), kind)
    assert "Zorbane" not in "".join(map(str, found))
    if table is not None:
        assert all(table.header < row < len(sheet.rows) for row in table.rows)
        assert all(0 <= c < len(sheet.rows[0]) for columns in table.columns.values() for c in columns)
        assert all(isinstance(table.text(row, key), str) for row in table.rows for key in table.columns)
