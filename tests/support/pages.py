"""Pages of the documentation: their fenced blocks, a folder to run them in, and what they show of the output."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.support_cli import ROOT

EXAMPLE = ROOT / "examples" / "grenoble-2010-10.json"
ANY = "[...]"
"""Stands in what a page shows for any number of lines, or within a line for any text."""
ESCAPED = re.escape(ANY)


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order, with the line that opens each."""
    found, opened, lines = [], 0, page.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("```") and opened:
            language = lines[opened - 1].removeprefix("```").strip()
            found.append(Block(language, "\n".join([*lines[opened : number - 1], ""]), opened))
            opened = 0
        elif line.startswith("```"):
            opened = number
    assert not opened, f"{page.name}:{opened}: a block that never ends"
    return found


def pattern_of(shown: Iterable[str]) -> str:
    """What the whole output has to match of which a page shows these lines."""
    return "".join(r"(?:.*\n)*?" if row == ANY else re.escape(f"{row}\n").replace(ESCAPED, ".*") for row in shown)


def with_examples(folder: Path) -> Path:
    """A folder with the examples, the month also by itself, and `rsa-sched` and `python`, also as `.venv/bin/...`."""
    shutil.copytree(EXAMPLE.parent, folder / "examples")
    shutil.copy(EXAMPLE, folder)
    bin_folder = folder / ".venv" / "bin"
    bin_folder.mkdir(parents=True)
    for command, module in (("rsa-sched", "-m rsa_sched "), ("python", "")):
        shim = bin_folder / command
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {module}"$@"\n', encoding="utf-8")
        shim.chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    """What the commands of a page see."""
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}


def typed(command: str, folder: Path, *, seconds: int = 300) -> subprocess.CompletedProcess[bytes]:
    """Commands as bash takes them in such a folder, with everything that they print in one."""
    return subprocess.run(
        ["bash", "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=environment(folder),
        timeout=seconds,
        check=False,
    )
