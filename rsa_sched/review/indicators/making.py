"""How an indicator of ours is made: its words are found by its key."""

from __future__ import annotations

from typing import Any

from rsa_sched.french.sentences import lookup
from rsa_sched.review.indicator import CountedRows, Inside, Measure, ReviewIndicator, ReviewUnit, Wording
from rsa_sched.review.periods import Span

PEOPLE = ("kind", "subsector", "urgency", "type")
"""By what figures of requests are told too."""


def indicator(
    key: str, theme: str, unit: ReviewUnit, counted: CountedRows, measure: Measure = "count", **more: Any
) -> ReviewIndicator:
    """An indicator with its words."""
    return ReviewIndicator(key, theme, unit, measure, counted, Wording(**lookup(f"review.indicators.{key}")), **more)


def on_its_day(row: Any, span: Span) -> bool:
    """Whether the row's day lies in the period."""
    return span.holds(row.day)


def on_its_day_if(**wanted: Any) -> Inside:
    """Whether the row's day lies in the period and its attributes have these values."""
    return lambda row, span: span.holds(row.day) and all(getattr(row, key) == value for key, value in wanted.items())
