"""The closed months of a register as problems and the agendas that were arbitrated for them."""

from __future__ import annotations

from collections.abc import Iterable

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.state import fold


def months_of(events: Iterable[RegisterEvent]) -> list[tuple[Problem, Agenda]]:
    """Each closed month as it was arbitrated before anything was cancelled: what `simulate.replay` takes.

    The problem with the decisions of the service (pins, bans), the agenda that was adopted. Months whose events are
    erased are not there; one that is in between ends the history before it, since nobody knows what came of it.
    """
    state = fold(events)
    found: list[tuple[Problem, Agenda]] = []
    for name in state.closed:
        month = state.months.get(name)
        if month is None or month.proposal is None:
            found = []
            continue
        document, proposal = month.replaced_from or (month.problem, month.proposal)
        found.append((Problem.from_dict({**document, **proposal["changes"]}), Agenda.from_dict(proposal["agenda"])))
    return found
