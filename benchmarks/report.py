"""The page of results, written from the raw records alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.again import CHANGES
from benchmarks.commands import COMMANDS, answered
from benchmarks.goals import verdicts
from benchmarks.medians import of, percent, ratio, seconds, table, times, whole
from benchmarks.peers import LABELS, NAMES
from benchmarks.records import Record, Results, contradictions
from benchmarks.registry import ENTRIES, OURS, Entry
from benchmarks.stops import stops_section

HEAD = """# Results of the benchmarks

Written by `python -m benchmarks` from [`{raw}`]({raw}); do not edit. [The benchmarks' page](README.md) tells what is
measured, how the peers are written and how to repeat it. Each figure is the median over the seeds run.
"""


def page(results: Results, raw: str, pictures: Sequence[Path] = ()) -> str:
    """RESULTS.md.

    Parameters
    ----------
    raw : name of the file with the records.
    pictures : beside the page.
    """
    measured = [entry for name, entry in ENTRIES.items() if results.of(name, OURS)]
    lines = [HEAD.format(raw=raw), *_machine(results)]
    lines += _commands(results)
    lines += ["## rsa_sched", "", *table(OWN_HEADS, (_own(entry, results) for entry in measured))]
    lines += _failures(results)
    lines += ["## Goals", "", *table(("Family", "Goal", "Measured", ""), verdicts(results, measured), words=4)]
    lines += ["## Where each solver stops", "", *_shown(pictures, "stops")]
    lines += stops_section(results, [entry.family for entry in measured])
    lines += ["## Peers", "", PEERS_TEXT, "", *table(PEER_HEADS, _peers(results, measured), words=2)]
    lines += ["## Contradictions", "", *_contradictions(results), ""]
    for name in ("scaling", "convergence"):
        lines += _shown(pictures, name)
    return "\n".join(lines).rstrip() + "\n"


def _machine(results: Results) -> list[str]:
    lines = ["## Machine and versions", "", *table(tuple(results.machine), [tuple(results.machine.values())], words=4)]
    found = {tuple(record.versions.items()) for record in results.records.values()}
    lines += ["- " + ", ".join(f"{name} {number}" for name, number in versions) for versions in sorted(found)]
    if len(found) > 1:
        lines.append("\nThe runs below are of different versions: repeat them with `--fresh` before comparing.")
    return [*lines, ""]


def _commands(results: Results) -> list[str]:
    found = answered(results, (*COMMANDS, *CHANGES))
    rows = [(command.family, command.name, seconds(taken), whole(held)) for command, taken, held in found]
    if not rows:
        return []
    return ["## Commands", "", COMMANDS_TEXT, "", *table(COMMAND_HEADS, rows, words=2)]


COMMANDS_TEXT = (
    "As at a desk; medians of repeated runs. *example*: the bundled month. *again*: a region (seed 0), with the "
    "`--memory` of the solve before the change."
)
COMMAND_HEADS = ("Family", "Command", "Whole process, s", "Memory, MiB")

OWN_HEADS = (
    "Family",
    "Seeds",
    "Sessions",
    "Situations",
    "Limit, s",
    "Whole process, s",
    "Search, s",
    "First agenda, s",
    "To 1 %, s",
    "To 0.1 %, s",
    "Gap",
    "Services proven best",
    "Memory, MiB",
)


def _own(entry: Entry, results: Results) -> tuple[str, ...]:
    runs = results.of(entry.family, OURS)
    return (
        entry.family,
        str(len(runs)),
        whole(of(runs, lambda run: run.sessions)),
        whole(of(runs, lambda run: run.situations)),
        seconds(of(runs, lambda run: run.limit)),
        seconds(of(runs, lambda run: run.wall)),
        seconds(of(runs, lambda run: run.search)),
        seconds(of(runs, lambda run: run.first)),
        seconds(of(runs, lambda run: run.to_1_percent)),
        seconds(of(runs, lambda run: run.to_01_percent)),
        percent(of(runs, lambda run: run.gap)),
        percent(of(runs, lambda run: run.optimal_share), 1),
        whole(of(runs, lambda run: run.memory)),
    )


def _failures(results: Results) -> list[str]:
    failed = [run for _, run in sorted(results.records.items()) if run.solver == OURS and run.failed is not None]
    return [f"**Failed**: {run.family}, seed {run.seed}: {run.failed}\n" for run in failed]


PEERS_TEXT = (
    "The same loads and time limits. *Points* as a share of ours on the same load; *own gap* by the solver's own "
    "bound; *left by our bound*: how far its agenda may be from the best, by our bound; *bound* as a share of ours "
    "(100 %: as tight); *search*: of a peer with its modelling, of ours without reading and explaining. Ratios of "
    "time and memory are those of whole processes."
)
PEER_HEADS = (
    "Family",
    "Solver",
    "Seeds",
    "Points",
    "Own gap",
    "Left by our bound",
    "Bound",
    "Search, s",
    "Whole process, s",
    "of our time",
    "Memory, MiB",
    "of our memory",
)


def _peers(results: Results, measured: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    for entry in measured:
        ours = results.of(entry.family, OURS)
        yield (entry.family, "rsa_sched", str(len(ours)), *_compared(ours, ours))
        for name in NAMES:
            runs = results.of(entry.family, name)
            if runs:
                yield (entry.family, LABELS[name], str(len(runs)), *_compared(runs, ours))


def _compared(runs: Sequence[Record], ours: Sequence[Record]) -> tuple[str, ...]:
    bounds = {run.seed: run.bound for run in ours}
    failed = sorted({run.failed for run in runs if run.failed is not None})
    points = percent(ratio(runs, ours, lambda run: run.points), 2)

    def left(run: Record) -> float | None:
        bound = bounds.get(run.seed)
        return None if bound is None or run.points is None else (bound - run.points) / max(1, abs(bound))

    return (
        "; ".join(failed) if failed else points,
        percent(of(runs, lambda run: run.gap)),
        percent(of(runs, left)),
        percent(ratio(runs, ours, lambda run: run.bound), 2),
        seconds(of(runs, lambda run: run.search)),
        seconds(of(runs, lambda run: run.wall)),
        times(ratio(runs, ours, lambda run: run.wall)),
        whole(of(runs, lambda run: run.memory)),
        times(ratio(runs, ours, lambda run: run.memory)),
    )


def _contradictions(results: Results) -> list[str]:
    found = contradictions(results)
    if found:
        return ["**Somebody is wrong:**", "", *(f"- **{line}**" for line in found)]
    return ["None: no agenda of any solver has more points than another one proved possible for the same load."]


def _shown(pictures: Sequence[Path], name: str) -> list[str]:
    found = next((picture for picture in pictures if picture.stem == name), None)
    return [] if found is None else [f"![{CAPTIONS[name]}]({found.name})", ""]


CAPTIONS = {
    "stops": "How far each solver's agenda is from the least bound that anybody has proven, against the number of "
    "situations",
    "scaling": "Seconds and memory of the whole process against the number of situations, for each solver",
    "convergence": "How far points and bounds are from the best bound known, against time",
}
