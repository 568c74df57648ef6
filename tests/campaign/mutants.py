"""Mutants of ``verify.py``: ``python -m tests.campaign.mutants [--every N] [--first N] [--seconds S] [--show]``.

Each mutant is the file with one thing in it changed: a comparison, an operator, a number, a condition, a statement. It
is killed where one of the tests of `tests/certify` that need no solver fails on it, or where it takes too long. Runs
in forks of one process that has read the documents and the tests once. Prints every survivor, then the counts.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import functools
import io
import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.certify import verify
from tests.bad_input.corpus import FAULTY, VALID
from tests.certify import test_command, test_page, test_rules, test_terms, test_tiny, test_verifier
from tests.support import certificates
from tests.support.javascript import page_judge

SOURCE = Path(verify.__file__)
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
REDUCED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
BOUND = ("status", "bound", "gap")
"""What an agenda without a bound does not state."""
SPARED = {"main", "read_json", "judge"}
"""Functions that stand between the file and the command line: `test_command` runs them in processes of their own."""


class Changes(ast.NodeVisitor):
    """Every change as (line, what, function that makes it in a tree of the same shape)."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str, int, Callable[[Any], None]]] = []
        self._number, self.said = -1, set[int]()

    def generic_visit(self, node: ast.AST) -> None:
        """Number the nodes in the order of `ast.walk`-like descent, and gather their changes."""
        self._number += 1
        named = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.FunctionDef) and node.name in SPARED):
            self._number += sum(1 for _ in descent(node)) - 1
            return  # what is only said
        if named in ("fail", "demand"):
            words = node.args[-1] if isinstance(node, ast.Call) else node
            self.said |= {id(one) for one in descent(words)}
        for what, change in changes_of(node) if id(node) not in self.said else ():
            self.found.append((getattr(node, "lineno", 0), what, self._number, change))
        super().generic_visit(node)


