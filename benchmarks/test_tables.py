"""Both ends of the pipe: tables in, files out; beside each, the least that anything could do."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from rsa_sched import load_demo, solve
from rsa_sched.intake import TableFiles, read_tables
from rsa_sched.office.book import workbook
from rsa_sched.publish import publish

ROWS = {"smoke": 200, "full": 5000}
SERVICE = Path(__file__).resolve().parents[1] / "examples" / "tables" / "service"


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A structure's table of so many requests, each of somebody else, as xlsx."""
    head = ("N° de situation", "Pseudonyme", "Sous-secteur", "Structure", "Référent", "Date de la demande", "Reçu le",
            "Urgence", "Allocataire invité", "Accord préalable")  # fmt: skip
    path = tmp_path_factory.mktemp("tables") / "tableau.xlsx"

    def fill(book: object) -> None:
        sheet = book.add_worksheet("Tableau")  # type: ignore[attr-defined]
        sheet.write_row(0, 0, head)
        for n in range(ROWS[request.config.getoption("size")]):
            day = f"{1 + n % 28:02}/08/2010"
            cells = (f"n-{n}", f"b-{n}", "S1", "sls-s1", f"sls-s1-ref{1 + n % 4}", day, day, str(n % 4), "non", "")
            sheet.write_row(n + 1, 0, cells)

    path.write_bytes(workbook(fill, title="benchmark"))
    return path


def test_read_tables(benchmark: BenchmarkFixture, table: Path) -> None:
    """All of it: limits, cells, headings, values, checks of substance, the problem."""
    benchmark.group = "tables in"
    tables = TableFiles(table, sessions=SERVICE / "seances.csv", people=SERVICE / "professionnels.xlsx")
    found = benchmark(read_tables, tables, mapping=SERVICE / "profil.toml")
    assert found.problem is not None
    assert len(found.problem.situations) in ROWS.values()


def test_pandas_alone(benchmark: BenchmarkFixture, table: Path) -> None:
    """Peer: the cells of the same file, unchecked, by the same library."""
    benchmark.group = "tables in"
    assert len(benchmark(pd.read_excel, table, dtype=str, engine="calamine")) in ROWS.values()


def test_publish(benchmark: BenchmarkFixture) -> None:
    """Every file of the bundled month, the letters included."""
    problem = load_demo()
    agenda = solve(problem).agenda
    benchmark.group = "files out"
    made = benchmark(publish, problem, agenda)
    benchmark.extra_info["files"] = len(made.files)
    benchmark.extra_info["megabytes"] = round(sum(map(len, made.files.values())) / 1e6, 3)


def test_pandas_to_excel(benchmark: BenchmarkFixture) -> None:
    """Peer: one plain workbook of the appointments."""
    frame = solve(load_demo()).agenda.to_frame()

    def write() -> bytes:
        stream = io.BytesIO()
        frame.astype(str).to_excel(stream, index=False, engine="xlsxwriter")
        return stream.getvalue()

    benchmark.group = "files out"
    assert benchmark(write)
