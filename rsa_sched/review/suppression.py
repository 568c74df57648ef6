"""Which figures may be shown: none of fewer than five people, and none from which one could be got by subtraction.

A figure that counts people is a weighted sum over requests. Figures are taken up in the order of their importance; one
is shown unless, with those that are shown already, it would give away what is to be withheld:

- a *small* sum, whose requests are those of one to four people, or a single request, as any combination of shown sums
  (linear algebra over the requests: totals less groups, periods less periods, sub-sectors across structures, however
  they are nested);
- the difference of two shown sums, one within the other, that is of one to four people;
- what the shown groups of a whole leave over, where that is of one to four people.

What was shown in an earlier review counts as shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations

import numpy as np

from rsa_sched.survival import Array

FEWEST = 5
"""A figure is of so many people at least, or of none."""
_EPSILON = 1e-9

Sum = Mapping[str, float]
"""Weight by request."""


class Disclosure:
    """What the figures shown so far give away.

    Parameters
    ----------
    person : of each request; who is missing is a person by themselves.
    sums : every sum that might be shown, and those that only must not be found.
    wholes : the groups that make up a whole, by a name of the whole.
    """

    def __init__(
        self, person: Mapping[str, str], sums: Iterable[Sum], wholes: Mapping[Hashable, Iterable[Sum]]
    ) -> None:
        listed = [dict(one) for one in sums]
        requests = sorted({request for one in listed for request, weight in one.items() if weight})
        self._column = {request: n for n, request in enumerate(requests)}
        people = {name: n for n, name in enumerate(sorted({person.get(one, one) for one in requests}))}
        self._person = np.array([people[person.get(one, one)] for one in requests], dtype=int)
        small = {row.tobytes(): row for row in map(self._row, listed) if self._is_small(row)}
        self._rest: dict[Hashable, Array] = {}
        for whole, parts in wholes.items():
            rows = [self._row(part) for part in parts]
            self._rest[whole] = np.sum(rows, axis=0)
            for one, other in combinations([row for row in rows if self._is_small(row)], 2):
                if self._is_small(one + other):
                    small[(one + other).tobytes()] = one + other
        secrets = np.array([*small.values(), *np.eye(len(requests))]).reshape(-1, len(requests))
        norms = np.linalg.norm(secrets, axis=1, keepdims=True)
        self._left = secrets / np.where(norms, norms, 1)
        """Of each secret what no combination of shown sums reaches."""
        self._basis = np.zeros((0, len(requests)))
        self._shown = np.zeros((0, len(requests)))

    def few(self, one: Sum) -> bool:
        """Whether a sum is of one to four people."""
        return self._is_small(self._row(one))

    def show(self, one: Sum, whole: Hashable = None) -> bool:
        """Show a sum if it gives nothing away; returns whether it is shown.

        Parameters
        ----------
        whole : the name of the whole that it is a group of.
        """
        row = self._row(one)
        if not row.any():
            return True
        rest = self._rest[whole] - row if whole in self._rest else None
        if self._is_small(row) or self._differs_little(row) or (rest is not None and self._is_small(rest)):
            return False
        if not self._extend(row):
            return False
        self._shown = np.vstack([self._shown, row])
        if rest is not None:
            self._rest[whole] = rest
        return True

    def _is_small(self, row: Array) -> bool:
        """Whether a row of weights is of one to four people."""
        return 0 < len(np.unique(self._person[row != 0])) < FEWEST

    def _extend(self, row: Array) -> bool:
        """Take a sum into what is known, unless a secret would be known by it."""
        unit = row / np.linalg.norm(row)
        rest = unit - self._basis.T @ (self._basis @ unit)
        rest -= self._basis.T @ (self._basis @ rest)  # once more: what rounding left over
        norm = np.linalg.norm(rest)
        if norm <= _EPSILON**0.5:
            return True
        direction = rest / norm
        along = self._left @ direction
        if ((self._left**2).sum(axis=1) - along**2 < _EPSILON).any():
            return False
        self._left -= np.outer(along, direction)
        self._basis = np.vstack([self._basis, direction])
        return True

    def _differs_little(self, row: Array) -> bool:
        """Whether it lies within a shown sum, or one within it, and all but one to four people are in both."""
        for gap in (self._shown - row, row - self._shown):
            if any(map(self._is_small, gap[(gap >= 0).all(axis=1)])):
                return True
        return False

    def _row(self, one: Sum) -> Array:
        row = np.zeros(len(self._column))
        for request, weight in one.items():
            if weight:
                row[self._column[request]] = weight
        return row
