"""Pages and fragments of HTML from the templates beside this file: one frame for pages, one for fragments.

Every text in a template is escaped; a name that is missing is an error. A page is self-contained: no script, no
outside resource, and a policy that would refuse both. A fragment, for notebooks, takes colours from the page around it,
and has no ids, since there may be several on one page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from rsa_sched.french.figures import NONE, count, figure, percent
from rsa_sched.french.labels import COLON, SEMICOLON
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import legible
from rsa_sched.render.table import Folded, Grid, Kind, Link, cell_text

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
NO_NOTE: Mapping[str, str] = MappingProxyType({})


class Page:
    """One page or fragment in the making: it numbers its tables and remembers the rules that it refers to.

    Parameters
    ----------
    note : sentences of the note by number.
    whole : whether it is a page of its own: ids and regions to scroll, cells that may break or may not.
    """

    def __init__(self, note: Mapping[str, str], *, whole: bool) -> None:
        self._note, self.whole = note, whole
        self._tables = 0
        self._rules: set[str] = set()

    def key(self) -> str:
        """The id of the next table's caption."""
        self._tables += 1
        return f"tableau-{self._tables}"

    def cell(self, kind: Kind, cell: Any) -> str:
        """What stands in a cell of a table; the template escapes what is not markup yet."""
        if not self.whole or isinstance(cell, Markup):
            return cell if isinstance(cell, Markup) else cell_text(kind, cell)
        if cell is None:
            return NONE
        if kind == "id":
            name = ident(cell_text(kind, cell))
            return Markup('<a href="{}">{}</a>').format(cell.to, name) if isinstance(cell, Link) else name
        if kind == "rules":
            text, links = inline(cell.text), self.rules(cell.rules)
            return Markup("{} ({})").format(text, links) if text and links else text or links
        if kind == "folded":
            return self._folded(cell)
        shown = cell_text(kind, cell)
        return unbroken(shown) if kind in ("day", "period") else inline(shown.lower() if kind == "flag" else shown)

    def _folded(self, cell: Folded) -> Markup:
        """The words, and the figures with their rules under them."""
        if not cell.more:
            return inline(cell.text)
        links = self.rules(cell.rules)
        more = Markup("{} ({})").format(inline(cell.more), links) if links else inline(cell.more)
        summary = say("tables.folded")
        return Markup("{}<details><summary>{}</summary>{}</details>").format(inline(cell.text), summary, more)

    def rules(self, numbers: Iterable[str]) -> Markup:
        """Numbers of sentences of the note, each a link to its sentence in this page's glossary."""
        return Markup(", ").join(map(self._rule, numbers))

    def _rule(self, number: str) -> Markup:
        if number not in self._note:
            return inline(number)
        self._rules.add(number)
        return Markup('<a href="#regle-{0}">{0}</a>').format(number)

    def sentences(self) -> dict[str, str]:
        """The sentences behind the numbers that `rules` was given so far, by number."""
        return {number: self._note[number] for number in sorted(self._rules, key=lambda number: int(number[1:]))}


def page(template: str, title: str, *, note: Mapping[str, str] = NO_NOTE, **context: Any) -> str:
    """A document of its own, to be opened, printed or read aloud by any browser.

    Parameters
    ----------
    template : name of a template that sets ``main``, and where it has them ``header``, ``nav`` and ``footer``.
    title : of the window and of the page.
    note : sentences of the note that it may refer to, by number.
    context : what the template asks for.
    """
    return _filled(template, "base.html.jinja", Page(note, whole=True), title=title, **context)


def fragment(template: str, title: str = "", **context: Any) -> str:
    """A part of a notebook's page: one element with its own style."""
    return _filled(template, "fragment.html.jinja", Page(NO_NOTE, whole=False), title=title, **context)


def table_fragment(table: Grid) -> str:
    """A table by itself."""
    return _filled("table.html.jinja", "", Page(NO_NOTE, whole=False), table=table)


def _filled(template: str, frame: str, made: Page, **context: Any) -> str:
    return environment().get_template(template).render(frame=frame, page=made, **context)


@cache
def environment() -> Environment:
    """The templates, with what all of them may use."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # where no page is made it need not be loaded

    made = Environment(
        loader=PackageLoader("rsa_sched.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: harmless(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"policy": POLICY, "colon": COLON, "semicolon": SEMICOLON, "count": count}
    made.filters |= {"inline": inline, "plain": plain, "figure": figure, "percent": percent}
    return made


# --- texts as markup --------------------------------------------------------------------------------------------------

_LONGEST_WORD, _PIECE = 18, 12
"""Longer words may be broken, after pieces of that length: no cell of a table makes the page too wide."""
_RUNS = re.compile(r"\s+|\S+")
_PARTS = re.compile(r"[^@./_-]*[@./_-]?")
_SHORT = 16
"""Ids up to this length are not broken at the end of a line."""


def harmless(text: str) -> str:
    """The text; what neither HTML nor XML may hold, does not show or turns the direction of reading is replaced."""
    return text if text.isprintable() else "".join("\ufffd" if _illegal(mark) else mark for mark in text)


_SHAPING = "\u00ad\u200c\u200d"
"""Do not show either, but say where a word may break and how its letters join."""


def _illegal(character: str) -> bool:
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _SHAPING
    return hidden or ord(character) & 0xFFFE == 0xFFFE


def plain(text: str) -> str:
    """Text on one line, without characters of control or direction; not yet escaped."""
    return legible(text).replace("\n", " ")


def inline(text: str) -> Markup:
    """Text on one line as markup; what has no place to break at is given some. Markup stays as it is."""
    if isinstance(text, Markup):
        return text
    return Markup().join(map(_breakable, _RUNS.findall(plain(text))))


def _breakable(run: str) -> Markup:
    """An address is broken behind its signs, anything else that is too long wherever it is."""
    parts = filter(None, _PARTS.findall(run)) if len(run) > _LONGEST_WORD else (run,)
    return Markup("<wbr>").join(piece for part in parts for piece in _pieces(part))


def _pieces(part: str) -> Iterator[str]:
    length = _PIECE if len(part) > _LONGEST_WORD else len(part)
    return (part[n : n + length] for n in range(0, len(part), length))


def unbroken(text: str) -> Markup:
    """Text on one line that is not broken at its end."""
    return Markup('<span class="k">{}</span>').format(inline(text))


def ident(text: str) -> Markup:
    """An id, not broken where it is short."""
    return unbroken(text) if len(text) <= _SHORT else inline(text)
