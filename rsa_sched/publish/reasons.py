"""Why a situation is deferred in one plain sentence, and what comes next by which day, for whoever asked.

Words alone: no points, no numbers of rules, nobody's id. The sentence of an outranked situation names the two largest
parts of what hearing it in the place of another would have lost; the agenda's own text holds the figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.values import own_value
from rsa_sched.display.audience import Audience
from rsa_sched.display.view import DeferralView, View
from rsa_sched.domain.agenda import Agenda, Reason
from rsa_sched.domain.clock import to_moment
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session import CompleteSession
from rsa_sched.domain.statement import Statement
from rsa_sched.engine.components import split
from rsa_sched.engine.options import Starts
from rsa_sched.explanations.exchange import Contrast, Exchange
from rsa_sched.explanations.obstacles import Obstacle, find_obstacle
from rsa_sched.french.figures import several
from rsa_sched.french.sentences import say, words
from rsa_sched.publish.lacking import completing, lacking
from rsa_sched.publish.letterhead import USUAL_DELAYS, Delays
from rsa_sched.publish.tasks.opendays import Deadlines
from rsa_sched.rules.base import Reading, Seat
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation

HELD = ("places", "minutes", "hours")
"""Obstacles that other situations are, not calendars."""
FIXABLE = ("no-session", "ineligible", "out-of-window", "banned", "no-common-time")
"""Reasons that may be out of the way before this month's sessions are held."""
NAMED_PARTS = 2
"""How many parts of a loss a sentence names."""
MOST_ABSENCES = 3
"""How many sessions a sentence tells of, where each lacks somebody else."""


class PlainReason(NamedTuple):
    """The sentence, the next step, the same for the service, and the last day for it."""

    why: str
    step: str
    service_step: str
    by: dt.date


def explained(problem: Problem, agenda: Agenda, shown: View, delays: Delays = USUAL_DELAYS) -> View:
    """The view, its deferrals with their plain sentences: those that an audience may read.

    Parameters
    ----------
    problem, agenda : an agenda that was already audited.
    shown : what the audience sees of it.
    delays : by when people have to be told of a session.
    """
    if not shown.deferrals:
        return shown
    reasons = PlainReasons(problem, agenda, shown.audience, delays)
    told = map(reasons.as_told, shown.deferrals)
    return replace(shown, deferrals=tuple(replace(row, **reasons.of(row)._asdict()) for row in told))


def ties(problem: Problem, agenda: Agenda, shown: View, delays: Delays = USUAL_DELAYS) -> list[tuple[str, str]]:
    """The outranked who could be heard without any loss, with whose place they would take, "" for a free one.

    Others may be tied by more than one exchange: `rsa_sched.explain` tells all ties, and proves them.
    """
    reasons = PlainReasons(problem, agenda, shown.audience, delays)
    rows = ((row.situation, reasons.contrast(row.situation)) for row in shown.deferrals if row.reason == "outranked")
    return [
        (situation, one.holder.situation if one.holder is not None else "")
        for situation, one in rows
        if one is not None and one.seat is not None and sum(one.change.values()) == 0
    ]


