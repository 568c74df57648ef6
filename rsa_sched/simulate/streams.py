"""Random numbers that are the same on every machine and with every version of Python and numpy."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import isqrt
from typing import TypeVar

from numpy.random import PCG64, SeedSequence

T = TypeVar("T")


class DrawWeights:
    """Weights to draw an index by."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.sums = list(accumulate(weights))


class Stream:
    """A sequence of draws.

    numpy promises that seeds and raw bits stay as they are, but not what its distributions make of them (NEP 19). So
    these are made here, of whole numbers and the four operations that IEEE 754 rounds alike everywhere: no logarithm,
    no power.
    """

    def __init__(self, seed: SeedSequence) -> None:
        self._bits = _bits(PCG64(seed))

    def below(self, bound: int) -> int:
        """A whole number from 0 to ``bound - 1``, each as likely as the other (to one part in 2**64 / bound)."""
        return next(self._bits) * bound >> 64

    def chance(self, percent: int) -> bool:
        """True that often."""
        return self.below(100) < percent

    def index(self, table: DrawWeights) -> int:
        """An index, each as likely as its weight says."""
        return bisect_right(table.sums, (next(self._bits) >> 11) / 2**53 * table.sums[-1])

    def pick(self, items: Sequence[T], table: DrawWeights | None = None) -> T:
        """One of the items, evenly or by the weights of a table."""
        return items[self.below(len(items)) if table is None else self.index(table)]

    def poisson(self, mean: float) -> int:
        """A count of independent arrivals, by their mean."""
        if mean <= 0:
            return 0
        if mean > LARGEST_MEAN:
            # the sum of two is one of the sum
            return self.poisson(mean / 2) + self.poisson(mean / 2)
        return self.index(DrawWeights(_poisson_weights(mean)))


LARGEST_MEAN = 100


def streams(seed: int, service: int, count: int) -> list[Stream]:
    """Independent streams for the steps of drawing one service, the same however many services there are.

    Raises
    ------
    ValueError
        For a negative seed.
    """
    return [Stream(child) for child in SeedSequence(operator.index(seed), spawn_key=(service,)).spawn(count)]


def _bits(generator: PCG64) -> Iterator[int]:
    """Whole numbers of 64 random bits."""
    while True:
        yield from generator.random_raw(256).tolist()


def _poisson_weights(mean: float) -> list[float]:
    """Weights of 0, 1, 2, ... up to where nothing is left (12 standard deviations and some more)."""
    weights = [1.0]
    for count in range(1, int(mean) + 12 * isqrt(int(mean) + 1) + 30):
        weights.append(weights[-1] * mean / count)
    return weights


@cache
def zipf(size: int) -> DrawWeights:
    """Weights 1, 1/2, 1/3, ...: few have much, most have little."""
    return DrawWeights([1 / place for place in range(1, size + 1)])


def geometric(mean: int, length: int) -> DrawWeights:
    """Weights of 0, 1, ..., ``length - 1``, each the same part less than the one before, with about that mean."""
    weights = [1.0]
    while len(weights) < length:
        weights.append(weights[-1] * mean / (mean + 1))
    return DrawWeights(weights)
