"""A policy to be tried: who asks, by which règlement it is decided, in which organisation, for how long."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import InputError
from rsa_sched.simulate.baselines import BASELINES
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting
from rsa_sched.simulate.months.state import State

SOLVE = "solve"
"""The arbiter by which the barème decides; the others are the baselines."""


@dataclass(frozen=True)
class Scenario:
    """One policy.

    Attributes
    ----------
    name : how it is called in every table; unique in a campaign.
    demand, regulation, setting : as for `run`.
    months : how many are played.
    arbiter : ``solve``, or the name of one of `BASELINES`.
    fairness : whether each month's price of fairness is counted too, which takes twice the time.
    start : where the first month begins: from empty, or at a state such as the present (`State.of`).
    warmup : months played before those that are measured. Without a start it takes some, or the figures tell how an
        empty service fills up; `measures.drift` says whether it was enough.
    quota : how many files of the highest level of urgency the service takes from each structure in a month, those of
        its oldest requests; the others count as of the level below. None: as many as it files.
    """

    name: str
    demand: Demand
    regulation: Regulation
    setting: Setting
    months: int = 12
    arbiter: str = SOLVE
    fairness: bool = False
    start: State | None = None
    warmup: int = 0
    quota: int | None = None

    def __post_init__(self) -> None:
        if not self.name or not self.name.isprintable() or self.name != self.name.strip():
            raise InputError.of("name", "", "not-printable")
        if self.months < 1:
            raise InputError.of("months", str(self.months), "too-small", ge=1)
        if self.warmup < 0:
            raise InputError.of("warmup", str(self.warmup), "too-small", ge=0)
        if self.quota is not None and self.quota < 0:
            raise InputError.of("quota", str(self.quota), "too-small", ge=0)
        if self.arbiter not in (SOLVE, *BASELINES):
            raise InputError.of("arbiter", "", "not-one-of", names=(SOLVE, *BASELINES))

    @property
    def sha256(self) -> str:
        """Fingerprint of all that the scenario says, its name included."""
        return hashlib.sha256(f"{self.name}\n{self.content_sha256}".encode()).hexdigest()

    @property
    def content_sha256(self) -> str:
        """Fingerprint of all that the scenario says but its name: equal ones are played alike."""
        return hashlib.sha256(json.dumps(self.content(), sort_keys=True).encode()).hexdigest()

    def content(self) -> dict[str, Any]:
        """All that the scenario says but its name, as plain data."""
        return {
            "demand": {**asdict(self.demand), "flows": [flow.content() for flow in self.demand.flows]},
            "regulation": self.regulation.model_dump(mode="json"),
            "organisation": self.setting.organisation,
            "sessions": self.setting.sessions,
            "intake": (self.setting.anchor, self.setting.lead),
            "months": self.months,
            "arbiter": self.arbiter,
            "fairness": self.fairness,
            "start": None if self.start is None else self.start.content(),
            "warmup": self.warmup,
            **({} if self.quota is None else {"quota": self.quota}),
        }
