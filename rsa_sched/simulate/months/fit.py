"""Demand fitted to past tables, with what speaks against the fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import brought_by
from rsa_sched.simulate.months.demand import YEAR, Demand, Flow

if TYPE_CHECKING:
    import pandas as pd

SEASONS_FROM = 2 * YEAR
"""Months from which a season and a trend can be told from chance; before, there are none."""
DOUBT = 0.05
"""A fit is doubted where chance alone would be that far off less often than this."""


@dataclass(frozen=True)
class Fit:
    """A fitted demand, and how well it fits.

    Attributes
    ----------
    demand : what was fitted.
    months : how many whole months it was fitted to.
    goodness : one test a row: ``what``, ``statistic``, ``degrees``, ``p_value``, ``doubtful``. A doubtful row says that
        requests come more (or less) evenly than independent arrivals would, or that a mix differs between months.
    """

    demand: Demand
    months: int
    goodness: pd.DataFrame = field(repr=False)

    def __bool__(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.goodness["doubtful"].any()

    def _repr_html_(self) -> str:
        return str(self.goodness.to_html(index=False))


def fit(situations: pd.DataFrame, regulation: Regulation | None = None) -> Fit:
    """The demand of which past requests are a sample.

    Parameters
    ----------
    situations : a row a request: ``requested_on`` (dates), ``structure``, ``subsector``, and where known ``type``,
        ``urgency``, ``partners`` (lists), ``beneficiary_invited``, as `Problem.frames` gives them. First and last month
        count as whole ones.
    regulation : under which they were made; a request without ``type`` is of the first of its types. By default the
        default one.

    Returns
    -------
    Fit
        Means of each flow; from two years on a season (share of each calendar month) and a trend (least squares on the
        monthly sums); shares of urgency, partners and invited people. Withdrawals and absences are not in such tables:
        they keep their defaults.

    Raises
    ------
    ValueError : where there is no request, or a column is missing.
    """
    import pandas as pd

    missing = [name for name in ("requested_on", "structure", "subsector") if name not in situations.columns]
    if missing or situations.empty:
        raise ValueError(f"situations: expected rows with the columns requested_on, structure and subsector: {missing}")
    usual = (regulation or Regulation()).types[0].id
    rows = situations.assign(
        type=situations["type"].fillna(usual) if "type" in situations.columns else usual,
        _month=pd.to_datetime(situations["requested_on"]).dt.to_period("M"),
    )
    span = pd.period_range(rows["_month"].min(), rows["_month"].max(), freq="M")
    sums = rows.groupby("_month").size().reindex(span, fill_value=0).to_numpy(dtype=float)
    calendar = np.array([period.month for period in span])
    season, trend = _season(sums, calendar), _trend(sums)
    shape = np.array(
        [season[month - 1] / 100 * max(0.0, 1 + trend * n / (100 * YEAR)) for n, month in enumerate(calendar)]
    )
    tests = [("all requests: independent arrivals", *_dispersion(sums, shape))]
    flows = []
    groups: Any = rows.groupby(["structure", "subsector", "type"], sort=True)
    for key, group in groups:
        counts = group.groupby("_month").size().reindex(span, fill_value=0).to_numpy(dtype=float)
        flows.append(Flow(key[0], key[1], key[2], float(counts.sum() / shape.sum())))
        tests.append((f"{' / '.join(map(str, key))}: independent arrivals", *_dispersion(counts, shape)))
    demand = Demand(
        tuple(flows),
        season=season,
        trend=trend,
        urgency=_urgency(rows),
        partners=_percent(rows, "partners"),
        invited=_percent(rows, "beneficiary_invited"),
    )
    goodness = pd.DataFrame(tests, columns=["what", "statistic", "degrees", "p_value"])
    goodness["doubtful"] = goodness["p_value"] < DOUBT / len(goodness)  # Bonferroni: many flows, one doubt in twenty
    return Fit(demand, len(span), goodness)


def _season(sums: np.ndarray[Any, Any], calendar: np.ndarray[Any, Any]) -> tuple[int, ...]:
    if len(sums) < SEASONS_FROM or not sums.sum():
        return (100,) * YEAR
    overall = sums.mean()
    return tuple(round(100 * float(sums[calendar == month].mean()) / overall) for month in range(1, YEAR + 1))


def _trend(sums: np.ndarray[Any, Any]) -> int:
    if len(sums) < SEASONS_FROM or not sums.sum():
        return 0
    slope, start = np.polyfit(np.arange(len(sums)), sums, 1)
    return max(-99, round(100 * YEAR * slope / start)) if start > 0 else 0


def _dispersion(counts: np.ndarray[Any, Any], shape: np.ndarray[Any, Any]) -> tuple[float, int, float]:
    """Fisher's index of dispersion: chi-square of the counts around their Poisson means, two-sided."""
    with brought_by("sim"):
        from scipy.stats import chi2

    degrees = len(counts) - 1
    expected = shape * counts.sum() / shape.sum()
    if degrees < 1 or not counts.sum():
        return 0.0, max(0, degrees), 1.0
    seen = expected > 0
    statistic = float((((counts - expected) ** 2)[seen] / expected[seen]).sum())
    tail = float(chi2.sf(statistic, degrees))
    return statistic, degrees, 2 * min(tail, 1 - tail)


def _urgency(rows: pd.DataFrame) -> tuple[int, ...]:
    if "urgency" not in rows.columns:
        return Demand.urgency
    levels = rows["urgency"].fillna(0).astype(int)
    return tuple(int((levels == level).sum()) for level in range(int(levels.max()) + 1))


def _percent(rows: pd.DataFrame, column: str) -> int:
    if column not in rows.columns:
        return int(getattr(Demand, {"beneficiary_invited": "invited"}.get(column, column)))
    # a list of partners, a flag, or nothing
    some = sum(bool(len(cell)) if isinstance(cell, list | tuple) else cell is True for cell in rows[column].tolist())
    return round(100 * some / len(rows))
