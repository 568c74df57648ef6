"""Sessions: held, held for one hour, cancelled; their minutes; those of the whole service, as the psychologist's."""

from __future__ import annotations

from typing import Any

from rsa_sched.review.facts import LineFact, SessionFact
from rsa_sched.review.indicator import CountedRows
from rsa_sched.review.indicators.making import indicator, on_its_day, on_its_day_if
from rsa_sched.review.periods import Span

GROUPS = ("type", "subsector")


FIRST_HOUR = on_its_day_if(mode="first_hour")
CANCELLED = on_its_day_if(mode="cancelled")


def _sessions(inside: Any) -> CountedRows:
    return CountedRows("sessions", inside, about_people=False)


def _took_place(row: SessionFact, span: Span) -> bool:
    return span.holds(row.day) and row.mode in ("held", "first_hour")


def _shared(row: SessionFact, span: Span) -> bool:
    return row.is_shared and _took_place(row, span)


def _minutes(row: LineFact, _span: Span) -> float:
    return row.minutes


def _open(row: SessionFact, _span: Span) -> float:
    return row.minutes_open


INDICATORS = (
    indicator("sessions", "sessions", "sessions", _sessions(on_its_day), groups=("mode", *GROUPS)),
    indicator("sessions-held", "sessions", "sessions", _sessions(_took_place), groups=GROUPS),
    indicator("sessions-first-hour", "sessions", "sessions", _sessions(FIRST_HOUR), groups=GROUPS),
    indicator("sessions-cancelled", "sessions", "sessions", _sessions(CANCELLED), groups=GROUPS),
    indicator("sessions-shared", "sessions", "sessions", _sessions(_shared)),
    indicator(
        "minutes-used", "sessions", "share", CountedRows("lines", on_its_day_if(fate="heard"), _minutes), "ratio",
        over=CountedRows("sessions", on_its_day, _open, about_people=False), groups=("type",),
    ),
)  # fmt: skip
