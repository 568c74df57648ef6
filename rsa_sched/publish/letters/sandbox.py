"""Where templates run: they may show their fields, choose and repeat, and nothing else.

A template is a document that somebody edited, perhaps in another office. Before it runs, its syntax tree is read: only
known fields, a few filters, and no call, assignment, macro or file. What that lets through runs in jinja2's sandbox,
with every value escaped; a field that is not there stops it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from rsa_sched.errors import Fault
from rsa_sched.office.inert import is_illegible, legible

FILTERS = ("upper", "lower", "capitalize", "length", "first", "last", "join", "default", "trim")
"""None of them can switch escaping off, build markup or fill the memory."""
TESTS = ("defined", "eq", "equalto", "==", "ne", "!=", "gt", ">", "lt", "<", "ge", "le", ">=", "<=", "in")
DEEPEST = 2
"""Loops within loops: no template needs three."""
LONGEST = 500_000
"""Characters of one part of a template."""
LONGEST_RENDERED = 5_000_000
"""Characters of one part of a letter; a hundred pages have a tenth of it."""
MOST_HIDDEN = 20
"""Lines with characters that nobody sees that are told of."""
LONGEST_SEPARATOR = 20
"""Characters that `join` may put between two texts."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
    nodes.Concat, nodes.Keyword,
)  # fmt: skip
_LOOP = {"index", "index0", "first", "last", "length"}


