"""The oracle and the random problems themselves: against the published cases, plain enumeration and section 3."""

from __future__ import annotations

import json
import random
from datetime import datetime
from itertools import combinations, pairwise, product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.profiles import examples
from tests.support import oracle
from tests.support.documents import documents, random_document
from tests.support.oracle_read import (
    Doc,
    by_id,
    clock,
    get,
    is_banned,
    participants,
    regulation,
    session_day,
    session_size,
    session_span,
    travel_minutes,
    types,
    units,
)
from tests.support.oracle_rules import Engagement, apart, appointment
from tests.support.quick import mostly_long, one_in

CASES = sorted((Path(__file__).parent.parent / "docs/reference/conformance").glob("*.json"))
RULES = [
    "single-seat",
    "session-time",
    "session-size",
    "session-type",
    "eligible",
    "window",
    "deadline",
    "presence",
    "first-hour",
    "pinned",
]


def test_the_cases_are_there() -> None:
    """An empty folder would otherwise pass in silence."""
    assert len(CASES) == 135


@pytest.mark.parametrize("path", one_in(5, CASES), ids=lambda path: path.stem)
def test_a_case_reads_as_expected(path: Path) -> None:
    """Every expectation of every case, the optimum where the search is meant for the size."""
    case = json.loads(path.read_text(encoding="utf-8"))
    problem, agenda, expect = case["problem"], case["agenda"], case["expect"]
    assert oracle.violations(problem, agenda) == set(expect["violations"])
    if not expect["violations"]:
        assert oracle.parts(problem, agenda) == expect["parts"]
        assert oracle.points(problem, agenda) == expect["points"]
    if "values" in expect:
        assert oracle.values(problem) == expect["values"]
    if "due" in expect:
        assert oracle.dues(problem) == expect["due"]
    if "admits" in expect:
        assert oracle.admits(problem) == {name: sorted(found) for name, found in expect["admits"].items()}
    if "optimum" in expect and len(problem["situations"]) <= 7:
        assert oracle.best(problem) == expect["optimum"]


def enumerate_best(problem: Doc, most: int) -> tuple[bool, int | None]:
    """Best points over every agenda, without any pruning; False if there are more agendas than allowed."""
    sessions, admitted = by_id(problem["sessions"]), oracle.admits(problem)
    choices: list[list[Doc | None]] = []
    total = 1
    for row in problem["situations"]:
        found: list[Doc | None] = [None]
        for name in admitted[row["id"]]:
            start, end = session_span(problem, sessions[name])
            length = 15 * units(problem, row)
            found += [appointment(problem, row, sessions[name], at) for at in range(start, end - length + 1, 15)]
        choices.append(found)
        total *= len(found)
        if total > most:
            return False, None
    best: int | None = None
    for picked in product(*choices):
        seated = [row for row in picked if row is not None]
        names = {row["situation"] for row in seated}
        deferred = [{"situation": row["id"]} for row in problem["situations"] if row["id"] not in names]
        agenda = {"appointments": seated, "deferrals": deferred}
        points = oracle.points(problem, agenda)
        if (best is None or points > best) and not oracle.violations(problem, agenda):
            best = points
    return True, best


@pytest.mark.parametrize(
    ("pins", "seeds"),
    mostly_long(
        [(True, range(10)), (True, range(10, 25)), (False, range(25))], [(True, range(10))], [(True, range(10, 25))]
    ),
)
def test_search_equals_plain_enumeration(pins: bool, seeds: range) -> None:
    """The pruned search finds what looking at every agenda finds, clashes of pins included; a campaign tries more."""
    compared = seated = 0
    for seed in seeds:
        problem = random_document(random.Random(seed), pins=pins)
        small, expected = enumerate_best(problem, 800)
        if small:
            assert oracle.best(problem) == expected, f"seed {seed}"
            compared += 1
            seated += bool((oracle.best_agenda(problem) or {"appointments": []})["appointments"])
    assert compared >= len(seeds) / 6
    assert seated >= len(seeds) / 12


@examples(40)
@given(documents(), st.booleans())
def test_best_agenda_is_valid_and_no_worse_than_deferring_everybody(problem: Doc, stated: bool) -> None:
    """The search answers with an agenda that breaks nothing, also with its figures stated."""
    agenda = oracle.best_agenda(problem)
    assert agenda is not None
    points = oracle.points(problem, agenda)
    if stated:
        agenda |= {"problem": problem["id"], "points": points, "parts": oracle.parts(problem, agenda)}
    assert oracle.violations(problem, agenda) == set()
    nobody = {"appointments": [], "deferrals": [{"situation": row["id"]} for row in problem["situations"]]}
    assert oracle.violations(problem, nobody) == set()
    assert points >= oracle.points(problem, nobody)


@pytest.mark.slow
def test_each_rule_bites_in_random_tiny_problems() -> None:
    """Leaving any one rule out pays in more than one problem out of twenty: in four of sixty at least."""
    left = dict.fromkeys(RULES, 4)
    for seed in range(60):
        for pins in (False, True):
            rules = [rule for rule in RULES if left[rule] and (rule == "pinned") == pins]
            problem = random_document(random.Random(seed), pins=pins)
            best = oracle.best(problem) if rules else None
            if pins and best is None:
                continue
            for rule in rules:
                left[rule] -= oracle.best(problem, without=rule) != best
    assert set(left.values()) == {0}, left


