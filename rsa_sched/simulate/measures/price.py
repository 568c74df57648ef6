"""What equity costs: the points that the best agenda would have had besides, had it not been paid for."""

from __future__ import annotations

from collections.abc import Callable

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem


def price_of_fairness(problem: Problem, agenda: Agenda, arbiter: Callable[[Problem], Agenda]) -> int:
    """Points of the agenda made without equity, less those of the agenda made with it; equity is counted in neither.

    Parameters
    ----------
    problem, agenda : a month, and what the arbiter made of it.
    arbiter : makes the other agenda, of the same problem with all prices of equity 0.

    Returns
    -------
    Points (days of waiting times quarters of an hour), 0 or more where both are the best of their kind.
    """
    given = problem.to_dict()
    free = Problem.from_dict({**given, "regulation": {**(given.get("regulation") or {}), "equity_days": [0]}})
    return _without_equity(arbiter(free)) - _without_equity(agenda)


def _without_equity(agenda: Agenda) -> int:
    return agenda.parts.points + agenda.parts.equity
