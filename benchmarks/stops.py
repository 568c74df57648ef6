"""Where each solver stops: how far its agenda is from the best that anybody proved possible, and why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.medians import NOTHING, middle, of, percent, table, whole
from benchmarks.peers import LABELS, NAMES
from benchmarks.records import Record, Results
from benchmarks.registry import ENTRIES, OURS

NONE = "no agenda"


@dataclass(frozen=True)
class Stop:
    """How far a solver came on a family.

    Attributes
    ----------
    situations : of the family.
    gap : what is missing to the least bound that any solver has proven, as a share of it, the median over the seeds;
        None where there is no agenda.
    why : why there is none, in words.
    """

    situations: float
    gap: float | None
    why: str | None


def stop(results: Results, family: str, solver: str) -> Stop | None:
    """How far a solver came; None where it was not run, or nobody has proven anything."""
    runs = results.of(family, solver)
    bounds = {run.seed: least_bound(results, family, run.seed) for run in runs}
    known = [(run, bound) for run in runs if (bound := bounds[run.seed]) is not None]
    if not known:
        return None
    gap = middle(None if _without(run) else (bound - (run.points or 0)) / max(1, abs(bound)) for run, bound in known)
    why = "; ".join(sorted({_why(run) for run in runs if _without(run)})) if gap is None else None
    return Stop(of(runs, lambda run: run.situations) or 0, gap, why)


def least_bound(results: Results, family: str, seed: int) -> int | None:
    """The least that any solver has proven for a load."""
    bounds = (
        run.bound
        for solver in (OURS, *NAMES)
        for run in results.of(family, solver)
        if run.seed == seed and run.bound is not None
    )
    return min(bounds, default=None)


def _without(run: Record) -> bool:
    """Whether a run has no agenda; that everybody is deferred is none."""
    return run.points is None or run.heard == 0


def _why(run: Record) -> str:
    said = run.failed or f"nothing found in {run.limit:g} s"
    held = "" if run.memory is None else f"; it held {whole(run.memory)} MiB"
    return said + held + (f"; its model: {run.model}" if run.model else "")


TEXT = (
    "How far each solver's agenda is from the least bound that anybody has proven for the same load (0 %: nobody can "
    "have a better one; medians over the seeds run). Time limits are those of the first table."
)


def stops_section(results: Results, families: Sequence[str]) -> list[str]:
    """The table, and a line for each solver that has no agenda: what it was given, and why there is none."""
    solvers = [name for name in (OURS, *NAMES) if any(results.of(family, name) for family in families)]
    heads = ("Family", "Situations", *(LABELS.get(name, name) for name in solvers))
    rows = [_row(results, family, solvers) for family in families]
    reasons = list(_reasons(results, families))
    return [TEXT, "", *table(heads, rows), *reasons, *([""] if reasons else [])]


def _row(results: Results, family: str, solvers: Sequence[str]) -> tuple[str, ...]:
    found = [stop(results, family, name) for name in solvers]
    size = of([run for name in solvers for run in results.of(family, name)], lambda run: run.situations)
    return (family, whole(size), *(_cell(place) for place in found))


def _cell(place: Stop | None) -> str:
    if place is None:
        return NOTHING
    return NONE if place.gap is None else percent(place.gap)


def _reasons(results: Results, families: Sequence[str]) -> Iterator[str]:
    for family in families:
        for name in NAMES:
            place = stop(results, family, name)
            if place is not None and place.why is not None:
                yield f"- {family}, {LABELS[name]}: {place.why}."


def measured_families(results: Results) -> list[str]:
    """Those that we were run on, from the smallest to the largest."""
    return [family for family in ENTRIES if results.of(family, OURS)]
