"""The sessions of the months to come: those that are planned, else this month's once more."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.problem import Problem
from rsa_sched.simulate.months.setting import Setting

Row = dict[str, Any]


@dataclass(frozen=True)
class MonthPlan:
    """The sessions of one calendar month.

    Attributes
    ----------
    month : as ``2010-11``.
    sessions : rows of the problem document.
    planned : whether they are the service's own calendar; False where this month's were taken to be repeated.
    """

    month: str
    sessions: tuple[Row, ...]
    planned: bool


def month_of(session: Mapping[str, Any]) -> str:
    """The calendar month of a session, as ``2010-11``."""
    return str(session["start"])[:7]


def calendar_of(problem: Problem, months: int, planned: Iterable[Mapping[str, Any]] = ()) -> list[MonthPlan]:
    """The months after a problem's own.

    Parameters
    ----------
    problem : its sessions are repeated, as the laboratory does it, where nothing is planned.
    months : how many.
    planned : sessions of the service's calendar, as in the problem document; those of the problem's own months and
        before are left out. As soon as there are any, months without are months without sessions.
    """
    own = [dict(row) for row in problem.to_dict()["sessions"]]
    last = max((month_of(row) for row in own), default=str(problem.as_of)[:7])
    later: dict[str, list[Row]] = {}
    for row in planned:
        if month_of(row) > last:
            later.setdefault(month_of(row), []).append(copy.deepcopy(dict(row)))
    if later:
        return [MonthPlan(month, tuple(later[month]), True) for month in sorted(later)[:months]]
    setting = Setting.of(problem)
    plans = []
    for number in range(1, months + 1) if own else ():
        rows = setting.month(number)
        plans.append(MonthPlan(max(map(month_of, rows)), tuple(rows), False))
    return plans
