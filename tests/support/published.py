"""What the tests of published files share: months for every audience, hostile months, and a strict look into HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from rsa_sched import Agenda, Problem
from rsa_sched.display.visible import view
from rsa_sched.publish.letterhead import Delays
from rsa_sched.publish.pages.pages import pages
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.tasks.todo import tasks
from tests.display import Solved, demo
from tests.support.hostile import HOSTILE, HOSTILE_IDS

LABELLED = ("services", "subsectors", "venues", "structures", "professionals")


def audiences(problem: Problem) -> Iterator[str]:
    """Every audience that a problem has, by name."""
    yield "service"
    yield from (f"prescriber:{row.id}" for row in problem.structures)
    yield from (f"partner:{row.id}" for row in problem.professionals)
    yield from dict.fromkeys(f"beneficiary:{row.person}" for row in problem.situations if row.person)


def some_of_each(problem: Problem, agenda: Agenda) -> dict[str, str]:
    """One audience of each sort, those who have something to read: by what they are."""
    heard = agenda.appointments[0].situation
    row = next(row for row in problem.situations if row.id == heard)
    deferred = next(row for row in problem.situations if row.id == agenda.deferrals[0].situation)
    seated = {line.situation for line in agenda.appointments}
    partner = next(partner.professional for row in problem.situations for partner in row.partners if row.id in seated)
    return {
        "service": "service",
        "prescriber": f"prescriber:{row.structure}",
        "partner": f"partner:{partner}",
        "staff": f"partner:{next(row.staff[0] for row in problem.sessions if row.staff)}",
        "heard": f"beneficiary:{row.person}",
        "deferred": f"beneficiary:{deferred.person}",
    }


def page_files(solved: Solved, audience: str) -> dict[str, bytes]:
    """The pages of a solved problem for an audience."""
    problem, agenda = solved
    shown = explained(problem, agenda, view(problem, agenda, audience))
    return pages(problem, agenda, shown, tasks(shown, Delays()))


@cache
def hostile_month(turn: int) -> Solved:
    """The month of the note, every id and label a hostile text, others in each turn; some are in no problem document
    as ids and stand in labels alone.
    """
    problem, agenda = (document.to_dict() for document in demo())
    fresh: dict[str, str] = {}
    at = turn * 97

    def renamed(old: str) -> None:
        if old not in fresh:
            number = len(fresh)
            fresh[old] = f"{HOSTILE_IDS[(at + number) % len(HOSTILE_IDS)]}-{number}"

    for key in (*LABELLED, "sessions", "situations"):
        for row in problem[key]:
            renamed(row["id"])
    for row in problem["situations"]:
        renamed(row["person"])
    for n, row in enumerate(row for key in LABELLED for row in problem[key]):
        row["label"] = HOSTILE[(2 * at + n) % len(HOSTILE)]
    for n, row in enumerate(agenda["deferrals"]):
        first = 3 * (turn * len(agenda["deferrals"]) + n)
        row["text"] = " ".join([*(HOSTILE[(first + more) % len(HOSTILE)] for more in range(3)), row["text"]])
    kept = {"label", "text", "type", "kind", "kinds", "rules"}

    def replaced(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: replaced(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [replaced(item, key) for item in value]
        return value if key in kept or not isinstance(value, str) else fresh.get(value, value)

    return Problem.from_dict(replaced(problem)), Agenda.from_dict(replaced(agenda))


TURNS = 4
"""So many hostile months show every hostile text to somebody."""


# --- HTML -------------------------------------------------------------------------------------------------------------

VOID = {"meta", "wbr", "br", "input", "rect", "path", "use", "dc:type"}
"""Elements without an end; those of SVG close themselves."""


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """It and all elements in it, in document order."""
        yield self
        for child in self.content:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str) -> list[Element]:
        """Every element of a kind."""
        return [element for element in self.walk() if element.tag == tag]

    @property
    def text(self) -> str:
        """Everything that is to be read."""
        return "".join(child if isinstance(child, str) else child.text for child in self.content)


class _Reader(HTMLParser):
    """Builds the tree; what is not well nested is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), "an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError("a declaration")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("a processing instruction")


def tree(page: bytes) -> Element:
    """The tree of a page, which must be well nested and closed."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    assert len(reader._open) == 1, "something is left open"
    (html,) = [child for child in reader.root.content if isinstance(child, Element)]
    assert html.tag == "html"
    return html
