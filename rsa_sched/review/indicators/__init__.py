"""The indicators, one idea a file, in the order of the page."""

from rsa_sched.review.indicator import ReviewIndicator
from rsa_sched.review.indicators import after, outcomes, promises, requests, sessions, shares, trips, waits, workload

INDICATORS: tuple[ReviewIndicator, ...] = (
    *requests.INDICATORS,
    *waits.INDICATORS,
    *shares.INDICATORS,
    *sessions.INDICATORS,
    *trips.INDICATORS,
    *after.INDICATORS,
    *outcomes.INDICATORS,
    *promises.INDICATORS,
    *workload.INDICATORS,
)
