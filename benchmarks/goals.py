"""The goals of the registry beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.again import CHANGES
from benchmarks.commands import COMMANDS, answered
from benchmarks.medians import of, percent, seconds, times, whole
from benchmarks.records import Results
from benchmarks.registry import OURS, SLACK, Entry

Verdict = tuple[str, str, str, str]
"""(family, goal, measured, verdict)."""
MISSED = "**missed**"


def verdicts(results: Results, entries: Sequence[Entry]) -> Iterator[Verdict]:
    """Each goal of each command and family that was run, in words."""
    for command, taken, _ in answered(results, (*COMMANDS, *CHANGES)):
        met = taken is not None and taken <= command.goal
        yield (
            command.family,
            f"{command.name} within {command.goal:g} s",
            f"{seconds(taken)} s",
            "met" if met else MISSED,
        )
    for entry in entries:
        runs, goal = results.of(entry.family, OURS), entry.goal
        figures = (
            (goal.optimal, of(runs, lambda run: run.optimal_share), _share),
            (goal.gap, of(runs, lambda run: run.gap), _gap),
            (goal.search, of(runs, lambda run: run.search), _search),
            (goal.whole, of(runs, lambda run: None if run.failed else run.wall), _whole),
            (goal.first, of(runs, lambda run: run.first), _first),
            (goal.memory, of(runs, lambda run: None if run.failed else run.memory), _memory),
            (None if goal.linear_from is None else SLACK, _steepness(entry, results), _linear),
        )
        for asked, measured, words in figures:
            if asked is None:
                continue
            goal_text, figure = words(asked, measured)
            met = measured is not None and (measured >= asked if words is _share else measured <= asked)
            yield entry.family, goal_text, figure, "met" if met else MISSED


def _steepness(entry: Entry, results: Results) -> float | None:
    """Seconds for a situation here, divided by those in the smaller family of the same shape."""

    def each(family: str) -> float | None:
        return of(results.of(family, OURS), lambda run: run.wall / max(1, run.situations))

    if entry.goal.linear_from is None:
        return None
    here, there = each(entry.family), each(entry.goal.linear_from)
    return here / there if here is not None and there else None


def _share(asked: float, measured: float | None) -> tuple[str, str]:
    goal = "every service proven best" if asked == 1 else f"at least {asked:.0%} of the services proven best"
    return goal, percent(measured, 1)


def _gap(asked: float, measured: float | None) -> tuple[str, str]:
    return f"gap at most {100 * asked:g} %", percent(measured)


def _search(asked: float, measured: float | None) -> tuple[str, str]:
    return f"search within {asked:g} s", f"{seconds(measured)} s"


def _whole(asked: float, measured: float | None) -> tuple[str, str]:
    return f"whole process within {asked:g} s", f"{seconds(measured)} s"


def _first(asked: float, measured: float | None) -> tuple[str, str]:
    return f"first agenda within {asked:g} s", f"{seconds(measured)} s"


def _memory(asked: float, measured: float | None) -> tuple[str, str]:
    return f"at most {whole(asked)} MiB", f"{whole(measured)} MiB"


def _linear(asked: float, measured: float | None) -> tuple[str, str]:
    return f"time for a situation at most {times(asked)} that of the smaller family", times(measured)
