"""Means over replications with the interval that chance leaves, and differences of policies under the same chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.errors import brought_by

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE = 0.95


def half_width(values: np.ndarray[Any, Any], confidence: float = CONFIDENCE) -> float:
    """Half the confidence interval of a mean, by Student's t; NaN for fewer than two values."""
    with brought_by("sim"):
        from scipy.stats import t

    if len(values) < 2:
        return float("nan")
    return float(t.ppf((1 + confidence) / 2, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))


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
            half = half_width(values, confidence)
            rows.append((*key, column, mean, mean - half, mean + half, len(values)))
    return pd.DataFrame(rows, columns=[*by, "measure", "mean", "low", "high", "replications"])


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
    As `intervals`, with ``first`` and ``second`` (their means) and ``differs``: whether the interval leaves out 0.
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
            half = half_width(change, confidence)
            means = pairs.mean(axis=0) if len(pairs) else np.array([np.nan, np.nan])
            differs = bool(abs(mean) > half)
            rows.append((*key, column, *means, mean, mean - half, mean + half, differs, len(change)))
    names = ["measure", "first", "second", "change", "low", "high", "differs", "replications"]
    return pd.DataFrame(rows, columns=[*by, *names])
