"""Who asks for a place, month after month; demand fitted to past tables, with what speaks against the fit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import InputError, brought_by

if TYPE_CHECKING:
    import pandas as pd

YEAR = 12
DAYS_A_MONTH = 365.25 / YEAR
RECENT_DAYS = 30
"""Within which nearly nobody was heard yet, where sessions are a month apart."""
SEASONS_FROM = 2 * YEAR
"""Months from which on a season and a trend are fitted: with fewer, they could be chance."""
DOUBT = 0.05
"""A fit is doubted where chance alone would be that far off less often than this."""


@dataclass(frozen=True)
class Flow:
    """Requests of one structure for one sub-sector.

    Attributes
    ----------
    structure, subsector : ids in the setting.
    type : of the sessions asked for, one of the règlement's ``types``.
    per_month : expected requests a month; they arrive independently, so their number is Poisson.
    """

    structure: str
    subsector: str
    type: str
    per_month: float

    def __post_init__(self) -> None:
        if not 0 <= self.per_month < 10_000:
            raise InputError.of("per_month", str(self.per_month), "no-monthly-mean")


@dataclass(frozen=True)
class Demand:
    """What is asked for, and how people behave; percentages are whole numbers from 0 to 100.

    Attributes
    ----------
    flows : how many requests come from where.
    season : factor of each calendar month, January first, in per cent.
    trend : growth a year, in per cent of the first month's demand; a twelfth of it each month.
    urgency : weights of the levels of urgency, from 0 up.
    partners : per cent with a partner, of whom `second_partner` per cent have two.
    invited : per cent whose beneficiary is invited, and agreed.
    ineligible : per cent that lack a condition, and stay without it.
    withdrawal : per cent of those waiting who give up within a month.
    no_show : per cent of the seats whose person or referent does not come: the time is lost, the request waits on.
    unavailable : per cent of the professionals who miss a half-day session of the month.
    """

    flows: tuple[Flow, ...]
    season: tuple[int, ...] = (100,) * YEAR
    trend: int = 0
    urgency: tuple[int, ...] = (60, 25, 10, 5)
    partners: int = 20
    second_partner: int = 12
    invited: int = 15
    ineligible: int = 0
    withdrawal: int = 2
    no_show: int = 0
    unavailable: int = 20

    def __post_init__(self) -> None:
        if len(self.season) != YEAR or any(factor < 0 for factor in self.season):
            raise InputError.of("season", "", "no-season")
        if self.trend <= -100:
            raise InputError.of("trend", str(self.trend), "trend-to-nothing")
        if not self.urgency or any(weight < 0 for weight in self.urgency) or not any(self.urgency):
            raise InputError.of("urgency", "", "no-weights")
        for name in ("partners", "second_partner", "invited", "ineligible", "withdrawal", "no_show", "unavailable"):
            if not 0 <= getattr(self, name) <= 100:
                raise InputError.of(name, str(getattr(self, name)), "not-per-cent")

    @classmethod
    def like(cls, problem: Problem, months: float | None = None) -> Self:
        """The demand of which the requests of a problem are what waits.

        Parameters
        ----------
        months : in which all of them were made. By default only those are counted that were made in the last
            `RECENT_DAYS` days: who asked before and was heard since is not in the problem any more, so that its older
            requests are what is left of a flow and not the flow. Urgent ones are heard first: the shares of urgency,
            partners and invited people are those of the requests counted.

        Raises
        ------
        InputError : without `months`, where nothing was asked for in these days though requests wait.

        Notes
        -----
        Unbiased where nobody is heard or withdraws within `RECENT_DAYS` of asking: sessions are a month apart, and
        a request has to be there `deadline_days` before. What was heard or withdrawn sooner is missing from the count.
        """
        rows, index = problem.situations, ProblemIndex(problem)
        if months is None and rows:
            since = problem.as_of - dt.timedelta(days=RECENT_DAYS)
            rows = tuple(row for row in rows if row.requested_on > since)
            if not rows:
                raise InputError.of("months", "", "no-recent-request", days=RECENT_DAYS)
            months = RECENT_DAYS / DAYS_A_MONTH
        counts = Counter((row.structure, row.subsector, index.type_of(row.id).id) for row in rows)
        flows = tuple(Flow(*key, count / (months or 1.0)) for key, count in sorted(counts.items()))
        levels = Counter(row.urgency for row in rows)
        return cls(
            flows,
            urgency=tuple(levels[level] for level in range(len(problem.regulation.urgency_days))) if rows else (1,),
            partners=_percent(sum(bool(row.partners) for row in rows), len(rows)),
            invited=_percent(sum(row.beneficiary_invited for row in rows), len(rows)),
        )

    @classmethod
    def fit(cls, situations: pd.DataFrame, regulation: Regulation | None = None) -> Fit:
        """The demand of which past requests are a sample.

        Parameters
        ----------
        situations : a row a request: ``requested_on`` (dates), ``structure``, ``subsector``, and where known ``type``,
            ``urgency``, ``partners`` (lists), ``beneficiary_invited``, as `Problem.frames` gives them. First and last
            month count as whole ones.
        regulation : under which they were made; a request without ``type`` is of the first of its types. By default the
            default one.

        Returns
        -------
        Fit
            Means of each flow; from two years on a season (share of each calendar month) and a trend (least squares on
            the monthly sums); shares of urgency, partners and invited people. Withdrawals and absences are not in such
            tables: they keep their defaults.

        Raises
        ------
        ValueError : where there is no request, or a column is missing.
        """
        return _fit(situations, regulation or Regulation())

    def scaled(self, factor: float) -> Self:
        """The same demand with all requests multiplied by a factor."""
        return replace(self, flows=tuple(replace(flow, per_month=flow.per_month * factor) for flow in self.flows))

    def expected(self, month: int, calendar_month: int) -> dict[Flow, float]:
        """Requests expected from each flow in a month: its number from 0, and 1 to 12 for January to December."""
        factor = self.season[calendar_month - 1] / 100 * max(0.0, 1 + self.trend * month / (100 * YEAR))
        found: dict[Flow, float] = {}
        for flow in self.flows:
            found[flow] = found.get(flow, 0.0) + flow.per_month * factor
        return found


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


def _fit(situations: pd.DataFrame, regulation: Regulation) -> Fit:
    import pandas as pd

    missing = [name for name in ("requested_on", "structure", "subsector") if name not in situations.columns]
    if missing or situations.empty:
        raise ValueError(f"situations: expected rows with the columns requested_on, structure and subsector: {missing}")
    usual = regulation.types[0].id
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
        partners=_share(rows, "partners"),
        invited=_share(rows, "beneficiary_invited"),
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


def _share(rows: pd.DataFrame, column: str) -> int:
    if column not in rows.columns:
        return int(getattr(Demand, {"beneficiary_invited": "invited"}.get(column, column)))
    # a list of partners, a flag, or nothing
    some = sum(bool(len(cell)) if isinstance(cell, list | tuple) else cell is True for cell in rows[column].tolist())
    return round(100 * some / len(rows))


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
