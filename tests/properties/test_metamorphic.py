"""What must happen to an agenda when something is done to its problem; each relation with the reason why it holds."""

from __future__ import annotations

import copy
import random
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rsa_sched import Agenda, PinClash, Problem, Result, Statement, check, solve
from tests.profiles import examples
from tests.support import oracle_read as read
from tests.support.corruptions import bare
from tests.support.documents import documents
from tests.support.oracle_read import Doc, get

fifty = examples(50, quick=6)
mixed = st.one_of(documents(), documents(), documents(size="small"))


def solved(document: Doc, **options: Any) -> Result:
    """The proven best agenda."""
    result = solve(Problem.from_dict(document), **{"workers": 1, **options})
    assert result.status == "optimal"
    return result


def told(document: Doc, **options: Any) -> Doc | PinClash:
    """The agenda document without what no two runs have in common, or the clash of the pins."""
    try:
        agenda = solve(Problem.from_dict(document), **{"workers": 1, **options}).agenda.to_dict()
    except PinClash as clash:
        return clash
    agenda["run"] |= {"seconds": 0, "workers": 0}
    return agenda


def regulated(document: Doc, **keys: Any) -> Doc:
    """The problem under a regulation with other keys."""
    return {**document, "regulation": {**get(document, "regulation", {}), **keys}}


