"""What a tree decides next: who is heard or where somebody sits, as it lowers the bound; else whose hours collide."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.certify.master import Master

TORN = 0.01
"""A share so near to all or nothing is taken for that."""
TRIED, EACH = 6, 4
"""Of who is heard in part and of who sits somewhere in part, so many are tried, those nearest to half first: one for
each so many points that are missing."""
LEAST = 0.1
"""Points that a side counts for where it gains nothing: two sides that gain are better than one that gains much."""

Decisions = tuple[tuple[Any, bool], ...]
"""Branches (`situation`, `session`, `before`) and whether they were taken."""


def choose(master: Master, missing: float, decisions: Decisions = ()) -> Any:
    """What to decide after the master's last solution; None where it takes whole plans whose hours do not collide.

    Parameters
    ----------
    missing : points between bound and goal.
    decisions : taken already.
    """
    sits: dict[tuple[str, str | None], float] = defaultdict(float)
    heard: dict[tuple[str, str | None], float] = defaultdict(float)
    for (session, names), share in master.mixture().items():
        for name in names:
            sits[name, session] += share
            heard[name, None] += share
    number = max(1, min(TRIED, int(missing / EACH)))
    # What is decided may still be taken in part, where no plans known take it whole: the same again decides nothing.
    taken = {(branch.situation, branch.session) for branch, _ in decisions if branch.before is None}
    torn = [*_torn(heard, number, taken), *_torn(sits, number, taken)]
    if not torn:
        return _collision(master, [pair for pair, share in sits.items() if share > 0.5], decisions)
    now = master.solve() or 0.0
    best, found = -1.0, torn[0]
    for pair in torn if number > 1 and len(torn) > 1 else ():
        gains = [max(LEAST, now - (master.tried(*pair, yes) or now)) for yes in (True, False)]
        if gains[0] * gains[1] > best:
            best, found = gains[0] * gains[1], pair
    return SimpleNamespace(situation=found[0], session=found[1], before=None)


def _torn(
    shares: dict[tuple[str, str | None], float], number: int, taken: set[tuple[str, str | None]]
) -> list[tuple[str, str | None]]:
    ranked = sorted((-min(share, 1 - share), str(pair), pair) for pair, share in shares.items() if pair not in taken)
    return [pair for torn, _, pair in ranked[:number] if torn < -TORN]


def _collision(master: Master, seated: list[tuple[str, Any]], decisions: Decisions) -> Any:
    """A seat to decide upon of two that some of their hours cannot have together; None where there are no such."""
    starts, must, problem = master.starts, master.must, master.part.problem
    by_person: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
    for name, session in sorted(seated):
        for who in problem.by_id[name].people:
            by_person[who].append((problem.by_id[name], problem.sessions[session]))
    worst: tuple[float, Any] = (0.0, None)
    for pairs in by_person.values():
        for number, (row, session) in enumerate(pairs):
            for other, there in pairs[number + 1 :]:
                if session is there or abs(session.day - there.day) > 2:
                    continue
                own = [verify.span_of(row, at) for at in starts[row.id, session.id]]
                others = [verify.span_of(other, at) for at in starts[other.id, there.id]]
                apart = problem.travel(session, there)
                clashes = sum(verify.overlap(a, b, apart) for a in own for b in others)
                if clashes and clashes / (len(own) * len(others)) > worst[0]:
                    worst = clashes / (len(own) * len(others)), ((row, session, own), (other, there, others))
    if worst[1] is None:
        return None
    for row, session, _ in worst[1]:
        if must.get(row.id) != session.id:
            return SimpleNamespace(situation=row.id, session=session.id, before=None)
    row, session, spans = max(worst[1], key=lambda seat: len(seat[2]))
    if len(spans) > 1:
        return SimpleNamespace(situation=row.id, session=session.id, before=spans[len(spans) // 2][0])
    # Each has one start left, by what others were decided: decided themselves, they make way for each other.
    taken = {(branch.situation, branch.session, branch.before) for branch, _ in decisions}
    for row, session, ((start, _),) in worst[1]:
        for before in (start, start + verify.UNIT):
            if (row.id, session.id, before) not in taken:
                return SimpleNamespace(situation=row.id, session=session.id, before=before)
    return None
