"""Where a simulation stands between two months, as plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from rsa_sched.domain.problem import Problem


@dataclass(frozen=True)
class State:
    """All that the next month needs to know.

    Attributes
    ----------
    month : number of the next month, from 0.
    until : day until which requests have arrived (ISO); "" before the first month.
    waiting : rows of the requests that wait, as in the problem document, with their count of deferrals.
    counters : units of each service and kind as the ledger carries them: the next problem's ``history``.
    reasons : why each of those that wait was deferred last, by id.
    granted : units really granted since the beginning, in the same rows: the counters less what was not banked.
    withheld : rows of the requests that a structure has not filed yet (`Flow.filing`).
    """

    month: int = 0
    until: str = ""
    waiting: tuple[dict[str, Any], ...] = ()
    counters: tuple[dict[str, Any], ...] = ()
    granted: tuple[dict[str, Any], ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)
    withheld: tuple[dict[str, Any], ...] = ()

    def units(self, rows: Literal["counters", "granted"]) -> dict[tuple[str, str], int]:
        """Units by service and kind."""
        return {(row["service"], row["kind"]): row["units"] for row in getattr(self, rows)}

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """The present: the requests of a month that is still to be arbitrated wait, its history is in the counters.

        Requests made until its ``as_of`` are there; `run` draws those that come later.
        """
        document = problem.to_dict()
        counters = tuple(document.get("history") or ())
        return cls(until=str(problem.as_of), waiting=tuple(document["situations"]), counters=counters)

    def content(self) -> dict[str, Any]:
        """As plain data; of what nobody withholds nothing is said."""
        return {key: value for key, value in asdict(self).items() if key != "withheld" or value}

    def to_json(self) -> str:
        """As text, to go on from another day."""
        return json.dumps(self.content(), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The state that `to_json` wrote."""
        raw: dict[str, Any] = json.loads(text)
        rows = {key: tuple(raw.get(key, ())) for key in ("waiting", "counters", "granted", "withheld")}
        return cls(month=raw["month"], until=raw["until"], reasons=raw["reasons"], **rows)
