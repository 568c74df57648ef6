"""Random problems, solved and held against the oracle: some two hundred in `.ci/run`, sixty before, most tiny.

The oracle shares no code with the package and finds the best agenda of a tiny problem by exhaustive search, so that
optimality, clashes of pins and reasons of deferrals are all checked against something else than the engine.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from rsa_sched import Agenda, PinClash, PreparedProblem, Problem, Result, Statement, check, solve
from tests.profiles import examples
from tests.support import oracle
from tests.support import oracle_bareme as bareme
from tests.support import oracle_read as read
from tests.support.documents import documents, random_document
from tests.support.oracle_read import Doc, get

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
]
REASONS = [
    "no-session",
    "ineligible",
    "out-of-window",
    "banned",
    "late",
    "person-seated",
    "no-common-time",
    "outranked",
]


def assert_right(document: Doc, result: Result) -> None:
    """Everything that holds of any result, optimal or not."""
    agenda = result.agenda.to_dict()
    text = result.agenda.to_json()
    problem = Problem.from_json(json.dumps(document))
    audit = check(problem, Agenda.from_json(text))
    assert audit.violations == check(problem, Statement.from_json(text)).violations == ()
    assert oracle.violations(document, agenda) == set()
    costs = (
        result.agenda.parts.equity,
        result.agenda.parts.travel,
        result.agenda.parts.idle,
        agenda["parts"]["stability"],
    )
    assert audit.points == result.points == agenda["points"] == result.agenda.parts.priority - sum(costs)
    assert min(costs) >= 0
    assert oracle.parts(document, agenda) == agenda["parts"]
    assert oracle.points(document, agenda) == result.points <= result.bound
    assert (result.status == "optimal") == (result.bound == result.points)
    assert agenda["gap"] == round((result.bound - result.points) / max(1, abs(result.bound)), 6)
    assert result.warnings == ()
    assert_derived(document, problem)
    assert_page(document, agenda)


def assert_derived(document: Doc, problem: Problem) -> None:
    """Values, dues and candidates as the oracle derives them."""
    case = PreparedProblem.of(problem)
    assert dict(case.values) == oracle.values(document)
    assert {f"{service}/{kind}": units for (service, kind), units in case.dues.items()} == oracle.dues(document)
    assert {name: sorted(sessions) for name, sessions in case.admitted.items()} == oracle.admits(document)


def assert_page(document: Doc, agenda: Doc) -> None:
    """The rest of the agenda document: order, session lines, dues and fingerprint (contract, section 4)."""
    seated, deferred = agenda["appointments"], [line["situation"] for line in agenda["deferrals"]]
    assert seated == sorted(seated, key=lambda line: (line["start"], line["session"]))
    assert deferred == sorted(deferred)
    rows, sessions = read.by_id(document["situations"]), read.by_id(document["sessions"])
    assert all(line["participants"] == read.participants(rows[line["situation"]]) for line in seated)
    assert all(line["venue"] == sessions[line["session"]]["venue"] for line in seated)
    number = Counter(line["session"] for line in seated)
    assert [line["session"] for line in agenda["sessions"]] == sorted(sessions)
    for line in agenda["sessions"]:
        empty = read.session_type(document, sessions[line["session"]])["empty"]
        mode = {0: empty, 1: "first_hour"}.get(number[line["session"]], "held")
        units = sum(read.units(document, rows[one["situation"]]) for one in seated if one["session"] == line["session"])
        assert (line["mode"], line["situations"], line["minutes_used"]) == (mode, number[line["session"]], 15 * units)
    granted = Counter[tuple[str, str]]()
    for line in seated:
        row = rows[line["situation"]]
        granted[bareme.group(document, row)] += read.units(document, row)
    dues, demands = bareme.shares(document), bareme.demands(document)
    services, kinds = sorted(read.by_id(document["services"])), read.regulation(document)["kinds"]
    assert [(line["service"], line["kind"]) for line in agenda["due"]] == [(a, b) for a in services for b in kinds]
    for line in agenda["due"]:
        key = line["service"], line["kind"]
        stated = line["due_units"], line["granted_units"], line["demand_units"]
        assert stated == (dues[key], granted[key], demands[key])
    assert agenda["problem_sha256"] == read.fingerprint(document)


def restricted(document: Doc, kept: set[str], pins: list[Doc]) -> Doc:
    """The problem with these situations and these pins only."""
    small = {**document, "situations": [row for row in document["situations"] if row["id"] in kept], "pins": pins}
    for key in ("bans", "announced"):
        small[key] = [line for line in get(document, key, []) if line["situation"] in kept]
    return small


def plain_reason(document: Doc, agenda: Doc, row: Doc) -> str:
    """The reason of a deferral as section 4 words it."""
    sessions = [one for one in document["sessions"] if read.type_fits(document, row, one)]
    obstacles: dict[str, Callable[[Doc], bool]] = {
        "no-session": lambda one: True,
        "ineligible": lambda one: read.is_eligible(document, row, one),
        "out-of-window": lambda one: read.in_window(row, one),
        "banned": lambda one: not read.is_banned(document, row, one),
        "late": lambda one: read.in_time(document, row, one),
    }
    for reason, passes in obstacles.items():
        sessions = [one for one in sessions if passes(one)]
        if not sessions:
            return reason
    rows = read.by_id(document["situations"])
    heard = {rows[line["situation"]].get("person") for line in agenda["appointments"]} - {None}
    if row.get("person") in heard:
        return "person-seated"
    pins = get(document, "pins", [])
    kept = {row["id"], *(pin["situation"] for pin in pins)}

    could_sit = any(
        oracle.best(restricted(document, kept, [*pins, {"situation": row["id"], "session": one["id"]}])) is not None
        for one in sessions
    )
    return "outranked" if could_sit else "no-common-time"


def assert_reasons(document: Doc, agenda: Doc) -> None:
    """Each deferral's reason is the first that applies."""
    rows = read.by_id(document["situations"])
    for line in agenda["deferrals"]:
        assert line["reason"] == plain_reason(document, agenda, rows[line["situation"]]), line
        assert line["text"].strip()
        event(line["reason"])


