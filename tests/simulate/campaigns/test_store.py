"""A campaign's folder: files by what a scenario says, few of them, and none believed that cannot be read."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from rsa_sched import load_demo
from rsa_sched.office.files import write_whole
from rsa_sched.simulate.campaigns import store as store_module
from rsa_sched.simulate.campaigns.replication import FRAMES, ReplicationResult
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.campaigns.store import LAST, Store
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.setting import Setting

DEMO = load_demo()
ONE = Scenario("one", Demand.like(DEMO), DEMO.regulation, Setting.of(DEMO))
TWO = replace(ONE, name="two", months=3)


def outcome(scenario: Scenario, number: int) -> ReplicationResult:
    """A replication of two months that nobody played."""
    rows = {"scenario": scenario.name, "replication": number, "month": [0, 1], "seated": [number, scenario.months]}
    return ReplicationResult(scenario.name, number, 0, {name: pd.DataFrame(rows) for name in FRAMES})


def filled(folder: Path, scenarios: tuple[Scenario, ...] = (ONE, TWO), number: int = 4) -> Store:
    """A store with so many replications of each."""
    found = Store(folder, scenarios, [number] * len(scenarios), 0)
    for scenario in scenarios:
        for n in range(number):
            if not found.has(scenario.name, n):
                found.keep(outcome(scenario, n))
    return found


def test_packed_they_are_the_same_rows_in_few_files(tmp_path: Path) -> None:
    """Two scenarios, four frames: eight files; further replications join them."""
    store = filled(tmp_path)
    before = {name: store.frame(name) for name in FRAMES}
    store.pack()
    assert len(list(tmp_path.rglob("*.parquet"))) == 2 * len(FRAMES)
    for name in FRAMES:
        pd.testing.assert_frame_equal(store.frame(name), before[name])
    more = filled(tmp_path, number=6)
    more.pack()
    assert more.frame("months")["replication"].tolist() == [n for n in range(6) for _ in range(2)] * 2
    assert len(list(tmp_path.rglob("*.parquet"))) == 2 * len(FRAMES)


def test_scenarios_are_known_by_what_they_say(tmp_path: Path) -> None:
    """Reordered, renamed, one added, one left out, fewer replications asked for: nothing is played again or mixed."""
    filled(tmp_path).pack()
    renamed, other = replace(ONE, name="first"), replace(ONE, name="other", months=7)
    store = Store(tmp_path, [TWO, other, renamed], [2, 1, 3], 0)
    assert store.has("two", 3)
    assert store.has("first", 3)
    assert not store.has("other", 0)
    frame = store.frame("months")
    assert list(frame.groupby("scenario", sort=False)["replication"].max().items()) == [("two", 1), ("first", 2)]
    plan = json.loads((tmp_path / "campaign.json").read_text(encoding="utf-8"))
    assert [row["content"]["months"] for row in plan["scenarios"].values()] == [12, 3, 7]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("frame", [FRAMES[0], FRAMES[-1]])
def test_a_damaged_file_is_told_and_played_again(tmp_path: Path, frame: str, *, packed: bool) -> None:
    """Whichever frame it is of; what lay with it is played again too."""
    store = filled(tmp_path, (ONE,))
    if packed:
        store.pack()
    path = sorted((tmp_path / frame).glob("*.parquet"))[0]
    path.write_bytes(path.read_bytes()[:-20])
    again = Store(tmp_path, [ONE], [4], 0)
    assert [again.has("one", n) for n in range(4)] == [not packed and n > 0 for n in range(4)]
    assert again.damaged == [path.name]
    mended = filled(tmp_path, (ONE,))
    assert mended.frame(frame)["replication"].nunique() == 4


def test_a_packing_that_was_interrupted_doubles_nothing(tmp_path: Path) -> None:
    """Neither before the last file was written nor after, while the single ones are removed."""
    store = filled(tmp_path, (ONE,))
    before = store.frame("months")
    singles = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    store.pack()
    packs = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    for path, data in singles.items():
        path.write_bytes(data)
    store = Store(tmp_path, [ONE], [4], 0)
    pd.testing.assert_frame_equal(store.frame("months"), before)
    for path in packs:
        if path.parent.name == FRAMES[0]:
            path.unlink()
    store = Store(tmp_path, [ONE], [4], 0)
    pd.testing.assert_frame_equal(store.frame("months"), before)
    store.pack()
    pd.testing.assert_frame_equal(store.frame("months"), before)


def test_other_versions_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today's last."""
    assert len(Store(tmp_path, [ONE], [1], 0).versions) == 1
    monkeypatch.setattr(store_module, "versions_of_today", lambda: "rsa_sched 9")
    assert Store(tmp_path, [ONE], [1], 0).versions[1:] == ("rsa_sched 9",)


