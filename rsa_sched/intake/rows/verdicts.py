"""What somebody decided about people who are perhaps the same: a small table of pseudonyms, read again every month."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import lookup, words
from rsa_sched.intake.cells.words import bare
from rsa_sched.office.csvfile import numbered_lines, text_of

Word = Literal["same", "other"]

HEADINGS = words("identity.headings")
_WORDS: dict[str, Word] = {
    bare(word): verdict for verdict in ("same", "other") for word in lookup(f"identity.verdicts.{verdict}")
}
SAID: dict[Word, str] = {verdict: lookup(f"identity.verdicts.{verdict}")[0] for verdict in ("same", "other")}
"""How a verdict is written."""

_LARGEST = 10 << 20
"""Bytes; a decision has about fifty."""


@dataclass(slots=True, repr=False)
class Verdicts:
    """Pairs of pseudonyms that are one person, and pairs that are not.

    Attributes
    ----------
    head : by pseudonym, the one that stands for all that are the same person: the first that the table names.
    others : by head, the heads of those that are somebody else.
    """

    head: dict[str, str] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.head or self.others)

    def __repr__(self) -> str:
        return f"<Verdicts on {len(self.head.keys() | self.others.keys())} pseudonyms>"

    def heads(self, names: Iterable[str]) -> set[str]:
        """The heads of some pseudonyms; one of which nothing is said is its own."""
        return {self.head.get(name, name) for name in names}

    def apart(self, first: set[str], second: set[str]) -> bool:
        """Whether two people, each with the heads of all its pseudonyms, were said to be different."""
        return any(not second.isdisjoint(self.others.get(head, ())) for head in first)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str, Word]]) -> Verdicts:
        """The verdicts of these pairs.

        Raises
        ------
        InputError
            Where a pair is said to be the same and to be different, by itself or by way of others.
        """
        listed = list(enumerate(pairs, start=1))
        verdicts, faults = _gathered((number, *pair) for number, pair in listed)
        if faults:
            raise InputError(tuple(faults))
        return verdicts

    @classmethod
    def from_csv(cls, path: Path) -> Verdicts:
        """Read the table: two pseudonyms and what they are, a line each; more columns (who, when) are for people.

        A first line of headings is passed over. Encoding and separator may be those of a spreadsheet.

        Raises
        ------
        InputError
            With every fault, by its line.
        """
        faults: list[Fault] = []
        lines: list[tuple[int, list[str]]] = []
        try:
            lines = list(numbered_lines(text_of(path, _LARGEST)))
        except OSError as error:
            faults.append(Fault("document", error.strerror or "unreadable", "unreadable-file", {}, path.name))
        except UnicodeDecodeError:
            faults.append(Fault("document", "unreadable", "unknown-encoding", {}, path.name))
        except csv.Error:
            faults.append(Fault("document", "unreadable", "open-quotation-mark", {}, path.name))
        pairs: list[tuple[int, str, str, Word]] = []
        for number, cells in lines:
            first, second, said = (*cells, "", "", "")[:3]
            verdict = _WORDS.get(bare(said))
            if verdict is None and not pairs and not faults and bare(said) == bare(HEADINGS["verdict"]):
                continue
            if not first or not second or first == second:
                faults.append(Fault(f"line {number}", "no pair", "no-pair-of-pseudonyms", {}, path.name))
            elif verdict is None:
                facts = {"same": SAID["same"], "other": SAID["other"]}
                faults.append(
                    Fault(f"line {number}", f"a text of {len(said)} characters", "no-verdict", facts, path.name)
                )
            else:
                pairs.append((number, first, second, verdict))
        verdicts, contradictions = _gathered(pairs, path.name)
        if faults or contradictions:
            raise InputError((*faults, *contradictions))
        return verdicts


def _gathered(pairs: Iterable[tuple[int, str, str, Word]], file: str = "") -> tuple[Verdicts, list[Fault]]:
    """The verdicts of numbered pairs, and those that contradict others."""
    listed = list(pairs)
    head: dict[str, str] = {}
    for _, first, second, verdict in listed:
        if verdict == "same":
            one, two = head.setdefault(first, first), head.setdefault(second, second)
            order = list(head)
            low, high = sorted((one, two), key=order.index)
            head |= {name: low for name, known in head.items() if known == high}
    others: dict[str, set[str]] = {}
    faults: list[Fault] = []
    for number, first, second, verdict in listed:
        if verdict == "other":
            one, two = head.get(first, first), head.get(second, second)
            if one == two:
                faults.append(Fault(f"line {number}", "a pair", "verdict-contradicts", {}, file))
            others.setdefault(one, set()).add(two)
            others.setdefault(two, set()).add(one)
    return Verdicts(head, others), faults
