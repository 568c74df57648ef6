"""What is left to decide, exceptions first: what opens the page of the month, and the sheet that is signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rsa_sched.display.view import DeferralView, SessionView, View
from rsa_sched.explanations.notices import list_hours
from rsa_sched.french.figures import duration, several
from rsa_sched.french.sentences import say, words
from rsa_sched.publish.tasks.attendance import missing_staff

MOST_URGENT, MOST_OLD = 3, 2
"""How many of them are told in full; the others are named."""
QUARTER = 15
"""Minutes of a unit."""


class Case(NamedTuple):
    """One situation that asks for a look: who, since when, why it is deferred and what comes next."""

    situation: str
    who: str
    why: str
    step: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to decide.

    Attributes
    ----------
    key : of its words in ``pages.toml``.
    title : what it is about.
    cases : situations to look at.
    sentences : what is told beside them.
    session : id of the session that it is about; "" where it is none.
    """

    key: str
    title: str
    cases: tuple[Case, ...] = ()
    sentences: tuple[str, ...] = ()
    session: str = ""


def topics(shown: View) -> list[Topic]:
    """Everything that the service may still want to decide, the most pressing first; see `Topic`."""
    places = list(_free(shown))
    asked, unasked = [one for one in places if one.cases], [one for one in places if not one.cases]
    told = {case.situation for topic in asked for case in topic.cases}
    return [*_urgent(shown), *asked, *_lacking(shown, told), *_far(shown), *_away(shown), *unasked]


# --- the urgent and the oldest ----------------------------------------------------------------------------------------


def urgent_level(shown: View) -> int:
    """The lowest level that counts as urgent here: the upper half of those of the règlement."""
    return max(1, len(shown.regulation.urgency_days) // 2)


def urgent(shown: View) -> list[DeferralView]:
    """The urgent who are deferred: the most urgent first, then the oldest."""
    rows = [row for row in shown.deferrals if row.urgency >= urgent_level(shown) and row.reason != "person-seated"]
    return sorted(rows, key=lambda row: (-row.urgency, row.requested_on, row.situation))


def oldest(shown: View) -> list[DeferralView]:
    """All others who are deferred, those that wait longest first."""
    pressing = {row.situation for row in urgent(shown)}
    rows = [row for row in shown.deferrals if row.situation not in pressing and row.reason != "person-seated"]
    return sorted(rows, key=lambda row: (row.requested_on, -row.deferrals, row.situation))


def _urgent(shown: View) -> Iterator[Topic]:
    pressing, others = urgent(shown), oldest(shown)
    told = [*pressing[:MOST_URGENT], *others[:MOST_OLD]]
    if told:
        rest = [row.situation for row in pressing[MOST_URGENT:]]
        more = (say("pages.decide.urgent.more", number=len(rest), situations=rest),) if rest else ()
        yield Topic("urgent", say("pages.decide.urgent.title"), tuple(_case(shown, row) for row in told), more)


def _case(shown: View, row: DeferralView) -> Case:
    level = "urgent" if row.urgency >= urgent_level(shown) else "plain"
    before = "since-again" if row.deferrals else "since"
    since = say(f"pages.decide.{before}", day=row.requested_on)
    who = say(f"pages.decide.who-{level}", structure=row.structure_label, since=since)
    return Case(row.situation, who, row.why or row.label, row.service_step or row.step)


# --- free time --------------------------------------------------------------------------------------------------------


def _free(shown: View) -> Iterator[Topic]:
    """Sessions with time for one situation more."""
    found = []
    for session in shown.sessions:
        times = free_times(shown, session)
        if session.mode != "cancelled" and len(session.lines) < session.size and times:
            askers = [row for row in shown.deferrals if _asks_for(row, session) and row.reason != "person-seated"]
            askers.sort(key=lambda row: (row.reason != "no-common-time", -row.urgency, row.requested_on, row.situation))
            found.append((session, times, askers))
    for session, times, askers in found:
        title = say(
            "pages.decide.free.title",
            time=duration(sum(_minutes(first, last) for first, last in times)),
            day=session.start,
            venue=session.venue_label,
        )
        hours = several(say("pages.decide.free.hours", start=first, end=last) for first, last in times)
        nobody = () if askers else (say("pages.decide.free.nobody"),)
        cases = tuple(_case(shown, row) for row in askers)
        yield Topic("free", title, cases, (say("pages.decide.free.when", hours=hours), *nobody), session.id)


def _asks_for(row: DeferralView, session: SessionView) -> bool:
    """Whether a session is of the kind and place that a request asks for."""
    alike = row.type.id == session.type.id
    return alike and (session.type.scope == "service" or row.subsector == session.subsector)


def free_times(shown: View, session: SessionView) -> list[tuple[dt.datetime, dt.datetime]]:
    """The times of a session in which nobody is heard and somebody could be."""
    found, reached = [], session.start
    for line in sorted(session.lines, key=lambda row: row.start):
        if line.start > reached:
            found.append((reached, line.start))
        reached = max(reached, line.end)
    if reached < session.end:
        found.append((reached, session.end))
    return [(first, last) for first, last in found if _minutes(first, last) >= shown.regulation.short_minutes]


def _minutes(first: dt.datetime, last: dt.datetime) -> int:
    return int((last - first).total_seconds()) // 60


# --- what a request lacks, what structures are owed, who is away ------------------------------------------------------


def _lacking(shown: View, told: Collection[str]) -> Iterator[Topic]:
    """Requests that an agreement or a piece of paper would let in, beside those `told`; the service's own agreement
    first."""
    rows = [row for row in shown.deferrals if row.reason == "ineligible" and row.situation not in told]
    rows.sort(key=lambda row: ("R43" not in row.rules, row.requested_on, row.situation))
    if rows:
        yield Topic("lacking", say("pages.decide.lacking.title"), tuple(_case(shown, row) for row in rows))


def _far(shown: View) -> Iterator[Topic]:
    """Kinds of structures that were granted less than they were due, and asked for more; the furthest first."""
    short = [row for row in shown.due if row.granted_units < min(row.due_units, row.demand_units)]
    short.sort(key=lambda row: (row.granted_units - row.due_units, row.service, row.kind))
    names = words("pages.abbreviations")
    told = "sentence" if len(shown.services) < 2 else "sentence-of-service"
    sentences = tuple(
        say(
            f"pages.decide.far.{told}",
            kind=names.get(row.kind, row.kind).partition(" (")[0],
            short=row.kind,
            service=shown.services.get(row.service, row.service),
            missing=duration(QUARTER * (row.due_units - row.granted_units)),
            due=duration(QUARTER * row.due_units),
        )
        for row in short
    )
    if sentences:
        yield Topic("far", say("pages.decide.far.title"), (), sentences)


def _away(shown: View) -> Iterator[Topic]:
    """Whoever staffs a session that they cannot come to."""
    sentences = []
    for session in shown.sessions:
        labels = dict(zip(session.staff, session.staff_shown, strict=True))
        for name, rows in missing_staff(session, shown.regulation).items():
            sentences.append(
                say("pages.decide.away.sentence", professional=labels[name], day=session.start, hours=list_hours(rows))
            )
    if sentences:
        yield Topic("away", say("pages.decide.away.title"), (), tuple(sentences))
