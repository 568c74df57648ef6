"""One problem, one agenda: the same bytes wherever and however it is solved."""

import json
import random
import re
from pathlib import Path

import pytest

from tests.support_cli import GRENOBLE, read, run, shuffled, write

ZONES = ("UTC", "Europe/Paris", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu")
LOCALES = ("C", "C.UTF-8", "POSIX", "fr_FR.UTF-8")


def comparable(data: bytes) -> bytes:
    """The document's bytes without the two values that may differ."""
    seconds, workers = json.loads(data)["run"]["seconds"], json.loads(data)["run"]["workers"]
    assert seconds >= 0
    assert workers >= 1
    left, count = re.subn(rb'"(seconds|workers)":\s*[-+.\deE]+', rb'"\1": 0', data)
    assert count == 2
    return left


@pytest.mark.parametrize("runs", [2, pytest.param(8, marks=pytest.mark.long)])
def test_same_bytes_whatever_the_surroundings(runs: int, tmp_path: Path) -> None:
    """Each with other hash seeds, timezones, locales, numbers of workers, orders of rows and keys."""
    chance = random.Random(20101005)
    documents: dict[bytes, list[str]] = {}
    for number in range(runs):
        problem = read(GRENOBLE) if number == 0 else shuffled(read(GRENOBLE), number)
        source, target = write(tmp_path / "problem.json", problem), tmp_path / "agenda.json"
        env = {
            "PYTHONHASHSEED": str(chance.randrange(2**32)),
            "TZ": chance.choice(ZONES),
            "LC_ALL": chance.choice(LOCALES),
            "PYTHONUTF8": str(number % 2),
        }
        done = run("solve", source, "-o", target, "--workers", 1 + number % 4, env=env)
        assert done.returncode == 0, done.stderr.decode()
        documents.setdefault(comparable(target.read_bytes()), []).append(f"run {number}: {env}")
    assert len(documents) == 1, list(documents.values())
    assert json.loads(next(iter(documents)))["points"] == 17221
