"""``rsa-sched publish``: everything that has to be sent, in a folder; nothing of an agenda that the audit refuses."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from rsa_sched import Agenda, Problem, solve
from rsa_sched.cli import main
from rsa_sched.office.files import write_whole
from rsa_sched.publish import publish
from tests.cli.month import PROFILE, SECRETS, profile
from tests.support_cli import Doc, read, session, situation, small, write

Said = pytest.CaptureFixture[str]
NAMES = (
    "Identifiant;Nature;Civilité;Nom;Prénom;Courrier officiel\r\n"
    "b-1;personne;Mme;Milteau;Zorbane;oui\r\n"
    "p-1;professionnel;M.;Quérin;Tavöl;non\r\n"
)
COMING = situation(1, person="b-1", beneficiary_invited=True, beneficiary_agreed=True)


@pytest.fixture(scope="module")
def documents() -> tuple[Doc, Doc]:
    """A small problem and its agenda."""
    problem = Problem.from_dict(small([session(1)], [COMING, situation(2, oriented=False)]))
    return problem.to_dict(), solve(problem, workers=1).agenda.to_dict()


@pytest.fixture
def month(tmp_path: Path, documents: tuple[Doc, Doc]) -> list[str]:
    """The arguments for problem, agenda and output folder."""
    problem, agenda = documents
    written = [write(tmp_path / "p.json", problem), write(tmp_path / "a.json", agenda)]
    return [*map(str, written), "-o", str(tmp_path / "a-envoyer")]


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_written(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """The files of `publish`, counted; names in the letters alone."""
    write_whole(tmp_path / "noms.csv", NAMES.encode(), private=True)
    options = ["--names", str(tmp_path / "noms.csv"), "--profile", str(profile(tmp_path))]
    assert main(["publish", *month, *options]) == 0
    told = capsys.readouterr()
    found = files_in(tmp_path / "a-envoyer")
    assert told.out == ""
    count, where = len(found), tmp_path / "a-envoyer"
    *before, last = told.err.splitlines()
    assert last == f"rsa-sched: {count} fichiers dans {where} ; écrits : {count}, retirés : 0"
    assert any(
        line.startswith("rsa-sched: le courrier à b-1 ne peut pas partir, l'adresse n'a pas : la rue")
        for line in before
    )
    assert {"index.html", "ordre-du-jour.xlsx", "manifeste.json"} <= set(found)
    assert [name for name in found if name.startswith("courriers/")]
    for name, data in found.items():
        if not name.startswith("courriers/"):
            assert not [secret for secret in SECRETS if secret.encode() in data], name
    assert any(b"Service insertion de Vulb" in data for name, data in found.items() if name.endswith(".html"))


def test_publishing_again_changes_nothing(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """The same input gives the same bytes."""
    assert main(["publish", *month]) == 0
    first = files_in(tmp_path / "a-envoyer")
    capsys.readouterr()
    assert main(["publish", *month]) == 0
    assert files_in(tmp_path / "a-envoyer") == first
    assert "écrits : 0, retirés : 0" in capsys.readouterr().err


def test_letters_that_were_edited_stay(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """They are named, so that nobody takes them for new."""
    assert main(["publish", *month]) == 0
    letter = min((tmp_path / "a-envoyer" / "courriers").iterdir())
    letter.write_bytes(b"edited")
    assert main(["publish", *month]) == 0
    assert letter.read_bytes() == b"edited"
    assert f"laissé tel quel : courriers/{letter.name}" in capsys.readouterr().err


def test_the_audience_limits_the_files(month: list[str], documents: tuple[Doc, Doc], tmp_path: Path) -> None:
    """The files are those that `publish` makes for this audience."""
    assert main(["publish", *month, "--audience", "prescriber:st"]) == 0
    problem, agenda = Problem.from_dict(documents[0]), Agenda.from_dict(documents[1])
    assert set(publish(problem, agenda, audience="prescriber:st").files) == set(files_in(tmp_path / "a-envoyer"))


@pytest.mark.parametrize("audience", ["everybody", "service:st", "prescriber", "prescriber:nobody"])
def test_unknown_audiences(audience: str, month: list[str], tmp_path: Path, capsys: Said) -> None:
    """A line that says what is expected, and nothing written."""
    try:
        code: object = main(["publish", *month, "--audience", audience])
    except SystemExit as end:  # a word that no audience has; of one that has nobody here the files have to be read
        code = end.code
    assert code == 2
    assert "attendu : " in capsys.readouterr().err.splitlines()[0]
    assert not (tmp_path / "a-envoyer").exists()


def test_agendas_that_the_audit_refuses(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """Code 1 and why, for a seat that breaks a rule and for another state of the problem; nothing is written."""
    agenda = read(tmp_path / "a.json")
    broken = [agenda["appointments"][0] | {"start": "2010-10-11T07:00", "end": "2010-10-11T07:30"}]
    write(tmp_path / "a.json", agenda | {"appointments": broken})
    assert main(["publish", *month]) == 1
    assert "d-1" in capsys.readouterr().err
    write(tmp_path / "a.json", agenda | {"problem_sha256": "0" * 64})
    assert main(["publish", *month]) == 1
    assert capsys.readouterr().err
    assert not (tmp_path / "a-envoyer").exists()


def test_all_faults_at_once(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """Those of problem, agenda, name table and profile, each once; nothing is written."""
    for name in ("p.json", "a.json"):
        (tmp_path / name).write_text("{", encoding="utf-8")
    (tmp_path / "noms.csv").write_bytes(b"Zorbane;Milteau")
    text = PROFILE.replace('sender = "Service insertion de Vulb"', "sender = 1").replace("= 3", "= -1")
    options = ["--names", str(tmp_path / "noms.csv"), "--profile", str(profile(tmp_path, text))]
    assert main(["publish", *month, *options]) == 2
    lines = capsys.readouterr().err.splitlines()
    for start in ("p.json: ", "a.json: ", "noms.csv : ", "profil.toml : letters", "profil.toml : delays"):
        assert [line for line in lines if start in line], start
    assert len(set(lines)) == len(lines)
    assert not [secret for secret in SECRETS if secret in "".join(lines)]
    assert not (tmp_path / "a-envoyer").exists()


def test_folders_that_cannot_be_filled(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """A file in the way, no folder to make it in, the templates' own folder."""
    (tmp_path / "modeles").mkdir()
    for folder, why in (
        ("p.json", "un fichier"),
        ("none/here", "dans un dossier qui n'existe pas"),
        ("modeles", "ce qui est à lire"),
    ):
        options = ["-o", str(tmp_path / folder), "--templates", str(tmp_path / "modeles")]
        assert main(["publish", *month[:2], *options]) == 2
        assert f"la sortie : {why} ; attendu" in capsys.readouterr().err
    assert read(tmp_path / "p.json")


