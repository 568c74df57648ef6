"""Results on disk: what a scenario says names its files, so that a campaign may stop, grow, shrink and be reordered.

A replication is written as it comes, a file a frame, whole or not at all; as soon as there are `BATCH` of a scenario
that follow one another they are put into one file, and such files into larger ones. A replication counts as there by
its months, which are written last: whoever is killed at any moment leaves each replication there or not there.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.errors import InputError, brought_by
from rsa_sched.office.files import write_whole
from rsa_sched.simulate.campaigns import reading
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.campaigns.versions import versions_of_today

if TYPE_CHECKING:
    import pandas as pd

PLAN = "campaign.json"
FAILURES = "failures"
FAILURE = ("scenario", "replication", "seed", "failure")
"""What is kept of a replication that failed."""
LAST = FRAMES[0]
"""The frame that is written last: where it is, the others are."""
BATCH = 64
"""Replications that are put into one file while the campaign goes on."""
LARGEST = 2048
"""Replications of the largest file: what is written at once is held in memory."""

CHANCES = 3
"""How often files are looked for that are put together while they are read."""

Span = tuple[int, int]
"""First and last replication of a file."""


class Store:
    """A campaign's folder.

    Parameters
    ----------
    folder : made where it is not there. What it holds of other scenarios stays and is not read.
    scenarios : what is played, each known by its content, whatever it is called.
    counts : how many replications of each are read; more may lie there.
    seed : of the campaign; a folder of another seed is refused (InputError).

    Attributes
    ----------
    versions : of the programs under which the folder's replications were played, today's last.
    damaged : files that could not be read; they were removed, and are played again.
    """

    def __init__(self, folder: Path, scenarios: Sequence[Scenario], counts: Sequence[int], seed: int) -> None:
        self._folder = folder
        self._keys = {scenario.name: scenario.content_sha256[:16] for scenario in scenarios}
        self._counts = dict(zip(self._keys, counts, strict=True))
        self.damaged: list[str] = []
        self._whole: set[str] = set()
        for name in (*FRAMES, FAILURES):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.versions = self._plan(scenarios, seed)
        self._spans = self._found()

    def _plan(self, scenarios: Sequence[Scenario], seed: int) -> tuple[str, ...]:
        """Write down what every file is of, and under what it was played."""
        path = self._folder / PLAN
        plan: dict[str, Any] = {"seed": seed, "versions": [], "scenarios": {}}
        if path.exists():
            try:
                plan = json.loads(path.read_text(encoding="utf-8"))
                # of an older program there are no versions, and its files are named otherwise
                is_ours = plan["seed"] == seed and isinstance(plan["versions"], list)
            except (ValueError, KeyError, TypeError):
                is_ours = False
            if not is_ours:
                raise InputError.of(PLAN, "another campaign", "another-campaign", file=str(self._folder))
        for scenario in scenarios:
            content = {"name": scenario.name, "content": scenario.content()}
            plan["scenarios"].setdefault(scenario.content_sha256[:16], content)
        today = versions_of_today()
        plan["versions"] = [one for one in plan["versions"] if one != today] + [today]
        text = json.dumps(plan, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text.encode())
        return tuple(plan["versions"])

    def ask(self, counts: Sequence[int]) -> None:
        """Read so many replications of each scenario from now on."""
        self._counts = dict(zip(self._keys, counts, strict=True))

    def has(self, scenario: str, replication: int) -> bool:
        """Whether a replication is there, all of it, and can be read; what is damaged is removed."""
        key = self._keys[scenario]
        while (span := self._span_of(key, replication)) is not None:
            if self._is_whole(key, span):
                return True
        return False

    def keep(self, outcome: ReplicationResult) -> None:
        """Write what came of a replication; the file that says it is there comes last."""
        key = self._keys[outcome.scenario]
        failure = self._folder / FAILURES / f"{key}-{outcome.replication:06}.json"
        if outcome.failure:
            row = {name: getattr(outcome, name) for name in FAILURE}
            write_whole(failure, (json.dumps(row, ensure_ascii=False) + "\n").encode())
            return
        span = outcome.replication, outcome.replication
        for name in reversed(FRAMES):
            _write(self._path(name, key, span), _table(outcome.frames[name]))
        self._spans.setdefault(key, set()).add(span)
        failure.unlink(missing_ok=True)
        singles = [span for span in self._spans[key] if span[0] == span[1]]
        if len(singles) >= BATCH:
            self._join(key, singles, least=BATCH // 2)

    def pack(self) -> None:
        """Put the replications of each scenario that follow one another into few files; remove what is doubled."""
        for key in dict.fromkeys(self._keys.values()):
            self._remove(key, self._spans.get(key, set()) - set(self._used(key)))
            used = self._used(key)
            # what is full stays as it is, lest a few more replications have all of them written again
            self._join(key, [span for span in used if 2 * _size(span) <= LARGEST], least=2)

    def frame(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The rows of one frame, by scenario as they are listed and replication; read when asked for.

        Parameters
        ----------
        columns : those that are read, of all that there are; by default all of them.
        """
        for chance in reversed(range(CHANCES)):
            self._spans = self._found()
            sources = {
                scenario: ([self._path(name, key, span) for span in self._used(key)], self._counts[scenario])
                for scenario, key in self._keys.items()
            }
            try:
                return reading.frame_of(sources, columns)
            except FileNotFoundError:  # another campaign in this folder has just put files together
                if not chance:
                    raise
        raise AssertionError

    def failures(self) -> pd.DataFrame:
        """The replications that failed, with their seeds."""
        import pandas as pd

        rows = []
        for scenario, key in self._keys.items():
            found = sorted((self._folder / FAILURES).glob(f"{key}-*.json"))
            known = [path for path in found if int(path.stem.rpartition("-")[2]) < self._counts[scenario]]
            rows += [json.loads(path.read_text("utf-8")) | {"scenario": scenario} for path in known]
        return pd.DataFrame(rows, columns=FAILURE)

    def _path(self, frame: str, key: str, span: Span) -> Path:
        return self._folder / frame / f"{_stem(key, span)}.parquet"

    def _found(self) -> dict[str, set[Span]]:
        """The files of each scenario, as its last frame says."""
        found: dict[str, set[Span]] = {}
        for path in (self._folder / LAST).glob("*-*.parquet"):
            key, *numbers = path.stem.split("-")
            if 1 <= len(numbers) <= 2 and all(number.isdecimal() for number in numbers):
                found.setdefault(key, set()).add((int(numbers[0]), int(numbers[-1])))
        return found

    def _used(self, key: str) -> list[Span]:
        """Files of which each replication is in one: those that lie in a larger one are left of a joining cut short."""
        used: list[Span] = []
        for span in sorted(self._spans.get(key, ()), key=lambda span: (span[0], -span[1])):
            if not used or span[1] > used[-1][1]:
                used.append(span)
        return used

    def _span_of(self, key: str, replication: int) -> Span | None:
        held = (span for span in self._spans.get(key, ()) if span[0] <= replication <= span[1])
        return max(held, key=_size, default=None)

    def _join(self, key: str, spans: Sequence[Span], least: int) -> None:
        """Put files that follow one another into one, so many of them or more; each is removed when that is safe."""
        for run in _runs(sorted(span for span in spans if self._is_whole(key, span))):
            if len(run) < least:
                continue
            whole = run[0][0], run[-1][1]
            try:
                for name in reversed(FRAMES):
                    paths = [self._path(name, key, span) for span in run]
                    _write(self._path(name, key, whole), reading.table_of(paths))
            except FileNotFoundError:  # another campaign in this folder is at it
                self._spans = self._found()
                return
            self._spans.setdefault(key, set()).add(whole)
            self._whole.add(_stem(key, whole))
            self._remove(key, run)

    def _remove(self, key: str, spans: Sequence[Span] | set[Span]) -> None:
        for span in spans:
            for name in FRAMES:
                self._path(name, key, span).unlink(missing_ok=True)
            self._spans.get(key, set()).discard(span)

    def _is_whole(self, key: str, span: Span) -> bool:
        """Whether a file can be read in every frame; else it is removed from all of them and told."""
        stem = _stem(key, span)
        if stem in self._whole:
            return True
        if reading.can_be_read([self._path(name, key, span) for name in FRAMES]):
            self._whole.add(stem)
            return True
        if not self._path(LAST, key, span).exists():  # another campaign in this folder has put files together
            self._spans = self._found()
            return False
        self.damaged.append(f"{stem}.parquet")
        self._remove(key, [span])
        return False


def _stem(key: str, span: Span) -> str:
    return f"{key}-{span[0]:06}" if span[0] == span[1] else f"{key}-{span[0]:06}-{span[1]:06}"


def _size(span: Span) -> int:
    return span[1] - span[0] + 1


def _table(frame: pd.DataFrame) -> Any:
    with brought_by("sim"):
        import pyarrow as pa
    return pa.Table.from_pandas(frame, preserve_index=False)


def _write(path: Path, table: Any) -> None:
    with brought_by("sim"):
        from pyarrow.parquet import write_table
    stream = io.BytesIO()
    write_table(table, stream)
    write_whole(path, stream.getvalue())


def _runs(spans: Sequence[Span]) -> list[list[Span]]:
    """Files that follow one another, together, up to the largest."""
    runs: list[list[Span]] = []
    for span in spans:
        if runs and runs[-1][-1][1] == span[0] - 1 and span[1] - runs[-1][0][0] < LARGEST:
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs
