"""Pages: complete, accessible in their structure, self-contained, and no more than the audience's view holds."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from rsa_sched import Agenda, Problem, solve
from rsa_sched.display.visible import view
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.regulation import Regulation
from rsa_sched.explanations.deferrals import RULES_OF_REASON
from rsa_sched.french.figures import day_month
from rsa_sched.french.sentences import lookup
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.pages.pages import pages
from rsa_sched.publish.pages.session_words import free
from rsa_sched.publish.pages.words import abbreviations, parameters
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.tasks.todo import tasks
from rsa_sched.render.html import POLICY, Page, inline
from tests.display import Solved, demo, empty, unproven, week
from tests.profiles import examples
from tests.publish.test_view import own
from tests.support.documents import documents
from tests.support.published import Element, audiences, page_files, some_of_each, tree
from tests.support.quick import mostly_slow

PARAMETERS = len(Regulation.model_fields) - 1 + len(Regulation().types)
"""Lines of the règlement: one a parameter, and one a type of session."""
ADDRESSES = {"href"}
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "tabindex", "role", "aria-label",
    "aria-labelledby", "scope", "colspan", "data-titre", "type", "aria-hidden",
}  # fmt: skip


def squeezed(text: str) -> str:
    """Text without its spaces."""
    return "".join(text.split())


def assert_sound(path: str, page: bytes, files: dict[str, bytes]) -> Element:
    """What holds of every page, whatever it says: its tree."""
    root = tree(page)
    assert root.attributes["lang"] == "fr"
    (policy,) = [row for row in root.all("meta") if row.attributes.get("http-equiv")]
    assert policy.attributes == {"http-equiv": "Content-Security-Policy", "content": POLICY}
    (title,), (heading,) = root.all("head")[0].all("title"), root.all("h1")
    assert title.text == heading.text != ""
    levels = [int(element.tag[1]) for element in root.walk() if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(root.all(landmark)) == 1
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {element.tag for element in root.walk()}
    ids = [element.attributes["id"] for element in root.walk() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    assert_tables(root)
    outside_pictures(root)
    for anchor in root.all("a"):
        target, _, fragment = anchor.attributes["href"].partition("#")
        assert anchor.text
        if fragment:
            assert target == ""
            assert fragment in ids
        else:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in files
    return root


def assert_tables(root: Element) -> None:
    """Each table has a caption that names its region, headers with a scope and as many cells in every row."""
    regions = [element for element in root.walk() if element.attributes.get("role") == "region"]
    assert all(region.attributes["tabindex"] == "0" for region in regions)
    assert len(root.all("table")) == sum(bool(region.all("table")) for region in regions)
    for found in root.all("table"):
        (caption,), (head,), (body,) = found.all("caption"), found.all("thead"), found.all("tbody")
        assert caption.text
        (region,) = [one for one in regions if one.attributes.get("aria-labelledby") == caption.attributes["id"]]
        assert found in region.all("table")
        columns = head.all("th")
        assert all(cell.attributes["scope"] == "col" and cell.text for cell in columns)
        for row in body.all("tr"):
            cells = row.all("td") + row.all("th")
            if "colspan" in cells[0].attributes:
                assert cells[0].attributes["colspan"] == str(len(columns))
                continue
            assert len(cells) == len(columns)
            assert [cell.attributes["scope"] for cell in row.all("th")] == ["row"]
            assert all(cell.text for cell in cells)


def outside_pictures(root: Element) -> None:
    """Outside the picture only known attributes, none of style or script."""
    drawn = {id(element) for picture in root.all("svg") for element in picture.walk()}
    for element in root.walk():
        if id(element) not in drawn:
            assert set(element.attributes) <= ATTRIBUTES
    assert not any("style" in element.attributes for element in root.walk())
    assert not any(name.startswith("on") for element in root.walk() for name in element.attributes)


def captions(root: Element) -> list[str]:
    """Captions of a page's tables."""
    return [caption.text for caption in root.all("caption")]


def rows(root: Element, begins: str) -> list[list[str]]:
    """The cells of the one table whose caption begins so."""
    (found,) = [one for one in root.all("table") if one.all("caption")[0].text.startswith(begins)]
    return [[cell.text for cell in row.content if isinstance(cell, Element)] for row in found.all("tbody")[0].all("tr")]


def deferred_rows(root: Element) -> list[list[str]]:
    """The rows of all tables of deferrals."""
    (section,) = [one for one in root.all("section") if one.attributes["id"] == "ajournements"]
    return [
        [cell.text for cell in row.content if isinstance(cell, Element)]
        for body in section.all("tbody")
        for row in body.all("tr")
    ]


def items(root: Element, anchor: str) -> list[str]:
    """What the items of a section's lists say."""
    (section,) = [one for one in root.all("section") if one.attributes.get("id") == anchor]
    return [item.text for item in section.all("li")]


def test_what_is_to_be_decided_comes_first() -> None:
    """The four cases that the month turns on stand before anything else, each with its words."""
    root = tree(page_files(demo(), "service")["index.html"])
    main = root.all("main")[0]
    assert main.all("section")[0].attributes["id"] == "decider"
    told = items(root, "decider")
    assert told[0].startswith("2010-0052")
    assert "classée 8e par sa structure" in told[0]
    (free_time,) = [
        one for one in main.walk() if one.attributes.get("class") == "topic free" and "2010-0054" in one.text
    ]
    assert free_time.all("h3")[0].text.startswith("2\u00a0h libres le 14 octobre")
    assert [item.text[:9] for item in free_time.all("li")][:2] == ["2010-0054", "2010-0067"]
    (lacking,) = [one for one in main.walk() if one.attributes.get("class") == "topic lacking"]
    assert lacking.all("li")[0].text.startswith("2010-0022")
    assert "L'accord du service pour inviter la personne manque." in lacking.text
    (far,) = [one for one in main.walk() if one.attributes.get("class") == "topic far"]
    assert "(PE)" in far.text.partition("(PER)")[0], "the furthest from its due first"
    assert "points" not in main.all("section")[0].text


def test_what_is_to_be_done_is_grouped_by_recipient() -> None:
    """One box for all letters to prescribers, each in its list; letters that exist are led to."""
    problem, agenda = demo()
    shown = explained(problem, agenda, view(problem, agenda))
    todo = tasks(shown, Delays())
    referents = {task.recipient for task in todo if task.key.startswith("decision/")}
    paths = {f"prescripteur-{name}": f"courriers/prescripteur-{name}.html" for name in referents}
    root = tree(pages(problem, agenda, shown, todo, letters=paths)["index.html"])
    (section,) = [one for one in root.all("section") if one.attributes.get("id") == "taches"]
    assert f"{len(referents)} courriers aux prescripteurs" in section.text
    assert {link.attributes["href"] for link in section.all("a")} >= set(paths.values())
    boxes = [one for one in section.all("input") if one.attributes["type"] == "checkbox"]
    assert len(boxes) < 12, "not one a situation"
    days = Counter(task.due for task in todo if task.key.startswith("decision/"))
    assert len(days) > 1
    for date, number in days.items():
        by = "aujourd'hui, " if date == problem.as_of else "au plus tard le "
        assert f"{number} {by}{day_month(date)}" in section.text, "the dates of the to-do list, and no other"


@pytest.mark.parametrize("month", mostly_slow([demo, week, empty], week, empty))
def test_every_page_of_every_audience_is_sound(month: Any) -> None:
    """Well nested, one title, headings in order, landmarks, tables with headers, links that lead somewhere."""
    problem, agenda = month()
    for audience in audiences(problem):
        files = page_files((problem, agenda), audience)
        assert len(files) == 1 + len(view(problem, agenda, audience).sessions)
        for path, page in files.items():
            assert_sound(path, page, files)


@examples(15, quick=3)
@given(document=documents())
def test_any_month_has_sound_pages(document: dict[str, Any]) -> None:
    """The same of random problems; every situation is on the service's page, in a seat or with a reason."""
    problem = Problem.from_dict(document)
    month = problem, solve(problem, workers=1).agenda
    for audience in audiences(problem):
        files = page_files(month, audience)
        for path, page in files.items():
            root = assert_sound(path, page, files)
            if (audience, path) == ("service", "index.html"):
                assert all(row.id in root.text for row in problem.situations)


def test_month_says_everything() -> None:
    """Figures, a block and a table for each session, every deferral, every task, the règlement, the dues."""
    problem, agenda = demo()
    index = ProblemIndex(problem)
    files = page_files(demo(), "service")
    root = assert_sound("index.html", files["index.html"], files)
    assert root.all("h1")[0].text == "Ordre du jour – octobre 2010"
    blocks = [element for element in root.walk() if "session" in element.attributes.get("class", "").split()]
    assert len(blocks) == len(problem.sessions) == len(files) - 1
    listed = {row[0]: row for row in rows(root, "Séances, avec")}
    for use in agenda.sessions:
        session = index.sessions[use.session]
        assert listed[use.session][6:] == [
            f"{use.situations} sur {session.size}", f"{use.minutes_used} min sur {session.minutes}"
        ]  # fmt: skip
        seated = [line.situation for line in agenda.appointments if line.session == use.session]
        shown = rows(root, f"Situations de la séance {use.session}")
        assert sorted(row[1].partition(" (")[0] for row in shown) == sorted(seated)
    told = {row[0]: row for row in deferred_rows(root)}
    assert set(told) == {row.situation for row in agenda.deferrals}
    assert all(row.text in told[row.situation][3] for row in agenda.deferrals), "the figures are folded"
    assert all(row[4] for row in told.values())
    todo = tasks(view(problem, agenda), Delays())
    assert len(rows(root, "À faire, par date")) == sum(task.circle == "prescriber" for task in todo)
    assert rows(root, "Points de l'ordre du jour")[-1] == ["Total", "17\u202f221"]
    shares = rows(root, "Parts des types de structures")
    assert [row[1] for row in shares] == [line.kind for line in agenda.due]
    assert shares[0][2:] == ["24 (6\u00a0h)", "31 (7\u00a0h\u00a045)", "66 (16\u00a0h\u00a030)"]
    assert len(rows(root, "Paramètres du règlement")) == PARAMETERS
    assert len(root.all("svg")) == 1
    assert agenda.problem_sha256 in root.text
    for word in ("CADA", "L. 311-3-1", "R. 311-3-1-1", "traitement algorithmique", "deux mois"):
        assert word in root.all("footer")[0].text


def test_abbreviations_and_rules_are_explained() -> None:
    """Each number of a rule leads to its sentence, each abbreviation in a page's text is written out on it."""
    files = page_files(demo(), "service")
    root = tree(files["index.html"])
    text = root.all("main")[0].text
    words = {term.text for term in root.all("dt")}
    assert {"PSSI", "PER", "PE", "SDF", "PLIE", "CADA"} <= words
    cells = [cell.text for cell in root.all("td")]
    assert {word for cell in cells for word in re.findall(r"\bR[0-9]+\b", cell)} <= words
    assert all(short in words for short in lookup("pages.abbreviations") if re.search(rf"\b{short}\b", text))
    linked = {rule for rules in RULES_OF_REASON.values() for rule in rules} | set(lookup("deferrals.to-do-of-rule"))
    assert linked <= set(lookup("pages.note"))
    assert set(lookup("deferrals.to-do")) == set(RULES_OF_REASON)
    assert abbreviations("<p>CDATA <b title='PE'>SPER</b></p><svg>PSSI</svg>") == {}


def test_session_page_is_for_those_in_the_room() -> None:
    """Date, hours, venue, staff, and a line for each situation with hour, participants and length; no points."""
    problem, agenda = demo()
    files = page_files(demo(), "service")
    for session in problem.sessions:
        root = tree(files[f"seances/{session.id}.html"])
        assert not [caption for caption in captions(root) if "ajourn" in caption]
        shown = rows(root, f"Situations de la séance {session.id}")
        lines = [line for line in agenda.appointments if line.session == session.id]
        assert len(shown) == len(lines)
        for row, line in zip(shown, sorted(lines, key=lambda line: line.start), strict=True):
            assert row[1].startswith(line.situation)
            assert row[5] == f"{int((line.end - line.start).total_seconds()) // 60} min"
            assert row[6] in ("oui", "non")
        assert "Points" not in root.text
        assert "2010" in root.all("h1")[0].text


def test_notices() -> None:
    """A session for its first hour says until when, a cancelled one that it is; of a held one nothing is said."""
    _, agenda = week()
    files = page_files(week(), "service")
    modes = {line.session: line.mode for line in agenda.sessions}
    assert set(modes.values()) == {"held", "first_hour", "cancelled"}
    for session, mode in modes.items():
        root = tree(files[f"seances/{session}.html"])
        told = [element.text for element in root.all("p") if element.attributes.get("class") == "notice"]
        if mode == "held":
            assert told == []
        elif mode == "first_hour":
            assert told[0].startswith("Première heure seulement")
            assert told[0].endswith("jusqu'à 0\u00a0h\u00a015.")
        else:
            assert told[0].startswith("Séance annulée")


def test_free_time() -> None:
    """Between start and end, what no seat takes; nothing of it overlaps a seat."""
    shown = view(*demo())
    for session in shown.sessions:
        taken = sum((line.end - line.start).total_seconds() for line in session.lines)
        spare = sum((end - start).total_seconds() for start, end in free(session))
        assert taken + spare == session.minutes * 60
        for start, end in free(session):
            assert all(line.end <= start or line.start >= end for line in session.lines)


