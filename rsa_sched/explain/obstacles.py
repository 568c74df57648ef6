"""Why a situation could sit in none of its sessions even with nobody but the pinned seated: facts, then words.

Facts are worked out from calendars and seats by themselves, not from the engine's look-ups, and are what the words are
made of: a sentence says nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import UNIT, to_moment
from rsa_sched.domain.index import Engagement
from rsa_sched.engine.options import Starts
from rsa_sched.french.figures import hour, several
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat, broken_by
from rsa_sched.rules.presence import Presence
from rsa_sched.rules.session_time import SessionTime

Against = Literal["taken", "needed", "late", "company", "rule"]
AGAINST: dict[str, Against] = {"session-time": "taken", "presence": "needed"}
"""What a pinned situation does to another one, by the rule that sets one against the other."""


@dataclass(frozen=True)
class Hour:
    """What stands against one start: others' minutes, a participant needed by others, an end alone after the first
    hour, others left alone after theirs, a rule; `by` names the pinned situations or the rules.
    """

    start: int
    against: Against
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Obstacle:
    """What stands against one session.

    Attributes
    ----------
    why : it hears nobody; is too short; the people named are never free long enough, or only off its quarters; rules
        bar every hour left; the pinned hold all its places, or too many of its minutes; or each hour has its own.
    minutes : needed.
    by : the people, rules or pinned situations in question.
    hours : every start at which the situation could sit by itself, where `why` is ``hours``.
    """

    session: str
    why: Literal["no-places", "too-short", "never-free", "off-quarters", "rules", "places", "minutes", "hours"]
    minutes: int
    by: tuple[str, ...] = ()
    hours: tuple[Hour, ...] = ()


def obstacle(prepared: PreparedProblem, pinned: Mapping[str, Seat], situation: str, session: str) -> Obstacle:
    """What stands against a situation in a session that admits it.

    Parameters
    ----------
    prepared : the (component of a) problem.
    pinned : the seats of the pinned situations in this agenda.
    """
    index, row = prepared.index, prepared.index.sessions[session]
    minutes = index.minutes[situation]
    if not row.size:
        return Obstacle(session, "no-places", minutes)
    if row.minutes < minutes:
        return Obstacle(session, "too-short", minutes)
    starts = Starts(prepared).of(situation, session)
    if not starts:
        return _barred(prepared, situation, session)
    there = [seat for seat in pinned.values() if seat.session == session]
    names = tuple(seat.situation for seat in there)
    if len(there) >= row.size:
        return Obstacle(session, "places", minutes, names)
    if row.minutes - sum(seat.end - seat.start for seat in there) < minutes:
        return Obstacle(session, "minutes", minutes, names)
    seats = (Seat(situation, session, start, start + minutes) for start in starts)
    return Obstacle(
        session, "hours", minutes, (), tuple(_against(prepared, list(pinned.values()), seat) for seat in seats)
    )


def _barred(prepared: PreparedProblem, situation: str, session: str) -> Obstacle:
    """No start is allowed, whoever else is seated: calendars, or a rule of which this page knows nothing."""
    index, minutes = prepared.index, prepared.index.minutes[situation]
    people = tuple(dict.fromkeys(index.participants[situation]))
    if Starts(prepared, (SessionTime(), Presence())).of(situation, session):
        free = (1 << index.grid(session)) - 1
        barring = [rule for rule in RULES if rule.barred(index, situation, session) & free]
        known = (SessionTime, Presence)
        return Obstacle(session, "rules", minutes, tuple(rule.id for rule in barring if not isinstance(rule, known)))
    alone = tuple(who for who in people if not _free(prepared, (who,), session, minutes, UNIT))
    by = alone or people
    return Obstacle(session, "off-quarters" if _free(prepared, by, session, minutes, 1) else "never-free", minutes, by)


def _free(prepared: PreparedProblem, people: Sequence[str], session: str, minutes: int, step: int) -> bool:
    """Whether these people are free so long from some start of the session, every so many minutes."""
    index, opens = prepared.index, prepared.index.start[session]
    here = Engagement(opens, index.end(session), index.sessions[session].venue, index.date(session), session)
    busy = [absence for who in people for absence in index.unavailable.get(who, ())]
    for who in people:
        for post in index.staffed.get(who, ()):
            if post.session != session:
                away = index.travel.minutes(here.venue, post.venue) if here.date == post.date else 0
                busy.append((post.start - away, post.end + away))
    return any(
        all(start + minutes <= begin or end <= start for begin, end in busy)
        for start in range(opens, here.end - minutes + 1, step)
    )


def _against(prepared: PreparedProblem, pinned: Sequence[Seat], seat: Seat) -> Hour:
    """The first rule that says no, with those whom it sets against the seat."""
    index = prepared.index
    unexplained: list[str] = []
    company: tuple[str, ...] = ()
    for rule in RULES:
        broken = list(broken_by((rule,), index, [*pinned, seat]))
        if not broken:
            continue
        if not rule.is_monotone:
            names = {violation.situation for violation in broken}
            if seat.situation in names:
                return Hour(seat.start, "late")
            company = tuple(other.situation for other in pinned if other.situation in names)
            continue
        by = tuple(other.situation for other in pinned if any(broken_by((rule,), index, (other, seat))))
        if rule.id in AGAINST and by:
            return Hour(seat.start, AGAINST[rule.id], by)
        unexplained.append(rule.id)
    return Hour(seat.start, "rule", tuple(unexplained)) if unexplained else Hour(seat.start, "company", company)


# --- words ------------------------------------------------------------------------------------------------------------


def told(fact: Obstacle, first: int | None) -> str:
    """An obstacle in words; `first` is the règlement's ``single_situation_minutes``."""
    who = several(fact.by)
    words = {
        "no-places": "la séance n'entend aucune situation",
        "too-short": f"la séance est plus courte que les {fact.minutes} minutes nécessaires",
        "never-free": _never_free(fact),
        "off-quarters": f"{_never_free(fact)} à partir d'un quart d'heure de la séance",
        "rules": f"aucune heure n'y est permise {_rules(fact.by)}",
        "places": f"toutes ses places sont prises par des places fixées d'avance ({who})",
        "minutes": f"des places fixées d'avance ({who}) n'y laissent pas les {fact.minutes} minutes nécessaires",
        "hours": ", ".join(_hours(fact.hours, first)),
    }
    return words[fact.why]


