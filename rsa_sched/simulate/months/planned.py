"""An organisation whose months are each known: the calendar of a past year."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rsa_sched.domain.problem import Problem
from rsa_sched.simulate.months.setting import Row, Setting


@dataclass(frozen=True)
class PlannedSetting(Setting):
    """A setting whose months have sessions of their own.

    Attributes
    ----------
    planned : the sessions of each month; closing : the day on which its intake ends (ISO), before it that of the month
        before the first.
    """

    planned: tuple[tuple[Row, ...], ...] = ()
    closing: tuple[str, ...] = ()

    @classmethod
    def of_months(cls, before: Problem, months: Sequence[Problem]) -> PlannedSetting:
        """The organisation of the last month that is known (`before`), with the sessions of those that follow it."""
        organisation = Setting.of(before).organisation
        known = {row["id"] for row in organisation["venues"]}
        organisation["venues"] = [*organisation["venues"]]
        for problem in months:
            for row in problem.to_dict()["venues"]:
                if row["id"] not in known:
                    known.add(row["id"])
                    organisation["venues"].append(row)
        planned = tuple(tuple(copy.deepcopy(problem.to_dict()["sessions"])) for problem in months)
        closing = tuple(str(problem.as_of) for problem in (before, *months))
        every = tuple(row for month in planned for row in month)
        return cls(organisation, every, lead=before.regulation.deadline_days, planned=planned, closing=closing)

    def closes(self, number: int) -> dt.date:
        """The last day of the intake of a month, counted from 0; of -1 that of the month before."""
        return dt.date.fromisoformat(self.closing[number + 1])

    def month(self, number: int) -> list[Row]:
        """The sessions of a month, counted from 0, as they were."""
        return [dict(row) for row in self.planned[number]]
