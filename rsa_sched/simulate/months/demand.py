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
from rsa_sched.simulate.months.columns import days_of, flags_of, texts_of
from rsa_sched.simulate.months.counts import CountModel, dispersion, fit_counts
from rsa_sched.simulate.months.flow import Flow

if TYPE_CHECKING:
    import pandas as pd

YEAR = 12
DOUBT = 0.05
"""A fit is doubted where chance alone would be that far off less often than this."""
DAYS_A_MONTH = 365.25 / YEAR
RECENT_DAYS = 30
"""Within which nearly nobody was heard yet, where sessions are a month apart."""


@dataclass(frozen=True)
class Demand:
    """What is asked for, and how people behave; percentages are whole numbers from 0 to 100.

    What a flow says of itself holds for its requests instead.

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
        situations : a row a request: ``requested_on`` (dates, or texts as ``2010-10-03`` or ``03/10/2010``),
            ``structure``, ``subsector``, and where known ``type``, ``urgency``, ``partners`` (lists, or whether there
            are any), ``beneficiary_invited`` (true or false, 1 or 0, oui or non), as `Problem.frames` gives them. First
            and last month count as whole ones.
        regulation : under which they were made; a request without ``type`` is of the first of its types. By default the
            default one.

        Returns
        -------
        Fit
            Means of each flow; from two years on a season and a trend, fitted with the level at once
            (`rsa_sched.simulate.months.counts`); shares of urgency, partners and invited people. Withdrawals and
            absences are not in such tables: they keep their defaults.

        Raises
        ------
        ValueError : where there is no request, or a column is missing; with the numbers of the rows, counted from 0,
            where a date, a structure, a sub-sector or a yes or no is missing or is none.
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
    demand : what was fitted; its first month is the table's first.
    months : how many whole months it was fitted to.
    goodness : one test a row: ``what``, ``statistic``, ``degrees``, ``p_value``, ``doubtful``. A doubtful row says that
        requests come more (or less) evenly than independent arrivals would, or that a mix differs between the first
        half of the months and the second.
    estimates : ``what`` (level, requests a month in all; growth, per cent a year; season of each calendar month, per
        cent), ``estimate``, ``low`` and ``high`` of 95 % intervals; growth and season from two years on.
    """

    demand: Demand
    months: int
    goodness: pd.DataFrame = field(repr=False)
    estimates: pd.DataFrame = field(repr=False)

    def __bool__(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.goodness["doubtful"].any()

    @property
    def ahead(self) -> Demand:
        """The demand of the months after the table: what it has grown to, and growing on by as many requests a year."""
        grown = 1 + self.demand.trend * self.months / (100 * YEAR)
        if grown <= 0:
            return replace(self.demand.scaled(0.0), trend=0)
        return replace(self.demand.scaled(grown), trend=max(-99, round(self.demand.trend / grown)))

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
        structure=texts_of(situations, "structure"),
        subsector=texts_of(situations, "subsector"),
        _month=pd.to_datetime(pd.Series(days_of(situations, "requested_on"), index=situations.index)).dt.to_period("M"),
    )
    flags = {name: flags_of(rows, name) for name in ("partners", "beneficiary_invited") if name in rows.columns}
    span = pd.period_range(rows["_month"].min(), rows["_month"].max(), freq="M")
    sums = rows.groupby("_month").size().reindex(span, fill_value=0).to_numpy(dtype=float)
    model = fit_counts(sums, np.array([period.month for period in span]))
    tests = [("all requests: independent arrivals", *dispersion(sums, model.shape, model.degrees))]
    flows = []
    groups: Any = rows.groupby(["structure", "subsector", "type"], sort=True)
    for key, group in groups:
        counts = group.groupby("_month").size().reindex(span, fill_value=0).to_numpy(dtype=float)
        flows.append(Flow(key[0], key[1], key[2], float(counts.sum() / model.shape.sum())))
        # of the common shape a flow has used up its own part
        lost = 1 + (model.degrees - 1) * counts.sum() / sums.sum()
        tests.append((f"{' / '.join(map(str, key))}: independent arrivals", *dispersion(counts, model.shape, lost)))
    later = (rows["_month"] >= span[len(span) // 2]).to_numpy()
    mixes: dict[str, Any] = {"structure": rows["structure"].to_numpy(), "urgency": _levels(rows)} | flags
    tests += [(f"{name}: the same mix in both halves", *mix) for name, values in mixes.items()
              if values is not None and (mix := _same_mix(np.asarray(values), later)) is not None]  # fmt: skip
    demand = Demand(
        tuple(flows),
        season=tuple(round(100 * factor) for factor in model.season),
        trend=max(-99, round(100 * model.growth)),
        urgency=_urgency(rows),
        partners=_share(flags, "partners", Demand.partners),
        invited=_share(flags, "beneficiary_invited", Demand.invited),
    )
    goodness = pd.DataFrame(tests, columns=["what", "statistic", "degrees", "p_value"])
    goodness["doubtful"] = goodness["p_value"] < DOUBT / len(goodness)  # Bonferroni: many flows, one doubt in twenty
    return Fit(demand, len(span), goodness, _estimates(model))


def _estimates(model: CountModel) -> pd.DataFrame:
    import pandas as pd

    of_season = [(f"season {number + 1}", factor, 100.0, number) for number, factor in enumerate(model.season)]
    known = [("level", model.level, 1.0, "level"), ("growth", model.growth, 100.0, "growth"), *of_season]
    rows = [(what, unit * value, unit * model.ends[key][0], unit * model.ends[key][1])
            for what, value, unit, key in known if key in model.ends]  # fmt: skip
    return pd.DataFrame(rows, columns=["what", "estimate", "low", "high"])


def _same_mix(values: np.ndarray[Any, Any], later: np.ndarray[Any, Any]) -> tuple[float, float, float] | None:
    """Chi-square of the values in the two halves of the months; None where there is nothing to compare."""
    with brought_by("sim"):
        from scipy.stats import chi2_contingency

    kinds = sorted(set(values.tolist()))
    table = np.array([[int((values[half] == kind).sum()) for kind in kinds] for half in (~later, later)])
    expected = table.sum(0) * table.sum(1, keepdims=True) / max(1, table.sum())
    table = table[:, expected.min(0) >= COMMON]  # chi-square holds where there are some of each
    if table.shape[1] < 2 or not table.sum(1).all():
        return None
    found = chi2_contingency(table, correction=False)
    return float(found.statistic), float(found.dof), float(found.pvalue)


COMMON = 5
"""Expected requests of a kind in each half, below which it is left out of a mix."""


def _levels(rows: pd.DataFrame) -> np.ndarray[Any, Any] | None:
    return rows["urgency"].fillna(0).astype(int).to_numpy() if "urgency" in rows.columns else None


def _urgency(rows: pd.DataFrame) -> tuple[int, ...]:
    levels = _levels(rows)
    if levels is None:
        return Demand.urgency
    return tuple(int((levels == level).sum()) for level in range(int(levels.max()) + 1))


def _share(flags: dict[str, list[bool]], column: str, otherwise: int) -> int:
    return _percent(sum(flags[column]), len(flags[column])) if column in flags else otherwise


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
