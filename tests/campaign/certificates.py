"""Certificates in large numbers: ``python -m tests.campaign.certificates FIRST LAST [DAMAGED]``.

Of each tiny problem the certified bound against exhaustive search, so many certificates, agendas and problems damaged,
and everything judged by both verifiers, which have to agree. Prints what does not hold, then the counts.
"""

from __future__ import annotations

import copy
import io
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

from rsa_sched import Problem, check
from rsa_sched.certify import verify
from tests.support.certificates import Proven, accepted, any_certificate, damaged, proven
from tests.support.javascript import Judge, page_judge
from tests.support.oracle import best_agenda, points

Files = tuple[Any, Any, Any]
EXACT = 10**8
"""Steps of a search that gives nothing up."""
TOGETHER = 25
"""Documents that the page is asked about at once."""


class Both:
    """Both verifiers on three documents; where they do not say the same, that is a fault."""

    def __init__(self, page: Judge) -> None:
        self.page, self.counts = page, Counter[str]()

    def fault(self, *words: object) -> None:
        """Count and print one."""
        self.counts["faults"] += 1
        sys.stdout.write(" ".join(map(str, words)) + "\n")
        sys.stdout.flush()

    def __call__(self, *cases: tuple[str, Files]) -> list[bool]:
        """Whether each three documents are believed. The page reads all while `verify.py` reads one after the other."""
        texts = [[_text(document) for document in documents] for _, documents in cases]
        for files in texts:
            self.page.ask(*files)
        return [self._same(label, files) for (label, _), files in zip(cases, texts, strict=True)]

    def _same(self, label: str, files: list[bytes]) -> bool:
        code, said = _judged(files)
        theirs, told = self.page.answer()
        self.counts["judged"] += 1
        if (code, theirs) == (1, 0):  # a search may give up, each verifier's where it is written; an exact one decides
            with patch.object(verify, "STEPS", EXACT), patch.object(verify, "NODES", EXACT):
                code, said = _judged(files)
            self.counts["given up early"] += code == 0
        if (code, theirs) not in {(0, 0), (1, 1), (2, 2)} or (not code and said != told):
            self.fault(label, "python:", code, said, "page:", theirs, told)
        return bool(code == 0)


def _judged(files: list[bytes]) -> tuple[int, str]:
    try:
        with patch.object(verify, "open", lambda place, _: io.BytesIO(files[int(place)]), create=True):  # no disk
            code, said = verify.judge(0, 1, 2)
            return code, said
    except Exception as error:  # a find, and the page's answer is still to be taken
        return -1, repr(error)


def _text(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


@contextmanager
def read_once() -> Iterator[None]:
    """What `verify.py` derives from a problem is kept while the same problem comes again."""
    known: dict[bytes, Any] = {}
    read: Any = verify.Problem

    def remembered(document: Any) -> Any:
        key = _text(document)
        if key not in known:
            found = read(document)
            known.clear()
            known[key] = found
        return known[key]

    with patch.object(verify, "Problem", remembered):
        yield


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
    closed = found.certificate["bound"] == found.best
    counts["bounds equal"] += closed
    if not closed:
        print(f"seed {seed}: the certificate proves {found.certificate['bound']}, the best is {found.best}", flush=True)
    sound = both((f"seed {seed}", (found.problem, found.agenda, found.certificate)))[0]
    if found.certificate["bound"] < found.best or not sound:
        both.fault(f"seed {seed}: {found.certificate['bound']} for {found.best}")
    read = verify.Problem(found.problem)
    for number in range(each // 5):
        proof = any_certificate(rng, read, found.certificate)
        bound = verify.check_bound(read, verify.read(verify.CERTIFICATE, proof, ""))
        counts["any prices"] += 1
        if bound < found.best or not accepted(read, proof | {"bound": bound}):
            both.fault(f"seed {seed}, any prices {number}: {bound} for {found.best}")
        label = f"seed {seed}, any prices {number}"
        claims = [(label, (*found[:2], proof | {"bound": stated})) for stated in (bound, bound - 1)]
        both(*claims)
    for begin in range(0, each, TOGETHER):
        lies = [damage(rng, found) for _ in range(min(TOGETHER, each - begin))]
        lies.sort(key=lambda lie: lie[0])  # those of one problem one after the other
        cases = [(f"seed {seed}, {what} {begin + number}", files) for number, (what, files) in enumerate(lies)]
        for (what, documents), (label, _), believed in zip(lies, cases, both(*cases), strict=True):
            counts[f"damaged {what}"] += 1
            if believed:
                counts["still true"] += 1
                bound = documents[2]["bound"]
                if not (bound >= found.best if what == "certificate" else is_true(what, documents)):
                    both.fault(label, "believed:", bound, "for", found.best)


def campaign(first: int, last: int, each: int) -> int:
    """How many lies were believed, bounds too low, or disagreements."""
    began = time.process_time()
    with page_judge() as page, read_once():
        both = Both(page)
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
