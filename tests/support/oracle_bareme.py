"""The barème of section 2 of the contract, recounted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction

from tests.support.oracle_read import (
    Doc,
    Seat,
    admits,
    by_id,
    day,
    get,
    is_late,
    minute,
    participants,
    regulation,
    seats,
    service_of,
    session_day,
    session_minutes,
    session_type,
    situation_type,
    types,
    units,
)

Pool = tuple[str, str, str]
"""Service, type, and the sub-sector where the type's scope is that."""


def _days(problem: Doc, situation: Doc) -> int:
    """Days waited; the cap is for the value only."""
    return max(0, day(problem["as_of"]) - day(situation["requested_on"]))


def is_guaranteed(problem: Doc, situation: Doc) -> bool:
    """Whether somebody has waited, or been deferred, long enough for the guarantee."""
    rules = regulation(problem)
    deferrals = get(situation, "deferrals", 0)
    return bool(_days(problem, situation) >= rules["guarantee_days"] or deferrals >= rules["guarantee_deferrals"])


def _own_value(problem: Doc, situation: Doc) -> int:
    rules = regulation(problem)
    age = min(_days(problem, situation), rules["age_cap_days"])
    bonus = rules["guarantee_bonus_days"] if is_guaranteed(problem, situation) else 0
    return int(rules["slot_days"] + age + rules["urgency_days"][get(situation, "urgency", 0)] + bonus)


def values(problem: Doc) -> dict[str, int]:
    """Value of every situation, ranks applied."""
    admitted = admits(problem)
    own = {row["id"]: _own_value(problem, row) for row in problem["situations"]}
    if regulation(problem)["rank"] == "reorder":
        groups: dict[tuple[str, str, str, bool], list[Doc]] = defaultdict(list)
        for row in problem["situations"]:
            if row.get("rank") is not None and admitted[row["id"]]:
                alike = row["structure"], row["subsector"], situation_type(problem, row), is_guaranteed(problem, row)
                groups[alike].append(row)
        for rows in groups.values():
            ordered = sorted(rows, key=lambda row: (row["rank"], row["id"]))
            largest_first = sorted((own[row["id"]] for row in rows), reverse=True)
            own.update({row["id"]: value for row, value in zip(ordered, largest_first, strict=True)})
    return own


def group(problem: Doc, situation: Doc) -> tuple[str, str]:
    """Service and kind that a situation counts for."""
    kind = by_id(problem["structures"])[situation["structure"]]["kind"]
    return service_of(problem, situation["subsector"]), kind


def _pool(problem: Doc, situation: Doc) -> Pool:
    kind = situation_type(problem, situation)
    shared = types(problem)[kind]["scope"] == "service"
    subsector = situation["subsector"]
    return service_of(problem, subsector), kind, "" if shared else subsector


