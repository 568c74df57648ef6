"""Runs: every family and seed by us, and by the peers, each in a process of its own, one after the other."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.machine import versions
from benchmarks.process import ROOT, Spent, run
from benchmarks.records import Record
from benchmarks.registry import MEMORY, OFFICERS, OURS, Entry, peers_of, problem


def patience(solver: str, limit: float, situations: int) -> float:
    """Seconds after which a process is ended: reading and, with us, explaining come on top of its limit."""
    return limit + 45 + situations / (100 if solver == OURS else 4000)


def at_most(
    wanted: Sequence[Entry], seeds: Sequence[int] | None, *, peers: Sequence[str] | None = None, limit: float | None
) -> float:
    """Seconds of all runs that may use up their time limit, if they do; what comes on top of limits is not in it."""
    found = 0.0
    for entry in wanted:
        seconds = entry.limit if limit is None else min(limit, entry.limit)
        for others in peers_of(seeds or entry.seeds, peers).values():
            found += seconds * (1 + sum(name not in OFFICERS for name in others))
    return found


class Size(NamedTuple):
    """Of a load."""

    sessions: int
    situations: int


def campaign(
    wanted: Sequence[Entry],
    seeds: Sequence[int] | None = None,
    *,
    peers: Sequence[str] | None = None,
    limit: float | None = None,
    say: Callable[[str], None] = print,
) -> Iterator[Record]:
    """The records of all runs, each as soon as it is there.

    Parameters
    ----------
    seeds : in place of each family's own.
    peers : on every seed; None: all of them on the first seed, and on the others those that need no time.
    limit : seconds, in place of each family's own where it is shorter.
    """
    with tempfile.TemporaryDirectory() as folder:
        for entry in wanted:
            seconds = entry.limit if limit is None else min(limit, entry.limit)
            for seed, others in peers_of(seeds or entry.seeds, peers).items():
                document = Path(folder) / f"{entry.family}-{seed}.json"
                size = _written(entry.family, seed, document)
                for solver in (OURS, *others):
                    record = measured(solver, entry.family, seed, size, document, seconds)
                    say(told(record))
                    yield record
                document.unlink()


def _written(family: str, seed: int, document: Path) -> Size:
    """Write a load to its document."""
    load = problem(family, seed)
    document.write_text(load.to_json(), encoding="utf-8")
    return Size(len(load.sessions), len(load.situations))


def measured(solver: str, family: str, seed: int, size: Size, document: Path, seconds: float) -> Record:
    """One run of us or of a peer."""
    agenda, note = document.with_suffix(".agenda.json"), document.with_suffix(".record.json")
    if solver == OURS:
        solve = ["solve", str(document), "-o", str(agenda), "--time-limit", str(seconds), "--seed", str(seed)]
        arguments = ["-m", "benchmarks.child", "ours", "{began}", str(note), *solve]
    else:
        arguments = ["-m", "benchmarks.child", "peer", solver, str(note), str(document), str(seconds), str(seed)]
    spent = run(arguments, patience(solver, seconds, size.situations), MEMORY)
    found = _read(note)
    if solver == OURS and spent.code == 0:
        found |= _stated(agenda)
    failed = found.pop("failed", None) or _failure(spent, document.parent)
    for path in (agenda, note):
        path.unlink(missing_ok=True)
    return Record(
        family=family,
        solver=solver,
        seed=seed,
        limit=seconds,
        **size._asdict(),
        wall=round(spent.wall, 3),
        memory=None if spent.memory is None else round(spent.memory, 1),
        versions=versions(),
        failed=failed,
        **found,
    )


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _stated(agenda: Path) -> dict[str, Any]:
    """What the agenda document says of itself."""
    page = _read(agenda)
    return {
        "points": page["points"],
        "bound": page["bound"],
        "search": page["run"]["seconds"],
        "reproducible": page["run"]["reproducible"],
        "heard": len(page["appointments"]),
    }


def _failure(spent: Spent, folder: Path) -> str | None:
    """In words, without naming folders of this machine."""
    if spent.code == 0:
        return "left processes behind" if spent.left else None
    if spent.ended is not None:
        return spent.ended
    last = (spent.errors.strip().splitlines() or ["nothing said"])[-1]
    for place in (folder, ROOT):
        last = last.replace(f"{place}/", "")
    return f"exit code {spent.code}: {last}"


def told(record: Record) -> str:
    """A run in one line."""
    line = f"{record.family} {record.solver} seed {record.seed}: {record.wall:.1f} s"
    if record.failed is not None:
        return f"{line}, {record.failed}"
    gap = "" if record.gap is None else f", gap {100 * record.gap:.3f} %"
    return f"{line}, {record.points} points, at most {record.bound}{gap}"
