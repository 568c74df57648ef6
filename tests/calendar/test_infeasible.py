"""Years that have no plan: the smallest set of demands that stands against one, as the year's file words them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rsa_sched.calendar.arrange import NoCalendar, arrange
from rsa_sched.calendar.index import YearIndex
from rsa_sched.calendar.requirements import REQUIREMENTS
from rsa_sched.calendar.year import Year
from tests.calendar.kept import kept_only, possible
from tests.calendar.small import series

OCTOBER = {"first": dt.date(2010, 10, 1), "last": dt.date(2010, 10, 31)}
FIRST_WEEK = {"first": dt.date(2010, 10, 1), "last": dt.date(2010, 10, 8)}
REST = {"first": dt.date(2010, 10, 6), "last": dt.date(2010, 10, 31)}
START = {"first": dt.date(2010, 10, 1), "last": dt.date(2010, 10, 4)}
"""With `REST`: one open day, 5 October."""
ONE_DAY = [START, REST]


def month(**keys: Any) -> dict[str, Any]:
    """One month of one series; one venue, one person."""
    return {
        "title": "Sans issue",
        "first_month": "2010-10",
        "last_month": "2010-10",
        "series": [series("nord", venues=["v1"], attend=[{"one_of": ["chef"]}])],
        "venues": [{"id": "v1"}, {"id": "v2"}],
        "people": [{"id": "chef"}, {"id": "agent"}],
        **keys,
    }


def two(**keys: Any) -> dict[str, Any]:
    """The same month of two series that the chief attends."""
    both = [series(name, venues=[f"v{n}"], attend=[{"one_of": ["chef"]}]) for n, name in enumerate(("nord", "sud"), 1)]
    return month(**{"series": both, **keys})


def year(raw: dict[str, Any]) -> YearIndex:
    """The year of such a file."""
    return YearIndex(Year.from_dict(raw))


def months(**keys: Any) -> dict[str, Any]:
    """Two months of one series."""
    return month(last_month="2010-11", **keys)


def three() -> dict[str, Any]:
    """Three months of a series in three venues, one of which is always taken."""
    away = {"first": dt.date(2010, 10, 1), "last": dt.date(2010, 12, 31)}
    return month(
        last_month="2010-12",
        series=[series("nord", venues=["v1", "v2", "v3"], attend=[])],
        venues=[{"id": "v1"}, {"id": "v2"}, {"id": "v3", "taken": [away]}],
    )


def chief(*absences: dict[str, Any]) -> list[dict[str, Any]]:
    """The people, the chief absent then."""
    return [{"id": "chef", "absences": list(absences)}, {"id": "agent"}]


def venues(**keys: Any) -> list[dict[str, Any]]:
    """The venues, the first with these keys."""
    return [{"id": "v1", **keys}, {"id": "v2"}]


def nord(**keys: Any) -> list[dict[str, Any]]:
    """The series, with these keys."""
    return [series("nord", **{"venues": ["v1"], "attend": [{"one_of": ["chef"]}], **keys})]


AT = dt.date(2010, 10, 5)
PLANTED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "closed all month": (month(closed=[OCTOBER]), ["closed", "count"]),
    "closed in two parts": (month(closed=[{**OCTOBER, "last": dt.date(2010, 10, 15)},
                                          {**OCTOBER, "first": dt.date(2010, 10, 16)}]), ["closed", "closed", "count"]),
    "somebody absent all month": (month(people=chief(OCTOBER)), ["absence", "count", "seat"]),
    "absent on the only open day": (month(closed=ONE_DAY, people=chief({"first": AT})),
                                    ["absence", "closed", "closed", "count", "seat"]),
    "both who may attend are absent": (
        month(series=nord(attend=[{"one_of": ["chef", "agent"]}]),
              people=[{"id": "chef", "absences": [OCTOBER]}, {"id": "agent", "absences": [OCTOBER]}]),
        ["absence", "absence", "count", "seat"]),
    "the venue is taken": (month(venues=venues(taken=[OCTOBER])), ["count", "venue-taken"]),
    "the venue is free on closed days": (month(venues=venues(free=[FIRST_WEEK]), closed=[FIRST_WEEK]),
                                         ["closed", "count", "venue-free"]),
    "venue and person never together": (
        month(venues=venues(free=[{"weekdays": ["mardi"]}]), people=chief({"weekdays": ["mardi"]})),
        ["absence", "count", "seat", "venue-free"]),
    "strict weekday, absent then": (month(series=nord(weekdays=["lundi"], strictly=True),
                                          people=chief({"weekdays": ["lundi"]})),
                                    ["absence", "count", "seat", "weekday"]),
    "strict half-day, closed then": (month(series=nord(half="matin", strictly=True), closed=[{"half": "matin"}]),
                                     ["closed", "count", "weekday"]),
    "a public holiday is imposed": (month(first_month="2010-11", last_month="2010-11",
                                          imposed=[{"series": "nord", "date": dt.date(2010, 11, 11)}]),
                                    ["imposed", "public-holidays"]),
    "imposed on a closed day": (month(closed=[{"first": AT}], imposed=[{"series": "nord", "date": AT}]),
                                ["closed", "imposed"]),
    "imposed where the venue is taken": (
        month(venues=venues(taken=[{"first": AT}]), imposed=[{"series": "nord", "date": AT}]),
        ["imposed", "venue-taken"]),
    "imposed when somebody is absent": (
        month(people=chief({"first": AT}), imposed=[{"series": "nord", "date": AT}]), ["absence", "imposed", "seat"]),
    "two imposed at one hour": (
        two(imposed=[{"series": name, "date": AT, "half": "matin"} for name in ("nord", "sud")]),
        ["imposed", "imposed", "one-place", "seat", "seat"]),
    "two imposed too far apart": (
        two(travel={"default_minutes": 121},
            imposed=[{"series": "nord", "date": AT, "half": "matin"}, {"series": "sud", "date": AT}]),
        ["imposed", "imposed", "one-place", "seat", "seat"]),
    "one a day on the only day": (two(most={"a_day": 1}, closed=ONE_DAY),
                                 ["a-day", "closed", "closed", "count", "count"]),
    "one a week in one week": (
        two(most={"a_week": 1}, closed=[START, {**REST, "first": dt.date(2010, 10, 9)}]),
        ["a-week", "closed", "closed", "count", "count"]),
    "too near to be so far": (
        months(series=nord(min_days=50), imposed=[{"series": "nord", "date": dt.date(2010, 10, 28)}]),
        ["at-least", "count", "imposed"]),
    "too far to be so near": (
        months(series=nord(max_days=20), imposed=[{"series": "nord", "date": AT}]), ["at-most", "count", "imposed"]),
    "not twice in one venue": (
        months(series=nord(venues=["v1", "v2"]), venues=venues(taken=[{**OCTOBER, "last": dt.date(2010, 11, 30)}])),
        ["count", "count", "running", "venue-taken"]),
    "its turn in a venue that is never free": (three(), ["count", "count", "count", "turns", "venue-taken"]),
    "not the venue of last year": (
        month(series=nord(venues=["v1", "v2"], last_venue="v2"), venues=venues(taken=[OCTOBER])),
        ["count", "running", "venue-taken"]),
    "another each time, who is absent": (
        months(series=nord(attend=[{"one_of": ["chef", "agent"], "each_time_another": True}]),
               people=chief({**OCTOBER, "last": dt.date(2010, 11, 30)})),
        ["absence", "another", "count", "count", "seat"]),
    "one venue for two, on the only half-day": (
        two(series=[series(name, venues=["v1"], attend=[]) for name in ("nord", "sud")],
            closed=[*ONE_DAY, {"half": "après-midi"}]),
        ["closed", "closed", "closed", "count", "count", "venue-once"]),
}  # fmt: skip


def test_twenty_causes_are_planted() -> None:
    """And among them every kind of demand that a file can make."""
    causes = {tuple(wanted) for _, wanted in PLANTED.values()}
    assert len(causes) >= 20
    kinds = {clause.what for raw, _ in PLANTED.values() for one in REQUIREMENTS for clause in one.clauses(year(raw))}
    assert {what for cause in causes for what in cause} == kinds


@pytest.mark.parametrize("case", PLANTED)
def test_the_smallest_reason_is_named(case: str) -> None:
    """Exactly those that were planted; a reader of its own finds no plan for them, and one without any of them."""
    raw, wanted = PLANTED[case]
    with pytest.raises(NoCalendar) as refused:
        arrange(year(raw), seconds=None)
    reason = refused.value.reason
    assert reason.minimal
    found = sorted(clause.what for clause in reason.clauses)
    if case == "not twice in one venue":  # turns and never running say the same of two sessions in two venues
        found = sorted("running" if what == "turns" else what for what in found)
    assert found == wanted
    text = str(refused.value)
    assert all(clause.text in text for clause in reason.clauses)
    assert "chef" in text or "nord" in text
    assert not possible(*kept_only(raw, reason.clauses))
    for left_out in reason.clauses:
        assert possible(*kept_only(raw, [clause for clause in reason.clauses if clause is not left_out])), left_out
