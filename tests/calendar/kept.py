"""Whether some clauses of a year's file can hold together, tried with the tests' own reader: every plan is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from rsa_sched.calendar.index import Placed
from rsa_sched.calendar.requirements.base import Clause
from rsa_sched.calendar.year import Half
from tests.calendar.reader import read

OF_THE_WHOLE = {"count", "turns", "imposed"}
"""What a plan without all of its sessions breaks and the whole one need not."""


def kept_only(raw: dict[str, Any], clauses: Sequence[Clause]) -> tuple[dict[str, Any], set[str]]:
    """The file with nothing but these demands, and which of the reader's findings are no demand of it."""
    kept = {(clause.what, *clause.key) for clause in clauses}
    made: dict[str, Any] = {
        **{key: raw[key] for key in ("title", "first_month", "last_month")},
        **{key: raw[key] for key in ("region", "hours", "travel") if key in raw},
        "closed": [row for n, row in enumerate(raw.get("closed", [])) if ("closed", n) in kept],
        "imposed": [row for n, row in enumerate(raw.get("imposed", [])) if ("imposed", n) in kept],
        "most": {key: raw["most"][key] for key in raw.get("most", {}) if (key.replace("_", "-"),) in kept},
        "series": [_series(row, kept) for row in raw["series"]],
        "venues": [
            {
                "id": row["id"],
                "free": row.get("free", []) if ("venue-free", row["id"]) in kept else [],
                "taken": [
                    spell for n, spell in enumerate(row.get("taken", [])) if ("venue-taken", row["id"], n) in kept
                ],
            }
            for row in raw["venues"]
        ],
        "people": [
            {
                "id": row["id"],
                "absences": [
                    spell for n, spell in enumerate(row.get("absences", [])) if ("absence", row["id"], n) in kept
                ],
            }
            for row in raw["people"]
        ],
    }
    ignored: set[str] = {"venue twice"} if not any(key[0] == "venue-once" for key in kept) else set()
    ignored |= {"holiday"} if ("public-holidays",) not in kept else set()
    watched = {key[1] for key in kept if key[0] == "one-place"}
    seated = {who for row in made["series"] for seat in row["attend"] for who in seat["one_of"]}
    assert not watched or seated <= watched, "the reader does not say who is in two places"
    ignored |= {"two places"} if not watched else set()
    for row in raw["series"]:
        ignored |= {f"{what} {row['id']}" for what in ("running", "turns") if (what, row["id"]) not in kept}
    return made, ignored


def _series(row: dict[str, Any], kept: set[tuple[object, ...]]) -> dict[str, Any]:
    name = row["id"]
    made: dict[str, Any] = {key: row[key] for key in ("id", "venues", "minutes", "a_month", "last_venue") if key in row}
    made["months"] = sorted(str(key[2]) for key in kept if key[:2] == ("count", name))
    made["extra"] = [month for month in row.get("extra", []) if month in made["months"]]
    made["attend"] = [
        {**seat, "each_time_another": ("another", name, n) in kept}
        for n, seat in enumerate(row.get("attend", []))
        if ("seat", name, n) in kept
    ]
    if ("weekday", name) in kept:
        made |= {key: row[key] for key in ("weekdays", "half", "strictly") if key in row}
    for key, what in (("min_days", "at-least"), ("max_days", "at-most")):
        if (what, name) in kept:
            made[key] = row[key]
    return made


def possible(raw: dict[str, Any], ignored: set[str]) -> bool:
    """Whether any plan has nothing that the reader finds, but for what is ignored."""
    wanted = _wanted(raw)
    ways = [[one for one in listed if not _wrong(raw, [one], ignored, OF_THE_WHOLE)] for listed in wanted]
    if _days_are_alike(raw, ignored):
        ways = [list({(one.half, one.venue, one.people): one for one in listed}.values()) for listed in ways]
    return _some(raw, ways, [], ignored)


def _days_are_alike(raw: dict[str, Any], ignored: set[str]) -> bool:
    """Whether no demand looks at the days of two sessions together, so that one day of each will do."""
    if raw["most"] or raw["imposed"] or not {"two places", "venue twice"} <= ignored:
        return False
    return not any(row["extra"] or {"a_month", "min_days", "max_days"} & set(row) for row in raw["series"])


def _some(raw: dict[str, Any], ways: list[list[Placed]], plan: list[Placed], ignored: set[str]) -> bool:
    if len(plan) == len(ways):
        return not _wrong(raw, plan, ignored, set())
    return any(
        _some(raw, ways, [*plan, way], ignored)
        for way in ways[len(plan)]
        if not _wrong(raw, [*plan, way], ignored, OF_THE_WHOLE)
    )


def _wrong(raw: dict[str, Any], plan: list[Placed], ignored: set[str], later: set[str]) -> list[str]:
    found = read(raw, plan)[0]
    return [
        text
        for text in found
        if text.split()[0] not in later and not any(f"{text} ".startswith((f"{name} ", f"{name}-")) for name in ignored)
    ]


def _wanted(raw: dict[str, Any]) -> list[list[Placed]]:
    """For each session of the file all ways to place it; an imposed date asks for a session where none is counted."""
    asked: dict[tuple[str, str], int] = {}
    for row in raw["series"]:
        for month in row["months"]:
            asked[row["id"], month] = row.get("a_month", 1) + row["extra"].count(month)
    for one in raw["imposed"]:
        month = f"{one['date']:%Y-%m}"
        if (one["series"], month) not in asked:
            asked[one["series"], month] = 1
            next(row for row in raw["series"] if row["id"] == one["series"])["months"].append(month)
    series = {row["id"]: row for row in raw["series"]}
    return [
        list(_ways(series[name], month, number)) for (name, month), times in asked.items() for number in range(times)
    ]


def _ways(series: dict[str, Any], month: str, number: int) -> Iterator[Placed]:
    seats: list[tuple[str, ...]] = [()]
    for seat in series["attend"]:
        seats = [(*taken, who) for taken in seats for who in seat["one_of"] if who not in taken]
    day = dt.date.fromisoformat(f"{month}-01")
    while f"{day:%Y-%m}" == month:
        for half in Half if day.weekday() < 5 else ():
            for venue in series["venues"]:
                for people in seats:
                    yield Placed(f"{series['id']}-{month}-{number}", day, half, venue, people)
        day += dt.timedelta(days=1)
