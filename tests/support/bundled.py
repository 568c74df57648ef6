"""The bundled month, solved once in each process of the suite."""

from __future__ import annotations

from functools import cache

from rsa_sched import Result, load_demo, solve


@cache
def bundled() -> Result:
    """Its best agenda, proven."""
    return solve(load_demo(), workers=1)
