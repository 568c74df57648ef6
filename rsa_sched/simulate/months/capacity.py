"""The same organisation with more or fewer sessions a month."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction

from rsa_sched.errors import InputError
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.setting import Row, Setting, further

Place = tuple[str, str, str]
"""(type, service, sub-sector; "" where the session is for the whole service): what a session is for."""


def with_sessions(setting: Setting, count: int, demand: Demand) -> Setting:
    """The setting with `count` sessions a month in all.

    One more goes where most requests a session are expected; one less is taken where fewest are. A further session is
    one that is there already, a week or more later, on a day on which its staff has no other.

    Raises
    ------
    InputError : for a negative number, or where there is no session to begin from.
    """
    if count < 0 or (count and not setting.sessions):
        raise InputError.of("sessions", str(count), "no-session-to-begin-from")
    expected: defaultdict[Place, Fraction] = defaultdict(Fraction)
    for flow in demand.flows:
        expected[_asked(flow, setting)] += Fraction(flow.per_month)
    rows = list(setting.sessions)
    while len(rows) > count:
        held = Counter(_of(row) for row in rows)
        # what would be asked of those that stay, without this one
        rows.remove(min(reversed(rows), key=lambda row: (expected[_of(row)] / held[_of(row)], _of(row))))
    while len(rows) < count:
        held = Counter(_of(row) for row in rows)
        busiest = max(held, key=lambda place: (expected[place] / held[place], place))
        rows.append(further(rows, next(row for row in rows if _of(row) == busiest)))
    return replace(setting, sessions=tuple(rows))


def _of(row: Row) -> Place:
    return row["type"], row["service"], row.get("subsector") or ""


def _asked(flow: Flow, setting: Setting) -> Place:
    """Where a request sits: a session without a sub-sector is its whole service's."""
    service = next((row["service"] for row in setting.organisation["subsectors"] if row["id"] == flow.subsector), "")
    whole = flow.type, service, ""
    return whole if any(_of(row) == whole for row in setting.sessions) else (flow.type, service, flow.subsector)
