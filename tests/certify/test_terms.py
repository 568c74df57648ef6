"""Each term of a leaf's bound alone, against what it is by definition (docs/certificate.md)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest

from rsa_sched.certify import verify
from tests.support.builders import at, document, session, situation
from tests.support.certificates import any_certificate, proven
from tests.support.documents import random_document

UNIT, SCALE = 15, 64


def parts(read: Any) -> Iterator[Any]:
    """All sessions as one part: its terms are what they are in any."""
    yield verify.Part(read, list(read.sessions), read.candidates)


def least_cost(read: Any, session: Any, seated: list[Any]) -> int | None:
    """The least that hours cost, over all of them; None where there are none."""
    costs = []

    def place(left: list[Any], taken: list[tuple[int, int, Any]]) -> None:
        if left:
            item = left[0]
            for start in item.starts:
                end = start + UNIT * item.units
                if end <= session.end and all(end <= first or last <= start for first, last, _ in taken):
                    place(left[1:], [*taken, (start, end, item)])
            return
        limit = read.rules.single_situation_minutes
        if len(taken) == 1 and limit is not None and taken[0][1] > session.start + limit:
            return
        cost = sum(item.hour not in (None, start) for start, _, item in taken) * 128 * read.rules.move_time_days
        for who in {who for _, _, item in taken for who in item.people}:
            own = [(first, last) for first, last, item in taken if who in item.people]
            span = max(last for _, last in own) - min(first for first, _ in own)
            cost += SCALE * read.rules.idle_days * ((span - sum(last - first for first, last in own)) // UNIT)
        costs.append(cost)

    place(seated, [])
    return min(costs, default=None)


def most(read: Any, session: Any, items: list[Any]) -> int | None:
    """The most that a plan brings, over all sets of situations."""
    found = []
    for number in range(min(session.size, len(items)) + 1):
        for seated in combinations(items, number):
            owners = {item.row.owner for item in seated}
            if len(owners) < number or any(item.must and item not in seated for item in items):
                continue
            cost = least_cost(read, session, list(seated))
            if cost is not None:
                trips = {trip: toll for item in seated for trip, toll in item.trips.items()}
                found.append(sum(item.gain for item in seated) - sum(trips.values()) - cost)
    return max(found, default=None)


def priced(rng: random.Random, part: Any, must: dict[str, str]) -> dict[str, list[Any]]:
    """The items of every session at prices near what they bring, so that many sets are nearly as good."""
    read = part.problem
    worth = {pair.row.owner: pair.gain for pair in part.pairs}
    persons = {owner: rng.randrange(int(gain * 0.6), gain + 40) for owner, gain in worth.items()}
    tolls = {(who, pair.session.id): rng.randrange(400) for pair in part.pairs for who in pair.row.people}
    rewards = dict.fromkeys(part.lacks, rng.randrange(900))
    items: dict[str, list[Any]] = part.items(part.starts, must, persons, rewards, tolls)
    assert read is part.problem
    return items


def in_small_change(rng: random.Random, read: Any, items: list[Any]) -> None:
    """Gains and tolls of a few 64ths, so that none of them can be lost unseen."""
    read.rules.idle_days = read.rules.move_time_days = 0
    tolls: dict[Any, int] = {}
    for item in items:
        item.gain = rng.randrange(-2, 6)
        item.trips = {trip: tolls.setdefault(trip, rng.randrange(1, 4)) for trip in item.trips}


@pytest.mark.parametrize("steps", [5_000, 3])
@pytest.mark.parametrize("seed", range(40))
def test_best_plan_is_the_best_of_all(seed: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 64ths; with somebody who must sit there, too. No less where the search for hours ends early."""
    monkeypatch.setattr(verify, "STEPS", steps)
    rng = random.Random(seed)
    read = verify.Problem(random_document(rng, size="tiny"))
    for part in parts(read):
        must = {}
        for pair in part.pairs:
            if rng.random() < 0.15:
                must[pair.row.id] = pair.session.id
        for key, items in priced(rng, part, must).items():
            place = read.sessions[key]
            place.size = rng.choice((place.size, 1, 2, 3))
            if seed % 2:
                in_small_change(rng, read, items)
            if place.units <= 14 and len(items) <= 6:
                best, right = verify.best_plan(read, place, items, {}), most(read, place, items)
                if steps > 100:
                    assert (None if best is None else best[0]) == right
                else:
                    assert right is None or (best is not None and best[0] >= right)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("nodes", "steps"), [(1, 5_000), (8, 5_000), (20_000, 1), (20_000, 6), (4, 3)])
