"""Numbers and texts that must not be in the tables are refused or left behind, and never shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from rsa_sched.intake.read import read_tables
from rsa_sched.names import Identity
from tests.intake.month import (
    SESSIONS,
    found,
    only,
    read,
    request,
    situations_of,
)

NIR = "1800238185042"


@pytest.mark.parametrize("field", ["Observations", "Adresse", "Colonne à nous", "Courriel"])
def test_a_nir_in_any_cell_is_an_error_and_never_shown(field: str) -> None:
    """Also in a column that is not read at all; without bad rows the rest can be used."""
    rows = [request(1, **{field: f"{NIR}"}), request(2, **{field: ""})]
    month = read(rows)
    nir = only(month, "nir")
    assert (nir.level, nir.row) == ("error", 2)
    assert month.problem is None
    assert NIR not in str(month.report)
    skipped = read(rows, skip_bad_rows=True)
    assert [row["id"] for row in situations_of(skipped)] == ["d-2"]
    assert NIR not in json.dumps([list(map(str, vars_of(row))) for row in skipped.names.values()])


def vars_of(identity: Identity) -> list[str]:
    """All that an identity holds."""
    return [identity.last_name, identity.first_name, identity.case_number, identity.email, identity.address]


@pytest.mark.parametrize("field", ["Nom", "N° de dossier", "Ajournements", "Structure"])
def test_a_nir_in_a_column_that_is_needed_refuses_everything(field: str) -> None:
    """Without the column the other rows would say something else."""
    month = read([request(1, **{field: NIR}), request(2)], skip_bad_rows=True)
    assert only(month, "nir").row == 2
    assert month.problem is None


def test_a_nir_among_the_sessions_refuses_everything() -> None:
    """Rows of the calendar cannot be left out."""
    month = read(sessions=[dict(SESSIONS[0], Remarque=NIR), *SESSIONS[1:]], skip_bad_rows=True)
    assert only(month, "nir").file == "sessions"
    assert month.problem is None


def test_free_text_is_looked_through_and_left_behind() -> None:
    """Addresses and numbers in it are told; nothing of it is kept."""
    rows = [request(1, Observations="joindre a.b@exemple.fr", Téléphone="0612345678", Autre="06 12 34 56 78")]
    month = read(rows)
    assert [(f.heading, f.row) for f in found(month, "email-in-text")] == [("Observations", 2)]
    assert [f.row for f in found(month, "phone-in-text")] == [2]
    assert [f.heading for f in found(month, "column-left-out")] == ["Observations", "Téléphone"]
    assert month.problem is not None
    for token in ("a.b@", "0612345678", "06 12"):
        assert token not in month.problem.to_json() + str(month.report) + month.names.to_csv().decode()


def test_a_nir_in_the_name_of_a_file_or_sheet_is_refused_unseen(tmp_path: Path) -> None:
    """Neither report nor files repeat it; a file that is no table too."""
    number = "2 81 03 99 999 999 07"
    folder = tmp_path / "recus"
    folder.mkdir()
    (folder / f"dossier {number}.pdf").write_bytes(b"%PDF-1.4")
    (folder / f"suivi {number.replace(' ', '')}.csv").write_text("Nom;Structure\nA;B\n", encoding="utf-8")
    book = xlsxwriter.Workbook(str(folder / "classeur.xlsx"))
    book.add_worksheet(number).write_row(0, 0, ["Structure", "Référent", "Date de la demande"])
    book.close()
    month = read_tables(folder)
    told = found(month, "nir")
    assert [one.level for one in told] == ["error"] * 3
    assert {one.sentences for one in told} == {("nir.file",), ("nir.sheet",)}
    shown = str(month.report) + repr(month.report) + str(month.report.to_frame())
    assert number not in shown and number.replace(" ", "") not in shown


def test_a_nir_over_cells_or_in_a_column_of_numbers_refuses_the_row() -> None:
    """The other rows stay where bad rows are left out."""
    split = request(1) | {"Sexe": "2", "Lieu de naissance": "81", "Nationalité": "03", "Profession": "99 999 999"}
    month = read([split, request(2)], skip_bad_rows=True)
    assert only(month, "nir").row == 2
    assert month.problem is not None and [row.id for row in month.problem.situations] == ["d-2"]
    for field in ("N° de dossier", "N° de situation", "Pseudonyme"):
        for number in ("281039999999907", "981039999999907", "2 81 03 2A 999 999 07"):
            told = read([request() | {field: number}])
            assert only(told, "nir").level == "error"
            assert told.problem is None and number not in str(told.report)


def test_health_in_free_text_is_doubted() -> None:
    """As an address or a telephone number is."""
    month = read([request() | {"Motif": "hospitalisé, voir a@b.example, 06 12 34 56 78"}])
    assert {one.code for one in month.report.of("warning")} == {"health-in-text", "email-in-text", "phone-in-text"}
