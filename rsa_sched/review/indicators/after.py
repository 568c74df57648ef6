"""What comes after the agenda: changes once it is published, decisions that differ, letters, empty places."""

from __future__ import annotations

from rsa_sched.review.facts import OverrideFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day, on_its_day_if
from rsa_sched.review.periods import Span


def _cost(row: OverrideFact, _span: Span) -> float:
    return row.cost


DECIDED = CountedRows("overrides", on_its_day)
INDICATORS = (
    indicator("changes", "after", "decisions", CountedRows("changes", on_its_day), groups=("change", "kind")),
    indicator("overrides", "after", "decisions", DECIDED, groups=("action",)),
    indicator(
        "overrides-cost", "after", "points", CountedRows("overrides", on_its_day, _cost, about_people=False),
        guards=(DECIDED,),
    ),
    indicator(
        "letters-in-time", "after", "share", CountedRows("letters", on_its_day_if(in_time=True)), "ratio",
        over=CountedRows("letters", on_its_day), groups=("to",),
    ),
    indicator("absent", "after", "decisions", CountedRows("lines", on_its_day_if(fate="absent")), groups=("kind",)),
)  # fmt: skip
