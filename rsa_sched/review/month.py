"""The facts of a closed month: who was heard in which session, who was not and why, who travelled."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from rsa_sched.bareme.travel import trip
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.publish.letterhead import Delays
from rsa_sched.register import promised
from rsa_sched.register.state import Doc, MonthRecord
from rsa_sched.register.verbs.hold import original, places_of
from rsa_sched.review.facts import (
    UNIT_MINUTES,
    LineFact,
    OverrideFact,
    PromiseFact,
    ReviewFacts,
    SessionFact,
    ShareFact,
    TripFact,
)
from rsa_sched.review.publications import Publications, Published


class ClosedMonth:
    """A month at the moment of its closing.

    Parameters
    ----------
    record : as the fold holds it before the closing.
    closing : payload of the event.
    keys : the key of each request that had not ended, by the situation's id.
    promises : those that were open.
    """

    def __init__(self, record: MonthRecord, closing: Doc, keys: Mapping[str, str], promises: Mapping[str, Doc]) -> None:
        self._record, self._closing, self._keys, self._promises = record, closing, keys, promises
        problem, self._first = original(record)
        self.index = ProblemIndex(problem)
        self._places = {place["situation"]: place for place in places_of(record)}
        self._cancelled = {name for line in record.cancelled for name in line["sessions"]}
        self._left = {line["situation"]: line["outcome"] for line in closing["next"]["left"]}
        self._codes = {
            line["situation"]: line["code"]
            for held in record.held.values() for line in held["outcomes"] if "code" in line
        }  # fmt: skip

    @property
    def asked(self) -> set[str]:
        """Situations of the month."""
        return set(self.index.situations)

    @cached_property
    def day(self) -> dt.date:
        """The day of its last session."""
        days = [row.start.date() for row in self.index.sessions.values()]
        return max(days, default=self.index.problem.as_of)

    def ends(self) -> dict[str, tuple[dt.date, dict[str, Any]]]:
        """Of each who was heard the day of the session, and what else its request is to tell."""
        return {
            name: (
                _day(place),
                {
                    "month": self._record.id,
                    "session": place["session"],
                    "minutes": _minutes(place),
                    "code": self._codes.get(name, ""),
                },
            )
            for name, place in self._places.items()
        }

    def add_to(
        self,
        facts: ReviewFacts,
        decided: Sequence[Doc],
        published: Sequence[Published],
        sent: Sequence[Doc],
        delays: Delays,
    ) -> None:
        """Add everything that the month has to tell."""
        lines = list(self._lines())
        facts.lines += lines
        facts.sessions += self._sessions(lines)
        facts.trips += self._trips(lines)
        facts.shares += self._shares(lines)
        facts.overrides += self._overrides(decided)
        whose = {name: {**self._whose(name), "day": self.day} for name in self.index.situations}
        publications = Publications(published, whose, self._cancelled)
        facts.changes += publications.changes()
        facts.letters += publications.letters(sent, delays, self.index.problem.timezone)
        facts.promises += self._fates_of_promises()
        facts.began = min(facts.began, min((row.day for row in facts.sessions), default=self.day))

    def _whose(self, name: str) -> dict[str, Any]:
        return {
            "request": self._keys.get(name, name),
            "month": self._record.id,
            "service": self.index.service_of(name),
            "kind": self.index.kind_of(name),
        }

    def _told(self) -> dict[str, str]:
        """What became of places, as it was recorded; of those that were cancelled, by whom."""
        told = {line["situation"]: line["outcome"] for held in self._record.held.values() for line in held["outcomes"]}
        for line in self._record.cancelled:
            for place in self._first["appointments"]:
                if place["session"] in line["sessions"]:
                    told.setdefault(place["situation"], "cancelled")
                elif place["situation"] in line["freed"]:
                    told.setdefault(place["situation"], "absent")
        return told

    def _lines(self) -> Iterator[LineFact]:
        told, reasons = self._told(), {line["situation"]: line["reason"] for line in self._first["deferrals"]}
        for name, row in self.index.situations.items():
            place = self._places.get(name)
            fate = self._left.get(name) or told.get(name, "deferred")
            kept = place is not None and fate in ("heard", "absent")
            minutes = _minutes(place) if place is not None and kept else 0
            yield LineFact(
                **self._whose(name),
                day=_day(place) if place is not None else self.day,
                structure=row.structure,
                referent=row.referent,
                subsector=row.subsector,
                type=self.index.type_of(name).id,
                urgency=row.urgency,
                fate=fate,  # type: ignore[arg-type]
                reason=reasons.get(name, "") if fate == "deferred" else "",
                session=place["session"] if place is not None else "",
                minutes=minutes,
                units=minutes // UNIT_MINUTES,
                code=self._codes.get(name, ""),
                partners=len(row.partners),
            )

    def _sessions(self, lines: Sequence[LineFact]) -> Iterator[SessionFact]:
        assert self._record.proposal is not None, "it was closed"
        modes = {row["session"]: row["mode"] for row in self._first["sessions"]}
        modes |= {row["session"]: row["mode"] for row in self._record.proposal["agenda"]["sessions"]}
        taken = Counter(line.session for line in lines if line.minutes)
        for name, row in self.index.sessions.items():
            mode = "cancelled" if name in self._cancelled else {"cancelled": "empty"}.get(modes[name], modes[name])
            yield SessionFact(
                session=name,
                month=self._record.id,
                day=row.start.date(),
                service=row.service,
                subsector=row.subsector or "",
                type=row.type,
                venue=row.venue,
                mode=mode,  # type: ignore[arg-type]
                is_shared=self.index.types[row.type].scope == "service",
                situations=taken[name],
                minutes_open=row.minutes if mode in ("held", "first_hour") else 0,
            )

    def _trips(self, lines: Sequence[LineFact]) -> Iterator[TripFact]:
        visits: defaultdict[tuple[str, str, dt.date, str], list[str]] = defaultdict(list)
        structures = {row.id: row.structure or "" for row in self.index.problem.professionals}
        kinds = {row.id: row.kind for row in self.index.problem.structures}
        for line in lines:
            if not line.minutes:
                continue
            session = self.index.sessions[line.session]
            for person in self._places[self._name(line)]["participants"]:
                if trip(self.index, person, line.session) is not None:
                    visits[person, session.venue, session.start.date(), session.service].append(line.request)
        for (person, venue, day, service), requests in sorted(visits.items()):
            yield TripFact(
                professional=person,
                structure=structures.get(person, ""),
                kind=kinds.get(structures.get(person, ""), ""),
                service=service,
                venue=venue,
                month=self._record.id,
                day=day,
                requests=tuple(requests),
            )

    def _name(self, line: LineFact) -> str:
        return self._situations[line.request]

    @cached_property
    def _situations(self) -> dict[str, str]:
        """The situation's id of each key."""
        return {self._keys.get(name, name): name for name in self.index.situations}

    def _shares(self, lines: Sequence[LineFact]) -> Iterator[ShareFact]:
        granted: Counter[tuple[str, str]] = Counter()
        whole: Counter[str] = Counter()
        for line in lines:
            granted[line.service, line.kind] += line.units
            whole[line.service] += line.units
        regulation = self.index.regulation
        weights = sum(map(regulation.weight, regulation.kinds))
        for row in self._first["due"]:
            yield ShareFact(
                month=self._record.id,
                day=self.day,
                service=row["service"],
                kind=row["kind"],
                demand=row["demand_units"],
                due=row["due_units"],
                granted=granted[row["service"], row["kind"]],
                agreed=regulation.weight(row["kind"]) / weights,
                granted_in_all=whole[row["service"]],
            )

    def _overrides(self, decided: Sequence[Doc]) -> Iterator[OverrideFact]:
        for row in decided:
            if row["situation"] in self.index.situations:
                before, after = row["points"]
                yield OverrideFact(
                    **self._whose(row["situation"]), day=self.day, action=row["action"], cost=before - after
                )

    def _fates_of_promises(self) -> Iterator[PromiseFact]:
        record, first = self._record, [self._first] if self._record.replaced_from is not None else []
        last = [] if record.proposal is None else [record.proposal["agenda"]]
        given = promised.given_places([*first, *last], record.cancelled, record.held)
        until = f"{self.day:%Y-%m}" if self.index.sessions else ""
        for name, row in sorted(self._promises.items()):
            account: defaultdict[str, int] = defaultdict(int)
            promised.settle({name: dict(row)}, account, until, self._left, given)
            for fate in account:
                if name in self.index.situations:
                    yield PromiseFact(**self._whose(name), day=self.day, latest=row["latest"], fate=fate)  # type: ignore[arg-type]


def _day(place: Mapping[str, Any]) -> dt.date:
    return dt.date.fromisoformat(place["start"][:10])


def _minutes(place: Mapping[str, Any]) -> int:
    start, end = (dt.datetime.fromisoformat(place[key]) for key in ("start", "end"))
    return int((end - start).total_seconds()) // 60
