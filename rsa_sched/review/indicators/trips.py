"""Trips of professionals, and those that grouping situations saved [R31]."""

from __future__ import annotations

from rsa_sched.review.facts import TripFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day
from rsa_sched.review.periods import Span


def _further(row: TripFact, _span: Span) -> float:
    return len(row.requests) - 1


TRIPS = CountedRows("trips", on_its_day, about_people=False)
AVOIDED = CountedRows("trips", on_its_day, _further, about_people=False)
VISITS = CountedRows("trips", on_its_day)
"""Both together count the situations that professionals came for."""
INDICATORS = (
    indicator("trips", "trips", "trips", TRIPS, groups=("kind",), guards=(VISITS,)),
    indicator("trips-avoided", "trips", "trips", AVOIDED, groups=("kind",), guards=(VISITS,)),
)
