"""Minutes between venues: symmetric, 0 within one."""

from __future__ import annotations

from typing import Any


class TravelTimes:
    """Look-up of travel times.

    Parameters
    ----------
    default_minutes : between two different venues that no pair names.
    between : (venue, venue, minutes).
    """

    def __init__(self, default_minutes: int, between: list[tuple[str, str, int]]) -> None:
        self._default = default_minutes
        self._pairs = {frozenset(pair[:2]): pair[2] for pair in between}

    @classmethod
    def of_raw(cls, travel: dict[str, Any]) -> TravelTimes:
        """From the ``travel`` part of a document in which faulty values are null."""
        whole = [
            pair for pair in travel.get("between") or [] if pair is not None and len(pair) == 3 and None not in pair
        ]
        return cls(travel.get("default_minutes") or 0, [(pair[0], pair[1], pair[2]) for pair in whole])

    def minutes(self, venue: str, other: str) -> int:
        """Travel time from one venue to the other."""
        if venue == other:
            return 0
        return self._pairs.get(frozenset((venue, other)), self._default)