def test_no_name_table_among_what_is_sent(month: list[str], tmp_path: Path, capsys: Said) -> None:
    """Whoever is sent the folder would have all names."""
    (tmp_path / "a-envoyer").mkdir()
    (tmp_path / "a-envoyer" / "noms.csv").write_bytes(NAMES.encode())
    assert main(["publish", *month, "--names", str(tmp_path / "a-envoyer" / "noms.csv")]) == 2
    assert "--names : dans le dossier qui sera envoyé ; attendu" in capsys.readouterr().err
    assert list(files_in(tmp_path / "a-envoyer")) == ["noms.csv"]


def test_official_letters(month: list[str], tmp_path: Path) -> None:
    """None, those asked for, or all."""
    (tmp_path / "noms.csv").write_bytes(NAMES.replace(";oui", ";non").encode())
    counts = {}
    for which in ("none", "requested", "all"):
        options = ["-o", str(tmp_path / which), "--official-letters", which, "--names", str(tmp_path / "noms.csv")]
        assert main(["publish", *month[:2], *options]) == 0
        counts[which] = len([name for name in files_in(tmp_path / which) if name.startswith("courriers/")])
    assert counts["none"] == counts["requested"] < counts["all"]


def test_without_an_extra_a_hint(
    month: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    """Where the workbook writer is not installed, the command says what to install, and writes nothing."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert main(["publish", *month]) == 2
    assert "pip install '.[office]'" in capsys.readouterr().err
    assert not (tmp_path / "a-envoyer").exists()


def test_the_manifest_names_every_file(month: list[str], tmp_path: Path) -> None:
    """What was written can be checked file by file."""
    assert main(["publish", *month]) == 0
    manifest = json.dumps(read(tmp_path / "a-envoyer" / "manifeste.json"))
    for name in files_in(tmp_path / "a-envoyer"):
        assert name == "manifeste.json" or json.dumps(name)[1:-1] in manifest


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_writing_ends_nothing(
    signum: signal.Signals, month: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a publication is worse than a whole one: it is finished first."""
    writes: list[Path] = []

    def interrupted(path: Path, data: bytes, *, private: bool = False) -> None:
        signal.raise_signal(signum)
        write_whole(path, data, private=private)
        writes.append(path)

    monkeypatch.setattr("rsa_sched.publish.folder.write_whole", interrupted)
    assert main(["publish", *month]) == 0
    assert len(set(writes)) == len(files_in(tmp_path / "a-envoyer")) > 5


def test_a_signal_before_writing_ends_it(month: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing is written."""

    def interrupted(*_: object, **_options: object) -> dict[str, bytes]:
        signal.raise_signal(signal.SIGINT)
        return {}

    monkeypatch.setattr("rsa_sched.publish.pages.pages.pages", interrupted)
    assert main(["publish", *month]) == 130
    assert not (tmp_path / "a-envoyer").exists()
