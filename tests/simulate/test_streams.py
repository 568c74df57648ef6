"""Draws: their distributions, and that they stay as they are."""

from __future__ import annotations

from statistics import mean, variance

import pytest

from rsa_sched.simulate.streams import DrawWeights, Stream, geometric, streams, zipf


def stream() -> Stream:
    """A stream that is the same for each test."""
    return streams(seed=0, service=0, count=1)[0]


def test_the_first_numbers_never_change() -> None:
    """Pinned: a change would change every load there is."""
    draws = stream()
    assert [draws.below(1000) for _ in range(8)] == [565, 935, 479, 770, 754, 815, 848, 127]


def test_streams_differ_by_seed_service_and_step() -> None:
    """No two of them begin alike."""
    begun = [
        tuple(each.below(2**32) for _ in range(4))
        for seed in (0, 1)
        for service in (0, 1)
        for each in streams(seed, service, 3)
    ]
    assert len(set(begun)) == 12


def test_below_reaches_every_number_evenly() -> None:
    """A die of six, within four standard deviations."""
    draws = stream()
    rolls = [draws.below(6) for _ in range(6000)]
    assert all(abs(rolls.count(face) - 1000) < 4 * (6000 * 5 / 36) ** 0.5 for face in range(6))
    assert set(rolls) == set(range(6))


@pytest.mark.parametrize("expected", [0.3, 4, 60, 700])
def test_poisson_counts_have_mean_and_variance(expected: float) -> None:
    """Both equal, also where the sum of several is drawn."""
    draws = stream()
    counts = [draws.poisson(expected) for _ in range(2000)]
    assert mean(counts) == pytest.approx(expected, abs=4 * (expected / 2000) ** 0.5)
    assert variance(counts) == pytest.approx(expected, rel=0.2)


def test_nothing_arrives_where_nothing_is_expected() -> None:
    """A mean of 0 is a count of 0."""
    assert stream().poisson(0) == 0


def test_weights_are_shares() -> None:
    """Zipf: the first is drawn three times as often as the third. A weight of 0 is never drawn."""
    draws = stream()
    seen = [draws.index(zipf(3)) for _ in range(11000)]
    assert [seen.count(place) / 1000 for place in range(3)] == pytest.approx([6, 3, 2], rel=0.06)
    assert {draws.index(DrawWeights([0, 1, 0, 1])) for _ in range(200)} == {1, 3}


def test_geometric_weights_have_their_mean() -> None:
    """That of the untruncated distribution, where the tail is long enough."""
    draws, table = stream(), geometric(mean=70, length=720)
    assert mean(draws.index(table) for _ in range(20000)) == pytest.approx(70, rel=0.03)
