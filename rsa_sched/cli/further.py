"""Sessions more in a year's calendar: the demand that the options name, and what is said of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rsa_sched.calendar.arrange import arrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.outputs.lines import further_text
from rsa_sched.calendar.outputs.state import PublishedYear
from rsa_sched.cli.output import notify
from rsa_sched.domain.problem import Problem
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import say

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession
    from rsa_sched.calendar.knowndemand import KnownDemand

LEAST_MONTHS = 2
"""What waited in the first is a stock; who asks is known from the second on."""


def must_know_demand(options: argparse.Namespace) -> None:
    """InputError where sessions more are asked for without a demand, or a demand is given for nothing."""
    if (not options.further) != (options.register is None and options.demand is None):
        raise InputError.of("--further", "", "further-and-demand")


def known_demand(options: argparse.Namespace) -> KnownDemand:
    """The demand. Raises InputError where too little is known; RegisterRefused."""
    from rsa_sched.calendar.knowndemand import KnownDemand

    if options.demand is not None:
        return KnownDemand.like(Problem.from_json(options.demand))
    return _of_months(options.register)


def _of_months(path: Path) -> KnownDemand:
    from rsa_sched.calendar.knowndemand import KnownDemand
    from rsa_sched.months.closing import close_month
    from rsa_sched.register.state import fold
    from rsa_sched.review.sources import arbitrated_in
    from rsa_sched.simulate.answers.predict import fitted_demand
    from rsa_sched.simulate.months.state import State

    history, events = arbitrated_in(path)
    if len(history) < LEAST_MONTHS:
        raise InputError.of("--register", str(path), "too-few-months-known", months=LEAST_MONTHS)
    last = history[-1][0]
    if events:
        state = fold(events)
        until = max(str(last.as_of), state.last_as_of)
        start = State(until=until, waiting=tuple(state.waiting.values()), counters=tuple(state.history or ()))
    else:  # a folder of months
        after = close_month(*history[-1]).to_dict()
        start = State(until=str(last.as_of), waiting=tuple(after["waiting"]), counters=tuple(after["history"]))
    return KnownDemand(last, fitted_demand(history)[0], start)


def with_further(
    index: YearIndex, known: KnownDemand, number: int, *, seconds: float, seed: int, stop: Stop
) -> tuple[YearIndex, Sequence[FurtherSession]]:
    """The year that asks for so many sessions more too, and what they save."""
    from rsa_sched.calendar.further import further_sessions, year_with

    without = arrange(index, seconds=seconds, seed=seed, stop=stop)
    found = further_sessions(without, known, number, seed=seed, stop=stop)
    return YearIndex(year_with(index.year, found)), found


def must_keep_further(index: YearIndex, before: PublishedYear, file: str) -> None:
    """InputError where the folder has sessions that ``--further`` placed, for which the file does not ask.

    Only the run that placed them knew of them: the next one would cancel what was published.
    """
    faults = []
    for position, series in enumerate(index.year.series):
        months = [month for name, month in before.further if name == series.id and index.asked(series, month)]
        lost = [row.session for row in before.placed if row.session not in index.sessions]
        lost = [name for name in lost if name.startswith(tuple(f"{series.id}-{month}" for month in months))]
        if lost:
            extra = ", ".join(f'"{month}"' for month in (*series.extra, *months))
            value = "nothing" if not series.extra else f"a list of {len(series.extra)}"
            facts = {"extra": extra, "sessions": lost}
            faults.append(Fault(f"series[{position}].extra", value, "further-session-not-kept", facts, file))
    if faults:
        raise InputError(tuple(faults))


def tell_further(index: YearIndex, found: Sequence[FurtherSession]) -> None:
    """Say where the sessions are, and what keeps them there."""
    for one in found:
        notify(further_text(index, one))
        if one.best is not None:
            series = index.series[one.best.series]
            notify(say("cli.calendar.keep", series=series.id, extra=", ".join(f'"{name}"' for name in series.extra)))