@pytest.mark.slow
def test_nobody_reads_of_others() -> None:
    """Other situations are on nobody's page but in the reasons given to a prescriber; ids here never hide in others."""
    problem, agenda = demo()
    reasons = {row.situation: row.text for row in agenda.deferrals}
    plain = {row.situation: row.why for row in explained(problem, agenda, view(problem, agenda)).deferrals}
    for audience in audiences(problem):
        if audience == "service":
            continue
        circle, _, who = audience.partition(":")
        mine = own(problem, audience)
        staffed = {row.id for row in problem.sessions if circle == "partner" and who in row.staff}
        mine |= {line.situation for line in agenda.appointments if line.session in staffed}
        for page in page_files(demo(), audience).values():
            text = page.decode()
            if circle == "prescriber":
                for situation in mine & set(reasons):
                    text = text.replace(str(inline(reasons[situation])), "")
                    text = text.replace(str(inline(plain[situation])), "")
            assert not [row.id for row in problem.situations if row.id not in mine and row.id in text]
            assert not [row.person for row in problem.situations if row.person and row.person in text]
            assert agenda.problem_sha256 not in text


def test_same_input_same_bytes() -> None:
    """Twice the same."""
    assert page_files(demo(), "service") == page_files(demo(), "service")


def test_unproven_agenda_says_so() -> None:
    """Without the proof, the bound and the gap are told, and nothing is called the best."""
    problem, agenda = demo()
    month: Solved = problem, unproven(agenda)
    text = tree(page_files(month, "service")["index.html"]).text
    assert "arrêté avant la preuve" in text
    assert "18\u202f721" in text
    assert "1,23\u202f%" in text
    assert "a prouvé" not in text


def test_letterhead_is_named() -> None:
    """The sender heads each page; who is asked for the rules is told in full."""
    problem, agenda = demo()
    shown = view(problem, agenda)
    head = Letterhead(sender="Service Zorbane", address="1 rue Milteau\n38000 Grenoble")
    files = pages(problem, agenda, shown, (), letterhead=head)
    assert all("Service Zorbane" in tree(page).all("header")[0].text for page in files.values())
    assert "Service Zorbane, 1 rue Milteau 38000 Grenoble" in tree(files["index.html"]).all("footer")[0].text


def test_every_parameter_is_told() -> None:
    """One line a parameter; a change of any of them changes its line and no other."""
    usual = list(parameters(Regulation()))
    assert len({label for label, _, _ in usual}) == len(usual) == PARAMETERS
    types = Regulation().types
    changes: dict[str, Any] = {
        "types": (*types[:2], types[2].model_copy(update={"minutes": 60})),
        "kinds": ("PE",), "weights": {"PSSI": 2, "PER": 1, "PE": 1}, "urgency_days": (0, 7), "equity_days": (7,),
        "single_situation_minutes": None, "late": "fill", "rank": "ignore", "short_minutes": 15, "long_minutes": 60,
    }  # fmt: skip
    for name in Regulation.model_fields:
        changed = Regulation().model_copy(update={name: changes.get(name, 77)})
        lines = list(parameters(changed))
        assert sum(before != after for before, after in zip(usual, lines, strict=True)) == 1, name


def test_inline_breaks_long_runs_only() -> None:
    """Long runs get places to break at, words none; the text stays what it was."""
    assert inline("renouvellement d'orientation") == "renouvellement d&#39;orientation"
    assert inline("x" * 30) == "x" * 12 + "<wbr>" + "x" * 12 + "<wbr>" + "x" * 6
    assert inline("insertion.nord@vulb.fr.") == "insertion.<wbr>nord@<wbr>vulb.<wbr>fr."
    assert inline("a\u202eb\nc") == "a\ufffdb c"


def test_unknown_rules_are_shown_and_lead_nowhere() -> None:
    """A number that the glossary does not know is text."""
    page = Page(lookup("pages.note"), whole=True)
    assert page.rules(["R20", "R999", "<b>"]) == '<a href="#regle-R20">R20</a>, R999, &lt;b&gt;'
    assert list(page.sentences()) == ["R20"]


def test_audiences_have_titles_of_their_own() -> None:
    """Each page says for whom it is, by a label of their own alone."""
    problem, agenda = demo()
    for kind, audience in some_of_each(problem, agenda).items():
        header = tree(page_files(demo(), audience)["index.html"]).all("header")[0].text
        words = {"service": "interne", "prescriber": "pour la structure", "heard": "personne", "deferred": "personne"}
        assert words.get(kind, "pour le professionnel") in header
    assert isinstance(agenda, Agenda)
