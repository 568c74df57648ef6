"""What campaigns found is tried again, and the campaign itself: it finds, keeps, makes smaller and lets go."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.campaign import problems
from tests.campaign.__main__ import main
from tests.campaign.cases import Found, keep, kept, replay
from tests.campaign.fuzz.drawn import drawn, faults_of, smaller
from tests.campaign.fuzz.run import found_of
from tests.campaign.fuzz.sources import READERS, Source, sources
from tests.campaign.fuzz.worker import Worker
from tests.campaign.properties import files, turn
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.trials import NO_TRIALS

CASES = kept()


@pytest.mark.parametrize("name", sorted(CASES) or ["none"])
def test_what_was_found_is_mended(name: str) -> None:
    """Every case kept in ``tests/found``; it is deleted when it has become a test of its own."""
    if name == "none":
        pytest.skip("tests/found holds no case: no campaign has found anything that is not mended")
    replay(CASES[name])


@pytest.mark.slow
def test_what_does_not_hold_of_a_problem_is_found_kept_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the oracle lies about problems that have a ban; the case lasts as long as it lies."""
    real = oracle.best

    def lying(document: dict[str, Any], *arguments: Any, **keys: Any) -> int | None:
        best = real(document, *arguments, **keys)
        return best if best is None or not document.get("bans") else best + 1

    monkeypatch.setattr(oracle, "best", lying)
    for number in range(200):
        found = problems.tried(f"1/{number}").found
        if found is not None:
            break
    assert found is not None
    assert found.problem is not None
    assert "AssertionError" in found.error
    assert len(found.problem["bans"]) == 1  # made smaller: everything else that it does not need is gone
    assert not {"announced", "history", "travel", "pins"} & {key for key, value in found.problem.items() if value}
    keep(found, tmp_path)
    (case,) = kept(tmp_path).values()
    assert case == found
    with pytest.raises(AssertionError):
        replay(case)
    monkeypatch.undo()
    replay(case)


PROPERTY = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_none_is_large(number):
    assert number < {most}
"""


@pytest.mark.slow
def test_a_property_that_does_not_hold_is_found_kept_and_tried_again(tmp_path: Path) -> None:
    """With the example that falsifies it and the line that reproduces it; mended, its case passes."""
    path = tmp_path / "test_it.py"
    path.write_text(PROPERTY.format(most="1_000"))
    assert files(tmp_path) == [path]
    came = turn(path, 7, 300)
    (found,) = came.found
    assert came.tried == 1
    assert (found.seed, found.test) == ("7", f"{path}::test_none_is_large")
    assert "number=1000" in found.error
    with pytest.raises(AssertionError):
        replay(found)
    path.write_text(PROPERTY.format(most="float('inf')"))
    replay(found)


def test_a_file_that_cannot_be_read_is_a_find(tmp_path: Path) -> None:
    """A campaign that tries nothing must not look like one that finds nothing."""
    path = tmp_path / "test_it.py"
    path.write_text("import nothing_of_this_name")
    (found,) = turn(path, 7, 300).found
    assert "nothing_of_this_name" in found.error


@pytest.mark.slow
def test_a_file_that_takes_too_long_says_nothing(tmp_path: Path) -> None:
    """It is stopped, which is no find."""
    path = tmp_path / "test_it.py"
    path.write_text("import time\ntime.sleep(60)")
    came = turn(path, 7, 1.0)
    assert (came.found, came.stopped) == ((), True)


def test_making_smaller_ends_where_nothing_more_can_go() -> None:
    """A document that fails by one row only is left with that row."""
    document = random_document(random.Random(5), size="small")
    wanted = document["situations"][3]["id"]
    small = problems.smaller(document, lambda one: any(row.get("id") == wanted for row in one["situations"]))
    assert small["situations"] == [{"id": wanted}]
    assert small["sessions"] == small["professionals"] == []


@pytest.mark.long
def test_a_campaign_counts_what_it_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its seed says which problems: the same ones again, and their number, are told; nothing found is exit code 0."""
    told = []
    for _ in range(2):
        assert main(["--problems", "12", "--seed", "3", "--workers", "1", "--keep", str(tmp_path)]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0].splitlines()[0] == "seed 3"
    assert "12 problems (" in told[0]
    assert kept(tmp_path) == {}


def test_a_case_is_one_file(tmp_path: Path) -> None:
    """The same thing found by another seed lies in the same file."""
    for seed in ("1/1", "2/9"):
        keep(Found("problem", seed, "error", {"id": "a"}), tmp_path)
    assert len(kept(tmp_path)) == 1


# --- files ------------------------------------------------------------------------------------------------------------

on_linux = pytest.mark.skipif(bool(NO_TRIALS), reason=NO_TRIALS)


def assert_borne(source: Source, *command_lines: tuple[str, ...]) -> None:
    """The sound file of a source, with each of the command lines."""
    for arguments in dict.fromkeys(command_lines):
        assert faults_of(source.trial(source.data, arguments)) == [], source.name


@on_linux
@pytest.mark.parametrize("reader", READERS)
def test_a_sound_file_is_borne(reader: str) -> None:
    """Otherwise the campaign would tell of its own inputs."""
    for source in sources(reader)[::12]:
        assert_borne(source, source.arguments[0])


@on_linux
@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
def test_every_sound_file_is_borne(reader: str) -> None:
    """With each command line that it is tried with."""
    for source in sources(reader):
        assert_borne(source, *source.arguments)


def test_a_seed_says_which_file() -> None:
    """The same one again, byte for byte; another seed another one."""
    one, again, other = (drawn(seed)[1] for seed in ("3/1", "3/1", "3/2"))
    assert one == again
    assert one != other


@on_linux
def test_a_file_that_is_not_borne_is_kept_small_and_tried_again(tmp_path: Path) -> None:
    """Here a word of a fault counts as somebody's name; without it the case passes."""
    source = Source("x", "json", b'{"as_of": 1}' + b" " * 500, "p.json", (("solve", "p.json"),), secrets=("as_of",))
    trial = source.trial(source.data, source.arguments[0])
    (fault,) = faults_of(trial)
    assert fault == "identity: as_of"
    keep(found_of("1/1", fault, smaller(source, trial, fault)), tmp_path)
    ((name, case),) = kept(tmp_path).items()
    assert name.startswith("file-")
    assert (tmp_path / name).stat().st_size < 1_000
    with pytest.raises(AssertionError):
        replay(case)
    replay(dataclasses.replace(case, secrets=[]))


@on_linux
def test_a_campaign_of_files_counts_what_it_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By reader; its seed and options are its own."""
    assert main(["fuzz", "--files", "3", "--seed", "5", "--workers", "1", "--keep", str(tmp_path)]) in (0, 1)
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "seed 5"
    assert told[-1].startswith("seed 5: 3 files (")


@on_linux
@pytest.mark.slow
def test_what_ends_the_process_of_many_files_is_tried_alone() -> None:
    """It is not well there; the next file has a new process."""
    name, worker = drawn("3/1")[0].name, Worker()
    assert worker.is_well("3/1") == name
    assert worker.number is not None
    os.kill(worker.number, signal.SIGKILL)
    assert worker.is_well("3/1") == ""
    assert worker.is_well("3/1") == name
    worker.end()
    assert worker.number is None
