"""What a leaf of a certificate charges, and the plans that are charged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Plan = tuple[str, tuple[str, ...]]
"""A session and who sits there."""


@dataclass
class LeafPrices:
    """What a leaf charges, in whole 64ths: by owner, by due, by (professional, session)."""

    persons: dict[Any, int] = field(default_factory=dict)
    rewards: dict[Any, int] = field(default_factory=dict)
    tolls: dict[Any, int] = field(default_factory=dict)

    def towards(self, other: LeafPrices, kept: float) -> LeafPrices:
        """Part of the way to other prices."""

        def mixed(old: Mapping[Any, int], new: Mapping[Any, int]) -> dict[Any, int]:
            found = {key: round(kept * old.get(key, 0) + (1 - kept) * new.get(key, 0)) for key in {**old, **new}}
            return {key: price for key, price in found.items() if price}

        return LeafPrices(
            mixed(self.persons, other.persons), mixed(self.rewards, other.rewards), mixed(self.tolls, other.tolls)
        )
