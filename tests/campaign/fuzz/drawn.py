"""The trial of a seed: which reader, which file, what was done to it; and a failing one with less in it."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.campaign.fuzz.grammar import generated
from tests.campaign.fuzz.mutate import mutated
from tests.campaign.fuzz.sources import READERS, Source, sources
from tests.support.trials import Trial, faults, kind, lay_out, run

GRAMMAR, PROCESS = 0.25, 0.005
"""Shares of the files that a grammar makes, and of the trials that take a new interpreter."""
SHRINKING = 60.0
"""Seconds in which a file that fails is made smaller."""
TRIES = 60
"""Files that are tried for it at most."""


def drawn(seed: str) -> tuple[Source, Trial]:
    """The source and the trial of a seed (« 7/31 »: the 31st file of seed 7)."""
    chance = random.Random(f"fuzz {seed}")
    reader = chance.choices(list(READERS), [share for share, _ in READERS.values()])[0]
    source = chance.choice(sources(reader))
    data = generated(source.kind, source.name, chance) if chance.random() < GRAMMAR else None
    if data is None or chance.random() < 0.3:
        data = mutated(source.data if data is None else data, source.kind, chance)
    process = chance.random() < PROCESS and source.arguments[0][0] not in ("study", "frames")
    return source, source.trial(data, chance.choice(source.arguments), process=process)


def faults_of(trial: Trial) -> list[str]:
    """What must not be of a trial, in a folder that is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="rsa-sched-fuzz-"))
    try:
        folder = place / "f"
        folder.mkdir()
        lay_out(trial, folder)
        return faults(trial, run(trial, folder))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def smaller(source: Source, trial: Trial, fault: str) -> Trial:
    """The trial with less in its file that fails in the same way: pieces are left out as long as one can be."""
    due, tries = time.monotonic() + SHRINKING, 0
    data = trial.files[source.path]

    def fails(candidate: bytes) -> bool:
        nonlocal tries
        tries += 1
        changed = replace(trial, files={**trial.files, source.path: candidate})
        return any(kind(found) == kind(fault) for found in faults_of(changed))

    piece = len(data) // 2
    while piece and time.monotonic() < due and tries < TRIES:
        data, piece = _without_pieces(data, piece, fails, lambda: time.monotonic() < due and tries < TRIES)
    return replace(trial, files={**trial.files, source.path: data})


def _without_pieces(
    data: bytes, piece: int, fails: Callable[[bytes], bool], going: Callable[[], bool]
) -> tuple[bytes, int]:
    at = 0
    while at < len(data) and going():
        less = data[:at] + data[at + piece :]
        if fails(less):
            data = less
        else:
            at += piece
    return data, min(piece, len(data)) // 2