class PlainReasons:
    """The plain sentences of one agenda; parameters as of `explained`."""

    def __init__(self, problem: Problem, agenda: Agenda, audience: Audience, delays: Delays) -> None:
        self._problem, self._agenda, self._audience, self._delays = problem, agenda, audience, delays
        self._prepared = PreparedProblem.of(problem)
        self._index: ProblemIndex = self._prepared.index
        self._labels = {row.id: row.label for row in problem.professionals if row.label}
        self._dates = Deadlines(problem.as_of, problem.timezone)

    def motive(self, situation: str, reason: Reason) -> Reason:
        """The motive that people are told, of the reason that the agenda states.

        The agenda states « no common time » where pins alone leave none (contract, section 4), and after a replacement
        every place that was given is a pin. Hours that others hold are places that others have: nothing has changed for
        whoever was outranked.
        """
        held = reason == "no-common-time" and any(one.why in HELD for one in self._obstacles(situation))
        return "outranked" if held else reason

    def as_told(self, row: DeferralView) -> DeferralView:
        """The deferral with the motive that people are told."""
        motive = self.motive(row.situation, row.reason)
        return row if motive == row.reason else replace(row, reason=motive, label=say(f"deferrals.reasons.{motive}"))

    def of(self, row: DeferralView) -> PlainReason:
        """The sentence and the next step of a deferral."""
        why, step, who = self._words(row)
        by = self._by(row)
        if step == "lacks":
            return PlainReason(why, *completing(row.rules, by, for_service=self._audience.all), by)
        own = say(f"deferrals.service-step.{step}", by=by, who=who) if self._audience.all else ""
        return PlainReason(why, say(f"deferrals.step.{step}", by=by, who=who), own, by)

    def _words(self, row: DeferralView) -> tuple[str, str, str]:
        """Why, the code of the next step, and whose step it is where it hangs on somebody else.

        No word of why where the reason that the agenda states does not hold.
        """
        match row.reason:
            case "outranked":
                return *self._outranked(row.situation), ""
            case "no-common-time":
                return self._no_common_time(row.situation)
            case "ineligible":
                return " ".join(lacking("plain.lacks", row.rules)), "lacks", ""
            case "person-seated":
                return self._heard_otherwise(row), "person-seated", ""
            case "out-of-window":
                first, last = row.not_before, row.not_after
                if first is None and last is None:
                    return "", "out-of-window", ""
                way = "from" if last is None else "until" if first is None else "between"
                return say(f"deferrals.plain.window-{way}", first=first, last=last), "out-of-window", ""
        received = self._index.situations[row.situation].received
        return say(f"deferrals.plain.{row.reason}", received=received), row.reason, ""

    def _heard_otherwise(self, row: DeferralView) -> str:
        """Another request of the same person is heard."""
        other = next((line for line in self._agenda.appointments
                      if self._index.situations[line.situation].person == row.person), None)  # fmt: skip
        if other is None or not row.person:
            return say("deferrals.plain.person-seated")
        return say("deferrals.plain.person-seated-on", day=other.start)

    # --- the day ------------------------------------------------------------------------------------------------------

    def _by(self, row: DeferralView) -> dt.date:
        """The last day for the next step: before this month's last session where that helps, else before next month's
        first one could be, so many days as requests have to be in."""
        if row.reason in FIXABLE:
            sessions = self._sessions_of.get(pool_of_situation(self._index, row.situation), [])
            for session in sorted(sessions, key=lambda session: session.start, reverse=True)[:1]:
                found = self._dates.before(session.start.date(), self._delays.tell_people)
                if not found.is_short and found.day > self._problem.as_of:
                    return found.day
        return self._next_month

    @cached_property
    def _sessions_of(self) -> Mapping[Pool, list[CompleteSession]]:
        """The sessions of each pool that still lie ahead."""
        found: dict[Pool, list[CompleteSession]] = {}
        for name, session in self._index.sessions.items():
            if session.start.date() > self._problem.as_of:
                found.setdefault(pool_of_session(self._index, name), []).append(session)
        return found

    @cached_property
    def _next_month(self) -> dt.date:
        """The last day for requests of the month after this one, wherever its first session may lie."""
        last = max([self._problem.as_of, *(session.start.date() for session in self._index.sessions.values())])
        following = (last.replace(day=1) + dt.timedelta(days=32)).replace(day=1) if last.year < dt.MAXYEAR else last
        day = self._dates.before(following, self._index.regulation.deadline_days).day
        return day if day > self._problem.as_of else self._dates.before(following, 1).day

    # --- outranked ----------------------------------------------------------------------------------------------------

    def _outranked(self, situation: str) -> tuple[str, str]:
        contrast = self.contrast(situation)
        if contrast is None:
            return "", "outranked"
        own, days = own_value(self._index, situation), self._prepared.values[situation]
        weakest = min((self._prepared.values[name] for name in self._beside(situation)), default=own)
        # By less than what a place is worth, the rank is not why.
        if own - days >= self._index.regulation.slot_days and own > weakest and own > days:
            return say("deferrals.plain.ranked", own=own, rank=self._rank(situation), days=days), "ranked"
        return self._contrast(contrast), "outranked"

    def contrast(self, situation: str) -> Contrast | None:
        """What hearing an outranked situation would change; None for one that nothing could hear."""
        exchange = self._exchanges.get(situation)
        return None if exchange is None else exchange.of(situation)

    def _beside(self, situation: str) -> Iterator[str]:
        """Whoever is heard in the sessions that admit it."""
        admitted = set(self._prepared.admitted[situation])
        return (line.situation for line in self._agenda.appointments if line.session in admitted)

    def _rank(self, situation: str) -> int:
        return self._index.situations[situation].rank or 0

    def _contrast(self, contrast: Contrast) -> str:
        """What hearing it would have meant, by the largest parts of what it would have lost."""
        seat, holder, change = contrast.seat, contrast.holder, contrast.change
        if seat is None:
            fixed = contrast.pinned and not contrast.exchangeable
            return say("deferrals.plain.nowhere-pinned") if fixed else say("deferrals.plain.nowhere")
        place = "free" if holder is None else "instead"
        named = holder.situation if holder is not None and self._audience.arbitrates else say("deferrals.plain.another")
        lost = [name for name in sorted(change, key=lambda name: (change[name], name)) if change[name] < 0]
        total = sum(change.values())
        facts = {"holder": named, "start": to_moment(seat.start), "day": to_moment(seat.start)}
        if total >= 0 or not lost:
            return say(f"deferrals.plain.{place}-{'tie' if total == 0 else 'better'}", **facts)
        parts = words(f"deferrals.plain.{place}")
        listed = several(text for name, text in parts.items() if name in lost[:NAMED_PARTS])
        return say(f"deferrals.plain.{place}-lost", parts=listed or parts["other"], **facts)

    @cached_property
    def _components(self) -> list[PreparedProblem]:
        return split(self._prepared)[0]

    @cached_property
    def _seats(self) -> Mapping[str, Seat]:
        return Reading(self._index, Statement.of(self._agenda, self._problem)).seats

    @cached_property
    def _exchanges(self) -> Mapping[str, Exchange]:
        found: dict[str, Exchange] = {}
        for component in self._components:
            found |= dict.fromkeys(component.candidates, Exchange(component, self._seats, Starts(component)))
        return found

    # --- no common time -----------------------------------------------------------------------------------------------

    def _no_common_time(self, situation: str) -> tuple[str, str, str]:
        """What stands against the sessions that admit it."""
        obstacles = self._obstacles(situation)
        if not obstacles:
            return say("deferrals.plain.no-hour"), "no-common-time", ""
        first = obstacles[0]
        day = self._index.sessions[first.session].start
        if all(one.why in ("never-free", "off-quarters") for one in obstacles):
            return self._away(situation, obstacles)
        if len(obstacles) == 1:
            return say("deferrals.plain.no-hour-on", day=day), "no-common-time", ""
        return say("deferrals.plain.no-hour"), "no-common-time", ""

    def _away(self, situation: str, obstacles: list[Obstacle]) -> tuple[str, str, str]:
        """Who lacks the time, whose next step it is: the referent's own hours, or somebody's whom they invite."""
        first, minutes = obstacles[0], obstacles[0].minutes
        days = [self._index.sessions[one.session].start for one in obstacles]
        who = self._absent(situation, first)
        if len({one.by for one in obstacles}) > 1:
            absences = [
                say("deferrals.plain.never-free-on", day=date, who=self._absent(situation, one))
                for date, one in zip(days, obstacles, strict=True)
            ]
            told = say("deferrals.plain.never-free-each", minutes=minutes, absences=absences[:MOST_ABSENCES])
            return told, "no-common-time", ""
        code = "never-free" if len(obstacles) == 1 else "never-free-in-any"
        told = say(f"deferrals.plain.{code}", day=days[0], who=who, number=len(first.by), minutes=minutes)
        is_own = self._index.situations[situation].referent in first.by
        return told, "other-availability" if is_own else "partner-availability", who

    def _obstacles(self, situation: str) -> list[Obstacle]:
        """What stands against each session that admits it, where only pinned situations are seated."""
        component = next((one for one in self._components if situation in one.admitted), None)
        if component is None:
            return []
        pinned = {pin.situation for pin in self._problem.pins}
        seats = {name: self._seats[name] for name in component.candidates if name in pinned and name in self._seats}
        return [find_obstacle(component, seats, situation, name) for name in self._prepared.admitted[situation]]

    def _absent(self, situation: str, obstacle: Obstacle) -> str:
        """« le référent », « le référent et Cap emploi »."""
        referent = self._index.situations[situation].referent
        return several(
            say("deferrals.plain.referent")
            if name == referent
            else self._labels.get(name) or say("deferrals.plain.partner")
            for name in obstacle.by
        )
