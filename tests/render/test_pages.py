"""Every page and fragment: hostile text in it is text; templates are whole, and none asks for a name in vain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from rsa_sched import Problem, solve
from rsa_sched.calendar.arrange import arrange
from rsa_sched.calendar.further import FurtherSession, Gain
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.outputs.page import year_page
from rsa_sched.calendar.year import Year
from rsa_sched.display.html import agenda_html, agenda_page, problem_html
from rsa_sched.display.html import page as notebook_page
from rsa_sched.intake.report import ImportReport
from rsa_sched.publish import publish
from rsa_sched.publish.changes.edition import CHANGES
from rsa_sched.publish.sheets.leaflet import Chapter, Leaflet
from rsa_sched.render import html
from rsa_sched.render.html import environment, fragment, page, table_fragment
from rsa_sched.render.table import grid_of
from rsa_sched.review.outputs.page import review_page, summary_page
from rsa_sched.review.review import Review, review_of
from rsa_sched.simulate.answers.gaming import GamingAudit
from rsa_sched.simulate.measures.frontier import FRONTIER
from rsa_sched.simulate.studies.conduct import SHARES, WAITS
from rsa_sched.simulate.studies.dossier import Dossier
from rsa_sched.simulate.studies.page import USES, study_page
from tests.calendar import small
from tests.display import as_shown, hostile
from tests.review.making import drawn
from tests.support.findings import worded
from tests.support.published import Element, page_files, tree

HOSTILE = "<script>alert(1)</script>\"><img src=x onerror='alert(1)'>{{ 7 * 7 }}{% x %}&lt;"
FRAMES = {"base.html.jinja", "fragment.html.jinja", "parts.html.jinja"}


def gamed(text: str) -> GamingAudit:
    """A règlement that every structure games, each of them called by the text."""
    spans = {"low": 1.0, "high": 3.0, "others": -2.0, "others_low": -3.0, "others_high": -1.0}
    row = {"policy": text, "structure": text, "strategy": "urgency", "measure": "heard", "honest": 4.0, "gain": 2.0}
    gains = pd.DataFrame([{**row, **spans, "loser": text, "pays": True, "replications": 2}])
    rules = pd.DataFrame([{**row, "rule": "R29", "degree": 0.5, "at_least": 0.25, "tried": 1}])
    changes = {f"{name}{end}": 1.0 for name in ("urgent_days", "days") for end in ("", "_low", "_high")}
    remedies = pd.DataFrame([{"policy": name, "paying": 1, "degree": 0.5, **changes} for name in (text, f"{text}!")])
    return GamingAudit(gains, rules, remedies)


def study(text: str) -> str:
    """A study whose every name is the text, its figures made up."""
    names = [text, f"{text}2"]

    def measured(by: list[str], measures: tuple[str, ...]) -> pd.DataFrame:
        rows = [
            {**dict.fromkeys(by, text), "scenario": name, "measure": measure, "mean": 0.5, "low": -0.1, "high": 1.2}
            for name in names
            for measure in measures
        ]
        return pd.DataFrame(rows)

    compared = {"measure": "within", "first": 0.5, "second": 0.25, "change": -0.25, "low": -0.5, "high": 0.0}
    tables = {
        "attentes": measured([], WAITS),
        "parts": measured(["kind"], SHARES),
        "parts-demandees": measured(["kind"], ("heard_of_asked",)),
        "frontiere": measured([], FRONTIER),
        "emploi": measured([], USES),
        "attente-qui-croit": pd.DataFrame([{"scenario": text, "grows": True, "growth": 1.5}]),
        "oubliees": pd.DataFrame(
            [{"scenario": text, "kind": text, "requests": 3, "longest_days": 1000, "reason": "outranked"}]
        ),
    }
    for group in ("kind", "urgency"):
        tables[f"attentes-{group}"] = measured([group], WAITS)
        tables[f"comparaison-2-{group}"] = pd.DataFrame([{**compared, group: text, "differs": group == "kind"}])
    asked = SimpleNamespace(
        title=text,
        months=3,
        seed=1,
        within=90,
        replications=2,
        scenario=[SimpleNamespace(replications=None)] * 2,
        start="empty",
        warmup=0,
    )
    capacity = SimpleNamespace(
        target=0.9, within=90, sessions=9, surely_too_few=7,
        tried=pd.DataFrame([{"sessions": 9, "mean": 0.95, "low": 0.9, "high": float("nan")}]),
    )  # fmt: skip
    found: Any = SimpleNamespace(
        study=asked,
        scenarios=[SimpleNamespace(name=name) for name in names],
        campaign=SimpleNamespace(failures=[1], missing=2, alike=[(text, text)], precision=None),
        tables=tables,
        capacity=capacity,
        gaming=gamed(text),
    )
    nothing, assumed = pd.DataFrame(), pd.DataFrame([(text, text, text)])
    dossier = Dossier(text, text, (text,), assumed, nothing, None)
    with patch("rsa_sched.simulate.studies.page.dossier_of", lambda _found: dossier):
        return study_page(found, {text: "<svg></svg>"})


def report(text: str) -> str:
    """A report with one finding, every word of it the text."""
    finding = worded("error", "x", text, text, text, text, 3, "A", text, text, "R3")
    return ImportReport((finding,), (text,), 5, 1)._repr_html_()


def pages_of(text: str) -> str:
    """The published pages of a month, one after the other."""
    return "".join(page.decode().partition("\n")[2] for page in page_files(hostile(text), "service").values())


def person(text: str) -> str:
    """What a person who is heard reads."""
    problem, agenda = hostile(text)
    document = problem.to_dict()
    for row in document["situations"]:
        row["person"] = "b-1" if row["id"] == agenda.appointments[0].situation else None
    return page_files((Problem.from_dict(document), agenda), "beneficiary:b-1")["index.html"].decode()


def changed(text: str) -> str:
    """The page of what a second publication changes: nobody is heard any more."""
    problem, agenda = hostile(text)
    bans = [(line.situation, line.session) for line in agenda.appointments]
    without = problem.with_bans(*bans)
    with TemporaryDirectory() as folder:
        publish(problem, agenda, Path(folder) / "envoi")
        second = publish(without, solve(without, workers=1).agenda, Path(folder) / "envoi")
    return second.files[CHANGES].decode()


def a_year(text: str) -> str:
    """A calendar whose title, series and venues are called by the text."""
    raw = small.document(title=text)
    for row in (*raw["series"], *raw["venues"]):
        row["label"] = text
    index = YearIndex(Year.from_dict(raw))
    gain = Gain(next(iter(index.series)), "2010-10", 12, 3, 20)
    return year_page(arrange(index), [], [FurtherSession(gain, (gain,))])


def a_review(text: str) -> Review:
    """The review of a service, and of kinds, that are called by the text."""
    facts = drawn(1, 60)
    facts.services = [text]
    facts.requests = [replace(row, service=text, kind=text) for row in facts.requests]
    facts.lines = [replace(row, service=text, kind=text) for row in facts.lines]
    return review_of(facts, facts.began)


PAGES: dict[str, Callable[[str], str]] = {
    "agenda_page": lambda text: agenda_page(*hostile(text)),
    "notebook": lambda text: notebook_page(*hostile(text)),
    "agenda": lambda text: agenda_html(hostile(text)[1]),
    "problem": lambda text: problem_html(hostile(text)[0]),
    "published": pages_of,
    "person": person,
    "study": study,
    "report": report,
    "year": a_year,
    "review": lambda text: review_page(a_review(text)),
    "summary": lambda text: summary_page(a_review(text)),
    "table": lambda text: table_fragment(grid_of(text, (text,), [(text,)])),
    "leaflet": lambda text: (
        Leaflet(text, [text], [Chapter(text, [text], [text], grid_of(text, (text,), [(text,)]))], text).html().decode()
    ),
    "tables": lambda text: page(
        "tables.html.jinja", text, sentences=[text], tables=[grid_of(text, (text,), [(text,)])]
    ),
}
"""Everything that is made from a template, of hostile text."""


def rooted(made: str) -> Element:
    """The tree of what was made, whatever it begins with."""
    return tree(f"<html>{made.removeprefix('<!DOCTYPE html>')}</html>".encode())


@pytest.mark.parametrize("name", PAGES)
def test_hostile_text_is_text_on_every_page(name: str) -> None:
    """The same elements as with a harmless text, and the hostile one stands there to be read."""
    made, tame = PAGES[name](HOSTILE), PAGES[name]("harmless")
    assert "<script" not in made
    assert "<img" not in made
    # pictures are shortened to fit, and glossaries depend on the words of a page
    loose = {"span", "wbr", "dt", "dd", "dl", "h3", "rect", "path", "text", "g"}
    tags = [[element.tag for element in rooted(one).walk() if element.tag not in loose] for one in (made, tame)]
    assert tags[0] == tags[1]
    assert as_shown(HOSTILE) in rooted(made).text


def test_every_template_meets_hostile_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template that none of these pages uses needs one."""
    used = set()
    filled = html._filled

    def noted(template: str, *given: Any, **context: Any) -> str:
        used.add(template)
        return filled(template, *given, **context)

    monkeypatch.setattr(html, "_filled", noted)
    for make in PAGES.values():
        make("harmless")
    made = changed(HOSTILE)  # its links hang on the ids, so that its elements differ from those of a harmless one
    assert "<script" not in made and "<img" not in made
    assert as_shown(HOSTILE) in rooted(made).text
    assert used == {name for name in environment().list_templates() if name.endswith(".jinja")} - FRAMES


