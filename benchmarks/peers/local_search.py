"""Local search by SolverForge, the Python edition of Timefold: late acceptance over changes and swaps, no bound.

It translates the constraints to Java; one thread, since Timefold sells more than one.
"""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import accumulate, combinations
from typing import TYPE_CHECKING, Any

from benchmarks.peers.answer import CannotRun, NoAgenda, Note, PeerAnswer, Step, audited, silent
from benchmarks.peers.reading import UNIT, Meeting, Place, Reading, Trip
from rsa_sched import Problem

if TYPE_CHECKING:
    from types import ModuleType

NEVER = 2**30
"""A unit that never comes."""


def _rules() -> ModuleType:
    """The rules, where SolverForge and a Java virtual machine can be had. Raises CannotRun."""
    try:
        from benchmarks.peers import timefold_rules
    except Exception as error:  # a missing package, no Java, one that is too old: each has an exception of its own
        needs = "pip install 'rsa_sched[bench]', and Java 17 or later"
        raise CannotRun(f"{type(error).__name__}: {error} ({needs})") from None
    return timefold_rules


class _Table:
    """The facts of a problem, in the words of the rules.

    Attributes
    ----------
    constant : points of the agenda where everybody is deferred.
    """

    def __init__(self, reading: Reading, rules: ModuleType) -> None:
        self.reading, self.rules = reading, rules
        regulation = reading.regulation
        self._pins = {situation: (session, start) for situation, session, start in reading.pins}
        self._slots: dict[Place, Any] = {}
        self._trips: dict[Trip, Any] = defaultdict(lambda: rules.Cost(2 * regulation.trip_days))
        self._waits: dict[tuple[str, str], Any] = defaultdict(lambda: rules.Cost(regulation.idle_days))
        self._shares = {key: self._share(due) for key, due in reading.dues.items()}
        self.constant = -2 * regulation.move_session_days * len(reading.announced)
        self.constant -= sum(share.saves[-1] for share in self._shares.values())
        self._sessions = self._all_sessions()
        self.visits = {name: visit for name in reading.admitted if (visit := self._visit(name)).slots}
        for name, (session, _) in self._pins.items():
            if name not in self.visits:
                raise NoAgenda(f"{name} cannot sit in {session} as pinned")

    def _all_sessions(self) -> dict[str, Any]:
        alone = self.reading.regulation.single_situation_minutes
        days: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in self.reading.meetings.values():
            days[meeting.day].append(meeting)
        return {
            meeting.id: self.rules.Session(
                meeting.id,
                meeting.day,
                meeting.venue,
                meeting.size,
                NEVER if alone is None else meeting.opens + alone // UNIT,
                {other.venue: self.reading.gap(meeting, other) for other in days[meeting.day]},
            )
            for meeting in self.reading.meetings.values()
        }

    def _share(self, due: int) -> Any:
        """The dearest units are those of the largest shortfall: they are saved first."""
        prices = [price for price, width in self.reading.shortfall_steps(due) for _ in range(width)]
        return self.rules.Share([0, *accumulate(reversed(prices))])

    def _visit(self, name: str) -> Any:
        reading, request = self.reading, self.reading.requests[name]
        session, at = self._pins.get(name, (None, None))
        slots, offers = [], {}
        for meeting in reading.admitted[name]:
            if session in (None, meeting):
                starts = [start for start in reading.starts(name, meeting) if at in (None, start)]
                slots += [self._slot((meeting, start)) for start in starts]
                if starts:
                    offers[meeting] = self._offer(name, meeting)
        there, then = reading.announced.get(name, ("", NEVER))
        kept = 2 * reading.regulation.move_time_days
        share = self._shares[request.service, request.kind]
        about = (name, request.units, request.claimant, name in self._pins)
        return self.rules.Visit(*about, share, there, then, kept, offers, slots)

    def _slot(self, place: Place) -> Any:
        if place not in self._slots:
            self._slots[place] = self.rules.Slot(self._sessions[place[0]], place[1])
        return self._slots[place]

    def _offer(self, name: str, meeting: str) -> Any:
        reading, regulation = self.reading, self.reading.regulation
        points = reading.earns(name, meeting)
        if reading.announced.get(name, ("", NEVER))[0] == meeting:
            points += 2 * regulation.move_session_days - 2 * regulation.move_time_days
        waits = [who for who in reading.requests[name].who if who not in reading.meetings[meeting].staff]
        return self.rules.Offer(
            points,
            [self._trips[trip] for trip in reading.trips(name, meeting)],
            [self._waits[who, meeting] for who in waits],
        )

    def plan(self) -> Any:
        """All of it, nobody seated."""
        met: dict[str, list[str]] = defaultdict(list)
        for name in self.visits:
            for who in self.reading.requests[name].who:
                met[who].append(name)
        pairs = {pair for names in met.values() for pair in combinations(names, 2)}
        return self.rules.Plan(list(self.visits.values()), [self.rules.Colleagues(*pair) for pair in sorted(pairs)])

    @property
    def size(self) -> str:
        """In words."""
        return f"{len(self.visits):,} entities, {sum(len(visit.slots) for visit in self.visits.values()):,} values"


def agenda(problem: Problem, seconds: float, seed: int = 0, *, note: Note = silent) -> PeerAnswer:
    """The best agenda that the local search finds.

    Parameters
    ----------
    seconds : for facts, translation of the constraints to Java and search together.
    note : told the number of entities and of their values.

    Raises
    ------
    NoAgenda : where pins clash, or there are some and it found nothing in its time.
    CannotRun : where SolverForge or Java is missing.
    """
    rules = _rules()  # as with other peers, what is loaded is not counted
    began = time.perf_counter()
    reading = Reading(problem)
    table = _Table(reading, rules)
    note(f"{table.size}, Java {rules.java()}")
    trace: list[Step] = []

    def better(event: Any) -> None:
        score = event.new_best_score
        if score.is_feasible:
            trace.append((time.perf_counter() - began, table.constant + int(score.soft_score), None))

    best = rules.search(table.plan(), began + seconds, seed, better) if table.visits else None
    spent = time.perf_counter() - began
    if best is not None and best.score is not None and best.score.is_feasible:
        places = {visit.id: (visit.slot.session.id, int(visit.slot.start)) for visit in best.visits if visit.slot}
        return audited(reading, places, None, spent, tuple(trace))
    if reading.pins:
        raise NoAgenda("nothing found in its time")
    # Everybody deferred is what one has who has found nothing.
    return audited(reading, {}, None, spent)
