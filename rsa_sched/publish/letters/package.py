"""What a Word template may hold: nothing that fetches, runs or hides behind its size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from rsa_sched.errors import Fault
from rsa_sched.office.inert import legible

LARGEST_PART, LARGEST_UNPACKED = 10 << 20, 50 << 20
"""Bytes of a part, and of all of them, unpacked: as they come out, not as the archive says."""
MOST_PARTS = 500

FIELD_CODES = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "STYLEREF", "SEQ", "TITLE", "HYPERLINK", "SYMBOL"}
)
"""Fields of Word that show something of the letter itself; others fetch a file, run a program or ask the reader."""

_FORBIDDEN = ("vbaproject", "vbadata", "activex/", "embeddings/", "afchunk", "oleobject", "customui/", "macrosheets/")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ELEMENTS = {
    f"{_W}altChunk": "another document in this one",
    f"{_W}object": "an embedded object",
    f"{_W}control": "a control that runs",
    f"{_W}subDoc": "another document",
    f"{_W}attachedTemplate": "another template",
    f"{_W}mailMerge": "a source of data",
    f"{_W}movie": "a film",
}


def faults_of(data: bytes) -> list[Fault]:
    """Every reason why a .docx is no template, by part; those of its text are the sandbox's."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        return [Fault("document", "no Word document", "no-word-document")]
    with archive:
        return list(_of_archive(archive))


def _of_archive(archive: zipfile.ZipFile) -> Iterator[Fault]:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        yield Fault("document", f"{len(parts)} parts", "too-many-parts", {"most": MOST_PARTS})
        return
    if len({part.filename.casefold() for part in parts}) < len(parts):
        yield Fault("document", "two parts of one name", "no-word-document")
        return
    if "word/document.xml" not in archive.namelist():
        yield Fault("document", "no Word document", "no-word-document")
    left = LARGEST_UNPACKED
    for part in parts:
        place = f"part {legible(part.filename)[:80]}"
        if any(word in part.filename.casefold() for word in _FORBIDDEN):
            yield Fault(place, "a macro or an embedded object", "not-allowed-in-a-word-template")
            continue
        most = min(LARGEST_PART, left)
        try:
            with archive.open(part) as file:
                content = file.read(most + 1)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
            yield Fault(place, "damaged or locked", "no-word-document")
            return
        left -= len(content)
        if len(content) > most:
            yield Fault("document", "too large", "unpacked-template-too-large", {"mib": most >> 20})
            return
        if part.filename.casefold().endswith((".xml", ".rels")):
            yield from _of_part(place, content)


def _of_part(place: str, content: bytes) -> Iterator[Fault]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        yield Fault(place, "damaged", "no-word-document")
        return
    if root.getroottree().docinfo.doctype:
        yield Fault(place, "a document type of its own", "not-allowed-in-a-word-template")
        return
    for element in root.iter():
        if element.tag in _ELEMENTS:
            yield Fault(place, _ELEMENTS[element.tag], "not-allowed-in-a-word-template")
        elif element.get("TargetMode") == "External" and not _is_link(element):
            yield Fault(place, "something outside of this file", "not-allowed-in-a-word-template")
        elif "macroEnabled" in (element.get("ContentType") or ""):
            yield Fault(place, "macros", "not-allowed-in-a-word-template")
    for code in _field_codes(root):
        if code not in FIELD_CODES:
            yield Fault(
                place, "a field of Word that fetches or runs", "unknown-field-of-word", {"codes": sorted(FIELD_CODES)}
            )


def _is_link(relation: etree._Element) -> bool:
    """A link that is followed only when the reader clicks it."""
    try:
        scheme = urlsplit(relation.get("Target") or "").scheme.casefold()
    except ValueError:
        return False
    return (relation.get("Type") or "").endswith("/hyperlink") and scheme in ("http", "https", "mailto")


def _field_codes(root: etree._Element) -> Iterator[str]:
    """The first word of each field, upper case; "" of one whose name another field makes."""
    open_fields: list[str | None] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText", f"{_W}delInstrText"):
        if element.tag == f"{_W}fldSimple":
            yield _first_word(element.get(f"{_W}instr") or "")
        elif element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                open_fields.append("")
            elif kind in ("separate", "end") and open_fields:
                instruction = open_fields[-1]
                if instruction is not None:
                    yield _first_word(instruction)
                open_fields[-1] = None
                if kind == "end":
                    open_fields.pop()
        elif not open_fields:
            yield _first_word(element.text or "")
        elif open_fields[-1] is not None:
            open_fields[-1] += element.text or ""
    for instruction in open_fields:
        if instruction is not None:
            yield _first_word(instruction)


def _first_word(instruction: str) -> str:
    words = instruction.split()
    return words[0].upper() if words else ""
