"""Sheets for the tests of header recognition: rows typed as they would stand in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rsa_sched.intake.columns.headers import RecognisedTable, recognise
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.sheet import Sheet

HEAD = ["N° de situation", "Nom", "Structure", "Référent", "Date de la demande"]
"""A small header of requests."""


def grid(*rows: Sequence[str], file: str = "tableau.xlsx", name: str = "Feuil1", **keys: Any) -> Sheet:
    """A sheet of these rows, made equally long."""
    width = max((len(row) for row in rows), default=0)
    return Sheet(file, name, tuple((*row, *[""] * (width - len(row))) for row in rows), **keys)


def request(number: int) -> list[str]:
    """A row under `HEAD`."""
    return [f"d-{number}", "Zorbane", "sls-1", "p-1", "05/10/2010"]


def known(
    sheet: Sheet, kind: str | None = None, profile: Profile | None = None
) -> tuple[RecognisedTable, list[Finding]]:
    """The table of a sheet that has one, and the findings."""
    table, found = recognise(sheet, profile or Profile(), kind)
    assert table is not None, [finding.code for finding in found]
    return table, found


def codes(found: Sequence[Finding]) -> list[str]:
    """Codes of the findings, in order."""
    return [finding.code for finding in found]
