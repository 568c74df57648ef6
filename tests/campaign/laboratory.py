"""How often what the laboratory prints is true: on queues whose truth is known, of which no month is solved.

Coverage of intervals, false alarms of comparisons, errors of the capacity, what a fit recovers and doubts, and
intervals after stopping by precision; each beside what it is meant to be. The exit code is 1 where one misses it by
more than three standard deviations of its draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import pandas as pd

from rsa_sched import Regulation, load_demo
from rsa_sched.simulate.answers import capacity
from rsa_sched.simulate.answers.prices import prices_that_keep
from rsa_sched.simulate.campaigns.precision import LEAST, Precision
from rsa_sched.simulate.campaigns.scenario import Scenario
from rsa_sched.simulate.measures.intervals import SHARES, interval, paired
from rsa_sched.simulate.months.counts import dispersion, fit_counts
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.setting import Setting
from tests.campaign.loopholes import gaming
from tests.campaign.options import campaign_parser, parsed
from tests.simulate.months.test_theory import organisation
from tests.support.queues import Queue, measures

Array = np.ndarray[Any, Any]
NUMBERS = (10, 30)
"""Replications."""
TRUTHS = 50
SIZE = 1000
"""Replications of each truth: its mean is the truth."""
SEASON = np.array([1.5, 1.4, 1.0, 1.0, 1.0, 1.0, 0.4, 0.3, 1.4, 1.0, 1.0, 1.0])


class Figure(NamedTuple):
    """What was measured, and between what it is meant to be."""

    what: str
    found: float
    low: float
    high: float
    draws: int

    @property
    def is_missed(self) -> bool:
        """Whether chance does not explain it."""
        edge = self.low if self.found < self.low else self.high
        return (
            not self.low <= self.found <= self.high
            and abs(self.found - edge) > 3 * (edge * (1 - edge) / self.draws) ** 0.5
        )

    def __str__(self) -> str:
        mark = "MISSED" if self.is_missed else ""
        return f"{self.what:<58}{self.found:7.1%}  meant {self.low:.0%} to {self.high:.0%}, {self.draws} draws {mark}"


def main(arguments: Sequence[str]) -> int:
    """All of it, a line a figure."""
    parser = campaign_parser("laboratory", __doc__)
    parser.add_argument("--draws", type=int, default=1000, help="of each figure (1000)")
    parser.add_argument("--prices", action="store_true", help="play the months of docs/laboratory.md on agreed weights")
    parser.add_argument(
        "--gaming", action="store_true", help="audit twelve règlements with a planted loophole, and two without"
    )
    options = parsed(parser, arguments)
    if options.gaming:
        return 1 if gaming(options.seed) else 0
    if options.prices:
        print(agreed_weights().to_string())
        return 0
    rng, missed = np.random.default_rng(options.seed), 0
    truths = [measures(rng, drawn_queue(rng), SIZE) for _ in range(TRUTHS)]
    parts = (coverage, changes, stopped, alarms, capacities, fits)
    for part in parts:
        for figure in part(rng, truths, options.draws):
            print(figure, flush=True)
            missed += figure.is_missed
    return 1 if missed else 0


def agreed_weights() -> pd.DataFrame:
    """What prices of equity keep weights of 5, 3 and 1, three sessions a month: months that are solved."""
    flows = (
        Flow("pssi", "S1", "standard", 12.0),
        Flow("per", "S1", "standard", 7.8),
        Flow("pe", "S1", "standard", 4.8),
    )
    demand = Demand(flows, partners=0, invited=0, withdrawal=15, unavailable=0)
    base = Scenario("today", demand, Regulation(), organisation(("PSSI", "PER", "PE"), 3), months=12)
    weights = {"PSSI": 5, "PER": 3, "PE": 1}
    return prices_that_keep(weights, base, replications=4, tolerance=0.03, steepest=16).tried.round(3)


def drawn_queue(rng: np.random.Generator) -> Queue:
    """One to eight sub-sectors of six places, from three quarters full to a little beyond what there is."""
    return Queue(rate=6 * rng.uniform(0.75, 1.02), places=6, pools=int(rng.integers(1, 9)))


def coverage(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """How often the interval of each measure holds its truth."""
    for number in NUMBERS:
        for name in truths[0]:
            held = 0
            for draw in range(draws):
                values = truths[draw % len(truths)][name]
                low, high = interval(rng.choice(values, number), share=name in SHARES)
                held += low <= values.mean() <= high
            # replications that are all at 0 do not say how rare a rare thing is: their intervals are wide
            most = 1.0 if name == "long_waits" else 0.97
            yield Figure(f"interval of {name}, {number} replications", held / draws, 0.93, most, draws)


def changes(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """How often the interval of a change holds it, where both scenarios met the same chance."""
    first, second = ([measures(np.random.default_rng(n), Queue(5.4, places, 4), SIZE) for n in range(10)]
                     for places in (6, 7))  # fmt: skip
    for number in NUMBERS:
        for name in truths[0]:
            held = 0
            for draw in range(draws):
                change = second[draw % 10][name] - first[draw % 10][name]
                low, high = interval(rng.choice(change, number), share=name in SHARES, change=True)
                held += low <= change.mean() <= high
            most = 1.0 if name == "long_waits" else 0.97
            yield Figure(f"interval of a change of {name}, {number} replications", held / draws, 0.93, most, draws)


def stopped(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """How often the interval holds after stopping by its own width."""
    held, played = 0, []
    wanted = Precision("within", 0.01, most=200)
    for draw in range(draws):
        population = truths[draw % len(truths)]["within"]
        values, number = rng.choice(population, wanted.most), LEAST
        while True:
            low, high = interval(values[:number], share=True)
            half = (high - low) / 2
            table = pd.DataFrame({"half_width": [half], "reached": [half <= wanted.half_width]})
            if (more := wanted.next_look(table, number)) == number:
                break
            number = more
        held += low <= population.mean() <= high
        played.append(number)
    what = f"interval of within, stopped at 0.01 ({np.mean(played):.0f} replications)"
    yield Figure(what, held / draws, 0.93, 0.97, draws)


def alarms(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """How often a frame of two scenarios that do not differ has a row that ``differs``: five measures, three groups."""
    names = ["median_days", "p90_days", "max_days", "within", "seated"]
    frames = max(1, draws // 4)
    for number in NUMBERS:
        alarmed = 0
        for draw in range(frames):
            rows = []
            for kind in range(3):
                values = truths[(draw + kind) % len(truths)]
                for scenario in "ab":
                    chosen = rng.integers(0, SIZE, number)
                    shown = {name: values[name][chosen] for name in names}
                    rows.append(
                        pd.DataFrame({"scenario": scenario, "replication": range(number), "kind": kind, **shown})
                    )
            found = paired(pd.concat(rows), "a", "b", by=["kind"], columns=names)
            alarmed += bool(found["differs"].any())
        yield Figure(f"frame of 15 rows, alarm where nothing differs, {number}", alarmed / frames, 0.0, 0.05, frames)


def capacities(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """How often the number of sessions said to suffice does not, and one said to be too few does suffice.

    At its worst: the target lies a thousandth above, or below, what some number of sessions reaches.
    """
    demo = load_demo()
    base = Scenario("capacity", Demand.like(demo), demo.regulation, Setting.of(demo))
    most = 12
    levels = [{count: measures(np.random.default_rng(n), Queue(36.0 + n / 2, 32 + count, 1), SIZE)["within"]
               for count in range(1, most + 1)} for n in range(10)]  # fmt: skip
    for number in NUMBERS:
        wrong = few = 0
        for draw in range(draws):
            known, chosen = levels[draw % 10], rng.integers(0, SIZE, number)
            reached = [float(values.mean()) for values in known.values() if 0.3 < values.mean() < 0.995]
            at = reached[draw % len(reached)]
            found = _capacity(base, known, chosen, at + 0.001, most)
            wrong += found.sessions is not None and known[found.sessions].mean() < at + 0.001
            found = _capacity(base, known, chosen, at - 0.001, most)
            few += found.surely_too_few is not None and known[found.surely_too_few].mean() >= at - 0.001
        yield Figure(f"sessions that suffice do not, {number} replications", wrong / draws, 0.0, 0.05, draws)
        yield Figure(f"sessions surely too few suffice, {number} replications", few / draws, 0.0, 0.05, draws)


def _capacity(base: Scenario, known: Mapping[int, Array], chosen: Array, target: float, most: int) -> capacity.Capacity:
    """The laboratory's answer, its campaigns taken from what is known."""

    def played(scenarios: Sequence[Scenario], *_: Any, **__: Any) -> Any:
        count = int(scenarios[0].name.removeprefix("sessions="))
        frame = pd.DataFrame({"replication": range(len(chosen)), "within": known[count][chosen]})
        return SimpleNamespace(requests=frame, missing=0, precision=None)

    with (
        patch.object(capacity, "campaign", played),
        patch.object(capacity, "must_have_played", lambda _: None),
        patch.object(capacity, "waiting", lambda frame, **_: frame),
        patch.object(capacity, "with_sessions", lambda setting, *_: setting),
    ):
        return capacity.smallest_capacity(base, target=target, most=most, replications=len(chosen))


