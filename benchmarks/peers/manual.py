"""An officer's agenda: requests one after the other, each in the first opening that every rule allows. No solver."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from benchmarks.peers.answer import NoAgenda, Note, PeerAnswer, audited, silent
from benchmarks.peers.reading import Meeting, Place, Reading
from rsa_sched import Problem


class _Table:
    """The agenda on the officer's table."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.places: dict[str, Place] = {}
        self._heard: set[str] = set()
        self._taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._diaries: dict[tuple[str, int], list[tuple[Meeting, int, int]]] = defaultdict(list)
        minutes = reading.regulation.single_situation_minutes
        self._alone = None if minutes is None else minutes // 15

    def seat(self, situation: str, session: str | None = None, at: int | None = None) -> bool:
        """Seat a situation at the first opening (of that session, at that time); False where there is none."""
        request = self.reading.requests[situation]
        if request.claimant in self._heard:
            return False
        for name in self.reading.admitted.get(situation, ()):
            if session not in (None, name) or len(self._taken[name]) >= self.reading.meetings[name].size:
                continue
            for start in self.reading.starts(situation, name):
                if at in (None, start) and self._fits(situation, name, start, decided=session is not None):
                    self._put(situation, name, start)
                    return True
        return False

    def _fits(self, situation: str, session: str, start: int, decided: bool) -> bool:
        request, meeting = self.reading.requests[situation], self.reading.meetings[session]
        end, taken = start + request.units, self._taken[session]
        if any(start < stop and begin < end for begin, stop in taken):
            return False
        if not taken and not decided and self._alone is not None and end > meeting.opens + self._alone:
            return False
        return not any(
            self.reading.clash(meeting, start, end, other, begin, stop)
            for who in request.who
            for day in (meeting.day - 1, meeting.day, meeting.day + 1)  # a session may last beyond midnight
            for other, begin, stop in self._diaries.get((who, day), ())
        )

    def _put(self, situation: str, session: str, start: int) -> None:
        request, meeting = self.reading.requests[situation], self.reading.meetings[session]
        end = start + request.units
        self.places[situation] = session, start
        self._heard.add(request.claimant)
        self._taken[session].append((start, end))
        for who in request.who:
            self._diaries[who, meeting.day].append((meeting, start, end))


def agenda(
    problem: Problem, seconds: float, seed: int = 0, *, in_turn: bool = False, note: Note = silent
) -> PeerAnswer:
    """The officer's agenda; neither clock nor chance has a hand in it.

    Parameters
    ----------
    in_turn : the kinds of structure take turns, the one that has least of its due first; else by value alone.
    note : told nothing: there is no model.

    Raises
    ------
    NoAgenda : where a pin finds no room, or leaves a situation alone at a late hour.
    """
    began = time.perf_counter()
    reading = Reading(problem)
    table = _Table(reading)
    for situation, session, start in sorted(reading.pins, key=lambda pin: (pin[2] is None, pin[0])):
        if not table.seat(situation, session, start):
            raise NoAgenda(f"no room for the pin of {situation}")
    pinned = set(table.places)
    waiting = sorted(
        (name for name in reading.admitted if name not in pinned), key=lambda name: (-reading.values[name], name)
    )
    if in_turn:
        _kinds_in_turn(table, waiting)
    else:
        for name in waiting:
            table.seat(name)
    places = table.places
    if pinned and any(_alone_late(reading, places, session) for session, _ in places.values()):
        raise NoAgenda("a pinned situation is left alone at a late hour")
    return audited(reading, places, None, time.perf_counter() - began)


def _kinds_in_turn(table: _Table, waiting: list[str]) -> None:
    reading = table.reading
    queues: dict[tuple[str, str], Iterator[str]] = {}
    by_kind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in waiting:
        request = reading.requests[name]
        by_kind[request.service, request.kind].append(name)
    granted: dict[tuple[str, str], int] = defaultdict(int)
    for name in table.places:
        request = reading.requests[name]
        granted[request.service, request.kind] += request.units
    rounds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in reading.dues:  # by service, then as in `kinds`
        if key in by_kind:
            queues[key] = iter(by_kind[key])
            rounds[key[0]].append(key)
    for kinds in rounds.values():
        while kinds:
            turn = min(kinds, key=lambda key: Fraction(granted[key], reading.dues[key]) if reading.dues[key] else 10**9)
            following = next(queues[turn], None)
            if following is None:
                kinds.remove(turn)
            elif table.seat(following):
                granted[turn] += reading.requests[following].units


def _alone_late(reading: Reading, places: dict[str, Place], session: str) -> bool:
    minutes = reading.regulation.single_situation_minutes
    there = [(name, start) for name, (where, start) in places.items() if where == session]
    if minutes is None or len(there) != 1:
        return False
    ((name, start),) = there
    return start + reading.requests[name].units > reading.meetings[session].opens + minutes // 15
