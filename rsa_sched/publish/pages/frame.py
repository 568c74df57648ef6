"""The frame of every page: head, landmarks, tables that scroll by themselves, and the glossary.

A page is self-contained: no script, no outside resource, and a policy that would refuse both.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from rsa_sched.display.html import Markup, marked, table
from rsa_sched.display.svg import escaped
from rsa_sched.office.inert import legible
from rsa_sched.publish.pages.style import PRINT, SCREEN
from rsa_sched.publish.pages.words import ABBREVIATIONS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

_NUMBER_OF_A_RULE = re.compile(r"R[0-9]{1,2}", re.ASCII)
_LONGEST_WORD, _PIECE = 18, 12
"""Longer runs of characters may be broken every so many: no cell of a table makes the page too wide."""
_RUNS = re.compile(r"\s+|\S+")
_SHORT = 16
"""Ids up to this length are not broken at the end of a line."""


def plain(text: str) -> str:
    """Text from data on one line, without characters of control or direction; not yet escaped."""
    return legible(text).replace("\n", " ")


def said(text: str) -> Markup:
    """Text from data as markup that shows just that; what has no place to break at is given some."""
    return Markup("".join(_breakable(run) for run in _RUNS.findall(plain(text))))


def _breakable(run: str) -> str:
    if len(run) <= _LONGEST_WORD:
        return escaped(run)
    return "<wbr>".join(escaped(run[n : n + _PIECE]) for n in range(0, len(run), _PIECE))


def ident(text: str) -> Markup:
    """An id, on one line where it is short."""
    shown = said(text)
    return Markup(f'<span class="k">{shown}</span>') if len(text) <= _SHORT else shown


def link(address: str, words: str) -> Markup:
    """A link to an address of ours."""
    return Markup(f'<a href="{escaped(address)}">{marked(words)}</a>')


class Frame:
    """One page in the making: it numbers its tables and remembers the rules that it refers to.

    Parameters
    ----------
    note : sentences of the note by number.
    """

    def __init__(self, note: Mapping[str, str]) -> None:
        self._note = note
        self._tables = 0
        self._rules: set[str] = set()

    def grid(
        self,
        caption: str,
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        name: int = 0,
        figures: Container[int] = (),
        shape: str = "",
    ) -> Markup:
        """A table in a region that can be scrolled by keyboard.

        Parameters
        ----------
        name, figures : the column that names the rows, and those that stand to the right.
        shape : "", "small", "long", or "long prose" where rows are named by a sentence.
        """
        self._tables += 1
        key = f"tableau-{self._tables}"
        cells = [[cell if isinstance(cell, Markup) else said(cell) for cell in row] for row in rows]
        heading = Markup(f'<span class="stay">{said(caption)}</span>')
        made = table(heading, head, cells, name=name, figures=figures, key=key)
        if shape:
            made = made.replace("<table>", f'<table class="{shape}">', 1)
        return Markup(f'<div class="region" role="region" aria-labelledby="{key}" tabindex="0">\n{made}\n</div>')

    def rules(self, numbers: Iterable[str]) -> Markup:
        """Numbers of sentences of the note, each a link to its sentence in this page's glossary."""
        return Markup(", ".join(map(self._rule, numbers)))

    def _rule(self, number: str) -> str:
        if number not in self._note:
            return said(number)
        self._rules.add(number)
        return f'<a href="#regle-{number}">{number}</a>'

    def note(self) -> str:
        """The sentences behind the numbers that `rules` was given so far; "" where there were none."""
        numbers = sorted(self._rules, key=lambda number: int(number[1:]))
        if not numbers:
            return ""
        lines = "".join(
            f'<dt id="regle-{number}">{number}</dt><dd>{said(self._note[number])}</dd>' for number in numbers
        )
        return f'<h3>Règles de la note</h3>\n<dl class="words">{lines}</dl>'


def abbreviations(markup: str) -> str:
    """The abbreviations that a page uses, written out, as the inside of a list; "" where it uses none."""
    found = set(re.findall(r"\b[A-Z]{2,4}\b", re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<svg.*?</svg>", " ", markup))))
    return "".join(
        f"<dt>{short}</dt><dd>{escaped(ABBREVIATIONS[short])}</dd>" for short in ABBREVIATIONS if short in found
    )


def facts(rows: Mapping[str, str]) -> str:
    """Terms and what they are, one a line."""
    cells = (
        f"<dt>{said(term)}</dt><dd>{words if isinstance(words, Markup) else said(words)}</dd>"
        for term, words in rows.items()
    )
    return f'<dl class="facts">{"".join(cells)}</dl>'


def section(key: str, title: str, *blocks: str, shape: str = "") -> str:
    """A part of the page with its heading."""
    shaped = f' class="{shape}"' if shape else ""
    inside = "\n".join(block for block in blocks if block)
    heading = f'<h2 id="{key}-titre">{said(title)}</h2>'
    return f'<section id="{key}" aria-labelledby="{key}-titre"{shaped}>\n{heading}\n{inside}\n</section>'


def document(
    title: str, paper: str, header: str, nav: Sequence[tuple[str, str]], main: Iterable[str], footer: str
) -> bytes:
    """The whole page.

    Parameters
    ----------
    title : of the window and of the page.
    paper : the ``@page`` rules.
    header : markup above the page, what it is and for whom.
    nav : addresses and words of the links at its head.
    main : markup of the content; its first heading is the title.
    footer : markup of the mentions below.
    """
    links = "".join(f"<li>{link(address, words)}</li>" for address, words in nav)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="fr">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escaped(plain(title))}</title>",
            f"<style>{SCREEN}{PRINT}{paper}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#contenu">Aller au contenu</a>',
            f"<header>\n{header}\n</header>",
            f'<nav aria-label="Sommaire"><ul>{links}</ul></nav>',
            '<main id="contenu" tabindex="-1">',
            f"<h1>{said(title)}</h1>",
            *main,
            "</main>",
            f"<footer>\n{footer}\n</footer>",
            "</body>",
            "</html>\n",
        ]
    ).encode()
