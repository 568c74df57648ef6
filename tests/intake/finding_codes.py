"""Which findings the tests of this folder bring out: ``python -m tests.intake.finding_codes`` (minutes).

Prints the codes of docs/constats.md that no test makes the import tell, and those told with another level than the page
says. That a code stands in some test is checked by `tests/french/test_catalogue.py` at each run; this is the proof.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

import pytest

from rsa_sched.intake.findings import Finding
from tests.french.test_catalogue import codes


class Recorder:
    """A plugin that takes note of every finding."""

    def __init__(self) -> None:
        self.levels: dict[str, set[str]] = defaultdict(set)
        made = Finding.__init__

        def noting(finding: Finding, *values: Any, **more: Any) -> None:
            made(finding, *values, **more)
            self.levels[finding.code].add(finding.level)

        Finding.__init__ = noting  # type: ignore[method-assign,assignment]


def main() -> int:
    """Run the tests of the folder in this process, then compare; returns an exit code."""
    recorder = Recorder()
    outcome = pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "tests/intake"], plugins=[recorder])
    page = codes()
    never = sorted(code for code in page if code not in recorder.levels)
    other = sorted(code for code in page if recorder.levels[code] - set(page[code]) and code not in never)
    print(f"{len(page)} codes; never told: {never}; told with another level: {other}")
    return int(outcome) or bool(never or other)


if __name__ == "__main__":
    sys.exit(main())
