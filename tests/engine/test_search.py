"""The strategy: time, interrupts, progress, side by side."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from rsa_sched import Interrupted, PreparedProblem, Problem, Progress, check, load_demo, solve
from rsa_sched.arbitration import _explaining
from rsa_sched.engine.budget import LEAST, Budget
from rsa_sched.engine.control import Control
from rsa_sched.engine.progress import Reporter, relative_gap
from rsa_sched.engine.search import search
from rsa_sched.engine.stop import Stop, stopped_by_signals
from tests.support.loads import interchangeable, side_by_side
from tests.support.quick import mostly_slow


@pytest.fixture(scope="module")
def hard() -> Problem:
    """A problem that no test waits to see proven."""
    return Problem.from_dict(interchangeable())


def test_no_time_at_all_gives_the_first_agenda(hard: Problem) -> None:
    """`time_limit=0`: audited, bounded, honest about being cut."""
    result = solve(hard, time_limit=0)
    assert result.status == "feasible"
    assert not result.agenda.run.reproducible
    assert result.bound > result.points > 0
    assert check(hard, result.agenda)


def test_more_time_is_never_worse_and_the_limit_holds(hard: Problem) -> None:
    """Two seconds improve on none; the run ends about when it should."""
    first, more = solve(hard, time_limit=0), solve(hard, time_limit=2)
    assert more.points >= first.points
    assert more.bound <= first.bound
    assert more.agenda.run.seconds < 2 + 5  # generous: the machine may be busy, the search would take minutes
    again = solve(hard, time_limit=0, start=more.agenda)
    assert again.points >= more.points


def test_progress_is_told_in_order() -> None:
    """Points never fall, the bound never rises, the last word is `done` and what the result says."""
    heard: list[Progress] = []
    result = solve(load_demo(), on_progress=heard.append)
    assert heard[0].stage == "greedy"
    assert heard[-1].stage == "done"
    assert all(a.points <= b.points and a.bound >= b.bound for a, b in pairwise(heard))
    assert (heard[-1].points, heard[-1].bound, heard[-1].gap) == (result.points, result.bound, 0.0)
    assert heard[-1].solved == heard[-1].components == 1
    assert list(result.trace.columns) == ["elapsed", "points", "bound", "gap", "stage"]
    assert len(result.trace) == len(heard)


@pytest.mark.parametrize("number", mostly_slow([signal.SIGINT, signal.SIGTERM], signal.SIGTERM))
def test_a_signal_gives_the_best_agenda_so_far(hard: Problem, number: signal.Signals) -> None:
    """And the handlers of before are back in place afterwards."""
    before = signal.getsignal(number)

    def interrupt(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(0.3, os.kill, (os.getpid(), number)).start()

    result = solve(hard, on_progress=interrupt)
    assert result.status == "feasible"
    assert not result.agenda.run.reproducible
    assert signal.getsignal(number) is before


def test_stopped_before_any_agenda(hard: Problem) -> None:
    """There is nothing to give back."""
    stop = Stop()
    stop.set()
    with pytest.raises(Interrupted):
        search(PreparedProblem.of(hard), Control(stop=stop), workers=1)


def test_off_the_main_thread_signals_are_left_alone(hard: Problem) -> None:
    """A web server's worker thread can solve; it cannot arrange signals and does not try."""
    found = []
    thread = threading.Thread(target=lambda: found.append(solve(hard, time_limit=0)))
    thread.start()
    thread.join()
    assert found[0].points > 0
    with stopped_by_signals(Stop()):
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL


def test_a_second_round_uses_what_the_easy_components_left() -> None:
    """One hard component among easy ones goes on until the whole limit is spent."""
    easy = [interchangeable(1, 8, seed=n, prefix=f"z{n}-") for n in range(4)]
    problem = Problem.from_dict(side_by_side(interchangeable(12, 90), *easy))
    result = solve(problem, time_limit=1.5, workers=1)
    assert check(problem, result.agenda)
    assert result.agenda.run.seconds > 1.0


def test_odd_arguments_are_refused() -> None:
    """With name, value and what is expected."""
    problem = load_demo()
    for options, told in (
        ({"time_limit": -1.0}, "time_limit: -1.0"),
        ({"time_limit": float("nan")}, "time_limit: nan"),
        ({"seed": -1}, "seed: -1"),
        ({"workers": 0}, "workers: 0"),
        ({"seed": 1.5}, "seed: 1.5"),
        ({"seed": None}, "seed: None"),
        ({"time_limit": "5"}, "time_limit: '5'"),
        ({"workers": True}, "workers: True"),
    ):
        with pytest.raises(ValueError, match=told):
            solve(problem, **options)


