"""``rsa-sched import``: from a folder of tables to the problem document, or to the report of what is wrong."""

from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rsa_sched import Problem
from rsa_sched.cli import main
from rsa_sched.names import NameTable
from tests.cli.month import PROFILE, SECRETS, SITUATIONS, profile, tables

Said = pytest.CaptureFixture[str]
BAD = SITUATIONS + "d-3;M.;Dravik;Soltu;01/01/1970;Nulle-Part;Maison Vulbane;p-1;31/02/2010;01/09/2010;x\n"


def intake(folder: Path, *options: object, **changed: str) -> int:
    """Imports the month of this folder into ``p.json``; returns the exit code."""
    source = folder / "tableaux" if (folder / "tableaux").exists() else tables(folder, **changed)
    known = ["--profile", profile(folder), "-o", folder / "p.json"]
    return main(["import", *map(str, (source, *known, *options))])


def keyed(folder: Path) -> list[object]:
    """The options for key and name table."""
    return ["--key", folder / "cle.txt", "--names", folder / "noms.csv"]


def test_a_folder_becomes_a_problem(tmp_path: Path, capsys: Said) -> None:
    """The problem is written, the names apart from it for their owner alone, the key made; the rest is said."""
    assert intake(tmp_path, *keyed(tmp_path)) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert f"clé des pseudonymes créée dans {tmp_path / 'cle.txt'}" in told.err
    assert "Contrôle des tableaux : " in told.err
    problem = Problem.from_json(tmp_path / "p.json")
    assert [row.id for row in problem.situations] == ["d-1", "d-2"]
    assert [row.id for row in problem.sessions] == ["s-1"]
    names = NameTable.from_csv(tmp_path / "noms.csv")
    assert {row.last_name for row in names.values()} == {"Milteau", "Quérin", "Ploncard"}
    assert all(row.person in names for row in problem.situations)
    for path in ("noms.csv", "cle.txt"):
        assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o600
    public = (tmp_path / "p.json").read_text(encoding="utf-8") + told.err
    assert not [secret for secret in SECRETS if secret in public]


def test_a_second_month_keeps_key_and_pseudonyms(tmp_path: Path, capsys: Said) -> None:
    """The key is read, the name table too; the same tables make the same bytes."""
    assert intake(tmp_path, *keyed(tmp_path)) == 0
    first = [(tmp_path / name).read_bytes() for name in ("p.json", "noms.csv", "cle.txt")]
    capsys.readouterr()
    assert intake(tmp_path, *keyed(tmp_path)) == 0
    assert [(tmp_path / name).read_bytes() for name in ("p.json", "noms.csv", "cle.txt")] == first
    assert "créée" not in capsys.readouterr().err


def test_the_problem_goes_to_standard_output(tmp_path: Path, capsys: Said) -> None:
    """Without -o, the document alone; without --names, a word that the identities are lost."""
    source = tables(tmp_path)
    assert main(["import", str(source), "--profile", str(profile(tmp_path)), "--key", str(tmp_path / "cle.txt")]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["id"] == "vulb-2010-10"
    assert "--names" in told.err


def test_files_named_outright(tmp_path: Path, capsys: Said) -> None:
    """A file may be named instead of a folder, its kind by an option; id and day too."""
    source, out = tables(tmp_path), tmp_path / "p.json"
    options = ["--sessions", source / "sessions.csv", "--people", source / "people.csv", "--id", "x-1", "-o", out]
    options += ["--as-of", "2010-09-27", "--profile", profile(tmp_path), *keyed(tmp_path)]
    assert main(["import", str(source / "situations.csv"), *map(str, options)]) == 0, capsys.readouterr().err
    document = json.loads(out.read_text(encoding="utf-8"))
    assert (document["id"], document["as_of"]) == ("x-1", "2010-09-27")
    assert len(document["sessions"]) == 1


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".txt"])
def test_errors_write_the_report_alone(suffix: str, tmp_path: Path, capsys: Said) -> None:
    """Every fault is said and written; no problem, no name table; nobody is named."""
    report = tmp_path / f"constats{suffix}"
    assert intake(tmp_path, *keyed(tmp_path), "--report", report, situations=BAD) == 2
    assert not (tmp_path / "p.json").exists()
    assert not (tmp_path / "noms.csv").exists()
    told = capsys.readouterr().err
    assert told.endswith("erreurs à corriger (situations.csv), puis la même commande à relancer\n")
    data = report.read_bytes()
    if suffix == ".xlsx":
        written = "\n".join(str(cell) for row in load_workbook(report)["Constats"].values for cell in row)
    else:
        written = data.decode("utf-8-sig")
    if suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(written), delimiter=";"))
        assert {(row["fichier"], row["ligne"]) for row in rows if row["niveau"] == "erreur"} == {
            ("situations.csv", "4")
        }
    for text in (told, written):
        assert "situations.csv" in text
        assert "Date de la demande" in text
        assert not [secret for secret in (*SECRETS, "Dravik", "Soltu", "Nulle-Part") if secret in text]


