"""An indicator is data: what is counted, over what, by which groups. Its words are in ``french/review.toml`` or in a
TOML of the service's own (`rsa_sched.review.declared`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from rsa_sched.review.periods import Span

Measure = Literal["count", "ratio", "median", "ninth-decile", "longest"]
"""``count``: the sum of weights. ``ratio``: of two sums. The others are of the days waited."""
ReviewUnit = Literal[
    "requests", "sessions", "trips", "letters", "decisions", "points", "days", "share", "places", "hours"
]

Inside = Callable[[Any, Span], bool]
Weight = Callable[[Any, Span], float]


def one(_row: Any, _span: Span) -> float:
    """Each row counts once."""
    return 1


@dataclass(frozen=True, slots=True)
class CountedRows:
    """Rows of a table of facts that lie inside a perimeter, and what each weighs.

    Attributes
    ----------
    table : a name of `facts.TABLES`.
    inside : whether a row belongs to the perimeter in a period.
    weight : what it counts.
    about_people : whether a figure of few people's rows is withheld; each row then has a ``request``.
    wanted : of a declared perimeter the columns, each with the values of which a row has one.
    """

    table: str
    inside: Inside
    weight: Weight = one
    about_people: bool = True
    wanted: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class Wording(NamedTuple):
    """What people read of an indicator: its name, what it means, whom it counts."""

    name: str
    definition: str
    perimeter: str


@dataclass(frozen=True, slots=True)
class ReviewIndicator:
    """An indicator.

    Attributes
    ----------
    key : its name in the files.
    theme : under which it stands.
    counted : the rows that it is about; of a ratio the numerator.
    over : the denominator of a ratio.
    groups : attributes of the rows by which it is told too.
    guards : further figures that it would give away: it is withheld where one of them is.
    whole : whether there is a figure of everybody.
    internal : for the service's own files alone, since each figure is one professional's.
    wording : its words.
    """

    key: str
    theme: str
    unit: ReviewUnit
    measure: Measure
    counted: CountedRows
    wording: Wording
    over: CountedRows | None = None
    groups: tuple[str, ...] = ()
    guards: tuple[CountedRows, ...] = ()
    whole: bool = True
    internal: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFigure:
    """A figure of one group in one period.

    Attributes
    ----------
    value : None where there is nothing to tell, or it is withheld.
    numerator, denominator : what it is made of; None likewise, and where it is no sum.
    withheld : whether it is of fewer than five people, or would give such a figure away.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    withheld: bool = False


class FigureKey(NamedTuple):
    """Which figure: of an indicator, a dimension ("" for everybody), a group, a period (0: this one, 1: the last)."""

    indicator: str
    dimension: str
    group: str
    period: int


Figures = Mapping[FigureKey, ReviewFigure]


def known(value: float) -> float | None:
    """A value, None where it is no number."""
    return None if math.isnan(value) else value
