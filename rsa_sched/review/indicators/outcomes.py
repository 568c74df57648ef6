"""What sessions came to, in the service's own codes."""

from __future__ import annotations

from rsa_sched.review.facts import LineFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day_if
from rsa_sched.review.periods import Span


def _recorded(row: LineFact, span: Span) -> bool:
    return span.holds(row.day) and row.fate == "heard" and bool(row.code)


INDICATORS = (
    indicator(
        "outcomes-recorded", "outcomes", "share", CountedRows("lines", _recorded), "ratio",
        over=CountedRows("lines", on_its_day_if(fate="heard")), groups=("kind",),
    ),
    indicator("outcomes", "outcomes", "requests", CountedRows("lines", _recorded), groups=("code",)),
)  # fmt: skip