@examples(150, quick=25)
@given(document=documents())
def test_tiny_problems_are_solved_to_the_optimum(document: Doc) -> None:
    """The proven optimum is the one that exhaustive search finds, and the reasons are true."""
    result = solve(Problem.from_dict(document), workers=1)
    assert_right(document, result)
    assert result.status == "optimal"
    assert oracle.best(document) == result.points
    assert_reasons(document, result.agenda.to_dict())


@examples(90, quick=15)
@given(document=documents(pins=True))
def test_pins_hold_or_clash(document: Doc) -> None:
    """A clash is told exactly where no agenda exists; else the pinned optimum is found."""
    best = oracle.best(document)
    try:
        result = solve(Problem.from_dict(document), workers=1)
    except PinClash as clash:
        assert best is None
        assert_smallest_clash(document, clash)
        event("clash")
        return
    assert_right(document, result)
    assert (result.status, result.points) == ("optimal", best)
    assert_reasons(document, result.agenda.to_dict())


def assert_smallest_clash(document: Doc, clash: PinClash) -> None:
    """The pins named are the problem's own; together they clash, without any one of them they do not.

    The rules named are a reason; there may be others.
    """
    named = [pin for pin in document["pins"] if (pin["situation"], pin["session"]) in {pin[:2] for pin in clash.pins}]
    assert [(pin.situation, pin.session, pin.start) for pin in clash.pins] == sorted(
        (pin["situation"], pin["session"], pin.get("start")) for pin in named
    )
    assert oracle.best({**document, "pins": named}) is None
    for pin in named:
        assert oracle.best({**document, "pins": [other for other in named if other is not pin]}) is not None
    assert clash.rules
    # a ban may keep away the company that a pinned situation needs
    assert set(clash.rules) <= {*RULES, *(["pinned"] if document.get("bans") else [])}
    # a rule without which the pins alone would hold is part of every reason why they do not
    alone = restricted(document, {pin["situation"] for pin in named}, named)
    for rule in RULES:
        assert rule in clash.rules or oracle.best(alone, without=rule) is None


@pytest.mark.parametrize("pins", [False, pytest.param(True, marks=pytest.mark.slow)])
@examples(95, quick=12)
@given(document=documents(size="small"))
def test_small_problems(pins: bool, document: Doc) -> None:
    """Audit and oracle agree on problems too large for the exhaustive search."""
    if pins:  # what was found, in part, and hours left open: these hold
        lines = solve(Problem.from_dict(document), workers=1).agenda.to_dict()["appointments"]
        document = {**document, "pins": [{key: line[key] for key in ("situation", "session")} for line in lines[::3]]}
    result = solve(Problem.from_dict(document), workers=2)
    assert_right(document, result)
    assert_reasons(document, result.agenda.to_dict())


@examples(30, quick=4)
@given(document=documents(size="medium"), limit=st.sampled_from([0.0, 0.2, 2.0]))
def test_medium_problems(document: Doc, limit: float) -> None:
    """The same of months of ordinary size, whenever the search was cut short."""
    assert_right(document, solve(Problem.from_dict(document), time_limit=limit))


@pytest.mark.slow
def test_every_reason_occurs() -> None:
    """Otherwise the checks of reasons above would say less than they seem to."""
    told = Counter[str]()
    for seed in range(120):
        document = random_document(random.Random(seed), pins=seed % 3 == 0)
        try:
            result = solve(Problem.from_dict(document), workers=1)
        except PinClash:
            told["clash"] += 1
            continue
        told.update(line.reason for line in result.agenda.deferrals)
    assert min(told[reason] for reason in [*REASONS, "clash"]) >= 3, told
