"""rotation: the venues of a series take turns: each within one of its share, never twice running [R23]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements.base import Breach, Clause, PlanReading, Requirement

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class Rotation(Requirement):
    """The share of a venue is the number of sessions by the number of venues; less than one more or less will do.

    The last venue of the year before counts for never twice running. Of a calendar that has been published it is no
    requirement but a cost (`costs.turns`): one date that changes would exchange the venues of the whole series.
    """

    id = "rotation"

    def clauses(self, index: YearIndex) -> Iterator[Clause]:
        for name, series in index.series.items() if not index.published else ():
            if len(series.venues) > 1 and index.of_series(name):
                yield Clause("turns", (name,), {"series": name, "number": len(series.venues)})
                yield Clause("running", (name,), {"series": name})

    def check(self, reading: PlanReading) -> Iterator[Breach]:
        for name, series in reading.index.series.items() if not reading.index.published else ():
            rows, number = reading.of_series(name), len(series.venues)
            if number < 2 or not rows:
                continue
            turns = Counter(row.venue for row in rows)
            for venue in series.venues:
                if abs(turns[venue] * number - len(rows)) >= number:
                    yield self.breach("turns", rows[-1].session, venue=venue, turns=turns[venue], number=len(rows))
            if rows[0].venue == series.last_venue:
                yield self.breach("running", rows[0].session, venue=rows[0].venue)
            for one, other in pairwise(rows):
                if one.venue == other.venue:
                    yield self.breach("running", other.session, venue=other.venue)

    def post(self, model: YearVariables, clause: Clause) -> None:
        name = str(clause.key[0])
        series, sessions = model.index.series[name], model.index.of_series(name)
        for venue in series.venues:
            turns = [model.at_venue(session, venue) for session in sessions]
            if clause.what == "turns":
                least, rest = divmod(len(sessions), len(series.venues))
                model.at_least(least, turns)
                model.at_most(least + (rest > 0), turns)
            else:
                if venue == series.last_venue:
                    model.at_most(0, turns[:1])
                for one, other in pairwise(turns):
                    model.at_most(1, [one, other])
