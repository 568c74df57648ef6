"""What ways to spoil a valid agenda are made of; `corruptions` lists them all.

A corruption yields every spoilt agenda of its kind that a problem offers, perhaps none. Figures are left unstated, and
who is newly seated leaves the deferrals, so that the rule `document` is broken only where that is the point.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.support import oracle_read as read
from tests.support import oracle_rules as rules
from tests.support.oracle_read import Doc

Corruption = Callable[[Doc, Doc], Iterator[Doc]]


class Kind(NamedTuple):
    """One kind of corruption: the rule it breaks, and whether it can never break another as well."""

    name: str
    rule: str
    only: bool
    spoil: Corruption


KINDS: list[Kind] = []


def breaks(rule: str, only: bool = False) -> Callable[[Corruption], Corruption]:
    """Register a corruption."""

    def register(spoil: Corruption) -> Corruption:
        KINDS.append(Kind(spoil.__name__.replace("_", " "), rule, only, spoil))
        return spoil

    return register


def bare(agenda: Doc) -> Doc:
    """A copy of an agenda's appointments and deferrals."""
    return {key: [dict(line) for line in agenda[key]] for key in ("appointments", "deferrals")}


def deferring(agenda: Doc, names: set[str]) -> Doc:
    """The agenda with these situations deferred."""
    spoilt = bare(agenda)
    spoilt["appointments"] = [line for line in spoilt["appointments"] if line["situation"] not in names]
    spoilt["deferrals"] += [{"situation": name} for name in sorted(names)]
    return spoilt


def seating(problem: Doc, agenda: Doc, row: Doc, session: Doc, start: int) -> Doc:
    """The agenda with this situation here instead of wherever it was."""
    spoilt = bare(agenda)
    for key, lines in spoilt.items():
        spoilt[key] = [line for line in lines if line["situation"] != row["id"]]
    spoilt["appointments"].append(rules.appointment(problem, row, session, start))
    return spoilt


def timed(agenda: Doc, number: int, start: int, end: int) -> Doc:
    """The agenda with other times stated for one appointment."""
    spoilt = bare(agenda)
    spoilt["appointments"][number] |= {"start": read.clock(start), "end": read.clock(end)}
    return spoilt


def changed(agenda: Doc, number: int, **stated: object) -> Doc:
    """The agenda with something else stated of one appointment."""
    spoilt = bare(agenda)
    spoilt["appointments"][number] |= stated
    return spoilt


class Place(NamedTuple):
    """A situation put somewhere, beside what else is seated; inside the session and on its grid."""

    problem: Doc
    row: Doc
    session: Doc
    start: int
    end: int
    others: list[read.Seat]

    def meets(self, other: Doc, start: int, end: int) -> bool:
        """Whether the times given, at another session, overlap this place."""
        return bool(other["id"] != self.session["id"] and start < self.end and self.start < end)

    def too_near(self, other: Doc, start: int, end: int) -> bool:
        """Whether the times given, at another venue on the date, leave no time to travel, without overlap."""
        gap = read.travel_minutes(self.problem, self.session["venue"], other["venue"])
        same_day = read.session_day(other) == read.session_day(self.session)
        return same_day and 0 <= max(start - self.end, self.start - end) < gap


def places(problem: Doc, agenda: Doc) -> Iterator[Place]:
    """Every situation at every hour of every session."""
    seated = read.seats(problem, agenda)
    for row in problem["situations"]:
        others = [seat for seat in seated if seat.situation["id"] != row["id"]]
        length = 15 * read.units(problem, row)
        for session in problem["sessions"]:
            opens, closes = read.session_span(problem, session)
            for start in range(opens, closes - length + 1, 15):
                yield Place(problem, row, session, start, start + length, others)


def misplaced(rule: str, only: bool = False) -> Callable[[Callable[[Place], bool]], Corruption]:
    """Register the corruption that seats a situation at any place of which something is true."""

    def register(wrong: Callable[[Place], bool]) -> Corruption:
        def spoil(problem: Doc, agenda: Doc) -> Iterator[Doc]:
            for place in places(problem, agenda):
                if wrong(place):
                    yield seating(problem, agenda, place.row, place.session, place.start)

        spoil.__name__ = wrong.__name__
        return breaks(rule, only)(spoil)

    return register
