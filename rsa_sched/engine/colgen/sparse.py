"""Coefficients of a row over a pool: of most plans none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from rsa_sched.engine.colgen.arrays import Ints, Mask


def narrowest(most: int) -> type[np.int16 | np.int32]:
    """The kind of whole number for values between ``-most`` and `most`: there are millions of them."""
    import numpy as np

    return np.int16 if most <= np.iinfo(np.int16).max else np.int32


@dataclass(frozen=True)
class Sparse:
    """Places in order, and the values that are not 0 there, in few bits, since there are hundreds of such rows."""

    places: Ints
    values: Ints

    @classmethod
    def of(cls, dense: Ints) -> Sparse:
        """The same as an array."""
        import numpy as np

        places = np.flatnonzero(dense)
        values = dense[places]
        most = int(max(values.max(), -values.min())) if len(values) else 0
        return cls(places.astype(np.int32), values.astype(narrowest(most)))

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
