"""The expected month: order statistics that hold as often as they say, and the laboratory behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import joblib
import numpy as np
import pytest

from rsa_sched import load_demo, promise
from rsa_sched.promises.expected import BEYOND, forecast, trimmed
from rsa_sched.simulate import Demand

DEMO = load_demo()


@pytest.fixture(scope="module", autouse=True)
def one_process() -> Iterator[None]:
    """A pool would cost more than the months."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        yield


def month(number: float, horizon: int = 200) -> str:
    """A month as it is told; beyond the horizon none."""
    return BEYOND if number >= horizon else f"{2010 + int(number) // 12:04}-{int(number) % 12 + 1:02}"


@pytest.mark.parametrize(("replications", "confidence"), [(9, 0.8), (19, 0.8), (19, 0.9), (30, 0.9), (59, 0.95)])
def test_the_interval_holds_as_often_as_it_says(replications: int, confidence: float) -> None:
    """Geometric, bimodal and censored months: 2,000 futures each, three standard deviations; ties only help."""
    rng = np.random.default_rng(1)
    draws: tuple[Callable[[int], Any], ...] = (
        lambda size: rng.geometric(0.02, size),
        lambda size: rng.choice([3, 150], size) + rng.integers(0, 40, size),
        lambda size: rng.integers(0, 260, size),
    )
    for draw in draws:
        held = 0
        for _ in range(2000):
            numbers = draw(replications + 1)
            told = forecast([month(number) for number in numbers[1:]], confidence)
            assert told.confidence >= confidence or trimmed(replications, confidence) == 0
            early, late, true = ("9" if one == BEYOND else one for one in (told.early, told.late, month(numbers[0])))
            held += early <= true <= late
        assert held / 2000 > told.confidence - 3 * (told.confidence * (1 - told.confidence) / 2000) ** 0.5


def test_the_confidence_is_what_so_few_can_say() -> None:
    """Of nineteen the ends are 90 %, of four 60 %, of none nothing."""
    assert forecast(["2010-11"] * 19, 0.9).confidence == 0.9
    assert forecast(["2010-11"] * 4, 0.9).confidence == pytest.approx(0.6)
    assert forecast([], 0.9) == forecast([], 0.8)
    assert forecast(["2010-12", BEYOND, "2010-11"], 0.5).expected == "2010-12"
    assert forecast(["2010-12", BEYOND, BEYOND], 0.5).expected == BEYOND


def test_the_laboratory_starts_where_the_service_stands() -> None:
    """Everybody who waits has a forecast from the month at hand on; the frame says what each column says."""
    promised = promise(
        DEMO, demand=Demand.like(DEMO, months=2), months=3, replications=3, arbiter="first come first served"
    )
    frame = promised.frame
    assert frame["situation"].tolist() == [row["situation"] for row in promised.rows()]
    assert len(frame) == len(DEMO.situations)
    assert frame["requested_on"].is_monotonic_increasing
    assert set(frame["expected"]) <= {"2010-10", "2010-11", "2010-12", BEYOND}
    assert set(frame["latest"]) <= {"2010-11", "2010-12", "2011-01", ""}
    told = frame[(frame["early"] != "") & (frame["late"] != "")]
    assert len(told) > 20
    assert (told["early"] <= told["expected"]).all()
    assert (told["expected"] <= told["late"]).all()
    # the oldest are heard before the newest
    heard = frame["expected"].replace("", "9").tolist()
    assert sorted(heard[:15])[7] < sorted(heard[-15:])[7]


def test_numbers_that_make_no_sense_are_refused() -> None:
    """Before anything is played."""
    for wrong in ({"months": 0}, {"replications": -1}, {"confidence": 1.0}, {"urgent": -1}):
        with pytest.raises(ValueError, match="expected"):
            promise(DEMO, **wrong)
