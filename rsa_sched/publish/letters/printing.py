"""Makes letters of templates: each template is read before the first letter, and all faults are raised at once."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup

from rsa_sched.errors import Fault, InputError
from rsa_sched.publish.letters.fields import Expediteur, Mention
from rsa_sched.publish.letters.folder import PAGE, templates_of
from rsa_sched.publish.letters.kinds import FIELDS, MENTIONED, Kind
from rsa_sched.publish.letters.markup import faults_of
from rsa_sched.publish.letters.sandbox import Refused, Sandbox
from rsa_sched.publish.letters.word import WordTemplate


class TextTemplate:
    """A template of HTML or plain text; raises Refused where it may not run."""

    def __init__(self, data: bytes, known: type, *, is_markup: bool) -> None:
        sandbox = Sandbox(known)
        try:
            text = data.decode("utf-8-sig")
            self._template = sandbox.from_string(text)
            if is_markup and (faults := faults_of(text, sandbox)):
                raise Refused(faults)
        except UnicodeDecodeError:
            raise Refused([Fault("document", "unreadable", "text-not-in-utf-8")]) from None
        self.used = sandbox.used

    def rendered(self, context: Mapping[str, Any]) -> Markup:
        """The text, every value in it escaped."""
        return Markup(self._template.render(context))  # noqa: S704 - the sandbox escapes


@lru_cache(maxsize=16)
def _word_template(name: str, data: bytes) -> WordTemplate:
    """Read once in a process, however many publications there are."""
    return WordTemplate(data, FIELDS[name])


@lru_cache(maxsize=32)
def _text_template(name: str, data: bytes) -> TextTemplate:
    return TextTemplate(data, FIELDS[name], is_markup=name.endswith(".html"))


class LetterPrinter:
    """The templates of one folder, ready to print.

    Parameters
    ----------
    folder : with templates that stand for the bundled ones of the same name; None: the bundled ones.
    day : the day that the letters bear.

    Raises
    ------
    InputError
        With every fault of every template.
    """

    def __init__(self, folder: Path | None, day: dt.date) -> None:
        sources = templates_of(folder)
        self._day = day
        self._prints = {name: hashlib.sha256(data).hexdigest() for name, data in sources.items()}
        self._frame = sources.pop(PAGE).decode()
        self._texts: dict[str, TextTemplate] = {}
        self._words: dict[str, WordTemplate] = {}
        self.faults: list[Fault] = []
        for name, data in sources.items():
            self._attempt(name, partial(self._read, name, data))
        self.raise_faults()

    def _read(self, name: str, data: bytes) -> None:
        made: WordTemplate | TextTemplate
        if name.endswith(".docx"):
            made = self._words[name] = _word_template(name, data)
        else:
            made = self._texts[name] = _text_template(name, data)
        if name in MENTIONED and "mention" not in made.used:
            raise Refused([Fault("mention", "missing", "missing-mention")])

    def raise_faults(self) -> None:
        """Raise InputError if any template went wrong."""
        if self.faults:
            raise InputError(tuple(self.faults))

    def mention(self, name: str, sender: Expediteur) -> str:
        """What the law asks of decisions made with an algorithm, as a text of the folder says it."""
        found = self._attempt(name, lambda: self._texts[name].rendered(_context(Mention(sender))))
        text = re.sub(r"[ \t\r\n]+", " ", (found or Markup("")).unescape()).strip()
        if found is not None and not _is_read(text):
            self.faults.append(Fault("document", "no text", "empty-mention", file=name))
        return text

    def prints(self, kind: Kind) -> list[str]:
        """Fingerprints of the templates behind a kind of letters."""
        return [self._prints[name] for name in (f"{kind.name}.docx", f"{kind.name}.html", PAGE)]

    def word(self, kind: Kind, letter: Any, day: dt.date | None = None) -> bytes:
        """The letter as a Word document; b"" where its template went wrong (see `raise_faults`).

        `day`: the one that it bears, where it is of an earlier publication.
        """
        name, date = f"{kind.name}.docx", day or self._day
        return self._attempt(name, lambda: _filled(self._words[name], letter, kind.title, date)) or b""

    def html(self, kind: Kind, letter: Any) -> Markup:
        """The letter's own part of a page."""
        name = f"{kind.name}.html"
        return self._attempt(name, lambda: _filled(self._texts[name], letter)) or Markup("")

    def page(self, title: str, letters: list[Markup]) -> bytes:
        """An HTML document of one or several letters, each on its own sheet."""
        articles = "\n".join(f"<article>\n{letter}\n</article>" for letter in letters)
        return self._frame.replace("<!-- titre -->", title).replace("<!-- courriers -->", articles).encode()

    def _attempt(self, name: str, what: Callable[[], Any]) -> Any:
        """What it gives; None where the template is at fault, which is kept once."""
        try:
            return what()
        except Refused as refusal:
            found = [replace(fault, file=name) for fault in refusal.faults]
        except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError,
                RecursionError):  # fmt: skip
            # Its text may hold a value, and so a name.
            found = [Fault("document", "stopped while it was filled in", "template-stopped", file=name)]
        self.faults += [fault for fault in found if fault not in self.faults]
        return None


def _is_read(text: str) -> bool:
    """Whether a text has letters or figures that show; some letters, the fillers of Hangul, are blank."""
    return any(mark.isalnum() and unicodedata.normalize("NFKC", mark) not in "\u115f\u1160" for mark in text)


def _filled(template: WordTemplate | TextTemplate, letter: Any, *form: Any) -> Any:
    """The letter; Refused where the template would keep from the reader that it stands for another one."""
    kept = [name for name in ("remplace", "retires") if getattr(letter, name, None) and name not in template.used]
    if kept:
        raise Refused([Fault(name, "missing", "missing-replacement", {"name": name}) for name in kept])
    made: Any = template.rendered
    return made(_context(letter), *form)


def _context(letter: Any) -> dict[str, Any]:
    return {field.name: getattr(letter, field.name) for field in fields(letter)}
