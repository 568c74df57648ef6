"""What it costs that venues are out of turn, once a calendar has been published [R23]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.costs.base import Cost, Discomfort
from rsa_sched.calendar.requirements.base import PlanReading

if TYPE_CHECKING:
    from rsa_sched.calendar.variables import YearVariables


class VenueTurns(Cost):
    """A session in the venue of the one before, and each turn more or less than a venue's share allows.

    A calendar that is new has none of either: there `requirements.rotation` forbids it.
    """

    id = "turn"

    def recount(self, reading: PlanReading) -> Iterator[Discomfort]:
        points = reading.index.year.weights.turn
        for name, series in reading.index.series.items():
            rows, number = reading.of_series(name), len(series.venues)
            if number < 2 or not rows:
                continue
            venues = [series.last_venue, *(row.venue for row in rows)]
            for (before, venue), row in zip(pairwise(venues), rows, strict=True):
                if venue == before:
                    yield Discomfort(points, row.session)
            counted = Counter(venues[1:])
            for venue in series.venues:
                least, most = len(rows) // number, -(-len(rows) // number)
                beyond = max(0, least - counted[venue], counted[venue] - most)
                if beyond:
                    yield Discomfort(beyond * points, rows[-1].session)

    def post(self, model: YearVariables) -> None:
        points = model.index.year.weights.turn if model.index.published else 0
        for name, series in model.index.series.items() if points else ():
            sessions = model.index.of_series(name)
            if len(series.venues) < 2 or not sessions:
                continue
            if series.last_venue in series.venues:
                model.pay(points, model.at_venue(sessions[0], series.last_venue))
            for one, other in model.index.followers(name):
                same = model.choice()
                model.pay(points, same)
                for venue in series.venues:
                    there: list[tuple[int, Any]] = [(1, model.at_venue(row, venue)) for row in (one, other)]
                    model.at_most_sum(1, [*there, (-1, same)])
            least, rest = divmod(len(sessions), len(series.venues))
            for venue in series.venues:
                turns: list[tuple[int, Any]] = [(1, model.at_venue(session, venue)) for session in sessions]
                beyond = model.whole_number()
                model.pay(points, beyond)
                model.at_most_sum(least + (rest > 0), [*turns, (-1, beyond)])
                model.at_least_sum(least, [*turns, (1, beyond)])
