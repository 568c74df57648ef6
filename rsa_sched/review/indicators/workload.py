"""The work of structures, and of each referent: the latter for the service alone, since it is one professional's."""

from __future__ import annotations

from typing import Any

from rsa_sched.review.facts import LineFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day, on_its_day_if
from rsa_sched.review.indicators.requests import asked_in, heard_in, seen_in
from rsa_sched.review.periods import Span


def _hours(row: LineFact, _span: Span) -> float:
    return row.minutes / 60


HEARD = CountedRows("lines", on_its_day_if(fate="heard"), _hours)
_REFERENT: dict[str, Any] = {"groups": ("referent",), "internal": True, "whole": False}
INDICATORS = (
    indicator("carried", "workload", "requests", CountedRows("requests", seen_in), groups=("structure",)),
    indicator("hours-in-session", "workload", "hours", HEARD, groups=("structure",)),
    indicator("referent-carried", "workload", "requests", CountedRows("requests", seen_in), **_REFERENT),
    indicator("referent-asked", "workload", "requests", CountedRows("requests", asked_in), **_REFERENT),
    indicator("referent-heard", "workload", "requests", CountedRows("requests", heard_in), **_REFERENT),
    indicator("referent-hours", "workload", "hours", HEARD, **_REFERENT),
    indicator(
        "professional-trips", "workload", "trips", CountedRows("trips", on_its_day, about_people=False),
        groups=("professional",), internal=True, whole=False,
    ),
)  # fmt: skip
