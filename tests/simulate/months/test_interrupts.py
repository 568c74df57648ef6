"""A month that is cut short is no month: nothing goes on from it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest

import rsa_sched.arbitration as arbitration
from rsa_sched import Regulation
from rsa_sched.engine import stop
from rsa_sched.engine.search import search
from rsa_sched.simulate import Flow, run
from tests.simulate.months.test_theory import alike, organisation


def test_ctrl_c_ends_the_run_and_gives_no_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of the second month: the caller is told, and has no agenda made in half the time."""
    calls = []

    def interrupted(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        return search(*args, **options)

    monkeypatch.setattr(arbitration, "search", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # which the workers of these tests ignore
    try:
        with pytest.raises(KeyboardInterrupt):
            run(alike(Flow("pssi", "S1", "standard", 8.0)), Regulation(kinds=("PSSI",)), organisation(), months=3)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(calls) == 2


def test_no_solver_answers_ctrl_c_by_itself() -> None:
    """CP-SAT and SCIP would end with their best so far, and nobody would know that it was not the best."""
    from ortools.linear_solver.pywraplp import Solver

    from rsa_sched.engine.colgen import integer_master
    from rsa_sched.engine.cpsat import model

    said = {
        module.__name__: Path(str(module.__file__)).read_text(encoding="utf-8") for module in (integer_master, model)
    }
    assert "misc/catchctrlc = FALSE" in said[integer_master.__name__]
    assert "catch_sigint_signal = False" in said[model.__name__]
    solver = Solver.CreateSolver("SCIP")
    assert solver.SetSolverSpecificParametersAsString("limits/totalnodes = 1\nmisc/catchctrlc = FALSE")


def test_only_a_worker_can_be_an_orphan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command whose shell is gone goes on; a worker whose campaign is gone does not."""
    monkeypatch.setattr(stop, "_parent", -1)
    assert not stop.is_orphaned()
    monkeypatch.setattr(multiprocessing.current_process(), "_name", "LokyProcess-1")
    assert stop.is_orphaned()
