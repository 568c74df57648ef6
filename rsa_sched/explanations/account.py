"""The account of one situation: what the decision on it hangs on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rsa_sched.explanations.imposed import Points
from rsa_sched.explanations.levers import Lever


@dataclass(frozen=True)
class Account:
    """What the decision on one situation hangs on.

    Attributes
    ----------
    heard : what the agenda decides.
    loss : the points that deciding otherwise takes from the best agenda, at least and at most; None where no agenda
        decides otherwise.
    levers : of a deferred situation, what would have sufficed, each proven.
    levers_proven : whether nothing else would have.
    """

    situation: str
    heard: bool
    loss: Points | None
    levers: tuple[Lever, ...] = ()
    levers_proven: bool = True

    @property
    def tie(self) -> bool:
        """Whether an agenda that is as good decides otherwise."""
        return self.loss is not None and self.loss.at_most == 0

    def to_dict(self) -> dict[str, Any]:
        """As the document has it."""
        return {
            "situation": self.situation,
            "heard": self.heard,
            "loss": None if self.loss is None else list(self.loss),
            "tie": self.tie,
            "levers": [lever.to_dict() for lever in self.levers],
            "levers_proven": self.levers_proven,
        }
