"""Who asks for a place, month after month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

    from rsa_sched.domain.regulation import Regulation
    from rsa_sched.simulate.months.fit import Fit

YEAR = 12


@dataclass(frozen=True)
class Flow:
    """Requests of one structure for one sub-sector.

    Attributes
    ----------
    structure, subsector : ids in the setting.
    type : of the sessions asked for, one of the règlement's ``types``.
    per_month : expected requests a month; they arrive independently, so their number is Poisson.
    """

    structure: str
    subsector: str
    type: str
    per_month: float

    def __post_init__(self) -> None:
        if not 0 <= self.per_month < 10_000:
            raise ValueError(f"per_month: {self.per_month}: expected a number from 0 to 9999")


@dataclass(frozen=True)
class Demand:
    """What is asked for, and how people behave; percentages are whole numbers from 0 to 100.

    Attributes
    ----------
    flows : how many requests come from where.
    season : factor of each calendar month, January first, in per cent.
    trend : growth a year, in per cent of the first month's demand; a twelfth of it each month.
    urgency : weights of the levels of urgency, from 0 up.
    partners : per cent with a partner, of whom `second_partner` per cent have two.
    invited : per cent whose beneficiary is invited, and agreed.
    ineligible : per cent that lack a condition, and stay without it.
    withdrawal : per cent of those waiting who give up within a month.
    no_show : per cent of the seats whose person or referent does not come: the time is lost, the request waits on.
    unavailable : per cent of the professionals who miss a half-day session of the month.
    """

    flows: tuple[Flow, ...]
    season: tuple[int, ...] = (100,) * YEAR
    trend: int = 0
    urgency: tuple[int, ...] = (60, 25, 10, 5)
    partners: int = 20
    second_partner: int = 12
    invited: int = 15
    ineligible: int = 0
    withdrawal: int = 2
    no_show: int = 0
    unavailable: int = 20

    def __post_init__(self) -> None:
        if len(self.season) != YEAR or any(factor < 0 for factor in self.season):
            raise ValueError("season: expected twelve percentages, 0 or more")
        if self.trend <= -100:
            raise ValueError(f"trend: {self.trend}: expected more than -100 per cent a year")
        if not self.urgency or any(weight < 0 for weight in self.urgency) or not any(self.urgency):
            raise ValueError("urgency: expected weights, 0 or more, one of them above 0")
        for name in ("partners", "second_partner", "invited", "ineligible", "withdrawal", "no_show", "unavailable"):
            if not 0 <= getattr(self, name) <= 100:
                raise ValueError(f"{name}: {getattr(self, name)}: expected per cent, 0 to 100")

    @classmethod
    def like(cls, problem: Problem, months: float = 1.0) -> Self:
        """The demand of which the situations of a problem are so many months' worth; shares as they are in it."""
        rows, index = problem.situations, ProblemIndex(problem)
        counts = Counter((row.structure, row.subsector, index.type_of(row.id).id) for row in rows)
        flows = tuple(Flow(*key, count / months) for key, count in sorted(counts.items()))
        levels = Counter(row.urgency for row in rows)
        return cls(
            flows,
            urgency=tuple(levels[level] for level in range(len(problem.regulation.urgency_days))) if rows else (1,),
            partners=_percent(sum(bool(row.partners) for row in rows), len(rows)),
            invited=_percent(sum(row.beneficiary_invited for row in rows), len(rows)),
        )

    @classmethod
    def fit(cls, situations: pd.DataFrame, regulation: Regulation | None = None) -> Fit:
        """The demand of which past requests are a sample, with what speaks against it: see `fit.fit`."""
        from rsa_sched.simulate.months.fit import fit

        return fit(situations, regulation)

    def scaled(self, factor: float) -> Self:
        """The same with so many times the requests."""
        return replace(self, flows=tuple(replace(flow, per_month=flow.per_month * factor) for flow in self.flows))

    def expected(self, month: int, calendar_month: int) -> dict[Flow, float]:
        """Requests expected from each flow in a month: its number from 0, and 1 to 12 for January to December."""
        factor = self.season[calendar_month - 1] / 100 * max(0.0, 1 + self.trend * month / (100 * YEAR))
        found: dict[Flow, float] = {}
        for flow in self.flows:
            found[flow] = found.get(flow, 0.0) + flow.per_month * factor
        return found


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
