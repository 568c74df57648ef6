"""Templates that somebody else prepared: what fetches, runs or grows without end is refused with its place."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from rsa_sched.errors import InputError
from rsa_sched.publish.letters import copy_templates
from rsa_sched.publish.letters.fields import Expediteur
from rsa_sched.publish.letters.folder import BUNDLED, templates_of
from rsa_sched.publish.letters.kinds import FIELDS
from rsa_sched.publish.letters.package import MOST_PARTS, faults_of
from rsa_sched.publish.letters.printing import LetterPrinter

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(added: dict[str, str | bytes], *, body: str = "") -> bytes:
    """The bundled letter to a person with other parts, or with more in its body."""
    stream = io.BytesIO()
    with zipfile.ZipFile(BUNDLED / "personne.docx") as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text: str | bytes = old.read(name)
            if name == "word/document.xml" and body:
                text = old.read(name).decode().replace("</w:body>", f"{body}</w:body>")
            if name not in added:
                new.writestr(name, text)
        for name, text in added.items():
            new.writestr(name, text)
    return stream.getvalue()


def relation(kind: str, target: str) -> dict[str, str | bytes]:
    """A relation of the document to something outside."""
    row = f'<Relationship Id="rId99" Type="{KIND}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships {R}>{row}</Relationships>"}


def field(*runs: str) -> str:
    """A paragraph with a field of Word whose instruction stands in these runs."""
    texts = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    return f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{texts}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


NESTED = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    "<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)

WORD = {
    **{f"field-{code}": docx({}, body=field(f"{code} x")) for code in (
        "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "MACROBUTTON",
        "ASK", "FILLIN", "EMBED", "RD", "AUTOTEXT", "GLOSSARY", "PRINT", "QUOTE", "IF", "MERGEFIELD", "USERNAME",
        "dDeAuTo", " \\t DDEAUTO", "=", "",
    )},
    "field-in-pieces": docx({}, body=field("DD", "EAUTO c:\\\\x")),
    "field-made-of-fields": docx({}, body=NESTED),
    "field-simple": docx({}, body='<w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p>'),
    "field-that-never-ends": docx({}, body=field("DDEAUTO x").replace('"end"', '"begin"')),
    "field-outside": docx({}, body="<w:p><w:r><w:instrText>DDEAUTO</w:instrText></w:r></w:p>"),
    "field-in-a-footer": docx({"word/footer9.xml": f"<w:ftr {W}>{field('INCLUDETEXT x')}</w:ftr>"}),
    "altchunk": docx({}, body='<w:altChunk xmlns:r="x" r:id="rId9"/>'),
    "altchunk-part": docx({"word/afchunk.mht": "x"}),
    "object": docx({}, body="<w:p><w:r><w:object/></w:r></w:p>"),
    "object-part": docx({"word/embeddings/oleObject1.bin": b"\xd0\xcf"}),
    "package-part": docx({"word/embeddings/x.xlsx": b"PK"}),
    "control": docx({}, body="<w:p><w:r><w:control/></w:r></w:p>"),
    "activex": docx({"word/activeX/activeX1.xml": "<x/>"}),
    "subdocument": docx({}, body="<w:subDoc/>"),
    "mail-merge": docx({"word/settings.xml": f"<w:settings {W}><w:mailMerge/></w:settings>"}),
    "macros": docx({"word/vbaProject.bin": b"x"}),
    "macros-elsewhere": docx({"xl/VBAPROJECT.BIN": b"x"}),
    "ribbon": docx({"customUI/customUI.xml": "<x/>"}),
    **{f"outside-{kind}": docx(relation(kind, "https://example.org/x")) for kind in (
        "attachedTemplate", "image", "oleObject", "frame", "subDocument", "aFChunk", "font", "video", "audio",
        "package", "mailMergeSource", "header", "settings",
    )},
    "outside-file": docx(relation("attachedTemplate", "file:///etc/passwd")),
    "outside-share": docx(relation("image", "\\\\\\\\host\\\\share\\\\x.png")),
    **{f"link-{n}": docx(relation("hyperlink", target)) for n, target in enumerate((
        "javascript:alert(1)", "file:///c:/x.exe", "vbscript:x", "data:text/html,x", "ms-word:ofe|u|x", "//host/x",
        "search-ms:query=x", "http://[x",
    ))},
    "entities": docx({"word/footer9.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><w:ftr {W}>&a;</w:ftr>'}),
    "entities-outside": docx({"word/footer9.xml": f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:ftr {W}/>'}),
    "laughs": docx({"word/footer9.xml": "<!DOCTYPE x [" + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(12)) + "]><x>&a11;</x>"}),
    "no-xml": docx({"word/footer9.xml": "<w:ftr"}),
    "bomb": docx({"word/media/x.bin": b"\0" * (12 << 20)}),
    "bomb-of-parts": docx({f"word/media/x{n}.bin": b"\0" * (9 << 20) for n in range(7)}),
    "many-parts": docx({f"word/media/{n}": b"" for n in range(MOST_PARTS + 1)}),
    "one-name-twice": docx({"word/Document.xml": "<x/>"}),
    "no-archive": b"PK\x03\x04" + b"x" * 50,
    "cut": docx({})[:-400],
}  # fmt: skip


@pytest.mark.parametrize("name", WORD)
def test_a_word_template_that_reaches_out_is_refused(name: str) -> None:
    """Each with the part where it does."""
    found = faults_of(WORD[name])
    assert found
    for fault in found:
        assert fault.place.startswith(("part ", "document"))
        assert "example.org" not in str(fault) and "passwd" not in str(fault)


def test_a_link_is_no_template(tmp_path: Path) -> None:
    """It could show any file of the machine in a letter."""
    copy_templates(tmp_path)
    for name in ("personne.html", "mention.txt"):
        (tmp_path / name).unlink()
        (tmp_path / name).symlink_to("/etc/hostname")
    with pytest.raises(InputError) as error:
        templates_of(tmp_path)
    assert [(fault.file, fault.value) for fault in error.value.faults] == [
        ("mention.txt", "a link"),
        ("personne.html", "a link"),
    ]


def test_a_size_that_lies_is_seen_through() -> None:
    """What the archive says of its sizes is not believed."""
    data = bytearray(WORD["bomb"])
    size = (12 << 20).to_bytes(4, "little")
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = (100).to_bytes(4, "little")
    assert faults_of(bytes(data))


def test_what_officials_put_into_letters_stays_allowed() -> None:
    """Links to be clicked, page numbers, pictures in the file."""
    assert not faults_of(docx(relation("hyperlink", "https://www.isere.fr/rsa")))
    assert not faults_of(docx(relation("hyperlink", "mailto:insertion@isere.fr")))
    assert not faults_of(
        docx({"word/media/logo.png": b"\x89PNG"}, body=field(" PAGE ") + field("NUMPAGES  \\* Arabic"))
    )
    assert set(templates_of(None)) == {*FIELDS, "page.html"}


PAGE = (
    "<script>x</script>", "<SCRIPT src=//x>", "<iframe src='x'></iframe>", "<frame>", "<object data=x>",
    "<embed src=x>", "<applet>", "<link rel=stylesheet href=//x>", "<meta http-equiv=refresh content='0;url=//x'>",
    "<base href=//x>", "<form action=//x><input name=a></form>", "<button>", "<style>@import '//x'</style>",
    "<svg onload=x>", "<math>", "<video src=//x>", "<audio>", "<source src=x>", "<img src=https://x/y.png>",
    "<img src='//x'>", "<img src='data:image/svg+xml;base64,AAAA'>", "<img src=x onerror=y>", "<p onclick=x>",
    "<a href='javascript:x'>", "<a href=' java\nscript:x'>", "<a href='data:text/html,x'>", "<a href='vbscript:x'>",
    "<a href='{{ mention }}'>", "<p style='background: url(//x)'>", "<p style='width: expression(x)'>",
    "<p style='{{ mention }}'>", "<p style='backgr\\6fund: u\\72l(x)'>", "<p class={{ mention }}>",
    "<p {{ mention }}>", "<{{ mention }}>", "<{% if mention %}script{% endif %}>", "<scr{# #}ipt>",
    "<scr{% if mention %}{% endif %}ipt>", "<p {% if mention %}on{% endif %}click='x'>", "</{{ mention }}>",
    "<!-- {{ mention }} -->", "<!--[if IE]><p><![endif]-->", "<!DOCTYPE html>", "<?php x ?>", "<![CDATA[x]]>",
    "<p background=//x>", "<td background=//x>", "<img srcset='//x 2x'>", "<a ping=//x href='#x'>",
    "<p contenteditable>", "<template>", "<portal src=//x>", "<noscript>", "<textarea>", "<p/onclick=x>",
    "<p\nonclick\n=x>", "<xmp>", "<plaintext>",
)  # fmt: skip

GROWING = (
    "{{ mention|join(mention) }}", "{{ mention|join }}", "{{ 'x'|join(mention) }}",
    "{{ referents|join(', ') }}",
    "{% for a in rendez_vous %}{% for b in rendez_vous %}x{% endfor %}{% endfor %}",
    "{% for a in rendez_vous %}{% for b in ajournements %}{{ mention }}{% endfor %}{% endfor %}",
    "{{ 'x' * 1000000000 }}", "{{ '%1000000000d' % 1 }}", "{{ 'x'|center(1000000000) }}", "{{ 10 ** 100000000 }}",
    "{% for x in range(1000000000) %}x{% endfor %}", "{{ mention|replace('', mention) }}",
    "{% set x = mention %}", "{% macro m() %}{{ m() }}{% endmacro %}", "{% include 'x' %}", "{{ mention.__class__ }}",
    "{{ mention" + "|upper" * 5_000 + " }}", "{{ " + "(" * 1_000 + "mention" + ")" * 1_000 + " }}",
    "{{ self }}", "{{ mention|attr('x') }}", "{% for a in rendez_vous recursive %}{{ loop(a) }}{% endfor %}",
)  # fmt: skip


@pytest.mark.parametrize("attack", [*PAGE, *GROWING], ids=lambda attack: attack[:60])
def test_a_page_template_that_reaches_out_is_refused(attack: str, tmp_path: Path) -> None:
    """With its line."""
    copy_templates(tmp_path)
    page = tmp_path / "personne.html"
    page.write_text(page.read_text(encoding="utf-8") + "\n\n" + attack, encoding="utf-8")
    with pytest.raises(InputError) as error:
        LetterPrinter(tmp_path, dt.date(2010, 10, 1))
    assert {fault.file for fault in error.value.faults} == {"personne.html"}
    assert all(fault.place.startswith(("line ", "document")) for fault in error.value.faults)


SENDER = Expediteur("Service", "1 rue Nulle", "", "", "", "")
HIDDEN = ("\0", "\u202e", "\u200f", "\x1b[31m", "&#8238;", "&rlm;", '<p title="&#x202e;">x</p>')


@pytest.mark.parametrize("name", ["prescripteur.html", "mention.txt"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_characters_that_nobody_sees_are_refused(hidden: str, name: str, tmp_path: Path) -> None:
    """With their line; a text has no references, and what stands for one is text."""
    copy_templates(tmp_path)
    path = tmp_path / name
    path.write_text(path.read_text(encoding="utf-8") + "\n" + hidden, encoding="utf-8")
    if name == "mention.txt" and hidden.isprintable():
        LetterPrinter(tmp_path, dt.date(2010, 10, 1))
        return
    with pytest.raises(InputError) as error:
        LetterPrinter(tmp_path, dt.date(2010, 10, 1))
    assert all(fault.place.startswith("line ") for fault in error.value.faults)


@pytest.mark.parametrize("text", ["", "\u200b\u2060\u00ad", "\u3164\uffa0", " . – "])
def test_a_mention_that_nobody_can_read_is_none(text: str, tmp_path: Path) -> None:
    """Blanks, characters without width and signs say nothing; markup is text."""
    (tmp_path / "mention.txt").write_text(text, encoding="utf-8")
    printer = LetterPrinter(tmp_path, dt.date(2010, 10, 1))
    printer.mention("mention.txt", SENDER)
    assert [fault.code for fault in printer.faults] == ["empty-mention"]


def test_markup_in_the_mention_is_text(tmp_path: Path) -> None:
    """It comes out escaped."""
    (tmp_path / "mention.txt").write_text("Décidé par <script>x</script>", encoding="utf-8")
    (tmp_path / "prescripteur.html").write_text("<p>{{ mention }}</p>", encoding="utf-8")
    printer = LetterPrinter(tmp_path, dt.date(2010, 10, 1))
    text = printer.mention("mention.txt", SENDER)
    shown = printer._texts["prescripteur.html"].rendered({"mention": text})
    assert "<script" not in shown and "&lt;script&gt;" in shown
