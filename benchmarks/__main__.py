"""``python -m benchmarks``: run families and peers, write results.json, RESULTS.md and the pictures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from benchmarks.again import AGAIN, measured_changes
from benchmarks.campaign import at_most, campaign
from benchmarks.commands import EXAMPLE, measured_commands
from benchmarks.machine import machine
from benchmarks.plots import draw
from benchmarks.process import ROOT
from benchmarks.records import OtherMachine, Results, contradictions
from benchmarks.registry import ENTRIES, FULL, OURS, PEERS, SEEDS, SMOKE, entries
from benchmarks.report import page

RAW = "results.json"


def parser() -> argparse.ArgumentParser:
    """The command's grammar."""
    top = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures rsa_sched and its peers, each run in a process of its own.",
        epilog="Exit codes: 0 done; 1 an agenda has more points than somebody proved possible, or a run of ours "
        "failed; 2 usage.",
    )
    top.add_argument("--smoke", action="store_true", help="small families, one seed: does everything still run?")
    choices = (EXAMPLE, AGAIN, *ENTRIES)
    top.add_argument("--families", nargs="+", choices=choices, metavar="NAME", help=f"of {', '.join(choices)}")
    top.add_argument("--seeds", nargs="+", type=int, metavar="N", help="default: 0 1 2; of france 0")
    top.add_argument("--limit", type=float, metavar="S", help="seconds, where the family's own limit is longer")
    others = top.add_mutually_exclusive_group()
    others.add_argument("--no-peers", dest="peers", action="store_const", const=[], help="only rsa_sched")
    others.add_argument("--peers", nargs="+", choices=PEERS, metavar="PEER", help=f"on every seed: {', '.join(PEERS)}")
    top.add_argument(
        "--out", type=Path, metavar="PAGE.md", help="default: benchmarks/RESULTS.md; raw results beside it"
    )
    top.add_argument("--fresh", action="store_true", help="forget the results that are there")
    top.add_argument("--report-only", action="store_true", help="write page and pictures anew from the raw results")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = parser().parse_args(arguments)
    target: Path = options.out or ROOT / ("build/benchmarks" if options.smoke else "benchmarks") / "RESULTS.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    raw = target.with_name(RAW)
    try:
        if options.report_only:
            results = Results.read(raw)
        else:
            results = Results(machine()) if options.fresh else Results.begun(raw, machine())
    except (OSError, ValueError, OtherMachine) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    if not options.report_only:
        families = options.families or ((EXAMPLE, *SMOKE) if options.smoke else (EXAMPLE, AGAIN, *FULL))
        seeds = options.seeds or (SEEDS[:1] if options.smoke else None)
        limit = options.limit if options.limit is not None else 3.0 if options.smoke else None
        loads = entries([name for name in families if name in ENTRIES])
        longest = at_most(loads, seeds, peers=options.peers, limit=limit)
        print(f"time limits of these runs: {longest / 60:.0f} minutes together")
        commands = measured_commands(seeds or SEEDS) if EXAMPLE in families else ()
        changes = measured_changes(seeds or SEEDS) if AGAIN in families else ()
        for record in chain(commands, changes, campaign(loads, seeds, peers=options.peers, limit=limit)):
            # Whatever ends the campaign, what was measured so far is there.
            results.add(record)
            results.write(raw)
    report(results, target)
    return verdict(results)


def report(results: Results, target: Path) -> None:
    """Write the page, and the pictures where matplotlib is installed."""
    try:
        pictures = draw(results, target.parent)
    except ImportError as error:
        print(f"benchmarks: no pictures: {error}", file=sys.stderr)
        pictures = []
    target.write_text(page(results, RAW, pictures), encoding="utf-8")
    print(f"written: {target.name}")


def verdict(results: Results) -> int:
    """0, or 1 where an agenda contradicts a proof or a run of ours failed; says so loudly."""
    wrong = [f"CONTRADICTION: {line}" for line in contradictions(results)]
    wrong += [
        f"FAILED: {run.family}, seed {run.seed}: {run.failed}"
        for run in results.records.values()
        if (run.solver == OURS or run.family in (EXAMPLE, AGAIN)) and run.failed is not None
    ]
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
