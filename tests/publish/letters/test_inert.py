"""Whatever names, labels and ids say, letters hold it as text: no markup, field, link, template or path comes of it."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import Problem
from rsa_sched.display.visible import view
from rsa_sched.domain.base import bare_form
from rsa_sched.names import Identity, NameTable
from rsa_sched.office.inert import legible
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters import letters
from rsa_sched.publish.letters.fields import Expediteur, Mention
from rsa_sched.publish.letters.sandbox import Sandbox
from tests.publish.letters import HEAD, Page, named, parts, small, solved, word_text, written
from tests.support.builders import document, session, situation
from tests.support.hostile import HOSTILE, HOSTILE_IDS
from tests.support.quick import one_in

IDS = list({bare_form(name): name for name in HOSTILE_IDS if bare_form(name)}.values())
"""Those of which no two look alike: the document model takes no others together."""

PLACES = 12
"""How many texts one small month can hold, each in a place of its own."""

IN_A_CONFIRMATION = (0, 1, 2, 7, 8, 9, 10, 11)
"""Those that a partner reads: venue, structure, own label, referent, and all of the sender."""


def month_of(texts: Sequence[str]) -> tuple[Problem, NameTable, Letterhead]:
    """The small month with these texts for labels, names, addresses and sender."""
    venue, structure, partner, officer, last, first, address, referent, sender, contact, town, signatory = texts
    raw = small().to_dict()
    raw["venues"][0]["label"] = venue
    raw["structures"][0]["label"] = structure
    for row in raw["professionals"]:
        row["label"] = {"x-1": partner, "o-1": officer}.get(row["id"])
    names = [
        Identity("b-1", "person", "Mme", last, first, address=address),
        Identity("p-1", "professional", "M.", "", referent),
    ]
    head = Letterhead(sender, "1 place des Exemples", contact, town, signatory, "x")
    return Problem.from_dict(raw), NameTable(names), head


def printed(texts: Sequence[str]) -> dict[str, bytes]:
    """The letters of `month_of`."""
    problem, names, head = month_of(texts)
    agenda = solved(small())
    return letters(problem, agenda, view(problem, agenda), names, head, official_letters="all")


def word_tags(data: bytes) -> Counter[str]:
    """How many elements of each kind the document has, but for the breaks within a text."""
    tags = Counter(str(node.tag) for node in Document(io.BytesIO(data)).element.iter())
    return Counter({tag: n for tag, n in tags.items() if not tag.endswith(("}br", "}t"))})


def html_tags(data: bytes) -> list[Any]:
    """Every tag with its attributes."""
    return Page(data).tags


@pytest.fixture(scope="module")
def harmless() -> dict[str, bytes]:
    """The same letters with nothing in them."""
    return printed([f"Milteau{n}" for n in range(PLACES)])


def _unlabelled(name: str) -> str:
    """The name of a letter's file without the label of the partner whom it is for."""
    return re.sub(r"(?<=partenaire-)[a-z0-9-]+", "label", name) if "partenaire-" in name else name


@pytest.mark.parametrize("begin", one_in(8, range(0, len(HOSTILE), PLACES), slow=3))
def test_a_hostile_text_stays_text(harmless: dict[str, bytes], begin: int) -> None:
    """Same elements, relations and parts as with harmless texts; what stood there can be read there."""
    texts = [*HOSTILE[begin : begin + PLACES], *["Milteau"] * PLACES][:PLACES]
    files = printed(texts)
    files, harmless = ({_unlabelled(name): data for name, data in made.items()} for made in (files, harmless))
    assert set(files) == set(harmless)
    for name, data in files.items():
        if name.endswith(".html"):
            assert html_tags(data) == html_tags(harmless[name]), name
            continue
        assert word_tags(data) == word_tags(harmless[name]), name
        assert list(parts(data)) == list(parts(harmless[name]))
        for part, content in parts(data).items():
            ET.fromstring(content)
            if part != "word/document.xml":
                assert content == parts(harmless[name])[part], part
    stem = "courriers/partenaire-label"
    confirmation = files[f"{stem}.docx"], files[f"{stem}.html"]
    for shown in (word_text(confirmation[0]), Page(confirmation[1]).text):
        for text in (text for n, text in enumerate(texts) if n in IN_A_CONFIRMATION):
            assert legible(text).strip() in shown.replace("\r", "")


