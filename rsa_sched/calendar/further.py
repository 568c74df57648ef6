"""Where one session more saves most days of waiting: the planned year is played with it and without.

The same requests come in both, so that what differs is the session's doing. Where several sessions more are asked for,
each is looked for with those before it in their places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.knowndemand import KnownDemand
from rsa_sched.calendar.schooldays import month_days
from rsa_sched.calendar.year import Series, Year
from rsa_sched.engine.stop import Stop
from rsa_sched.errors import Interrupted
from rsa_sched.simulate.campaigns.replication import seed_of
from rsa_sched.simulate.months.month import Arbiter, Month, play
from rsa_sched.simulate.months.planned import PlannedSetting
from rsa_sched.simulate.months.run import solved
from rsa_sched.simulate.months.setting import Row, further
from rsa_sched.simulate.months.state import State

DRAWS = 5
"""How often the year is played."""


class Gain(NamedTuple):
    """What one session more of a series would save.

    Attributes
    ----------
    series, month : which, and when it is held.
    days : of waiting until the year's end, of all requests together, on average of the draws.
    least, most : of the draws.
    """

    series: str
    month: str
    days: int
    least: int
    most: int


@dataclass(frozen=True)
class FurtherSession:
    """One session more.

    Attributes
    ----------
    best : where it saves most; None where it saves nothing anywhere, so that none is held.
    gains : of every series in which anybody waits, the most first.
    """

    best: Gain | None
    gains: tuple[Gain, ...]


class _Draw(NamedTuple):
    """A year that was played once: its months, and days waited in all."""

    months: tuple[Month, ...]
    days: int


def further_sessions(
    found: YearCalendar,
    known: KnownDemand,
    number: int = 1,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    arbiter: Arbiter | None = None,
    stop: Stop | None = None,
) -> list[FurtherSession]:
    """Where so many sessions more save most days of waiting, one after the other; fewer where the next saves nothing.

    Parameters
    ----------
    found : the year's calendar without them.
    known : who asks and who waits.
    draws : how often the year is played with requests drawn anew.
    arbiter : what makes the agendas, `simulate.solved` by default.

    Raises
    ------
    InputError : where the year names what the demand does not know, or is over. Interrupted : where it was stopped.

    Notes
    -----
    Of a series the month is tried in which a session could save most: those who wait after it, at most as many as a
    session hears, times the days that are left. The session is tried a week or more after the series' own of that
    month, in the same place with the same staff; its real date is the calendar's. Days are counted until the end of
    the year, of those who still wait then too. Requests made between what is known and the year, or in a
    month without any session, are not in it.
    """
    months = known.months(found.index)
    year = _Played(found, known, months, arbiter or solved, stop)
    setting = known.setting(found, months)
    played = [year.play(setting, seed_of(seed, one), known.start) for one in range(draws)]
    told: list[FurtherSession] = []
    while len(told) < number:
        tried: dict[Gain, tuple[PlannedSetting, list[_Draw]]] = {}
        for series in found.index.year.series:
            position = year.most_promising(series, setting, played)
            if position is None:
                continue
            more = year.with_one_more(setting, series, position)
            again = [year.play(more, seed_of(seed, n), known.start, one, position) for n, one in enumerate(played)]
            saved = [before.days - after.days for before, after in zip(played, again, strict=True)]
            gain = Gain(series.id, months[position], round(sum(saved) / draws), min(saved), max(saved))
            tried[gain] = more, again
        ranked = tuple(sorted(tried, key=lambda gain: -gain.days))  # as listed where they save as much
        best = ranked[0] if ranked and ranked[0].days > 0 else None
        told.append(FurtherSession(best, ranked))
        if best is None:
            break
        setting, played = tried[best]
    return told


def year_with(year: Year, sessions: Sequence[FurtherSession]) -> Year:
    """The year that asks for these sessions too."""
    added = [one.best for one in sessions if one.best is not None]

    def longer(series: Series) -> Series:
        months = tuple(gain.month for gain in added if gain.series == series.id)
        return series.model_copy(update={"extra": (*series.extra, *months)}) if months else series

    return year.model_copy(update={"series": tuple(map(longer, year.series))})


class _Played:
    """The months of a year, played."""

    def __init__(
        self, found: YearCalendar, known: KnownDemand, months: Sequence[str], arbiter: Arbiter, stop: Stop | None
    ) -> None:
        self._index: YearIndex = found.index
        self._known, self._months, self._arbiter, self._stop = known, months, arbiter, stop
        self._last_days = [month_days(month)[1] for month in months]
        self._usual = known.problem.regulation.types[0].id

    def play(
        self, setting: PlannedSetting, seed: int, start: State, before: _Draw | None = None, position: int = 0
    ) -> _Draw:
        """A year; months before `position` are as they were `before`."""
        done = [] if before is None else list(before.months[:position])
        state = done[-1].after if done else start
        step = partial(play, setting, self._known.demand, self._known.problem.regulation)
        while len(done) < len(self._months):
            if self._stop is not None and self._stop.asked:
                raise Interrupted("stopped before it was known where a session more saves most")
            done.append(step(state, seed, self._arbiter))
            state = done[-1].after
        return _Draw(tuple(done), self._days(done))

    def _days(self, months: Sequence[Month]) -> int:
        """Days waited by all: until the session, until the end of the month of who gave up, until the year's end."""
        total = 0
        for month, last in zip(months, self._last_days, strict=True):
            held = {line.situation: line.start.date() for line in month.agenda.appointments}
            asked = {row.id: row.requested_on for row in month.problem.situations}
            for name, fate in month.left.items():
                total += ((held[name] if fate == "heard" else last) - asked[name]).days
        for row in months[-1].after.waiting:
            total += (self._last_days[-1] - dt.date.fromisoformat(row["requested_on"])).days
        return total

    def most_promising(self, series: Series, setting: PlannedSetting, played: Sequence[_Draw]) -> int | None:
        """The month in which one session more of a series could save most; None where nobody waits after any."""
        kind = self._known.type_of(series)
        size = 0 if kind is None else kind.max_situations
        could: dict[int, float] = {}
        for number, rows in enumerate(setting.planned):
            if self._own(series, rows):
                waiting = sum(self._waiting(series, one.months[number].after) for one in played) / len(played)
                could[number] = min(size, waiting) * (self._last_days[-1] - self._last_days[number]).days
        best = max(could, key=lambda number: (could[number], -number), default=None)
        return None if best is None or could[best] <= 0 else best

    def with_one_more(self, setting: PlannedSetting, series: Series, position: int) -> PlannedSetting:
        """The setting with one session more of a series in a month."""
        rows = setting.planned[position]
        added = (*rows, further(rows, self._own(series, rows)[0]))
        return replace(
            setting, planned=(*setting.planned[:position], added, *setting.planned[position + 1 :])
        )  # fmt: skip

    def _own(self, series: Series, rows: Sequence[Row]) -> list[Row]:
        """Of the sessions of a month those of a series, further ones too."""
        own = {row.id for row in self._index.of_series(series.id)}
        return [row for row in rows if row["id"].partition("+")[0] in own]

    def _waiting(self, series: Series, state: State) -> int:
        """How many wait for a series."""
        return sum(self._asks(series, row) for row in state.waiting)

    def _asks(self, series: Series, row: Mapping[str, object]) -> bool:
        if (row.get("type") or self._usual) != series.type:
            return False
        if series.subsector is not None:
            return row["subsector"] == series.subsector
        (service,) = self._known.services(series)
        return any(one.id == row["subsector"] and one.service == service for one in self._known.problem.subsectors)
