"""The import report: every finding in every form, counted, in French, inert, the same bytes twice."""

from __future__ import annotations

import csv
import io
import itertools
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rsa_sched.intake import findings
from rsa_sched.intake.findings import Finding, Level
from rsa_sched.intake.report import ALL_FILES, ImportReport, findings_table
from rsa_sched.office.inert import inert_cell, legible
from tests.display import PAYLOADS, parsed, words
from tests.profiles import examples
from tests.support.findings import worded

COLUMNS = findings_table(()).grid("csv").headings
"""Of the frame, the csv and the sheet « Constats »."""

FINDINGS = (
    worded(
        "error", "date-unreadable", "Cette date ne se lit pas.", "Écrire jj/mm/aaaa.", "pssi.xlsx", "PSSI", 12, "D",
        "Date de la demande", "texte de 9 caractères", "R28",
    ),
    worded("repaired", "serial", "Nombre lu comme une date.", "", "pssi.xlsx", "PSSI", 13, "D", "Date de la demande"),
    worded("error", "column-missing", "La colonne « Structure » manque.", "L'ajouter.", "per.csv", rule="R3"),
    worded("warning", "few-sessions", "Deux séances seulement.", "À vérifier."),
)  # fmt: skip
REPORT = ImportReport(FINDINGS, ("per.csv", "pssi.xlsx", "pe.ods"), 1068, 2)


def test_text_groups_by_file_and_counts() -> None:
    """Files in the order in which they were read, what concerns all of them last; a rule where there is one."""
    assert str(REPORT) == (
        "Contrôle des tableaux : 2 erreurs, 1 correction, 1 point à vérifier.\n"
        "3 fichiers et 1\u202f068 lignes lus, 2 lignes écartées.\n"
        "Les erreurs sont à corriger dans les tableaux : la ligne et la colonne de chacune sont indiquées.\n"
        "\n"
        "per.csv : 1 erreur\n"
        "  erreur : La colonne « Structure » manque. [R3] L'ajouter.\n"
        "\n"
        "pssi.xlsx : 1 erreur, 1 correction\n"
        "  feuille « PSSI », ligne 12, colonne D (Date de la demande) : erreur : Cette date ne se lit pas. "
        "(texte de 9 caractères) [R28] Écrire jj/mm/aaaa.\n"
        "  feuille « PSSI », ligne 13, colonne D (Date de la demande) : corrigé : Nombre lu comme une date.\n"
        "\n"
        f"{ALL_FILES} : 1 point à vérifier\n"
        "  à vérifier : Deux séances seulement. À vérifier.\n"
    )
    assert not REPORT


def test_a_finding_knows_no_report() -> None:
    """The report imports the findings, and never the other way, not even for types or when a method is called."""
    source = Path(findings.__file__).read_text(encoding="utf-8")
    assert "report" not in source


def test_a_report_without_findings() -> None:
    """Every form says so."""
    report = ImportReport((), ("a.csv",), 1, 0)
    assert report
    assert str(report) == "Contrôle des tableaux : aucun constat.\n1 fichier et 1 ligne lus, 0 ligne écartée.\n"
    assert report.to_frame().empty
    assert list(report.to_frame().columns) == list(COLUMNS)
    assert load_workbook(io.BytesIO(report.to_xlsx()))["Constats"].max_row == 1
    assert "Constats par fichier" in report._repr_html_()
    assert ImportReport().to_csv().decode("utf-8-sig").count("\r\n") == 1


def test_frame() -> None:
    """One finding a row; line numbers are whole numbers or missing."""
    frame = REPORT.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["ligne"].dtype == pd.Int64Dtype()
    assert frame["ligne"].tolist() == [12, 13, pd.NA, pd.NA]
    assert frame["niveau"].tolist() == ["erreur", "corrigé", "erreur", "à vérifier"]
    assert frame.drop(columns="ligne").iloc[0].tolist() == [
        "erreur", "date-unreadable", "pssi.xlsx", "PSSI", "D", "Date de la demande", "texte de 9 caractères", "R28",
        "Cette date ne se lit pas.", "Écrire jj/mm/aaaa.",
    ]  # fmt: skip


