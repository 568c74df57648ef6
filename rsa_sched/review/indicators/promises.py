"""Promises: of the latest months that were told, how many were kept."""

from __future__ import annotations

from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day, on_its_day_if

INDICATORS = (
    indicator(
        "promises-kept", "promises", "share", CountedRows("promises", on_its_day_if(fate="kept")), "ratio",
        over=CountedRows("promises", on_its_day), groups=("kind",),
    ),
    indicator("promises", "promises", "decisions", CountedRows("promises", on_its_day), groups=("fate",)),
)  # fmt: skip
