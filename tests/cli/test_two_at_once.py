"""Commands that are killed or meet: the campaigns of kills and pairs in small, and what may only be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.office.lock import held
from rsa_sched.office.partial import PREFIX, SUFFIX
from tests.campaign.processes.commands import NO_COMMANDS
from tests.campaign.processes.kills import Kills
from tests.campaign.processes.pairs import Pairs
from tests.cli import month
from tests.support import trials
from tests.support_cli import inside


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_COMMANDS), reason=NO_COMMANDS)
def test_a_killed_command_is_finished_by_the_same_command(tmp_path: Path) -> None:
    """`kill -9` at two moments: then the same bytes, nothing left behind, nothing that others may read."""
    kills = Kills(7, tmp_path)
    assert [fault for number in range(2) for fault in kills.faults_of(number)] == []


@pytest.mark.slow
@pytest.mark.skipif(bool(NO_COMMANDS), reason=NO_COMMANDS)
def test_two_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    """Two imports, two that make the key, two publications, two months; once each."""
    pairs = Pairs(7, tmp_path)
    assert [fault for number in range(4) for fault in pairs.faults_of(number)] == []


def imported(folder: Path) -> tuple[str, ...]:
    """An import of the small month; its tables are written."""
    month.tables(folder)
    month.profile(folder)
    return ("import", "tableaux", "--profile", "profil.toml", "--names", "noms/noms.csv", "--key", "clé/cle.txt")


def test_a_copy_of_the_key_that_a_kill_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the key and the removal of the file that it was linked from; the key is no longer made then."""
    monkeypatch.chdir(tmp_path)
    for name in ("noms", "clé"):
        (tmp_path / name).mkdir()
    Key.create(tmp_path / "clé" / "cle.txt")
    left = tmp_path / "clé" / f"{PREFIX}0{SUFFIX}"
    left.hardlink_to(tmp_path / "clé" / "cle.txt")
    assert inside(*imported(tmp_path), "-o", "octobre.json").returncode == 0
    assert not left.exists()


@pytest.mark.skipif(bool(trials.NO_TRIALS), reason=trials.NO_TRIALS)
@pytest.mark.parametrize(("locked", "code"), [("clé", 0), ("noms", 2)])
def test_folders_that_may_only_be_read(locked: str, code: int, tmp_path: Path) -> None:
    """A key that is there is read from such a folder; a name table that cannot be written is told before the work."""
    folder = tmp_path / "here"
    for name in ("noms", "clé"):
        (folder / name).mkdir(parents=True)
    arguments = imported(folder)
    Key.create(folder / "clé" / "cle.txt")
    (folder / locked).chmod(0o500)
    outputs = ("octobre.json", "noms/noms.csv")
    outcome = trials.run(trials.Trial((*arguments, "-o", "octobre.json")), folder, unprivileged=True)
    (folder / locked).chmod(0o700)
    assert (outcome.code, outcome.error) == (code, ""), outcome.err
    assert set(outcome.made) == (set(outputs) if code == 0 else set())
    if code:
        assert len(outcome.err.splitlines()) == 1 and "noms" in outcome.err


def test_several_are_held_in_one_order(tmp_path: Path) -> None:
    """However they are named, and each once; nothing stays beside them."""
    first, second = tmp_path / "a", tmp_path / "b"
    with held(second, str(first), tmp_path / "x" / ".." / "a"):
        assert (tmp_path / ".a.lock").read_text("utf-8").startswith("process ")
    assert list(tmp_path.iterdir()) == []
