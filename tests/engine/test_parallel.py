"""Components side by side on joblib's own backends: the same agenda everywhere, and what becomes of dead workers."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import joblib
import pytest
from joblib.parallel import LokyBackend

from rsa_sched import Agenda, Problem, Progress, Result, check, solve
from rsa_sched.bareme.case import Case
from rsa_sched.engine import crew, search
from rsa_sched.engine import stop as stop_module
from rsa_sched.engine.budget import Budget
from rsa_sched.engine.component import at_once
from rsa_sched.engine.components import split
from rsa_sched.engine.progress import Reporter
from rsa_sched.engine.stop import Stop, _Echo, stopped_by_signals
from tests.support import deadly
from tests.support.loads import interchangeable, side_by_side

Config = Callable[[], AbstractContextManager[Any]]


def processes() -> AbstractContextManager[Any]:
    """Two processes of joblib's, as a caller asks for them."""
    config: AbstractContextManager[Any] = joblib.parallel_config(backend="loky", n_jobs=2)
    return config


def comparable(result: Result) -> bytes:
    """The agenda document without what may differ from run to run."""
    document = result.agenda.to_dict()
    del document["run"]["seconds"], document["run"]["workers"]
    return repr(document).encode()


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Six components, each proven in a moment; "1-d0000" leads one of them."""
    return Problem.from_dict(side_by_side(*(interchangeable(2, 16, seed=n, prefix=f"{n}-") for n in range(6))))


@pytest.fixture(scope="module")
def alone(problem: Problem) -> Result:
    """What one worker makes of it."""
    return solve(problem, workers=1, time_limit=None)


@pytest.fixture(scope="module")
def hard() -> Problem:
    """Five components that nobody waits to see proven."""
    return Problem.from_dict(side_by_side(*(interchangeable(12, 90, seed=n, prefix=f"{n}-") for n in range(5))))


@pytest.fixture
def own_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the problem were large enough for processes by itself."""
    monkeypatch.setattr(search, "WORTH_PROCESSES", 2)


# --- the same everywhere ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [2, 4])
def test_the_number_of_threads_changes_nothing(problem: Problem, alone: Result, workers: int) -> None:
    """The same document, by the byte."""
    assert comparable(solve(problem, workers=workers, time_limit=None)) == comparable(alone)


@pytest.mark.parametrize("backend", ["threading", "loky", "multiprocessing", "sequential"])
def test_the_backend_changes_nothing(problem: Problem, alone: Result, backend: str) -> None:
    """Also where joblib hands results over in lists only."""
    with joblib.parallel_config(backend=backend, n_jobs=2):
        result = solve(problem, time_limit=None)
    assert comparable(result) == comparable(alone)
    assert result.warnings == ()
    assert result.agenda.run.reproducible


@pytest.mark.usefixtures("own_processes")
def test_processes_by_itself(problem: Problem, alone: Result) -> None:
    """Many components are given to processes where the caller says nothing; progress is told as they finish."""
    heard: list[Progress] = []
    assert comparable(solve(problem, workers=2, time_limit=None, on_progress=heard.append)) == comparable(alone)
    assert heard[-1].solved == heard[-1].components == 6
    assert [news.solved for news in heard[1:-1]] == sorted(news.solved for news in heard[1:-1])


def test_threads_where_the_caller_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller's choice comes before the size of the problem; so does a process that may have no children."""

    def backend() -> str:
        return type(crew.Crew(2, True, Stop(), lambda: None)._backend).__name__

    assert backend() == "LokyBackend"
    with joblib.parallel_config(backend="threading"):
        assert backend() == "ThreadingBackend"
    monkeypatch.setattr(crew, "current_process", lambda: type("Process", (), {"daemon": True}))
    assert backend() == "ThreadingBackend"


def test_workers_are_the_callers_where_solve_is_told_nothing() -> None:
    """`workers=`, else the `n_jobs` of a `parallel_config`, else cores."""
    with joblib.parallel_config(n_jobs=3):
        assert crew.worker_count(None) == 3
        assert crew.worker_count(2) == 2
    assert crew.worker_count(None) == len(os.sched_getaffinity(0))


# --- what goes over the wire ------------------------------------------------------------------------------------------


def sent(parts: int) -> int:
    """Bytes of the first component's task in a problem of so many like it."""
    documents = [interchangeable(2, 16, seed=n, prefix=f"{n:03}-") for n in range(parts)]
    components, _ = split(Case.of(Problem.from_dict(side_by_side(*documents))))
    assert len(components) == parts
    stop = Stop()
    floor = at_once(components[0], stop, {})
    return len(pickle.dumps((0, floor, Budget(60, 2, 99).lent(), 0, stop, Reporter(None, stop, 0).of(0))))


def test_a_task_weighs_what_its_component_weighs() -> None:
    """However many others there are; some 400 bytes a situation where there are many, with sessions and people."""
    assert sent(1) == sent(3) == sent(12)
    assert sent(12) < 16 * 1000