def test_bad_rows_may_be_left_out(tmp_path: Path, capsys: Said) -> None:
    """Then the problem holds the others, and what was left out is said."""
    assert intake(tmp_path, *keyed(tmp_path), "--skip-bad-rows", situations=BAD) == 0
    assert len(Problem.from_json(tmp_path / "p.json").situations) == 2
    assert "1 ligne écartée" in capsys.readouterr().err


def test_no_output_where_something_is_read(tmp_path: Path, capsys: Said) -> None:
    """Outputs may neither replace an input, nor lie among the tables, nor be one file; nothing is written then."""
    place, toml = tables(tmp_path), profile(tmp_path)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    bad = {
        "ce qui est à lire": [["-o", toml], ["--key", toml]],
        "dans un dossier qui est à lire": [
            ["-o", place / "p.json"],
            ["--names", place / "n.csv"],
            ["--key", place / "k"],
            ["--report", place / "r.csv"],
        ],
        "nommé deux fois": [["-o", tmp_path / "x.csv", "--names", tmp_path / "x.csv"]],
        "un dossier": [["-o", place]],
        "dans un dossier qui n'existe pas": [["--names", tmp_path / "none" / "n.csv"]],
    }
    for why, commands in bad.items():
        for options in commands:
            assert main(["import", str(place), "--profile", str(toml), *map(str, options)]) == 2
            assert f"la sortie : {why} ; attendu" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert toml.read_text(encoding="utf-8") == PROFILE


def test_all_faults_of_what_goes_with_the_tables(tmp_path: Path, capsys: Said) -> None:
    """Profile, name table, last month and key are read together; no key is made for nothing."""
    for name, text in {"p.toml": "structures = 1", "n.csv": "Zorbane;Milteau", "a.json": "{", "k": "short"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options = ["--profile", "p.toml", "--names", "n.csv", "--previous", "a.json", "a.json", "--key", "k"]
    there = [str(tmp_path / word) if "." in word or word == "k" else word for word in options]
    assert main(["import", str(tables(tmp_path)), *there]) == 2
    told = capsys.readouterr().err
    for name in ("p.toml : ", "n.csv : ", "a.json: ", "k : "):
        assert [line for line in told.splitlines() if name in line], name
    assert not [secret for secret in (*SECRETS, "short") if secret in told]


def test_usage(capsys: Said) -> None:
    """What options cannot say is told by argparse."""
    for options in (
        ["--as-of", "2010/09/28"],
        ["--as-of", "20100928"],
        ["--report", "r.pdf"],
        ["--previous", "p.json"],
    ):
        with pytest.raises(SystemExit) as end:
            main(["import", "x", *options])
        assert end.value.code == 2
        said = capsys.readouterr().err
        assert options[0] in said and ("attendu" in said or "doivent suivre" in said)


def test_without_the_extra_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """Where the workbook writer is not installed, the command says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert intake(tmp_path, *keyed(tmp_path), "--report", tmp_path / "r.xlsx") == 2
    assert "pip install '.[office]'" in capsys.readouterr().err
    assert not (tmp_path / "p.json").exists()


def test_from_the_tables_to_what_has_to_be_sent(tmp_path: Path, capsys: Said) -> None:
    """Import, solve, check, publish: one after the other, each with what the one before wrote."""
    problem, agenda, folder = (str(tmp_path / name) for name in ("p.json", "a.json", "a-envoyer"))
    assert intake(tmp_path, *keyed(tmp_path)) == 0
    assert main(["solve", problem, "-o", agenda, "--workers", "1"]) == 0
    assert main(["check", problem, agenda]) == 0
    names = ["--names", str(tmp_path / "noms.csv"), "--profile", str(tmp_path / "profil.toml")]
    assert main(["publish", problem, agenda, "-o", folder, *names]) == 0
    assert "fichiers dans" in capsys.readouterr().err
    letters = [path.read_text(encoding="utf-8") for path in (tmp_path / "a-envoyer" / "courriers").glob("*.html")]
    assert any("Zorbane" in text for text in letters)
    assert main(["import", str(tmp_path / "tableaux"), "--previous", problem, agenda, *names[2:], "-o", problem]) == 2
    assert "la sortie : ce qui est à lire" in capsys.readouterr().err


def test_neither_solver_nor_frames_are_loaded(tmp_path: Path) -> None:
    """Reading and publishing tables has no need of them, nor the half second that they take."""
    source, toml, code = tables(tmp_path), profile(tmp_path), "import sys\nfrom rsa_sched.cli import main\n"
    command = ["import", source, "--profile", toml, "-o", tmp_path / "p.json", *keyed(tmp_path)]
    code += f"assert main({[str(word) for word in command]}) == 0\n"
    code += (
        "print([name for name in ('ortools', 'pandas', 'joblib', 'xlsxwriter', 'icalendar') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
