"""The situations proposed to one service.

The figures are invented: they are of the size that the note's month suggests, and none of them was measured.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from rsa_sched.simulate.families import Family
from rsa_sched.simulate.organisation import KINDS, TYPES, Area, GeneratedService, Row
from rsa_sched.simulate.streams import DrawWeights, Stream, geometric, zipf
from rsa_sched.simulate.workdays import AS_OF

KIND_SHARES = DrawWeights([50, 30, 20])
"""PSSI, PER, PE: half of the requests come from social services."""
BUSIEST = 140
QUIETEST = 60
"""Demand of the sub-sectors lies evenly between the two, before it is scaled to the family's mean."""
URGENCIES = DrawWeights([60, 25, 10, 5])
DEFERRALS = DrawWeights([70, 20, 10])
AGES = geometric(mean=70, length=720)
"""Days since the request: most are recent, some wait for a year. A waiting time without memory."""
SENT_LATER = 40
"""Per cent whose form arrives up to three weeks after the request; the others' arrives on the same day."""
ELSEWHERE = 15
"""Per cent of the PER and PE referents and of the partners who come from another part of the service."""
PLIE_IN_SDF = 10
"""Per cent of PLIE people outside RSA among the homeless team's situations, where they may be heard [R5, R6]."""
RANKING = 85
"""Per cent of the tables of more than two situations that come with an order of priority [R32]."""


def propose(family: Family, service: GeneratedService, stream: Stream) -> list[Row]:
    """The situations of one service, ranked, some of them of one person.

    Requests arrive independently, so their numbers are Poisson, each area and the psychologist with its own mean.
    """
    shares = [QUIETEST + stream.below(BUSIEST - QUIETEST + 1) for _ in service.areas]
    mean = family.demand * TYPES["standard"].max_situations * family.months * family.sessions
    rows: list[Row] = []
    for area, share in zip(service.areas, shares, strict=True):
        for _ in range(stream.poisson(mean * share * len(shares) / sum(shares))):
            rows.append(_situation(family, service, area, area.type, area.sessions, stream))  # noqa: PERF401
    mean = family.demand * TYPES["psychologist"].max_situations * family.months * family.psychologist
    for _ in range(stream.poisson(mean)):
        area = stream.pick(service.areas)
        rows.append(_situation(family, service, area, "psychologist", service.psychologist, stream))
    for number, row in enumerate(rows):
        row["id"], row["person"] = f"{service.id}-d{number + 1:05}", f"{service.id}-b{number + 1:05}"
    _same_people(family, rows, stream)
    _rank(rows, stream)
    return rows


def _situation(
    family: Family, service: GeneratedService, area: Area, type_: str, sessions: list[Row], stream: Stream
) -> Row:
    """One request for one of those sessions.

    Each feature is drawn by itself: a late request is as likely to be urgent as any other. Only deferrals follow age.
    """
    kind = stream.pick(KINDS, KIND_SHARES)
    age = 1 + stream.index(AGES)
    requested = AS_OF - dt.timedelta(days=age)
    structure = area.structure if kind == KINDS[0] else f"{service.id}-{kind.lower()}"
    row: Row = {
        "id": "",
        "person": "",
        "type": type_,
        "subsector": area.id,
        "structure": structure,
        "referent": _someone(service, area, kind, stream),
        "requested_on": str(requested),
    }
    if stream.chance(family.late):
        first = min(session["start"] for session in sessions)[:10]
        row["received_on"] = str(dt.date.fromisoformat(first) - dt.timedelta(days=stream.below(10)))
    elif stream.chance(SENT_LATER):
        row["received_on"] = str(min(AS_OF, requested + dt.timedelta(days=1 + stream.below(21))))
    if urgency := stream.index(URGENCIES):
        row["urgency"] = urgency
    if deferrals := min(stream.index(DEFERRALS), age // 30):  # once a month at most
        row["deferrals"] = deferrals
    if stream.chance(family.partners):
        row["partners"] = _partners(family, service, area, row["referent"], stream)
    if stream.chance(family.invited):
        row["beneficiary_invited"] = row["beneficiary_agreed"] = True
    if stream.chance(family.ineligible):
        _spoil(row, stream)
    elif TYPES[type_].admits == "rsa_or_plie" and stream.chance(PLIE_IN_SDF):
        row["plie_outside_rsa"], row["oriented"] = True, False
    if stream.chance(family.wanted):
        row["wanted_sessions"] = [stream.pick(sessions)["id"]]
    return row


def _someone(service: GeneratedService, area: Area, kind: str, stream: Stream) -> str:
    """A professional of that kind, mostly of the area's territory; few have most of the cases."""
    if kind == KINDS[0]:
        people = area.team
    else:
        away = stream.chance(ELSEWHERE)
        team = stream.pick(service.teams) if away else service.teams[area.territory]
        people = {"PER": team.per, "PE": team.pe, "partner": team.partners}[kind]
    return stream.pick(people, zipf(len(people)))


def _partners(family: Family, service: GeneratedService, area: Area, referent: str, stream: Stream) -> list[Row]:
    """One partner from the shared pool, now and then a second one: a Pôle emploi referent, or another from the pool."""
    names = [_someone(service, area, "partner", stream)]
    if stream.chance(family.second_partner):
        names.append(_someone(service, area, stream.pick(("PE", "partner")), stream))
    return [
        {"professional": name, "external": True} if "-ext-" in name else {"professional": name}
        for name in dict.fromkeys(names)
        if name != referent
    ]


def _spoil(row: Row, stream: Stream) -> None:
    """Make a situation one that may not be heard, in one of the ways of rule ``eligible``."""
    ways = ["oriented", "in_active_file", "agreed"] + ["plie"] * (TYPES[row["type"]].admits == "rsa")
    match stream.pick(ways):
        case "agreed":
            row["beneficiary_invited"], row["beneficiary_agreed"] = True, False
        case "plie":
            row["plie_outside_rsa"], row["oriented"] = True, False
        case key:
            row[key] = False


def _same_people(family: Family, rows: list[Row], stream: Stream) -> None:
    """Give some situations the person of another one, of another structure or sub-sector."""
    for row in rows:
        if stream.chance(family.twice):
            other = stream.pick(rows)
            if (row["structure"], row["subsector"]) != (other["structure"], other["subsector"]):
                row["person"] = other["person"]


def _rank(rows: list[Row], stream: Stream) -> None:
    """Order the tables of more than two situations: urgent and old ones first, as the structure sees it."""
    tables: dict[tuple[str, str, str], list[tuple[int, Row]]] = defaultdict(list)
    for row in rows:
        age = (AS_OF - dt.date.fromisoformat(row["requested_on"])).days
        worth = age + 60 * row.get("urgency", 0) + stream.below(200)
        tables[row["structure"], row["subsector"], row["type"]].append((-worth, row))
    for table in tables.values():
        if len(table) > 2 and stream.chance(RANKING):
            for rank, (_, row) in enumerate(sorted(table, key=lambda entry: entry[0]), start=1):
                row["rank"] = rank
