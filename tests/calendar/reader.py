"""A third reading of a year's plan: from the file's raw data, with nothing of the package but the plan itself.

Public holidays are reckoned from Easter, school holidays read off the tables by hand. Written from the documentation.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import rsa_sched.calendar

DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"]
TABLES = tomllib.loads((Path(rsa_sched.calendar.__file__).parent / "school.toml").read_text(encoding="utf-8"))["zones"]


def easter(year: int) -> dt.date:
    """Easter Sunday (Butcher and Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def holidays(year: int, region: str) -> set[dt.date]:
    """The eleven of metropolitan France, and two more of the local law."""
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    moving = [1, 39, 50]
    if region:
        fixed.append((12, 26))
        moving.append(-2)
    return {dt.date(year, *one) for one in fixed} | {easter(year) + dt.timedelta(days=n) for n in moving}


def covers(spell: dict[str, Any], date: dt.date, half: str) -> bool:
    """Whether a period holds a half-day."""
    if "first" in spell and not spell["first"] <= date <= spell.get("last", spell["first"]):
        return False
    if spell.get("weekdays") and DAYS[date.weekday()] not in spell["weekdays"]:
        return False
    return spell.get("half") in (None, {"am": "matin", "pm": "après-midi"}[half])


def minute(raw: dict[str, Any], half: str) -> int:
    """When a half-day's sessions begin, from midnight."""
    hours = raw.get("hours", {})
    text = hours.get("morning", "09:00") if half == "am" else hours.get("afternoon", "14:00")
    return int(text[:2]) * 60 + int(text[3:])


def read(raw: dict[str, Any], plan: list[Any], *, published: bool = False) -> tuple[list[str], int]:
    """What a plan breaks, and its points; the turns of the venues cost points once a calendar is published."""
    wrong: list[str] = []
    series = {row["id"]: row for row in raw["series"]}
    venues = {row["id"]: row for row in raw["venues"]}
    people = {row["id"]: row for row in raw.get("people", [])}
    weight = {"school": 60, "weekday": 20, "half": 10, "substitute": 15, "day": 4, "rhythm": 3, "turn": 25} | raw.get(
        "weights", {}
    )
    points = 0
    of: dict[str, list[Any]] = defaultdict(list)
    counted: Counter[tuple[str, str]] = Counter()
    for row in sorted(plan, key=lambda row: (row.date, row.half)):
        name = next((n for n in sorted(series, key=len, reverse=True) if row.session.startswith(n + "-")), "")
        of[name].append(row)
        counted[name, f"{row.date:%Y-%m}"] += 1
        one = series[name]
        if row.date.weekday() > 4 or row.date in holidays(row.date.year, raw.get("region", "")):
            wrong.append(f"holiday {row.session}")
        if any(covers(spell, row.date, row.half) for spell in raw.get("closed", [])):
            wrong.append(f"closed {row.session}")
        there = venues[row.venue]
        free = there.get("free", [])
        if row.venue not in one["venues"] or (free and not any(covers(s, row.date, row.half) for s in free)):
            wrong.append(f"venue {row.session}")
        if any(covers(spell, row.date, row.half) for spell in there.get("taken", [])):
            wrong.append(f"venue {row.session}")
        seats = one.get("attend", [])
        if len(seats) != len(row.people) or len(set(row.people)) != len(row.people):
            wrong.append(f"seats {row.session}")
        for seat, who in zip(seats, row.people, strict=False):
            if who not in seat["one_of"] or any(covers(s, row.date, row.half) for s in people[who].get("absences", [])):
                wrong.append(f"attendance {row.session}")
            elif not seat.get("each_time_another"):
                points += weight["substitute"] * seat["one_of"].index(who)
        if one.get("weekdays") and DAYS[row.date.weekday()] not in one["weekdays"]:
            points += weight["weekday"]
            if one.get("strictly"):
                wrong.append(f"weekday {row.session}")
        if one.get("half") not in (None, {"am": "matin", "pm": "après-midi"}[row.half]):
            points += weight["half"]
            if one.get("strictly"):
                wrong.append(f"weekday {row.session}")
        if in_school_holidays(raw, row.date):
            points += weight["school"]
    found = running(raw, series, of, counted)
    for name in [text for text in found if published and text.startswith(("running ", "turns "))]:
        found.remove(name)
        points += weight["turn"]
    wrong += found
    wrong += together(raw, series, of)
    points += weight["day"] * len({(who, row.date) for row in plan for who in row.people})
    for name, rows in of.items():
        one = series[name]
        for first, second in pairwise(rows):
            gap = (second.date - first.date).days
            beyond = abs(gap - one.get("every_days", 30)) - one.get("tolerance_days", 10)
            points += weight["rhythm"] * max(0, beyond)
    return wrong, points


def in_school_holidays(raw: dict[str, Any], date: dt.date) -> bool:
    """By the service's own days, or by the tables."""
    if raw.get("school"):
        return any(covers(spell, date, half) for spell in raw["school"] for half in ("am", "pm"))
    rows = TABLES.get(raw.get("school_zone", "none"), [])
    return any(last < date < first for row in rows for last, first in row["off"])


def running(raw: dict[str, Any], series: dict[str, Any], of: dict[str, list[Any]], counted: Any) -> list[str]:
    """Counts, distances, rotation, another each time, imposed dates."""
    wrong: list[str] = []
    months = []
    month = raw["first_month"]
    while month <= raw["last_month"]:
        months.append(month)
        year, number = int(month[:4]), int(month[5:])
        month = f"{year + number // 12:04}-{number % 12 + 1:02}"
    for name, one in series.items():
        rows = of[name]
        for month in months:
            held = month in one.get("months", months)
            wanted = one.get("a_month", 1) + one.get("extra", []).count(month) if held else 0
            if counted[name, month] != wanted:
                wrong.append(f"count {name} {month}")
        for first, second in pairwise(rows):
            gap = (second.date - first.date).days
            if not max(1, one.get("min_days", 1)) <= gap <= one.get("max_days", 10**6):
                wrong.append(f"distance {second.session}")
            if len(one["venues"]) > 1 and first.venue == second.venue:
                wrong.append(f"running {second.session}")
        if len(one["venues"]) > 1 and rows:
            if rows[0].venue == one.get("last_venue"):
                wrong.append(f"running {name}")
            turns = Counter(row.venue for row in rows)
            share = len(rows) / len(one["venues"])
            for venue in one["venues"]:  # once for each turn too many or too few
                while abs(turns[venue] - share) >= 1:
                    wrong.append(f"turns {name}")
                    turns[venue] += 1 if turns[venue] < share else -1
        for n, seat in enumerate(one.get("attend", [])):
            if seat.get("each_time_another"):
                width = len(seat["one_of"])
                for start in range(len(rows)):
                    window = [row.people[n] for row in rows[start : start + width]]
                    if len(set(window)) < len(window):
                        wrong.append(f"another {name}")
    for row in raw.get("imposed", []):
        kept = [
            one
            for one in of[row["series"]]
            if one.date == row["date"]
            and row.get("half") in (None, {"am": "matin", "pm": "après-midi"}[one.half])
            and row.get("venue") in (None, one.venue)
        ]
        if not kept:
            wrong.append(f"imposed {row['series']}")
    return wrong


def together(raw: dict[str, Any], series: dict[str, Any], of: dict[str, list[Any]]) -> list[str]:
    """Nobody in two places, no venue with two sessions, not too many a day and a week."""
    wrong: list[str] = []
    travel = raw.get("travel", {})
    minutes = {frozenset(pair[:2]): pair[2] for pair in travel.get("between", [])}
    everything = [(name, row) for name, rows in of.items() for row in rows]
    for n, (name, row) in enumerate(everything):
        for other_name, other in everything[:n]:
            if row.date != other.date:
                continue
            begins = [minute(raw, one.half) for one in (row, other)]
            ends = [start + series[s].get("minutes", 180) for start, s in zip(begins, (name, other_name), strict=True)]
            gap = max(begins) - min(ends) if max(begins) >= min(ends) else -1
            needed = 0
            if row.venue != other.venue:
                needed = minutes.get(frozenset((row.venue, other.venue)), travel.get("default_minutes", 0))
            if set(row.people) & set(other.people) and gap < needed:
                wrong.append(f"two places {row.session}")
            if row.venue == other.venue and gap < 0:
                wrong.append(f"venue twice {row.session}")
    most = raw.get("most", {})
    days = Counter(row.date for _, row in everything)
    weeks = Counter(row.date - dt.timedelta(days=row.date.weekday()) for _, row in everything)
    if max(days.values(), default=0) > most.get("a_day", 10**6) or max(weeks.values(), default=0) > most.get(
        "a_week", 10**6
    ):
        wrong.append("load")
    return wrong
