"""Prices under which agreed weights are kept: the search alone, then on months of one sub-sector."""

from __future__ import annotations

from collections.abc import Iterator

import joblib
import pytest

from rsa_sched import Regulation
from rsa_sched.simulate.answers.prices import _least, prices_that_keep
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from tests.simulate.months.test_theory import organisation

KINDS = ("PSSI", "PER", "PE")
DEMAND = Demand(
    tuple(Flow(kind.lower(), "S1", "standard", 4.0) for kind in KINDS),
    partners=0,
    invited=0,
    withdrawal=5,
    unavailable=0,
)
BASE = Scenario("today", DEMAND, Regulation(), organisation(KINDS), months=6)


@pytest.fixture(autouse=True)
def one_process() -> Iterator[None]:
    """A pool would cost more than the months."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        yield


@pytest.mark.parametrize("least", [1, 2, 3, 7, 20, 64])
def test_the_search_ends_near_the_least_that_keeps(least: int) -> None:
    """It keeps, is at most a quarter above the least, and each factor is asked about once or twice."""
    asked: list[int] = []

    def keeps(factor: int) -> bool:
        asked.append(factor)
        return factor >= least

    found = _least(keeps, 64)
    assert found is not None
    assert least <= found <= max(least + 1, 1.25 * least)
    assert len(asked) <= 12
    assert _least(lambda _: False, 64) is None


def test_steeper_prices_bring_a_kind_nearer_to_its_agreed_share() -> None:
    """And the row of each price says what was granted, how far behind it is, and how long one waits."""
    found = prices_that_keep({"PSSI": 5, "PER": 3, "PE": 1}, BASE, replications=2, steepest=8, tolerance=0.001)
    tried = found.tried.set_index(["factor", "kind"])
    gap = (tried["agreed_share"] - tried["real_share"])[:, "PSSI"]
    assert gap[8] < gap[1]
    agreed = tried["agreed_share"].xs(1, level="factor").round(3)
    assert agreed.to_dict() == {"PE": 0.111, "PER": 0.333, "PSSI": 0.556}
    assert (tried["low"] <= tried["real_share"]).all()
    assert tried.loc[(8, "PE"), "equity_days"] == (160, 320, 640, 1280)
    if found.equity_days is not None:
        assert tried["kept"].xs(found.factor, level="factor").all()


def test_free_equity_has_no_multiple() -> None:
    """Nor has a share of 0 a tolerance."""
    for wrong in ({"tolerance": 0.0}, {"steepest": 0}, {"replications": 1}):
        with pytest.raises(ValueError, match="expected"):
            prices_that_keep({"PSSI": 5, "PER": 3, "PE": 1}, BASE, **wrong)
