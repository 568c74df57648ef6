"""What an agenda is at the moment: a draft that binds nobody, or a numbered publication of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rsa_sched.french.sentences import say

SHOWN = 16
"""Characters of a head that are printed; `register verify --head` takes them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What every page says at its head.

    Attributes
    ----------
    kind : ``draft``: pages alone, each sheet of them marked; ``published``: everything.
    head : the head of the register's chain.
    number : of the publication, from 1.
    by, reason : who validated it, and why; "" for a draft.
    """

    kind: Literal["draft", "published"]
    head: str
    number: int = 0
    by: str = ""
    reason: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has decided it."""
        return self.kind == "draft"

    @property
    def text(self) -> str:
        """The sentence at the head of each page."""
        return say(f"publication.standing.{self.kind}", number=self.number, head=self.head[:SHOWN])

    @property
    def mark(self) -> str:
        """The word across each printed sheet of a draft."""
        return say("publication.standing.mark") if self.is_draft else ""
