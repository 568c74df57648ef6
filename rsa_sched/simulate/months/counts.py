"""How many requests a month, as a level, a growth and a season at once: a Poisson model of counts of months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rsa_sched.errors import brought_by

Array = np.ndarray[Any, Any]
YEAR = 12
SEASONS_FROM = 2 * YEAR
"""Months from which on a season and a trend are fitted: with fewer, they could be chance."""


@dataclass(frozen=True)
class CountModel:
    """The mean of month n is ``level * (1 + growth * n / 12) * season[calendar month]``.

    Attributes
    ----------
    level : requests a month at the first one; growth : a year, as a share of the level; season : factors of mean 1,
        January first, drawn towards 1 as far as chance could have made them (empirical Bayes).
    ends : low and high ends of 95 % intervals, by ``level``, ``growth`` and the numbers 0 to 11 of the season.
    shape : mean of each month over the level.
    degrees : how many of the counts' degrees of freedom the fit has used up, the level's included.
    """

    level: float
    growth: float
    season: tuple[float, ...]
    ends: dict[str | int, tuple[float, float]]
    shape: Array
    degrees: float


def fit_counts(counts: Array, calendar: Array) -> CountModel:
    """Fit the model to the counts of months that follow one another.

    Parameters
    ----------
    counts : requests of each month; calendar : its calendar month, 1 to 12.

    Notes
    -----
    Maximum likelihood with a normal prior on the logarithms of the season, whose variance is what the free season
    scatters beyond its own chance. All at once: a growth within the year is no season, nor the other way round.
    """
    number, whole = len(counts), float(counts.sum())
    flat = np.ones(number)
    if number < SEASONS_FROM or not whole:
        level = whole / number
        wide = Z * np.sqrt(whole) / number
        return CountModel(level, 0.0, (1.0,) * YEAR, {"level": (max(0.0, level - wide), level + wide)}, flat, 1.0)
    years, month = np.arange(number) / YEAR, calendar.astype(int) - 1
    free = _fitted(counts, years, month, FREE)
    season = free[2:] - free[2:].mean()
    chance = 1 / np.maximum(1.0, np.bincount(month, weights=_mean(free, years, 0 * month), minlength=YEAR))
    spread = max(0.0, float((season**2 - chance * (1 - 1 / YEAR)).sum() / (YEAR - 1)))
    penalty = 1 / max(spread, 1e-8)
    found = _fitted(counts, years, month, penalty)
    used = 2 + float((spread / (spread + chance)).sum()) * (YEAR - 1) / YEAR
    return _model(found, years, month, penalty, used)


Z = 1.959964
FREE = 1e-3
"""Penalty of a season that is as good as free; without any, level and season could not be told apart."""


def _mean(parameters: Array, years: Array, month: Array) -> Array:
    found: Array = np.exp(parameters[0] + parameters[2:][month]) * (1 + parameters[1] * years)
    return found


def _fitted(counts: Array, years: Array, month: Array, penalty: float) -> Array:
    with brought_by("sim"):
        from scipy.optimize import minimize

    def cost(parameters: Array) -> tuple[float, Array]:
        mean = _mean(parameters, years, month)
        apart = mean - counts
        value = float((mean - counts * np.log(mean)).sum() + penalty / 2 * (parameters[2:] ** 2).sum())
        slope = np.empty_like(parameters)
        slope[0], slope[1] = apart.sum(), (apart * years / (1 + parameters[1] * years)).sum()
        slope[2:] = np.bincount(month, weights=apart, minlength=YEAR) + penalty * parameters[2:]
        return value, slope

    begin = np.zeros(2 + YEAR)
    begin[0] = np.log(counts.mean())
    bounds = [(None, None), (-0.99 / years[-1], 50.0), *[(-8.0, 8.0)] * YEAR]
    found: Array = minimize(cost, begin, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x
    return found


def _model(found: Array, years: Array, month: Array, penalty: float, used: float) -> CountModel:
    """The parameters in plain figures, with intervals by the curvature at the best ones.

    Student's, by the degrees of freedom that are left; growth on the scale of what it comes to over all the months.
    """
    with brought_by("sim"):
        from scipy.stats import t
    factors = np.exp(found[2:])
    of_mean = np.concatenate([[0.0, 0.0], factors / factors.sum()])
    mean = _mean(found, years, month)
    design = np.zeros((len(years), len(found)))
    design[:, 0], design[:, 1] = 1.0, years / (1 + found[1] * years)
    design[np.arange(len(years)), 2 + month] = 1.0
    prior = np.diag([0.0, 0.0, *[penalty] * YEAR])
    covariance = np.linalg.pinv(design.T @ (mean[:, None] * design) + prior)

    wide_of_one = float(t.ppf(0.975, max(1.0, len(years) - used)))

    def spread(direction: Array) -> float:
        return wide_of_one * float(np.sqrt(max(0.0, direction @ covariance @ direction)))

    unit = np.eye(len(found))
    level, growth, season = float(np.exp(found[0]) * factors.mean()), float(found[1]), factors / factors.mean()
    wide = spread(unit[0] + of_mean)
    ends: dict[str | int, tuple[float, float]] = {
        "level": (level * float(np.exp(-wide)), level * float(np.exp(wide))),
        "growth": _growth_ends(growth, spread(unit[1]), float(years[-1])),
    }
    for number in range(YEAR):
        wide = spread(unit[2 + number] - of_mean)
        ends[number] = float(season[number] * np.exp(-wide)), float(season[number] * np.exp(wide))
    return CountModel(level, growth, tuple(map(float, season)), ends, mean / level, used)


def _growth_ends(growth: float, wide: float, years: float) -> tuple[float, float]:
    """The interval of a growth a year, symmetric in the logarithm of all that has grown in so many years."""
    whole = 1 + growth * years
    low, high = (whole * float(np.exp(sign * wide * years / whole)) for sign in (-1, 1))
    return (low - 1) / years, (high - 1) / years


def dispersion(counts: Array, shape: Array, lost: float) -> tuple[float, float, float]:
    """Fisher's index: whether counts scatter around their Poisson means as chance would have them, two-sided.

    Parameters
    ----------
    lost : degrees of freedom that went into the means.

    Returns
    -------
    Statistic, degrees of freedom, p-value. The p-value is that of a gamma law with the statistic's own mean and
    variance (Haldane, 1937), which for large counts is chi-square's; where few are expected a month it is not, and
    chi-square would raise false doubts.
    """
    with brought_by("sim"):
        from scipy.stats import gamma

    number, whole = len(counts), float(counts.sum())
    degrees = max(0.0, number - lost)
    if number < 2 or degrees < 1 or not whole:
        return 0.0, degrees, 1.0
    seen = shape > 0
    share = shape[seen] / shape[seen].sum()
    expected = share * whole
    statistic = float(((counts[seen] - expected) ** 2 / expected).sum())
    cells = int(seen.sum())
    variance = 2 * (cells - 1) + (float((1 / share).sum()) - cells**2 - 2 * cells + 2) / whole
    variance *= degrees / (cells - 1)
    law = gamma(degrees**2 / variance, scale=variance / degrees)
    tail = float(law.sf(statistic))
    return statistic, degrees, 2 * min(tail, 1 - tail)
