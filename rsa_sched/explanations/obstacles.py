"""Why a situation can sit in none of its sessions even where only the pinned situations are seated: facts, then words.

The facts come from calendars and seats, not from the engine's look-ups; a sentence says nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT, to_moment
from rsa_sched.domain.index import Engagement
from rsa_sched.engine.options import Starts
from rsa_sched.french.figures import hour, several
from rsa_sched.french.sentences import say
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Seat, broken_by, violations
from rsa_sched.rules.presence import Presence
from rsa_sched.rules.session_time import SessionTime

Against = Literal["taken", "needed", "late", "company", "rule"]
"""Other situations' minutes; a participant whom they need; an end alone after the first hour; others left alone after
theirs; a rule."""
AGAINST: dict[str, Against] = {"session-time": "taken", "presence": "needed"}
"""What a pinned situation does to another one, by the rule that excludes the two together."""


@dataclass(frozen=True)
class Hour:
    """What stands against one start; `by` names the pinned situations or the rules."""

    start: int
    against: Against
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Obstacle:
    """What stands against one session.

    Attributes
    ----------
    why : it has no places; it is too short; the people in `by` are never free long enough, or only off its quarters;
        rules bar every hour left; the pinned hold all its places, or too many of its minutes; or each hour has its own.
    minutes : needed.
    by : the people, rules or pinned situations in question.
    hours : every start at which the situation could sit by itself, where `why` is ``hours``.
    """

    session: str
    why: Literal["no-places", "too-short", "never-free", "off-quarters", "rules", "places", "minutes", "hours"]
    minutes: int
    by: tuple[str, ...] = ()
    hours: tuple[Hour, ...] = ()


def find_obstacle(prepared: PreparedProblem, pinned: Mapping[str, Seat], situation: str, session: str) -> Obstacle:
    """What stands against a situation in a session that admits it.

    Parameters
    ----------
    prepared : the (component of a) problem.
    pinned : the seats of the pinned situations in this agenda.
    """
    row, minutes = prepared.index.sessions[session], prepared.index.minutes[situation]
    if not row.size:
        return Obstacle(session, "no-places", minutes)
    if row.minutes < minutes:
        return Obstacle(session, "too-short", minutes)
    starts = Starts(prepared).of(situation, session)
    if not starts:
        return _find_bar(prepared, situation, session)
    there = [seat for seat in pinned.values() if seat.session == session]
    names = tuple(seat.situation for seat in there)
    if len(there) >= row.size:
        return Obstacle(session, "places", minutes, names)
    if row.minutes - sum(seat.end - seat.start for seat in there) < minutes:
        return Obstacle(session, "minutes", minutes, names)
    seats = (Seat(situation, session, start, start + minutes) for start in starts)
    hours = tuple(_find_objection(prepared, list(pinned.values()), seat) for seat in seats)
    return Obstacle(session, "hours", minutes, hours=hours)


def _find_bar(prepared: PreparedProblem, situation: str, session: str) -> Obstacle:
    """Why no start is allowed even in an empty session: calendars, or a rule that has no words of its own here."""
    index, minutes = prepared.index, prepared.index.minutes[situation]
    people = tuple(dict.fromkeys(index.participants[situation]))
    known = (SessionTime(), Presence())
    if Starts(prepared, known).of(situation, session):
        grid = (1 << index.grid(session)) - 1
        barring = (rule.id for rule in RULES if rule.barred(index, situation, session) & grid)
        return Obstacle(session, "rules", minutes, tuple(rule for rule in barring if rule not in AGAINST))
    alone = tuple(who for who in people if not _are_free(prepared, (who,), session, minutes, UNIT))
    by = alone or people
    anywhere = _are_free(prepared, by, session, minutes, 1)
    return Obstacle(session, "off-quarters" if anywhere else "never-free", minutes, by)


def _are_free(prepared: PreparedProblem, people: Sequence[str], session: str, minutes: int, step: int) -> bool:
    """Whether these people are all free for that many minutes from a start of the session that `step` divides."""
    index, opens = prepared.index, prepared.index.start[session]
    here = Engagement(opens, index.end(session), index.sessions[session].venue, index.date(session), session)
    busy = [absence for who in people for absence in index.unavailable.get(who, ())]
    for post in (post for who in people for post in index.staffed.get(who, ()) if post.session != session):
        away = index.travel.minutes(here.venue, post.venue) if here.date == post.date else 0
        busy.append((post.start - away, post.end + away))
    return any(
        all(start + minutes <= begin or end <= start for begin, end in busy)
        for start in range(opens, here.end - minutes + 1, step)
    )


def _find_objection(prepared: PreparedProblem, pinned: Sequence[Seat], seat: Seat) -> Hour:
    """The first rule that excludes the seat, with the pinned situations that it excludes it with."""
    index = prepared.index
    unexplained: list[str] = []
    company: tuple[str, ...] = ()
    here = [other for other in pinned if other.session == seat.session]
    anywhere, there = (Reading.of_seats(index, [*beside, seat]) for beside in (pinned, here))
    for rule in RULES:
        # A rule that is not monotone may be broken in another session: there, the seat keeps nobody company.
        far = rule.scope == "agenda" or not rule.is_monotone
        beside, reading = (pinned, anywhere) if far else (here, there)
        names = {violation.situation for violation in violations((rule,), reading)}
        if not names:
            continue
        if not rule.is_monotone:
            if seat.situation in names:
                return Hour(seat.start, "late")
            company = tuple(other.situation for other in beside if other.situation in names)
            continue
        by = tuple(other.situation for other in beside if any(broken_by((rule,), index, (other, seat))))
        if rule.id in AGAINST and by:
            return Hour(seat.start, AGAINST[rule.id], by)
        unexplained.append(rule.id)
    return Hour(seat.start, "rule", tuple(unexplained)) if unexplained else Hour(seat.start, "company", company)


def describe_obstacle(obstacle: Obstacle, first: int | None) -> str:
    """An obstacle in French; `first` is the règlement's ``single_situation_minutes``."""
    if obstacle.why != "hours":
        by = name_rules(obstacle.by) if obstacle.why == "rules" else obstacle.by
        return say(f"deferrals.obstacles.{obstacle.why}", minutes=obstacle.minutes, by=by, number=len(by))
    hours: dict[tuple[Against, tuple[str, ...]], list[str]] = {}
    for one in obstacle.hours:
        hours.setdefault((one.against, one.by), []).append(hour(to_moment(one.start)))
    clauses = []
    for (against, ids), starts in hours.items():
        by = name_rules(ids) if against == "rule" else ids
        facts = {"hours": several(starts, most=96), "by": by, "number": len(by), "first": first}
        clauses.append(say(f"deferrals.hours.{against}", **facts))
    return ", ".join(clauses)


def name_rules(ids: Collection[str]) -> list[str]:
    """Each rule with its sentence, in the contract's order."""
    return [
        say("deferrals.no-common-time.rule", rule=rule.id, sentence=rule.sentence) for rule in RULES if rule.id in ids
    ]
