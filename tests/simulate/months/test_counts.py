"""The model of monthly counts, on counts that are drawn by it: no request is made."""

from __future__ import annotations

import numpy as np
import pytest

from rsa_sched.simulate.months.counts import CountModel, dispersion, fit_counts
from tests.support.quick import mostly_slow

SEASON = np.array([1.5, 1.4, 1.0, 1.0, 1.0, 1.0, 0.4, 0.3, 1.4, 1.0, 1.0, 1.0])


def drawn(
    rng: np.random.Generator, level: float, growth: float, months: int, *, season: bool
) -> tuple[CountModel, float]:
    """The model of counts that were drawn by it, and the p-value of their dispersion."""
    calendar = np.arange(months) % 12 + 1
    factors = SEASON / SEASON.mean() if season else np.ones(12)
    counts = rng.poisson(level * (1 + growth * np.arange(months) / 12) * factors[calendar - 1]).astype(float)
    found = fit_counts(counts, calendar)
    return found, dispersion(counts, found.shape, found.degrees)[2]


TRIED = [(40, 40.0, 48), (500, 40.0, 48), (500, 15.0, 36)]


@pytest.mark.parametrize(("draws", "level", "months"), mostly_slow(TRIED, TRIED[0]))
def test_what_was_drawn_lies_in_its_intervals(draws: int, level: float, months: int) -> None:
    """Level, growth and season 95 % of the time; exact Poisson counts are doubted as often as is said."""
    rng = np.random.default_rng(months)
    held = {"level": 0, "growth": 0, "season": 0.0}
    doubted = 0
    for _ in range(draws):
        found, p_value = drawn(rng, level, 0.2, months, season=True)
        held["level"] += found.ends["level"][0] <= level <= found.ends["level"][1]
        held["growth"] += found.ends["growth"][0] <= 0.2 <= found.ends["growth"][1]
        true = SEASON / SEASON.mean()
        held["season"] += np.mean([found.ends[n][0] <= true[n] <= found.ends[n][1] for n in range(12)])
        doubted += p_value < 0.05
    deviation = (0.05 * 0.95 / draws) ** 0.5
    assert min(held.values()) / draws > 0.95 - 3 * deviation - 0.01
    assert doubted / draws < 0.05 + 3 * deviation + 0.01


def test_growth_within_the_year_is_no_season() -> None:
    """A trend is counted once: what is expected two years on is what was drawn."""
    rng = np.random.default_rng(4)
    models = [drawn(rng, 60.0, 0.3, 36, season=False)[0] for _ in range(12)]
    ahead = np.array([model.level * (1 + 2 * model.growth) for model in models])
    assert abs(ahead.mean() / (60 * 1.6) - 1) < 0.05
    assert np.mean([np.ptp(model.season) for model in models]) < 0.25, "drawn towards none"


def test_rare_requests_are_not_doubted_for_being_rare() -> None:
    """Of flows with one request in three months, in sixty draws."""
    rng = np.random.default_rng(8)
    doubted = sum(dispersion(rng.poisson(0.33, 36).astype(float), np.ones(36), 1.0)[2] < 0.05 for _ in range(200))
    assert doubted <= 0.1 * 200


def test_bundles_are_doubted() -> None:
    """Each request five times."""
    rng = np.random.default_rng(8)
    assert dispersion(5.0 * rng.poisson(8.0, 24), np.ones(24), 1.0)[2] < 1e-6
