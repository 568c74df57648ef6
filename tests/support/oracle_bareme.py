"""The barème of section 2 of the contract, recounted."""

from __future__ import annotations

from collections import Counter, defaultdict
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
    session_span,
    situation_type,
    units,
)


def _bonus(problem: Doc, situation: Doc) -> int:
    rules = regulation(problem)
    age = min(max(0, day(problem["as_of"]) - day(situation["requested_on"])), rules["age_cap_days"])
    waited = age >= rules["guarantee_days"] or get(situation, "deferrals", 0) >= rules["guarantee_deferrals"]
    return int(rules["guarantee_bonus_days"]) if waited else 0


def _plain_value(problem: Doc, situation: Doc) -> int:
    rules = regulation(problem)
    age = min(max(0, day(problem["as_of"]) - day(situation["requested_on"])), rules["age_cap_days"])
    return int(rules["slot_days"] + age + rules["urgency_days"][get(situation, "urgency", 0)])


def values(problem: Doc) -> dict[str, int]:
    """Value of every situation, ranks applied."""
    admitted = admits(problem)
    plain = {row["id"]: _plain_value(problem, row) for row in problem["situations"]}
    if regulation(problem)["rank"] == "reorder":
        groups: dict[tuple[str, str, str], list[Doc]] = defaultdict(list)
        for row in problem["situations"]:
            if row.get("rank") is not None and admitted[row["id"]]:
                groups[row["structure"], row["subsector"], situation_type(row)].append(row)
        for rows in groups.values():
            ordered = sorted(rows, key=lambda row: (row["rank"], row["id"]))
            largest_first = sorted((plain[row["id"]] for row in rows), reverse=True)
            plain.update({row["id"]: value for row, value in zip(ordered, largest_first, strict=True)})
    return {row["id"]: plain[row["id"]] + _bonus(problem, row) for row in problem["situations"]}


def group(problem: Doc, situation: Doc) -> tuple[str, str]:
    """Service and kind that a situation counts for."""
    kind = by_id(problem["structures"])[situation["structure"]]["kind"]
    return service_of(problem, situation["subsector"]), kind


def _capacities(problem: Doc, candidates: list[Doc]) -> Counter[str]:
    """Usable units of each service."""
    room: Counter[tuple[str, str, str]] = Counter()
    wanted: Counter[tuple[str, str, str]] = Counter()
    for session in problem["sessions"]:
        shared = session["type"] == "psychologist"
        start, end = session_span(session)
        room[session["type"], session["service"], "" if shared else session["subsector"]] += (end - start) // 15
    for row in candidates:
        shared = situation_type(row) == "psychologist"
        service = service_of(problem, row["subsector"])
        wanted[situation_type(row), service, "" if shared else row["subsector"]] += units(problem, row)
    totals: Counter[str] = Counter()
    for pool, amount in wanted.items():
        totals[pool[1]] += min(amount, room[pool])
    return totals


def shares(problem: Doc) -> dict[tuple[str, str], int]:
    """Due units by service and kind."""
    rules = regulation(problem)
    admitted = admits(problem)
    candidates = [row for row in problem["situations"] if admitted[row["id"]]]
    demand: Counter[tuple[str, str]] = Counter()
    for row in candidates:
        demand[group(problem, row)] += units(problem, row)
    granted = {(line["service"], line["kind"]): line["units"] for line in get(problem, "history", [])}
    capacities = _capacities(problem, candidates)
    due = {(service["id"], kind): 0 for service in problem["services"] for kind in rules["kinds"]}
    for service in by_id(problem["services"]):
        for _ in range(capacities[service]):
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
        return int(length * rules["slot_days"])
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
        total += span // 15 - sum(units(problem, seat.situation) for seat in mine)
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
