"""What a caller's `on_progress` does to a solve: it may end it, and nothing else."""

from __future__ import annotations

import threading
import time

import pytest

from rsa_sched import Problem, Progress, check, load_demo, solve
from rsa_sched.engine import progress
from rsa_sched.engine.progress import Reporter
from rsa_sched.engine.stop import Stop
from tests.support.comparable import comparable


def test_an_error_costs_neither_the_agenda_nor_its_proof(problem: Problem) -> None:
    """It is not called again; the result says so, and where; nothing of the error's text, which may hold anything."""
    calls: list[Progress] = []

    def fail(news: Progress) -> None:
        calls.append(news)
        raise KeyError("Jeanne")

    result = solve(problem, time_limit=None, on_progress=fail)
    line = fail.__code__.co_firstlineno + 2
    assert result.warnings == (f"on_progress raised KeyError (test_progress.py, line {line}): it was not called again",)
    assert len(calls) == 1
    assert comparable(result) == comparable(solve(problem, time_limit=None))


def test_what_is_no_mere_error_ends_the_search(hard: Problem) -> None:
    """With the agenda of that moment: who raises `SystemExit` wants to go."""

    def leave(news: Progress) -> None:
        raise SystemExit

    result = solve(hard, time_limit=None, on_progress=leave)
    assert check(hard, result.agenda)
    assert result.warnings[0].startswith("on_progress raised SystemExit")


@pytest.mark.slow
def test_true_ends_the_search(hard: Problem) -> None:
    """With the best agenda so far, its bound, and no complaint; other answers mean nothing."""
    heard: list[Progress] = []

    def enough(news: Progress) -> object:
        heard.append(news)
        return True if news.stage == "search" else "go on"

    result = solve(hard, time_limit=None, on_progress=enough)
    assert check(hard, result.agenda)
    assert result.warnings == ()
    assert not result.agenda.run.reproducible
    assert heard[-1].stage == "done"
    assert result.points >= next(news for news in heard if news.stage == "search").points


def test_true_at_the_end_stops_nobody() -> None:
    """The search was over: the agenda is the best, and whoever shares the stop goes on."""
    stop = Stop()
    with Reporter(lambda news: news.stage == "done", stop, 0) as reporter:
        reporter.begin([1], [1])
        reporter.end(lambda: None)
    assert not stop.asked


def test_a_caller_asleep_holds_up_no_search(hard: Problem) -> None:
    """The limit is kept, and what the search found meanwhile is there; the result says that the end was not heard."""
    woken = threading.Event()
    calls: list[Progress] = []

    def sleep(news: Progress) -> None:
        calls.append(news)
        woken.wait(120)

    began = time.monotonic()
    result = solve(hard, time_limit=3, on_progress=sleep)
    took = time.monotonic() - began
    woken.set()
    assert took < 60  # generous: the machine may be busy; each call alone would take two minutes
    assert result.warnings == ("on_progress did not return in time: it did not hear of the end",)
    assert len(result.trace) > 2
    time.sleep(0.2)
    assert [news.stage for news in calls] == ["greedy"]  # nor is it called once the result is there


def test_who_is_slow_hears_of_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """While there is time; what lies between is left out."""
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    heard: list[str] = []

    def slow(news: Progress) -> None:
        time.sleep(0.2)
        heard.append(f"{news.stage} {news.points}")

    with Reporter(slow, Stop(), 0) as reporter:
        reporter.begin([1], [9])
        for points in range(2, 9):
            reporter.better(0, points, None)
        reporter.end(lambda: 60.0)
    assert heard[0] == "greedy 1"
    assert heard[-1] == "done 8"
    assert len(heard) < 9
    assert reporter.remarks == ()


def test_it_hears_from_one_thread_in_the_callers_context() -> None:
    """Never two calls at once; not the thread that solves."""
    threads: set[int] = set()
    result = solve(load_demo(), on_progress=lambda _news: threads.add(threading.get_ident()))
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert result.warnings == ()
