"""Requests of one structure for one sub-sector: how many, and how they are where they are not like the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rsa_sched.errors import InputError

OF_ITS_OWN = ("partners", "invited", "ineligible", "withdrawal", "no_show")
"""Percentages of the demand that a flow may have of its own."""


@dataclass(frozen=True)
class Flow:
    """Requests of one structure for one sub-sector.

    Attributes
    ----------
    structure, subsector : ids in the setting.
    type : of the sessions asked for, one of the règlement's ``types``.
    per_month : expected requests a month; they arrive independently, so their number is Poisson.
    urgency, partners, invited, ineligible, withdrawal, no_show : as in `Demand`, of it alone; None: the demand's.
    origin : the sub-sector whose chance it meets, where that was another one before (merged ones): the same requests on
        the same days; "": its own.
    filing : how its structure files them, one of `filing.STRATEGIES`; "": as they are.
    """

    structure: str
    subsector: str
    type: str
    per_month: float
    urgency: tuple[int, ...] | None = None
    partners: int | None = None
    invited: int | None = None
    ineligible: int | None = None
    withdrawal: int | None = None
    no_show: int | None = None
    origin: str = ""
    filing: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.per_month < 10_000:
            raise InputError.of("per_month", str(self.per_month), "no-monthly-mean")
        if self.urgency is not None and (any(weight < 0 for weight in self.urgency) or not any(self.urgency)):
            raise InputError.of("urgency", "", "no-weights")
        for name in OF_ITS_OWN:
            if (value := getattr(self, name)) is not None and not 0 <= value <= 100:
                raise InputError.of(name, str(value), "not-per-cent")

    @property
    def stream(self) -> str:
        """The name under which its requests are drawn, which is in the id of each of them."""
        return short_name(self.structure, self.origin or self.subsector, self.type)

    def content(self) -> dict[str, Any]:
        """What it says, without what it leaves to the demand."""
        return {name: value for name, value in asdict(self).items() if value is not None and value != ""}


class FlowOf:
    """Finds the flow of a request: by its id, and of one that was not drawn by what it asks for."""

    def __init__(self, flows: Iterable[Flow]) -> None:
        self._by_stream: dict[str, Flow] = {}
        self._by_wish: dict[tuple[str, str, str | None], Flow] = {}
        for flow in flows:
            self._by_stream.setdefault(flow.stream, flow)
            self._by_wish.setdefault((flow.structure, flow.subsector, flow.type), flow)

    def __call__(self, row: dict[str, Any]) -> Flow | None:
        """The flow of a row of the problem document; None where it is of none."""
        drawn = self._by_stream.get("".join(row["id"].split("-")[1:2]))
        return drawn or self._by_wish.get((row["structure"], row["subsector"], row.get("type")))


def short_name(*parts: str) -> str:
    """A short name that looks like chance: ties that are broken by id favour no structure for its name's sake."""
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=5).hexdigest()
