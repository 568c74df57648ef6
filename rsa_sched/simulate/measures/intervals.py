"""Means over replications with the interval that chance leaves, and differences of policies under the same chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    import pandas as pd

Array = np.ndarray[Any, Any]

CONFIDENCE = 0.95
FEW = 10
"""Fewer replications say too little of how skewed a figure is: their intervals are made wider, and pages say so."""
SHARES = frozenset({"within", "used", "heard_of_asked", "long_waits", "due_missed"})
"""Measures that are shares, from 0 to 1."""


def half_width(values: Array, confidence: float = CONFIDENCE) -> float:
    """Half the confidence interval of a mean, by Student's t; NaN for fewer than two values."""
    if len(values) < 2:
        return float("nan")
    return _student(confidence, len(values) - 1) * float(values.std(ddof=1) / np.sqrt(len(values)))


def interval(
    values: Array, confidence: float = CONFIDENCE, *, share: bool = False, change: bool = False
) -> tuple[float, float]:
    """The confidence interval of a mean over few, skewed replications; NaN for fewer than two values.

    Parameters
    ----------
    values : one a replication.
    share : whether they are shares, from 0 to 1: most replications at 1 and a few far below is what they look like.
    change : whether they are changes from one scenario to another (of shares: from -1 to 1). They are lumpy, most of
        them 0 and a few large: the careful way of few replications is taken of any number.

    Notes
    -----
    Student's t with Hall's cubic correction of the skewness (1992), which holds where Student's own misses a service
    level near 1 by a fifth of the time. Of fewer than `FEW` replications the skewness cannot be told: the wider of
    Student's (of shares: on the scale of logits as well) and Hall's end is taken. Shares that are all alike have the
    interval of a beta law with their mean and the spread that three further requests each would have: ten replications
    without a single late request do not say that there never is one.
    """
    number = len(values)
    if number < 2:
        return float("nan"), float("nan")
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if share and spread < ALIKE:
        return _of_alike(mean, number, confidence, change=change)
    ends = [_hall_interval(values, confidence)] if number >= HALL_FROM else []
    if number < FEW or change:
        half = half_width(values, confidence)
        ends.append((mean - half, mean + half))
        if share and not change and 0 < mean < 1:
            centre, wide = np.log(mean / (1 - mean)), half / (mean * (1 - mean))
            ends.append((float(_expit(centre - wide)), float(_expit(centre + wide))))
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return (max(-1.0 if change else 0.0, low), min(1.0, high)) if share else (low, high)


def p_value(values: Array, *, change: bool = False) -> float:
    """How often chance alone brings a mean that far from 0, both sides; NaN for fewer than two values.

    By Student's t with Hall's correction, as `interval`. Of values that are all alike: 1 where they are 0, else 0.
    """
    with brought_by("sim"):
        from scipy.stats import t

    number = len(values)
    if number < 2:
        return float("nan")
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if spread < ALIKE * max(1.0, abs(mean)):
        return 1.0 if abs(mean) < ALIKE else 0.0
    plain = mean / spread
    both = [2 * float(t.sf(abs(np.sqrt(number) * plain), number - 1))]
    if number >= HALL_FROM:
        skew = _skewness(values)
        bent = plain + skew * plain**2 / 3 + skew**2 * plain**3 / 27 + skew / (6 * number)
        both.append(2 * float(t.sf(abs(np.sqrt(number) * bent), number - 1)))
    # of few and of what is lumpy, the more careful of the two
    return max(both) if number < FEW or change else both[-1]


def holm(p_values: Array) -> Array:
    """The p-values of one frame, adjusted so that chance raises an alarm in it no more often than in one (Holm, 1979).

    Missing ones stay missing, and are no comparison.
    """
    adjusted = np.full(len(p_values), np.nan)
    there = np.flatnonzero(~np.isnan(p_values))
    largest = 0.0
    for place, number in enumerate(there[np.argsort(p_values[there], kind="stable")]):
        largest = max(largest, min(1.0, (len(there) - place) * float(p_values[number])))
        adjusted[number] = largest
    return adjusted


def replications_for(values: Array, precision: float, confidence: float = CONFIDENCE) -> int:
    """How many replications in all give a mean half as wide an interval as `precision` on each side, judged by these.

    Raises ValueError for fewer than two values, or a precision of 0 or less.
    """
    if len(values) < 2 or precision <= 0:
        raise ValueError("values, precision: expected two or more, and a number above 0")
    number = FEW
    spread = float(values.std(ddof=1))
    while _student(confidence, number - 1) * spread / np.sqrt(number) > precision:
        number = max(number + 1, int(1.1 * number))
    return number


HALL_FROM = 3
"""Values of which there is a skewness."""
ALIKE = 1e-12


