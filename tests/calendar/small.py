"""Small years for the tests: two series, a few open days, built by hand or drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from rsa_sched.calendar.index import Placed, YearIndex, YearSlot
from rsa_sched.calendar.year import Half, Year

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


def document(**changed: Any) -> dict[str, Any]:
    """Two series over two months, two venues each, three people."""
    return {
        "title": "Petite année",
        "first_month": "2010-10",
        "last_month": "2010-11",
        "series": [series("nord"), series("sud", venues=["v3", "v4"])],
        "venues": [{"id": f"v{n}"} for n in (1, 2, 3, 4)],
        "people": [{"id": "chef"}, {"id": "agent"}, {"id": "autre"}],
        **changed,
    }


def series(name: str, **changed: Any) -> dict[str, Any]:
    """A series that the chief or somebody else attends, and the agent always."""
    attend = [{"one_of": ["chef", "autre"]}, {"one_of": ["agent"]}]
    return {"id": name, "venues": ["v1", "v2"], "attend": attend, **changed}


def index(**changed: Any) -> YearIndex:
    """The small year, with these keys changed."""
    return YearIndex(Year.from_dict(document(**changed)))


def placed(
    session: str, day: str, half: str = "am", venue: str = "v1", people: Sequence[str] = ("chef", "agent")
) -> Placed:
    """A session of the small year."""
    return Placed(session, dt.date.fromisoformat(day), Half(half), venue, tuple(people))


def good() -> list[Placed]:
    """A plan of the small year that meets every requirement."""
    return [
        placed("nord-2010-10", "2010-10-05"),
        placed("sud-2010-10", "2010-10-06", venue="v3"),
        placed("nord-2010-11", "2010-11-02", venue="v2"),
        placed("sud-2010-11", "2010-11-03", venue="v4"),
    ]


def drawn(seed: int, *, wide: bool = False) -> dict[str, Any]:
    """A year at random; `wide`: two to four series over up to four months; else so small that all can be tried."""
    random = Random(seed)
    months = random.randint(2, 4) if wide else random.randint(1, 2)
    first = random.choice(("2010-10", "2011-01", "2026-10", "2027-02"))
    last = shifted(first, months - 1)
    venues = [f"v{n}" for n in range(1, 9 if wide else 4)]
    people = [f"p{n}" for n in range(1, 7 if wide else 4)]
    made: dict[str, Any] = {
        "title": "Année tirée",
        "first_month": first,
        "last_month": last,
        "school_zone": random.choice(("A", "B", "C", "none")),
        "region": random.choice(("", "alsace-moselle")),
        "most": {"a_day": random.randint(1, 2), "a_week": random.randint(2, 4)},
        "travel": {"default_minutes": random.choice((0, 20, 130)), "between": [["v1", "v2", 10]]},
        "venues": [{"id": name, **_venue(random)} for name in venues],
        "people": [{"id": name, "absences": _spells(random, first, 2)} for name in people],
        "closed": _spells(random, first, 1),
    }
    made["series"] = [_series(random, n, venues, people, wide) for n in range(random.randint(2, 4) if wide else 2)]
    held = [shifted(first, n) for n in range(months)]
    for row in made["series"]:
        _months(random, row, held, wide)
    if random.random() < 0.3:
        made["imposed"] = [_imposed(random, random.choice(made["series"]), held)]
    if random.random() < 0.1:
        made["school"] = [{"first": dt.date.fromisoformat(f"{first}-08"), "last": dt.date.fromisoformat(f"{first}-21")}]
    if random.random() < 0.2:
        kinds = ("school", "weekday", "half", "substitute", "day", "rhythm", "turn")
        made["weights"] = {kind: random.randint(0, 40) for kind in random.sample(kinds, 3)}
    if not wide:  # few open days, so that every plan can be tried
        days = sorted(random.sample(range(28), 3))
        for month in range(months):
            start = dt.date.fromisoformat(f"{shifted(first, month)}-01")
            edges = [start - dt.timedelta(days=1), *(start + dt.timedelta(days=n) for n in days)]
            end = dt.date.fromisoformat(f"{shifted(first, month + 1)}-01")
            for low, high in zip(edges, [*edges[1:], end], strict=True):
                if high - low > dt.timedelta(days=1):
                    shut = {"first": low + dt.timedelta(days=1), "last": high - dt.timedelta(days=1)}
                    made["closed"].append(shut)
    return made


def shifted(month: str, by: int) -> str:
    """A month so many later."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _venue(random: Random) -> dict[str, Any]:
    if random.random() < 0.3:
        return {"free": [{"weekdays": random.sample(DAYS, 4)}]}
    return {"taken": [{"weekdays": [random.choice(DAYS)], "half": random.choice(("matin", "après-midi"))}]}


