"""Letters of a small month and of the bundled one, read back as Word and as HTML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docx import Document

from rsa_sched import Agenda, Problem, solve
from rsa_sched.display.visible import view
from rsa_sched.names import Identity, NameTable
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters import letters
from tests.support.builders import document, session, situation
from tests.support.bundled import bundled

HEAD = Letterhead(
    sender="Service des Essais",
    address="1 place des Exemples\n38999 Épreuve",
    contact="accueil@essais.invalid",
    town="Épreuve",
    signatory="La cheffe du service des Essais",
)

SYLLABLES = ("zor", "bane", "mil", "teau", "quer", "vist", "ola", "nde", "pru", "mik")


def invented(n: int) -> tuple[str, str]:
    """First and last name number n (below 1000), such as « Zorbanemil »."""
    one, two, three = SYLLABLES[n % 10], SYLLABLES[n // 10 % 10], SYLLABLES[n // 100 % 10]
    return f"{one}{two}{three}o".capitalize(), f"{three}{one}{two}ar".capitalize()


def named(problem: Problem, *, official: Iterable[str] = ()) -> NameTable:
    """An invented name for each person and professional of a problem, an address for each person."""
    asked = set(official)
    people = sorted({row.person for row in problem.situations if row.person})
    rows = []
    for n, person in enumerate(people):
        first, last = invented(n)
        address = f"{n + 1} rue des Essais\n38999 Épreuve"
        rows.append(Identity(person, "person", "Mme", last, first, address=address, official_letter=person in asked))
    for n, row in enumerate(problem.professionals, start=500):
        first, last = invented(n)
        rows.append(Identity(row.id, "professional", "M.", last, first))
    return NameTable(rows)


def small() -> Problem:
    """Two sessions in which d-1 (with an external partner and the person) and d-2 sit; d-3 came too late.

    The session with the psychologist on the 25th, staffed by the psychologist and officer o-1, hears nobody.
    """
    rows = [
        situation(
            1,
            person="b-1",
            partners=[{"professional": "x-1", "external": True}],
            beneficiary_invited=True,
            beneficiary_agreed=True,
        ),
        situation(2, person="b-2"),
        situation(3, person="b-3", received_on="2010-10-01"),
    ]
    sessions = [
        session(1, staff=["o-1"]),
        session(2, type="psychologist", day=25, staff=["psy", "o-1"]),
    ]
    raw = document(rows, sessions, as_of="2010-09-24")
    labels = {"x-1": "Chargé d'accueil", "o-1": "Chargée de secteur", "psy": "Psychologue conventionné"}
    for row in raw["professionals"]:
        row["label"] = labels.get(row["id"])
    raw["venues"] = [{"id": "v-1", "label": "Centre social des Essais"}]
    raw["structures"][0]["label"] = "Service social des Essais"
    return Problem.from_dict(raw)


@cache
def solved(problem: Problem) -> Agenda:
    """The agenda of a problem."""
    return bundled().agenda if problem is bundled().problem else solve(problem).agenda


def demo() -> Problem:
    """The bundled month."""
    return bundled().problem


def written(problem: Problem, names: NameTable, head: Letterhead = HEAD, **options: Any) -> dict[str, bytes]:
    """Its letters, without the folder before their names."""
    agenda = solved(problem)
    files = letters(problem, agenda, view(problem, agenda), names, head, **options)
    assert all(name.startswith("courriers/") for name in files)
    return {name.removeprefix("courriers/"): data for name, data in files.items()}


def everybody(names: NameTable, **changes: Any) -> NameTable:
    """The same table with the same changes to every line."""
    return NameTable(replace(row, **changes) for row in names.values())


def parts(data: bytes) -> Mapping[str, bytes]:
    """The parts of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word_text(data: bytes) -> str:
    """All text of a Word document, frames, tables and footers included, a line for each paragraph."""
    document = Document(io.BytesIO(data))
    roots = [document.element.body, *(row.footer._element for row in document.sections)]
    return "\n".join(_paragraphs(roots))


def _paragraphs(roots: Iterable[Any]) -> Iterator[str]:
    for root in roots:
        for paragraph in root.iter("{*}p"):
            shown = ("\n" if node.tag.endswith("}br") else node.text or "" for node in paragraph.iter("{*}t", "{*}br"))
            yield "".join(shown)


class Page(HTMLParser):
    """What a browser would find in a page: tags with their attributes, and text."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, dict(attrs)))
        self._style = tag == "style"
        self.text += " " if tag in ("td", "th") else ""

    def handle_endtag(self, tag: str) -> None:
        """A style ends."""
        self._style = False

    def handle_data(self, data: str) -> None:
        """Text, but no style."""
        self.text += "" if self._style else data


def said(data: bytes, name: str) -> str:
    """The text of a letter of either form, its spaces alike."""
    text = word_text(data) if name.endswith(".docx") else Page(data).text
    return re.sub(r"[\s\u202f]+", " ", text)


def edited(folder: Path, name: str, old: str, new: str) -> None:
    """Change a text in a template of a folder, in the first paragraph that has it."""
    path = folder / name
    if not name.endswith(".docx"):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return
    document = Document(str(path))
    for node in document.element.body.iter("{*}t"):
        if old in (node.text or ""):
            node.text = node.text.replace(old, new, 1)
            document.save(str(path))
            return
    raise AssertionError(f"{name} has no {old!r} in one run")
