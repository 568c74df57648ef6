"""Whether demand, règlement and organisation speak of the same things, found before a month is played."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.domain.regulation import Regulation
from rsa_sched.errors import Fault, InputError
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.filing import STRATEGIES
from rsa_sched.simulate.months.setting import Setting


def must_fit(demand: Demand, regulation: Regulation, setting: Setting) -> None:
    """InputError with every type, place, structure, kind or level of urgency that one names and the other lacks."""
    faults = tuple(misfits(demand, regulation, setting))
    if faults:
        raise InputError(faults)


def misfits(demand: Demand, regulation: Regulation, setting: Setting) -> Iterator[Fault]:
    """A fault for each of them."""
    types = {kind.id for kind in regulation.types}
    known = {key: {row["id"] for row in setting.organisation[key]} for key in ("subsectors", "structures")}
    for number, flow in enumerate(demand.flows):
        if flow.type not in types:
            yield Fault(f"flows[{number}].type", flow.type, "unknown-type", {"types": sorted(types)})
        if flow.subsector not in known["subsectors"]:
            yield Fault(f"flows[{number}].subsector", flow.subsector, "subsector-not-in-the-setting")
        if flow.structure not in known["structures"]:
            yield Fault(f"flows[{number}].structure", flow.structure, "structure-not-in-the-setting")
        if flow.urgency is not None and any(flow.urgency[len(regulation.urgency_days) :]):
            facts = {"levels": len(regulation.urgency_days)}
            yield Fault(f"flows[{number}].urgency", f"{len(flow.urgency)} levels", "too-many-levels", facts)
        if flow.filing and flow.filing not in STRATEGIES:
            yield Fault(f"flows[{number}].filing", "", "not-one-of", {"names": tuple(STRATEGIES)})
    if not setting.sessions:
        yield Fault("sessions", "an empty list", "no-session-a-month")
    for number, row in enumerate(setting.sessions):
        if row["type"] not in types:
            yield Fault(f"sessions[{number}].type", row["type"], "unknown-type", {"types": sorted(types)})
    for number, row in enumerate(setting.organisation["structures"]):
        if row["kind"] not in regulation.kinds:
            yield Fault(f"structures[{number}].kind", row["kind"], "not-one-of", {"names": regulation.kinds})
    levels = len(regulation.urgency_days)
    if any(demand.urgency[levels:]):
        yield Fault("urgency", f"{len(demand.urgency)} levels", "too-many-levels", {"levels": levels})
