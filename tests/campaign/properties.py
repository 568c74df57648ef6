"""The suite's properties tried with another seed: one file of them a turn, in a process of its own."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.campaign import told as told_plugin
from tests.campaign.cases import ROOT, Found, property_command

_RUNNING: list[int] = []
LONGEST = 20_000
"""Characters that are kept of what a test failed with."""


@dataclass(frozen=True)
class Turn:
    """What came of one file: how many properties were tried, what does not hold, whether the time was up before."""

    tried: int
    found: tuple[Found, ...] = ()
    stopped: bool = False


def files(folder: Path = ROOT / "tests") -> list[Path]:
    """Test files that have properties, sorted."""
    return sorted(path for path in folder.rglob("test_*.py") if _has_properties(path.read_text("utf-8")))


def _has_properties(source: str) -> bool:
    """Whether a function has the decorator; it may stand in a text as well, of a test that writes tests."""
    return "@given(" in source and any(
        isinstance(node, ast.FunctionDef) and any(ast.unparse(one).startswith("given(") for one in node.decorator_list)
        for node in ast.walk(ast.parse(source))
    )


def turn(path: Path, seed: int, seconds: float | None) -> Turn:
    """Try the properties of a file; after so many seconds it is stopped, and only those that were through count."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.jsonl"
        command = [*property_command(str(seed)), "-p", told_plugin.__name__, str(path)]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            env={**os.environ, told_plugin.VARIABLE: str(told)},
        ) as process:  # fmt: skip
            _RUNNING.append(process.pid)
            try:
                said, _ = process.communicate(timeout=seconds)
                stopped = False
            except subprocess.TimeoutExpired:
                said, stopped = "", True
            stop()
        lines = told.read_text("utf-8").splitlines(keepends=True) if told.exists() else []
    tests = [json.loads(line) for line in lines if line.endswith("\n")]
    found = [
        Found("property", str(seed), test["error"][-LONGEST:], test=_node(path, test["name"]))
        for test in tests
        if test["error"]
    ]
    if not stopped and process.returncode not in (0, 1) and not found:
        found = [Found("property", str(seed), said[-LONGEST:], test=_relative(path))]
    return Turn(len(tests), tuple(found), stopped)


def stop() -> None:
    """End the file that is being tried, with whatever its tests have started and left."""
    while _RUNNING:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(_RUNNING.pop(), signal.SIGKILL)


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _node(path: Path, name: str) -> str:
    """The id by which pytest knows a test; a file that could not be read is meant as a whole."""
    return f"{_relative(path)}::{name}" if name else _relative(path)
