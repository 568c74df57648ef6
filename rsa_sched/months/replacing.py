"""Who takes the places of those who cannot come (contract, section 10, `replace`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.agenda import Agenda, Appointment
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.statement import AgendaSource


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
    agenda: Agenda
    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Replacements:
    """The answer of `replacements`.

    Attributes
    ----------
    problem : the changed problem, whose agendas the options are.
    freed : situations whose appointments were freed, by id.
    options : best first; they differ in who is heard. The first is proven best, unless `proven` is false.
    """

    problem: Problem
    freed: tuple[str, ...]
    options: tuple[ReplacementOption, ...]
    proven: bool

    def to_dict(self) -> dict[str, Any]:
        """The document of contract section 10."""
        raise NotImplementedError


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
    time_limit : seconds; None for as long as it takes.

    Raises
    ------
    AgendaRefused : where the agenda breaks a rule.
    InputError : for unknown ids, and for situations or sessions that have begun.
    """
    raise NotImplementedError
