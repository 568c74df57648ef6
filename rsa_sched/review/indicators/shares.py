"""What each kind of structure was given, of what was due to it and of what it asked for [R30]."""

from __future__ import annotations

from rsa_sched.review.facts import LineFact, ShareFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day
from rsa_sched.review.periods import Span

KINDS = ("kind",)


def _month_in(row: LineFact, span: Span) -> bool:
    return span.holds(row.day)


def _units(row: LineFact, _span: Span) -> float:
    return row.units


def _due(row: ShareFact, _span: Span) -> float:
    return row.due


def _demand(row: ShareFact, _span: Span) -> float:
    return row.demand


def _lag(row: ShareFact, _span: Span) -> float:
    return row.lag


GRANTED = CountedRows("lines", _month_in, _units)
ASKING = CountedRows("lines", _month_in)
INDICATORS = (
    indicator(
        "granted-of-due", "shares", "share", GRANTED, "ratio",
        over=CountedRows("shares", on_its_day, _due, about_people=False), groups=KINDS,
    ),
    indicator(
        "granted-of-demand", "shares", "share", GRANTED, "ratio",
        over=CountedRows("shares", on_its_day, _demand, about_people=False), groups=KINDS, guards=(ASKING,),
    ),
    indicator(
        "lag", "shares", "places", CountedRows("shares", on_its_day, _lag, about_people=False), groups=KINDS,
        guards=(GRANTED,), whole=False,
    ),
)  # fmt: skip