def test_an_answer_leaves_the_component_at_home(problem: Problem) -> None:
    """Seats, points, bound: what the sender does not have."""
    components, _ = split(Case.of(problem))
    stop = Stop()
    _, answer = search._attempt(0, at_once(components[0], stop, {}), Budget(None, 1, 1), 0, stop, lambda *_: None)
    assert isinstance(answer, dict)
    assert "case" not in answer
    assert len(pickle.dumps(answer)) < 16 * 200


# --- death ------------------------------------------------------------------------------------------------------------


def assert_only_the_culprit_suffers(result: Result, alone: Result, problem: Problem, why: str) -> None:
    """The culprit keeps its first agenda, and the result says so; everybody else has the best."""
    (warning,) = result.warnings
    assert warning == f"component of 1-d0000 (16 situations): {why}; the agenda found before is kept"
    assert not result.agenda.run.reproducible
    assert check(problem, result.agenda)
    assert result.bound >= alone.bound
    assert seats(result, "1-") == seats(solve(problem, time_limit=0), "1-")
    for prefix in ("0-", "2-", "3-", "4-", "5-"):
        assert seats(result, prefix) == seats(alone, prefix)


def seats(result: Result, prefix: str) -> list[tuple[str, str, Any]]:
    """Who sits where and when, of one component."""
    lines = result.agenda.appointments
    return [(line.situation, line.session, line.start) for line in lines if line.situation.startswith(prefix)]


