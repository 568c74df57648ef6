"""The house has one direction: each folder imports only what stands above it, no module goes round in a circle, and no
class has the name of another."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rsa_sched"

LAYERS = (
    ("_version", "french/figures", "frozen", "heap"),
    ("french/sentences",),
    ("french/faultline",),
    ("errors",),
    ("office", "opendays", "survival"),
    ("domain", "names"),
    ("french",),
    ("rules",),
    ("bareme",),
    ("audit",),
    ("engine",),
    ("explanations",),
    ("certify/verify",),
    ("certify",),
    ("render",),
    ("display",),
    ("result", "samples"),
    ("documenting",),
    ("arbitration",),
    ("months",),
    ("schema",),
    ("plot",),
    ("simulate",),
    ("promises",),
    # from the bytes of a file to a problem
    ("intake/cells/words",),
    ("intake/fields", "intake/sheet"),
    ("intake/findings",),
    ("intake/report",),
    ("intake/cells", "intake/files"),
    ("intake/profile_crossed", "intake/typewords"),
    ("intake/profile_check",),
    ("intake/profile",),
    ("intake/form",),
    ("intake/columns",),
    ("intake/rows",),
    ("intake/checks", "intake/sources", "intake/assemble"),
    ("intake/given",),
    ("intake/options",),
    ("intake",),
    # from an agenda to what is sent
    ("publish/audience", "publish/letterhead", "publish/standing", "publish/evidence", "publish/lacking"),
    ("publish/view",),
    ("publish/tasks",),
    ("publish/reasons",),
    ("publish/changes",),
    ("publish/calendars", "publish/letters"),
    ("publish/manifest", "publish/pages"),
    ("publish/sheets",),
    ("publish/folder",),
    ("publish/tables",),
    ("publish",),
    ("calendar",),
    ("register",),
    ("review",),
    ("cli",),
    ("__main__",),
)
"""From the top down: folders and modules; the rest of a folder stands where the folder does. `rsa_sched` itself is the
front door and shows what lies behind it."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}

SOLVER_INSIDE = ("rules", "bareme", "calendar")
"""Here ortools may be imported only inside a CP-SAT form, never when the module is loaded."""


def modules() -> list[Path]:
    """Every module but the front door."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def named(path: Path) -> str:
    """The name by which a module is imported."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {named(path): path for path in modules()}
FOLDERS = {".".join(name.split(".")[:2]) for name in MODULES}
"""Folders and modules right behind the front door."""


def layer(module: str) -> str:
    """The nearest folder or module of `LAYERS` that a module belongs to."""
    parts = module.split(".")[1:]
    ways = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    found = next((way for way in ways if way in LEVEL), None)
    assert found, f"{module} has no place in the house yet: add it to LAYERS"
    return found


@cache
def imports(path: Path) -> tuple[tuple[str, bool], ...]:
    """Each imported name, for type checking or not, and whether it is imported as the module is loaded."""

    def walk(node: ast.AST, at_load: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from ((alias.name, at_load) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path.name}: relative import"
                yield from ((f"{child.module}.{alias.name}", at_load) for alias in child.names)
            never = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from walk(child, at_load and not inside and not never)

    return tuple(walk(ast.parse(path.read_text(encoding="utf-8")), True))


def imported(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, whenever it does; the front door left out."""
    for name, _ in imports(path):
        while name and name not in MODULES:
            name = name.rpartition(".")[0]
        if name:
            yield name


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_upwards(name: str) -> None:
    """No module imports from a layer below its own, for type checking neither; the command line may use the API."""
    own, path = layer(name), MODULES[name]
    for other, at_load in imports(path):
        if other.split(".")[0] == "ortools":
            assert own == "engine" or (own in SOLVER_INSIDE and not at_load), f"{name}: {other}"
        if other.split(".")[0] == "rsa_sched" and ".".join(other.split(".")[:2]) not in FOLDERS:
            assert own == "cli", f"{name}: {other} through the front door"
    for other in imported(path):
        assert layer(other) == own or LEVEL[layer(other)] < LEVEL[own], f"{name}: {other}"


def test_the_verifier_stands_alone() -> None:
    """Nothing but the standard library, and no solver, pydantic or anything else of the house (contract, section 8)."""
    names = {name.split(".")[0] for name, _ in imports(PACKAGE / "certify" / "verify.py")}
    assert names <= sys.stdlib_module_names


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def test_no_module_goes_round_in_a_circle() -> None:
    """Imports inside functions and for type checking count."""
    graph = {name: {other for other in imported(path) if other != name} for name, path in MODULES.items()}
    assert circle(graph) == []
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}), "one would be seen"


def test_no_two_classes_have_one_name() -> None:
    """One meaning a name: whoever searches for a class finds one; the verifier stands alone, and has its own words."""
    places = defaultdict(list)
    for name, path in MODULES.items():
        if name == "rsa_sched.certify.verify":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(name)
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert not twice


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