def test_searches_that_end_early_prove_less_never_more(
    seed: int, nodes: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the limits of the two searches, no bound lies below the best agenda."""
    found = proven(seed, pins=bool(seed % 2))
    if found is None:
        return
    monkeypatch.setattr(verify, "NODES", nodes)
    monkeypatch.setattr(verify, "STEPS", steps)
    read, rng = verify.Problem(found.problem), random.Random(seed)
    for proof in (found.certificate, any_certificate(rng, read, found.certificate)):
        assert verify.check_bound(read, verify.read(verify.CERTIFICATE, proof, "")) >= found.best


@pytest.mark.parametrize("seed", range(30))
def test_who_must_be_elsewhere_makes_way(seed: int) -> None:
    """Exactly the starts that collide with every start of somebody who must sit in another session are dropped."""
    rng = random.Random(seed)
    document = random_document(rng, size="small")
    for row in document["situations"]:  # few people, so that they meet
        row["referent"], row["partners"] = document["professionals"][rng.randrange(3)]["id"], []
    for row in document["sessions"]:
        row["start"] = document["sessions"][0]["start"][:11] + rng.choice(("09:00", "09:30", "10:15"))
        row["staff"] = []
    read = verify.Problem(document)
    for part in parts(read):
        must = {pair.row.id: pair.session.id for pair in part.pairs if rng.random() < 0.3 and part.starts[pair.key]}
        held = {
            key: part.starts[key][rng.choice((slice(None), slice(2), slice(3, 4), slice(1, 3)))] for key in must.items()
        }
        starts = part.starts | held
        before = dict(starts)
        part.make_way(starts, must)
        for pair in part.pairs:
            expected = list(before[pair.key])
            for other, key in must.items():
                row, place = read.by_id[other], read.sessions[key]
                if place is pair.session or not set(row.people) & set(pair.row.people):
                    continue
                gap = read.travel(place, pair.session)
                for first in before[pair.key]:
                    last = first + UNIT * pair.row.units
                    others = before[other, key]
                    if first in expected and all(o < last + gap and first < o + UNIT * row.units + gap for o in others):
                        expected.remove(first)
            assert starts[pair.key] == expected


def test_a_due_brings_its_most() -> None:
    """Over the sums of units that can be had: with one of three units and one of two there is no single unit."""
    due = [0, 10, 30, 60, 100]
    rows = [SimpleNamespace(id=str(n), units=n, due=("A", "K")) for n in (2, 3)]
    pairs = [SimpleNamespace(row=row, key=(row.id, "s")) for row in rows]
    part = SimpleNamespace(lacks={("A", "K"): due}, pairs=pairs)
    gain: Callable[..., int] = verify.Part.most_of_due
    assert [gain(part, ("A", "K"), reward, {pair.key: 1 for pair in pairs}) for reward in (0, 15, 25, 35, 100)] == [
        0, -min(100, 30 + 30, 10 + 45, 75), -min(100, 30 + 50, 10 + 75), -100, -100,
    ]  # fmt: skip
    assert gain(part, ("A", "K"), 0, {pairs[0].key: 1, pairs[1].key: 0}) == -30


def lone(prices: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A certificate of one leaf for two sessions on one morning and two situations of one referent."""
    return {
        "schema_version": "1",
        "problem_sha256": READ.sha256,
        "bound": 10**6,
        "parts": [{"sessions": ["s-1", "s-2"], "tree": {"prices": prices}}],
    } | changes


READ = verify.Problem(
    document(
        [situation(1), situation(2, referent="p-1"), situation(3, person="b-2"), situation(4, person="b-2")],
        [session(1), session(2, clock="14:00")],
    )
)


def test_what_has_no_price_costs_nothing() -> None:
    """Not a 64th: a seat brings its points, a shared trip is free, one of a single session costs its full price."""
    part = verify.Part(READ, ["s-1", "s-2"], READ.candidates)
    for key, items in part.items(part.starts, {}, {}, {}, {}).items():
        gains = {item.row.id: item.gain for item in items}
        assert gains == {row.id: SCALE * READ.earned(row, READ.sessions[key]) for row in READ.candidates}
        assert [item.trips for item in items] == [{}] * 4
    alone = part.items({key: at * (key[1] == "s-1") for key, at in part.starts.items()}, {}, {}, {}, {})
    assert [set(item.trips.values()) for item in alone["s-1"]] == [{2 * 10 * SCALE}] * 4
    assert alone["s-2"] == []
    for (_, key), starts in part.starts.items():
        assert starts == list(range(READ.sessions[key].start, READ.sessions[key].end - 29, UNIT))
    prices = verify.read(verify.LEAF, {"prices": {"persons": {"d-1": 0}}}, "")
    bare = verify.read(verify.LEAF, {"prices": {}}, "")
    assert part.bound(prices) == part.bound(bare)


def test_who_must_sit_makes_way_in_a_leaf() -> None:
    """Steps 3 and 4: d-2, of the same referent, loses the other session at that hour; where both must: impossible."""
    read = verify.Problem(
        document([situation(1), situation(2, referent="p-1")], [session(1, minutes=30), session(2, minutes=30)])
    )
    part = verify.Part(read, ["s-1", "s-2"], read.candidates)
    sits, also = (SimpleNamespace(situation=f"d-{n}", session=f"s-{n}", before=None) for n in (1, 2))
    starts, must, heard = part.restricted([(sits, True)])
    assert ({key for key in starts if starts[key]}, must) == ({("d-1", "s-1"), ("d-2", "s-1")}, {"d-1": "s-1"})
    assert heard == {("situation", "d-1")}
    assert part.restricted([(sits, True), (also, True)]) is None
    elsewhere = SimpleNamespace(situation="d-1", session="s-2", before=None)
    assert part.restricted([(sits, True), (elsewhere, True)]) is None
    assert part.restricted([(sits, True), (SimpleNamespace(situation="d-1", session=None, before=None), False)]) is None


@pytest.mark.parametrize(
    ("rules", "venue", "person", "refused"),
    [({}, "v-2", None, True), ({"equity_days": [0]}, "v-2", None, False), ({"equity_days": [0]}, "v-1", None, True),
     ({"equity_days": [0], "trip_days": 0}, "v-1", None, False), ({"equity_days": [0]}, "v-2", "b-1", True)],
)  # fmt: skip
def test_what_ties_two_parts(rules: dict[str, Any], venue: str, person: str | None, refused: bool) -> None:
    """Two sub-sectors of one service: a person ties them, one due or one trip where it costs; nothing else."""
    rows = [situation(1, person=person), situation(2, subsector="S2", referent="p-1", person=person)]
    places = [session(1), session(2, subsector="S2", venue=venue)]
    subsectors = [{"id": name, "service": "A"} for name in ("S1", "S2")]
    read = verify.Problem(document(rows, places, subsectors=subsectors, regulation=rules))
    parts = [{"sessions": [name], "tree": {"prices": {}}} for name in ("s-1", "s-2")]
    proof = {"schema_version": "1", "problem_sha256": read.sha256, "bound": 0, "parts": parts}
    stated = verify.read(verify.CERTIFICATE, proof, "")
    if refused:
        with pytest.raises(verify.Refused, match="indépendantes"):
            verify.check_bound(read, stated)
    else:
        assert verify.check_bound(read, stated) >= 2 * (180 - 20)


def test_what_follows_from_nothing_is_refused() -> None:
    """Each of these, and nothing else, would let a bound lie too low."""
    proof = verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone({}), ""))
    full = 2 * 10 * SCALE
    honest = {"persons": {"d-1": 64, "d-4": 64}, "tolls": {"s-1": {"p-1": full - 5}, "s-2": {"p-1": 5}}}
    assert verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone(honest), "")) <= proof
    lies: tuple[dict[str, Any], ...] = (
        {"persons": {"d-1": -1}},
        {"persons": {"d-9": 1}},
        {"persons": {"d-3": 1, "d-4": 1}},
        {"rewards": {"A": {"PE": 1}}},
        {"rewards": {"B": {"PSSI": 1}}},
        {"tolls": {"s-1": {"p-1": full - 4}, "s-2": {"p-1": 5}}},
        {"tolls": {"s-9": {"p-1": 1}}},
    )
    for prices in lies:
        with pytest.raises(verify.Refused):
            verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone(prices), ""))
    tree: dict[str, Any] = {"prices": {}}
    wrong: tuple[dict[str, Any], ...] = (
        {"problem_sha256": "0"},
        {"parts": []},
        {"parts": [{"sessions": ["s-1"], "tree": tree}]},
        {"parts": [{"sessions": ["s-1"], "tree": tree}, {"sessions": ["s-2"], "tree": tree}]},
        {"parts": [{"sessions": ["s-1", "s-2", "s-1"], "tree": tree}]},
        {"parts": [{"sessions": ["s-1", "s-2"], "tree": tree}, {"sessions": ["s-2"], "tree": tree}]},
        {"parts": [{"sessions": ["s-1", "s-2", "s-3"], "tree": tree}]},
    )
    for changes in wrong:
        with pytest.raises(verify.Refused):
            verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone({}, **changes), ""))
    for prices in ({"rewards": {"A": {"PSSI": -1}}}, {"tolls": {"s-1": {"p-1": -1}}}, {"persons": {"d-1": 1.5}}):
        with pytest.raises(verify.BadInput):
            verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone(prices), ""))
    branch: dict[str, Any] = {"branch": {"situation": "d-1"}, "yes": {"prices": {"persons": {"d-1": -64}}}, "no": tree}
    both = [{"sessions": ["s-1", "s-2"], "tree": branch}]
    twice = verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone({}, parts=both), ""))
    assert twice == proof + 1  # two sessions would seat who must be heard, for a point each: allowed, of no use
    with pytest.raises(verify.BadInput):
        branch["branch"]["before"] = at("09:30")
        verify.check_bound(READ, verify.read(verify.CERTIFICATE, lone({}, parts=both), ""))


@pytest.mark.parametrize(("minutes", "places", "possible"), [(60, 2, True), (45, 2, False), (60, 1, False)])
def test_who_must_sit_may_fill_a_session(minutes: int, places: int, possible: bool) -> None:
    """To its last unit and place: that is a plan, and only beyond there is none (and so the leaf impossible)."""
    read = verify.Problem(document([situation(1), situation(2)], [session(1, minutes=minutes, max_situations=places)]))
    part = next(parts(read))
    items = part.items(part.starts, {"d-1": "s-1", "d-2": "s-1"}, {}, {}, {})["s-1"]
    best = verify.best_plan(read, read.sessions["s-1"], items, {})
    assert (best is not None) == possible
    assert best is None or best == (most(read, read.sessions["s-1"], items), ("d-1", "d-2"))


def test_hours_that_are_not_found_in_time_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exactly nothing: a 64th more would be a bound too low."""
    monkeypatch.setattr(verify, "STEPS", 1)
    read = verify.Problem(document([situation(1), situation(2)], 1))
    part = next(parts(read))
    items = part.items(part.starts, {}, {}, {}, {})["s-1"]
    for item in items:
        item.hour = 0  # both would be moved
    assert verify.hours(read, read.sessions["s-1"], items, {}) == 0
