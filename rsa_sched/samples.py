"""Problems that come with the package."""

from __future__ import annotations

from importlib.resources import files

from rsa_sched.domain.problem import Problem

NAMES = ("grenoble-2010-10", "equipe-pluridisciplinaire", "reseau-emploi")
"""What `load_demo` knows."""


def load_demo(name: str = "grenoble-2010-10") -> Problem:
    """A bundled problem, with invented, pseudonymous situations.

    ``grenoble-2010-10``, the month of the note; ``equipe-pluridisciplinaire`` and ``reseau-emploi``, a small month each
    of the presets of today.

    Raises
    ------
    ValueError
        For another name.
    """
    if name not in NAMES:
        raise ValueError(f"expected one of {', '.join(NAMES)}")
    return Problem.from_json(files("rsa_sched").joinpath("data", f"{name}.json").read_bytes())
