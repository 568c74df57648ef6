"""A plugin of pytest: each test's outcome, and what it failed with, is told as soon as it is known.

Whoever stops pytest before its end has everything up to then.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "RSA_SCHED_TOLD"
"""Names the file, one JSON object a line."""


def _tell(**said: Any) -> None:
    with Path(os.environ[VARIABLE]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A test's call, or whatever failed around it."""
    if report.when == "call" or report.failed:
        _tell(name=report.nodeid.partition("::")[2], error=report.longreprtext if report.failed else "")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A file that could not be read."""
    if report.failed:
        _tell(name="", error=report.longreprtext)