def descent(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree in the order of `Changes`."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from descent(child)


def changes_of(node: Any) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """What may be changed in one node."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = COMPARED[type(operator)]

            def compare(at: Any, place: int = place, other: Any = other) -> None:
                at.ops[place] = other()

            yield f"{type(operator).__name__} -> {other.__name__}", compare
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in REDUCED:
        reduced = REDUCED[type(node.op)]
        yield f"{type(node.op).__name__} -> {reduced.__name__}", lambda at: setattr(at, "op", reduced())
    elif isinstance(node, ast.BoolOp):
        joined = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"-> {joined.__name__}", lambda at: setattr(at, "op", joined())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield "without not", lambda at: setattr(at, "op", ast.UAdd() if isinstance(at.op, ast.USub) else Truth())
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} -> {node.value + 1}", lambda at: setattr(at, "value", at.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} -> {not node.value}", lambda at: setattr(at, "value", not at.value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
        yield f"{node.func.id} -> {CALLED[node.func.id]}", lambda at: setattr(at.func, "id", CALLED[at.func.id])
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "condition -> False", lambda at: setattr(at, "test", ast.Constant(False))
        if not isinstance(node, ast.While):
            yield "condition -> True", lambda at: setattr(at, "test", ast.Constant(True))
    elif isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        yield "nothing in its place", lambda at: setattr(at, "value", ast.Constant(None))
    elif isinstance(node, (ast.Continue, ast.Break)):
        yield "nothing in its place", lambda at: setattr(at, "__class__", ast.Pass)


class Truth(ast.Not):
    """Marks a `not` to be taken out when the tree is mended."""


class Mended(ast.NodeTransformer):
    """Takes out what was marked."""

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        """`not x` that is to be x."""
        self.generic_visit(node)
        return node.operand if isinstance(node.op, Truth) else node


def mutated(tree: ast.Module, number: int, change: Callable[[Any], None]) -> ast.Module:
    """A copy of the tree with one node changed."""
    fresh = copy.deepcopy(tree)
    change(next(node for place, node in enumerate(descent(fresh)) if place == number))
    mended: ast.Module = ast.fix_missing_locations(Mended().visit(fresh))
    return mended


def golden(folder: Path, months: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the page says of any months and of damaged ones, which the mutant has to say too."""
    with page_judge() as page:
        for seed in range(months):
            rng = random.Random(seed)
            problem, agenda, certificate = certificates.any_month(seed, "tiny" if seed % 2 else "small")
            triples = [
                (problem, agenda, certificate),
                (problem, agenda, certificate | {"bound": certificate["bound"] - 1}),
                (problem, agenda, certificate | {"bound": agenda["bound"] + 1}),
                (problem, {key: rows for key, rows in agenda.items() if key not in BOUND}, certificate),
            ]
            triples += [(problem, certificates.damaged(rng, agenda), certificate) for _ in range(4)]
            triples += [(problem, agenda, certificates.damaged(rng, certificate)) for _ in range(2)]
            for number, triple in enumerate(triples):
                paths = [folder / f"{seed}-{number}-{what}.json" for what in "pac"]
                for path, document in zip(paths, triple, strict=True):
                    path.write_text(json.dumps(document), encoding="utf-8")
                code, told = page(*(path.read_bytes() for path in paths))
                yield f"month {seed}-{number}", functools.partial(same, paths, code, told)


def same(paths: list[Path], code: int, told: str) -> None:
    """The judgement expected."""
    found = verify.judge(*paths)
    assert found[0] == code, (found, told)
    assert code or found[1] == told


def battery(folder: Path, months: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """The tests, the quick ones first."""
    remembered = list(golden(folder, months))
    yield from remembered[:16]
    for name, test in vars(test_verifier).items():
        if name.startswith("test_"):
            for values in parameters(test):
                yield name, functools.partial(test, **values)
    for path in test_rules.CASES:
        yield f"case {path.stem}", functools.partial(test_rules.test_reads_a_case_as_expected, path)
    for case in FAULTY:
        yield f"bad {case.name}", functools.partial(test_rules.test_bad_input_is_refused, case, folder)
    yield from remembered[16:]
    yield "odd", functools.partial(read_odd, folder)
    for seed in range(30):
        yield f"way {seed}", functools.partial(test_terms.test_who_must_be_elsewhere_makes_way, seed)
    yield "no price", test_terms.test_what_has_no_price_costs_nothing
    yield "makes way", test_terms.test_who_must_sit_makes_way_in_a_leaf
    yield "due", test_terms.test_a_due_brings_its_most
    for values in parameters(test_terms.test_who_must_sit_may_fill_a_session):
        yield "full", functools.partial(test_terms.test_who_must_sit_may_fill_a_session, **values)
    yield "late", functools.partial(patched, test_terms.test_hours_that_are_not_found_in_time_cost_nothing)
    yield "follows", test_terms.test_what_follows_from_nothing_is_refused
    for seed in range(6):
        for pins in (False, True):
            yield f"tiny {seed}", functools.partial(test_tiny.test_certified_bounds_are_the_best_points, seed, pins)
    for seed in range(40):
        for steps in (5_000, 3):
            yield f"plan {seed}", functools.partial(patched, test_terms.test_best_plan_is_the_best_of_all, seed, steps)
    for seed in range(6):
        for limits in ((1, 5_000), (8, 5_000), (20_000, 1), (20_000, 6), (4, 3)):
            end = test_terms.test_searches_that_end_early_prove_less_never_more
            yield f"early {seed}", functools.partial(patched, end, seed, *limits)


def parameters(test: Any) -> Iterator[dict[str, Any]]:
    """The values of a parametrized test."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        yield {}
    for mark in marks:
        names = [name.strip() for name in mark.args[0].split(",")] if isinstance(mark.args[0], str) else mark.args[0]
        for values in mark.args[1]:
            yield dict(zip(names, values if len(names) > 1 else (values,), strict=True))


def patched(test: Callable[..., object], *values: Any) -> None:
    """A test that wants to patch."""
    with pytest.MonkeyPatch.context() as patch:
        test(*values, patch)


def read_odd(folder: Path) -> None:
    """Odd documents that are no bad input."""
    for case in VALID:
        path = folder / "odd.json"
        path.write_bytes(case.data if isinstance(case.data, bytes) else case.data.encode("utf-8", "surrogatepass"))
        verify.Problem(verify.read_json(path))


def killer(tree: ast.Module, tests: list[tuple[str, Callable[[], object]]], seconds: int) -> str | None:
    """The name of the test that fails on a mutant; None where all hold."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        killed = "import"
        try:
            signal.signal(signal.SIGVTALRM, lambda *_: os._exit(3))
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            with contextlib.redirect_stdout(io.StringIO()):
                try:
                    exec(compile(tree, str(SOURCE), "exec"), vars(verify))  # the mutant takes its place
                    for name, test in tests:
                        killed = name
                        test()
                    killed = ""
                except BaseException:  # whatever fails kills
                    pass
            os.write(writing, killed.encode() or b"-")
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return None if told == "-" else told or "time"


def main() -> None:
    """Try the mutants."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--lines", type=int, nargs=2, default=(0, 10**6))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--months", type=int, default=40)
    parser.add_argument("--show", action="store_true", help="name the killer of each")
    options = parser.parse_args()
    tree = ast.parse(SOURCE.read_text("utf-8"))
    vars(verify)["__name__"] = "rsa_sched.certify.verify"
    gather = Changes()
    gather.visit(tree)
    once = functools.cache(certificates.proven)
    for module in (test_terms, test_tiny, test_page, test_command, certificates):
        if hasattr(module, "proven"):
            vars(module)["proven"] = once
    chosen = [one for one in gather.found if options.lines[0] <= one[0] <= options.lines[1]]
    chosen = chosen[options.first :: options.every]
    began, survivors = time.time(), 0
    with tempfile.TemporaryDirectory() as folder:
        tests = list(battery(Path(folder), options.months))
        for name, test in tests:
            try:
                test()  # also fills what is remembered
            except BaseException as error:
                raise SystemExit(f"{name} fails without any change: {error!r}") from error
        for number, (line, what, place, change) in enumerate(chosen):
            killed = killer(mutated(tree, place, change), tests, options.seconds)
            survivors += killed is None
            if killed is None or options.show:
                text = SOURCE.read_text("utf-8").splitlines()[line - 1].strip()
                sys.stdout.write(f"{killed or 'SURVIVES'}: line {line}, {what}: {text}\n")
            if number % 50 == 49 or number == len(chosen) - 1:
                told = f"{survivors} of {number + 1} survive, {len(gather.found)} in all; {time.time() - began:.0f} s"
                sys.stdout.write(told + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
