"""Queues whose truth is known: stand-ins for simulated months, a thousand replications at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[Any, Any]
LONGEST = 10
"""Months of waiting that are told apart."""


class Queue(NamedTuple):
    """Requests a month, places a month, and how many such pools there are beside each other."""

    rate: float
    places: int
    pools: int


def measures(
    rng: np.random.Generator, queue: Queue, size: int, *, months: int = 12, warmup: int = 12
) -> dict[str, Array]:
    """What the laboratory would print of so many replications, first come first served: one value a replication."""
    span = months + warmup
    waits, seated = np.zeros((size, LONGEST + 1)), np.zeros(size)
    for _ in range(queue.pools):
        came = rng.poisson(queue.rate, (size, span))
        asked = came.cumsum(1)
        served, so_far = np.zeros((size, span + LONGEST)), np.zeros(size)
        for month in range(span + LONGEST):
            so_far = np.minimum(asked[:, min(month, span - 1)], so_far + queue.places)
            served[:, month] = so_far
        before, gone = asked - came, np.zeros((size, span))
        for month in range(LONGEST):
            until = np.clip(served[:, month : month + span] - before, 0, came)
            waits[:, month] += (until - gone)[:, warmup:].sum(1)
            gone = until
        waits[:, LONGEST] += (came - gone)[:, warmup:].sum(1)
        seated += served[:, span - 1] - served[:, warmup - 1]
    number = np.maximum(1, waits.sum(1))
    longest = LONGEST - (waits[:, ::-1] > 0).argmax(1)
    return {
        "within": waits[:, :2].sum(1) / number,
        "long_waits": waits[:, 5:].sum(1) / number,
        "used": seated / (queue.places * queue.pools * months),
        "median_days": _quantile(waits, number, 0.5),
        "p90_days": _quantile(waits, number, 0.9),
        "max_days": 30.0 * longest + rng.integers(0, 30, size),
        "seated": seated / months,
    }


def _quantile(waits: Array, number: Array, share: float) -> Array:
    """Days, the requests of a month spread over it evenly."""
    so_far = waits.cumsum(1) / number[:, None]
    month = (so_far < share).sum(1).clip(0, LONGEST)
    rows = np.arange(len(waits))
    before = np.where(month > 0, so_far[rows, np.maximum(month - 1, 0)], 0.0)
    days: Array = 30 * (month + (share - before) / np.maximum(so_far[rows, month] - before, 1e-9))
    return days
