"""Results on disk: what a scenario says names its files, so that a campaign may stop, grow, shrink and be reordered.

A replication is written as it comes, a file a frame, whole or not at all; at the campaign's end those of a scenario
that follow one another are put into one file. A replication counts as there by its months, which are written last.
"""

from __future__ import annotations

import io
import json
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched._version import __version__
from rsa_sched.errors import InputError, brought_by
from rsa_sched.office.files import write_whole
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

PLAN = "campaign.json"
FAILURES = "failures"
FAILURE = ("scenario", "replication", "seed", "failure")
"""What is kept of a replication that failed."""
LAST = FRAMES[0]
"""The frame that is written last: where it is, the others are."""


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
        self._known_packs: dict[str, list[str]] = {}
        for name in (*FRAMES, FAILURES):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.versions = self._plan(scenarios, seed)

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
        today = _versions()
        plan["versions"] = [one for one in plan["versions"] if one != today] + [today]
        text = json.dumps(plan, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text.encode())
        return tuple(plan["versions"])

    def has(self, scenario: str, replication: int) -> bool:
        """Whether a replication is there, all of it, and can be read; what is damaged is removed."""
        single = self._single(LAST, self._keys[scenario], replication)
        pack = self._pack_of(self._keys[scenario], replication)
        for name in (pack, single.name if single.exists() else None):
            if name is not None and self._is_whole(name):
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
        for name in reversed(FRAMES):
            _write(self._single(name, key, outcome.replication), outcome.frames[name])
        failure.unlink(missing_ok=True)

    def pack(self) -> None:
        """Put the replications of each scenario that follow one another into one file a frame."""
        import pandas as pd

        self._known_packs.clear()
        for key in dict.fromkeys(self._keys.values()):
            for name in FRAMES:
                for path in self._singles(name, key):
                    if self._pack_of(key, _number(path)) is not None:
                        path.unlink()  # a packing was interrupted after it was safe
            whole = [_number(path) for path in self._singles(LAST, key) if self._is_whole(path.name)]
            for run in _runs(whole):
                if len(run) < 2:
                    continue
                for name in reversed(FRAMES):
                    frames = [pd.read_parquet(self._single(name, key, number)) for number in run]
                    target = self._folder / name / f"{key}-{run[0]:06}-{run[-1]:06}.parquet"
                    _write(target, pd.concat(frames, ignore_index=True))
                self._known_packs.clear()
                for name in FRAMES:
                    for number in run:
                        self._single(name, key, number).unlink(missing_ok=True)

    def frame(self, name: str) -> pd.DataFrame:
        """All rows of one frame, by scenario as they are listed and replication; read when asked for."""
        import pandas as pd

        frames = []
        for scenario, key in self._keys.items():
            parts = []
            for path in self._paths(name, key):
                part = pd.read_parquet(path)
                part["scenario"] = scenario
                parts.append(part[part["replication"] < self._counts[scenario]])
            if parts:
                whole = pd.concat(parts, ignore_index=True)
                frames.append(whole.sort_values("replication", kind="stable", ignore_index=True))
        frames = [frame for frame in frames if len(frame)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def failures(self) -> pd.DataFrame:
        """The replications that failed, with their seeds."""
        import pandas as pd

        rows = []
        for scenario, key in self._keys.items():
            found = sorted((self._folder / FAILURES).glob(f"{key}-*.json"))
            known = [path for path in found if _number(path) < self._counts[scenario]]
            rows += [json.loads(path.read_text("utf-8")) | {"scenario": scenario} for path in known]
        return pd.DataFrame(rows, columns=FAILURE)

    def _single(self, frame: str, key: str, replication: int) -> Path:
        return self._folder / frame / f"{key}-{replication:06}.parquet"

    def _singles(self, frame: str, key: str) -> list[Path]:
        return sorted(self._folder.glob(f"{frame}/{key}-??????.parquet"))

    def _packs(self, key: str) -> list[str]:
        if key not in self._known_packs:
            found = sorted(path.name for path in self._folder.glob(f"{LAST}/{key}-??????-??????.parquet"))
            self._known_packs[key] = found
        return self._known_packs[key]

    def _pack_of(self, key: str, replication: int) -> str | None:
        """The name of the file in which a replication lies with others."""
        for name in self._packs(key):
            first, last = map(int, name.removesuffix(".parquet").split("-")[1:])
            if first <= replication <= last:
                return name
        return None

    def _paths(self, frame: str, key: str) -> Iterator[Path]:
        """The files of a scenario, each replication in one of them."""
        yield from (self._folder / frame / name for name in self._packs(key))
        for path in self._singles(LAST, key):
            if self._pack_of(key, _number(path)) is None:
                yield self._folder / frame / path.name

    def _is_whole(self, name: str) -> bool:
        """Whether a file can be read in every frame; else it is removed from all of them and told."""
        if name in self._whole:
            return True
        with brought_by("sim"):
            from pyarrow import ArrowException
            from pyarrow.parquet import read_metadata
        try:
            for frame in FRAMES:
                read_metadata(self._folder / frame / name)
        except (ArrowException, OSError):
            self.damaged.append(name)
            for frame in FRAMES:
                (self._folder / frame / name).unlink(missing_ok=True)
            self._known_packs.clear()
            return False
        self._whole.add(name)
        return True


def _write(path: Path, frame: pd.DataFrame) -> None:
    with brought_by("sim"):
        import pyarrow  # noqa: F401 - what pandas writes parquet with
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False)
    write_whole(path, stream.getvalue())


def _number(path: Path) -> int:
    """The replication of a file of one."""
    return int(path.stem.rpartition("-")[2])


def _runs(numbers: list[int]) -> list[list[int]]:
    """Numbers that follow one another, together."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _versions() -> str:
    """The programs that decide what is played."""
    found = [f"rsa_sched {__version__}", f"python {platform.python_version()}"]
    for package in ("ortools", "numpy", "pandas"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)
