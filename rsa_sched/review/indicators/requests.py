"""Requests: who asked, who was heard, who gave up, who still waits, how often each was carried over and why."""

from __future__ import annotations

from typing import Any

from rsa_sched.review.facts import RequestFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import PEOPLE, indicator, on_its_day_if
from rsa_sched.review.periods import Span


def asked_in(row: RequestFact, span: Span) -> bool:
    """Made in the period."""
    return span.holds(row.requested_on)


def heard_in(row: RequestFact, span: Span) -> bool:
    """Heard in the period."""
    return row.fate == "heard" and span.holds(row.ended_on)


def withdrawn_in(row: RequestFact, span: Span) -> bool:
    """Given up in the period."""
    return row.fate == "withdrawn" and span.holds(row.ended_on)


def waits_after(row: RequestFact, span: Span) -> bool:
    """Made by the end of the period, and neither heard nor given up by then."""
    return row.requested_on <= span.last and not row.ended_by(span.last)


def seen_in(row: RequestFact, span: Span) -> bool:
    """Waited at any time in the period."""
    return row.is_seen_in(span)


def _count(key: str, inside: Any, *more_groups: str) -> Any:
    return indicator(key, "requests", "requests", CountedRows("requests", inside), groups=(*PEOPLE, *more_groups))


DEFERRED = CountedRows("lines", on_its_day_if(fate="deferred"))
INDICATORS = (
    _count("asked", asked_in, "structure"),
    _count("heard", heard_in, "structure"),
    _count("waiting", waits_after, "structure"),
    _count("withdrawn", withdrawn_in),
    indicator("deferred", "requests", "decisions", DEFERRED, groups=("reason", *PEOPLE)),
)
