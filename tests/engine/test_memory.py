"""What earlier solves found is kept where nothing has changed, changes no agenda, and is believed of nobody else."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched import InputError, Memory, PinClash, PreparedProblem, Problem, Result, solve
from rsa_sched.bareme.points import points_of
from rsa_sched.engine import memory_file, search
from rsa_sched.engine.component import improve
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.simulate import Family, load
from tests.profiles import examples
from tests.support.comparable import comparable
from tests.support.documents import documents
from tests.support.oracle_read import Doc

SERVICES = Family("services", services=4, subsectors=1, homeless_team=False)


@pytest.fixture(autouse=True)
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of this user's key."""
    folder = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    monkeypatch.setenv("LOCALAPPDATA", str(folder))
    return folder


@pytest.fixture(scope="module")
def month() -> Problem:
    """A month of four services."""
    return load(SERVICES, 3)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The services of every component that is searched from now on."""
    names: list[str] = []

    def watched(floor: Incumbent, control: Control) -> Incumbent:
        names.extend({floor.prepared.index.service_of(name) for name in floor.prepared.candidates})
        return improve(floor, control)

    monkeypatch.setattr(search, "improve", watched)
    return names


def pinned(problem: Problem, result: Result, service: str) -> Problem:
    """The problem with one pin more: somebody of a service, where they sit."""
    services = {row.id: row.service for row in problem.subsectors}
    of = {row.id: services[row.subsector] for row in problem.situations}
    held = {pin.situation for pin in problem.pins}
    line = next(
        line for line in result.agenda.appointments if of[line.situation] == service and line.situation not in held
    )
    document = problem.to_dict()
    return Problem.from_dict(
        {**document, "pins": [*document.get("pins", []), {"situation": line.situation, "session": line.session}]}
    )


# --- what is kept, and what is not ------------------------------------------------------------------------------------


def test_only_what_changed_is_searched(month: Problem, searched: list[str]) -> None:
    memory = Memory()
    first = solve(month, memory=memory)
    assert len(set(searched)) == len(month.services) == 4
    assert (memory.kept, len(memory)) == (0, len(first.components))
    searched.clear()
    changed = pinned(month, first, month.services[0].id)
    second = solve(changed, memory=memory)
    assert set(searched) == {month.services[0].id}
    assert memory.kept == len(second.components) - 1
    assert comparable(second) == comparable(solve(changed))
    searched.clear()
    assert comparable(solve(month, memory=memory)) == comparable(first)  # the pin is taken back
    assert searched == []


def test_another_seed_is_another_search(month: Problem, searched: list[str]) -> None:
    memory = Memory()
    solve(month, memory=memory)
    searched.clear()
    assert comparable(solve(month, memory=memory, seed=1)) == comparable(solve(month, seed=1))
    assert memory.kept == 0


def test_a_component_is_forgotten_that_eight_solves_did_not_need(month: Problem) -> None:
    memory = Memory()
    solve(month, memory=memory)
    for seed in range(1, 8):
        solve(month, memory=memory, seed=seed)
    assert len(memory) == 8 * 4
    solve(month, memory=memory, seed=8)
    assert len(memory) == 8 * 4
    solve(month, memory=memory)
    assert memory.kept == 0


def test_a_search_that_was_cut_goes_on_from_where_it_was(month: Problem) -> None:
    memory = Memory()
    first = solve(month, memory=memory, time_limit=0)
    assert first.status == "feasible"
    again = solve(month, memory=memory, time_limit=0)
    assert (memory.kept, again.points, again.bound) == (0, first.points, first.bound)
    whole = solve(month, memory=memory)
    assert (whole.status, whole.points) == ("optimal", solve(month).points)
    assert not whole.agenda.run.reproducible  # which of several best agendas it is was up to the clock


def test_what_began_from_a_start_is_not_remembered(month: Problem) -> None:
    memory = Memory()
    solve(month, memory=memory, start=solve(month, time_limit=0))
    assert len(memory) == 0


# --- the same agenda as without it ------------------------------------------------------------------------------------


def _pin(document: Doc, rng: random.Random, result: Result) -> None:
    held = {pin["situation"] for pin in document.get("pins", [])}
    lines = [line for line in result.agenda.to_dict()["appointments"] if line["situation"] not in held]
    if lines:
        line = rng.choice(lines)
        banned = [(ban["situation"], ban["session"]) for ban in document.get("bans", [])]
        if (line["situation"], line["session"]) not in banned:
            document["pins"] = [*document.get("pins", []), {key: line[key] for key in ("situation", "session")}]


def _cancel(document: Doc, rng: random.Random, _: Result) -> None:
    if not document["sessions"]:
        return
    gone = rng.choice(document["sessions"])["id"]
    document["sessions"] = [row for row in document["sessions"] if row["id"] != gone]
    for key in ("pins", "bans", "announced"):
        document[key] = [row for row in document.get(key, []) if row["session"] != gone]
    for row in document["situations"]:
        if row.get("wanted_sessions") is not None:
            row["wanted_sessions"] = [name for name in row["wanted_sessions"] if name != gone]


def _urgency(document: Doc, rng: random.Random, _: Result) -> None:
    if document["situations"]:
        rng.choice(document["situations"])["urgency"] = 1


def _absence(document: Doc, rng: random.Random, _: Result) -> None:
    if document["professionals"] and document["sessions"]:
        day = rng.choice(document["sessions"])["start"][:10]
        rng.choice(document["professionals"])["unavailable"] = [[f"{day}T00:00", f"{day}T12:00"]]


def _weights(document: Doc, _: random.Random, __: Result) -> None:
    document["regulation"] = {**document.get("regulation", {}), "slot_days": 75}


def _shuffle(document: Doc, rng: random.Random, _: Result) -> None:
    for key in ("situations", "sessions", "professionals"):
        rng.shuffle(document[key])


Change = Callable[[Doc, random.Random, Result], None]
CHANGES: tuple[Change, ...] = (_pin, _cancel, _urgency, _absence, _weights, _shuffle)


@examples(60, quick=10)
@given(documents(size="small"), st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4), st.randoms())
def test_solving_again_is_solving_from_scratch(document: Doc, changes: list[Change], rng: random.Random) -> None:
    """After each of some changes the same document: points, status, bound, places and sentences."""
    memory = Memory()
    found = solve(Problem.from_dict(document), memory=memory, workers=1)
    for change in changes:
        document = copy.deepcopy(document)
        change(document, rng, found)
        problem = Problem.from_dict(document)
        try:
            fresh = solve(problem, workers=1)
        except PinClash:
            with pytest.raises(PinClash):
                solve(problem, memory=memory, workers=1)
            return
        found = solve(problem, memory=memory, workers=1)
        assert comparable(found) == comparable(fresh)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_services_that_change_one_after_the_other(seed: int) -> None:
    rng, memory, document = random.Random(seed), Memory(), load(SERVICES, seed).to_dict()
    found = solve(Problem.from_dict(document), memory=memory)
    kept = 0
    for _ in range(6):
        rng.choice(CHANGES[:4])(document, rng, found)
        problem = Problem.from_dict(document)
        found = solve(problem, memory=memory)
        kept += memory.kept
        assert comparable(found) == comparable(solve(problem))
    assert kept >= 6 * 2


# --- a fingerprint says everything ------------------------------------------------------------------------------------


@examples(60, quick=10)
@given(documents(size="small"), st.sampled_from(CHANGES[:5]), st.randoms())
def test_parts_of_one_fingerprint_are_worth_the_same(document: Doc, change: Change, rng: random.Random) -> None:
    """What a part is worth with its places is what its equal is worth with them, and all that they hold is equal."""
    found = solve(Problem.from_dict(document), workers=1, time_limit=0)
    before = {part.fingerprint: part for part in split(PreparedProblem.of(Problem.from_dict(document)))[0]}
    changed = copy.deepcopy(document)
    change(changed, rng, found)
    places = {seat: at for part in before.values() for seat, at in part.admitted.items()}
    for part in split(PreparedProblem.of(Problem.from_dict(changed)))[0]:
        if part.fingerprint in before:
            other = before[part.fingerprint]
            assert (part.admitted, part.values, part.claims) == (other.admitted, other.values, other.claims)
            assert part.admitted.items() <= places.items()
            assert points_of(part, {}) == points_of(other, {})
            names = [name for name in type(part.index.problem).model_fields if name != "id"]
            assert all(getattr(part.index.problem, name) == getattr(other.index.problem, name) for name in names)


# --- a file -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_again(month: Problem, tmp_path: Path) -> None:
    path, memory = tmp_path / "memory", Memory()
    first = solve(month, memory=memory)
    assert len(Memory.read(path)) == 0
    memory.write(path)
    again = Memory.read(path)
    assert again.is_believed
    assert len(again) == len(memory)
    assert comparable(solve(month, memory=again)) == comparable(first)
    assert again.kept == len(first.components)


def test_a_file_with_one_byte_changed_is_not_believed(month: Problem, tmp_path: Path) -> None:
    path, memory = tmp_path / "memory", Memory()
    solve(month, memory=memory, time_limit=0)
    memory.write(path)
    data, rng = path.read_bytes(), random.Random(1)
    begins = len(memory_file.MARK) + 1
    for place in [begins, begins + 63, begins + 64, len(data) - 1, *rng.sample(range(begins, len(data)), 60)]:
        path.write_bytes(data[:place] + bytes([data[place] ^ 1 << rng.randrange(8)]) + data[place + 1 :])
        damaged = Memory.read(path)
        assert (damaged.is_believed, len(damaged)) == (False, 0), place
    for cut in rng.sample(range(begins, len(data)), 20):
        path.write_bytes(data[:cut])
        assert not Memory.read(path).is_believed


def test_a_better_bound_written_into_a_file_is_no_proof(month: Problem, tmp_path: Path) -> None:
    """Whoever calls the first agenda the best: it is not believed, and the best one is found."""
    path, memory = tmp_path / "memory", Memory()
    first = solve(month, memory=memory, time_limit=0)
    memory.write(path)
    mark, seal, body = path.read_bytes().splitlines()
    content = json.loads(body)
    for row in content["known"]:
        row[4], row[5] = row[3], False
    path.write_bytes(b"\n".join([mark, seal, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()]))
    found = solve(month, memory=Memory.read(path))
    assert found.status == "optimal"
    assert found.points == solve(month).points > first.points


@pytest.mark.parametrize("what", ["another user", "a key that others can read", "a key that is none"])
def test_what_is_sealed_with_another_key_is_not_believed(
    what: str, month: Problem, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, memory = tmp_path / "memory", Memory()
    solve(month, memory=memory, time_limit=0)
    memory.write(path)
    (key,) = (state / "rsa-sched").iterdir()
    assert Memory.read(path).is_believed
    if what == "another user":
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "other"))
    elif what == "a key that others can read":
        key.chmod(0o644)
    else:
        key.write_bytes(b"secret")
    assert not Memory.read(path).is_believed
    memory.write(path)
    assert Memory.read(path).is_believed


def test_what_another_version_found_is_not_taken(
    month: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, memory = tmp_path / "memory", Memory()
    solve(month, memory=memory, time_limit=0)
    with monkeypatch.context() as older:
        older.setattr(memory_file, "__version__", "0.0.9")
        memory.write(path)
    assert (Memory.read(path).is_believed, len(Memory.read(path))) == (True, 0)


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agenda.json"
    path.write_text("{}")
    with pytest.raises(InputError, match="a memory, as solve --memory writes it"):
        Memory.read(path)


def test_a_known_agenda_that_is_not_one_is_searched_again(month: Problem) -> None:
    """In the process nobody is kept from writing into a memory; what is kept is counted and its rules are checked."""
    memory = Memory()
    best = solve(month, memory=memory)
    for spoil in ("fewer seats", "two at once"):
        spoilt = copy.deepcopy(memory)
        for key, (used, known) in memory._known.items():
            first, second, *rest = known.seats
            seats = [second, *rest] if spoil == "fewer seats" else [first, second._replace(start=first.start), *rest]
            spoilt._known[key] = used, type(known)(tuple(seats), known.points, known.bound, known.cut)
        assert comparable(solve(month, memory=spoilt)) == comparable(best)
        assert spoilt.kept == 0
