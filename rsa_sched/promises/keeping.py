"""Keeping a promise: whoever was not heard before has a pin in the month that was the latest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import parse_minute, to_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.options import Options, options
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.promises.calendar import month_of
from rsa_sched.promises.reservation import Reservation, alone_start
from rsa_sched.rules.base import Seat


def due_pins(problem: Problem, promised: Iterable[Reservation]) -> tuple[list[dict[str, Any]], list[str]]:
    """The pins by which a month keeps what was promised for it.

    Parameters
    ----------
    problem : the month, with the requests that wait and its sessions.
    promised : places promised before; those of later months, and of requests that wait no more, are passed over.

    Returns
    -------
    pins : rows of the problem document, by id: each request in the session that was kept for it. All of them can hold
        together, whoever else asks: tried by every rule. Where that session is not held any more or its people are
        away, another of the month that has room.
    lost : ids of requests whose promise this month cannot keep. None, where the sessions are held as they were planned.
    """
    last = max((month_of(row) for row in problem.to_dict()["sessions"]), default="")
    waiting = {row.id: row for row in problem.situations}
    due = [one for one in promised if one.month <= last and one.situation in waiting]
    if not due:
        return [], []
    prepared = PreparedProblem.of(problem)
    starts = options(prepared)
    seats = _as_kept(prepared, starts, due)
    if len(seats) < len(due) or broken_rules(_unpinned(prepared), seats):
        seats = _anew(prepared, starts, due, seats)
    pins = [{"situation": name, "session": seats[name].session} for name in sorted(seats)]
    return pins, sorted(one.situation for one in due if one.situation not in seats)


def _as_kept(prepared: PreparedProblem, starts: Options, due: list[Reservation]) -> dict[str, Seat]:
    """Each in the session that was kept; the only one of a session in its first hour."""
    index, held = prepared.index, Counter(one.session for one in due)
    seats = {}
    for one in due:
        if one.session not in prepared.admitted[one.situation]:
            continue
        start: int | None = to_minute(parse_minute(one.start))
        if held[one.session] == 1:
            start = alone_start(prepared, starts, one.situation, one.session)
        if start is not None and start in starts[one.situation, one.session]:
            seats[one.situation] = Seat(one.situation, one.session, start, start + index.minutes[one.situation])
    return seats


def _anew(prepared: PreparedProblem, starts: Options, due: list[Reservation], kept: dict[str, Seat]) -> dict[str, Seat]:
    """The oldest first: in its own session where it fits, else in any other of the month."""
    index = prepared.index
    partial = PartialAgenda(prepared, terms=())
    for one in sorted(due, key=lambda one: (index.situations[one.situation].requested_on, one.situation)):
        own = kept[one.situation].session if one.situation in kept else ""
        sessions = sorted(prepared.admitted[one.situation], key=lambda name: (name != own, index.start[name], name))
        seat = next((seat for name in sessions for seat in partial.openings(one.situation, name, starts)), None)
        if seat is not None:
            partial.place(seat)
    return dict(partial.seats)


def _unpinned(prepared: PreparedProblem) -> PreparedProblem:
    """The same month without its own pins, which are not seated here."""
    if not prepared.index.problem.pins:
        return prepared
    return PreparedProblem.of(Problem.from_dict({**prepared.index.problem.to_dict(), "pins": []}))
