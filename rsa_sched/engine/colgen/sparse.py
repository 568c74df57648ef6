"""Coefficients of a row over a pool: of most plans none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rsa_sched.engine.colgen.arrays import Ints, Mask


@dataclass(frozen=True)
class Sparse:
    """Places in order, and the values that are not 0 there: in 32 bits each, since there are hundreds of such rows."""

    places: Ints
    values: Ints

    @classmethod
    def of(cls, dense: Ints) -> Sparse:
        """The same as an array."""
        import numpy as np

        places = np.flatnonzero(dense)
        return cls(places.astype(np.int32), dense[places].astype(np.int32))

    def at(self, rows: Ints) -> Ints:
        """The values at these places, in any order."""
        import numpy as np

        if not len(self.places):
            return np.zeros(len(rows), dtype=np.int64)
        found = np.minimum(np.searchsorted(self.places, rows), len(self.places) - 1)
        values: Ints = np.where(self.places[found] == rows, self.values[found], np.int64(0))
        return values

    def select(self, kept: Mask) -> Sparse:
        """Over some of the places, which are numbered anew."""
        import numpy as np

        here = kept[self.places]
        return Sparse((np.cumsum(kept, dtype=np.int32) - 1)[self.places[here]], self.values[here])