def _spells(random: Random, first: str, most: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for _ in range(random.randint(0, most)):
        start = dt.date.fromisoformat(f"{first}-01") + dt.timedelta(days=random.randint(0, 60))
        spell: dict[str, Any] = {"first": start, "last": start + dt.timedelta(days=random.randint(0, 9))}
        found.append(random.choice((spell, {"weekdays": [random.choice(DAYS)]}, {**spell, "half": "matin"})))
    return found


def _months(random: Random, series_: dict[str, Any], held: list[str], wide: bool) -> None:
    """Months that a series leaves out, or in which it has one session more, or two in every one."""
    chance = random.random()
    if chance < 0.1 and len(held) > 1:
        series_["months"] = sorted(random.sample(held, len(held) - 1))
    elif chance < 0.2 and wide:
        series_["extra"] = [random.choice(held)]
    elif chance < 0.3 and wide:
        series_ |= {"a_month": 2, "min_days": min(series_["min_days"], 14), "every_days": 14}


def _imposed(random: Random, series_: dict[str, Any], held: list[str]) -> dict[str, Any]:
    """A date of a series that was decided elsewhere, perhaps with its half-day and its venue."""
    month = random.choice(series_.get("months") or held)
    days = [dt.date.fromisoformat(f"{month}-{n:02}") for n in range(1, 29)]
    made: dict[str, Any] = {"series": series_["id"], "date": random.choice([day for day in days if day.weekday() < 5])}
    if random.random() < 0.3:
        made["half"] = random.choice(("matin", "après-midi"))
    if random.random() < 0.3:
        made["venue"] = random.choice(series_["venues"])
    return made


def _series(random: Random, n: int, venues: list[str], people: list[str], wide: bool) -> dict[str, Any]:
    seats: list[dict[str, Any]] = [{"one_of": random.sample(people, random.randint(1, 2))}]
    rest = [name for name in people if name not in seats[0]["one_of"]]
    if random.random() < 0.7:
        seats.append({"one_of": random.sample(rest, 1)})
    seats[0]["each_time_another"] = random.random() < 0.2
    made: dict[str, Any] = {
        "id": f"s{n}",
        "venues": random.sample(venues, random.randint(1, 3 if wide else 2)),
        "attend": seats,
        "minutes": random.choice((120, 180, 330)),
        "min_days": random.choice((1, 14, 21)),
        "every_days": random.choice((28, 30)),
        "tolerance_days": random.randint(0, 7),
    }
    if random.random() < 0.5:
        made["max_days"] = random.choice((42, 56))
    if random.random() < 0.7:
        made["weekdays"] = random.sample(DAYS, random.randint(1, 3))
    if random.random() < 0.5:
        made["half"] = random.choice(("matin", "après-midi"))
    if random.random() < 0.15 and ("weekdays" in made or "half" in made):
        made["strictly"] = True
    if random.random() < 0.3:
        made["last_venue"] = random.choice(made["venues"])
    return made


def options(year: YearIndex) -> list[list[Placed]]:
    """For each session, every way to place it on an open half-day."""
    found = []
    for session in year.sessions.values():
        asked = year.asked_of(session)
        ways: list[tuple[str, ...]] = [()]
        for seat in asked.attend:
            ways = [(*way, who) for way in ways for who in seat.one_of if who not in way]
        open_slots = [
            YearSlot(*slot)
            for slot in year.slots(session)
            if year.open.is_open(slot.date) and not any(spell.covers(*slot) for spell in year.year.closed)
        ]
        found.append(
            [Placed(session.id, *slot, venue, way) for slot in open_slots for venue in asked.venues for way in ways]
        )
    return found