class Refused(Exception):
    """A template that may not run; its faults have no file name yet."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("a template that may not run")
        self.faults = faults


class _BoundedTemplate(Template):
    """A template whose text, filled in, has an end."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """As jinja2 does; raises Refused where it grows too long."""
        pieces, length = [], 0
        for piece in self.generate(*args, **kwargs):
            length += len(piece)
            if length > LONGEST_RENDERED:
                raise Refused(
                    [
                        Fault(
                            "document", "too long once filled in", "rendered-too-long", {"characters": LONGEST_RENDERED}
                        )
                    ]
                )
            pieces.append(piece)
        return "".join(pieces)


class Sandbox(SandboxedEnvironment):
    """Compiles each text once, after reading it against the fields that it may use.

    Parameters
    ----------
    known : the class of `letters.fields` that says which fields there are.
    unit : what a line of the text is, for faults: in Word's XML each paragraph begins one.
    """

    template_class = _BoundedTemplate

    def __init__(self, known: type, unit: str = "line") -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_shown)
        self.globals = {}
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS if name in self.tests}
        self.known, self.unit, self.used = known, unit, set[str]()
        self._compiled: dict[str, Template] = {}

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """The compiled text; raises Refused with every fault of it."""
        if source not in self._compiled:
            try:
                self._check(source)
                self._compiled[source] = super().from_string(source)
            except (RecursionError, SyntaxError):  # of jinja2, of Python, which compiles what it makes
                raise Refused([Fault("document", "too deep", "template-too-deep")]) from None
        return self._compiled[source]

    def _check(self, source: str) -> None:
        if len(source) > LONGEST:
            raise Refused([Fault("document", "too long", "template-too-long", {"characters": LONGEST})])
        if hidden := [number for number, line in enumerate(source.split("\n"), 1) if is_illegible(line)]:
            places = [f"{self.unit} {number}" for number in hidden[:MOST_HIDDEN]]
            raise Refused([Fault(at, "a character that does not show", "hidden-character") for at in places])
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as error:
            at = f"{self.unit} {error.lineno}"
            raise Refused([Fault(at, legible(error.message or "syntax"), "template-syntax")]) from None
        reading = _TemplateReader(self)
        reading.read(tree, {"": self.known}, 0)
        self.used |= reading.used
        if reading.faults:
            raise Refused(reading.faults)


def _shown(value: Any) -> Any:
    """A value as it is put into a template: escaped, legible, and no tag of any template engine."""
    if isinstance(value, StrictUndefined):
        return value  # jinja2 raises as it writes it
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError("a list, a group or yes/no where a text belongs")
    text = legible(str(value)) if isinstance(value, Markup) else str(escape(legible(str(value))))
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 - escaped above


class _TemplateReader:
    """Reads a syntax tree against the fields that there are, and keeps every fault."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.faults: list[Fault] = []
        self.used: set[str] = set()
        self._sandbox = sandbox

    def refuse(self, node: nodes.Node, what: str, value: str, code: str, **facts: object) -> None:
        """Keep a fault of a node, once."""
        fault = Fault(f"{self._sandbox.unit} {node.lineno}, {legible(what)[:80]}", value, code, facts)
        if fault not in self.faults:
            self.faults.append(fault)

    def read(self, node: nodes.Node, scope: Mapping[str, Any], depth: int) -> None:
        """A node and what is in it; `scope`: loop variables and their types, "" the letter's own."""
        if isinstance(node, nodes.For):
            self._loop(node, scope, depth)
            return
        if not isinstance(node, _ALLOWED):
            self.refuse(node, type(node).__name__.lower(), "not allowed in a template", "not-allowed-in-a-template")
            return
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            self.refuse(node, f"|{node.name}", "no such filter", "not-one-of", names=FILTERS)
        if isinstance(node, nodes.Filter) and node.name == "join":
            self._join(node, scope)
        if isinstance(node, nodes.Test) and node.name not in self._sandbox.tests:
            self.refuse(node, f"is {node.name}", "no such test", "unknown-test")
        if isinstance(node, nodes.Name | nodes.Getattr):
            self._kind(node, scope)
            return
        for child in node.iter_child_nodes():
            self.read(child, scope, depth)
            if isinstance(node, nodes.Output) and isinstance(child, nodes.Name | nodes.Getattr):
                self._text(child, self._kind(child, scope))

    def _text(self, node: nodes.Name | nodes.Getattr, kind: Any) -> None:
        if kind not in (str, _UNKNOWN):
            inside = _fields(get_args(kind)[0] if get_origin(kind) is tuple else kind)
            if inside:
                self.refuse(node, _written(node), "no text by itself", "group-for-a-text", fields=tuple(inside))
            else:
                self.refuse(node, _written(node), "no text by itself", "condition-for-a-text")

    def _join(self, node: nodes.Filter, scope: Mapping[str, Any]) -> None:
        """A list of texts with a short constant between two: over a text it would repeat one letter by letter."""
        rows = self._kind(node.node, scope) if isinstance(node.node, nodes.Name | nodes.Getattr) else None
        short = all(
            isinstance(one, nodes.Const) and isinstance(one.value, str) and len(one.value) <= LONGEST_SEPARATOR
            for one in node.args
        )
        if (get_origin(rows) is not tuple and rows is not _UNKNOWN) or not short or node.kwargs:
            self.refuse(node, "|join", "no list with a short text between two", "odd-join", most=LONGEST_SEPARATOR)

    def _loop(self, node: nodes.For, scope: Mapping[str, Any], depth: int) -> None:
        if depth >= DEEPEST:
            self.refuse(node, "for", f"a loop within {DEEPEST} loops", "loops-too-deep", deepest=DEEPEST)
            return
        if node.recursive or not isinstance(node.target, nodes.Name):
            self.refuse(node, "for", "not allowed in a template", "odd-loop")
            return
        if depth and _root(node.iter) not in set(scope) - {"", "loop"}:
            self.refuse(node, "for", "a loop over the same rows again and again", "loop-that-multiplies")
            return
        rows = self._kind(node.iter, scope) if isinstance(node.iter, nodes.Name | nodes.Getattr) else None
        if get_origin(rows) is not tuple:
            if rows is not _UNKNOWN:
                self.refuse(node, "for", "no list", "not-one-of", names=tuple(_lists(self._sandbox.known)) or ("none",))
            rows = tuple[_Unknown, ...]
        inside = {**scope, node.target.name: get_args(rows)[0], "loop": _Loop}
        for child in (*node.body, *([node.test] if node.test else [])):
            self.read(child, inside, depth + 1)
        for child in node.else_:
            self.read(child, scope, depth)

    def _kind(self, node: nodes.Expr, scope: Mapping[str, Any]) -> Any:
        """The type of a field; a fault where there is none of that name."""
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            return self._field(node, scope[""], node.name, node.name)
        if isinstance(node, nodes.Getattr):
            return self._field(node, self._kind(node.node, scope), node.attr, _written(node))
        self.read(node, scope, 0)
        return str

    def _field(self, node: nodes.Expr, of: Any, name: str, written: str) -> Any:
        if of is _UNKNOWN:
            return _UNKNOWN
        known = _fields(of)
        if name in known:
            self.used.add(name)
            return known[name]
        if known:
            self.refuse(node, written, "no such field", "not-one-of", names=tuple(known))
        else:
            self.refuse(node, written, "no such field", "field-of-a-text")
        return _UNKNOWN


class _Unknown:
    """A field that is not there: one fault, and none more for what is asked of it."""


class _Loop:
    """jinja2's ``loop``."""


_UNKNOWN = _Unknown


@cache
def _fields(of: Any) -> Mapping[str, Any]:
    """The fields of a class of `letters.fields` and their types; of anything else none."""
    if of is _Loop:
        return dict.fromkeys(sorted(_LOOP), str)
    if not (isinstance(of, type) and is_dataclass(of)):
        return {}
    hints = get_type_hints(of)
    return {field.name: hints[field.name] for field in fields(of)}


def _lists(of: Any) -> Iterator[str]:
    return (name for name, kind in _fields(of).items() if get_origin(kind) is tuple)


def _root(node: nodes.Node) -> str:
    """The name that a field begins with."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _written(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"
