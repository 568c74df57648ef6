"""Agendas for people's eyes; here what these tests share: solved problems, hostile texts, and a look into markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from typing import Any

from rsa_sched import Agenda, Problem, solve
from tests.support.bundled import bundled
from tests.support_cli import Doc, session, situation, small

Solved = tuple[Problem, Agenda]

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</td></table></svg></style><script>x</script>",
    "<!-- -->]]><![CDATA[",
    "&lt;b&gt; &amp;#60; &copy",
    "=cmd|'/c calc'!A1",
    "+1 -1 @SUM(A1)",
    "url(http://example.invalid/x)",
    "{{ 7 * 7 }} ${x} %s %(x)s {0}",
    "\u202e\u2066 rtl \u2028\ufffe",
)
"""Texts that mean something to a browser, a spreadsheet or a template; ids may hold any of them."""
CONTROLS = "bell \x07, colour \x1b[31m, null \x00, line\nline\r\n, tab\t, next \x85"
"""What labels may hold besides."""


def demo() -> Solved:
    """The month of the note."""
    return bundled().problem, bundled().agenda


def solved(document: Doc) -> Solved:
    """A problem and its best agenda."""
    problem = Problem.from_dict(document)
    return problem, solve(problem, workers=1).agenda


def month(*sessions: Doc, situations: tuple[Doc, ...] = (), **keys: Any) -> Solved:
    """A small problem, solved."""
    return solved(small(list(sessions), list(situations), **keys))


@cache
def week() -> Solved:
    """Every mode: a session held, one by night for its first hour, one cancelled; partners, and a deferral."""
    return month(
        session(1, venue="v-2"),
        session(2, subsector="S2", start="2010-10-12T23:15"),
        session(3, type="psychologist", subsector=None),
        situations=(
            situation(1),
            situation(2, partners=[{"professional": "p-9"}]),
            situation(3, oriented=False),
            situation(4, subsector="S2", partners=[{"professional": "p-9"}]),
        ),
    )


@cache
def empty() -> Solved:
    """No session, no situation."""
    return month()


def unproven(agenda: Agenda) -> Agenda:
    """The same agenda with its proof taken away."""
    return agenda.model_copy(update={"status": "feasible", "bound": agenda.points + 1500, "gap": 0.012345})


@cache
def hostile(text: str) -> Solved:
    """A problem whose every id and label begins with the text, and its agenda."""
    document = small(
        [session(1), session(2, start="2010-10-12T14:00")],
        [situation(1, partners=[{"professional": "p-9"}]), situation(2), situation(3, oriented=False)],
        regulation={"kinds": ["PE"]},
    )
    document = _renamed(document, text)
    for key in ("services", "subsectors", "venues", "structures", "professionals"):
        for row in document[key]:
            row["label"] = text + CONTROLS
    return solved(document)


_KEPT = {"schema_version", "as_of", "type", "start", "requested_on"}


def _renamed(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: item if key in _KEPT else _renamed(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, text) for item in value]
    return f"{text}{value}" if isinstance(value, str) else value


def as_shown(text: str) -> str:
    """The text with each character replaced that markup may not hold or that turns the direction of reading."""
    return "".join("\ufffd" if c < " " or "\x7f" <= c < "\xa0" or c in "\u202e\u2066\ufffe\uffff" else c for c in text)


def parsed(markup: str) -> ET.Element:
    """The tree of well-formed markup; names without their namespace."""
    root = ET.fromstring(markup)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def words(element: ET.Element) -> str:
    """All text of an element."""
    return "".join(element.itertext())


def attributes(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Each attribute of each element, as name and value."""
    for element in root.iter():
        yield from element.attrib.items()
