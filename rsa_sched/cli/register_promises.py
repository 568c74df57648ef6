"""``rsa-sched register promises``: its options, and what is said of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.output import STANDARD, emit
from rsa_sched.french.sentences import say

if TYPE_CHECKING:  # every command's grammar passes here
    from rsa_sched.domain.problem import Problem
    from rsa_sched.register.store import Register
    from rsa_sched.register.verbs.answer import VerbAnswer
    from rsa_sched.simulate.months.demand import Demand


def add_promises(verb: Callable[[str, str], argparse.ArgumentParser], count: Callable[[str], int]) -> None:
    """Add the verb's options; `count` reads a number of 1 or more."""
    promises = verb("promises", "tell those who wait an expected and a latest month, keep what falls due")
    promises.add_argument("--months", type=count, default=12, metavar="N", help="how far ahead (default: 12)")
    promises.add_argument("--replications", type=count, default=19, metavar="N", help="of the laboratory (default: 19)")
    promises.add_argument(
        "--no-forecast", action="store_true", help="latest months alone, at once: the laboratory is left out"
    )
    promises.add_argument(
        "--per-month", type=count, metavar="N", help="requests to be expected (default: as in the last 30 days)"
    )
    promises.add_argument("--urgent", type=int, default=1, metavar="N", help="places kept for the urgent (default: 1)")


def make(options: argparse.Namespace, register: Register, upon: str | None, guard: Guard) -> VerbAnswer:
    """Run the verb."""
    from rsa_sched.promises.promise import promise
    from rsa_sched.register.verbs.promise import promise_
    from rsa_sched.simulate.months.demand import Demand

    def demand_of(problem: Problem) -> Demand | None:
        if options.per_month is None or not problem.situations:
            return None
        return Demand.like(problem, months=len(problem.situations) / options.per_month)

    maker = partial(
        promise,
        months=options.months,
        replications=0 if options.no_forecast else options.replications,
        urgent=options.urgent,
    )
    guard.finish()
    return promise_(register, maker, options.by, upon, demand_of=demand_of)


def show(answer: VerbAnswer) -> None:
    """A line for each request on standard output."""
    lines = []
    for row in answer.facts["promises"]:
        expected = say("register.promise.expected", **row) if row["expected"] else say("register.promise.unseen")
        kept: dict[str, Any] = {key: row[key] for key in ("latest", "session")}
        latest = say("register.promise.latest", **kept) if row["latest"] else say("register.promise.no-latest")
        between = say("register.promise.between", **row) if row["early"] and row["late"] else ""
        lines.append(
            say("register.promise.line", situation=row["situation"], expected=expected + between, latest=latest)
        )
    emit("".join(f"{line}\n" for line in lines), STANDARD)
