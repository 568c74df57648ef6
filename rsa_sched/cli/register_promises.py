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


def show(answer: VerbAnswer, months: int, *, forecast: bool) -> None:
    """A line for each request that is told something on standard output, then who is told nothing, and why.

    months : how far ahead it was looked; forecast : whether the laboratory was asked.
    """
    rows = answer.facts["promises"]
    told = [row for row in rows if row["expected"] or row["latest"]]
    lines = [
        say("register.promise.line", situation=row["situation"], told=" ; ".join(filter(None, _told(row))))
        for row in told
    ]
    unseen = [row["situation"] for row in rows if not row["expected"]]
    unpromised = [row["situation"] for row in rows if not row["latest"]]
    if unseen:
        code = "beyond" if forecast else "not-asked"
        lines.append(say(f"register.promise.{code}", situations=unseen, number=len(unseen), months=months))
    if unpromised:
        lines.append(say("register.promise.no-latest", situations=unpromised, number=len(unpromised), months=months))
    if not rows:
        lines.append(say("register.promise.nobody"))
    emit("".join(f"{line}\n" for line in lines), STANDARD)


def _told(row: dict[str, Any]) -> tuple[str, str]:
    """What one request is told: the month that is expected, and the one that is kept."""
    expected = say("register.promise.expected", **row) if row["expected"] else ""
    if expected and row["early"] and row["late"]:
        expected += say("register.promise.between", **row)
    if not row["latest"]:
        return expected, ""
    place = "latest" if row["planned"] else "latest-unplanned"
    return expected, say(f"register.promise.{place}", latest=row["latest"], session=row["session"].partition("~")[0])