def _room(problem: Doc) -> Counter[Pool]:
    """Units that the sessions of each pool hold."""
    minutes: Counter[Pool] = Counter()
    for session in problem["sessions"]:
        shared = session_type(problem, session)["scope"] == "service"
        pool = session["service"], session["type"], "" if shared else session["subsector"]
        minutes[pool] += session_minutes(problem, session)
    return Counter({pool: total // 15 for pool, total in minutes.items()})


def _once_each(problem: Doc, rows: Iterable[Doc]) -> list[Doc]:
    """Of several rows of one person only the longest, of equally long ones the first by id."""
    counted: list[Doc] = []
    people: set[str] = set()
    for row in sorted(rows, key=lambda row: (-units(problem, row), row["id"])):
        person = row.get("person")
        if person is None or person not in people:
            counted.append(row)
        if person is not None:
            people.add(person)
    return counted


def _by_pool(problem: Doc, rows: Iterable[Doc], room: Counter[Pool]) -> Counter[Pool]:
    """Units asked for in each pool, at most what its sessions hold."""
    asked: Counter[Pool] = Counter()
    for row in rows:
        asked[_pool(problem, row)] += units(problem, row)
    return Counter({pool: min(amount, room[pool]) for pool, amount in asked.items()})


def _capacity(problem: Doc, candidates: list[Doc], room: Counter[Pool]) -> int:
    """Usable units of the candidates' service: everybody counts once in each pool, whatever the kind."""
    pools: dict[Pool, list[Doc]] = defaultdict(list)
    for row in candidates:
        pools[_pool(problem, row)].append(row)
    counted = [row for rows in pools.values() for row in _once_each(problem, rows)]
    return sum(_by_pool(problem, counted, room).values())


def _demand(problem: Doc, candidates: list[Doc], room: Counter[Pool]) -> int:
    """Units of the candidates of one service and kind: everybody counts once over all pools, and then the pools cap."""
    return sum(_by_pool(problem, _once_each(problem, candidates), room).values())


def _claims(problem: Doc) -> dict[tuple[str, str], list[Doc]]:
    """Candidates by service and kind."""
    admitted = admits(problem)
    claims: dict[tuple[str, str], list[Doc]] = defaultdict(list)
    for row in problem["situations"]:
        if admitted[row["id"]]:
            claims[group(problem, row)].append(row)
    return claims


def demands(problem: Doc) -> dict[tuple[str, str], int]:
    """Units asked for by service and kind, 0 where nothing is."""
    room, claims = _room(problem), _claims(problem)
    groups = [(service["id"], kind) for service in problem["services"] for kind in regulation(problem)["kinds"]]
    return {key: _demand(problem, claims.get(key, []), room) for key in groups}


def shares(problem: Doc) -> dict[tuple[str, str], int]:
    """Due units by service and kind."""
    rules, room, claims, demand = regulation(problem), _room(problem), _claims(problem), demands(problem)
    granted = {(line["service"], line["kind"]): line["units"] for line in get(problem, "history", [])}
    due = dict.fromkeys(demand, 0)
    for service in by_id(problem["services"]):
        own = [row for (where, _), rows in claims.items() if where == service for row in rows]
        for _ in range(_capacity(problem, own, room)):
            open_kinds = [kind for kind in rules["kinds"] if due[service, kind] < demand[service, kind]]
            if not open_kinds:
                break
            # min() keeps the first of equals, which is the earlier in `kinds`
            chosen = min(
                open_kinds,
                key=lambda kind: Fraction(
                    2 * (granted.get((service, kind), 0) + due[service, kind]) + 1, rules["weights"][kind]
                ),
            )
            due[service, chosen] += 1
    return due


def dues(problem: Doc) -> dict[str, int]:
    """Due units by "service/kind"."""
    return {f"{service}/{kind}": amount for (service, kind), amount in shares(problem).items()}


def short_cost(problem: Doc, short: int) -> int:
    """Cost of ending some units short of the due."""
    prices = regulation(problem)["equity_days"]
    return sum(prices[min(unit // 2, len(prices) - 1)] for unit in range(short))


def seat_priority(problem: Doc, value: int, situation: Doc, session: Doc) -> int:
    """What one seated situation earns."""
    rules = regulation(problem)
    length = units(problem, situation)
    if rules["late"] == "fill" and is_late(problem, situation, session):
        return int(length * (rules["slot_days"] // 2 + min(1000, value) // 100))
    weeks = max(0, session_day(session) - day(problem["as_of"])) // 7
    return int(length * (value - value * min(50, weeks * rules["wait_percent_per_week"]) // 100))


def _equity(problem: Doc, seated: list[Seat]) -> int:
    granted: Counter[tuple[str, str]] = Counter()
    for seat in seated:
        granted[group(problem, seat.situation)] += units(problem, seat.situation)
    return sum(short_cost(problem, max(0, due - granted[group])) for group, due in shares(problem).items())


def trips(problem: Doc, situation: Doc, session: Doc) -> set[tuple[str, str, int]]:
    """Trips that a seated situation asks for: nobody travels to where they staff anyway."""
    place = (session["venue"], session_day(session))
    staff = {
        person
        for other in problem["sessions"]
        if (other["venue"], session_day(other)) == place
        for person in get(other, "staff", [])
    }
    return {(person, *place) for person in participants(situation) if person not in staff}


def _idle_units(problem: Doc, seated: list[Seat]) -> int:
    own: dict[tuple[str, str], list[Seat]] = defaultdict(list)
    for seat in seated:
        for person in participants(seat.situation):
            if person not in get(seat.session, "staff", []):
                own[person, seat.session["id"]].append(seat)
    total = 0
    for mine in own.values():
        span = max(seat.end for seat in mine) - min(seat.start for seat in mine)
        total += max(0, span // 15 - sum(units(problem, seat.situation) for seat in mine))
    return total


def _stability(problem: Doc, seated: list[Seat]) -> int:
    rules = regulation(problem)
    places = {seat.situation["id"]: seat for seat in seated}
    total = 0
    for line in get(problem, "announced", []):
        seat = places.get(line["situation"])
        if seat is None or seat.session["id"] != line["session"]:
            total += 2 * rules["move_session_days"]
        elif seat.start != minute(line["start"]):
            total += 2 * rules["move_time_days"]
    return total


def parts(problem: Doc, agenda: Doc) -> dict[str, int]:
    """The five figures of an agenda, the last four being costs."""
    rules = regulation(problem)
    seated = seats(problem, agenda)
    value = values(problem)
    distinct = {trip for seat in seated for trip in trips(problem, seat.situation, seat.session)}
    return {
        "priority": sum(
            seat_priority(problem, value[seat.situation["id"]], seat.situation, seat.session) for seat in seated
        ),
        "equity": _equity(problem, seated),
        "travel": 2 * rules["trip_days"] * len(distinct),
        "idle": rules["idle_days"] * _idle_units(problem, seated),
        "stability": _stability(problem, seated),
    }


def points(problem: Doc, agenda: Doc) -> int:
    """Points of an agenda."""
    figures = parts(problem, agenda)
    return figures["priority"] - sum(cost for part, cost in figures.items() if part != "priority")
