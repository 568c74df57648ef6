"""Pins: a first agenda that holds them all, or a smallest set of them that cannot hold, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rsa_sched.bareme.case import Case
from rsa_sched.domain.clock import UNIT, iso_minute, to_minute
from rsa_sched.domain.docket import Docket
from rsa_sched.domain.session import Session
from rsa_sched.domain.wishes import Pin
from rsa_sched.engine.model import Answer, Model, possible
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import ClashingPin, Interrupted, PinClash
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Rule, Seat
from rsa_sched.rules.candidates import admitted_sessions
from rsa_sched.rules.document import WholeDocument
from rsa_sched.rules.first_hour import FirstHour
from rsa_sched.rules.pinned import Pinned
from rsa_sched.rules.session_time import SessionTime
from rsa_sched.rules.single_seat import SingleSeat


def refuse_inadmissible(case: Case) -> None:
    """Raise PinClash for a pin to a session that does not admit its situation."""
    for pin in _sorted(case.docket.problem.pins):
        if pin.session not in case.admitted[pin.situation]:
            against = [rule for rule in RULES if not rule.admits(case.docket, pin.situation, pin.session)]
            raise _clash([pin], against, case.docket.sessions)


def pins_hold(case: Case, seats: Mapping[str, Seat]) -> bool:
    """Whether every pin of a component holds in these seats."""
    for pin in case.docket.problem.pins:
        seat = seats.get(pin.situation)
        if pin.situation in case.admitted and (
            seat is None
            or seat.session != pin.session
            or (pin.start is not None and seat.start != to_minute(pin.start))
        ):
            return False
    return True


def seats_of_pins(case: Case, stop: Stop) -> dict[str, Seat]:
    """Seats of a component that hold all its pins, with company where the first hour needs it.

    Raises
    ------
    PinClash : where there are none; Interrupted : where a stop was asked for before that was known.
    """
    pins = _sorted(pin for pin in case.docket.problem.pins if pin.situation in case.admitted)
    if not pins:
        return {}
    answer = _try(case, pins, RULES, stop)
    if answer.status != "infeasible":
        return dict(answer.seats)
    core = _smallest(case, pins, stop)
    raise _clash(core, _rules_against(case, core, stop), case.docket.sessions)


def _smallest(case: Case, pins: Sequence[Pin], stop: Stop) -> list[Pin]:
    """Leave out every pin without which the others still clash (deletion filter)."""
    core = list(pins)
    for pin in pins:
        others = [other for other in core if other is not pin]
        if _try(case, others, RULES, stop).status == "infeasible":
            core = others
    return core


def _rules_against(case: Case, pins: Sequence[Pin], stop: Stop) -> list[Rule]:
    """A smallest set of rules that the pins cannot meet together."""
    kept: list[Rule] = [rule for rule in RULES if not isinstance(rule, WholeDocument)]
    for rule in list(kept):
        # what is asked for stays: of the rule "pinned" only the bans can be left out
        fewer = [other for other in kept if other is not rule]
        asked = fewer if any(isinstance(other, Pinned) for other in fewer) else [*fewer, _PinsAlone()]
        if _try(case, pins, asked, stop).status == "infeasible":
            kept = fewer
    # With no rule left to blame, a start is asked for that no session has, or a situation twice: the model knows
    # neither, not even without the rules that say so.
    return kept or [SessionTime() if any(_off_grid(case, pin) for pin in pins) else SingleSeat()]


class _PinsAlone(Pinned):
    """The rule "pinned" without its bans."""

    def admits(self, docket: Docket, situation: str, session: str) -> bool:
        return True


def _off_grid(case: Case, pin: Pin) -> bool:
    """Whether a pin asks for a start that its session cannot give."""
    if pin.start is None:
        return False
    docket, start = case.docket, to_minute(pin.start)
    inside = docket.start[pin.session] <= start <= docket.end(pin.session) - docket.minutes[pin.situation]
    return not inside or start % UNIT != 0


def _try(case: Case, pins: Sequence[Pin], rules: Sequence[Rule], stop: Stop) -> Answer:
    """Whether some agenda of the component holds these pins under these rules.

    Fewer seats break no rule but first-hour, so that the pinned situations alone tell, unless one of them needs
    company beyond its first hour.
    """
    docket = case.docket
    admitted = case.admitted if len(rules) >= len(RULES) else admitted_sessions(docket, rules)
    whole = Case(docket, {name: admitted[name] for name in case.admitted}, case.values, ())
    alone = whole.restricted(pin.situation for pin in pins)
    answer = _solve(alone, pins, rules, stop)
    company = [rule for rule in rules if not isinstance(rule, FirstHour)]
    if answer.status != "infeasible" or len(company) == len(rules):
        return answer
    if _solve(alone, pins, company, stop).status == "infeasible":
        return answer
    return _solve(whole, pins, rules, stop)


def _solve(case: Case, pins: Sequence[Pin], rules: Sequence[Rule], stop: Stop) -> Answer:
    answer = possible(Model(case, rules=rules, parts=(), pins=pins), stop=stop)
    if answer.status == "unknown":
        raise Interrupted("stopped before any agenda existed")
    return answer


def _sorted(pins: Iterable[Pin]) -> list[Pin]:
    return sorted(
        pins, key=lambda pin: (pin.situation, pin.session, "" if pin.start is None else iso_minute(pin.start))
    )


def _at(pin: ClashingPin, date: str) -> str:
    """The hour asked for, with its date where that is not the session's."""
    if pin.start is None:
        return ""
    return f", à {pin.start[11:]}" + ("" if pin.start[:10] == date else f" le {pin.start[:10]} (séance du {date})")


def _clash(pins: Sequence[Pin], rules: Sequence[Rule], sessions: Mapping[str, Session]) -> PinClash:
    start_of = {name: session.start.date().isoformat() for name, session in sessions.items()}
    named = tuple(
        ClashingPin(pin.situation, pin.session, None if pin.start is None else iso_minute(pin.start)) for pin in pins
    )
    places = "\n".join(f"- {pin.situation} : séance {pin.session}{_at(pin, start_of[pin.session])}" for pin in named)
    against = "\n".join(f"- {rule.id} : {rule.sentence}" for rule in rules)
    head = (
        "Cette place fixée d'avance ne peut être tenue :"
        if len(named) == 1
        else ("Ces places fixées d'avance ne peuvent être tenues ensemble (en libérer une seule suffit) :")
    )
    text = f"{head}\n{places}\nRègles en cause :\n{against}"
    return PinClash(named, tuple(rule.id for rule in rules), text)
