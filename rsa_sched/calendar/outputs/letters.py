"""A letter to each venue: which days and hours it is asked for, and for which sessions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.outputs.lines import lines, venue_name
from rsa_sched.errors import brought_by
from rsa_sched.french.figures import day
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import file_names, legible
from rsa_sched.office.word import saved, set_house_style
from rsa_sched.publish.letterhead import Letterhead

KEPT = ("Normal", "Heading 1", "Table Grid", "Header", "Footer", "Default Paragraph Font", "Normal Table")


def venue_letters(found: YearCalendar, letterhead: Letterhead, as_of: dt.date) -> dict[str, bytes]:
    """The letters by path, to every venue that holds a session. Raises MissingExtra without the extra ``letters``."""
    with brought_by("letters"):
        from docx import Document

    names = file_names(found.index.venues)
    listed = lines(found)
    files = {}
    for venue in found.index.venues:
        there = [line for line in listed if line.row.venue == venue]
        if not there:
            continue
        document: Any = Document()
        set_house_style(document.styles, KEPT, {"Normal": 11, "Heading 1": 14})
        for text in (letterhead.sender, *letterhead.address.split("\n"), letterhead.contact):
            if text:
                document.add_paragraph(legible(text)).paragraph_format.space_after = 0
        label = venue_name(found.index, venue)
        address = found.index.venues[venue].address or ""
        document.add_paragraph()
        for text in (label, *address.split("\n")):
            if text:
                document.add_paragraph(legible(text)).paragraph_format.space_after = 0
        place = say("year.letter.place", town=letterhead.town, day=as_of) if letterhead.town else day(as_of)
        document.add_paragraph(legible(place))
        document.add_heading(say("year.letter.subject"), level=1)
        document.add_paragraph(say("year.letter.opening"))
        document.add_paragraph(say("year.letter.request", number=len(there)))
        table = document.add_table(rows=1, cols=3, style="Table Grid")
        for cell, key in zip(table.rows[0].cells, ("date", "hours", "series"), strict=True):
            cell.text = say(f"year.columns.{key}")
        for line in there:
            row = table.add_row().cells
            row[0].text, row[1].text = day(line.start.date()), say("year.hours", start=line.start, end=line.end)
            row[2].text = legible(line.title)
        document.add_paragraph()
        document.add_paragraph(say("year.letter.closing"))
        document.add_paragraph(legible(letterhead.signatory))
        title = say("year.letter.title", venue=label)
        files[f"courriers/lieu-{names[venue]}.docx"] = saved(document, document.core_properties, title, as_of)
    return files
