"""Facts of several registers as one: what each calls its own, sub-sectors and structures, stays apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rsa_sched.errors import InputError
from rsa_sched.review.facts import TABLES, ReviewFacts, columns_of

OWN = ("request", "person", "structure", "referent", "professional", "subsector", "session", "venue")
"""Ids that two registers may use for two things."""
LABELLED = frozenset({"subsector", "structure"})


def merged(parts: Sequence[ReviewFacts]) -> ReviewFacts:
    """The facts of all; those of a single register as they are.

    Everything is known up to the day up to which each of them knows everything.

    Raises
    ------
    InputError
        Where two have a service in common: it would be counted twice.
    """
    if len(parts) == 1:
        return parts[0]
    whole = ReviewFacts(horizon=min(part.horizon for part in parts))
    for number, part in enumerate(parts):
        if twice := sorted({*part.services} & {*whole.services}):
            raise InputError.of(f"registers[{number}]", ", ".join(twice), "service-in-two-registers")
        first = part.services[0] if part.services else str(number)
        prefix, named = f"{first}/", part.label("service", first)
        for name in TABLES:
            own = [key for key in columns_of(name) if key in OWN]
            getattr(whole, name).extend(
                replace(row, **{key: _own(prefix, getattr(row, key)) for key in own}) for row in part.rows(name)
            )
        first_trip = len(whole.trips) - len(part.trips)
        whole.trips[first_trip:] = [
            replace(row, requests=tuple(prefix + one for one in row.requests)) for row in whole.trips[first_trip:]
        ]
        for dimension, words in part.labels.items():
            known = whole.labels.setdefault(dimension, {})
            for key, word in words.items():
                own_word = dimension in LABELLED
                known[prefix + key if own_word else key] = f"{word} ({named})" if own_word else word
        whole.services += part.services
        whole.began = min(whole.began, part.began)
        whole.erased += part.erased
    return whole


def _own(prefix: str, name: Any) -> Any:
    return prefix + name if name else name
