"""Values that an agreed indicator asks for and no known row has: a figure of none would look like one of nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from rsa_sched.french.sentences import say
from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicator import ReviewIndicator

MOST_VALUES = 20
"""Of a column with more values none is listed."""


def values_of_no_row(facts: ReviewFacts, agreed: Sequence[ReviewIndicator]) -> Iterator[str]:
    """A sentence for each, by its place in the file: what was typed may be a name. The values that there are beside it,
    which are never of people (`declared` refuses those columns).
    """
    for indicator in agreed:
        parts = {"numerator": indicator.counted, **({"denominator": indicator.over} if indicator.over else {})}
        for part, counted in parts.items():
            for column, wanted in counted.wanted:
                there = {getattr(row, column) for row in facts.rows(counted.table)}
                for number, value in enumerate(wanted, 1):
                    if value not in there:
                        place = {"indicator": indicator.key, "part": part, "column": column, "number": number}
                        known = _listed(there)
                        code = "values" if known else "value"
                        yield say(f"review.words.{code}-of-no-row", **place, there=known)


def _listed(values: set[Any]) -> list[str]:
    """As a TOML writes them; nothing of days, or of too many."""
    plain = [value for value in values if value != "" and not isinstance(value, dt.date) and value is not None]
    if len(plain) > MOST_VALUES:
        return []
    return [str(value).lower() if isinstance(value, bool) else str(value) for value in sorted(plain)]
