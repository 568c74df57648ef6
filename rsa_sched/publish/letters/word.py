"""Word documents from templates that officials edit: docxtpl in a sandbox, each template read once."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docxtpl import DocxTemplate

from rsa_sched.errors import Fault
from rsa_sched.office.word import saved
from rsa_sched.publish.letters.sandbox import LONGEST, Refused, Sandbox

BRACES = 2_000
"""In one part of a template."""
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class WordTemplate:
    """A template as bytes, compiled once; raises Refused where it may not run or is no Word document.

    Parameters
    ----------
    data : the .docx.
    known : the class of `letters.fields` that says which fields there are.
    """

    def __init__(self, data: bytes, known: type) -> None:
        self._data, self._sandbox = data, Sandbox(known, "paragraph")
        self._patched: dict[str, str] = {}
        faults: list[Fault] = []
        for source in self._sources():
            try:
                self._sandbox.from_string(source)
            except Refused as refusal:
                faults += [fault for fault in refusal.faults if fault not in faults]
        if faults:
            raise Refused(faults)

    @property
    def used(self) -> set[str]:
        """The fields that the template shows or asks for."""
        return self._sandbox.used

    def rendered(self, context: Mapping[str, Any], title: str, day: dt.date) -> bytes:
        """The letter; the same context gives the same bytes. Its properties name nobody and no clock."""
        document = self._document()
        document.render(dict(context), self._sandbox)
        return saved(document, document.docx.core_properties, title, day)

    def _document(self) -> Any:
        try:
            document = _Cached(io.BytesIO(self._data), self._patched)
            document.init_docx()
        except Exception:  # python-docx has no error of its own for most of what a broken file may hold
            raise Refused([Fault("document", "no Word document", "no-word-document")]) from None
        return document

    def _sources(self) -> list[str]:
        """The texts that docxtpl will hand to jinja2, as it will hand them over."""
        document = self._document()
        xml = [document.get_xml()]
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            xml += [document.get_part_xml(part) for _, part in document.get_headers_footers(uri)]
        xml += [part.blob.decode() for part in document.docx.part.package.parts if part.content_type == _FOOTNOTES]
        return [re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(text)) for text in xml]


class _Cached(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template whose XML is made ready for jinja2 once, however many letters are made of it."""

    def __init__(self, file: io.BytesIO, patched: dict[str, str]) -> None:
        super().__init__(file)
        self._ready = patched

    def patch_xml(self, src_xml: str) -> str:
        """The XML with every jinja2 tag in one piece."""
        if src_xml not in self._ready:
            # docxtpl looks from every brace to the end of the text.
            if len(src_xml) > LONGEST or src_xml.count("{") > BRACES:
                fault = Fault("document", "too long", "word-part-too-long", {"characters": LONGEST, "braces": BRACES})
                raise Refused([fault])
            self._ready[src_xml] = super().patch_xml(src_xml)
        return self._ready[src_xml]

    def fix_tables(self, xml: str) -> Any:
        """docxtpl would drop what it cannot read; no letter leaves with a piece missing."""
        try:
            parse_xml(xml)
        except SyntaxError:
            raise Refused([Fault("document", "its tags cut a paragraph or table in two", "tags-cut-in-two")]) from None
        return super().fix_tables(xml)

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Properties are set, not rendered: what a template says of its author is no text of a letter."""
