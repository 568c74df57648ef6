"""The campaign: files drawn and tried until the time is up or there were enough; what is new is kept."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from tests.campaign.cases import Found, keep, packed
from tests.campaign.fuzz.drawn import drawn, faults_of, smaller
from tests.campaign.fuzz.known import is_known
from tests.campaign.fuzz.sources import Source
from tests.campaign.fuzz.worker import Worker
from tests.campaign.options import campaign_parser, parsed
from tests.support.trials import NO_TRIALS, Trial, kind

Tried = tuple[str, tuple[Source, Trial, list[str]] | None]
"""The name of the source and, where a trial went on alone, what was tried and what must not be of it."""


class Fuzz:
    """Counts files by reader, and keeps one of each kind of find.

    Parameters
    ----------
    seed : of everything that is drawn.
    files : end after so many; None: when the time is up.
    due : moment of the monotonic clock at which the time is up.
    folder : of the cases found.
    first : number of the first file.
    """

    def __init__(self, seed: int, files: int | None, due: float, folder: Path, first: int = 1) -> None:
        self.first = first
        self.seed, self.files, self.due, self.folder = seed, files, due, folder
        self.tried = Counter[str]()
        self.known = Counter[str]()
        self.alone = 0
        self.found: dict[str, Path] = {}

    def search(self, workers: int) -> int:
        """Try files; the exit code, 1 where something new was found."""
        running: dict[Future[Tried], tuple[str, Worker]] = {}
        free = [Worker() for _ in range(workers)]
        number = self.first - 1
        with ThreadPoolExecutor(workers) as pool:
            try:
                while running or self._more(number):
                    while free and self._more(number):
                        number += 1
                        seed, worker = f"{self.seed}/{number}", free.pop()
                        running[pool.submit(_try, seed, worker)] = seed, worker
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        seed, worker = running.pop(future)
                        free.append(worker)
                        self._take(seed, *future.result())
            finally:
                for worker in (*free, *(worker for _, worker in running.values())):
                    worker.end()
                self._tell()
        return 1 if self.found else 0

    def _tell(self) -> None:
        listed = ", ".join(f"{name} {count}" for name, count in sorted(self.tried.items()))
        known = ", ".join(f"{name} {count}" for name, count in sorted(self.known.items()))
        _say(f"seed {self.seed}: {self.tried.total()} files ({listed}), {self.alone} in a process of their own, "
             f"{len(self.found)} finds; known: {known or '-'}")  # fmt: skip

    def _more(self, number: int) -> bool:
        return time.monotonic() < self.due and (self.files is None or number < self.first - 1 + self.files)

    def _take(self, seed: str, name: str, alone: tuple[Source, Trial, list[str]] | None) -> None:
        self.tried[name.partition(" ")[0]] += 1
        if not self.tried.total() % 500:
            _say(f"{self.tried.total()} files, {len(self.found)} finds")
        if alone is None:
            return
        self.alone += 1
        source, trial, found = alone
        for fault in found:
            if is_known(fault):
                self.known[kind(fault)] += 1
            elif kind(fault) not in self.found:
                small = smaller(source, trial, fault)
                self.found[kind(fault)] = keep(found_of(seed, fault, small), self.folder)
                _say(
                    f"FOUND {source.name}, seed {seed}: {self.found[kind(fault)]}\n{fault}\n{' '.join(trial.arguments)}"
                )


def _try(seed: str, worker: Worker) -> Tried:
    """The trial of a seed: beside others in one process and, where that is suspicious, in a process of its own."""
    name = worker.is_well(seed)
    if name:
        return name, None
    source, trial = drawn(seed)
    return source.name, (source, trial, faults_of(trial))


def found_of(seed: str, fault: str, trial: Trial) -> Found:
    """A find as a case."""
    return Found(
        "file", seed, fault, arguments=list(trial.arguments), files=packed(trial.files),
        outputs=list(trial.outputs), secrets=list(trial.secrets), process=trial.process,
    )  # fmt: skip


def _say(text: str) -> None:
    print(text, flush=True)


def main(arguments: Sequence[str]) -> int:
    """The campaign of these arguments; its exit code."""
    parser = campaign_parser("fuzz", __doc__, searched="files")
    parser.add_argument("--first", type=int, default=1, help="number of the first file: 31 goes on from « seed/31 »")
    if NO_TRIALS:
        parser.error(f"it {NO_TRIALS}")
    options = parsed(parser, arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # whoever is stopped says how far it came
    return Fuzz(options.seed, options.most, options.due, options.keep, options.first).search(options.workers)