def test_a_missing_name_is_an_error() -> None:
    """Nothing is left out in silence."""
    with pytest.raises(UndefinedError, match="sentences"):
        fragment("tables.html.jinja", tables=[])


def test_markup_that_is_ours_stays() -> None:
    """In cells and captions; everything else is escaped, and what HTML cannot hold becomes a mark."""
    made = table_fragment(grid_of("<i>\x07", ("A", "B"), [("<b>", Markup("<code>x</code>"))]))
    assert "<caption>&lt;i&gt;\ufffd</caption>" in made
    assert '<th scope="row">&lt;b&gt;</th><td><code>x</code></td>' in made


def test_a_page_alone_has_landmarks_as_far_as_it_needs_them() -> None:
    """Language, title, one main part with the only h1; a way past the menu where there is a menu."""
    made = page("tables.html.jinja", "Essai", sentences=[], tables=[grid_of("T", ("A",), [])])
    root = tree(made.encode())
    assert root.attributes["lang"] == "fr"
    assert [heading.text for heading in root.all("h1")] == [root.all("title")[0].text] == ["Essai"]
    assert [part.attributes["id"] for part in root.all("main")] == ["contenu"]
    assert not root.all("nav") and not root.all("a")
    (region,) = [one for one in root.walk() if one.attributes.get("role") == "region"]
    (caption,) = region.all("caption")
    assert region.attributes["aria-labelledby"] == caption.attributes["id"]
    assert root.all("td")[0].text == "Aucune"
