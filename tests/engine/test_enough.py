"""Ends that a caller chooses: a stop from another thread, a gap, patience."""

from __future__ import annotations

import threading
import time

import pytest

from rsa_sched import Interrupted, Problem, Stop, check, load_demo, solve
from tests.support.loads import interchangeable


@pytest.fixture(scope="module")
def hard() -> Problem:
    """One component that is not proven for minutes."""
    return Problem.from_dict(interchangeable(30, 210))


def test_a_stop_from_another_thread_gives_the_agenda_so_far(hard: Problem) -> None:
    """The caller's stop stays set and ends nobody else's search."""
    stop = Stop()
    timer = threading.Timer(1.5, stop.set)
    timer.start()
    result = solve(hard, time_limit=None, stop=stop, workers=1)
    assert check(hard, result.agenda)
    assert result.agenda.appointments
    assert result.status == "feasible"
    assert not result.agenda.run.reproducible
    assert stop.asked
    with pytest.raises(Interrupted):
        solve(load_demo(), stop=stop)
    assert solve(load_demo()).status == "optimal"


def test_sentences_after_a_stop_are_short_and_there(hard: Problem) -> None:
    """Everybody has a reason; what hearing them would cost is left out."""
    stop = Stop()

    def enough(_news: object) -> None:
        stop.set()

    stopped = solve(hard, time_limit=None, stop=stop, workers=1, on_progress=enough)
    whole = solve(hard, time_limit=0, workers=1)
    assert all(line.text for line in stopped.agenda.deferrals)
    assert not any("ferait" in line.text for line in stopped.agenda.deferrals if line.reason == "outranked")
    assert any("ferait" in line.text for line in whole.agenda.deferrals)


def test_a_gap_is_enough(hard: Problem) -> None:
    """The search ends as soon as no more than that may be missing, and the sentences stay whole."""
    began = time.monotonic()
    result = solve(hard, time_limit=120, gap=0.2, workers=1)
    assert result.gap <= 0.2
    assert time.monotonic() - began < 60
    assert any("ferait" in line.text for line in result.agenda.deferrals)


def test_patience_ends_a_search_that_finds_nothing_better(hard: Problem) -> None:
    """So many seconds without a better agenda."""
    began = time.monotonic()
    result = solve(hard, time_limit=120, patience=0.5, workers=1)
    assert check(hard, result.agenda)
    assert time.monotonic() - began < 60


def test_what_is_proven_in_time_is_what_it_was() -> None:
    """A gap of nothing and long patience change nothing."""
    plain = solve(load_demo())
    assert solve(load_demo(), gap=0.0, patience=60, stop=Stop()).agenda == plain.agenda


@pytest.mark.parametrize("stop", [threading.Event(), Stop, True])
def test_what_is_no_stop_is_refused(stop: object) -> None:
    """With what to pass instead."""
    with pytest.raises(ValueError, match=r"^stop: \w+: expected a Stop"):
        solve(load_demo(), stop=stop)  # type: ignore[arg-type]


@pytest.mark.parametrize("options", [{"gap": -0.1}, {"gap": "1"}, {"patience": float("nan")}, {"patience": True}])
def test_what_makes_no_sense_is_refused(options: dict[str, float]) -> None:
    """By name, with what is expected."""
    with pytest.raises(ValueError, match=rf"^{next(iter(options))}: .* expected "):
        solve(load_demo(), **options)  # type: ignore[arg-type]
