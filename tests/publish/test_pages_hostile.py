"""Pages of hostile texts: whatever ids and labels hold, the pages hold the same elements and show it as text."""

from __future__ import annotations

from functools import cache

import pytest

from rsa_sched import Agenda, Problem
from rsa_sched.render.html import plain
from tests.display import Solved, demo, week
from tests.display import hostile as hostile_solved
from tests.publish.test_pages import assert_sound
from tests.support.hostile import HOSTILE, HOSTILE_IDS
from tests.support.published import TURNS, Element, hostile_month, page_files, some_of_each, tree
from tests.support.quick import mostly_long

HARMLESS = "Zorbane"
SVG = {"svg", "title", "desc", "rect", "path", "text", "g"}


@cache
def written() -> tuple[str, str]:
    """A small month as JSON, its labels all one harmless word, and its agenda."""
    problem, agenda = week()
    document = problem.to_dict()
    for key in ("services", "subsectors", "venues", "structures", "professionals"):
        for row in document[key]:
            row["label"] = HARMLESS
    return Problem.from_dict(document).to_json(), agenda.to_json()


def labelled(text: str) -> Solved:
    """The same month with another label everywhere."""
    problem, agenda = written()
    document = Problem.from_json(problem).to_dict()
    for key in ("services", "subsectors", "venues", "structures", "professionals"):
        for row in document[key]:
            row["label"] = text
    return Problem.from_dict(document), Agenda.from_json(agenda)


def skeleton(root: Element) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes, but for the picture, the list of abbreviations and where words may break."""
    skipped = {id(inner) for one in root.walk() if left_out(one) for inner in one.walk()}
    return [
        (element.tag, tuple(sorted(element.attributes.items())))
        for element in root.walk()
        if id(element) not in skipped and element.tag != "wbr"
    ]


def left_out(element: Element) -> bool:
    """The picture shortens its texts; abbreviations depend on the words of a page; short ids are kept on one line."""
    return element.tag == "svg" or "words" in element.attributes.get("class", "").split()


def kept_lines(found: list[tuple[str, tuple[tuple[str, str], ...]]]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Without what keeps short ids on one line."""
    return [row for row in found if row != ("span", (("class", "k"),))]


def test_there_are_enough() -> None:
    """At least 200 distinct texts, most of them fit for ids."""
    assert len(HOSTILE) == len(set(HOSTILE)) >= 200
    assert len(HOSTILE_IDS) >= 200


@pytest.mark.parametrize("every", [20, pytest.param(3, marks=pytest.mark.long)])
def test_labels_change_no_element(every: int) -> None:
    """Each hostile label leaves each element and attribute as it is with a harmless one, and is shown."""
    usual = {path: kept_lines(skeleton(tree(page))) for path, page in page_files(labelled(HARMLESS), "service").items()}
    for n, text in enumerate(HOSTILE[::every]):
        files = page_files(labelled(text), "service")
        assert set(files) == set(usual)
        for path, page in list(files.items())[: 1 if n % 8 else None]:
            root = tree(page)
            assert kept_lines(skeleton(root)) == usual[path], ascii(text)
            if text.strip():
                assert shown(text) in root.text, ascii(text)
            assert_pictures_harmless(root)


def shown(text: str) -> str:
    """The text as a page shows it: nothing that cannot be in HTML."""
    return plain(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def assert_pictures_harmless(root: Element) -> None:
    """Only shapes and texts, no address and no handler."""
    for picture in root.all("svg"):
        for element in picture.walk():
            assert element.tag in SVG
            assert not any(name.startswith("on") or "href" in name for name in element.attributes)
            assert not any("url" in value or "script" in value for value in element.attributes.values())


@pytest.mark.parametrize("turn", mostly_long(range(TURNS), [0], [1]))
def test_hostile_months_are_sound(turn: int) -> None:
    """Months of hostile ids and labels: for each audience as many pages, tables and rows as ever, all sound."""
    problem, agenda = hostile_month(turn)
    kinds = some_of_each(problem, agenda)
    usual = some_of_each(*demo())
    for kind, audience in kinds.items():
        files, others = page_files((problem, agenda), audience), page_files(demo(), usual[kind])
        assert len(files) == len(others)
        count = {tag: sum(len(tree(page).all(tag)) for page in files.values()) for tag in ("table", "tr", "td", "th")}
        assert count == {tag: sum(len(tree(page).all(tag)) for page in others.values()) for tag in count}
        for path, page in files.items():
            assert_pictures_harmless(assert_sound(path, page, files))
            assert path == "index.html" or path.startswith("seances/")
            assert ".." not in path


@pytest.mark.slow
def test_hostile_months_show_every_text() -> None:
    """Together they show every hostile text, as the id or the label that it is."""
    texts = [tree(page).text for turn in range(TURNS) for page in page_files(hostile_month(turn), "service").values()]
    together = "\n".join(texts)
    missing = [text for text in HOSTILE if text.strip() and shown(text) not in together]
    assert missing == []


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eabc", "../../x", "</style>"])
def test_solved_anew(text: str) -> None:
    """A month solved with such ids from the start, kinds and problem id too."""
    month = hostile_solved(text)
    files = page_files(month, "service")
    for path, page in files.items():
        root = assert_sound(path, page, files)
        assert text.encode() not in page.replace(b"</style>\n</head>", b"") or "<" not in text
        assert "\u202e" not in root.text
