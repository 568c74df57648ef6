"""The whole way from tables to letters: who the people are is in the name table and the letters, and nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rsa_sched.names import NameTable
from tests.cli.conftest import TABLES


@pytest.fixture(scope="module")
def month(october: tuple[Path, bytes]) -> tuple[Path, bytes]:
    """The month's folder, and all that the command said."""
    return october[0] / "octobre", october[1]


@pytest.fixture(scope="module")
def tokens() -> set[str]:
    """Last names, dates of birth, case numbers, addresses and e-mails of more than fifty invented people."""
    people = NameTable.from_csv(TABLES / "service" / "noms.csv")
    assert sum(row.sort == "person" for row in people.values()) > 50
    found = set()
    for row in people.values():
        found |= {row.last_name, row.case_number, row.email, *row.address.split("\n")}
        if row.birth_date:
            year, month, day = row.birth_date.split("-")
            found |= {row.birth_date, f"{day}/{month}/{year}"}
    return {token.casefold() for token in found if len(token) > 4}


def texts(path: Path) -> Iterator[str]:
    """What a file says; of zipped ones every part."""
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name).decode("utf-8", "replace").casefold() for name in archive.namelist())
    else:
        yield data.decode("utf-8", "replace").replace("\r\n ", "").casefold()  # calendars fold their lines


def test_no_file_but_the_letters_says_who_somebody_is(month: tuple[Path, bytes], tokens: set[str]) -> None:
    """Documents, report, pages, workbook, csv, calendars, manifest, not even a file's name."""
    folder, _ = month
    looked = 0
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "courriers" not in path.parts:
            for text in texts(path):
                assert not [token for token in tokens if token in text], path.relative_to(folder)
                looked += 1
        assert not [token for token in tokens if token in path.name.casefold()]
    assert looked > 80


def test_nothing_that_the_command_says_does(month: tuple[Path, bytes], tokens: set[str]) -> None:
    """Not with Python's developer mode on either."""
    said = month[1].decode("utf-8", "replace").casefold()
    assert said
    assert not [token for token in tokens if token in said]


def test_the_letters_do(month: tuple[Path, bytes], tokens: set[str]) -> None:
    """Or the tests above would have looked for nothing."""
    folder, _ = month
    letters = "".join(text for path in (folder / "envoi" / "courriers").iterdir() for text in texts(path))
    assert len([token for token in tokens if token in letters]) > 50
