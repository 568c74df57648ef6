"""Pins: a first agenda that holds them all, or a smallest set of them that cannot hold, and why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.clock import iso_minute, to_minute
from rsa_sched.domain.session import Session
from rsa_sched.domain.wishes import Pin
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.model import Answer, Model, possible
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.options import Starts
from rsa_sched.engine.partial import PartialAgenda
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import ClashingPin, Interrupted, PinClash
from rsa_sched.french.sentences import say
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat, broken_by
from rsa_sched.rules.candidates import admitted_sessions

NAMING = 0.5
"""Seconds that naming a clash may take even where none are left: a clash without names is of no use."""


def refuse_inadmissible(prepared: PreparedProblem) -> None:
    """Raise PinClash for a pin to a session that does not admit its situation."""
    for pin in _sorted(prepared.index.problem.pins):
        if pin.session not in prepared.admitted[pin.situation]:
            against = [rule for rule in RULES if not rule.admits(prepared.index, pin.situation, pin.session)]
            raise _clash([pin], against, prepared.index.sessions)


def pins_hold(prepared: PreparedProblem, seats: Mapping[str, Seat]) -> bool:
    """Whether every pin of a component holds in these seats."""
    for pin in prepared.index.problem.pins:
        seat = seats.get(pin.situation)
        if pin.situation in prepared.admitted and (
            seat is None
            or seat.session != pin.session
            or (pin.start is not None and seat.start != to_minute(pin.start))
        ):
            return False
    return True


def seats_of_pins(prepared: PreparedProblem, control: Control) -> dict[str, Seat]:
    """Seats of a component that hold all its pins, with company where the first hour needs it.

    A solver is asked only where they cannot be placed one after the other.

    Naming a clash takes the time that is left, `NAMING` seconds in any case; a stop ends it at once, and the clash says
    that its pins and rules may be too many.

    Raises
    ------
    PinClash : where there are none; Interrupted : where a stop was asked for before that was known.
    """
    pins = _sorted(pin for pin in prepared.index.problem.pins if pin.situation in prepared.admitted)
    if not pins:
        return {}
    at_once = placed_in_turn(prepared, pins)
    if at_once is not None:
        return at_once
    trial = _Trial(prepared, control.stop)
    try:
        answer = trial.of(pins, RULES)
    except _Unfinished:
        raise Interrupted("stopped before any agenda existed") from None
    if answer.status != "infeasible":
        return dict(answer.seats)
    seconds = control.left()
    trial = _Trial(prepared, control.stop, None if seconds is None else time.monotonic() + max(NAMING, seconds))
    core, sure = _smallest(trial, pins)
    rules, known = _rules_against(trial, core)
    raise _clash(core, rules, prepared.index.sessions, sure and known)


def placed_in_turn(prepared: PreparedProblem, pins: Iterable[Pin]) -> dict[str, Seat] | None:
    """The pinned one after the other, each at its hour or the first that is free; None where that breaks a rule.

    Nearly always it does not, and a solver is a hundred times slower.
    """
    partial, starts = PartialAgenda(prepared, terms=()), Starts(prepared)
    for pin in pins:
        at = None if pin.start is None else to_minute(pin.start)
        openings = partial.openings(pin.situation, pin.session, starts)
        seat = next((seat for seat in openings if at is None or seat.start == at), None)
        if seat is None:
            return None
        partial.place(seat)
    return None if broken_rules(prepared, partial.seats) else partial.seats


def name_clash(prepared: PreparedProblem, rules: Sequence[str]) -> PinClash:
    """The clash of pins whose only known places break rules that have no CP-SAT form."""
    pins = _sorted(pin for pin in prepared.index.problem.pins if pin.situation in prepared.admitted)
    return _clash(pins, [rule for rule in RULES if rule.id in rules], prepared.index.sessions, False)


class _Unfinished(Exception):
    """The time was up, or a stop came, before an answer was known."""


@dataclass(frozen=True)
class _Trial:
    """Asks whether pins can hold under rules, until the deadline (of the monotonic clock) or a stop."""

    prepared: PreparedProblem
    stop: Stop
    deadline: float | None = None

    def of(self, pins: Sequence[Pin], rules: Sequence[Rule]) -> Answer:
        """Whether some agenda of the component holds these pins under these rules.

        Fewer seats break no monotone rule, so that the pinned situations alone decide, unless one of them
        needs company by a rule that is not.
        """
        prepared, index = self.prepared, self.prepared.index
        alone = PreparedProblem(index, prepared.admitted, prepared.values, ()).restricted(pin.situation for pin in pins)
        answer = self._solve(alone, pins, rules)
        company = [rule for rule in rules if rule.is_monotone]
        if answer.status != "infeasible" or len(company) == len(rules):
            return answer
        if self._solve(alone, pins, company).status == "infeasible":
            return answer
        # Fewer rules may admit company that the others exclude.
        admitted = prepared.admitted if len(rules) >= len(RULES) else admitted_sessions(index, rules)
        whole = PreparedProblem(index, {name: admitted[name] for name in prepared.admitted}, prepared.values, ())
        return self._solve(whole, pins, rules)

    def clash(self, pins: Sequence[Pin], rules: Sequence[Rule]) -> bool:
        """Whether no agenda holds them."""
        return self.of(pins, rules).status == "infeasible"

    def _solve(self, prepared: PreparedProblem, pins: Sequence[Pin], rules: Sequence[Rule]) -> Answer:
        model = Model(prepared, rules=rules, terms=(), pins=pins, pulse=self._pulse)
        answer = possible(model, seconds=self._left(), stop=self.stop)
        if answer.status == "unknown":
            raise _Unfinished
        return answer

    def _left(self) -> float | None:
        return None if self.deadline is None else self.deadline - time.monotonic()

    def _pulse(self) -> None:
        left = self._left()
        if self.stop.asked or (left is not None and left <= 0):
            raise _Unfinished


def _smallest(trial: _Trial, pins: Sequence[Pin]) -> tuple[list[Pin], bool]:
    """Leave out every pin without which the others still clash (deletion filter); whether this came to its end.

    A pin for which its session has no hour even in an empty agenda stands alone.
    """
    starts = Starts(trial.prepared)
    for pin in pins:
        allowed = starts.of(pin.situation, pin.session)
        if not allowed or (pin.start is not None and to_minute(pin.start) not in allowed):
            return [pin], True
    core = list(pins)
    try:
        for pin in pins:
            others = [other for other in core if other is not pin]
            if trial.clash(others, RULES):
                core = others
    except _Unfinished:
        return core, False
    return core, True


def _rules_against(trial: _Trial, pins: Sequence[Pin]) -> tuple[list[Rule], bool]:
    """A smallest set of rules that the pins cannot meet together; whether the search for it came to its end.

    What is dropped first is what follows from something else: a pin too long for its session, which could not end in
    its first hour either, is session-time's.
    """
    kept: list[Rule] = [rule for rule in RULES if rule.scope != "document"]
    left: list[Rule] = []
    try:
        for rule in sorted(kept, key=lambda rule: rule.directness):
            fewer, rest = [other for other in kept if other is not rule], rule.left_out()
            more = left if rest is None else [*left, rest]
            if trial.clash(pins, [*fewer, *more]):
                kept, left = fewer, more
    except _Unfinished:
        return kept, False
    return kept or [_unspoken(trial.prepared, pins)], True


def _unspoken(prepared: PreparedProblem, pins: Sequence[Pin]) -> Rule:
    """The rule against what the model does not know even without rules: a start that no session has, or two seats.

    It is the most direct of those that the pins break when they are read as an agenda.
    """
    index = prepared.index
    starts = [index.start[pin.session] if pin.start is None else to_minute(pin.start) for pin in pins]
    seats = [
        Seat(pin.situation, pin.session, start, start + index.minutes[pin.situation])
        for pin, start in zip(pins, starts, strict=True)
    ]
    ids = {violation.rule for violation in broken_by(RULES, index, seats)}
    return max((rule for rule in RULES if rule.id in ids), key=lambda rule: rule.directness)


def _sorted(pins: Iterable[Pin]) -> list[Pin]:
    return sorted(
        pins, key=lambda pin: (pin.situation, pin.session, "" if pin.start is None else iso_minute(pin.start))
    )


def _line(pin: ClashingPin, date: str) -> str:
    """One pin with the hour it asks for, and with its day where that is not the session's date."""
    day, _, hour = (pin.start or "").partition("T")
    key = "any-hour" if pin.start is None else "hour" if day == date else "other-day"
    return say(f"pins.pin.{key}", situation=pin.situation, session=pin.session, hour=hour, day=day, date=date)


def _clash(
    pins: Sequence[Pin], rules: Sequence[Rule], sessions: Mapping[str, Session], smallest: bool = True
) -> PinClash:
    named = tuple(
        ClashingPin(pin.situation, pin.session, None if pin.start is None else iso_minute(pin.start)) for pin in pins
    )
    text = say(
        f"pins.clash.{'several' if len(named) > 1 else 'one'}{'' if smallest else '-interrupted'}",
        pins="\n".join(_line(pin, sessions[pin.session].start.date().isoformat()) for pin in named),
        rules="\n".join(say("pins.rule.line", rule=rule.id, sentence=rule.sentence) for rule in rules),
    )
    return PinClash(named, tuple(rule.id for rule in rules), text)