def test_workbook() -> None:
    """Two sheets, header frozen and filtered, text wrapped, ready to be printed; counts a file."""
    book = load_workbook(io.BytesIO(REPORT.to_xlsx()))
    assert book.sheetnames == ["Constats", "Résumé"]
    sheet = book["Constats"]
    assert [cell.value for cell in sheet[1]] == [label.capitalize() for label in COLUMNS if label != "code"]
    assert [sheet.cell(row, 4).value for row in range(2, 6)] == [12, 13, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:J5")
    assert sheet["I2"].alignment.wrap_text
    assert sheet.column_dimensions["I"].width > 35
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$1:$1"
    counts = [[cell.value for cell in row] for row in book["Résumé"].iter_rows(max_row=5)]
    assert counts == [
        ["Fichier", "Erreurs", "Corrections", "Points à vérifier"],
        ["per.csv", 1, 0, 0],
        ["pssi.xlsx", 1, 1, 0],
        ["pe.ods", 0, 0, 0],
        [ALL_FILES, 0, 0, 1],
    ]


def test_html_is_accessible() -> None:
    """Captions, scopes and language; each finding is there; no script."""
    text = REPORT._repr_html_()
    tree = parsed(text)
    assert tree.get("lang") == "fr"
    for table in tree.iter("table"):
        assert table.find("caption") is not None
        assert {title.get("scope") for title in table.iter("th")} == {"col", "row"}
    assert not list(tree.iter("script"))
    shown = words(tree)
    assert all(finding.text in shown for finding in FINDINGS)


TEXT = st.one_of(st.text(max_size=12), st.sampled_from(PAYLOADS))
FOUND = st.builds(
    worded,
    level=st.sampled_from(("error", "repaired", "warning")),
    code=st.sampled_from(("a", "b-c")),
    text=TEXT,
    action=TEXT,
    file=st.sampled_from(("", "a.csv", "b.csv", "=1.csv")),
    sheet=TEXT,
    row=st.none() | st.integers(1, 2**20),
    column=st.sampled_from(("", "A", "AB")),
    heading=TEXT,
    value=TEXT,
    rule=st.sampled_from(("", "R3")),
)


@examples(25)
@given(st.lists(FOUND, max_size=5), st.permutations(["a.csv", "b.csv"]))
def test_every_form_tells_every_finding(findings: list[Finding], files: list[str]) -> None:
    """Whatever the texts: as many rows as findings, no formula, markup that parses, the same bytes twice."""
    report = ImportReport(tuple(findings), tuple(files), 5, 0)
    read = list(csv.reader(io.StringIO(report.to_csv().decode("utf-8-sig"), newline=""), delimiter=";", strict=True))
    assert len(read) == len(findings) + 1
    assert all(cell == inert_cell(cell) or cell.startswith("'") for row in read for cell in row)
    assert len(report.to_frame()) == len(findings)
    made = report.to_xlsx()
    assert made == report.to_xlsx()
    sheet = load_workbook(io.BytesIO(made))["Constats"]
    assert sheet.max_row == len(findings) + 1
    assert not [cell for cell in itertools.chain(*sheet.iter_rows()) if cell.data_type == "f" or cell.hyperlink]
    parsed(report._repr_html_())
    assert all(legible(finding.text.strip()) in str(report) for finding in findings)


@pytest.mark.parametrize("level", ["error", "repaired", "warning"])
def test_each_level_is_counted(level: Level) -> None:
    """One and two of each, in the singular and the plural."""
    one = ImportReport((worded(level, "x", "a", "b"),))
    told = {"error": "1 erreur.", "repaired": "1 correction.", "warning": "1 point à vérifier."}[level]
    assert str(one).splitlines()[0] == f"Contrôle des tableaux : {told}"
    two = str(one + one.findings).splitlines()[0]
    many = {"error": "2 erreurs.", "repaired": "2 corrections.", "warning": "2 points à vérifier."}[level]
    assert two == f"Contrôle des tableaux : {many}"
