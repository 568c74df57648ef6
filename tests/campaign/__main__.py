"""Search until the time is up or so many problems are tried; the exit code is 1 where something was found."""

from __future__ import annotations

import multiprocessing
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from tests.campaign.cases import DIED, HUNG, Found, keep
from tests.campaign.options import campaign_parser, parsed
from tests.campaign.problems import Trial, tried, written
from tests.campaign.properties import files, stop, turn

PATIENCE = 600.0
"""Seconds without the end of any problem after which those that run are finds of their own."""
GRACE = 20.0
"""Seconds that what has begun has to come to its end once the time is up."""


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
        self._given_up = False

    def take(self, found: Found) -> None:
        """Keep a case, and tell it."""
        self.found.append(keep(found, self.folder))
        say(f"FOUND {found.test or found.what}, seed {found.seed}: {self.found[-1]}\n{found.error}")

    @property
    def _enough(self) -> bool:
        return self._given_up or (self.wanted is not None and self.problems >= self.wanted)

    def try_problems(self, until: float) -> None:
        """Try problems until then; those begun go on meanwhile."""
        while time.monotonic() < until and not self._enough:
            while len(self._running) < 2 * self.workers and (self.wanted is None or self._next < self.wanted):
                self._next += 1
                seed = f"{self.seed}/{self._next}"
                self._running[self._pool.submit(tried, seed)] = seed
            left = until - time.monotonic()
            self._gather(min(PATIENCE, left), hung=left > PATIENCE)
            if self.problems and not self.problems % 1_000:
                say(f"{self.problems} problems, {len(self.found)} finds")

    def _gather(self, patience: float, *, hung: bool) -> None:
        done, _ = wait(self._running, patience, FIRST_COMPLETED)
        if not done and hung:
            self._give_up(HUNG)
        for future in done:
            if isinstance(future.exception(), BrokenProcessPool):
                self._give_up(DIED)
                return
            del self._running[future]
            trial = future.result()
            self.problems += 1
            self.marks.update(trial.marks)
            if trial.found is not None:
                self.take(trial.found)

    def _give_up(self, why: str) -> None:
        """What runs is to blame, one of them at least; the pool is of no use any more."""
        for seed in self._running.values():
            self.take(Found("problem", seed, why, written(seed)[0]))
        self._running.clear()
        self._given_up = True

    def try_properties(self) -> None:
        """Try one file of properties after the other until the time is up; made for a thread of its own."""
        rng = random.Random(self.seed)
        turns: list[Path] = []
        while (left := self.due - time.monotonic()) > 0:
            turns = turns or rng.sample(files(), k=len(files()))
            path, seed = turns.pop(), rng.getrandbits(31)
            came = turn(path, seed, left)
            name = path.relative_to(Path(__file__).parents[2])
            said = ", stopped" if came.stopped else ""
            say(f"{name} --hypothesis-seed={seed}: {came.tried} properties{said}")
            self.properties += came.tried
            for found in came.found:
                self.take(found)

    def end(self) -> int:
        """Let what has begun come to its end where that is soon, tell the counts; the exit code."""
        self._running = {future: seed for future, seed in self._running.items() if not future.cancel()}
        until = time.monotonic() + (PATIENCE if self.wanted is not None else GRACE)
        while self._running and time.monotonic() < until:
            self._gather(until - time.monotonic(), hung=self.wanted is not None)
        if self._running:
            say(f"stopped: problems {', '.join(self._running.values())}")
        listed = ", ".join(f"{name} {number}" for name, number in sorted(self.marks.items()))
        say(f"seed {self.seed}: {self.problems} problems ({listed}), {self.properties} properties, "
            f"{len(self.found)} finds")  # fmt: skip
        return 1 if self.found else 0


def say(text: str) -> None:
    """A line for whoever watches."""
    print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """The campaign of these arguments; its exit code. Behind the name of another campaign: of that one."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["fuzz"]:
        from tests.campaign.fuzz.run import main as fuzz

        return fuzz(given[1:])
    if given[:1] in (["kills"], ["pairs"]):
        from tests.campaign.processes.run import main as processes

        return processes(given[0], given[1:])
    if given[:1] == ["register"]:
        from tests.campaign.registers import main as registers

        return registers(given[1:])
    if given[:1] == ["promises"]:
        from tests.campaign.promises import main as promises

        return promises(given[1:])
    if given[:1] == ["laboratory"]:
        from tests.campaign.laboratory import main as laboratory

        return laboratory(given[1:])
    options = parsed(campaign_parser("", __doc__, searched="problems"), given)
    campaign = Campaign(options.seed, options.workers, options.most, options.due, options.keep)
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return _search(campaign)
    finally:  # whoever is stopped leaves nobody behind
        signal.signal(signal.SIGTERM, before)
        for process in multiprocessing.active_children():
            process.kill()


def _search(campaign: Campaign) -> int:
    if campaign.wanted is not None:
        campaign.try_problems(campaign.due)
        return campaign.end()
    with ThreadPoolExecutor(1) as thread:
        properties = thread.submit(campaign.try_properties)
        try:
            campaign.try_problems(campaign.due)
        except BaseException:
            campaign.due = 0.0
            stop()
            raise
        properties.result()
    return campaign.end()


if __name__ == "__main__":
    sys.exit(main())
