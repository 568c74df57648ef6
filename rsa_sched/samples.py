"""Problems that come with the package."""

from __future__ import annotations

from importlib.resources import files

from rsa_sched.domain.problem import Problem


def load_demo(name: str = "grenoble-2010-10") -> Problem:
    """A bundled problem: ``grenoble-2010-10``, the month of the note with invented, pseudonymous situations."""
    return Problem.from_json(files("rsa_sched").joinpath("data", f"{name}.json").read_bytes())
