"""HTML for notebooks: complete, accessible, self-contained and inert."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter

from rsa_sched import Agenda, Problem, solve
from rsa_sched.display.html import agenda_html, page, problem_html
from rsa_sched.display.svg import timeline
from rsa_sched.domain.notebook import ShownInNotebooks
from rsa_sched.french.figures import figure, period
from rsa_sched.render.html import environment, table_fragment
from rsa_sched.render.table import grid_of
from tests.display import (
    CONTROLS,
    PAYLOADS,
    Solved,
    as_shown,
    attributes,
    demo,
    empty,
    hostile,
    month,
    parsed,
    unproven,
    week,
    words,
)
from tests.support_cli import session

HTML = {
    "div", "style", "h2", "p", "strong", "code", "figure", "figcaption",
    "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SVG = {"svg", "title", "desc", "rect", "path", "text", "g"}
ATTRIBUTES = {
    "class", "lang", "scope", "colspan", "role", "width", "height", "viewBox", "font-family", "font-size",
    "font-weight", "fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "x", "y", "rx", "d",
}  # fmt: skip
CASES: dict[str, Callable[[], Solved]] = {"demo": demo, "week": week, "empty": empty}


def fragment(case: str, kind: str) -> str:
    """A fragment of some kind, of one of the cases."""
    problem, agenda = CASES[case]()
    if kind == "problem":
        return problem_html(problem)
    if kind == "agenda":
        return agenda_html(agenda)
    return page(problem, agenda if kind == "page" else unproven(agenda))


def captions(root: ET.Element) -> list[str]:
    """The captions of a fragment's tables."""
    return [words(caption) for caption in root.iter("caption")]


def rows_of(root: ET.Element, caption: str) -> list[list[str]]:
    """The cells of the one table with that caption, without its head."""
    (found,) = [one for one in root.iter("table") if words(one[0]) == caption]
    return [[words(cell) for cell in row] for row in found.findall("tbody/tr")]


def assert_harmless(root: ET.Element) -> None:
    """Only known elements and attributes, no address or code in any."""
    assert {element.tag for element in root.iter()} <= HTML | SVG
    for name, value in attributes(root):
        assert name in ATTRIBUTES
        assert not re.search(r"url|//|script|:", value)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", ["page", "unproven", "agenda", "problem"])
def test_fragment_is_accessible_and_self_contained(case: str, kind: str) -> None:
    """French, well-formed, without script, links or handlers; tables with captions, headers and full rows."""
    markup = fragment(case, kind)
    root = parsed(markup)
    assert (root.tag, root.attrib) == ("div", {"class": "rsa-sched", "lang": "fr"})
    assert_harmless(root)
    assert "://" not in markup.replace("http://www.w3.org/2000/svg", "")
    assert next(root.iter("h2")).text
    for one in root.iter("table"):
        assert [child.tag for child in one] == ["caption", "thead", "tbody"]
        assert words(one[0])
        heads = one.findall("thead/tr/th")
        assert heads
        assert all(words(head) and head.get("scope") == "col" for head in heads)
        body = one.findall("tbody/tr")
        assert body
        for row in body:
            if row[0].get("colspan"):
                assert (len(body), row[0].get("colspan")) == (1, str(len(heads)))
                continue
            assert len(row) == len(heads)
            assert [cell.get("scope") for cell in row.iter("th")] == ["row"]


def test_style_stays_within_the_fragment() -> None:
    """Each selector begins with the fragment's class; nothing is fetched and no colour is set."""
    style = environment().get_template("fragment.css").render()
    selectors = [part.strip() for rule in style.split("}") for part in rule.split("{")[0].split(",")]
    assert all(selector.startswith(".rsa-sched") for selector in selectors if selector)
    for word in ("@", "url", "color", "background", "<"):
        assert word not in style


@pytest.mark.parametrize("case", ["demo", "week"])
def test_page_says_everything(case: str) -> None:
    """One table a session with its figures; parts, dues and deferrals; the picture, and what it stands for."""
    problem, agenda = CASES[case]()
    root = parsed(page(problem, agenda))
    titles = captions(root)
    assert len(titles) == len(problem.sessions) + 3
    earned = 0
    for line in agenda.sessions:
        (title,) = [title for title in titles if f"({line.session})" in title]
        assert f", {line.minutes_used} min sur " in title
        heard = [one for one in agenda.appointments if one.session == line.session]
        rows = rows_of(root, title)
        if not heard:
            assert rows == [["Aucune"]]
            continue
        assert [(row[1], row[4]) for row in rows] == [(one.situation, ", ".join(one.participants)) for one in heard]
        assert [row[0] for row in rows] == [period(one.start, one.end) for one in heard]
        earned += sum(int(row[3].replace("\u202f", "")) for row in rows)
    assert earned == agenda.parts.priority
    costs = agenda.parts.model_dump() | {"priority": -agenda.parts.priority, "total": -agenda.points}
    assert [row[-1] for row in rows_of(root, "Points")] == [figure(-cost) for cost in costs.values()]
    dues = rows_of(root, "Parts des structures, en unités de 15 minutes")
    assert [row[1:3] for row in dues] == [[due.kind, figure(due.due_units)] for due in agenda.due]
    deferred = rows_of(root, "Situations ajournées")
    assert [(row[0], row[3]) for row in deferred] == [(one.situation, one.text) for one in agenda.deferrals]
    assert timeline(problem, agenda) in page(problem, agenda)
    assert words(next(root.iter("figcaption")))


