"""``rsa-sched solve --memory`` and ``--start``: what earlier solves found, in a file."""

from pathlib import Path

import pytest

from rsa_sched import Agenda, Memory
from rsa_sched.engine import search
from tests.cli.month import profile, tables
from tests.support_cli import GRENOBLE, inside, read, session, situation, small, write


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder of this user's key."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


def solved(tmp_path: Path, *options: object) -> tuple[Agenda, bytes]:
    """The agenda of the example, and what is said on standard error."""
    target = tmp_path / "agenda.json"
    done = inside("solve", GRENOBLE, "-o", target, *options)
    assert done.returncode == 0
    return Agenda.from_json(target), done.stderr


def test_the_second_solve_of_a_month_needs_no_search(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    first, said = solved(tmp_path, "--memory", memory)
    assert said == b""
    again, said = solved(tmp_path, "--memory", memory)
    assert said == b""
    assert again.model_copy(update={"run": first.run}) == first
    assert len(Memory.read(memory)) == 1


def searched(component: object, *_: object) -> None:
    """In place of what makes a first agenda of whatever is not known."""
    raise AssertionError(component)


def test_a_whole_month_and_a_register_have_memories_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same month again searches nothing, and says the same."""
    monkeypatch.chdir(tmp_path)
    profile(tmp_path)
    tables(tmp_path)
    registered = ("--register", "registre.sqlite")
    assert inside("register", "init", *registered).returncode == 0
    assert inside("register", "receive", GRENOBLE, *registered).returncode == 0
    assert inside("register", "open", "2010-10", *registered).returncode == 0
    month = ("month", "tableaux", "--profile", "profil.toml", "--names", "noms.csv", "--key", "cle.txt", "-o", "mois")
    propose = ("register", "propose", *registered, "--again")
    for command in (month, propose):
        first = inside(*command, "--memory", "mémoire")
        assert first.returncode == 0
        with monkeypatch.context() as known:
            known.setattr(search, "at_once", searched)
            again = inside(*command, "--memory", "mémoire")
        assert again.returncode == 0
        assert "pas cru" not in again.stderr.decode()
    assert len(Memory.read("mémoire")) == 2


def test_a_memory_is_written_over_nothing_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither among the tables, nor over the register."""
    monkeypatch.chdir(tmp_path)
    profile(tmp_path)
    tables(tmp_path)
    done = inside("month", "tableaux", "--profile", "profil.toml", "-o", "mois", "--memory", "tableaux/mémoire")
    assert done.returncode == 2
    assert not (tmp_path / "mois").exists()
    assert inside("register", "init").returncode == 0
    before = (tmp_path / "registre.sqlite").read_bytes()
    assert inside("register", "propose", "--memory", "registre.sqlite").returncode == 2
    assert (tmp_path / "registre.sqlite").read_bytes() == before


def test_a_memory_that_somebody_changed_is_told_and_replaced(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    first, _ = solved(tmp_path, "--memory", memory)
    memory.write_bytes(memory.read_bytes().replace(b"17221", b"17222"))
    again, said = solved(tmp_path, "--memory", memory)
    assert "memory n'est pas cru : modifié depuis" in said.decode()
    assert (again.status, again.points, again.bound) == ("optimal", first.points, 17_221)
    assert Memory.read(memory).is_believed


def test_no_other_file_is_taken_for_a_memory(tmp_path: Path) -> None:
    document = write(tmp_path / "notes.json", {"notes": 1})
    done = inside("solve", GRENOBLE, "-o", tmp_path / "agenda.json", "--memory", document)
    assert done.returncode == 2
    assert "notes.json: memory: something else: expected a memory" in done.stderr.decode()
    assert read(document) == {"notes": 1}
    done = inside("solve", GRENOBLE, "-o", tmp_path / "agenda.json", "--memory", GRENOBLE)
    assert done.returncode == 2
    assert not (tmp_path / "agenda.json").exists()


def test_the_agenda_to_begin_from_is_one_of_the_problem(tmp_path: Path) -> None:
    best, _ = solved(tmp_path)
    begun, said = solved(tmp_path, "--time-limit", 0, "--start", write(tmp_path / "best.json", best.to_dict()))
    assert begun.points == best.points
    assert "arrêté avant la preuve" in said.decode()
    other = write(tmp_path / "other.json", small([session(1)], [situation(1)]))
    done = inside("solve", other, "-o", tmp_path / "no.json", "--start", tmp_path / "best.json")
    assert done.returncode == 2
    assert 'best.json: problem: "grenoble-2010-10": expected an agenda of' in done.stderr.decode()
