"""From raw rows to the problem, and from what it refuses back to the cells that are to blame."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import fill, words
from rsa_sched.intake.rows.people import ProfessionalRows
from rsa_sched.intake.rows.reader import FindingLog, SourceRow

Rows = list[tuple[dict[str, Any], SourceRow]]

ORGANISATION = ("timezone", "regulation", "services", "subsectors", "venues", "travel", "structures")
"""Keys of the document that come from the profile alone."""

_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]", re.ASCII)

_FIELD = {
    ("sessions", "start"): "hour", ("pins", "start"): "hour", ("announced", "start"): "hour",
    ("situations", "partners"): "partners", ("professionals", "id"): "id",
}  # fmt: skip
"""Fields of tables where they are not called as in the document."""

_FOLLOWING = frozenset({"unknown-id", "missing-key", "missing-subsector"})
"""Codes of faults where a row or cell is missing that another table or cell should have given."""


@dataclass(slots=True, repr=False)
class Draft:
    """Everything a document is made of, each row with the line it came from.

    Attributes
    ----------
    id, as_of : of the problem; "" where unknown.
    profile : raw document of the profile.
    history : from a table; None where there is none and the profile's counts.
    sent_out : places of an agenda that was sent out, each with the line of its situation.
    merged : rows of requests that are the same as others, which `situations` holds.
    """

    id: str
    as_of: str
    profile: Mapping[str, Any]
    people: ProfessionalRows = field(default_factory=ProfessionalRows)
    sessions: Rows = field(default_factory=list)
    situations: Rows = field(default_factory=list)
    pins: Rows = field(default_factory=list)
    bans: Rows = field(default_factory=list)
    announced: Rows = field(default_factory=list)
    sent_out: Rows = field(default_factory=list)
    history: Rows | None = None
    merged: Rows = field(default_factory=list)

    def listed(self, *, bad: bool) -> dict[str, Rows]:
        """The lists that come from tables; unless `bad`, without bad requests and what hangs on them."""
        lists = {"professionals": self.people.rows, "sessions": self.sessions, "situations": self.situations}
        lists |= {"pins": self.pins, "bans": self.bans, "announced": [*self.announced, *self.sent_out]}
        if not bad:
            kept = self._kept()
            lists["situations"] = [(row, line) for row, line in self.situations if not line.bad]
            for name in ("pins", "bans", "announced"):
                lists[name] = [(row, line) for row, line in lists[name] if row.get("situation") in kept]
        return lists if self.history is None else lists | {"history": self.history}

    def _kept(self) -> set[Any]:
        return {row.get("id") for row, line in self.situations if not line.bad}

    def dropped(self) -> list[SourceRow]:
        """Lines left out: bad requests, and decisions on them."""
        kept = self._kept()
        lines = [line for _, line in self.situations if line.bad]
        for rows in (self.pins, self.bans, self.announced):
            lines += [line for row, line in rows if row.get("situation") not in kept]
        return lines


def assemble(log: FindingLog, draft: Draft, *, skip_bad_rows: bool) -> Problem | None:
    """The problem; None where it cannot be made. What it refuses becomes findings at the lines to blame.

    With `skip_bad_rows` requests that it refuses are left out, until it refuses none.
    """
    lists = draft.listed(bad=True)  # other faults of a bad line are reported at once too
    while True:
        try:
            problem = Problem.from_dict(_document(draft, lists))
        except InputError as error:
            problem = None
            _blame(log, draft, lists, error.faults)
        whole = not any(line.bad for _, line in lists["situations"])
        if problem is not None and whole and not log.fatal:
            return problem
        if log.fatal or not skip_bad_rows or whole:
            return None
        lists = draft.listed(bad=False)


def _document(draft: Draft, lists: Mapping[str, Rows]) -> dict[str, Any]:
    document: dict[str, Any] = {"schema_version": "1", "id": draft.id or "?", "as_of": draft.as_of or "9999-12-31"}
    document |= {key: draft.profile[key] for key in ORGANISATION if key in draft.profile}
    for key in ("services", "subsectors", "venues", "structures"):
        document.setdefault(key, [])
    if "history" in draft.profile:
        document["history"] = draft.profile["history"]
    return document | {name: [row for row, _ in rows] for name, rows in lists.items()}


def _blame(log: FindingLog, draft: Draft, lists: Mapping[str, Rows], faults: Sequence[Fault]) -> None:
    """Findings for the faults that have none yet."""
    fatal = log.fatal
    for fault in faults:
        name, index, rest = _where(fault.place)
        rows = lists.get(name, [])
        # References and empty cells were looked at before: where something was refused, these only follow from it.
        if fatal and fault.code in _FOLLOWING:
            continue
        if index is None or index >= len(rows):
            text, action = _french(fault)
            if name:
                log.report("error", "contract", wording="profile", entry=fault.place, text=text, action=action)
            else:
                log.report("error", "contract", text=text, action=action)
            continue
        row, line = rows[index]
        following = line.bad and fault.code in _FOLLOWING
        line, key = _cell(draft, row, line, name, rest)
        if not following and key not in line.faulted and "" not in line.faulted:
            text, action = _french(fault)
            log.report("error", "contract", line=line, key=key, text=text, action=action)


def _where(place: str) -> tuple[str, int | None, tuple[str | int, ...]]:
    """``("situations", 12, ("partners", 1, "professional"))`` of ``situations[12].partners[1].professional``."""
    steps = tuple(int(number) if number else word for word, number in _STEP.findall(place))
    name = str(steps[0]) if steps else ""
    index = steps[1] if len(steps) > 1 and isinstance(steps[1], int) else None
    return name, index, steps[2:]


def _cell(
    draft: Draft, row: Mapping[str, Any], line: SourceRow, name: str, rest: tuple[str | int, ...]
) -> tuple[SourceRow, str]:
    """The line and field that a place in the document came from."""
    key = str(rest[0]) if rest else ""
    if name == "professionals" and key == "unavailable":
        lines = draft.people.absences.get(str(row.get("id")), [])
        number = rest[1] if len(rest) > 1 else None
        if isinstance(number, int) and number < len(lines):
            line = lines[number]
            moment = "to" if rest[2:] == (1,) else "from"
            return line, moment if line.filled(moment) else "date"
        return line, ""
    if name == "situations" and key == "partners":
        number = rest[1] if len(rest) > 1 else None
        listed = row.get("partners") or []
        external = isinstance(number, int) and number < len(listed) and listed[number].get("external")
        return line, "external_partners" if external else "partners"
    return line, _FIELD.get((name, key), key)


def _french(fault: Fault) -> tuple[str, str]:
    """What is wrong and what to do; a general sentence where the code has none of its own."""
    found = words(f"faults.{fault.code}")
    if "text" not in found:
        found = words("faults.not-as-the-model-says")
    return fill(found["text"], fault.facts), fill(found["action"], fault.facts)
