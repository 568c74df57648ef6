"""Rows over a pool: few bits a value, and the same values."""

from __future__ import annotations

import numpy as np
import pytest

from rsa_sched.engine.colgen.sparse import Sparse, narrowest


@pytest.mark.parametrize("most", [0, 7, 32767, 32768, 1 << 30])
def test_values_are_kept_whatever_their_size(most: int) -> None:
    """In 16 bits where they fit, and no further."""
    dense = np.array([0, most, 0, -most, 1, 0], dtype=np.int64)
    row = Sparse.of(dense)
    assert row.at(np.arange(len(dense))).tolist() == dense.tolist()
    assert row.values.dtype == narrowest(most)
    assert (row.values.itemsize == 2) == (most <= 32767)


def test_an_empty_row_and_a_part_of_one() -> None:
    """A row without coefficients is 0 everywhere; of some plans it has those, numbered anew."""
    assert Sparse.of(np.zeros(3, dtype=np.int64)).at(np.arange(3)).tolist() == [0, 0, 0]
    kept = np.array([False, True, True, False])
    part = Sparse.of(np.array([4, 0, -5, 6], dtype=np.int64)).select(kept)
    assert part.at(np.arange(2)).tolist() == [0, -5]


def test_a_row_times_a_price_goes_beyond_16_bits() -> None:
    """As whoever adds rows up does: with a whole number of 64 bits, whose kind the product has."""
    row = Sparse.of(np.array([0, 300, -2], dtype=np.int64))
    total = np.zeros(3, dtype=np.int64)
    total[row.places] -= np.int64(1 << 40) * row.values
    assert total.tolist() == [0, -300 << 40, 2 << 40]