@pytest.mark.slow
def test_random_pins_clash_sometimes_only() -> None:
    """Both clashes and pins that hold occur."""
    clashes = [oracle.best(random_document(random.Random(seed), pins=True)) is None for seed in range(30)]
    assert 3 <= sum(clashes) <= 20


def assert_good_input(problem: Doc) -> None:
    """Section 3 of the contract, for what random problems could get wrong."""
    rules = regulation(problem)
    tables = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations")
    known = {table: {row["id"] for row in problem[table]} for table in tables}
    assert all(len(known[table]) == len(problem[table]) for table in tables)
    service_of = {row["id"]: row["service"] for row in problem["subsectors"]}
    assert set(service_of.values()) <= known["services"]
    assert {row["subsector"] for row in problem["venues"] if "subsector" in row} <= known["subsectors"]
    assert {row["kind"] for row in problem["structures"]} <= set(rules["kinds"]) == set(rules["weights"])
    assert all(low <= high for low, high in pairwise(rules["equity_days"]))
    assert types(problem)
    assert len(types(problem)) == len(rules["types"])
    for kind in types(problem).values():
        assert kind["scope"] in ("subsector", "service")
        assert kind["length"] in ("content", "long", "short") or kind["length"] % 15 == 0 < kind["length"]
        assert kind["minutes"] % 15 == 0 < kind["minutes"] <= 1440
        assert kind["admits"] in ("rsa", "rsa_or_plie", "anyone")
        assert kind["empty"] in ("first_hour", "cancelled")
    for row in problem["professionals"]:
        assert get(row, "structure", problem["structures"][0]["id"]) in known["structures"]
        for first, last in get(row, "unavailable", []):
            assert datetime.fromisoformat(first) <= datetime.fromisoformat(last)
    for session in problem["sessions"]:
        start, end = session_span(problem, session)
        assert start % 15 == 0
        assert 0 < end - start <= 1440
        assert (end - start) % 15 == 0
        assert (types(problem)[session["type"]]["scope"] == "service") == ("subsector" not in session)
        assert service_of.get(session.get("subsector"), session["service"]) == session["service"] in known["services"]
        assert session["venue"] in known["venues"]
        assert session_size(problem, session) >= 0
        zone = ZoneInfo(get(problem, "timezone", "Europe/Paris"))
        moments = [datetime.fromisoformat(clock(moment)).replace(tzinfo=zone) for moment in (start, end)]
        assert moments[0].utcoffset() == moments[1].utcoffset()
        assert set(get(session, "staff", [])) <= known["professionals"]
    for one, other in combinations(problem["sessions"], 2):
        if set(get(one, "staff", [])) & set(get(other, "staff", [])):
            spans = [
                Engagement(row["venue"], session_day(row), *session_span(problem, row), row["id"], True)
                for row in (one, other)
            ]
            assert apart(problem, *spans)
    for row in problem["situations"]:
        assert row["subsector"] in known["subsectors"]
        assert row["structure"] in known["structures"]
        assert set(participants(row)) <= known["professionals"]
        assert len(set(participants(row))) == len(participants(row))
        assert get(row, "type", next(iter(types(problem)))) in types(problem)
        assert row["requested_on"] <= problem["as_of"]
        assert row["requested_on"] <= get(row, "received_on", row["requested_on"])
        assert get(row, "not_before", "") <= get(row, "not_after", "9999")
        assert get(row, "urgency", 0) < len(rules["urgency_days"])
        assert get(row, "rank", 1) >= 1
        assert set(get(row, "wanted_sessions", [])) <= known["sessions"]
    for table in ("pins", "bans", "announced"):
        lines = get(problem, table, [])
        assert all(line["situation"] in known["situations"] and line["session"] in known["sessions"] for line in lines)
        pairs = [line["situation"] if table == "announced" else (line["situation"], line["session"]) for line in lines]
        assert len(set(pairs)) == len(pairs)
    situations, sessions = by_id(problem["situations"]), by_id(problem["sessions"])
    for pin in get(problem, "pins", []):
        assert not is_banned(problem, situations[pin["situation"]], sessions[pin["session"]])
    groups = [(line["service"], line["kind"]) for line in get(problem, "history", [])]
    assert len(set(groups)) == len(groups)
    ways = [frozenset(line[:2]) for line in get(get(problem, "travel", {}), "between", [])]
    assert len(set(ways)) == len(ways)
    assert all(len(way) == 2 for way in ways)


@examples(60)
@given(st.data(), st.sampled_from(["tiny", "small", "medium"]), st.booleans())
def test_random_problems_are_good_input(data: st.DataObject, size: str, pins: bool) -> None:
    """No random problem breaks an input rule, and it is plain JSON."""
    problem = data.draw(documents(size=size, pins=pins))
    assert_good_input(problem)
    assert json.loads(json.dumps(problem)) == problem


def test_same_seed_same_problem() -> None:
    """A seed names a problem, so that a failure can be named by its seed."""
    assert random_document(random.Random(7), size="medium") == random_document(random.Random(7), size="medium")


def test_travel_is_symmetric_and_nought_within_a_venue() -> None:
    """The one look-up that everybody gets wrong first."""
    problem: Doc = {"travel": {"default_minutes": 20, "between": [["a", "b", 5]]}}
    asked = [travel_minutes(problem, *pair) for pair in (("a", "b"), ("b", "a"), ("a", "c"), ("a", "a"))]
    assert asked == [5, 5, 20, 0]


def test_an_unknown_switch_is_refused() -> None:
    """A misspelt switch would silently test nothing."""
    with pytest.raises(TypeError, match="unknown switches"):
        random_document(random.Random(0), colours=False)
