"""Raw results: merged run by run, told apart by machine, searched for contradictions, made into a page."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import child, medians
from benchmarks.commands import EXAMPLE
from benchmarks.goals import verdicts
from benchmarks.records import OtherMachine, Record, Results, contradictions
from benchmarks.registry import ENTRIES, OURS
from benchmarks.report import page

GRENOBLE = ENTRIES["grenoble"]
HERE = {"processor": "one", "cores": "2", "memory": "8 GiB", "system": "any"}
RUN = Record(
    family="grenoble",
    solver=OURS,
    seed=0,
    limit=10.0,
    sessions=8,
    situations=60,
    wall=1.2,
    versions={"rsa_sched": "1"},
    memory=100.0,
    search=0.2,
    points=990,
    bound=1000,
    first=0.5,
    services=1,
    services_optimal=0,
    trace=[(0.5, 900, 1000), (0.7, 990, 1000)],
)


def results(*runs: Record) -> Results:
    """Results of these runs."""
    whole = Results(HERE)
    for run in runs:
        whole.add(run)
    return whole


def test_runs_are_merged_and_come_back_as_they_were(tmp_path: Path) -> None:
    """A later run takes the place of an earlier one of the same family, solver and seed."""
    path = tmp_path / "results.json"
    results(RUN, replace(RUN, seed=1)).write(path)
    again = Results.begun(path, HERE)
    again.add(replace(RUN, seed=1, wall=9.0))
    again.write(path)
    read = Results.read(path)
    assert [run.wall for run in read.of("grenoble", OURS)] == [1.2, 9.0]
    assert [tuple(step) for step in read.of("grenoble", OURS)[0].trace] == RUN.trace


def test_figures_of_two_machines_are_not_mixed(tmp_path: Path) -> None:
    """They are no comparison."""
    path = tmp_path / "results.json"
    results(RUN).write(path)
    with pytest.raises(OtherMachine):
        Results.begun(path, {**HERE, "processor": "other"})


def test_an_agenda_above_a_bound_is_a_contradiction_whoever_is_wrong() -> None:
    """On the same load only."""
    peer = replace(RUN, solver="mip-highs", points=1001, bound=1001)
    assert contradictions(results(RUN, replace(peer, points=1000, bound=1000))) == []
    assert contradictions(results(RUN, replace(peer, seed=1))) == []
    (found,) = contradictions(results(RUN, peer))
    assert "mip-highs has an agenda of 1001 points, rsa_sched proved at most 1000" in found
    (found,) = contradictions(results(RUN, replace(peer, points=980, bound=989)))
    assert "rsa_sched has an agenda of 990 points, mip-highs proved at most 989" in found


def test_the_page_says_what_was_run_missed_and_contradicted() -> None:
    """Goals met and missed, ratios to ours, contradictions aloud."""
    peer = replace(RUN, solver="officer", points=1089, bound=None, wall=0.3, memory=50.0)
    text = page(results(RUN, peer), "results.json")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert ["grenoble", "whole process within 1.5 s", "1.2 s", "met"] in rows
    assert ["grenoble", "every service proven best", "0 %", "**missed**"] in rows
    officer = next(row for row in rows if row[1].startswith("officer: by value"))
    assert officer[3:] == ["110.00 %", "–", "-8.900 %", "–", "0.20", "0.30", "×0.25", "50", "×0.50"]
    assert "**grenoble, seed 0: officer has an agenda of 1089 points" in text
    assert "None: no agenda of any solver" in page(results(RUN), "results.json")


def test_a_peer_that_has_no_agenda_says_why() -> None:
    """With what it held and how large its model was; an agenda where everybody is deferred is none."""
    ours = replace(RUN, points=995, situations=80_000)
    peer = replace(ours, solver="mip-highs", points=None, bound=None, model="9 rows × 8 columns")
    text = page(results(ours, replace(peer, failed="ended after 219 s")), "results.json")
    assert "| grenoble | 80,000 | 0.500 % | no agenda |" in text
    assert (
        "- grenoble, time-indexed MIP, HiGHS: ended after 219 s; it held 100 MiB; its model: 9 rows × 8 columns."
        in text
    )
    text = page(results(ours, replace(peer, points=-20, heard=0)), "results.json")
    assert "| grenoble | 80,000 | 0.500 % | no agenda |" in text
    assert "HiGHS: nothing found in 10 s; it held" in text


def test_a_gap_is_counted_from_the_least_bound_of_anybody() -> None:
    """Not from the solver's own."""
    peer = replace(RUN, solver="textbook-8", points=900, bound=995)
    text = page(results(RUN, peer), "results.json")
    assert "| grenoble | 60 | 0.503 % | 9.548 % |" in text


