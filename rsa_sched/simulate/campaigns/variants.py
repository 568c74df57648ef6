"""What if: a scenario with one thing changed, each in one line; everybody else meets the same chance as before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.session_type import SessionType
from rsa_sched.errors import InputError
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.setting import Row, Setting


def with_flows(
    base: Scenario,
    name: str,
    *,
    kind: str | None = None,
    structure: str | None = None,
    subsector: str | None = None,
    type: str | None = None,  # noqa: A002 - the word of the documents
    factor: float = 1.0,
    **own: Any,
) -> Scenario:
    """The scenario under another name, some of whose flows ask otherwise: ``with_flows(today, "up", kind="PE", ...)``.

    Parameters
    ----------
    kind, structure, subsector, type : whose flows; what is not said does not matter.
    factor : of their number.
    own : what they have of their own, as `Flow` has it: ``urgency=(0, 0, 0, 1)``, ``partners=40``, ``withdrawal=10``.

    Raises
    ------
    InputError : where there is no such flow, or a number makes no sense.
    """
    kinds = {row["id"]: row["kind"] for row in base.setting.organisation["structures"]}
    asked = kind, structure, subsector, type

    def is_meant(flow: Flow) -> bool:
        found = kinds.get(flow.structure), flow.structure, flow.subsector, flow.type
        return all(wanted in (None, one) for wanted, one in zip(asked, found, strict=True))

    if not any(map(is_meant, base.demand.flows)):
        raise InputError.of("flows", "", "not-one-of", names=sorted({flow.structure for flow in base.demand.flows}))
    flows = [
        replace(flow, per_month=flow.per_month * factor, **own) if is_meant(flow) else flow
        for flow in base.demand.flows
    ]
    return replace(base, name=name, demand=replace(base.demand, flows=tuple(flows)))


def merge_subsectors(base: Scenario, name: str, merged: Sequence[str]) -> Scenario:
    """The scenario under another name, some of whose sub-sectors are one, called as the first of them.

    It has all their sessions, venues and requests.
    `compare(..., by=["subsector"], groups=...)` says which groups are one.

    Raises
    ------
    InputError : for a sub-sector that is not there, or of another service.
    """
    rows = {row["id"]: row for row in base.setting.organisation["subsectors"]}
    if unknown := [one for one in merged if one not in rows or rows[one]["service"] != rows[merged[0]]["service"]]:
        raise InputError.of("subsectors", ", ".join(unknown), "not-one-of", names=sorted(rows))
    into = dict.fromkeys(merged, merged[0])

    def moved(row: Row) -> Row:
        return {**row, "subsector": into[row["subsector"]]} if row.get("subsector") in into else row

    organisation = {
        **base.setting.organisation,
        "subsectors": [row for one, row in rows.items() if into.get(one, one) == one],
        "venues": [moved(row) for row in base.setting.organisation["venues"]],
    }
    flows = [
        replace(flow, subsector=merged[0], origin=flow.origin or flow.subsector) if flow.subsector in into else flow
        for flow in base.demand.flows
    ]
    start = base.start and replace(base.start, waiting=tuple(moved(row) for row in base.start.waiting))
    setting = replace(base.setting, organisation=organisation, sessions=tuple(map(moved, base.setting.sessions)))
    return replace(base, name=name, setting=setting, demand=replace(base.demand, flows=tuple(flows)), start=start)


def with_minutes(base: Scenario, name: str, minutes: int, *, type: str | None = None) -> Scenario:  # noqa: A002
    """The scenario under another name, whose sessions (of a type) last so many minutes, and hold as many more or fewer.

    The size is today's, times the new length over the old one, rounded down.
    """
    types = {kind.id: kind for kind in base.regulation.types}

    def changed(row: Row) -> Row:
        if type not in (None, row["type"]):
            return row
        usual = types[row["type"]]
        size = row.get("max_situations") or usual.max_situations
        return {**row, "minutes": minutes, "max_situations": size * minutes // (row.get("minutes") or usual.minutes)}

    if type is not None and type not in types:
        raise InputError.of("type", type, "unknown-type", types=sorted(types))
    return _held(base, name, [changed(row) for row in base.setting.sessions])


def with_quota(base: Scenario, name: str, quota: int) -> Scenario:
    """The scenario under another name, whose service takes so many files of the highest urgency a structure and month.

    Those of the oldest requests; the others count as of the level below. InputError for a number below 0.
    """
    return replace(base, name=name, quota=quota)


def with_prices(base: Scenario, name: str, factor: int) -> Scenario:
    """The scenario under another name, whose prices of equity (``equity_days``) are so many times as high.

    Raises
    ------
    InputError : for a factor of less than 1.
    """
    if factor < 1:
        raise InputError.of("factor", str(factor), "too-small", ge=1)
    given = base.regulation.model_dump(mode="json", exclude_unset=True)
    prices = [min(DEAREST, factor * price) for price in base.regulation.equity_days]
    return replace(base, name=name, regulation=Regulation.model_validate({**given, "equity_days": prices}))


DEAREST = 1_000_000
"""Days, what the contract lets a price be."""


def with_further(base: Scenario, name: str, session: str) -> Scenario:
    """The scenario under another name, one of whose sessions is held once more a month.

    InputError where there is none of that id, or its staff has no day left.
    """
    return replace(base, name=name, setting=base.setting.with_further(session))


def with_venue(
    base: Scenario, name: str, venue: str, *, subsector: str, travel: Mapping[str, int] | None = None
) -> Scenario:
    """The scenario under another name, one of whose sub-sectors has a further venue, in its turn.

    Parameters
    ----------
    travel : minutes to other venues; where nothing is said, the problem's default.

    Raises
    ------
    InputError : for a sub-sector that is not there, a venue that is, and places to travel to that are not.
    """
    organisation = base.setting.organisation
    venues = {row["id"] for row in organisation["venues"]}
    if subsector not in {row["id"] for row in organisation["subsectors"]}:
        raise InputError.of("subsector", subsector, "subsector-not-in-the-setting")
    if venue in venues or not venues.issuperset(travel or {}):
        raise InputError.of("venue", venue, "not-one-of", names=sorted(venues - {venue}))
    between = [*organisation["travel"].get("between", ()), *([venue, *other] for other in (travel or {}).items())]
    added = {
        **organisation,
        "venues": [*organisation["venues"], {"id": venue, "subsector": subsector}],
        "travel": {**organisation["travel"], "between": between},
    }
    return replace(base, name=name, setting=replace(base.setting, organisation=added))


def with_type(
    base: Scenario, name: str, kind: SessionType | Mapping[str, Any], *, like: str, asked: int, of: str | None = None
) -> Scenario:
    """The scenario under another name, with a further type of session.

    Parameters
    ----------
    kind : the type, as in the règlement's ``types``.
    like : a session that is held once more a month, for that type: its staff, venue and hour, a week or more later.
    asked : per cent of the requests that ask for it; of: the type that they asked for before, by default the first.

    Raises
    ------
    InputError : for a type that is there already, a session that is not, a share that is none.
    """
    new = kind if isinstance(kind, SessionType) else SessionType.model_validate(dict(kind))
    types = {one.id for one in base.regulation.types}
    of = base.regulation.types[0].id if of is None else of
    if new.id in types or of not in types:
        raise InputError.of("type", new.id, "unknown-type", types=sorted(types))
    if not 0 <= asked <= 100:
        raise InputError.of("asked", str(asked), "not-per-cent")
    given = base.regulation.model_dump(mode="json", exclude_unset=True)
    listed = [one.model_dump(mode="json", exclude_unset=True) for one in (*base.regulation.types, new)]
    flows: list[Flow] = []
    for flow in base.demand.flows:
        if flow.type == of:
            flows.append(replace(flow, type=new.id, per_month=flow.per_month * asked / 100))
            flow = replace(flow, per_month=flow.per_month * (100 - asked) / 100)
        flows.append(flow)
    more = base.setting.with_further(like).sessions[-1]
    row = {key: value for key, value in more.items() if key not in ("minutes", "max_situations")} | {"type": new.id}
    if new.scope == "service":
        row.pop("subsector", None)
    changed = replace(
        base,
        regulation=Regulation.model_validate({**given, "types": listed}),
        demand=replace(base.demand, flows=tuple(flows)),
    )
    return _held(changed, name, [*base.setting.sessions, row])


def _held(base: Scenario, name: str, sessions: Sequence[Row]) -> Scenario:
    """The scenario under another name with these sessions, and the intake of before."""
    setting: Setting = replace(base.setting, sessions=tuple(sessions))
    return replace(base, name=name, setting=setting)
