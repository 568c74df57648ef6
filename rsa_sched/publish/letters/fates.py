"""What a letter tells in ids and hours: it is made anew for another fate, not for another wording."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rsa_sched.display.view import DeferralView, SeatView


def tell_seats(seats: Iterable[SeatView]) -> list[Any]:
    """What appointments tell: when, where, with whom."""
    return [
        [line.situation, session.id, line.start, line.end, session.venue_label, line.participants,
         line.beneficiary_invited]
        for session, line in seats
    ]  # fmt: skip


def tell_person(seats: Iterable[SeatView]) -> list[Any]:
    """What appointments tell the person: the day and the place, the hours only where they come."""
    return [
        [
            line.situation,
            line.start.date(),
            session.venue_label,
            *([line.start, line.end] if line.beneficiary_invited else []),
        ]
        for session, line in seats
    ]


def tell_partner(seats: Iterable[SeatView]) -> list[Any]:
    """What appointments tell a partner from outside."""
    return [
        [line.situation, session.id, line.start, line.end, session.venue_label, line.referent]
        for session, line in seats
    ]


def tell_deferrals(rows: Iterable[DeferralView]) -> list[Any]:
    """What deferrals tell: that they are, and why."""
    return [[row.situation, row.reason] for row in rows]
