"""What an agenda would be without the barème: three ways in which offices decide by hand, each within all the rules.

They seat one request after the other in the first opening there is, and move none again. Pins are honoured first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rsa_sched._version import __version__
from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.documenting import audited_agenda
from rsa_sched.domain.agenda import Agenda, Run
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.bounds import capacity_bound
from rsa_sched.engine.control import Control
from rsa_sched.engine.cpsat.pins import seats_of_pins
from rsa_sched.engine.options import options
from rsa_sched.engine.partial import PartialAgenda

Order = Callable[[PreparedProblem, Sequence[str]], Iterable[str]]
"""In which order candidates are seated."""


def first_come(problem: Problem) -> Agenda:
    """First come, first served: by the day of the request, then by id."""
    return _seat("first come first served", problem, _by_age)


def by_value(problem: Problem) -> Agenda:
    """The officer's manual order: by what the barème says that each request is worth, then by age."""
    return _seat("by value", problem, _by_worth)


def equal_quotas(problem: Problem) -> Agenda:
    """Equal quotas: the kinds of structure take turns, the one given least so far first; by age within."""
    return _seat("equal quotas", problem, _in_turn)


BASELINES: dict[str, Callable[[Problem], Agenda]] = {
    "first come first served": first_come,
    "by value": by_value,
    "equal quotas": equal_quotas,
}
"""By the name under which they stand in tables."""


def _by_age(prepared: PreparedProblem, names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (prepared.index.situations[name].requested_on, name))


def _by_worth(prepared: PreparedProblem, names: Sequence[str]) -> list[str]:
    return sorted(_by_age(prepared, names), key=lambda name: -prepared.values[name])


def _in_turn(prepared: PreparedProblem, names: Sequence[str]) -> Iterable[str]:
    """Within each service, by units proposed so far."""
    index = prepared.index
    queues: dict[tuple[str, str], list[str]] = {}
    for name in _by_age(prepared, names):
        queues.setdefault((index.service_of(name), index.kind_of(name)), []).append(name)
    order = {kind: number for number, kind in enumerate(index.regulation.kinds)}
    given: Counter[tuple[str, str]] = Counter()
    while queues:
        turn = min(queues, key=lambda key: (given[key], key[0], order[key[1]]))
        name = queues[turn].pop(0)
        if not queues[turn]:
            del queues[turn]
        given[turn] += index.units(name)
        yield name


def _seat(engine: str, problem: Problem, order: Order) -> Agenda:
    prepared = PreparedProblem.of(problem)
    starts = options(prepared)
    partial = PartialAgenda(prepared, seats_of_pins(prepared, Control()).values())
    for name in order(prepared, [name for name in prepared.candidates if name not in partial.seats]):
        sessions = sorted(prepared.admitted[name], key=lambda session: (prepared.index.start[session], session))
        seat = next((seat for session in sessions for seat in partial.openings(name, session, starts)), None)
        if seat is not None:
            partial.place(seat)
    run = Run(version=__version__, seed=0, time_limit=None, workers=1, engine=engine, seconds=0.0, reproducible=True)
    bound = max(capacity_bound(prepared), points_of(prepared, partial.seats))
    agenda, _ = audited_agenda(prepared, partial.seats, bound, [prepared], run)
    return agenda