def test_modes_are_words() -> None:
    """Held, first hour, cancelled."""
    titles = " ".join(captions(parsed(page(*week()))))
    for word in (": tenue, ", ": première heure seulement, ", ": annulée, "):
        assert word in titles


def test_proof_is_told() -> None:
    """Bound and gap, and whether anything better is possible."""
    problem, agenda = demo()
    said = words(parsed(page(problem, agenda)))
    assert "32 situations à entendre, 36 ajournées. 17\u202f221 points\u202f; borne prouvée\u202f: 17\u202f221" in said
    assert "écart\u202f: 0,00 %" in said
    assert "l'optimum est prouvé" in said
    said = words(parsed(page(problem, unproven(agenda))))
    assert "borne prouvée\u202f: 18\u202f721\u202f; écart\u202f: 1,23 %" in said
    assert "l'optimum" not in said
    assert "arrêté avant la preuve" in said


def test_run_is_told() -> None:
    """How long, how reproducible, with which fingerprint."""
    _, agenda = demo()
    assert "Calcul reproductible en " in agenda_html(agenda)
    assert agenda.problem_sha256 in agenda_html(agenda)
    cut = agenda.model_copy(update={"run": agenda.run.model_copy(update={"reproducible": False, "seconds": 1.234})})
    assert "Calcul interrompu en 1,23 s" in agenda_html(cut)


def test_figures_stand_to_the_right() -> None:
    """Heads and cells of figures alike, and no others; the naming column heads its rows."""
    root = parsed(table_fragment(grid_of("a", ("b", "c", "d"), [("1", "2", "3")], name=2, figures=(1,))))
    assert [(cell.tag, cell.get("class"), cell.get("scope")) for row in root.iter("tr") for cell in row] == [
        ("th", None, "col"),
        ("th", "rsa-n", "col"),
        ("th", None, "col"),
        ("td", None, None),
        ("td", "rsa-n", None),
        ("th", None, "row"),
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_are_inert(payload: str) -> None:
    """Ids and labels are text and nothing but text: the same elements as for harmless ones, the text unchanged."""
    problem, agenda = hostile(payload)
    tame_problem, tame_agenda = hostile("x")
    for markup, tame in (
        (page(problem, agenda), page(tame_problem, tame_agenda)),
        (agenda_html(agenda), agenda_html(tame_agenda)),
        (problem_html(problem), problem_html(tame_problem)),
    ):
        root = parsed(markup)
        assert_harmless(root)
        assert [element.tag for element in root.iter() if element.tag in HTML] == [
            element.tag for element in parsed(tame).iter() if element.tag in HTML
        ]
        assert as_shown(payload) in words(root)
        if re.search(r"[<>&\"']", payload):
            assert payload not in markup
    assert f"– {as_shown(payload + CONTROLS)} (" in captions(parsed(page(problem, agenda)))[0]


def test_labels_of_people_stay_out() -> None:
    """A notebook keeps what it shows: no label of a professional, structure or service is in it."""
    problem, agenda = month(
        session(1),
        professionals=[{"id": "p-1", "label": "CANARI"}],
        structures=[{"id": "st", "kind": "PE", "label": "CANARI"}],
        services=[{"id": "s", "label": "CANARI"}],
    )
    for markup in (page(problem, agenda), agenda_html(agenda), problem_html(problem)):
        assert "CANARI" not in markup


def test_problem_at_a_glance() -> None:
    """Counts and sessions."""
    root = parsed(problem_html(demo()[0]))
    assert "28 septembre 2010" in words(root)
    assert rows_of(root, "Contenu")[:2] == [["Séances", "8"], ["Situations", "68"]]
    sessions = rows_of(root, "Séances")
    assert sessions[0] == [
        "S1-2010-10",
        "instance d'insertion",
        "05/10/2010",
        "9\u00a0h",
        "180",
        "cs-chorier-berriat",
        "6",
    ]
    assert [row[1] for row in sessions] == [
        *["instance d'insertion"] * 6, "instance SDF", "instance avec le psychologue"
    ]  # fmt: skip


def test_agenda_by_itself() -> None:
    """All appointments in one table."""
    _, agenda = demo()
    rows = rows_of(parsed(agenda_html(agenda)), "Situations à entendre")
    assert len(rows) == 32
    assert rows[0] == [
        "S1-2010-10",
        "05/10/2010",
        "9\u00a0h\u00a0–\u00a09\u00a0h\u00a030",
        "2010-0045",
        "cs-chorier-berriat",
        "per-nord-ref1",
    ]


def test_result_shows_its_page() -> None:
    """What a notebook asks of a result."""
    result = solve(week()[0], workers=1)
    assert result._repr_html_() == page(result.problem, result.agenda)


def test_notebooks_show_problems_and_agendas() -> None:
    """Both bring their tables along: a notebook's formatter finds them without being told."""
    problem, agenda = week()
    formatter: Any = DisplayFormatter()
    assert formatter.format(problem)[0]["text/html"] == problem_html(problem)
    assert formatter.format(agenda)[0]["text/html"] == agenda_html(agenda)
    with pytest.raises(TypeError, match="ShownInNotebooks is no document"):
        ShownInNotebooks()._repr_html_()
    assert Problem.from_dict(problem.to_dict()) == problem
    assert Agenda.from_dict(agenda.to_dict()) == agenda
