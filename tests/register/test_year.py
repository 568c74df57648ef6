"""October to July at the desk of `examples/annee`: by the command line alone, everything published opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.making import year
from tests.intake.making.year import HOLIDAYS, YEAR, months
from tests.register.year_desk import EARLY, YearDesk
from tests.support_cli import inside


def test_the_folder_is_what_its_maker_writes() -> None:
    """Byte for byte, but for workbooks, which another version of their library may pack otherwise; small; nothing else
    in it but what is written by hand."""
    made = year.files()
    there = {path.relative_to(YEAR).as_posix(): path.read_bytes() for path in YEAR.rglob("*") if path.is_file()}
    assert {*there} == {*made, "LISEZMOI.md", "service/profil.toml", "calendrier.toml"}
    for name, data in made.items():
        assert name.endswith(".xlsx") or there[name] == data, name
    assert sum(map(len, there.values())) < 300_000


def test_sessions_are_on_working_days() -> None:
    """No week-end, no holiday, and each within its month and after its reference day."""
    for month in months():
        for row in month.sessions:
            assert row[4].weekday() < 5 and row[4] not in HOLIDAYS
            assert f"{row[4]:%Y-%m}" == month.name and row[4] > month.as_of


def played(folder: Path, number: int, patch: pytest.MonkeyPatch, *, sparing: bool = False) -> YearDesk:
    """So many months; after each everybody who waits is carried with date and count as the plain ledger says."""
    desk = YearDesk(folder, patch, sparing=sparing)
    for position, month in enumerate(months()[:number]):
        desk.play(month, months()[position + 1] if position in EARLY and position + 1 < number else None)
        assert desk.waiting() == desk.ledger.waiting, month.name
    return desk


def check_whole(desk: YearDesk, number: int) -> None:
    """Nobody is lost, no name is in the file, and the register goes through an export unharmed."""
    events, ledger = desk.events(), desk.ledger
    assert [(one["seq"], one["hash"], one["payload"]) for one in desk.run("log")] == [
        (one.seq, one.hash, one.payload) for one in events
    ]
    taken_in = {one.payload["situation"]["id"] for one in events if one.kind == "received" and one.payload}
    assert taken_in == ledger.waiting.keys() | ledger.ended.keys() and not ledger.waiting.keys() & ledger.ended.keys()
    assert [one.month for one in events if one.kind == "closed"] == [month.name for month in months()[:number]]
    assert {month for month, _ in desk.happened} == {month.name for month in months()[:number]}
    for month in months()[:number]:
        expected = {one.what for one in month.events if not one.what.startswith("suite")}
        assert {what for name, what in desk.happened if name == month.name} == expected, month.name
    export = desk.folder / "copie.json"
    desk.run("export", "-o", export)
    said = desk.file.read_bytes() + export.read_bytes()
    names = [who[1] for who in year.people().values()] + [who[1] for who in year.referents().values()]
    assert not [name for name in names if name.encode() in said or name.upper().encode() in said]
    whole = desk.run("verify")
    assert whole["whole"] and whole["erased"] == 0
    other = YearDesk.__new__(YearDesk)
    other.file, other.folder = desk.folder / "reprise.sqlite", desk.folder
    other.run("import", export)
    assert other.run("verify")["head"] == whole["head"]
    assert inside("register", "export", "--register", other.file).stdout == export.read_bytes()


@pytest.mark.long
def test_two_months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """October and November alone, three publications in all: for whoever changes the register."""
    check_whole(played(tmp_path, 2, monkeypatch, sparing=True), 2)


@pytest.mark.slow
@pytest.mark.every_share
def test_the_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All ten months; then what is older than March is erased and the chain still whole."""
    desk = played(tmp_path, 10, monkeypatch)
    check_whole(desk, 10)
    before = desk.waiting()
    rows = desk.run("erase", "--before", "2011-03-01")["rows"]
    assert rows > 100
    whole = desk.run("verify")
    assert whole["whole"] and whole["erased"] == rows
    assert desk.waiting() == before
    assert b"rv-001" not in desk.file.read_bytes() or "rv-001" in before
