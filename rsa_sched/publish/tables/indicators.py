"""The figures of a month, each with its definition and its perimeter, so that anybody can count it again [R57]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from statistics import median

from rsa_sched.display.accounts import signed_parts
from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Parts
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.table import Layout, Share, Table, column


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure.

    Attributes
    ----------
    name, of : what is counted, and of which part of it.
    value : the figure; None where there is nothing to count.
    unit : in French.
    definition : how it is counted.
    perimeter : over what.
    """

    name: str
    of: str
    value: int | float | None
    unit: str
    definition: str
    perimeter: str


Counted = tuple[str, str, int | float | None, str]
"""Key of the figure in ``indicators.toml``, of what, value, perimeter."""


def indicators(shown: View) -> tuple[Indicator, ...]:
    """The figures that an audience may see: all of them the service, those of its own situations a prescriber."""
    return tuple(
        Indicator(of=of, value=value, perimeter=perimeter, **words(f"indicators.figures.{key}"))
        for key, of, value, perimeter in _counted(shown)
    )


def indicator_table(shown: View) -> Table[Indicator]:
    """The same as a table."""
    widths = {"name": 26, "of": 34, "value": 9, "unit": 14, "definition": 50, "perimeter": 36}
    return Table(
        indicators(shown),
        {key: column(attrgetter(key), "number" if key == "value" else "text", width) for key, width in widths.items()},
        {"sheet": Layout(", ".join(widths))},
        lookup("indicators.table"),
    )


def _counted(shown: View) -> Iterator[Counted]:
    whose = "all" if shown.audience.all else "own"
    situations = say(f"indicators.perimeters.{whose}", problem=shown.problem)
    every = say("indicators.parts.all")
    yield from _requests(shown, every, situations)
    yield from _by_structure(shown, situations)
    yield from _waits(shown, every, situations)
    if shown.parts is not None:  # others do not see every line of a session
        yield from _use(shown, every, situations)
        yield from _accounts(shown, shown.parts, every)


def _requests(shown: View, every: str, situations: str) -> Iterator[Counted]:
    heard = Counter(line.kind for _, line in shown.seats)
    deferred = Counter(row.kind for row in shown.deferrals)
    asked = heard + deferred
    kinds = [kind for kind in shown.regulation.kinds if asked[kind]]
    for key, counts in {"requests": asked, "heard": heard, "deferred": deferred}.items():
        yield key, every, counts.total(), situations
        for kind in kinds:
            yield key, kind, counts[kind], situations
    reasons: Counter[tuple[str, str]] = Counter((row.kind, row.reason) for row in shown.deferrals)
    for reason, label in words("deferrals.reasons").items():
        for kind in kinds:
            if reasons[kind, reason]:
                of = say("indicators.parts.reason", kind=kind, label=label)
                yield "reasons", of, reasons[kind, reason], situations
    for kind in kinds:
        yield "share-of-requests", kind, _share(asked[kind], asked.total()), situations
        yield "share-of-places", kind, _share(heard[kind], heard.total()), situations


def _by_structure(shown: View, situations: str) -> Iterator[Counted]:
    heard = Counter((line.structure_label, line.structure) for _, line in shown.seats)
    asked = heard + Counter((row.structure_label, row.structure) for row in shown.deferrals)
    for which, number in sorted(asked.items()):
        of = say("indicators.parts.structure", structure=which[0], heard=heard[which], requests=number)
        yield "heard-by-structure", of, Share(heard[which] / number), situations


def _waits(shown: View, every: str, situations: str) -> Iterator[Counted]:
    asked = {
        "heard": [line.requested_on for _, line in shown.seats if line.requested_on is not None],
        "deferred": [row.requested_on for row in shown.deferrals],
    }
    for key, days in asked.items():
        ages = [(shown.as_of - day).days for day in days]
        of, perimeter = say(f"indicators.parts.{key}"), say(f"indicators.perimeters.{key}", situations=situations)
        yield "median-age", of, median(ages) if ages else None, perimeter
        yield "greatest-age", of, max(ages, default=None), perimeter
    again = sum(row.deferrals > 0 for row in shown.deferrals)
    yield "deferred-again", every, again, perimeter


def _use(shown: View, every: str, situations: str) -> Iterator[Counted]:
    sessions, visible = shown.sessions, say("indicators.perimeters.sessions", problem=shown.problem)
    held = [row for row in sessions if row.mode != "cancelled"]
    used, opened = sum(row.minutes_used for row in held), sum(row.minutes for row in held)
    yield "minutes-used", every, used, visible
    yield "minutes-open", every, opened, visible
    yield "occupancy", every, _share(used, opened), visible
    yield "nearly-empty", every, sum(len(row.lines) < 2 for row in sessions), visible
    yield "cancelled", every, len(sessions) - len(held), visible
    yield "trips", every, len(_trips(shown)), situations


def _trips(shown: View) -> set[tuple[str, str, int]]:
    staffed = {(name, row.venue, row.start.toordinal()) for row in shown.sessions for name in row.staff}
    coming = {
        (name, session.venue, session.start.toordinal()) for session, line in shown.seats for name in line.participants
    }
    return coming - staffed


def _accounts(shown: View, parts: Parts, every: str) -> Iterator[Counted]:
    agenda = say("indicators.perimeters.agenda", problem=shown.problem)
    yield "points", every, shown.points, agenda
    yield "bound", every, shown.bound, agenda
    for _, label, points in signed_parts(parts):
        yield "part-of-points", label, points, agenda
    for line in shown.due:
        of = say("indicators.parts.due", service=shown.services.get(line.service, line.service), kind=line.kind)
        yield "due", of, line.due_units, agenda
        yield "granted", of, line.granted_units, agenda
        yield "demanded", of, line.demand_units, agenda


def _share(number: int, whole: int) -> Share | None:
    return Share(number / whole) if whole else None
