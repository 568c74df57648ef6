"""Each deferral with its reason and a French sentence that is true of this agenda."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.bareme.values import own_value
from rsa_sched.domain.agenda import Deferral, Reason
from rsa_sched.domain.clock import to_moment
from rsa_sched.engine.stop import Stop
from rsa_sched.explanations.exchange import Contrast, Exchange, describe_contrast
from rsa_sched.explanations.obstacles import Obstacle, describe_obstacle, find_obstacle, name_rules
from rsa_sched.explanations.reasons import Reasons
from rsa_sched.french.figures import figure
from rsa_sched.french.sentences import say
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Seat
from rsa_sched.rules.session_type import Pool, pool_of_session, pool_of_situation

RULES_OF_REASON: dict[Reason, tuple[str, ...]] = {
    "no-session": ("R11", "R33"),
    "ineligible": (),  # those of the conditions that fail
    "out-of-window": ("R11",),
    "banned": ("R27",),
    "late": ("R47", "R53"),
    "person-seated": ("R27",),
    "no-common-time": ("R20", "R39"),
    "outranked": ("R26", "R28", "R29", "R30", "R31"),
}
"""Sentences of the note behind each reason (docs/reference/rules.md)."""
SESSIONS_EXPLAINED = 6
"""How many sessions are explained where none has an hour; the others are counted."""
SESSIONS_COMPARED = 3
"""How many sessions are listed with the points of those who are heard there."""


def deferrals(
    prepared: PreparedProblem,
    seats: Mapping[str, Seat],
    components: Sequence[PreparedProblem],
    stop: Stop,
    known: Mapping[str, Deferral] | None = None,
    crowded: frozenset[Pool] | None = None,
) -> tuple[Deferral, ...]:
    """Every situation that is not seated, by id, with reason and sentence.

    Parameters
    ----------
    prepared : the problem.
    seats : the agenda, by situation; valid.
    components : the independent sub-problems of the prepared problem.
    stop : once it is set, the sentences leave out what hearing each situation would cost.
    known : deferrals that need not be explained again, by situation.
    crowded : `crowded_pools`, where they are known already.
    """
    explanations, told = Explanations(prepared, seats, components, stop, crowded), known or {}
    return tuple(
        told.get(situation) or explanations.deferral(situation)
        for situation in prepared.admitted
        if situation not in seats
    )


def crowded_pools(prepared: PreparedProblem) -> frozenset[Pool]:
    """The pools whose candidates ask for more minutes than their sessions have: what a sentence says of all of them."""
    index = prepared.index
    left: dict[Pool, int] = defaultdict(int)
    for session, row in index.sessions.items():
        left[pool_of_session(index, session)] += row.minutes
    asked: dict[tuple[Pool, bool, str], int] = {}  # a person who asks twice asks for one place
    for situation in prepared.candidates:
        pool, person = pool_of_situation(index, situation), index.situations[situation].person
        key = pool, person is not None, person or situation
        asked[key] = max(asked.get(key, 0), index.minutes[situation])
    for (pool, _, _), minutes in asked.items():
        left[pool] -= minutes
    return frozenset(pool for pool, minutes in left.items() if minutes < 0)


class Explanations:
    """Explains the deferrals of one agenda; parameters as of `deferrals`."""

    def __init__(
        self,
        prepared: PreparedProblem,
        seats: Mapping[str, Seat],
        components: Sequence[PreparedProblem],
        stop: Stop | None = None,
        crowded: frozenset[Pool] | None = None,
    ) -> None:
        self._prepared, self._index, self._seats = prepared, prepared.index, seats
        self._stop = Stop() if stop is None else stop
        self._reasons = Reasons(prepared, seats, components)
        rows = self._index.situations
        self._seat_of = {rows[name].person: seat for name, seat in seats.items()}
        """Of each person who is heard; of nobody's situations one, which is not asked for."""
        self._holders: dict[str, list[Seat]] = defaultdict(list)
        for seat in sorted(seats.values(), key=lambda seat: (seat.start, seat.situation)):
            self._holders[seat.session].append(seat)
        self._hourless = {pin.situation for pin in self._index.problem.pins if pin.start is None}
        self._crowded = crowded_pools(prepared) if crowded is None else crowded
        self._exchanges: dict[int, Exchange] = {}
        self._said: dict[str, str] = {}

    def deferral(self, situation: str) -> Deferral:
        """The reason of a deferral, the sentences of the note behind it, and the explanation for the prescriber."""
        reason = self._reasons.of(situation)
        rules = RULES_OF_REASON[reason]
        if reason == "ineligible":
            rules = self._failed_conditions(situation)
        elif reason == "outranked" and self._days_by_rank(situation):
            rules = (*rules, "R32")
        return Deferral(situation=situation, reason=reason, rules=rules, text=self._explain(situation, reason))

    def _explain(self, situation: str, reason: Reason) -> str:
        index, row, kind = self._index, self._index.situations[situation], self._index.type_of(situation)
        match reason:
            case "no-session":
                service, subsector = index.service_of(situation), row.subsector
                return say(f"deferrals.no-session.{kind.scope}", type=kind.name, service=service, subsector=subsector)
            case "ineligible":
                failed = self._failed_conditions(situation)
                conditions = " ; ".join(say(f"deferrals.conditions.{rule}", type=kind.name) for rule in failed)
                return say("deferrals.text.ineligible", conditions=conditions)
            case "out-of-window":
                first, last = row.not_before, row.not_after
                window = "from" if last is None else "until" if first is None else "between"
                if first and last and last < first:
                    window = "reversed"
                return say(f"deferrals.out-of-window.{window}", first=first, last=last)
            case "banned":
                sessions = sorted(session for name, session in index.banned if name == situation)
                return say("deferrals.text.banned", sessions=sessions, number=len(sessions))
            case "late":
                return say("deferrals.text.late", received=row.received, days=index.regulation.deadline_days)
            case "person-seated":
                other = self._seat_of[row.person]
                return say(
                    "deferrals.text.person-seated",
                    other=other.situation,
                    session=other.session,
                    date=self._date(other.session),
                    start=to_moment(other.start),
                )
            case "no-common-time":
                return self._no_common_time(situation)
            case "outranked":
                return self._outranked(situation)

    def _failed_conditions(self, situation: str) -> tuple[str, ...]:
        """Sentences of the note that a request does not meet."""
        row, admits = self._index.situations[situation], self._index.type_of(situation).admits
        followed = admits == "rsa" or (admits == "rsa_or_plie" and not row.plie_outside_rsa)
        failed = {
            "R5": row.plie_outside_rsa and admits == "rsa",
            "R3": followed and not row.oriented,
            "R4": followed and not row.in_active_file,
            "R43": row.beneficiary_invited and not row.beneficiary_agreed,
        }
        rules = tuple(rule for rule, fails in failed.items() if fails)
        return rules if rules or row.wanted_sessions is None else ("R54",)

    def _no_common_time(self, situation: str) -> str:
        if not self._prepared.admitted[situation]:
            left = self._reasons.sessions_left(situation)
            against = [rule.id for rule in RULES if not all(rule.admits(self._index, situation, name) for name in left)]
            return say("deferrals.no-common-time.excluded", rules=name_rules(against), number=len(against))
        obstacles, first = self.obstacles(situation), self._index.regulation.single_situation_minutes
        clauses = [
            say(
                "deferrals.no-common-time.session",
                session=obstacle.session,
                date=self._date(obstacle.session),
                obstacle=describe_obstacle(obstacle, first),
            )
            for obstacle in obstacles[:SESSIONS_EXPLAINED]
        ]
        more = len(obstacles) - len(clauses)
        if more:
            clauses.append(say(f"deferrals.no-common-time.{'another' if more == 1 else 'others'}", number=more))
        sentences = [say("deferrals.no-common-time.sentence", obstacles=" ; ".join(clauses))]
        if any(self._hourless.intersection(hour.by) for obstacle in obstacles for hour in obstacle.hours):
            sentences.append(say("deferrals.no-common-time.pins-moved"))
        return " ".join(sentences)

    def obstacles(self, situation: str) -> list[Obstacle]:
        """What stands against a candidate that could sit nowhere, session by session."""
        component, pinned = self._reasons.component[situation], self._reasons.pinned(situation)
        return [find_obstacle(component, pinned, situation, name) for name in self._prepared.admitted[situation]]

    def _outranked(self, situation: str) -> str:
        sentences = [self._own_value(situation), *self._points_of_holders(situation)]
        # Deferred with room left: a trip or a clash of calendars costs more than the situation brings.
        if pool_of_situation(self._index, situation) in self._crowded:
            sentences.insert(0, say("deferrals.outranked.crowded"))
        if not self._stop.asked:
            sentences.append(describe_contrast(self.contrast(situation)))
        return " ".join(sentences)

    def _own_value(self, situation: str) -> str:
        days, change = self._prepared.values[situation], self._days_by_rank(situation)
        return say(
            f"deferrals.outranked.{'value-by-rank' if change else 'value'}",
            days=days,
            own=days - change,
            change=f"{change:+}",
            rank=self._index.situations[situation].rank,
            points=max(earned(self._prepared, situation, name) for name in self._prepared.admitted[situation]),
            units=self._index.units(situation),
        )

    def _days_by_rank(self, situation: str) -> int:
        """Days that the structure's ranks add to the situation's own value, or take from it."""
        return self._prepared.values[situation] - own_value(self._index, situation)

    def _points_of_holders(self, situation: str) -> Iterator[str]:
        """What those who are heard in the first sessions that admit the situation earn there."""
        for session in self._prepared.admitted[situation][:SESSIONS_COMPARED]:
            if session not in self._said:  # to each of them the same
                names = [seat.situation for seat in self._holders[session]]
                points = [f"{name} ({figure(earned(self._prepared, name, session))})" for name in names]
                key, date = "session" if points else "empty-session", self._date(session)
                self._said[session] = say(f"deferrals.outranked.{key}", session=session, date=date, points=points)
            yield self._said[session]

    def contrast(self, situation: str) -> Contrast:
        """What hearing an outranked situation would change."""
        component = self._reasons.component[situation]
        if id(component) not in self._exchanges:
            self._exchanges[id(component)] = Exchange(component, self._seats, self._reasons.starts(component))
        return self._exchanges[id(component)].of(situation)

    def _date(self, session: str) -> dt.date:
        return self._index.sessions[session].start.date()
