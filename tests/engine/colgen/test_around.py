"""A smaller decomposition around plans that stay: what it counts is what the whole counts."""

from __future__ import annotations

from random import Random

from rsa_sched.engine.colgen.around import around, points_of_plans
from rsa_sched.engine.colgen.decomposition import decomposition
from tests.engine.colgen.exhaustive import Division, many


def part(division: Division, free: frozenset[str], *, inside: bool) -> Division:
    """The plans of the free sessions, or of the others."""
    return {session: plan for session, plan in division.items() if (session in free) == inside}


def test_points_of_plans_are_those_of_the_division() -> None:
    """Worth, shortfalls and shared trips, as the parts of the barème count them."""
    counted = 0
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        for division in whole.divisions:
            assert points_of_plans(shelf, division) + shelf.constant == whole.worth(division)
            counted += 1
    assert counted > 1_000


def test_with_other_plans_staying_the_difference_is_the_same() -> None:
    """Of two divisions alike outside of the free sessions, the smaller decomposition tells the same points apart."""
    rng, alike, shared, owed = Random(0), 0, 0, 0
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        sessions = [session for block in shelf.blocks for session in block.sessions]
        for base in rng.sample(whole.divisions, min(6, len(whole.divisions))):
            free = frozenset(rng.sample(sessions, rng.randint(1, len(sessions))))
            step = around(shelf, base, free)
            assert {one for block in step.decomposition.blocks for one in block.sessions} == free
            shared += len(step.decomposition.shared) < len(shelf.shared)
            owed += step.decomposition.owed != shelf.owed
            for other in whole.divisions:
                if part(other, free, inside=False) == part(base, free, inside=False):
                    points = points_of_plans(step.decomposition, part(other, free, inside=True))
                    assert points - step.points == whole.worth(other) - whole.worth(base)
                    alike += 1
    assert min(alike, shared, owed) > 20


def test_who_is_seated_elsewhere_is_not_asked_again() -> None:
    """Nor another situation of the same person."""
    gone = 0
    for whole in many():
        shelf = decomposition(whole.prepared, whole.starts)
        claimant = {name: number for number, group in enumerate(shelf.claimants) for name in group}
        sessions = [session for block in shelf.blocks for session in block.sessions]
        for base in whole.divisions[::7]:
            free = frozenset(sessions[::2])
            seated = {claimant[name] for names in part(base, free, inside=False).values() for name in names}
            items = [item for block in around(shelf, base, free).decomposition.blocks for item in block.items]
            assert not seated & {item.claimant for item in items}
            gone += bool(seated)
    assert gone > 20
