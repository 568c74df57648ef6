"""The share that still waits, told in steps of thirty days of which each is of five people or more, or of none."""

from __future__ import annotations

import numpy as np

from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicators.requests import seen_in
from rsa_sched.review.periods import Span
from rsa_sched.review.suppression import FEWEST
from rsa_sched.survival import survival

STEP = 30


def curve(facts: ReviewFacts, span: Span) -> list[tuple[int, float]]:
    """Days waited and the share that waits longer (Kaplan-Meier, late entries), from 0 on; [] for fewer than five.

    A step is told together with the next where fewer than five people were heard in it: none of them shows.
    """
    rows = [row for row in facts.requests if seen_in(row, span)]
    people = facts.people()
    if len({people[row.request] for row in rows}) < FEWEST:
        return []
    days = np.array([row.days_until(span.last) for row in rows])
    heard = np.array([row.fate == "heard" and row.ended_by(span.last) for row in rows])
    since = np.array([max(0, (span.first - row.requested_on).days) for row in rows])
    steps, shares = survival(days, heard, since)
    found, last = [(0, 1.0)], -1
    for day in range(STEP, int(days.max()) + STEP + 1, STEP):
        of_step = {people[row.request] for row, d, h in zip(rows, days, heard, strict=True) if h and last < d <= day}
        if 0 < len(of_step) < FEWEST:
            continue
        found.append((day, float(shares[np.searchsorted(steps, day, side="right") - 1])))
        last = day
    return found
