"""The requests of one month, and who cannot come: the same whatever was arbitrated before.

Every draw has a stream of its own, named by seed, month and what is drawn: a flow's requests by structure, sub-sector
and type, a request's fate by its id, which is made of its flow and its rank in it, a professional's absence by their
own. So two règlements meet the same requests, the same people give up after the same time, and a difference between
them is theirs; and more of one flow, another flow or a further session changes nothing for anybody else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from numpy.random import SeedSequence

from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.filing import file_of
from rsa_sched.simulate.months.flow import Flow, FlowOf, short_name
from rsa_sched.simulate.months.setting import Row, Setting
from rsa_sched.simulate.streams import DrawWeights, Stream, zipf

ARRIVALS, ABSENCES, FATES = range(3)
"""What a stream is for."""


def arrivals(
    setting: Setting, demand: Demand, month: int, after: dt.date, until: dt.date, seed: int
) -> list[dict[str, Any]]:
    """The requests that arrive after one day and until another, by day; rows of the problem document.

    Each flow has a stream of its own, so that more of one changes nothing of another; and of a flow that grows the
    first requests stay as they were.
    """
    people = _People(setting)
    rows: list[Row] = []
    for flow, mean in demand.expected(month, until.month).items():
        name = flow.stream
        stream = Stream(SeedSequence(seed, spawn_key=(ARRIVALS, month, *name.encode())))
        for rank in range(stream.poisson(mean)):
            row = _request(people, demand, flow, after, until, stream)
            ending = f"{month + 1:03}-{name}-{rank + 1:03}"
            row["id"], row["person"] = f"d{ending}", f"b{ending}"
            rows.append(row)
    rows.sort(key=lambda row: (row["requested_on"], row["id"]))
    return rows


def _request(people: _People, demand: Demand, flow: Flow, after: dt.date, until: dt.date, stream: Stream) -> Row:
    requested = after + dt.timedelta(days=1 + stream.below(max(1, (until - after).days)))
    referents = people.of_structure[flow.structure]
    row: Row = {
        "id": "",
        "person": "",
        "type": flow.type,
        "subsector": flow.subsector,
        "structure": flow.structure,
        "referent": stream.pick(referents, zipf(len(referents))),
        "requested_on": str(requested),
    }
    # Every feature is drawn, wanted or not, so that another share of one leaves the others as they are.
    urgency = stream.index(DrawWeights(demand.urgency if flow.urgency is None else flow.urgency))
    with_partner, second = stream.chance(_own(flow, demand, "partners")), stream.chance(demand.second_partner)
    chosen = [stream.below(2**32), stream.below(2**32)]
    invited, ineligible = (stream.chance(_own(flow, demand, name)) for name in ("invited", "ineligible"))
    if urgency:
        row["urgency"] = urgency
    if with_partner and people.partners:
        picked = dict.fromkeys(people.partners[draw % len(people.partners)] for draw in chosen[: 1 + second])
        row["partners"] = [{"professional": name, "external": True} for name in picked]
    if invited:
        row["beneficiary_invited"] = row["beneficiary_agreed"] = True
    if ineligible:
        # no type of session admits this
        row["beneficiary_invited"], row["beneficiary_agreed"] = True, False
    return row


class _People:
    """Referents by structure, and partners: professionals without a structure who staff no session."""

    def __init__(self, setting: Setting) -> None:
        staff = {person for session in setting.sessions for person in session.get("staff") or ()}
        self.of_structure: dict[str, list[str]] = defaultdict(list)
        self.partners: list[str] = []
        for row in setting.organisation["professionals"]:
            if row.get("structure"):
                self.of_structure[row["structure"]].append(row["id"])
            elif row["id"] not in staff:
                self.partners.append(row["id"])
        for row in setting.organisation["structures"]:
            if not self.of_structure[row["id"]]:
                # a structure without known referents: somebody of it comes
                self.of_structure[row["id"]].append(f"{row['id']}-ref")


def absences(
    setting: Setting, demand: Demand, sessions: list[Row], month: int, seed: int
) -> dict[str, list[list[str]]]:
    """Half-days of the month's sessions that professionals miss, by professional; the staff always comes."""
    staff = {person for session in setting.sessions for person in session.get("staff") or ()}
    found = {}
    for row in setting.organisation["professionals"]:
        name = short_name(row["id"])
        stream = Stream(SeedSequence(seed, spawn_key=(ABSENCES, month, *name.encode())))
        away, draw = stream.chance(demand.unavailable), str(stream.below(2**32))
        if away and sessions and row["id"] not in staff:
            # The session whose name comes first by that draw: a further one changes it only where it comes before.
            missed = min(short_name(draw, session["id"]) + session["start"] for session in sessions)[10:]
            day, _, hour = missed.partition("T")
            first, last = ("08:00", "12:30") if hour < "12:30" else ("12:30", "18:00")
            found[row["id"]] = [[f"{day}T{first}", f"{day}T{last}"]]
    return found


class Fates:
    """What becomes of requests that nobody decides on: who gives up, and who does not come."""

    def __init__(self, demand: Demand, month: int, seed: int) -> None:
        self._demand, self._month, self._seed = demand, month, seed
        self._flow_of = FlowOf(demand.flows)

    def gives_up(self, row: Row) -> bool:
        """Whether a request that waits at the end of the month is withdrawn in it."""
        return self._happens(row, 0, "withdrawal")

    def stays_away(self, row: Row) -> bool:
        """Whether its seat of this month stays empty."""
        return self._happens(row, 1, "no_show")

    def _happens(self, row: Row, what: int, percentage: str) -> bool:
        percent = _own(self._flow_of(row), self._demand, percentage)
        return _fate(row["id"], self._month, what, self._seed).chance(percent)


def _own(flow: Flow | None, demand: Demand, name: str) -> int:
    """A percentage of a flow: its own, or the demand's."""
    own: int | None = None if flow is None else getattr(flow, name)
    found: int = getattr(demand, name) if own is None else own
    return found


def _fate(situation: str, month: int, what: int, seed: int) -> Stream:
    # of a request that is in two files there is one person
    return Stream(SeedSequence(seed, spawn_key=(FATES, month, what, *file_of(situation).encode())))
