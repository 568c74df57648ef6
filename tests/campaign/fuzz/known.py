"""What is known not to hold yet, so that a campaign tells what is new; each row goes with its mending."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tests.support.trials import kind

KNOWN: dict[str, str] = {
    "time": "issue 12.1: quadratic expressions, faults without end, tomllib's keys of many parts",
    "memory": "issue 12.1: tomllib's keys of many parts, letters that multiply",
    "exit code: -6": "issue 12.1: a workbook that says how many texts it shares",
    "traceback: MemoryError*": "issue 12.2: files without end, letters that multiply",
    "traceback: RecursionError*": "issue 12.2: deep TOML, frames, filters of a template",
    "traceback: UnicodeEncodeError in rsa_sched/cli/output.py, emit": "issue 12.2: half a pair on standard output",
    "characters": "issue 12.6: characters that turn the direction of reading",
}
"""Kinds of faults (patterns) and where they are told."""


def is_known(fault: str) -> bool:
    """Whether a fault is of a known kind."""
    return any(fnmatchcase(kind(fault), pattern) for pattern in KNOWN)
