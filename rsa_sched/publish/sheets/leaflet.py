"""A leaflet: headings, sentences, lists and tables, as a page of HTML and as a Word document of the same words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rsa_sched.errors import brought_by
from rsa_sched.office.inert import legible
from rsa_sched.office.word import saved, set_house_style
from rsa_sched.publish.standing import Standing
from rsa_sched.render.html import harmless, page
from rsa_sched.render.table import Grid

KEPT = {
    "Normal",
    "Heading 1",
    "Heading 2",
    "List Bullet",
    "Table Grid",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
}
"""Styles of python-docx's own model that are used."""


@dataclass(frozen=True)
class Chapter:
    """A heading with what stands under it: sentences, then a list, then a table."""

    heading: str
    sentences: Sequence[str] = ()
    points: Sequence[str] = ()
    table: Grid | None = None


@dataclass(frozen=True)
class Leaflet:
    """One sheet.

    Attributes
    ----------
    title, lead : what it is, and what was decided.
    chapters : in their order; the data come first.
    sender : who sends it.
    easy : whether it is in *facile à lire et à comprendre*: larger letters, a sentence a line.
    """

    title: str
    lead: Sequence[str]
    chapters: Sequence[Chapter]
    sender: str
    easy: bool = False

    def html(self, standing: Standing | None = None) -> bytes:
        """A page of its own."""
        shape = "easy.css" if self.easy else "leaflet.css"
        return page("leaflet.html.jinja", self.title, leaflet=self, standing=standing, paper=shape).encode()

    def docx(self, day: dt.date) -> bytes:
        """A Word document; the same leaflet gives the same bytes."""
        with brought_by("letters"):
            import docx
            from docx.shared import Pt
        document = docx.Document(io.BytesIO(_model(14.0 if self.easy else 10.5)))
        document.add_heading(_text(self.title), 1)
        for sentence in (self.sender, *self.lead):
            document.add_paragraph(_text(sentence))
        for chapter in self.chapters:
            document.add_heading(_text(chapter.heading), 2)
            for sentence in chapter.sentences:
                document.add_paragraph(_text(sentence))
            for point in chapter.points:
                document.add_paragraph(_text(point), style="List Bullet")
            if chapter.table is not None:
                _add_table(document, chapter.table, Pt(9))
        return saved(document, document.core_properties, _text(self.title)[:200], day)


def _text(words: str) -> str:
    """What XML may hold, nothing that hides or turns the direction of reading."""
    return harmless(legible(words))


def _add_table(document: Any, table: Grid, size: Any) -> None:
    """The table with its caption and a header row that is repeated on each sheet."""
    from docx.oxml import OxmlElement

    document.add_paragraph(_text(table.caption)).paragraph_format.keep_with_next = True
    rows = [list(table.headings), *table.texts()]
    made = document.add_table(rows=len(rows), cols=len(table.headings), style="Table Grid")
    cells = [cell for row in made.rows for cell in row.cells]
    for number, row in enumerate(rows):
        for place, words in enumerate(row):
            run = cells[number * len(row) + place].paragraphs[0].add_run(_text(words))
            run.font.size, run.bold = size, number == 0 or None
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no other way


@cache
def _model(points: float) -> bytes:
    """An empty document in the house style: Arial, French, A4."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    set_house_style(document.styles, KEPT, {"Normal": points, "Heading 1": points + 4, "Heading 2": points + 2})
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
