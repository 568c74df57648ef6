"""Search until the time is up or so many problems are tried; the exit code is 1 where something was found."""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from tests.campaign.cases import FOLDER, HUNG, Found, keep
from tests.campaign.problems import Trial, tried
from tests.campaign.properties import files, turn

PATIENCE = 600.0
"""Seconds after which a problem that has not come to its end is a find of its own."""
SHORTEST = 10.0
"""Seconds that the problems have at least between two files of properties."""


class Campaign:
    """Counts what was tried and keeps what was found."""

    def __init__(self, seed: int, workers: int, problems: int | None, due: float, folder: Path) -> None:
        self.seed, self.workers, self.folder = seed, workers, folder
        self.wanted, self.due = problems, due
        self.problems = self.properties = 0
        self.marks = Counter[str]()
        self.found: list[Path] = []
        self._pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
        self._running: dict[Future[Trial], str] = {}
        self._next = 0

    def take(self, found: Found) -> None:
        """Keep a case, and tell it."""
        self.found.append(keep(found, self.folder))
        say(f"FOUND {found.test or found.what}, seed {found.seed}: {self.found[-1]}\n{found.error}")

    @property
    def over(self) -> bool:
        """Whether the time is up, or everything that was asked for is done."""
        return time.monotonic() >= self.due or self._enough

    @property
    def _enough(self) -> bool:
        return self.wanted is not None and self.problems >= self.wanted

    def try_problems(self, until: float) -> None:
        """Try problems until then; those begun go on meanwhile."""
        while time.monotonic() < until and not self._enough:
            while len(self._running) < 2 * self.workers and (self.wanted is None or self._next < self.wanted):
                self._next += 1
                seed = f"{self.seed}/{self._next}"
                self._running[self._pool.submit(tried, seed)] = seed
            self._gather(PATIENCE)
            if self.problems and not self.problems % 1_000:
                say(f"{self.problems} problems, {len(self.found)} finds")

    def _gather(self, patience: float) -> None:
        done, _ = wait(self._running, patience, FIRST_COMPLETED)
        if not done:
            for seed in self._running.values():
                self.take(Found("problem", seed, HUNG))
            self._running.clear()
            self.due = 0.0
        for future in done:
            del self._running[future]
            trial = future.result()
            self.problems += 1
            self.marks.update(trial.marks)
            if trial.found is not None:
                self.take(trial.found)

    def try_properties(self, path: Path, seed: int, seconds: float | None) -> None:
        """Try one file of properties."""
        came = turn(path, seed, seconds)
        name = path.relative_to(Path(__file__).parents[2])
        say(f"{name} --hypothesis-seed={seed}: {'stopped' if came.tried is None else f'{came.tried} properties'}")
        self.properties += came.tried or 0
        for found in came.found:
            self.take(found)

    def end(self) -> int:
        """Let what has begun come to its end, tell the counts; the exit code."""
        while self._running:
            self._gather(PATIENCE)
        self._pool.shutdown(wait=False, cancel_futures=True)
        listed = ", ".join(f"{name} {number}" for name, number in sorted(self.marks.items()))
        say(f"seed {self.seed}: {self.problems} problems ({listed}), {self.properties} properties, "
            f"{len(self.found)} finds")  # fmt: skip
        return 1 if self.found else 0


def say(text: str) -> None:
    """A line for whoever watches."""
    print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The campaign of these arguments; its exit code."""
    parser = argparse.ArgumentParser("python -m tests.campaign", description=__doc__)
    parser.add_argument("--minutes", type=float, help="half for problems, half for the suite's properties")
    parser.add_argument("--problems", type=int, help="end after so many random problems; without --minutes only those")
    parser.add_argument("--seed", type=int, help="of everything that is drawn; a new one where it is left out")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that try problems")
    parser.add_argument("--keep", type=Path, default=FOLDER, help="folder of the cases found (tests/found)")
    options = parser.parse_args(arguments)
    if options.minutes is None and options.problems is None:
        parser.error("say --minutes or --problems")
    seed = secrets.randbits(31) if options.seed is None else options.seed
    due = math.inf if options.minutes is None else time.monotonic() + 60 * options.minutes
    campaign = Campaign(seed, options.workers, options.problems, due, options.keep)
    say(f"seed {seed}")
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return _search(campaign, due)
    finally:  # whoever is stopped leaves nobody behind
        signal.signal(signal.SIGTERM, before)
        for process in multiprocessing.active_children():
            process.kill()


def _search(campaign: Campaign, due: float) -> int:
    if campaign.wanted is not None:
        campaign.try_problems(due)
        return campaign.end()
    rng = random.Random(campaign.seed)
    turns: list[Path] = []
    while not campaign.over:
        turns = turns or rng.sample(files(), k=len(files()))
        began = time.monotonic()
        campaign.try_properties(turns.pop(), rng.getrandbits(31), due - began)
        now = time.monotonic()
        campaign.try_problems(min(due, now + max(SHORTEST, now - began)))
    return campaign.end()


if __name__ == "__main__":
    sys.exit(main())
