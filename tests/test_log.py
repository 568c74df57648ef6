"""The log: silent unless it is asked for, and without anything about people."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from rsa_sched import load_demo, solve


def test_a_solve_is_logged_at_its_start_and_end(caplog: pytest.LogCaptureFixture) -> None:
    demo = load_demo()
    with caplog.at_level(logging.INFO, logger="rsa_sched"):
        result = solve(demo, time_limit=0)
    first, last = [record.getMessage() for record in caplog.records]
    assert first == f"solving {demo.id}: 68 situations, 8 sessions, seed 0, limit 0.0 s"
    figures = f"feasible, {result.points} points, at most {result.bound}, components 1, "
    assert last.startswith(f"solved {demo.id}: {figures}")


def test_warnings_are_counted_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    """They name situations; a log is read by more people than a result."""

    def failing(_: object) -> None:
        raise ValueError

    assert len(solve(load_demo(), time_limit=0, on_progress=failing).warnings) == 1
    assert [record.getMessage() for record in caplog.records] == [
        f"{load_demo().id}: warnings (1), see Result.warnings"
    ]


def test_nothing_is_shown_by_default() -> None:
    code = (
        "import rsa_sched; demo = rsa_sched.load_demo()\n"
        "def failing(_): raise ValueError\n"
        "rsa_sched.solve(demo, time_limit=0, on_progress=failing)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (shown.stdout, shown.stderr) == ("", "")
