"""From events to facts: the register's own fold, and beside it what each event says about each request."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.publish.letterhead import USUAL_DELAYS, Delays
from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.state import Doc, RegisterState, apply
from rsa_sched.review.facts import RequestFact, ReviewFacts
from rsa_sched.review.month import ClosedMonth
from rsa_sched.review.publications import Published


@dataclass(slots=True)
class OpenRequest:
    """A request that has not ended: its key, its row as it was said last, the guarantee of its last month."""

    key: str
    row: Doc
    guarantee_days: int = 0


class FactReader:
    """Reads the events of one register, in order.

    Parameters
    ----------
    delays : by when letters should leave.
    """

    def __init__(self, delays: Delays = USUAL_DELAYS) -> None:
        self._delays, self._state = delays, RegisterState()
        self._kinds: dict[str, str] = {}
        self._services: dict[str, str] = {}
        self._first_type, self._guarantee_days = "", 0
        self._open: dict[str, OpenRequest] = {}
        self._times: Counter[str] = Counter()
        self._decided: defaultdict[str, list[Doc]] = defaultdict(list)
        self._published: defaultdict[str, list[Published]] = defaultdict(list)
        self._sent: defaultdict[str, list[Doc]] = defaultdict(list)
        self._ends: dict[str, dt.date] = {}
        self.facts = ReviewFacts()

    def read(self, events: Iterable[RegisterEvent]) -> ReviewFacts:
        """The facts of all events."""
        for event in events:
            if event.payload is None:
                self.facts.erased += 1
                continue
            payload = dict(event.payload)
            if event.kind == "closed":
                self._close(event.month, payload)
            apply(self._state, event.kind, event.month, payload)
            self._note(event, payload)
        for one in self._open.values():
            self.facts.requests.append(self._fact(one))
        self.facts.requests.sort(key=lambda row: row.request)
        return self.facts

    def _note(self, event: RegisterEvent, payload: Doc) -> None:
        """What an event says besides what the fold keeps."""
        day = dt.date.fromisoformat(event.at[:10])
        match event.kind:
            case "tables":
                self._learn({**payload["organisation"], "id": "tables", "situations": []})
            case "opened":
                self._learn(payload["problem"])
            case "received" | "corrected":
                self._take_in(payload["situation"])
            case "withdrawn":
                self._end(payload["situation"], "withdrawn", self._within(event.month, day))
            case "decided" if "points" in payload:  # without: a pin that keeps a promise
                self._decided[event.month].append(payload)
            case "sent":
                self._sent[event.month].append(payload)
            case "published" if (month := self._state.months.get(event.month)) and month.published[-1]["agenda"]:
                published = month.published[-1]
                self._published[event.month].append(
                    Published(day, published["number"], published["agenda"], month.problem)
                )

    def _learn(self, document: Mapping[str, Any]) -> None:
        """The organisation as it is now: whose structure is of which kind, what everything is called."""
        problem, labels = Problem.from_dict(document), self.facts.labels
        self._kinds |= {structure.id: structure.kind for structure in problem.structures}
        self._services |= {subsector.id: subsector.service for subsector in problem.subsectors}
        self._first_type = problem.regulation.types[0].id
        self._guarantee_days = problem.regulation.guarantee_days
        for dimension, rows in (
            ("service", problem.services),
            ("subsector", problem.subsectors),
            ("structure", problem.structures),
            ("type", problem.regulation.types),
        ):
            known = labels.setdefault(dimension, {})
            known |= {row.id: row.label or row.id for row in rows}
        self.facts.services = sorted({*self.facts.services, *(row.id for row in problem.services)})

    def _take_in(self, row: Doc) -> None:
        known = self._open.get(row["id"])
        if known is not None:
            known.row = row
            return
        self._times[row["id"]] += 1
        times = self._times[row["id"]]
        key = row["id"] + (f"#{times}" if times > 1 else "")
        self._open[row["id"]] = OpenRequest(key, row, self._guarantee_days)

    def _within(self, month: str, day: dt.date) -> dt.date:
        """A day as far as it lies in the month that was open then: a register may be written up later."""
        record = self._state.months.get(month)
        if record is None:
            return day
        first, last = dt.date.fromisoformat(record.problem["as_of"]), end_of(record.until, record.problem)
        return min(max(day, first), max(first, last))

    def _end(self, name: str, fate: Any, day: dt.date, **more: Any) -> None:
        one = self._open.pop(name, None)
        if one is not None:
            asked = dt.date.fromisoformat(one.row["requested_on"])
            self.facts.requests.append(self._fact(one, fate=fate, ended_on=max(day, asked), **more))

    def _fact(self, one: OpenRequest, **end: Any) -> RequestFact:
        row = one.row
        return RequestFact(
            request=one.key,
            person=row.get("person") or "",
            service=self._services.get(row["subsector"], ""),
            kind=self._kinds.get(row["structure"], ""),
            structure=row["structure"],
            referent=row["referent"],
            subsector=row["subsector"],
            type=row.get("type") or self._first_type,
            urgency=row.get("urgency") or 0,
            requested_on=dt.date.fromisoformat(row["requested_on"]),
            guarantee_days=one.guarantee_days,
            **end,
        )

    def _close(self, name: str, payload: Doc) -> None:
        """The facts of a month, before the fold forgets who waited; of an erased one who left and who waits."""
        record = self._state.months.get(name)
        if record is not None and record.proposal is not None:
            keys = {situation: one.key for situation, one in self._open.items()}
            month = ClosedMonth(record, payload, keys, self._state.promises)
            month.add_to(self.facts, self._decided[name], self._published[name], self._sent[name], self._delays)
            for situation in month.asked & self._open.keys():
                self._open[situation].guarantee_days = month.index.regulation.guarantee_days
            last, places = end_of(record.until, record.problem), month.ends()
        else:
            last, places = dt.date.fromisoformat(payload["as_of"]), {}
        self.facts.horizon = max(self.facts.horizon, last)
        for line in payload["next"]["left"]:
            day, more = places.get(line["situation"], (last, {}))
            self._end(line["situation"], line["outcome"], day if line["outcome"] == "heard" else last, **more)
        for row in payload["waiting"]:
            self._take_in(row)


def end_of(until: str, document: Mapping[str, Any]) -> dt.date:
    """The day until which a month knows of every session: as it was opened, or that of its last session."""
    days = [row["start"][:10] for row in document["sessions"]]
    return dt.date.fromisoformat(max([*days, until] if until else days or [document["as_of"]]))


def facts_of(events: Iterable[RegisterEvent], *, delays: Delays = USUAL_DELAYS) -> ReviewFacts:
    """The facts of a register's events; `delays`: by when letters should leave."""
    return FactReader(delays).read(events)