def _never_free(fact: Obstacle) -> str:
    who, length = several(fact.by), f"{fact.minutes} minutes de suite"
    if len(fact.by) == 1:
        return f"{who} n'y est jamais libre {length}"
    return f"{who} n'y sont jamais libres ensemble {length}"


def _hours(hours: Sequence[Hour], first: int | None) -> list[str]:
    groups: dict[tuple[Against, tuple[str, ...]], list[str]] = {}
    for one in hours:
        groups.setdefault((one.against, one.by), []).append(hour(to_moment(one.start)))
    return [f"à {several(at, most=96)}, {_why(against, by, first)}" for (against, by), at in groups.items()]


def _why(against: Against, by: Sequence[str], first: int | None) -> str:
    who = several(by)
    words = {
        "taken": f"minutes prises par des places fixées d'avance ({who})",
        "needed": f"participant retenu par des places fixées d'avance ({who})",
        "late": f"elle finirait seule après les {first} premières minutes",
        "rule": f"elle est exclue {_rules(by)}",
        "company": f"une place fixée d'avance ({who}) resterait seule après les {first} premières minutes de sa séance",
    }
    return words[against]


def _rules(ids: Sequence[str]) -> str:
    named: list[Rule] = [rule for rule in RULES if rule.id in ids]
    sentences = several(f"{rule.id} (« {rule.sentence} »)" for rule in named)
    return f"par la règle {sentences}" if len(named) == 1 else f"par les règles {sentences}"


def excluded(prepared: PreparedProblem, situation: str, sessions: Sequence[str]) -> str:
    """The words where rules without a reason of their own admit a situation to none of its sessions left."""
    against = [
        rule.id for rule in RULES if any(not rule.admits(prepared.index, situation, session) for session in sessions)
    ]
    return f"Aucune séance ne peut l'entendre : elle en est exclue {_rules(against)}."
