"""The suite's properties tried with another seed: one file of them a turn, in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tests.campaign.cases import ROOT, Found, property_command


@dataclass(frozen=True)
class Turn:
    """What came of one file: how many properties were tried (None where the time was up), and what does not hold."""

    tried: int | None
    found: tuple[Found, ...] = ()


def files(folder: Path = ROOT / "tests") -> list[Path]:
    """Test files that have properties, sorted."""
    return sorted(path for path in folder.rglob("test_*.py") if "@given(" in path.read_text("utf-8"))


def turn(path: Path, seed: int, seconds: float | None) -> Turn:
    """Try the properties of a file; whoever is not through after so many seconds is stopped, which says nothing."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*property_command(str(seed)), f"--junitxml={report}", str(path)]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        ) as process:
            try:
                said, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                return Turn(None)
        if process.returncode not in (0, 1) or not report.exists():
            return Turn(0, (Found("property", str(seed), said[-20_000:], test=_relative(path)),))
        cases = list(ET.parse(report).getroot().iter("testcase"))
    failed = [
        Found("property", str(seed), (blame.text or "")[-20_000:], test=_node(path, case))
        for case in cases
        for blame in (*case.iter("failure"), *case.iter("error"))
    ]
    return Turn(len(cases), tuple(failed))


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def _node(path: Path, case: ET.Element) -> str:
    """The id by which pytest knows a test; tests of a file that could not be read have none of their own."""
    name = case.get("name", "")
    return f"{_relative(path)}::{name}" if name.startswith("test_") else _relative(path)
