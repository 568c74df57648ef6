"""Tables made to cost much or to say much: what is read and said has bounds, and what is left out is counted."""

from __future__ import annotations

import pytest

from rsa_sched.intake.columns import headers
from rsa_sched.intake.findings import Finding, Level
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows import finding_log
from rsa_sched.intake.rows.reader import FindingLog

from .grids import grid, known


def test_findings_of_one_code_in_one_table_are_counted_beyond_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another code, and another table, keep their own; an error beyond is an error still."""
    monkeypatch.setattr(finding_log, "MOST_ALIKE", 2)
    log = FindingLog()
    for number in range(5):
        level: Level = "error" if number == 4 else "warning"
        log.add(Finding(level, "date-unreadable", file="a.csv", row=number), 0)
    log.add(Finding("warning", "late", file="a.csv", row=9), 0)
    log.add(Finding("warning", "date-unreadable", file="b.csv", row=1), 1)
    found = log.findings()
    assert [(one.level, one.code, one.file) for one in found] == [
        ("warning", "date-unreadable", "a.csv"),
        ("warning", "date-unreadable", "a.csv"),
        ("warning", "late", "a.csv"),
        ("error", "findings-beyond", "a.csv"),
        ("warning", "date-unreadable", "b.csv"),
    ]
    assert found[3].facts == {"number": 3, "alike": "date-unreadable"}
    assert "3 autres constats" in found[3].text and found[3].action
    assert log.fatal


def test_headers_below_the_first_are_sought_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many headings a row is one of data, whose faults are told."""
    names = ["Nom", "Prénom", "Structure", "Référent", "Date de la demande"]
    rows = [names, *[["Nom", f"a{n}", f"b{n}", f"c{n}", "05/10/2010"] for n in range(9)], names]
    table, found = known(grid(*rows))
    assert "row-header" in [one.code for one in found]
    assert len(table.rows) == 9
    monkeypatch.setattr(headers, "MOST_SOUGHT", 0)
    assert len(known(grid(*rows))[0].rows) == 10


def test_a_wide_table_has_its_header_in_fewer_rows() -> None:
    """Ten rows of two hundred columns."""
    names = ["Nom", "Prénom", "Structure", "Référent", "Date de la demande", *[""] * 195]
    title = ["Tableau", *[""] * 199]
    data = [*["z1"] * 5, *[""] * 195]
    assert known(grid(*[title] * 9, names, data))[0].header == 9
    assert headers.recognise(grid(*[title] * 10, names, data), Profile())[0] is None
