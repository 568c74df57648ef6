"""Who waits since when and how often passed over, told from what was sent and what happened: shares no code with the
package (contract, section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.intake.making.year import YearRequest
from tests.months.fold import reason

Doc = dict[str, Any]
Key = tuple[int, str, str]
PASSED_OVER = {"outranked", "no-common-time", "banned"}


@dataclass
class YearLedger:
    """Everybody whom the service ever heard of.

    Attributes
    ----------
    waiting : oldest date and count by number.
    keys : what makes a request the same: person, structure, type; of every number that was taken in.
    ended : how each that waits no more ended.
    heard_last : numbers heard in the month closed last.
    """

    waiting: dict[str, tuple[str, int]] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    heard_last: set[str] = field(default_factory=set)

    def receive(self, rows: Iterable[YearRequest], *, correct: bool = False) -> None:
        """Tables come in: new requests, those that wait and are sent again, those that ended and are left out."""
        for row in rows:
            key, day = (row.person, row.structure, row.kind), row.requested.isoformat()
            same = [name for name in self.waiting if self.keys[name] == key]
            if same:
                before, count = self.waiting[same[0]]
                is_same_number = same[0] == row.number and correct
                self.waiting[same[0]] = (day if is_same_number else min(before, day), count)
            elif row.number not in self.ended and key not in {self.keys[name] for name in self.heard_last}:
                assert row.number not in self.keys
                self.keys[row.number] = key
                self.waiting[row.number] = (day, 0)

    def withdraw(self, name: str) -> None:
        """Asks no more."""
        del self.waiting[name]
        self.ended[name] = "withdrawn"

    def close(self, problem: Doc, first: Doc, last: Doc, freed: Mapping[str, bool], absent: set[str]) -> None:
        """A month ends. Reasons of deferrals are derived anew, whatever the agenda states (contract, section 9).

        Parameters
        ----------
        problem : as it was arbitrated.
        first, last : the agenda before and after anybody was replaced.
        freed : who lost a place, and whether the service cancelled it.
        absent : who had a place and did not come.
        """
        rows = {row["id"]: row for row in problem["situations"]}
        deferred = sorted(rows.keys() - {line["situation"] for line in first["appointments"]})
        reasons = {name: reason(problem, first, rows[name]) for name in deferred}
        seated = {line["situation"] for line in last["appointments"]} - absent
        seated -= {name for name in freed if name not in {line["situation"] for line in last["appointments"]}}
        self.heard_last = {name for name in seated if freed.get(name) is None}
        for name in sorted(rows.keys() & self.waiting.keys()):
            if name in self.heard_last:
                del self.waiting[name]
                self.ended[name] = "heard"
            elif freed.get(name) or reasons.get(name) in PASSED_OVER:
                day, count = self.waiting[name]
                self.waiting[name] = (day, count + 1)
