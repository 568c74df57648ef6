"""Simulated months through the register, verb by verb, are the laboratory's own run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rsa_sched import load_demo, solve
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.register.state import fold
from rsa_sched.register.store import Register
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.month import play
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State
from tests.register.desk import Desk
from tests.support_cli import canonical

LIMIT = 86_400
"""Seconds of a search: a busy machine must not cut it short, since what was cut differs from run to run."""


def check(folder: Path, months: int, *, share: float) -> None:
    """Each month's problem and agenda, and who waits after it, are the same to the byte; only arrivals and
    sessions are given."""
    demo = load_demo()
    demand, setting = Demand.like(demo, months=1).scaled(share), Setting.of(demo)
    desk, state = Desk(folder), State()
    desk.run("init")

    def judge(problem: Problem) -> Agenda:
        return solve(problem, time_limit=LIMIT, workers=1).agenda

    for _ in range(months):
        month = play(setting, demand, demo.regulation, state, 3, judge)
        state = month.after
        document = month.problem.to_dict()
        given = {**document, "id": "tables", "situations": list(month.arrived), "history": []}
        desk.run("receive", desk.given("tables", given))
        desk.run("open", document["id"])
        desk.run("propose", "--workers", "1", "--time-limit", LIMIT)
        desk.run("validate", "--reason", "comme calculé")
        absent = sorted(month.absent)
        desk.run("hold", "--all", *(["--absent", *absent] if absent else []))
        if gone := sorted(name for name, outcome in month.left.items() if outcome == "withdrawn"):
            desk.run("withdraw", *gone, "--reason", "n'attend plus")
        desk.run("close")
        with Register(desk.file, read_only=True) as register:
            kept = fold(register.events())
        record = kept.months[document["id"]]
        assert Problem.from_dict(record.problem).sha256 == month.problem.sha256
        assert record.proposal is not None
        assert said(record.proposal["agenda"]) == said(month.agenda.to_dict())
        waiting = [{k: v for k, v in row.items() if k not in ("rank", "wanted_sessions")} for row in state.waiting]
        assert said([kept.waiting[name] for name in sorted(kept.waiting)]) == said(
            sorted(waiting, key=lambda row: str(row["id"]))
        )
        assert said(kept.history) == said(list(state.counters))


def said(what: Any) -> bytes:
    """A document's bytes, but for the seconds that a search took."""
    if isinstance(what, dict) and "run" in what:
        what = {**what, "run": {**what["run"], "seconds": 0}}
    return canonical(what).encode()


def test_two_months(tmp_path: Path) -> None:
    """A small share of the twenty-four."""
    check(tmp_path, 2, share=0.5)


@pytest.mark.long
def test_six_months(tmp_path: Path) -> None:
    """A campaign plays twenty-four."""
    check(tmp_path, 6, share=0.7)
