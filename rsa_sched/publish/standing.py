"""What an agenda is at the moment: a draft that binds nobody, adopted by somebody, or a publication of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from rsa_sched.french.sentences import say

SHOWN = 16
"""Characters of a head that are printed; `register verify --head` takes them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What every page says at its head.

    Attributes
    ----------
    kind : ``draft``: pages alone, each sheet of them marked; ``published``: everything. Without a register:
        ``undecided``: everything, each sheet marked, letters too; ``decided``: everything.
    head : the head of the register's chain.
    number : of the publication, from 1.
    by, reason : who adopted it, of ``decided`` and ``published``; why, of ``published``.
    costs : of each decision of the service that the register knows, the situation and the points that it took.
    """

    kind: Literal["draft", "published", "undecided", "decided"]
    head: str = ""
    number: int = 0
    by: str = ""
    reason: str = ""
    costs: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, by: str | None) -> Standing:
        """Without a register: decided by somebody, or by nobody yet."""
        return cls("undecided") if by is None else cls("decided", by=by)

    @property
    def is_draft(self) -> bool:
        """Whether it is pages alone."""
        return self.kind == "draft"

    @property
    def text(self) -> str:
        """The sentence at the head of each page."""
        return say(f"publication.standing.{self.kind}", number=self.number, head=self.head[:SHOWN], by=self.by)

    @property
    def mark(self) -> str:
        """The word across each printed sheet of what nobody has decided."""
        return say("publication.standing.mark") if self.kind in ("draft", "undecided") else ""

    @property
    def warning(self) -> str:
        """The sentence at the head of each letter that is not to leave yet."""
        return say("publication.standing.letter") if self.kind == "undecided" else ""


UNDECIDED: Final = Standing("undecided")
"""What an agenda is of which nobody has said anything yet."""
