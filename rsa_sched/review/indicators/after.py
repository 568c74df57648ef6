"""What comes after the agenda: changes once it is published, decisions that differ, letters, empty places."""

from __future__ import annotations

from rsa_sched.review.facts import LetterFact, OverrideFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day, on_its_day_if
from rsa_sched.review.periods import Span


def _cost(row: OverrideFact, _span: Span) -> float:
    return row.cost


def _sent(row: LetterFact, span: Span) -> bool:
    return span.holds(row.day) and row.sent_on is not None


def _sent_in_time(row: LetterFact, span: Span) -> bool:
    return span.holds(row.day) and row.sent_on is not None and row.sent_on <= row.due


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
    indicator(
        "letters-sent", "after", "share", CountedRows("letters", _sent_in_time), "ratio",
        over=CountedRows("letters", _sent), groups=("to",),
    ),
    indicator("absent", "after", "decisions", CountedRows("lines", on_its_day_if(fate="absent")), groups=("kind",)),
)  # fmt: skip