def test_hostile_ids_lead_to_no_other_folder_and_no_other_file() -> None:
    """Referents of every hostile id get a letter each, in the folder of the letters."""
    ids = IDS[::5]
    rows = [situation(n, referent=name, received_on="2010-10-01") for n, name in enumerate(ids, start=1)]
    problem = Problem.from_dict(document(rows, [session(1)]))
    files = written(problem, NameTable())
    stems = [name.removesuffix(".docx") for name in files if name.endswith(".docx")]
    assert len(stems) == len({stem.casefold() for stem in stems}) == len(ids)
    assert all(re.fullmatch(r"prescripteur-[A-Za-z0-9_.-]{1,120}", stem) for stem in stems)


def test_hostile_situation_ids_stay_text() -> None:
    """All of them in one letter, one row each."""
    rows = [situation(1, referent="p-1", received_on="2010-10-01") | {"id": name} for name in IDS]
    data = written(Problem.from_dict(document(rows, [session(1)])), NameTable())
    rows_of = Document(io.BytesIO(data["prescripteur-p-1.docx"])).tables[0].rows
    assert {row.cells[0].text for row in rows_of[1:]} == {legible(name) for name in IDS}
    page = Page(data["prescripteur-p-1.html"])
    assert [tag for tag, _ in page.tags].count("tr") == len(IDS) + 1


def sender_of(text: str) -> dict[str, Any]:
    """Fields of the mention, all of them this text."""
    return {"expediteur": Expediteur(**{field.name: text for field in fields(Expediteur)})}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_comes_out_of_the_sandbox_as_itself(text: str) -> None:
    """Read back by an XML parser, but for what `legible` replaces; no brace is left for another engine."""
    made = Sandbox(Mention).from_string("<a>{{ expediteur.nom }}</a>").render(sender_of(text))
    assert (ET.fromstring(made).text or "") == legible(text)
    assert not set("{}") & set(made)


def test_a_name_is_in_the_letters_alone_and_in_no_error() -> None:
    """Not in file names, properties, page titles, reprs; an error in a template tells no value."""
    names = named(small(), official=["b-1"])
    secret = {row.last_name.upper() for row in names.values()} | {row.first_name for row in names.values()}
    files = written(small(), names)
    assert not [name for name in files for word in secret if word.casefold() in name.casefold()]
    for name, data in files.items():
        if name.endswith(".docx"):
            others = b"".join(content for part, content in parts(data).items() if part != "word/document.xml").decode()
        else:
            others = data.decode().partition("<body>")[0]
        assert not [word for word in secret if word in others], name
    with pytest.raises(TypeError) as caught:
        Sandbox(Mention).from_string("{{ expediteur|first }}{{ expediteur.nom }}").render(sender_of("Zorbane"))
    assert "Zorbane" not in str(caught.value)


def test_the_window_of_the_envelope_says_nothing_but_the_address() -> None:
    """Name and address of the table; neither sender, subject nor the word RSA, whatever the sender is called."""
    head = replace(HEAD, sender="Service RSA des Essais")
    files = written(small(), named(small(), official=["b-1"]), head)
    document = Document(io.BytesIO(files["personne-b-1.docx"]))
    left = {paragraph.text for paragraph in document.paragraphs if _frame_x(paragraph) not in (None, 1134)}
    right = [paragraph.text for paragraph in document.paragraphs if (_frame_x(paragraph) or 0) > 5000]
    assert right == ["Mme Zorzorzoro ZORZORZORAR\n1 rue des Essais\n38999 Épreuve"]
    assert left == set(right)
    page = files["personne-b-1.html"].decode()
    (window,) = re.findall('<p class="destinataire lignes">(.*?)</p>', page, flags=re.DOTALL)
    assert window == right[0]


def _frame_x(paragraph: Any) -> int | None:
    """Where the frame of a paragraph begins, in twentieths of a point from the left of the page."""
    frames = paragraph._p.findall(".//{*}framePr")
    return int(next(value for key, value in frames[0].attrib.items() if key.endswith("}x"))) if frames else None
