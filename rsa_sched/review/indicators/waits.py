"""How long people wait, those who still wait counted for as long as they have waited."""

from __future__ import annotations

import datetime as dt

from rsa_sched.review.facts import RequestFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import PEOPLE, indicator
from rsa_sched.review.indicators.requests import seen_in
from rsa_sched.review.periods import Span

WITHIN_DAYS = 60
MONTH = 31
"""Days of the month that the guarantee may need to take effect, as in the laboratory's `starved`."""
SEEN = CountedRows("requests", seen_in)


def term_in(row: RequestFact, span: Span) -> bool:
    """Whether the sixtieth day fell into the period."""
    return span.holds(row.requested_on + dt.timedelta(days=WITHIN_DAYS))


def in_time(row: RequestFact, span: Span) -> bool:
    """Whether it was heard by then."""
    if not term_in(row, span) or row.fate != "heard" or row.ended_on is None:
        return False
    return row.ended_on <= span.last and row.days_until(span.last) <= WITHIN_DAYS


def beyond_guarantee(row: RequestFact, span: Span) -> bool:
    """Whether it waited longer than the guarantee and a month, and that in the period."""
    return row.is_seen_in(span) and row.days_until(span.last) > row.guarantee_days + MONTH


INDICATORS = (
    indicator("median-wait", "waits", "days", SEEN, "median", groups=PEOPLE),
    indicator("ninth-decile-wait", "waits", "days", SEEN, "ninth-decile", groups=PEOPLE),
    indicator("longest-wait", "waits", "days", SEEN, "longest", groups=PEOPLE),
    indicator(
        "within-60-days", "waits", "share", CountedRows("requests", in_time), "ratio",
        over=CountedRows("requests", term_in), groups=PEOPLE,
    ),
    indicator("beyond-guarantee", "waits", "requests", CountedRows("requests", beyond_guarantee), groups=PEOPLE),
)  # fmt: skip