def fits(rng: np.random.Generator, truths: Sequence[Mapping[str, Array]], draws: int) -> Iterator[Figure]:
    """Level, growth and season within their intervals, and how often exact Poisson counts are doubted."""
    true, number = SEASON / SEASON.mean(), max(1, draws // 2)
    for months, level in ((48, 40.0), (36, 15.0)):
        calendar = np.arange(months) % 12 + 1
        mean = level * (1 + 0.2 * np.arange(months) / 12) * true[calendar - 1]
        held, doubted = {"level": 0.0, "growth": 0.0, "season": 0.0}, 0
        for _ in range(number):
            counts = rng.poisson(mean).astype(float)
            found = fit_counts(counts, calendar)
            held["level"] += found.ends["level"][0] <= level <= found.ends["level"][1]
            held["growth"] += found.ends["growth"][0] <= 0.2 <= found.ends["growth"][1]
            held["season"] += np.mean([found.ends[n][0] <= true[n] <= found.ends[n][1] for n in range(12)])
            doubted += dispersion(counts, found.shape, found.degrees)[2] < 0.05
        for what, times in held.items():
            yield Figure(f"fit of {months} months at {level:g}: {what} held", times / number, 0.93, 1.0, number)
        yield Figure(f"fit of {months} months at {level:g}: Poisson doubted", doubted / number, 0.0, 0.06, number)
