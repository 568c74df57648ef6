"""Facts drawn at random, for the tests that need many reviews and no register."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from rsa_sched.review.facts import LineFact, RequestFact, ReviewFacts

FIRST = dt.date(2010, 10, 1)
KINDS = {"sls": "PSSI", "ccas": "PSSI", "per": "PER", "pe": "PE"}


def drawn(seed: int, requests: int, *, services: int = 1, months: int = 8) -> ReviewFacts:
    """So many requests over so many months of thirty days, of a few structures, some of one person."""
    draw = random.Random(seed)
    facts = ReviewFacts(horizon=FIRST + dt.timedelta(days=30 * months - 1), began=FIRST)
    facts.services = [f"s{n}" for n in range(services)]
    for number in range(requests):
        structure = draw.choices([*KINDS], [8, 2, 4, 1])[0]
        asked = FIRST + dt.timedelta(days=draw.randrange(-40, 30 * months))
        whose: dict[str, Any] = {
            "request": f"d-{number:03}", "service": draw.choice(facts.services), "kind": KINDS[structure],
            "structure": structure, "referent": f"{structure}-{draw.randrange(3)}",
            "subsector": draw.choices(["nord", "sud", "est"], [6, 4, 1])[0],
            "type": draw.choices(["standard", "psychologist"], [9, 1])[0],
            "urgency": draw.choices(range(4), [5, 3, 2, 1])[0],
        }  # fmt: skip
        fate = draw.choices(["heard", "waiting", "withdrawn"], [6, 3, 1])[0]
        ended = None if fate == "waiting" else asked + dt.timedelta(days=draw.randrange(1, 150))
        if ended is not None and not FIRST <= ended <= facts.horizon:
            fate, ended = "waiting", None
        facts.requests.append(
            RequestFact(
                **whose, person=f"p-{draw.randrange(requests)}", requested_on=asked, fate=fate, ended_on=ended,  # type: ignore[arg-type]
                guarantee_days=90,
            )
        )  # fmt: skip
        facts.lines += _lines(draw, facts.requests[-1], facts, whose)
    return facts


def _lines(draw: random.Random, request: RequestFact, facts: ReviewFacts, whose: dict[str, Any]) -> list[LineFact]:
    """Its months: deferred at the end of each until it ends."""
    found, day = [], max(FIRST, request.requested_on) + dt.timedelta(days=29)
    last = request.ended_on or facts.horizon
    while day < last:
        reason = draw.choices(["outranked", "no-common-time", "late"], [8, 2, 1])[0]
        found.append(LineFact(**whose, month=f"{day:%Y-%m}", day=day, fate="deferred", reason=reason))
        day += dt.timedelta(days=30)
    if request.ended_on is not None and request.fate != "waiting":
        code = draw.choice(["maintien", "reorientation", ""]) if request.fate == "heard" else ""
        place = {"fate": request.fate, "code": code, "minutes": 30, "units": 2} if request.fate == "heard" else {
            "fate": "withdrawn"}  # fmt: skip
        found.append(LineFact(**whose, month=f"{last:%Y-%m}", day=last, **place))
    return found