def test_a_component_that_kills_its_workers(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGKILL, as by a system short of memory: the pool breaks, the others are done again."""
    monkeypatch.setattr(search, "_attempt", deadly.kills)
    with processes():
        result = solve(problem, time_limit=None)
    assert_only_the_culprit_suffers(result, alone, problem, "its worker died (TerminatedWorkerError)")


def test_a_worker_killed_once(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is lost, nothing need be said."""
    monkeypatch.setattr(search, "_attempt", partial(deadly.kills_once, tmp_path / "mark"))
    with processes():
        result = solve(problem, time_limit=None)
    assert (tmp_path / "mark").exists()
    assert comparable(result) == comparable(alone)
    assert result.warnings == ()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc to know a process's size")
def test_a_worker_out_of_memory(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that may have no more of it."""
    monkeypatch.setattr(search, "_attempt", deadly.starves)
    with processes():
        result = solve(problem, time_limit=None)
    assert_only_the_culprit_suffers(result, alone, problem, "out of memory")


def test_a_component_out_of_memory_in_a_thread(
    problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's MemoryError concerns one component alone."""
    monkeypatch.setattr(search, "improve", deadly.hungry)
    result = solve(problem, time_limit=None, workers=2)
    assert_only_the_culprit_suffers(result, alone, problem, "out of memory")


@pytest.mark.parametrize("config", [nullcontext, processes])
def test_a_bug_is_raised(problem: Problem, monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
    """No error is taken for a death."""
    monkeypatch.setattr(search, "_attempt", deadly.fails)
    with config(), pytest.raises(ZeroDivisionError, match="a bug in the search"):
        solve(problem, time_limit=None, workers=2)


def taciturn_submit(backend: Any, work: Any, callback: Any = None) -> Any:
    """Tells of answers, not of deaths."""
    future = backend._workers.submit(work)
    future.add_done_callback(lambda done: None if done.exception() else callback(done))
    return future


def test_deaths_that_nobody_tells_of(problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """joblib's Dask backend keeps to itself what Dask gave up: answers that will not come are not waited for."""
    taciturn = type("Taciturn", (LokyBackend,), {"submit": taciturn_submit})
    monkeypatch.setattr(search, "_attempt", deadly.kills)
    with joblib.parallel_config(backend=taciturn(), n_jobs=2):
        result = solve(problem, time_limit=None)
    assert_only_the_culprit_suffers(result, alone, problem, "its worker died (TerminatedWorkerError)")


def test_a_pool_that_cannot_start_is_the_callers_affair(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error before any work was handed out is no death of a worker."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr("joblib._parallel_backends.get_memmapping_executor", refuse)
    with processes(), pytest.raises(OSError, match="no processes left"):
        solve(problem)


# --- time and interrupts ----------------------------------------------------------------------------------------------


def interrupting(after: float, strike: Callable[[], None]) -> Callable[[Progress], None]:
    """Strikes so many seconds after the first agenda."""

    def listen(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(after, strike).start()

    return listen


@pytest.mark.parametrize("backend", ["loky", "multiprocessing"])
def test_a_signal_reaches_other_processes(hard: Problem, backend: str) -> None:
    """They give what they have; nobody is abandoned."""
    struck: list[float] = []

    def strike() -> None:
        struck.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGTERM)

    with joblib.parallel_config(backend=backend, n_jobs=2):
        result = solve(hard, time_limit=None, on_progress=interrupting(2, strike))
    assert time.monotonic() - struck[0] < crew.GRACE + 5  # generous: the machine may be busy
    assert check(hard, result.agenda)
    assert not result.agenda.run.reproducible
    assert result.warnings == ()


def test_workers_that_do_not_answer_are_left_after_a_while(
    problem: Problem, alone: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their components keep the agenda from before, and the result says so; what the others found stays."""
    monkeypatch.setattr(search, "_attempt", deadly.sleeps)
    monkeypatch.setattr(crew, "GRACE", 0.5)
    struck: list[float] = []

    def listen(news: Progress) -> None:
        if news.solved == 5 and not struck:
            struck.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGTERM)

    with processes():
        result = solve(problem, time_limit=None, on_progress=listen)
    assert time.monotonic() - struck[0] < 30  # the worker sleeps for a minute
    assert_only_the_culprit_suffers(result, alone, problem, "its worker did not answer in time")


def test_nothing_is_begun_when_the_time_is_up(hard: Problem) -> None:
    """Without any time no process is started: the agenda at once is at once."""
    with processes():
        result = solve(hard, time_limit=0)
    assert result.agenda.run.seconds < 5
    assert not result.agenda.run.reproducible
    assert result.warnings == ()


def test_ctrl_c_in_a_terminal_reaches_every_process(tmp_path: Path) -> None:
    """The whole group hears it: the workers leave the answer to the command, which writes the best agenda."""
    parts = [interchangeable(6, 45, seed=n, prefix=f"{n:03}-") for n in range(search.WORTH_PROCESSES + 2)]
    problem = Problem.from_dict(side_by_side(*parts))
    source, target = tmp_path / "problem.json", tmp_path / "agenda.json"
    source.write_text(problem.to_json(), encoding="utf-8")
    command = [sys.executable, "-m", "rsa_sched", "solve", str(source), "-o", str(target), "--time-limit", "600"]
    solving = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(9)
    os.killpg(solving.pid, signal.SIGINT)
    try:
        _, said = solving.communicate(timeout=40)
    except subprocess.TimeoutExpired:
        os.killpg(solving.pid, signal.SIGKILL)
        solving.communicate()
        pytest.fail("still running 40 s after SIGINT")
    assert solving.returncode == 0, said.decode()
    assert b"Traceback" not in said
    agenda = Agenda.from_json(target.read_text(encoding="utf-8"))
    assert check(problem, agenda)
    assert not agenda.run.reproducible


# --- a stop, and the file that carries it -----------------------------------------------------------------------------


def test_a_stop_is_heard_through_a_file() -> None:
    """Sent while shared, the copy hears; the file is gone afterwards."""
    stop = Stop()
    with stop.shared():
        copy: Stop = pickle.loads(pickle.dumps(stop))
        file = copy._file
        assert file is not None
        with copy.heard():
            assert not copy.asked
            stop.set()
            wait_for(lambda: copy.asked)
        late: Stop = pickle.loads(pickle.dumps(stop))
        with late.heard():
            assert late.asked
    assert not file.exists()


def test_a_stop_asked_for_before_it_was_shared() -> None:
    """Is heard as well."""
    stop = Stop()
    stop.set()
    with stop.shared():
        copy: Stop = pickle.loads(pickle.dumps(stop))
        with copy.heard():
            assert copy.asked


def test_a_search_that_is_over_stops_whoever_listens() -> None:
    """Those who were left behind end as soon as the file is gone."""
    stop = Stop()
    with stop.shared():
        copy: Stop = pickle.loads(pickle.dumps(stop))
        listening = copy.heard()
        listening.__enter__()
    wait_for(lambda: copy.asked)
    listening.__exit__(None, None, None)


def test_an_orphan_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker whose parent was killed outright works for nobody; one that never was its child goes on."""
    monkeypatch.setattr(os, "getppid", lambda: -1)
    owner = Stop()
    with owner.shared():
        copy: Stop = pickle.loads(pickle.dumps(owner))
        with copy.heard():
            assert not copy.asked
            monkeypatch.setattr(stop_module, "_parent", os.getpid())
            wait_for(lambda: copy.asked)
    assert not owner.asked


def test_where_the_file_is_not_seen_nobody_is_stopped(tmp_path: Path) -> None:
    """Another machine goes on until its time is up; what it says is no longer waited for."""
    for copy in (_Echo(None, 1), _Echo(tmp_path / "elsewhere", 1)):
        with copy.heard():
            assert not copy.asked


def test_a_worker_is_deaf_to_the_keys_while_it_works() -> None:
    """Ctrl-C goes to every process of a terminal; afterwards the worker is as it was."""
    stop, before = Stop(), signal.getsignal(signal.SIGINT)
    with stop.shared():
        copy: Stop = pickle.loads(pickle.dumps(stop))
        with copy.heard():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_forked_child_does_not_keep_the_handlers() -> None:
    """Its parent may want to end it: a pool that is given up terminates its workers."""
    with stopped_by_signals(Stop()):
        child = os.fork()
        if not child:
            signal.raise_signal(signal.SIGTERM)
            os._exit(7)  # pragma: no cover - it is dead
        _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGTERM


def wait_for(happened: Callable[[], bool]) -> None:
    """Until it has happened; at most ten seconds."""
    due = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < due
        time.sleep(0.02)
