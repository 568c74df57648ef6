"""The kinds of letters: their templates, and the fields that each of them has."""

from __future__ import annotations

from dataclasses import dataclass

from rsa_sched.french.sentences import say
from rsa_sched.publish.letters.fields import Annulation, FeuilleDeSeance, Mention, Partenaire, Personne, Prescripteur


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter.

    Attributes
    ----------
    name : of its templates (``name.docx``, ``name.html``) and of its files (``name-<id>``).
    fields : the fields that its templates may use.
    mention : the text that holds what the law asks of algorithmic decisions (CRPA, L. 311-3-1); "" where none is due.
    """

    name: str
    fields: type
    mention: str

    @property
    def title(self) -> str:
        """What the document is, in French; no word of it says who it is for."""
        return say(f"letters.titles.{self.name}")


PARTNER = Kind("partenaire", Partenaire, "mention.txt")
PERSON = Kind("personne", Personne, "mention-personne.txt")
PRESCRIBER = Kind("prescripteur", Prescripteur, "mention.txt")
CANCELLATION = Kind("annulation", Annulation, "mention.txt")
SHEET = Kind("seance", FeuilleDeSeance, "")

KINDS = (PARTNER, PERSON, PRESCRIBER, CANCELLATION, SHEET)

FIELDS: dict[str, type] = {
    **{f"{kind.name}{suffix}": kind.fields for kind in KINDS for suffix in (".docx", ".html")},
    "mention.txt": Mention,
    "mention-personne.txt": Mention,
}
"""Every template that an official may edit, and its fields."""

RENAMED = {f"psychologue{suffix}": f"{CANCELLATION.name}{suffix}" for suffix in (".docx", ".html")}
"""Names that templates bore before: whoever still has one of them is told the new one."""

HELP = "LISEZ-MOI.txt"
"""Copied along with them: how to edit the templates, and their fields."""

MENTIONED = frozenset(f"{kind.name}{suffix}" for kind in KINDS if kind.mention for suffix in (".docx", ".html"))
"""Templates that must show the field ``mention``."""
