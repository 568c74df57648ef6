"""Professionals by what tables call them: id, name, last name alone, e-mail; unambiguous in a structure, and told."""

from __future__ import annotations

import re
from collections import defaultdict

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare, clean, folded
from rsa_sched.intake.columns.folding import slips
from rsa_sched.intake.rows.namelist import TITLE, NameList
from rsa_sched.intake.rows.reader import FindingLog, SourceRow

_NOTE = re.compile(r"\s{0,9}[(\[][^()\[\]]{0,120}[)\]]\s{0,9}$")
_TAIL = re.compile(lookup("vocabulary.referents.tail"), re.IGNORECASE)
_FORMER = re.compile(lookup("vocabulary.referents.former"))
_SEVERAL = re.compile(lookup("vocabulary.referents.several"))
_NOBODY = re.compile(lookup("vocabulary.referents.nobody"))
_INITIALS = r"(?:[^\W\d_]\.?[ -]?){1,2}"
_INITIAL = re.compile(rf"(?P<initials>{_INITIALS})[. ]+(?P<last>[^\W\d_].+)")
_INITIAL_BEHIND = re.compile(r"(?P<last>[^\W\d_].*[^\W_]),? (?P<initials>[^\W\d_](?:[.-]{1,2}[^\W\d_])?\.?)")


class Professionals(NameList):
    """The professionals of the table of people, with what a table of requests may call its referents."""

    def __init__(self) -> None:
        super().__init__("professional")
        self._by_last: dict[str, set[str]] = defaultdict(set)
        self._by_email: dict[str, set[str]] = defaultdict(set)
        self._firsts: dict[str, str] = {}
        self._words: dict[str, set[str]] = defaultdict(set)
        self.structure_of: dict[str, str] = {}
        self._told: set[tuple[int, str, str | None]] = set()

    def know(self, name: str, *, last: str, first: str, email: str, structure: str | None) -> None:
        """What the table of people says of an id that was added."""
        if bare(last):
            self._by_last[bare(last)].add(name)
            self._firsts[name] = bare(first)
        if email:
            self._by_email[email.casefold()].add(name)
        for words in (f"{first} {last}", f"{last} {first}") if last and first else ():
            self._words[" ".join(folded(words).split())].add(name)
        if structure is not None:
            self.structure_of[name] = structure

    def referent(self, log: FindingLog, line: SourceRow, structure: str | None) -> str | None:
        """The referent of a request; None, and an error, where nobody, or more than one, may be meant.

        One of another structure is told; so is whoever is found by less than an id or a whole name.
        """
        text = line.text("referent")
        if not self.ids or not text:
            return None
        found, how = self._find(text, structure)
        if len(found) == 1:
            name = next(iter(found))
            if how and (line.place, text, structure) not in self._told:  # the same words are told once of a table
                self._told.add((line.place, text, structure))
                log.report("repaired", "referent-matched", line=line, key="referent", wording=how, professional=name)
            home = self.structure_of.get(name)
            if structure is not None and home is not None and home != structure:
                log.report("warning", "referent-elsewhere", line=line, key="referent", professional=name, home=home,
                           structure=structure)  # fmt: skip
            return name
        if found:
            ids = tuple(sorted(found))
            log.report("error", f"{self.code}-ambiguous", line=line, key="referent",
                       sentences=("name-ambiguous.professional",), ids=ids)  # fmt: skip
            return None
        near = self._slip(text, structure)
        advice = "near" if near else self._why_not(text, structure)
        sentences = ("name-unknown.professional", f"name-unknown.{advice}")
        log.report("error", f"{self.code}-unknown", line=line, key="referent", sentences=sentences, near=near)
        return None

    def _find(self, text: str, structure: str | None) -> tuple[set[str], str]:
        """Who may be meant, and by what they were found where it was neither id nor whole name."""
        named = self.find(text)
        whole = self._among(named, structure)
        if whole:
            return whole, "structure" if len(whole) < len(named) else ""
        if "@" in text:
            return self._among(self._by_email.get(clean(text).strip(" <>").casefold(), set()), structure), "email"
        shorter = text if _FORMER.search(folded(text)) else _NOTE.sub("", text)
        if shorter == text and _FORMER.search(folded(text)) is None:
            tail = _TAIL.search(text)
            if tail is not None and not any(bare(word) in self._by_last for word in tail[0].split()):
                shorter = text[: tail.start()].rstrip()
        if shorter != text and (noted := self._among(self.find(shorter), structure)):
            return noted, "note"
        last = TITLE.sub("", shorter)
        alone = self._own(self._by_last.get(bare(last), set()), structure)
        if alone:
            return alone, "last-name"
        match = _INITIAL.fullmatch(clean(last)) or _INITIAL_BEHIND.fullmatch(clean(last))
        if match is None:
            return set(), ""
        initials = bare(match["initials"])
        alike = self._own(self._by_last.get(bare(match["last"]), set()), structure)
        return {name for name in alike if initials and self._firsts[name].startswith(initials[0])}, "initial"

    def _among(self, found: set[str], structure: str | None) -> set[str]:
        """Of several of a name the one of the structure, where all others are of another."""
        own = self._own(found, structure) if all(name in self.structure_of for name in found) else set()
        return own or set(found)

    def _own(self, found: set[str], structure: str | None) -> set[str]:
        """Those of the structure; of people in no structure all, where none is given."""
        return {name for name in found if structure is not None and self.structure_of.get(name) == structure}

    def _slip(self, text: str, structure: str | None) -> str | None:
        """The id of the one whose name this is but for slips of the keyboard, one of the structure first."""
        written = " ".join(folded(TITLE.sub("", _NOTE.sub("", text))).split())
        near = {name for words, names in self._words.items() if slips(written, words) is not None for name in names}
        near = self._own(near, structure) or near
        return next(iter(near)) if len(near) == 1 else None

    def _why_not(self, text: str, structure: str | None) -> str:
        """Which advice fits a text that names nobody."""
        low = folded(text)
        if _NOBODY.fullmatch(low):
            return "nobody"
        if _SEVERAL.search(low):
            return "several"
        last = self._by_last.get(bare(TITLE.sub("", _NOTE.sub("", text))), set())
        return "elsewhere" if last and structure is not None else "far"
