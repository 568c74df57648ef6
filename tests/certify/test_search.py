"""The quick search for a plan against the verifier's own: the same best, in 64ths."""

from __future__ import annotations

import random

import pytest

from rsa_sched.certify import search, verify
from rsa_sched.certify.prices import LeafPrices
from rsa_sched.certify.pricing import Pricing
from tests.certify.test_terms import in_small_change, parts, priced
from tests.support.documents import random_document


@pytest.mark.parametrize("steps", [search.STEPS, 0])
@pytest.mark.parametrize("seed", range(20))
def test_the_quick_search_finds_the_same_best_plan(seed: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With trips that several cause, and somebody who must sit there; no less where it ends early."""
    monkeypatch.setattr(search, "STEPS", steps)
    rng = random.Random(seed)
    read = verify.Problem(random_document(rng, size="tiny"))
    for part in parts(read):
        must = {pair.row.id: pair.session.id for pair in part.pairs if rng.random() < 0.15}
        for key, items in priced(rng, part, must).items():
            place = read.sessions[key]
            place.size = rng.choice((place.size, 1, 2, 3))
            if seed % 2:
                in_small_change(rng, read, items)
            found = search.best_plan(read, place, items, {})
            right = verify.best_plan(read, place, items, {})
            if steps:
                assert (found is None) == (right is None)
                assert found is None or right is None or found[0] == right[0]
            else:
                assert right is None or (found is not None and found[0] >= right[0])


@pytest.mark.parametrize("seed", range(10))
def test_what_prices_prove_is_what_the_verifier_reckons(seed: int) -> None:
    """Where nobody brings less than nothing, to the 64th."""
    rng = random.Random(seed)
    read = verify.Problem(random_document(rng, size="tiny"))
    for part in parts(read):
        toll = 2 * verify.SCALE * read.rules.trip_days
        tolls = {(who, key): rng.randrange(9) for key in part.sessions for who in read.people} if toll else {}
        rewards = {due: rng.randrange(200) for due in part.lacks}
        prices = LeafPrices({owner: rng.randrange(64) for owner in part.owners}, rewards, tolls)
        pricing = Pricing(part, part.starts, {}, toll)
        answers = list(pricing.best(prices))
        total = pricing.balance(prices) + sum(answer[1] for answer in answers if answer is not None)
        right = sum(prices.persons[owner] for owner in pricing.owners)
        right += sum(part.most_of_due(due, reward, part.starts) for due, reward in rewards.items())
        for key, items in part.items(part.starts, {}, prices.persons, rewards, tolls).items():
            best = verify.best_plan(read, read.sessions[key], items, part.laid)
            right += 0 if best is None else best[0]
        assert total == right
