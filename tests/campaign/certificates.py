"""Certificates in large numbers: ``python -m tests.campaign.certificates FIRST LAST [DAMAGED]``.

Of each tiny problem the certified bound against exhaustive search, so many certificates, agendas and problems damaged,
and everything judged by both verifiers, which have to agree. Prints what does not hold, then the counts.
"""

from __future__ import annotations

import copy
import json
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from rsa_sched import Problem, check
from rsa_sched.certify import verify
from tests.support.certificates import Proven, accepted, any_certificate, damaged, proven
from tests.support.javascript import Judge, page_judge
from tests.support.oracle import best_agenda, points

Files = tuple[Any, Any, Any]


class Both:
    """Both verifiers on three documents; where they do not say the same, that is a fault."""

    def __init__(self, page: Judge, folder: Path) -> None:
        self.page, self.paths = page, [folder / name for name in ("p.json", "o.json", "c.json")]
        self.counts: Counter[str] = Counter()

    def fault(self, *words: object) -> None:
        """Count and print one."""
        self.counts["faults"] += 1
        sys.stdout.write(" ".join(map(str, words)) + "\n")
        sys.stdout.flush()

    def __call__(self, label: str, documents: Files) -> bool:
        """Whether the three are believed."""
        files = [json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass") for document in documents]
        for path, data in zip(self.paths, files, strict=True):
            path.write_bytes(data)
        code, said = verify.judge(*self.paths)
        theirs, told = self.page(*files)
        self.counts["judged"] += 1
        if (code, theirs) not in {(0, 0), (1, 1), (2, 2)} or (not code and said != told):
            self.fault(label, "python:", code, said, "page:", theirs, told)
        return bool(code == 0)


def damage(rng: random.Random, found: Proven) -> tuple[str, Files]:
    """One of the three documents damaged, the others made to fit."""
    certificate = copy.deepcopy(found.certificate)
    what = rng.choice(("certificate", "certificate", "agenda", "problem"))
    if what == "certificate":
        lie = damaged(rng, certificate)
        if rng.random() < 0.5:
            lie["bound"] = found.best - rng.choice((1, 1, 2, 50))
        return what, (found.problem, found.agenda, lie)
    if what == "agenda":
        return what, (found.problem, damaged(rng, found.agenda), certificate)
    problem = damaged(rng, found.problem)
    with suppress(TypeError, ValueError, AttributeError):
        certificate["problem_sha256"] = verify.fingerprint(problem)
    return what, (problem, found.agenda, certificate)


def is_true(what: str, documents: Files) -> bool:
    """Whether what was believed is so: the agenda keeps the rules, the bound is no less than the best of all."""
    problem, agenda, certificate = documents
    audited = check(Problem.from_dict(problem), agenda)
    if not audited or certificate["bound"] < audited.points:
        return False
    best = best_agenda(problem) if what == "problem" else None
    return best is None or certificate["bound"] >= points(problem, best)


def one(seed: int, each: int, both: Both) -> None:
    """A tiny problem with everything that may happen to it."""
    found = proven(seed, pins=bool(seed % 2))
    if found is None:
        return
    counts, rng = both.counts, random.Random(seed)
    counts["problems"] += 1
    counts["bounds equal"] += found.certificate["bound"] == found.best
    if found.certificate["bound"] < found.best or not both(f"seed {seed}", (*found[:2], found.certificate)):
        both.fault(f"seed {seed}: {found.certificate['bound']} for {found.best}")
    read = verify.Problem(found.problem)
    for number in range(each // 5):
        proof = any_certificate(rng, read, found.certificate)
        bound = verify.check_bound(read, verify.read(verify.CERTIFICATE, proof, ""))
        counts["any prices"] += 1
        if bound < found.best or not accepted(read, proof | {"bound": bound}):
            both.fault(f"seed {seed}, any prices {number}: {bound} for {found.best}")
        both(f"seed {seed}, any prices {number}", (found.problem, found.agenda, proof | {"bound": bound}))
        both(f"seed {seed}, any prices {number}, one less", (found.problem, found.agenda, proof | {"bound": bound - 1}))
    for number in range(each):
        what, documents = damage(rng, found)
        label = f"seed {seed}, {what} {number}"
        counts[f"damaged {what}"] += 1
        if both(label, documents):
            counts["still true"] += 1
            believed = documents[2]["bound"] >= found.best if what == "certificate" else is_true(what, documents)
            if not believed:
                both.fault(label, "believed:", documents[2]["bound"], "for", found.best)


def campaign(first: int, last: int, each: int) -> int:
    """How many lies were believed, bounds too low, or disagreements."""
    began = time.process_time()
    with page_judge() as page, tempfile.TemporaryDirectory() as folder:
        both = Both(page, Path(folder))
        for seed in range(first, last):
            try:
                one(seed, each, both)
            except Exception as error:
                both.fault(f"seed {seed}: {type(error).__name__}: {error}")
            if (seed - first) % 100 == 99 or seed == last - 1:
                told = ", ".join(f"{key}: {number}" for key, number in sorted(both.counts.items()))
                sys.stdout.write(f"{seed}: {told}; {time.process_time() - began:.0f} s of processor time\n")
                sys.stdout.flush()
    return both.counts["faults"]


if __name__ == "__main__":
    first, last, *each = map(int, sys.argv[1:])
    sys.exit(bool(campaign(first, last, each[0] if each else 50)))
