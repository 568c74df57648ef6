"""Time limits, signals and the callers who want to stop, by whatever means; and the file that carries a stop."""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rsa_sched import Agenda, Problem, Progress, check, solve
from rsa_sched.engine import executor, search
from rsa_sched.engine import stop as stop_module
from rsa_sched.engine.stop import Stop, _Echo, stopped_by_signals
from tests.engine.conftest import APART
from tests.support.loads import interchangeable, side_by_side
from tests.support.quick import mostly_long


@pytest.mark.parametrize("means", mostly_long(["a ThreadPoolExecutor", *APART], ["processes"], ["Dask"]), indirect=True)
def test_a_signal_and_the_time_limit(hard: Problem, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Both end the search wherever it is done; the best so far comes back, and nobody has to be left behind."""
    monkeypatch.setattr(executor, "GRACE", 120)  # on a busy machine a worker that has heard may take its time

    def listen(news: Progress) -> None:
        if news.stage == "greedy":
            threading.Timer(2, os.kill, (os.getpid(), signal.SIGTERM)).start()

    for result in (solve(hard, time_limit=None, on_progress=listen, **means), solve(hard, time_limit=2, **means)):
        assert check(hard, result.agenda)
        assert not result.agenda.run.reproducible
        assert result.warnings == ()


@pytest.mark.parametrize("means", ["processes"], indirect=True)
def test_nothing_is_begun_when_the_time_is_up(
    hard: Problem, means: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any time no process is started: the agenda at once is at once."""
    monkeypatch.setattr(executor, "_processes", None)
    result = solve(hard, time_limit=0, **means)
    assert not result.agenda.run.reproducible
    assert result.warnings == ()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="whether it searches yet is read from /proc")
@pytest.mark.parametrize("pause", [0, 0.5, 2], ids="{} s".format)
def test_ctrl_c_in_a_terminal_reaches_every_process(tmp_path: Path, pause: float) -> None:
    """The whole group hears it: the workers, even those that only begin, leave it to the command: the best agenda."""
    parts = [interchangeable(6, 45, seed=n, prefix=f"{n:03}-") for n in range(search.WORTH_PROCESSES + 2)]
    problem = Problem.from_dict(side_by_side(*parts))
    source, target = tmp_path / "problem.json", tmp_path / "agenda.json"
    source.write_text(problem.to_json(), encoding="utf-8")
    command = [sys.executable, "-m", "rsa_sched", "solve", str(source), "-o", str(target), "--time-limit", "600"]
    solving = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.PIPE, start_new_session=True)
    children = Path(f"/proc/{solving.pid}/task/{solving.pid}/children")
    wait_for(lambda: children.read_text(encoding="ascii").split() != [], seconds=120)  # it searches, by two workers
    time.sleep(pause)
    os.killpg(solving.pid, signal.SIGINT)
    try:
        _, said = solving.communicate(timeout=120)
    except subprocess.TimeoutExpired:
        os.killpg(solving.pid, signal.SIGKILL)
        solving.communicate()
        pytest.fail("still running two minutes after SIGINT")
    assert solving.returncode == 0, said.decode()
    assert b"Traceback" not in said
    agenda = Agenda.from_json(target.read_text(encoding="utf-8"))
    assert check(problem, agenda)
    assert not agenda.run.reproducible


@pytest.mark.long
def test_the_script_of_the_page_prints_what_the_page_says(tmp_path: Path) -> None:
    """As a file of its own, since a cluster's workers read it again."""
    pytest.importorskip("distributed", reason="the cluster's tests need Dask: pip install distributed")
    page = (Path(__file__).parents[2] / "docs" / "parallel.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```py\n(.*?)```\n\n```text\n(.*?)```", page, flags=re.DOTALL)
    script = tmp_path / "cluster.py"
    script.write_text(shown[0], encoding="utf-8")
    ran = subprocess.run([sys.executable, script], capture_output=True, timeout=300, check=False, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr.decode()
    assert ran.stdout.decode() == shown[1]


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


def wait_for(happened: Callable[[], bool], seconds: float = 10) -> None:
    """Until it has happened; at most so long."""
    due = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < due
        time.sleep(0.02)
