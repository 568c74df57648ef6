"""Who takes the places of those who cannot come (contract, section 10, `replace`)."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rsa_sched._version import __version__
from rsa_sched.audit import audit
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.documenting import audited_agenda
from rsa_sched.domain.agenda import Agenda, Appointment, Deferral, Run
from rsa_sched.domain.clock import to_minute
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource, Statement
from rsa_sched.engine.alternatives import best_around
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.search import ENGINE
from rsa_sched.engine.solve_options import SolveOptions
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import AgendaRefused
from rsa_sched.explanations.deferrals import Explanations
from rsa_sched.frozen import FrozenMapping
from rsa_sched.months.changed import Cancellation, begun_sessions, changed_problem
from rsa_sched.rules.base import Reading, Seat

Seats = Mapping[str, Seat]


@dataclass(frozen=True)
class Call:
    """A professional who has to be told, and of which situations (ids, in order)."""

    professional: str
    about: tuple[str, ...]


@dataclass(frozen=True)
class ReplacementOption:
    """One agenda of the changed problem.

    Attributes
    ----------
    heard : the appointments of those who are not pinned.
    agenda : the whole of it, audited; `points`, `bound` and `status` as in any agenda document.
    calls : whom to tell, by id.
    """

    heard: tuple[Appointment, ...]
    agenda: Agenda = field(repr=False)
    calls: tuple[Call, ...]

    @property
    def points(self) -> int:
        """What the agenda is worth."""
        return self.agenda.points

    def to_dict(self) -> dict[str, Any]:
        """As in the document of contract section 10."""
        keys = {"situation", "session", "start", "end"}
        return {
            "heard": [line.model_dump(mode="json", include=keys) for line in self.heard],
            "points": self.points,
            "agenda": self.agenda.to_dict(),
            "calls": [{"professional": call.professional, "about": list(call.about)} for call in self.calls],
        }


@dataclass(frozen=True)
class Replacements:
    """The answer of `replacements`.

    Attributes
    ----------
    problem : the changed problem, whose agendas the options are.
    freed : situations whose appointments were freed, by id.
    options : best first; no two hear the same situations. Where the first one's agenda is ``optimal``, it is proven
        best.
    cut : whether the time limit ended a search: then a better option may be missing.
    teams : of each cancelled session its own staff, whom `calls` leaves out: it names those of situations alone.
    begun : sessions that have left the problem since they have begun, by id: a publication of what is left, in the
        folder of the whole, would take them for withdrawn.
    warnings : in words, what went wrong with a solver and was got over.
    """

    problem: Problem
    freed: tuple[str, ...]
    options: tuple[ReplacementOption, ...]
    cut: bool
    warnings: tuple[str, ...] = ()
    teams: Mapping[str, tuple[str, ...]] = FrozenMapping({})
    begun: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The document of contract section 10."""
        return {
            "problem": self.problem.to_dict(),
            "freed": list(self.freed),
            "options": [option.to_dict() for option in self.options],
        }

    def to_json(self) -> str:
        """The same as indented JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"


def replacements(
    problem: Problem,
    agenda: AgendaSource,
    cancel: Iterable[str] = (),
    cancel_sessions: Iterable[str] = (),
    absent: Iterable[str] = (),
    at: dt.datetime | str | None = None,
    options: int = 3,
    *,
    time_limit: float | None = 60.0,
    seed: int = 0,
    stop: Stop | None = None,
) -> Replacements:
    """Who may be heard in the places of those who cannot come.

    Parameters
    ----------
    problem, agenda : the month, and its agenda as anything that `check` takes.
    cancel : situations that are not to be heard any more.
    cancel_sessions : sessions that are not held.
    absent : professionals who cannot come, from `at` on (from the first session on where there is no `at`).
    at : the local minute of the change: sessions that start then or before have begun, and leave the changed problem.
    options : how many agendas at most, 1 or more; fewer where no more differ in who is heard.
    time_limit : seconds of the search; None for as long as it takes.
    seed : of the search.
    stop : ends the search when another thread calls its `set`.

    Raises
    ------
    AgendaRefused : where the agenda breaks a rule.
    InputError : for unknown ids, for situations or sessions that have begun, for a time that is none.
    ValueError : for a number that makes no sense.
    """
    began = time.monotonic()
    if isinstance(options, bool) or not isinstance(options, int) or options < 1:
        raise ValueError(f"options: {options!r}: expected a whole number, 1 or more")
    given = SolveOptions(time_limit=time_limit, seed=seed)
    prepared = PreparedProblem.of(problem)
    statement = Statement.of(agenda, problem)
    seats = Reading(prepared.index, statement).seats
    cancelled = Cancellation.read(prepared.index, seats, cancel, cancel_sessions, absent, at)
    if not (audited := audit(prepared, statement)):
        raise AgendaRefused(audited.violations)
    changed, freed = changed_problem(prepared.index, seats, cancelled)
    ahead = PreparedProblem.of(changed)
    kept = _pinned_seats(ahead.index)
    control = Control.within(given.time_limit, Stop() if stop is None else stop, given.seed)
    found = best_around(ahead, kept, options, control)
    run = Run(
        version=__version__,
        seed=given.seed,
        time_limit=given.time_limit,
        workers=1,
        engine=ENGINE,
        seconds=round(time.monotonic() - began, 3),
        reproducible=not found.cut,
    )
    components, _ = split(ahead)
    explained = _Explained(ahead, components)
    listed = []
    for one in found.agendas:
        written, _ = audited_agenda(ahead, one, found.bound, components, run, explained=explained.of(one))
        heard = tuple(line for line in written.appointments if line.situation not in kept)
        told = {*freed, *(line.situation for line in heard)}
        listed.append(ReplacementOption(heard, written, _calls(prepared.index, told)))
    staff = {name: tuple(dict.fromkeys(prepared.index.sessions[name].staff)) for name in cancelled.sessions}
    teams = FrozenMapping({name: people for name, people in staff.items() if people})
    begun = tuple(sorted(begun_sessions(prepared.index, cancelled.at)))
    return Replacements(changed, freed, tuple(listed), found.cut, found.alarms, teams, begun)


def _pinned_seats(index: ProblemIndex) -> dict[str, Seat]:
    """The seats of the pins of a changed problem, each of which has its hour."""
    found = {}
    for pin in index.problem.pins:
        assert pin.start is not None, "the changed problem pins every appointment with its hour"
        start = to_minute(pin.start)
        found[pin.situation] = Seat(pin.situation, pin.session, start, start + index.minutes[pin.situation])
    return found


def _calls(index: ProblemIndex, situations: Iterable[str]) -> tuple[Call, ...]:
    """Everybody who takes part in these situations, by id."""
    about: dict[str, list[str]] = defaultdict(list)
    for situation in sorted(situations):
        for person in index.participants[situation]:
            about[person].append(situation)
    return tuple(Call(person, tuple(about[person])) for person in sorted(about))


class _Explained:
    """The deferrals of agendas that differ little: parts in which nothing differs are explained once."""

    def __init__(self, prepared: PreparedProblem, components: Sequence[PreparedProblem]) -> None:
        self._prepared, self._components = prepared, components
        self._first: Seats | None = None
        self._lines: dict[str, Deferral] = {}

    def of(self, seats: Seats) -> tuple[Deferral, ...]:
        """Every situation that is not seated, by id, with reason and sentence."""
        first = self._first
        if first is None:
            self._first, again = seats, [*self._prepared.admitted]
            differing = list(self._components)
        else:
            differing = [
                component
                for component in self._components
                if any(first.get(name) != seats.get(name) for name in component.candidates)
            ]
            again = [name for component in differing for name in component.candidates]
        explanations = Explanations(self._prepared, seats, differing)
        lines = {name: explanations.deferral(name) for name in again if name not in seats}
        if first is None:
            self._lines = lines
        both = self._lines | lines
        return tuple(both[name] for name in self._prepared.admitted if name not in seats)
