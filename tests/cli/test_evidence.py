"""What a publication shows besides the agenda: from tables to the sheets, and by the register; by the command line."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from rsa_sched.cli import main
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import open_month, proposed_problem, read_state
from tests.cli.month import SECRETS, profile, tables
from tests.support_cli import read, session, situation, small, write

CROWDED = small(
    [session(1, minutes=45, max_situations=1)],
    [situation(1, requested_on="2010-08-01"), situation(2, requested_on="2010-09-01", person="b-9")],
)
ONE_PLACE = """\
N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure;Situations au plus
s-1;standard;S1;v-1;12/10/2010;9h00;1
"""


def proven(problem: Path, agenda: Path) -> list[str]:
    """The options that hand over explanations and certificate of an agenda, which are made first."""
    folder = problem.parent
    explained, certificate = folder / "explications.json", folder / "certificat.json"
    assert main(["explain", str(problem), str(agenda), "-o", str(explained), "--workers", "1"]) == 0
    assert main(["certify", str(problem), str(agenda), "-o", str(certificate)]) == 0
    return ["--explanations", str(explained), "--certificate", str(certificate)]


def sheets(folder: Path) -> dict[str, str]:
    """The pages of the sheets, by file name, as they are read."""
    return {path.stem: unescape(path.read_text("utf-8")) for path in sorted((folder / "fiches").rglob("*.html"))}


def test_tables_to_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import with its source rows, solve, explain, certify, publish: the sheet names the row, the loss, the proof."""
    problem, agenda, rows = tmp_path / "p.json", tmp_path / "a.json", tmp_path / "lignes.csv"
    toml, names, sent = profile(tmp_path), tmp_path / "noms.csv", tmp_path / "envoi"
    kept = ["--profile", str(toml), "--names", str(names), "--key", str(tmp_path / "cle.txt")]
    source = str(tables(tmp_path, sessions=ONE_PLACE))
    assert main(["import", source, *kept, "-o", str(problem), "--sources", str(rows)]) == 0, capsys.readouterr().err
    assert main(["solve", str(problem), "-o", str(agenda), "--workers", "1"]) == 0
    given = [*proven(problem, agenda), "--sources", str(rows), "--sheets", "-o", str(sent)]
    assert main(["publish", str(problem), str(agenda), *kept[:2], *given]) == 0, capsys.readouterr().err
    (late,) = (row["situation"] for row in read(agenda)["deferrals"])
    pages = sheets(sent)
    own = pages[late]
    (line,) = (line for line in rows.read_text("utf-8").splitlines() if line.startswith(f"{late};"))
    assert "situations.csv" in line
    assert f"ligne {line.split(';')[3]}" in own
    assert not any(secret in text for text in pages.values() for secret in SECRETS)


def test_the_register_publishes_the_same_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`register publish` takes the same evidence, of the agenda that was validated; of another it is refused."""
    file = tmp_path / "r.sqlite"

    def verb(name: str, *rest: object) -> int:
        return main(["register", name, "--register", str(file), "--by", "chef", *map(str, rest)])

    assert verb("init") == 0
    assert verb("receive", write(tmp_path / "recu.json", CROWDED)) == 0
    assert verb("open", CROWDED["id"]) == 0
    assert verb("propose", "--workers", "1") == 0
    assert verb("validate", "--reason", "adopté") == 0
    with Register(file, read_only=True) as register:
        month = open_month(read_state(register)[0], register)
    assert month.proposal is not None
    problem = write(tmp_path / "p.json", proposed_problem(month).to_dict())
    agenda = write(tmp_path / "a.json", month.proposal["agenda"])
    given, sent = proven(problem, agenda), tmp_path / "envoi"
    assert verb("publish", *given, "--sheets", "-o", sent) == 0, capsys.readouterr().err
    (late,) = (row["situation"] for row in read(agenda)["deferrals"])
    text = next(text for name, text in sheets(sent).items() if late in name)
    assert "32 jours" in text
    assert (sent / "preuve" / "certificat.json").read_bytes() == (tmp_path / "certificat.json").read_bytes()
    other = read(tmp_path / "explications.json") | {"points": 1}
    wrong = write(tmp_path / "autre.json", other)
    assert verb("publish", "--explanations", wrong, "--sheets", "-o", tmp_path / "autre") == 2
    assert not (tmp_path / "autre").exists()