def test_there_are_never_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the campaign goes on as after it, in whatever order they come; full files stay."""
    monkeypatch.setattr(store_module, "BATCH", 8)
    monkeypatch.setattr(store_module, "LARGEST", 16)
    store = Store(tmp_path, [ONE], [40], 0)
    most = 0
    for n in (number ^ 1 for number in range(40)):
        store.keep(outcome(ONE, n))
        most = max(most, len(list((tmp_path / LAST).iterdir())))
    assert most <= 8 + 40 // 8
    before = store.frame("months")
    assert before["replication"].tolist() == [n for n in range(40) for _ in range(2)]
    store.pack()
    full = {path.name: path.stat().st_mtime_ns for path in (tmp_path / LAST).iterdir()}
    assert len(full) <= 5
    pd.testing.assert_frame_equal(store.frame("months"), before)
    again = Store(tmp_path, [ONE], [41], 0)
    again.keep(outcome(ONE, 40))
    again.pack()
    assert len(set(full.items()) & {(path.name, path.stat().st_mtime_ns) for path in (tmp_path / LAST).iterdir()}) >= 2
    pd.testing.assert_frame_equal(Store(tmp_path, [ONE], [40], 0).frame("months"), before)


@pytest.mark.parametrize("writes", range(0, 20, 3))
def test_whoever_is_killed_at_any_write_leaves_it_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    """Each replication is there or not there; the same campaign again ends with the same rows."""
    monkeypatch.setattr(store_module, "BATCH", 4)
    left, write = [writes], write_whole

    def killed(path: Path, data: bytes) -> None:
        if path.suffix == ".parquet":
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
        write(path, data)

    monkeypatch.setattr(store_module, "write_whole", killed)
    with suppress(KeyboardInterrupt):
        filled(tmp_path, (ONE,), 6).pack()
    monkeypatch.setattr(store_module, "write_whole", write)
    there = Store(tmp_path, [ONE], [6], 0)
    known = [n for n in range(6) if there.has("one", n)]
    rows = there.frame("months")
    assert sorted(set(rows["replication"] if len(rows) else [])) == known
    mended = filled(tmp_path, (ONE,), 6)
    mended.pack()
    for name in FRAMES:
        expected = pd.concat([outcome(ONE, n).frames[name] for n in range(6)], ignore_index=True)
        pd.testing.assert_frame_equal(mended.frame(name), expected)
    assert not mended.damaged


def test_two_at_once_lose_nothing_and_call_nothing_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one puts together under the other's hands is found again, read and put together by the other."""
    monkeypatch.setattr(store_module, "BATCH", 4)
    one, other = (Store(tmp_path, [ONE], [12], 0) for _ in range(2))
    for n in range(0, 12, 3):
        for store in (one, other):
            for number in range(n, n + 3):
                if not store.has("one", number) or store is other:
                    store.keep(outcome(ONE, number))
    one.pack()
    assert all(other.has("one", n) for n in range(12))
    other.pack()
    expected = pd.concat([outcome(ONE, n).frames[LAST] for n in range(12)], ignore_index=True)
    for store in (one, other):
        pd.testing.assert_frame_equal(store.frame(LAST), expected)
        assert not store.damaged


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    """In the order asked; a renamed scenario has its new name; one that nobody has is not there."""
    filled(tmp_path).pack()
    store = Store(tmp_path, [replace(ONE, name="first"), TWO], [2, 1], 0)
    frame = store.frame("months", ["seated", "scenario", "none"])
    assert frame.columns.tolist() == ["seated", "scenario"]
    assert frame["scenario"].tolist() == ["first"] * 4 + ["two"] * 2
