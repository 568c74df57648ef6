"""What follows from one parameter, value by value."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from rsa_sched.domain.regulation import Regulation
from rsa_sched.simulate.campaigns.campaign import Campaign, campaign
from rsa_sched.simulate.campaigns.precision import Precision
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.capacity import with_sessions
from rsa_sched.simulate.months.demand import Demand

SESSIONS = "sessions"
LOAD = "load"
"""Parameters that are neither the règlement's nor the demand's own: sessions a month, and a factor of all requests."""


def sweep(
    base: Scenario,
    parameter: str,
    values: Sequence[Any],
    replications: int,
    *,
    seed: int = 0,
    folder: Path | None = None,
    progress: bool = False,
    executor: Executor | None = None,
    precision: Precision | None = None,
) -> Campaign:
    """Play a scenario with each value of a parameter; scenarios are called ``parameter=value``.

    Parameters
    ----------
    parameter : a key of the règlement (``trip_days``), a field of the demand (``withdrawal``), ``sessions`` (a month,
        in all) or ``load`` (a factor of all requests).
    executor, precision : as for `campaign`.
    values : one scenario each, as the key or field takes them.

    Raises
    ------
    ValueError : for a parameter that is none.
    """
    varied = [replace(_with(base, parameter, value), name=f"{parameter}={value}") for value in values]
    return campaign(
        varied, replications, seed=seed, folder=folder, progress=progress, executor=executor, precision=precision
    )


def _with(base: Scenario, parameter: str, value: Any) -> Scenario:
    if parameter == SESSIONS:
        return replace(base, setting=with_sessions(base.setting, value, base.demand))
    if parameter == LOAD:
        return replace(base, demand=base.demand.scaled(value))
    if parameter in Regulation.model_fields:
        changed = {**base.regulation.model_dump(mode="json", exclude_unset=True), parameter: value}
        return replace(base, regulation=Regulation.model_validate(changed))
    if parameter in {field.name for field in fields(Demand)}:
        return replace(base, demand=replace(base.demand, **{parameter: value}))
    raise ValueError(f"parameter: expected a key of the regulation, a field of the demand, {SESSIONS} or {LOAD}")