def replaced(value: Any, change: Any) -> Any:
    """A copy of a document with every text put through `change`."""
    if isinstance(value, dict):
        return {change(key): replaced(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


# --- the same problem, told otherwise ---------------------------------------------------------------------------------


@fifty
@given(st.one_of(mixed, documents(pins=True)), st.integers(0, 2**32), st.integers(1, 3))
def test_order_of_rows_changes_nothing(document: Doc, seed: int, workers: int) -> None:
    """The identical agenda document, or the same clash, whatever the order of rows and the number of workers."""
    shuffled = copy.deepcopy(document)
    for rows in shuffled.values():
        if isinstance(rows, list):
            random.Random(seed).shuffle(rows)
    first, second = told(document), told(shuffled, workers=workers)
    if isinstance(first, PinClash):
        assert isinstance(second, PinClash)
        assert (first.pins, first.rules, first.text) == (second.pins, second.rules, second.text)
    else:
        assert first == second


@fifty
@given(mixed)
def test_names_mean_nothing(document: Doc) -> None:
    """Other ids, sorted the other way round, keep the points: ids break ties of agendas and of ranks, nothing else.

    Equal ranks are ordered by id (section 2), so that the ranks are made distinct; of equally long requests of one
    person the first by id is counted, in its pool, so that nobody keeps two of them.
    """
    document = copy.deepcopy(document)
    for number, row in enumerate(document["situations"]):
        if row.get("rank") is not None:
            row["rank"] = 100 * row["rank"] + number
    lengths: set[tuple[str, int]] = set()
    for row in document["situations"]:
        alike = row.get("person"), read.units(document, row)
        if alike in lengths:
            row["person"] = None
        lengths.add(alike)
    tables = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations")
    names = {row["id"] for table in tables for row in document[table]}
    names |= {row["person"] for row in document["situations"] if row.get("person") is not None}
    names |= {row["id"] for row in get(document["regulation"], "types", [])}
    others = {name: f"{999 - number} {name}" for number, name in enumerate(sorted(names))}
    renamed = replaced(document, lambda text: others.get(text, text))
    assert sorted(row["id"] for row in renamed["sessions"]) != sorted(row["id"] for row in document["sessions"])
    assert solved(renamed).agenda.parts.points == solved(document).points


@fifty
@given(mixed)
def test_a_year_later_is_the_same(document: Doc) -> None:
    """Every date 52 weeks on, local times as they were: the same points, and the same appointments 52 weeks on.

    No local time ceases to exist: the problems lie in autumn, before the clocks change, this year and the next.
    """

    def later(text: str) -> str:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text):
            return text
        return (date.fromisoformat(text[:10]) + timedelta(days=364)).isoformat() + text[10:]

    first, second = solved(document).agenda.to_dict(), solved(replaced(document, later)).agenda.to_dict()
    assert second["parts"] == first["parts"]
    assert second["appointments"] == replaced(first["appointments"], later)


# --- more of something ------------------------------------------------------------------------------------------------


@fifty
@given(st.data())
def test_asking_twice_changes_nothing(data: st.DataObject) -> None:
    """A copy of a request of the same person neither brings nor costs points.

    Of the two at most one is seated, and either stands for the other; dues and capacity count one of them. Two things
    would break this, and are left out: a rank hands a value on to somebody else (no ranks), and only the first was
    announced (nothing announced).
    """
    document = data.draw(documents(ranks=False, announced=False))
    assume(document["situations"])
    row = data.draw(st.sampled_from(document["situations"]))
    if data.draw(st.booleans()):
        row["person"] = "somebody"  # with no third request; else the first by id might be counted in another pool
        again = {**row, "id": "a" + row["id"]}
    else:
        row.setdefault("person", "somebody")
        again = {**row, "id": row["id"] + "-bis"}
    bans = [line for line in get(document, "bans", []) if line["situation"] == row["id"]]
    doubled = {
        **document,
        "situations": [*document["situations"], again],
        "bans": [*get(document, "bans", []), *[{**line, "situation": again["id"]} for line in bans]],
    }
    assert solved(doubled).points == solved(document).points


@fifty
@given(st.data(), st.sampled_from(["not agreed", "banned everywhere", "wants none", "never"]))
def test_an_impossible_request_changes_nothing(data: st.DataObject, why: str) -> None:
    """A request that no session admits is no candidate: no rank, due or capacity looks at it (section 2)."""
    document = data.draw(mixed)
    assume(document["situations"])
    row = data.draw(st.sampled_from(document["situations"]))
    hopeless = {**row, "id": "a-hopeless", "person": "nobody else", "rank": 1}
    bans = get(document, "bans", [])
    if why == "not agreed":
        hopeless |= {"beneficiary_invited": True, "beneficiary_agreed": False}
    elif why == "never":
        hopeless |= {"not_before": "2020-01-01", "not_after": None}
    elif why == "wants none":
        hopeless["wanted_sessions"] = []
    else:
        bans = bans + [{"situation": hopeless["id"], "session": session["id"]} for session in document["sessions"]]
    first = solved(document).agenda.to_dict()
    wider = {**document, "situations": [*document["situations"], hopeless], "bans": bans}
    second = solved(wider).agenda.to_dict()
    assert [second[key] for key in ("parts", "due")] == [first[key] for key in ("parts", "due")]
    assert second["appointments"] == first["appointments"]
    reasons = {line["situation"]: line["reason"] for line in second["deferrals"]}
    assert reasons.pop("a-hopeless") in (
        "no-session",
        "ineligible",
        *{"never": ["out-of-window"], "banned everywhere": ["out-of-window", "banned"]}.get(why, []),
    )
    assert reasons == {line["situation"]: line["reason"] for line in first["deferrals"]}


@fifty
@given(mixed, st.data())
def test_a_session_for_nobody_changes_nothing(document: Doc, data: st.DataObject) -> None:
    """Nobody asks for its subsector, so that it adds no capacity and hears nobody."""
    kinds = [name for name, kind in read.types(document).items() if kind["scope"] == "subsector"]
    assume(kinds)
    kind = data.draw(st.sampled_from(kinds))
    service = document["services"][0]["id"]
    like = document["sessions"][0]
    session = {**like, "id": "a-unused", "type": kind, "service": service, "subsector": "elsewhere", "staff": []}
    wider = {
        **document,
        "subsectors": [*document["subsectors"], {"id": "elsewhere", "service": service}],
        "sessions": [*document["sessions"], session],
    }
    first, second = solved(document).agenda.to_dict(), solved(wider).agenda.to_dict()
    for key in ("parts", "due", "appointments", "deferrals"):
        assert second[key] == first[key]


@fifty
@given(st.data())
def test_urgency_never_harms_the_urgent(data: st.DataObject) -> None:
    """Who is seated in a best agenda is seated in a best agenda once more urgent, and the optimum rises by the gain.

    Without ranks only this person's value changes, by d > 0. An agenda that does not seat them keeps its points; one
    that does gains at least 0. So the old best agenda, which seats them, stays at least as good as any that does not:
    if the new best agenda leaves them out, then only because the old one has the very same points.
    """
    document = regulated(data.draw(mixed), rank="ignore")
    steps = read.regulation(document)["urgency_days"]
    before = solved(document)
    seated = {line.situation for line in before.agenda.appointments}
    rows = [row for row in document["situations"] if row["id"] in seated and steps[get(row, "urgency", 0)] < max(steps)]
    assume(rows)
    row = data.draw(st.sampled_from(rows))
    urgent = {**row, "urgency": steps.index(max(steps))}
    raised = {**document, "situations": [urgent if one is row else one for one in document["situations"]]}
    kept = check(Problem.from_dict(raised), Statement.from_dict(bare(before.agenda.to_dict())))
    after = solved(raised)
    assert kept
    assert before.points <= kept.points <= after.points
    if row["id"] not in {line.situation for line in after.agenda.appointments}:
        assert before.points == kept.points == after.points


# --- less of what stands against it -----------------------------------------------------------------------------------


def everybody_free(document: Doc) -> Doc:
    return {**document, "professionals": [{**row, "unavailable": []} for row in document["professionals"]]}


def no_travel_time(document: Doc) -> Doc:
    return {key: value for key, value in document.items() if key != "travel"}


def no_first_hour(document: Doc) -> Doc:
    return regulated(document, single_situation_minutes=None)


def more_places(document: Doc) -> Doc:
    return {**document, "sessions": [{**row, "max_situations": 100} for row in document["sessions"]]}


def everybody_their_own_person(document: Doc) -> Doc:
    """Dues count persons, so that nothing may be due."""
    document = nothing_is_due(document)
    return {**document, "situations": [{**row, "person": f"one {row['id']}"} for row in document["situations"]]}


def trips_are_free(document: Doc) -> Doc:
    return regulated(document, trip_days=0)


def waiting_is_free(document: Doc) -> Doc:
    return regulated(document, idle_days=0)


def changes_are_free(document: Doc) -> Doc:
    return regulated(document, move_session_days=0, move_time_days=0)


def nothing_is_due(document: Doc) -> Doc:
    return regulated(document, equity_days=[0])


RELAXATIONS = [
    everybody_free,
    no_travel_time,
    no_first_hour,
    more_places,
    everybody_their_own_person,
    trips_are_free,
    waiting_is_free,
    changes_are_free,
    nothing_is_due,
]


@pytest.mark.parametrize("relaxed", RELAXATIONS, ids=lambda relaxed: relaxed.__name__)
@examples(15, quick=2)
@given(document=mixed)
def test_asking_less_never_costs(relaxed: Any, document: Doc) -> None:
    """Every agenda stays one and loses no points: none of these is looked at by candidates, values and dues."""
    first = solved(document)
    easier = relaxed(document)
    assert check(Problem.from_dict(easier), Statement.from_dict(bare(first.agenda.to_dict()))).points >= first.points
    assert solved(easier).points >= first.points


# --- what was found, handed in again ----------------------------------------------------------------------------------


@fifty
@given(mixed, st.booleans())
def test_pinning_the_agenda_keeps_it(document: Doc, hours: bool) -> None:
    """It stays the best of fewer agendas; who is pinned keeps session and, where given, hour.

    Somebody who brings nothing may come in beside them, so that a pinned agenda may seat more.
    """
    first = solved(document)
    lines = first.agenda.to_dict()["appointments"]
    keys = ("situation", "session", "start") if hours else ("situation", "session")
    pinned = solved({**document, "pins": [{key: line[key] for key in keys} for line in lines]})
    assert pinned.points == first.points
    kept = {tuple(line[key] for key in keys) for line in pinned.agenda.to_dict()["appointments"]}
    assert {tuple(line[key] for key in keys) for line in lines} <= kept


@fifty
@given(mixed, st.integers(0, 5), st.sampled_from([0.0, 60.0]))
def test_a_start_is_never_lost(document: Doc, seed: int, limit: float) -> None:
    """Begun from an agenda, the search ends no worse, with no time at all as with plenty."""
    problem, best = Problem.from_dict(document), solved(document, seed=seed)
    for start in (solve(problem, workers=1, time_limit=0), best):
        again = solve(problem, workers=1, time_limit=limit, start=start.agenda)
        assert start.points <= again.points <= best.points <= again.bound


@fifty
@given(mixed)
def test_documents_come_back_as_they_went(document: Doc) -> None:
    """Problem and agenda are what their documents say, through dictionaries and through text."""
    problem = Problem.from_dict(document)
    assert problem.to_dict() == document
    assert Problem.from_json(problem.to_json()).to_json() == problem.to_json()
    assert Problem.from_json(problem.to_json()) == problem
    agenda = solve(problem, workers=1).agenda
    assert Agenda.from_json(agenda.to_json()) == agenda == Agenda.from_dict(agenda.to_dict())
    assert Agenda.from_json(agenda.to_json()).to_json() == agenda.to_json()
    assert Statement.from_json(agenda.to_json()) == Statement.of(agenda)
