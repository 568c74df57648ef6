"""The plots of the policy laboratory: what is drawn is the frame, and it can be read without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from rsa_sched.plot import frontier, frontiers, lag, service_level, trade_off, waiting_times

REQUESTS = pd.DataFrame(
    {
        "kind": ["PE", "PE", "PE", "PE", "PSSI", "PSSI"],
        "waited_days": [10, 20, 30, 40, 5, 50],
        "fate": ["heard", "withdrawn", "heard", "waiting", "heard", "heard"],
    }
)
KINDS = pd.DataFrame(
    {"month": [0, 0, 1, 1] * 2, "kind": ["PE", "PER"] * 4, "lag_slots": [1.0, -1, 2, -2, 3, -3, 4, -4],
     "replication": [0] * 4 + [1] * 4}
)  # fmt: skip
TRIED = pd.DataFrame({"sessions": [8, 12], "mean": [0.5, 0.96], "low": [0.4, 0.94], "high": [0.6, 0.98]})
MONTHS = pd.DataFrame({"scenario": ["a", "a", "b"], "travel": [100, 300, 50], "priority": [1000, 2000, 900]})


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Figures are closed after each test; whoever calls `plt.show` fails it."""
    monkeypatch.setattr(plt, "show", lambda *_, **__: pytest.fail("plt.show was called"))
    plt.switch_backend("agg")
    yield
    plt.close("all")


def test_waiting_times_are_steps_of_those_at_risk() -> None:
    """Who withdrew at day 20 is not at risk at day 30: half of the two that are left are heard."""
    ax = waiting_times(REQUESTS, by="kind")
    pe, pssi = ax.get_lines()
    assert np.asarray(pe.get_xdata()).tolist() == [0, 10, 30]
    assert np.asarray(pe.get_ydata()).tolist() == [100, 75, 37.5]
    assert np.asarray(pssi.get_ydata()).tolist() == [100, 50, 0]


def test_all_together_are_one_line() -> None:
    """Without a legend."""
    ax = waiting_times(REQUESTS)
    assert len(ax.get_lines()) == 1
    assert ax.get_legend() is None


def test_lag_is_the_mean_of_replications_from_month_one() -> None:
    """Behind above the line, ahead below it."""
    ax = lag(KINDS)
    pe = ax.get_lines()[0]
    assert np.asarray(pe.get_xdata()).tolist() == [1, 2]
    assert np.asarray(pe.get_ydata()).tolist() == [2, 3]
    assert len(ax.collections) == 2


def test_service_level_shows_interval_and_target() -> None:
    """In per cent, at the sessions that were tried."""
    ax = service_level(TRIED, target=0.95)
    assert np.asarray(ax.get_lines()[0].get_ydata()).tolist() == [50, 96]
    assert ax.get_xticks().tolist() == [8, 12]
    assert [text.get_text() for text in ax.texts] == ["target 95 %"]


def test_a_trade_off_names_its_scenarios() -> None:
    """At their means."""
    ax = trade_off(MONTHS)
    points = [(*np.asarray(line.get_xdata()), *np.asarray(line.get_ydata())) for line in ax.get_lines()]
    assert points == [(200, 1500), (50, 900)]
    assert [text.get_text() for text in ax.texts] == ["a", "b"]


def test_a_frontier_numbers_its_scenarios_in_order() -> None:
    """At their means, shares in per cent; the first is filled."""
    measured = pd.DataFrame(
        {"scenario": ["b", "b", "a"], "due_missed": [0.1, 0.3, 0.05], "urgent_median_days": [30, 40, 60]}
    )
    ax = frontier(measured, "due_missed")
    points = [(*np.asarray(line.get_xdata()), *np.asarray(line.get_ydata())) for line in ax.get_lines()]
    assert points == [(pytest.approx(20), 35), (pytest.approx(5), 60)]
    assert [text.get_text() for text in ax.texts] == ["1", "2"]
    faces = [line.get_markerfacecolor() for line in ax.get_lines()]
    assert faces[0] != faces[1]


def test_frontiers_stand_side_by_side_with_the_names_below() -> None:
    """One picture; every axis said in words."""
    measured = pd.DataFrame({"scenario": ["b", "a"], "x": [1, 2], "y": [3, 4], "up": [5, 6]})
    figure = frontiers(measured, {"x": "déplacements", "y": "parts", "up": "attente"}, ("x", "y"), "up")
    assert [ax.get_xlabel() for ax in figure.axes] == ["déplacements", "parts"]
    assert figure.axes[0].get_ylabel() == "attente"
    assert figure.get_supxlabel() == "1 b · 2 a"


DRAWN: list[tuple[Callable[..., Axes], pd.DataFrame, dict[str, Any]]] = [
    (waiting_times, REQUESTS, {"by": "kind"}),
    (lag, KINDS, {}),
    (service_level, TRIED, {}),
    (trade_off, MONTHS, {}),
]


@pytest.mark.parametrize(("draw", "frame", "options"), DRAWN)
def test_lines_differ_without_colour(draw: Callable[..., Axes], frame: pd.DataFrame, options: dict[str, Any]) -> None:
    """By dash or mark; the axes are the caller's, whose frame is left alone."""
    before = frame.copy()
    _, mine = plt.subplots()
    ax = draw(frame, ax=mine, **options)
    assert ax is mine
    # but for the caps of error bars
    named = [line for line in ax.get_lines() if line.get_marker() not in ("None", "|", "_")]
    assert len({(str(line.get_linestyle()), line.get_marker()) for line in named}) == len(named)
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(("draw", "frame", "options"), DRAWN)
def test_a_frame_without_rows_or_columns_is_refused(
    draw: Callable[..., Axes], frame: pd.DataFrame, options: dict[str, Any]
) -> None:
    """By name."""
    for wrong in (frame.iloc[:0], frame.iloc[:, 1:]):
        with pytest.raises(ValueError, match=r"no row|without"):
            draw(wrong, **options)
