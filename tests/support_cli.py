"""Helpers for the tests that go through the command line."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from rsa_sched.cli import main

Doc = dict[str, Any]
ROOT = Path(__file__).resolve().parents[1]
GRENOBLE = ROOT / "examples" / "grenoble-2010-10.json"
CASES = sorted((ROOT / "docs" / "reference" / "conformance").glob("*.json"))
FAULT_LINE = re.compile(r"(?P<file>[^:]+): (?P<place>.+?): (?P<value>.+): expected .+")


def command(*arguments: object) -> list[str]:
    """The command line that runs the package in a new interpreter."""
    return [sys.executable, "-m", "rsa_sched", *map(str, arguments)]


def run(*arguments: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in a new interpreter, from the repository's root."""
    return subprocess.run(
        command(*arguments), capture_output=True, cwd=ROOT, env={**os.environ, **(env or {})}, timeout=300, check=False
    )


def inside(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in this process, for whom a new interpreter would show nothing more."""
    kinds = ("strict", "backslashreplace")  # as Python opens the two
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors) for errors in kinds)
    line = [*map(str, arguments)]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(line)
    out.flush()
    err.flush()
    return subprocess.CompletedProcess(line, code, out.buffer.getvalue(), err.buffer.getvalue())


def read(path: Path) -> Doc:
    """A JSON document of a file, which must be UTF-8."""
    document: Doc = json.loads(path.read_text(encoding="utf-8"))
    return document


def write(path: Path, document: Any) -> Path:
    """Writes a JSON document and gives back the path."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def canonical(value: Any) -> str:
    """A value as the contract serialises it for the hash."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(problem: Doc) -> str:
    """The hash of a problem, from the words of the contract (section 4) alone."""
    rows = {key: sorted(value, key=canonical) if isinstance(value, list) else value for key, value in problem.items()}
    return hashlib.sha256(canonical(rows).encode("utf-8")).hexdigest()


def shuffled(problem: Doc, seed: int) -> Doc:
    """The same problem with the rows of each top-level list, and the keys of each object, in another order."""
    chance = random.Random(seed)

    def keys_moved(value: Any) -> Any:
        if isinstance(value, dict):
            keys = chance.sample(list(value), len(value))
            return {key: keys_moved(value[key]) for key in keys}
        return [keys_moved(item) for item in value] if isinstance(value, list) else value

    rows = {
        key: chance.sample(value, len(value)) if isinstance(value, list) else value for key, value in problem.items()
    }
    moved: Doc = keys_moved(rows)
    return moved


def session(number: int, **keys: Any) -> Doc:
    """A standard session of the small problem: two weeks ahead, on days of their own."""
    row = {"id": f"se-{number}", "type": "standard", "service": "s", "subsector": "S1", "venue": "v-1"}
    return row | {"start": f"2010-10-{10 + number:02}T09:00"} | keys


def situation(number: int, **keys: Any) -> Doc:
    """A situation of the small problem, with a referent of its own."""
    row = {"id": f"d-{number}", "subsector": "S1", "structure": "st", "referent": f"p-{number}"}
    return row | {"requested_on": "2010-08-01"} | keys


def small(sessions: list[Doc], situations: list[Doc], **keys: Any) -> Doc:
    """A problem of one service, two subsectors and two venues half an hour apart, with these rows."""
    return {
        "schema_version": "1",
        "id": "small",
        "as_of": "2010-09-27",
        "services": [{"id": "s"}],
        "subsectors": [{"id": "S1", "service": "s"}, {"id": "S2", "service": "s"}],
        "venues": [{"id": "v-1"}, {"id": "v-2"}],
        "travel": {"default_minutes": 30},
        "structures": [{"id": "st", "kind": "PE"}],
        "professionals": [{"id": f"p-{number}"} for number in range(12)],
        "sessions": sessions,
        "situations": situations,
    } | keys
