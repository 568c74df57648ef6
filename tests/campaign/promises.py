"""Promises under attack, and how often the expected month's interval holds: ``python -m tests.campaign promises``."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence

import joblib

from rsa_sched import promise
from rsa_sched.promises.calendar import calendar_of
from rsa_sched.promises.expected import BEYOND, months_heard
from rsa_sched.simulate import Demand, Flow, Setting, State, run
from rsa_sched.simulate.baselines import first_come
from rsa_sched.simulate.campaigns.replication import seed_of
from tests.promises.worlds import hostile, lived, mixed, service

AHEAD = 6
TOLD_EVERY = 5
"""Services after which the coverage so far is told."""


def main(arguments: Sequence[str]) -> int:
    """Tell promises kept and broken, and the coverage; 1 where one was broken or the coverage is too low."""
    parser = argparse.ArgumentParser("python -m tests.campaign promises", description=__doc__)
    parser.add_argument("--futures", type=int, default=300, help="half-years in which the others mean harm")
    parser.add_argument("--services", type=int, default=100, help="services whose future is forecast")
    parser.add_argument("--replications", type=int, default=19, help="of each forecast")
    parser.add_argument("--confidence", type=float, default=0.8, help="asked of the interval")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    due = broken = 0
    for number in range(options.futures):
        kept, lost = attacked(options.seed + number)
        due, broken = due + kept + lost, broken + lost
    print(f"{options.futures} half-years: {due} promises fell due, {broken} broken", flush=True)
    inside, number, stated = 0, 0, 0.0
    with joblib.parallel_config(backend="threading", n_jobs=1):
        for n in range(options.services):
            held, made, said = covered(options.seed + n, options.replications, options.confidence)
            inside, number, stated = inside + held, number + made, stated + said
            if not (n + 1) % TOLD_EVERY or n + 1 == options.services:  # what was found so far outlives a stop
                print(f"{n + 1} services: {number} forecasts, {inside / max(1, number):.3f} of them held "
                      f"where {stated / max(1, number):.3f} was stated", flush=True)  # fmt: skip
    stated /= max(1, number)
    return 1 if broken or inside < (stated - 0.05) * number else 0


def attacked(seed: int) -> tuple[int, int]:
    """How many promises of one service were kept in time and how many were not."""
    rng = random.Random(seed)
    problem = service(rng, rng.randint(1, 14))
    first, heard = lived(problem, rng, AHEAD, hostile if seed % 2 else mixed, flood=rng.choice([0, 3, 9, 15]))
    ended = calendar_of(problem, AHEAD)[-1].month if first else ""
    due = [name for name, one in first.items() if one.month <= ended]
    late = [name for name in due if heard.get(name, "9") > first[name].month]
    return len(due) - len(late), len(late)


def covered(seed: int, replications: int, confidence: float) -> tuple[int, int, float]:
    """Forecasts of one service that held in a future of its own, how many there were, the sum of what they stated."""
    rng = random.Random(seed)
    problem = service(rng, rng.randint(4, 14))
    places = sum(row.minutes or 180 for row in problem.sessions) / 30
    structures = [row.id for row in problem.structures]
    pairs = [(name, row.id) for name in structures for row in problem.subsectors]
    each = rng.uniform(0.7, 1.0) * places / len(pairs)
    demand = Demand(tuple(Flow(*pair, "standard", each) for pair in pairs), withdrawal=5)
    names = [row.id for row in problem.situations]
    promised = promise(
        problem,
        demand=demand,
        months=AHEAD,
        replications=replications,
        confidence=confidence,
        seed=seed,
        arbiter="first come first served",
    )
    future = run(
        demand,
        problem.regulation,
        Setting.of(problem),
        months=AHEAD,
        seed=seed_of(seed + 1, 10**6),
        arbiter=first_come,
        start=State.of(problem),
    )
    came = months_heard(future.requests, names)
    inside = number = 0
    stated = 0.0
    for name in names:
        if came[name]:
            told = promised.forecasts[name]
            early, late, true = ("9" if month == BEYOND else month for month in (told.early, told.late, came[name][0]))
            inside, number, stated = inside + (early <= true <= late), number + 1, stated + told.confidence
    return inside, number, stated
