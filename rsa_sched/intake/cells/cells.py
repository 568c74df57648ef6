"""What a cell was read as, and what can be wrong with one: codes of sentences, never the cell's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import clean, folded


class Repair(NamedTuple):
    """One thing in a cell that is read as something else than what stands there."""

    code: str
    """Of its sentence among the « repairs » of ``french/findings.toml``."""
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """One cell, typed.

    Attributes
    ----------
    value : what it says, in the form of the contract; None where the cell is empty or at fault.
    code : short name of the fault or repair, stable, for programs; "" where there is none.
    repairs : how it was read, where that changes more than the spelling of a date or figure.
    wording, facts : which sentence of the fault's code counts, and what it needs.
    """

    value: Any = None
    code: str = ""
    repairs: tuple[Repair, ...] = ()
    wording: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def at_fault(self) -> bool:
        """Whether the cell cannot be read."""
        return bool(self.code) and not self.repairs


def fault(code: str, wording: str = "", **facts: Any) -> Read:
    """A cell with the fault of this code."""
    return Read(None, code, (), wording, facts)


def repair(code: str, **facts: Any) -> Repair:
    """One repair."""
    return Repair(code, facts)


def repaired(value: Any, *repairs: Repair, code: str) -> Read:
    """A value with its repairs; without any, simply the value."""
    return Read(value, code if repairs else "", repairs)


_VOID = frozenset(lookup("vocabulary.nothing.marks"))
_NO_NAMES = frozenset(lookup("vocabulary.nothing.names"))
VOID = repaired(None, repair("void-mark"), code="void-mark")

_WIDE = {ord("０") + figure: str(figure) for figure in range(10)} | {
    ord("／"): "/", ord("：") : ":", ord("．"): ".", ord("－"): "-", ord("，"): ",",
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"), **dict.fromkeys(map(ord, "’ʼ"), "'"),
}  # fmt: skip


def is_void(text: str) -> bool:
    """Whether the cell holds only a mark that says « nothing »."""
    return text.casefold() in _VOID


def names_nobody(text: str) -> bool:
    """Whether the cell of a name or a number says that it is not known: « inconnu », « ? »."""
    return folded(clean(text)).strip(" .") in _NO_NAMES


def in_figures(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The cleaned text with ordinary figures, dashes and colons, and a repair if figures were wide."""
    text = clean(text)
    if text.isascii():
        return text, ()
    wide = any("０" <= c <= "９" for c in text)
    return text.translate(_WIDE), (repair("figures-wide"),) if wide else ()
