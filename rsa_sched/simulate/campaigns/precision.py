"""Stopping by precision: replications are added until a figure's interval is narrow enough, and no longer than said.

What stops is the interval's width and never where it lies: a campaign that went on until a difference was found would
find one where there is none. Widths are looked at seldom, since each look is a chance to stop too early.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rsa_sched.simulate.measures.frontier import FRONTIER, frontier
from rsa_sched.simulate.measures.intervals import CONFIDENCE, intervals, paired
from rsa_sched.simulate.measures.use import MEANS, use
from rsa_sched.simulate.measures.waiting import WITHIN_DAYS, waiting

if TYPE_CHECKING:
    import pandas as pd

LEAST = 20
"""Replications before the first look: of fewer the width itself is too uncertain to stop by."""
MOST = 200
WAITS = ("within", "median_days", "p90_days", "max_days", "heard", "asked")
USES = ("used", *MEANS)
MEASURES = (*WAITS, *USES, *(name for name in FRONTIER if name not in WAITS))
"""What precision may be asked of: columns of `waiting`, `use` and `frontier`."""


class HasFrames(Protocol):
    """What a campaign is read by."""

    @property
    def requests(self) -> pd.DataFrame:
        """As `Campaign.requests`."""

    @property
    def kinds(self) -> pd.DataFrame:
        """As `Campaign.kinds`."""

    @property
    def months(self) -> pd.DataFrame:
        """As `Campaign.months`."""


@dataclass(frozen=True)
class Precision:
    """How narrow an interval is wanted, and what is spent on it at most.

    Attributes
    ----------
    measure : one of `MEASURES`; half_width : half of the interval's width that is wanted, in its unit (a share: 0.02).
    most : replications of each scenario after which it ends, narrow enough or not.
    by : groups (``kind``, ``urgency``, ...) of which each has to be that precise; of waits alone.
    against : the scenario whose difference from each of the others has to be that precise, for `compare`; "": each
        scenario's own figure.
    within : days of the service level.
    confidence : of the interval.
    """

    measure: str = "within"
    half_width: float = 0.02
    most: int = MOST
    by: tuple[str, ...] = ()
    against: str = ""
    within: int = WITHIN_DAYS
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        if self.measure not in MEASURES or (self.by and self.measure not in WAITS):
            raise ValueError(f"measure: expected one of {', '.join(MEASURES)}; with groups one of {', '.join(WAITS)}")
        if not self.half_width > 0 or self.most < LEAST or not 0 < self.confidence < 1:
            raise ValueError(f"half_width, most, confidence: expected more than 0, {LEAST} or more, a share")

    def table(self, played: HasFrames) -> pd.DataFrame:
        """How precise the figure is after the replications of a campaign.

        Returns
        -------
        One scenario (or difference from `against`) and group a row: ``scenario``, the groups, ``measure``, ``mean``
        (of differences: of the change), ``low``, ``high``, ``half_width``, ``wanted``, ``reached``, ``replications``,
        ``least`` and ``most``.
        """
        import pandas as pd

        measured = self._measured(played)
        if self.against:
            others = [name for name in measured["scenario"].drop_duplicates() if name != self.against]
            rows = [
                paired(measured, self.against, name, by=self.by, columns=[self.measure], confidence=self.confidence)
                .rename(columns={"change": "mean"})
                .assign(scenario=name)
                for name in others
            ]
            frame = pd.concat(rows, ignore_index=True)
        else:
            groups = ["scenario", *self.by]
            frame = intervals(measured, by=groups, columns=[self.measure], confidence=self.confidence)
        frame["half_width"] = (frame["high"] - frame["low"]) / 2
        frame["wanted"], frame["least"], frame["most"] = self.half_width, LEAST, self.most
        frame["reached"] = (frame["half_width"] <= self.half_width) & (frame["replications"] >= LEAST)
        columns = ["scenario", *self.by, "measure", "mean", "low", "high", "half_width", "wanted", "reached"]
        return frame[[*columns, "replications", "least", "most"]]

    def next_look(self, table: pd.DataFrame, played: int) -> int:
        """How many replications of each in all to play before the next look; `played` where there is none.

        As many as the widths foretell, but at least a quarter more and at most twice as many: `most` in the end.
        """
        if played >= self.most or bool(table["reached"].all()):
            return played
        widest = float((table["half_width"] / self.half_width).max())
        foretold = played * widest**2 if math.isfinite(widest) else math.inf
        return min(self.most, max(math.ceil(1.25 * played), math.ceil(min(2 * played, foretold))))

    def _measured(self, played: HasFrames) -> pd.DataFrame:
        each = ["scenario", "replication"]
        if self.measure in WAITS:
            return waiting(played.requests, by=[*each, *self.by], within=self.within)
        if self.measure in USES:
            return use(played.months, by=each)
        return frontier(played.requests, played.kinds, played.months)


def must_be_possible(precision: Precision, names: Sequence[str], replications: object) -> None:
    """ValueError where a campaign of these scenarios cannot stop so."""
    if not isinstance(replications, int) or not LEAST <= replications <= precision.most:
        raise ValueError(f"replications: with a precision, expected one number from {LEAST} to its most")
    if precision.against and (precision.against not in names or len(names) < 2):
        raise ValueError("precision: expected `against` one of two or more scenarios")