def test_linear_growth_is_told_from_the_smaller_family() -> None:
    """Time for a situation, here and there."""
    region, france = replace(RUN, family="region", wall=10.0, situations=1000), replace(RUN, family="france")
    for wall, verdict in ((120.0, "met"), (130.0, "**missed**")):
        told = verdicts(results(region, replace(france, situations=10_000, wall=wall)), [ENTRIES["france"]])
        assert [line[3] for line in told if line[1].startswith("time for a situation")] == [verdict]


def test_commands_have_goals_of_their_own() -> None:
    """The median of the repeats; one that failed has answered nobody."""
    shown = replace(RUN, family=EXAMPLE, solver="show", points=None, bound=None)
    times = [replace(shown, seed=seed, wall=wall) for seed, wall in enumerate((0.9, 0.2, 0.25))]
    assert list(verdicts(results(*times), [])) == [("example", "show within 0.3 s", "0.25 s", "met")]
    failed = [replace(run, failed="exit code 1") for run in times[1:]]
    assert [line[3] for line in verdicts(results(times[0], *failed), [])] == ["**missed**"]
    assert "| example | show | 0.25 | 100 |" in page(results(*times), "results.json")


def test_a_run_that_failed_meets_no_goal() -> None:
    """However soon it ended."""
    told = list(verdicts(results(Record("grenoble", OURS, 0, 10.0, 8, 60, 0.1, {}, failed="exit code 1")), [GRENOBLE]))
    assert {line[3] for line in told} == {"**missed**"}
    assert len(told) == 4


def test_medians_count_never_as_longest() -> None:
    """A gap that one seed of three never reached has a median; one that two never reached has none."""
    assert medians.middle([1.0, None, 3.0]) == 3.0
    assert medians.middle([1.0, None, None]) is None
    assert medians.middle([]) is None
    other = [replace(RUN, seed=seed, points=points) for seed, points in ((0, 495), (1, 1980), (7, 1))]
    assert medians.ratio(other, [RUN, replace(RUN, seed=1)], lambda run: run.points) == 1.25


def test_milestones_are_the_first_steps_close_enough() -> None:
    """None where the trace never came so far."""
    trace = [(0.1, 900, None), (0.5, 980, 1000), (0.9, 991, 1000), (2.0, 995, 999)]
    assert child.milestones(trace) == {"first": 0.1, "to_1_percent": 0.9, "to_01_percent": None}
    assert child.milestones([]) == {"first": None, "to_1_percent": None, "to_01_percent": None}


def test_a_long_trace_keeps_its_ends() -> None:
    """And few enough steps for a picture."""
    trace: list[tuple[float, int, int | None]] = [(float(n), n, None) for n in range(50_000)]
    kept = child.thinned(trace)
    assert (kept[0], kept[-1]) == (trace[0], trace[-1])
    assert len(kept) <= child.KEPT + 1
    assert kept == sorted(kept)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("matplotlib") is None, reason="matplotlib is not installed")
def test_pictures_are_drawn_from_the_records_alone(tmp_path: Path) -> None:
    """The same records give the same bytes."""
    from benchmarks.plots import draw

    runs = results(
        RUN, replace(RUN, solver="textbook-8", points=980), replace(RUN, solver="officer", bound=None, trace=[])
    )
    first = [path.read_bytes() for path in draw(runs, tmp_path)]
    assert first == [path.read_bytes() for path in draw(runs, tmp_path)]
    assert all(b"rsa_sched" in picture for picture in first)
