"""A linear model with whole numbers in it, row by row in plain lists, as HiGHS takes it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

Term = tuple[int, int]
"""(factor, column)."""


@dataclass
class Arrays:
    """Columns with what they bring, to be maximised; rows between two numbers.

    Attributes
    ----------
    most : of each column; the least is 0.
    starts, columns, factors : the rows one after the other, as a compressed sparse matrix has them.
    """

    gains: list[int] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    row_least: list[float] = field(default_factory=list)
    row_most: list[float] = field(default_factory=list)

    def boolean(self) -> int:
        """A new column that is 0 or 1."""
        return self._column(1, whole=True)

    def number(self, most: float) -> int:
        """A new column from 0 to that."""
        return self._column(most, whole=False)

    def _column(self, most: float, *, whole: bool) -> int:
        self.gains.append(0)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.gains) - 1

    def row(self, terms: Iterable[Term], least: float = -math.inf, most: float = math.inf) -> None:
        """A new row."""
        together: dict[int, int] = defaultdict(int)
        for factor, column in terms:
            together[column] += factor
        self.columns.extend(together)
        self.factors.extend(together.values())
        self.starts.append(len(self.columns))
        self.row_least.append(least)
        self.row_most.append(most)

    @property
    def size(self) -> str:
        """In words."""
        return f"{len(self.row_least):,} rows × {len(self.gains):,} columns, {len(self.columns):,} entries"
