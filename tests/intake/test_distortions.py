"""The example's month, each table sent twice and distorted: after what findings ask to choose, the same problem."""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from rsa_sched import load_demo
from rsa_sched.intake import Identities, Import, Key, TableFiles, read_tables
from rsa_sched.intake.fields import TABLES as FIELDS
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.verdicts import Verdicts, Word
from rsa_sched.names import NameTable
from tests.intake.making.month import TABLES, Request, requests

SERVICE = TABLES / "service"
PROFILE = Profile.from_toml(SERVICE / "profil.toml")
NAMES = NameTable.from_csv(SERVICE / "noms.csv")
ASKED = {one.key: one for one in FIELDS["situations"]}
Row = dict[str, str]


def yes_no(key: str) -> Callable[[Request], str]:
    """« oui », « non » or nothing."""
    return lambda row: {True: "oui", False: "non"}.get(row.get(key), "")


def text(key: str) -> Callable[[Request], str]:
    """A value as it is."""
    return lambda row: str(row.get(key, ""))


def day(key: str) -> Callable[[Request], str]:
    """A day as offices write it."""
    return lambda row: "/".join(reversed(str(row.get(key)).split("-"))) if row.get(key) else ""


def partners(row: Request, external: bool) -> str:
    """Those of one kind, in one cell."""
    listed = row.get("partners", ())
    return " ; ".join(one["professional"] for one in listed if bool(one.get("external")) is external)


CELLS: dict[str, Callable[[Request], str]] = {
    "last_name": lambda row: row.who.last_name, "first_name": lambda row: row.who.first_name,
    "birth_date": lambda row: "/".join(reversed(row.who.birth_date.split("-"))),
    "case_number": lambda row: row.who.case_number, "structure": text("structure"), "referent": text("referent"),
    "subsector": text("subsector"), "type": text("type"), "requested_on": day("requested_on"),
    "received_on": day("received_on"), "urgency": text("urgency"), "rank": text("rank"), "deferrals": text("deferrals"),
    "partners": lambda row: partners(row, False), "external_partners": lambda row: partners(row, True),
    **{key: yes_no(key) for key in ("beneficiary_invited", "beneficiary_agreed", "oriented", "in_active_file",
                                    "plie_outside_rsa")},
}  # fmt: skip
OPTIONAL = ("received_on", "deferrals", "case_number", "oriented", "in_active_file")


def by_structure() -> dict[str, list[Row]]:
    """The requests of the month as cells, by structure."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in requests():
        found[row.raw["structure"]].append({key: cell(row) for key, cell in CELLS.items()})
    return found


@dataclass
class Sent:
    """What was sent, and where doubts were planted: by file and row, those that must be told."""

    doubts: list[tuple[str, set[tuple[str, int]]]] = field(default_factory=list)


def send(folder: Path, draw: random.Random) -> Sent:
    """Every table twice: as text and as a workbook, in other words, rows and columns in another order, with slips."""
    sent = Sent()
    for structure, rows in by_structure().items():
        again = [dict(row) for row in rows]
        order = list(range(len(rows)))
        if draw.random() < 0.5:
            draw.shuffle(order)
        again = [again[n] for n in order]
        first, second = f"{structure}.csv", f"{structure} {draw.choice(['bis', 'v2', '24-09-2010', 'copie'])}.xlsx"
        slipped = slip(again, order, draw, sent, (first, second)) if draw.random() < 0.4 else None
        if draw.random() < 0.3:
            n = draw.randrange(len(rows))
            again[n]["urgency"] = str((int(again[n]["urgency"] or 0) + 1) % 3)
            if rows[order[n]]["urgency"] and n != slipped:  # of two people only the doubt about them is told
                sent.doubts.append(("version-row request-differs", {(first, order[n] + 2), (second, n + 2)}))
        write_csv(folder / first, table(rows, (), draw))
        write_xlsx(folder / second, table(again, draw.sample(OPTIONAL, draw.randrange(3)), draw))
    return sent


def slip(rows: list[Row], order: list[int], draw: random.Random, sent: Sent, files: tuple[str, str]) -> int:
    """Misspell a name, swap two, or mistype a date of birth, and leave the case number out."""
    n = draw.randrange(len(rows))
    row = rows[n]
    row["case_number"] = ""
    match draw.randrange(4):
        case 0:
            row["last_name"], row["first_name"] = row["first_name"], row["last_name"]
        case 1:
            row["last_name"] = row["last_name"][:-2] + row["last_name"][-1]
        case 2:
            row["birth_date"] = row["birth_date"][:-1] + str((int(row["birth_date"][-1]) + 1) % 10)
        case _:
            row["last_name"] = f"{row['last_name']}-Vaurmel"
    sent.doubts.append(("identity-near", {(files[0], order[n] + 2), (files[1], n + 2)}))
    return n


def table(rows: list[Row], left_out: Any, draw: random.Random) -> list[list[str]]:
    """The cells under headings drawn from the vocabulary, numbered from 1."""
    keys = [key for key in CELLS if key not in left_out]
    draw.shuffle(keys)
    own = PROFILE.columns.get("situations", {})
    headings = [draw.choice([ASKED[key].label, *ASKED[key].aliases, *own.get(key, ())]) for key in keys]
    upper = draw.random() < 0.3
    cells = [[row[key].upper() if upper and key == "last_name" else row[key] for key in keys] for row in rows]
    return [["N°", *headings], *([str(n), *row] for n, row in enumerate(cells, 1))]


def write_csv(path: Path, cells: list[list[str]]) -> None:
    """As text."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(cells)


