"""The house has one direction: each folder imports only what stands above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rsa_sched"

LAYERS = (
    ("_version", "errors"),
    ("office", "survival"),
    ("domain", "names"),
    ("rules",),
    ("bareme",),
    ("audit",),
    ("engine",),
    ("explain",),
    ("french",),
    ("render",),
    ("display",),
    ("result", "samples"),
    ("arbitration",),
    ("plot",),
    ("simulate",),
    ("intake", "publish"),
    ("cli",),
    ("__main__",),
)
"""From the top down; `__init__` is the front door and shows what lies behind it."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

SOLVER_INSIDE = ("rules", "bareme")
"""Here ortools may be imported only inside a CP-SAT form, never when the module is loaded."""

DOWNWARDS = {("domain/notebook.py", "rsa_sched.display.html.document_html")}
"""The one import that points the other way: notebooks ask the documents themselves for their HTML, by a method. It is
made when a notebook asks, never when the module is loaded."""


def modules() -> list[Path]:
    """Every module but the front door."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def layer(path: Path) -> str:
    """The folder or top-level module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Each imported module, and whether it is imported as the module is loaded (type checking left out)."""

    def walk(node: ast.AST, at_load: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            if isinstance(child, ast.Import):
                yield from ((alias.name, at_load) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path.name}: relative import"
                yield from ((f"{child.module}.{alias.name}", at_load) for alias in child.names)
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from walk(child, at_load and not inside)

    return walk(ast.parse(path.read_text(encoding="utf-8")), True)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_upwards(path: Path) -> None:
    """No module imports from a layer below its own."""
    own = layer(path)
    assert own in LEVEL, f"{own} has no place in the house yet: add it to LAYERS"
    for name, at_load in imports(path):
        parts = name.split(".")
        if parts[0] == "ortools":
            assert own == "engine" or (own in SOLVER_INSIDE and not at_load), f"{path}: {name}"
        if parts[0] != "rsa_sched" or len(parts) < 2:
            continue
        if (path.relative_to(PACKAGE).as_posix(), name) in DOWNWARDS and not at_load:
            continue
        target = parts[1]
        if target == own or target not in LEVEL:
            # the public API, as its clients import it
            assert target == own or own == "cli", f"{path}: {name}"
            continue
        assert LEVEL[target] < LEVEL[own], f"{path}: {name}"


def test_the_engine_alone_speaks_to_the_solver_when_loaded() -> None:
    """The audit, and so `rsa-sched check`, never loads ortools."""
    code = "import sys, rsa_sched; rsa_sched.check; rsa_sched.Problem; print('ortools' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


def test_importing_the_package_loads_nothing_heavy() -> None:
    """`import rsa_sched` leaves solver, pandas and pydantic for when they are used."""
    code = "import sys, rsa_sched; print([n for n in ('ortools', 'pandas', 'pydantic', 'joblib') if n in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
