"""CP-SAT's Python interface, loaded without pandas where nobody can see it: half a second less before each command.

`ortools.sat.python.cp_model` loads pandas for its series of variables, of which nothing here makes use. While it loads,
a stand-in gives it the two names that its annotations want; later the stand-in is pandas, for whoever uses series.
"""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from types import ModuleType
from typing import Any


class _PandasLater(ModuleType):
    """pandas, from the first time that anybody asks for more than a name in an annotation."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get("pandas") is self:  # ortools is loading
            if name in {"Index", "Series"}:
                return object
            if name.startswith("__"):
                raise AttributeError(name)
            del sys.modules["pandas"]
        return getattr(import_module("pandas"), name)


def _load() -> ModuleType:
    """The module. Another thread might import pandas meanwhile and get the stand-in: then pandas is loaded."""
    if "pandas" in sys.modules or threading.active_count() > 1:
        return import_module("ortools.sat.python.cp_model")
    sys.modules["pandas"] = stand_in = _PandasLater("pandas")
    try:
        return import_module("ortools.sat.python.cp_model")
    finally:
        if sys.modules.get("pandas") is stand_in:
            del sys.modules["pandas"]


_load()

from ortools.sat.python import cp_model  # noqa: E402

__all__ = ["CpModel", "cp_model"]


class CpModel(cp_model.CpModel):
    """A model that is gone once nobody holds it: ortools gives each the names of before 9.10, bound methods of its
    own, so that it would keep itself until Python next looks for rings; nobody here calls it by them.
    """

    def _add_pre_pep8_methods(self) -> None:
        pass
