"""What an HTML template may hold: text, its structure and pictures of its own; nothing that fetches or runs."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from jinja2 import Environment

from rsa_sched.errors import Fault
from rsa_sched.office.inert import is_illegible, legible

ELEMENTS = frozenset({
    "a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
    "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p", "pre", "q", "s", "section", "small",
    "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "wbr",
})  # fmt: skip
ATTRIBUTES = frozenset({
    "alt", "class", "cite", "colspan", "datetime", "dir", "headers", "height", "href", "id", "lang", "role", "rowspan",
    "scope", "span", "src", "start", "style", "title", "width",
})  # fmt: skip
"""Besides those that begin with ``aria-``."""

_FIELD = "\ue000"
"""Stands for a tag of jinja2."""
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*+", re.ASCII)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_LINKS = ("http", "https", "mailto")
_FETCHING = re.compile(r"url\s*\(|@import|expression\s*\(|\\|/\*", re.IGNORECASE)


def faults_of(source: str, environment: Environment) -> list[Fault]:
    """Every place of a template's own markup that may not stand there; raises jinja2's TemplateSyntaxError."""
    reader = _MarkupReader()
    reader.feed(_without_fields(source, environment))
    reader.close()
    return list(dict.fromkeys(reader.faults))


def _without_fields(source: str, environment: Environment) -> str:
    """The markup with one character, and its line breaks, in place of each tag of jinja2."""
    text: list[str] = []
    for _, kind, value in environment.lex(source):
        if kind == "data":
            text.append(value.replace(_FIELD, ""))
        else:
            text.append((_FIELD if not text or _FIELD not in text[-1][:1] else "") + "\n" * value.count("\n"))
    return "".join(text)


class _MarkupReader(HTMLParser):
    """Reads markup against the lists of what is allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[Fault] = []

    def _refuse(self, what: str) -> None:
        place = f"line {self.getpos()[0]}, {legible(what.replace(_FIELD, '…'))[:80]}"
        self.faults.append(Fault(place, "not allowed in a letter", "not-allowed-in-an-html-template"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS or _FIELD in _QUOTED.sub("", self.get_starttag_text() or ""):
            self._refuse(f"<{tag}>")  # a field outside of quotation marks could bring attributes along
        for name, value in attrs:
            if not _is_allowed(tag, name, value or ""):
                self._refuse(f"<{tag} {name}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ELEMENTS:
            self._refuse(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if "<" in data:
            self._refuse("<")

    def handle_charref(self, name: str) -> None:
        self._check_shows(f"&#{name};")

    def handle_entityref(self, name: str) -> None:
        self._check_shows(f"&{name};")

    def _check_shows(self, reference: str) -> None:
        if is_illegible(unescape(reference)):
            self._refuse(reference)

    def handle_decl(self, decl: str) -> None:
        self._refuse("<!>")

    def unknown_decl(self, data: str) -> None:
        self._refuse("<![>")

    def handle_pi(self, data: str) -> None:
        self._refuse("<?>")

    def handle_comment(self, data: str) -> None:
        if data.startswith("[if") or _FIELD in data or "<" in data:
            self._refuse("<!-- -->")


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if is_illegible(value):
        return False
    if name not in ATTRIBUTES and not re.fullmatch(r"aria-[a-z]+", name):
        return False
    if name in ("href", "cite", "src"):
        if _FIELD in value:
            return False
        if name == "src":
            return tag == "img" and _PICTURE.fullmatch(value.strip()) is not None
        return value.startswith("#") or _scheme(value) in _LINKS
    return name != "style" or (_FIELD not in value and not _FETCHING.search(value))


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.casefold()
    except ValueError:
        return ""
