"""Certificates in large numbers: ``python -m tests.campaign.certificates FIRST LAST [DAMAGED]``.

Of each tiny problem the certified bound against exhaustive search, and so many damaged certificates against the best
points. Prints what does not hold, then the counts.
"""

from __future__ import annotations

import random
import sys
import time

from rsa_sched.certify import verify
from tests.support.certificates import accepted, any_certificate, damaged, proven


def campaign(first: int, last: int, each: int) -> int:
    """How many lies were believed or bounds too low."""
    began = time.process_time()
    problems = equal = lies = harmless = faults = 0
    for seed in range(first, last):
        found = proven(seed, pins=bool(seed % 2))
        if found is None:
            continue
        read, rng = verify.Problem(found.problem), random.Random(seed)
        problems += 1
        equal += found.certificate["bound"] == found.best
        if found.certificate["bound"] < found.best or not accepted(read, found.certificate):
            faults += 1
            print(f"seed {seed}: {found.certificate['bound']} for {found.best}")
        for number in range(each // 5):
            anything = verify.CERTIFICATE(any_certificate(rng, read, found.certificate), "")
            if verify.check_bound(read, anything) < found.best:
                faults += 1
                print(f"seed {seed}, any prices {number}: below {found.best}")
        for number in range(each):
            lie = damaged(rng, found.certificate)
            if rng.random() < 0.5:
                lie["bound"] = found.best - rng.choice((1, 1, 2, 50))
            if accepted(read, lie):
                if lie["bound"] < found.best:
                    faults += 1
                    print(f"seed {seed}, damaged {number}: believed {lie['bound']} for {found.best}")
                else:
                    harmless += 1
            lies += 1
    print(f"{problems} problems, {equal} bounds equal; {lies} damaged, {harmless} still prove what they claim")
    print(f"{faults} faults, {time.process_time() - began:.0f} s of processor time")
    return faults


if __name__ == "__main__":
    first, last, *each = map(int, sys.argv[1:])
    sys.exit(bool(campaign(first, last, each[0] if each else 50)))
