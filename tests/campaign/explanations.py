"""What `explain` states, held against exhaustive search: ``python -m tests.campaign.explanations FIRST LAST [TRIES]``.

Of each tiny problem every loss and tie, and of every lever that it suffices and that what is smaller does not: for the
age the last day before it and TRIES others. Prints each false statement, then how many were solved anew.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from rsa_sched import Problem, solve
from rsa_sched.explanations.explanation import explain
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.explained import statements, suffices

EVERY = 20
"""Problems after which the counts are told."""


def campaign(first: int, last: int, tries: int) -> int:
    """How many statements are false."""
    began, counts, false = time.process_time(), Counter[str](), 0
    for seed in range(first, last):
        document, rng = random_document(random.Random(seed), pins=bool(seed % 3 == 0)), random.Random(seed)
        best = oracle.best(document)
        if best is None:
            continue
        problem = Problem.from_dict(document)
        for account in explain(problem, solve(problem, workers=1, time_limit=None), workers=1).situations:
            otherwise = oracle.best(document, imposed={account.situation: not account.heard})
            loss = None if otherwise is None else (best - otherwise,) * 2
            counts["loss"] += 1
            if account.loss != loss or account.tie != (loss == (0, 0)) or not account.levers_proven:
                false += 1
                print(f"seed {seed}, {account.situation}: loss {account.loss}, {loss} by search", flush=True)
            for kind, states, other, name in () if account.heard else statements(document, account, rng, tries):
                counts[f"{kind} {'suffices' if states else 'does not suffice'}"] += 1
                if suffices(other, name) != states:
                    false += 1
                    print(f"seed {seed}, {name}: {kind} is said {'' if states else 'not '}to suffice", flush=True)
        if not (seed + 1 - first) % EVERY:
            print(f"{seed + 1 - first} problems, {counts.total()} statements, {false} false", flush=True)
    for kind, number in sorted(counts.items()):
        print(f"{number:>8} {kind}")
    seconds = time.process_time() - began
    print(f"{counts.total()} statements solved anew, {false} false, {seconds:.0f} s of processor time", flush=True)
    return false


if __name__ == "__main__":
    first, last, *tries = map(int, sys.argv[1:])
    sys.exit(bool(campaign(first, last, tries[0] if tries else 4)))