def _student(confidence: float, degrees: int) -> float:
    with brought_by("sim"):
        from scipy.stats import t

    return float(t.ppf((1 + confidence) / 2, degrees))


def _skewness(values: Array) -> float:
    number, apart = len(values), values - values.mean()
    third = float((apart**3).sum()) * number / ((number - 1) * (number - 2))
    return third / float(values.std(ddof=1)) ** 3


def _hall_interval(values: Array, confidence: float) -> tuple[float, float]:
    """Hall's transform of Student's t, turned round."""
    number, mean, spread, skew = len(values), float(values.mean()), float(values.std(ddof=1)), 0.0
    if spread >= ALIKE * max(1.0, abs(mean)):
        skew = _skewness(values)
    reach = _student(confidence, number - 1) / np.sqrt(number)
    if abs(skew) < 1e-6:
        return mean - spread * reach, mean + spread * reach
    low, high = (3 / skew * (float(np.cbrt(1 + skew * (end - skew / (6 * number)))) - 1) for end in (reach, -reach))
    return mean - spread * low, mean - spread * high


def _of_alike(mean: float, number: int, confidence: float, *, change: bool) -> tuple[float, float]:
    with brought_by("sim"):
        from scipy.stats import beta

    requests = FURTHER * number
    if change:  # as likely as not that there is one, either way
        wide = float(beta.ppf((1 + confidence) / 2, 0.5, requests + 0.5))
        return mean - wide, mean + wide
    edges = (1 - confidence) / 2, (1 + confidence) / 2
    low, high = (float(beta.ppf(edge, mean * requests + 0.5, (1 - mean) * requests + 0.5)) for edge in edges)
    return min(low, mean), max(high, mean)


FURTHER = 3
"""Requests that each replication of shares that are all alike counts for."""


def _expit(number: float) -> float:
    return float(1 / (1 + np.exp(-number)))


def intervals(
    measured: pd.DataFrame, *, by: Sequence[str], columns: Sequence[str], confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Means over replications: one group and column a row, ``mean``, ``low``, ``high``, ``replications``.

    Parameters
    ----------
    measured : one row a replication (column ``replication``) and group, as the measures give it.
    by : the groups, without ``replication``; empty for all together.
    columns : what is averaged; missing values are left out, and counted as not there.
    """
    import pandas as pd

    groups: Any = measured.groupby(list(by), sort=True) if by else [((), measured)]
    rows = []
    for key, group in groups:
        for column in columns:
            values = group[column].dropna().to_numpy(dtype=float)
            mean = float(values.mean()) if len(values) else float("nan")
            ends = interval(values, confidence, share=column in SHARES)
            rows.append((*key, column, mean, *ends, len(values)))
    return pd.DataFrame(rows, columns=[*by, "measure", "mean", "low", "high", "replications"])


def _interval_of(change: Array, column: str, confidence: float) -> tuple[float, float]:
    return interval(change, confidence, share=column in SHARES, change=True)


def paired(
    measured: pd.DataFrame,
    first: str,
    second: str,
    *,
    by: Sequence[str],
    columns: Sequence[str],
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Second scenario less first, replication by replication: both met the same requests (common random numbers).

    Returns
    -------
    As `intervals`, with ``first`` and ``second`` (their means), ``p_value`` (of the row alone), ``p_adjusted`` (by
    Holm, over all rows of the frame) and ``differs``: whether the adjusted one is below ``1 - confidence``. Of two
    scenarios that do not differ a frame has any row that ``differs`` no more often than that, however many rows it has;
    each interval is the row's own.
    """
    import pandas as pd

    keys = ["replication", *by]
    left, right = (measured[measured["scenario"] == name].set_index(keys)[list(columns)] for name in (first, second))
    together = left.add_suffix("_1").join(right.add_suffix("_2"), how="inner").reset_index()
    groups: Any = together.groupby(list(by), sort=True) if by else [((), together)]
    rows = []
    for key, group in groups:
        for column in columns:
            pairs = group[[f"{column}_1", f"{column}_2"]].dropna().to_numpy(dtype=float)
            change = pairs[:, 1] - pairs[:, 0]
            mean = float(change.mean()) if len(change) else float("nan")
            means = pairs.mean(axis=0) if len(pairs) else np.array([np.nan, np.nan])
            rows.append(
                (
                    *key,
                    column,
                    *means,
                    mean,
                    *_interval_of(change, column, confidence),
                    p_value(change, change=True),
                    len(change),
                )
            )
    names = ["measure", "first", "second", "change", "low", "high", "p_value", "replications"]
    frame = pd.DataFrame(rows, columns=[*by, *names])
    frame.insert(len(frame.columns) - 1, "p_adjusted", holm(frame["p_value"].to_numpy(dtype=float)))
    frame.insert(len(frame.columns) - 1, "differs", frame["p_adjusted"] < 1 - confidence)
    return frame
