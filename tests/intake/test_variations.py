"""Three variations of each kind of table that went wrong once, made by somebody who had not read the reader."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from rsa_sched.intake import Identities, Import, TableFiles, read_tables
from rsa_sched.intake.profile import Profile
from tests.intake.making.month import TABLES
from tests.intake.month import KEY
from tests.intake.variations.made import Variation
from tests.intake.variations.numbers import NUMBERS
from tests.intake.variations.people import PEOPLE
from tests.intake.variations.words import WORDS

SERVICE = TABLES / "service"
EVERY = (*PEOPLE, *NUMBERS, *WORDS)


@cache
def professionals() -> pd.DataFrame:
    """The service's table, read once."""
    return pd.read_excel(SERVICE / "professionnels.xlsx", dtype="str", engine="openpyxl").fillna("")


def write(folder: Path, variation: Variation) -> None:
    """The tables as files; `=` before a cell of a workbook makes it a number."""
    for name, text in variation.tables.items():
        file, _, sheet = name.partition("#")
        if not file.endswith(".xlsx"):
            (folder / file).write_text(text, encoding="utf-8-sig")
            continue
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = sheet or "Feuil1"
        for row in csv.reader(text.splitlines(), delimiter=";"):
            book.active.append([float(cell[1:]) if cell.startswith("=") else cell for cell in row])
        book.save(folder / file)


def imported(folder: Path, variation: Variation) -> Import:
    """The import of a variation into the example's month."""
    tables, sessions = folder / "recus", SERVICE / "seances.csv"
    tables.mkdir()
    write(tables, variation)
    if variation.sessions:
        sessions = folder / "seances.csv"
        sessions.write_text(variation.sessions, encoding="utf-8-sig")
    files = TableFiles(tables, sessions=sessions, people=professionals(), titles=variation.titles)
    profile = Profile.from_toml(SERVICE / "profil.toml")
    return read_tables(files, mapping=profile, identities=Identities(KEY), skip_bad_rows=variation.skip)


@pytest.mark.parametrize("variation", EVERY, ids=lambda one: one.name)
def test_a_variation_is_read_as_it_should_be(variation: Variation, tmp_path: Path) -> None:
    """Nobody lost, doubled or taken for another; what is doubtful is told; what must not enter is never repeated."""
    month = imported(tmp_path, variation)
    report = str(month.report)
    if variation.status is not None:
        assert bool(month) == (variation.status == 0), report
    for pattern in variation.said:
        assert re.search(pattern, report), report
    for pattern in variation.unsaid:
        assert not re.search(pattern, f"{report}{month!r}{month.report!r}{month.report.findings!r}")
    assert set(variation.codes) <= {one.code for one in month.report.findings}, report
    if month.problem is None:
        return
    situations = month.problem.situations
    people = [one for one in month.names.values() if one.sort == "person"]
    if variation.situations is not None:
        assert len(situations) == variation.situations
    if variation.people is not None:
        assert len({one.person for one in situations}) == variation.people
    assert set(variation.names) <= {(one.last_name, one.first_name) for one in people}
    assert set(variation.addresses) <= {one.address for one in people}
    assert variation.referents in ((), tuple(one.referent for one in situations))


def test_every_case_has_three_variations() -> None:
    """Seventeen cases, three of each."""
    cases = [one.name.partition("-")[0] for one in EVERY]
    assert len(set(cases)) == 17
    assert all(cases.count(case) >= 3 for case in cases)
