"""Each requirement alone: a plan that is good but for one thing breaks that one, and the sentence can be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from rsa_sched.calendar.audit import audit_plan
from rsa_sched.calendar.index import Placed
from rsa_sched.calendar.requirements import REQUIREMENTS
from tests.calendar.small import good, index, placed, series

NORD, SUD = "nord-2010-10", "sud-2010-10"
DAY = dt.date(2010, 10, 5)


def changed(n: int, **to: Any) -> list[Placed]:
    """The good plan with one session changed."""
    plan = good()
    plan[n] = plan[n]._replace(**to)
    return plan


CASES: dict[str, tuple[dict[str, Any], list[Placed], set[str]]] = {
    "good": ({}, good(), set()),
    "one is missing": ({}, good()[:3], {"count"}),
    "one is twice": ({}, [*good(), placed(NORD, "2010-10-28")], {"count"}),
    "one is unknown": ({}, [*good(), placed("est-2010-10", "2010-10-28")], {"count"}),
    "out of its month": ({}, changed(0, date=dt.date(2010, 9, 28)), {"count"}),
    "a week-end": ({}, changed(0, date=dt.date(2010, 10, 9)), {"opening"}),
    "a public holiday": ({}, changed(3, date=dt.date(2010, 11, 11)), {"opening"}),
    "no holiday elsewhere": ({}, changed(3, date=dt.date(2010, 11, 12)), set()),
    "closed": ({"closed": [{"first": DAY}]}, good(), {"opening"}),
    "closed in the afternoon": ({"closed": [{"first": DAY, "half": "après-midi"}]}, good(), set()),
    "another series' venue": ({}, changed(0, venue="v4"), {"venue", "rotation"}),
    "not free": ({"venues": [{"id": "v1", "free": [{"weekdays": ["lundi"]}]}, *({"id": f"v{n}"} for n in (2, 3, 4))]},
                 good(), {"venue"}),
    "taken": ({"venues": [{"id": "v1", "taken": [{"first": DAY}]}, *({"id": f"v{n}"} for n in (2, 3, 4))]},
              good(), {"venue"}),
    "twice running": ({}, changed(2, venue="v1"), {"rotation"}),
    "running from the year before": ({"series": [series("nord", last_venue="v1"), series("sud", venues=["v3", "v4"])]},
                                     good(), {"rotation"}),
    "nobody": ({}, changed(0, people=()), {"attendance"}),
    "somebody else": ({}, changed(0, people=("chef", "autre")), {"attendance"}),
    "one for two seats": ({}, changed(0, people=("agent", "agent")), {"attendance"}),
    "absent": ({"people": [{"id": "chef", "absences": [{"first": DAY}]}, {"id": "agent"}, {"id": "autre"}]},
               good(), {"attendance"}),
    "in two places": ({}, changed(1, date=DAY), {"one-place"}),
    "no time to travel": ({"travel": {"default_minutes": 121}}, changed(1, date=DAY, half="pm"), {"one-place"}),
    "time to travel": ({"travel": {"default_minutes": 120}}, changed(1, date=DAY, half="pm"), set()),
    "not another": ({"series": [series("nord", attend=[{"one_of": ["chef", "autre"], "each_time_another": True},
                                                       {"one_of": ["agent"]}]), series("sud", venues=["v3", "v4"])]},
                    good(), {"another"}),
    "too near": ({"series": [series("nord", min_days=29), series("sud", venues=["v3", "v4"])]}, good(), {"distance"}),
    "too far": ({"series": [series("nord", max_days=27), series("sud", venues=["v3", "v4"])]}, good(), {"distance"}),
    "near enough": ({"series": [series("nord", min_days=28, max_days=28), series("sud", venues=["v3", "v4"])]},
                    good(), set()),
    "too many a week": ({"most": {"a_week": 1}}, good(), {"load"}),
    "too many a day": ({"most": {"a_day": 1}}, changed(1, date=DAY, half="pm"), {"load"}),
    "imposed": ({"imposed": [{"series": "nord", "date": dt.date(2010, 10, 6)}]}, good(), {"imposed"}),
    "imposed and kept": ({"imposed": [{"series": "nord", "date": DAY, "half": "matin", "venue": "v1"}]}, good(), set()),
    "imposed elsewhere": ({"imposed": [{"series": "nord", "date": DAY, "venue": "v2"}]}, good(), {"imposed"}),
    "another weekday": ({"series": [series("nord", weekdays=["lundi"], strictly=True),
                                    series("sud", venues=["v3", "v4"])]}, good(), {"weekday"}),
    "another weekday that is only preferred": ({"series": [series("nord", weekdays=["lundi"]),
                                                           series("sud", venues=["v3", "v4"])]}, good(), set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_plan_breaks(case: str) -> None:
    """No more and no less, with a sentence for each."""
    keys, plan, wanted = CASES[case]
    audit = audit_plan(index(**keys), plan)
    assert {breach.requirement for breach in audit.breaches} == wanted
    assert bool(audit) is not bool(wanted)
    assert all(breach.text for breach in audit.breaches)


def test_each_requirement_is_tried() -> None:
    """A new one wants its case."""
    tried = set().union(*(wanted for _, _, wanted in CASES.values()))
    assert tried == {requirement.id for requirement in REQUIREMENTS}


def test_a_venue_of_two_series_holds_one_session_at_a_time() -> None:
    """In the afternoon it is free again."""
    shared = {"series": [series("nord", venues=["v1"]), series("sud", venues=["v1"], attend=[])]}
    plan = [placed(NORD, "2010-10-05"), placed(SUD, "2010-10-05", people=()),
            placed("nord-2010-11", "2010-11-02"), placed("sud-2010-11", "2010-11-02", "pm", people=())]  # fmt: skip
    assert [breach.what for breach in audit_plan(index(**shared), plan).breaches] == ["venue-twice"]


def test_several_of_a_month_are_in_their_order() -> None:
    """On different days."""
    twice = {"series": [series("nord", a_month=1, months=["2010-10"], extra=["2010-10"], venues=["v1"])]}
    first, second = placed(NORD, "2010-10-05"), placed(f"{NORD}-2", "2010-10-19")
    assert audit_plan(index(**twice), [first, second])
    for dates in (("2010-10-19", "2010-10-05"), ("2010-10-05", "2010-10-05")):
        plan = [placed(NORD, dates[0]), placed(f"{NORD}-2", dates[1], "pm")]
        assert "order" in {breach.what for breach in audit_plan(index(**twice), plan).breaches}


def test_turns_stay_within_one_of_their_share() -> None:
    """Five sessions in two venues: three and two, or two and three."""
    five = {
        "first_month": "2010-10",
        "last_month": "2011-02",
        "series": [series("nord", attend=[], venues=["v1", "v2", "v3"])],
    }
    days = ("2010-10-05", "2010-11-02", "2010-12-07", "2011-01-04", "2011-02-01")

    def broken(venues: str) -> set[str]:
        plan = [placed(f"nord-{day[:7]}", day, venue=f"v{n}", people=()) for day, n in zip(days, venues, strict=True)]
        return {breach.what for breach in audit_plan(index(**five), plan).breaches}

    assert broken("12312") == set()
    assert broken("12121") == {"turns"}
    assert broken("11223") == {"running"}