def test_a_start_must_be_an_agenda_of_the_problem(hard: Problem) -> None:
    """Another month's agenda is refused."""
    result = solve(load_demo())
    with pytest.raises(ValueError, match="start: an agenda of grenoble-2010-10: expected one of interchangeable"):
        solve(hard, start=result)


def test_a_start_of_another_reglement_will_do() -> None:
    """Its figures are not looked at."""
    agenda = solve(load_demo()).agenda
    document = load_demo().to_dict()
    document["regulation"] = {"trip_days": 0}
    problem = Problem.from_dict(document)
    assert solve(problem, start=agenda, time_limit=0).points >= solve(problem, time_limit=0).points


def test_options_may_be_of_any_whole_number_type() -> None:
    """numpy's as well; the agenda states plain ones."""
    options: dict[str, Any] = {"seed": np.int64(3), "workers": np.int32(1), "time_limit": np.float64(60)}
    agenda = solve(load_demo(), **options).agenda
    assert (agenda.run.seed, agenda.run.workers, agenda.run.time_limit) == (3, 1, 60.0)
    assert type(agenda.run.seed) is int


def test_the_budget_is_shared_by_weight_and_survives_a_pickle() -> None:
    """Half the open work may take half of what is left, times the workers, never beyond the deadline."""
    budget = Budget(100.0, 1, 10)
    share = budget.share(5)
    assert share is not None
    assert 45 < share <= 50
    budget.done(5)
    rest = pickle.loads(pickle.dumps(budget)).share(5)
    assert rest is not None
    assert 90 < rest <= 100
    assert Budget(None, 2, 10).share(5) is None


def test_a_small_part_of_little_time_is_still_worth_having() -> None:
    """A thousand components share twenty seconds: some get one each, nobody gets past the deadline."""
    assert Budget(20.0, 2, 1000).share(1) == LEAST
    last = Budget(0.5, 2, 1000).share(1)
    assert last is not None
    assert last <= 0.5


def test_a_budget_lent_is_counted_by_its_owner() -> None:
    """What a borrower says is done, here or in another process, changes nothing; what the owner says is heard here."""
    budget = Budget(100.0, 1, 10)
    here, far = budget.lend(), pickle.loads(pickle.dumps(budget.lend()))
    for borrowed in (here, far):
        borrowed.done(5)
        assert 45 < (borrowed.share(5) or 0) <= 50
        assert 99 < (borrowed.left() or 0) <= 100
    budget.done(5)
    assert 90 < (here.share(5) or 0) <= 100
    assert 45 < (far.share(5) or 0) <= 50


def test_a_stop_in_another_process_stands_for_itself() -> None:
    """What is pickled is a stop that nobody has asked for."""
    stop = Stop()
    stop.set()
    assert not pickle.loads(pickle.dumps(stop)).asked


def test_the_gap_is_the_contracts() -> None:
    """`(bound - points) / max(1, |bound|)` to 6 decimals."""
    assert relative_gap(12345, 12400) == 0.004435
    assert relative_gap(-3, 0) == 3.0
    assert relative_gap(5, 5) == 0.0


def test_news_without_improvement_is_not_told() -> None:
    """A reporter repeats nothing."""
    reporter = Reporter(None, Stop(), 0)
    reporter.begin([10], [20])
    reporter.better(0, 10, None)
    reporter.better(0, 9, 21)
    reporter.better(0, 12, 15)
    assert [(news.points, news.bound) for news in reporter.trace] == [(10, 20), (12, 15)]
    assert reporter.trace[-1].elapsed <= time.perf_counter()


def test_components_add_up_to_the_agenda() -> None:
    """One row a component; points and bounds are the agenda's, split up."""
    parts = [interchangeable(1, 9, seed=seed, prefix=f"x{seed}-") for seed in range(3)]
    problem = Problem.from_dict(side_by_side(*parts))
    result = solve(problem)
    rows = result.components
    assert len(rows) == 3
    assert rows.proven.all()
    assert (rows.points.sum(), rows.bound.sum()) == (result.points, result.bound)
    assert rows.situations.sum() == sum(1 for sessions in PreparedProblem.of(problem).admitted.values() if sessions)
    assert set(rows.services.str.split(", ").explode()) <= {service.id for service in problem.services}


@pytest.mark.parametrize(
    ("situations", "preparing", "aside"),
    [(95_000, 1.5, 19.0), (95_000, 3.0, 30.0), (95_000, 60.0, 76.0), (100, 0.5, 0.08), (0, 0.01, 0.0)],
)
def test_what_is_set_aside_for_sentences_follows_the_machine(situations: int, preparing: float, aside: float) -> None:
    """A slow or busy one needs more, but a stall of a small problem does not eat its search."""
    assert _explaining(situations, preparing) == pytest.approx(aside)
