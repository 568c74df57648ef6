"""Results on disk: a file a replication and frame, whole or not at all, so that a campaign can stop at any moment."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

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


class Store:
    """A campaign's folder.

    Parameters
    ----------
    folder : made where it is not there.
    scenarios, seed : what is played; a folder that holds another campaign's results is refused (InputError).
    """

    def __init__(self, folder: Path, scenarios: Iterable[Scenario], seed: int) -> None:
        self._folder = folder
        self._numbers = {scenario.name: number for number, scenario in enumerate(scenarios)}
        plan = {"seed": seed, "scenarios": {scenario.name: scenario.sha256 for scenario in scenarios}}
        text = json.dumps(plan, ensure_ascii=False, indent=1) + "\n"
        path = folder / PLAN
        if path.exists():
            if path.read_text(encoding="utf-8") != text:
                raise InputError.of(PLAN, "another campaign", "another-campaign", file=str(folder))
        else:
            for name in (*FRAMES, FAILURES):
                (folder / name).mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())

    def _path(self, frame: str, scenario: str, replication: int) -> Path:
        return self._folder / frame / f"{self._numbers[scenario]:03}-{replication:06}.parquet"

    def has(self, scenario: str, replication: int) -> bool:
        """Whether a replication is there, all of it: its last file is."""
        return self._path(FRAMES[0], scenario, replication).exists()

    def keep(self, outcome: ReplicationResult) -> None:
        """Write what came of a replication; the file that says it is there comes last."""
        failure = self._folder / FAILURES / f"{self._numbers[outcome.scenario]:03}-{outcome.replication:06}.json"
        if outcome.failure:
            row = {key: getattr(outcome, key) for key in FAILURE}
            write_whole(failure, (json.dumps(row, ensure_ascii=False) + "\n").encode())
            return
        with brought_by("sim"):
            import pyarrow  # noqa: F401 - what pandas writes parquet with
        for name in reversed(FRAMES):
            stream = io.BytesIO()
            outcome.frames[name].to_parquet(stream, index=False)
            write_whole(self._path(name, outcome.scenario, outcome.replication), stream.getvalue())
        failure.unlink(missing_ok=True)

    def frame(self, name: str) -> pd.DataFrame:
        """All rows of one frame, by scenario and replication."""
        import pandas as pd

        paths = sorted((self._folder / name).glob("*.parquet"))
        frames = [pd.read_parquet(path) for path in paths]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def failures(self) -> pd.DataFrame:
        """The replications that failed, with their seeds."""
        import pandas as pd

        rows = [json.loads(path.read_text("utf-8")) for path in sorted((self._folder / FAILURES).glob("*.json"))]
        return pd.DataFrame(rows, columns=FAILURE)