def write_xlsx(path: Path, cells: list[list[str]]) -> None:
    """As a workbook, all of it text."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(cells):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell)
    book.close()


def imported(folder: Path, keep: list[str], same: list[tuple[str, str, Word]]) -> Import:
    """The import, with what was chosen so far."""
    tables = TableFiles(
        folder, sessions=SERVICE / "seances.csv", people=SERVICE / "professionnels.xlsx",
        absences=SERVICE / "indisponibilites.ods", keep=tuple(keep),
    )  # fmt: skip
    known = Identities(Key(bytes(range(32))), NAMES, Verdicts.of(same))
    return read_tables(tables, mapping=PROFILE, identities=known)


def plain(problem: Any) -> list[dict[str, Any]]:
    """The requests of a problem but for their numbers, in an order of their own."""
    rows = [{key: value for key, value in dict(row).items() if key != "id"} for row in problem.situations]
    return sorted(rows, key=lambda row: (row["person"], row["structure"], row["type"]))


def check(seed: int) -> None:
    """Send the month, read it, choose as the findings ask, read it again."""
    draw = random.Random(seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        sent = send(folder, draw)
        keep: list[str] = []
        same: list[tuple[str, str, Word]] = []
        first = result = imported(folder, keep, same)
        for _ in range(4):
            files = [f for one in result.report.findings if one.code == "table-versions"
                     for f in (str(one.facts["this"]), str(one.facts["other"]))]  # fmt: skip
            keep += [file for file in files if file.endswith(".csv")]
            pairs = [one.facts for one in result.report.findings if one.code == "identity-near"]
            same += [(str(facts["first"]), str(facts["second"]), "same") for facts in pairs]
            if not files and not pairs:
                break
            result = imported(folder, keep, same)
        told = {(one.code, one.file, one.row) for one in first.report.findings}
        for codes, places in sent.doubts:
            assert any((code, *place) in told for code in codes.split() for place in places), (codes, places)
        assert result.problem is not None, str(result.report)
        assert plain(result.problem) == plain(load_demo())
        persons = {name for name, row in result.names.items() if row.sort == "person"}
        assert persons == {name for name, row in NAMES.items() if row.sort == "person"}


@settings(max_examples=1)
@given(st.integers(0, 2**32))
def test_the_same_month_however_it_is_sent(seed: int) -> None:
    """Nobody lost, doubled or taken for another; each doubt is listed."""
    check(seed)


@pytest.mark.slow
@settings(max_examples=5)
@given(st.integers(0, 2**32))
def test_the_same_month_in_more_ways(seed: int) -> None:
    """More of the same; two hundred: ``python -m tests.intake.test_distortions [FIRST]``."""
    check(seed)


if __name__ == "__main__":
    for number in range(int(sys.argv[1]) if sys.argv[1:] else 0, 200):
        print(number, flush=True)
        check(number)
