"""A review: the figures of a period beside those of the last one, of one register or of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rsa_sched.errors import InputError
from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicator import FigureKey, Figures, ReviewFigure, ReviewIndicator
from rsa_sched.review.indicators import INDICATORS
from rsa_sched.review.merging import merged
from rsa_sched.review.periods import Span, end_of_month
from rsa_sched.review.reckoning import EVERYBODY, reckon
from rsa_sched.review.sources import facts_from


class ReviewLine(NamedTuple):
    """A group's figures: of this period, of the last one, the median of the other services."""

    dimension: str
    group: str
    now: ReviewFigure
    before: ReviewFigure | None
    others: float | None


@dataclass(frozen=True)
class Review:
    """Everything that a review tells.

    Attributes
    ----------
    span : the period.
    before : the last one, None where nothing of it is known.
    exact, shown : every figure as it is, for the service alone; as it may be shown.
    asked : the days that were asked for; `span` ends where what is known ends.
    """

    facts: ReviewFacts
    indicators: tuple[ReviewIndicator, ...]
    span: Span
    before: Span | None
    exact: Figures
    shown: Figures
    asked: Span

    @property
    def spans(self) -> list[Span]:
        """This period, and the last one."""
        return [self.span, *([self.before] if self.before else [])]

    def lines(self, indicator: ReviewIndicator, *, exact: bool = False) -> Iterator[ReviewLine]:
        """The figures of an indicator, of everybody first."""
        figures = self.exact if exact else self.shown
        for key in [key for key in figures if key.indicator == indicator.key and key.period == 0]:
            before = figures.get(FigureKey(key.indicator, key.dimension, key.group, 1))
            yield ReviewLine(key.dimension, key.group, figures[key], before, self._others(key, figures))

    def of_all(self, indicator: ReviewIndicator) -> ReviewLine | None:
        """Its figure of everybody; None where it has none."""
        return next((line for line in self.lines(indicator) if line.dimension == EVERYBODY), None)

    @staticmethod
    def _others(key: FigureKey, figures: Figures) -> float | None:
        """The median of the other services' figures, of those that are shown."""
        if key.dimension != "service":
            return None
        found = [
            figure.value
            for other, figure in figures.items()
            if other[:2] == key[:2] and other.period == 0 and other.group != key.group and figure.value is not None
        ]
        return median(found) if found else None


def review(
    paths: Sequence[Path],
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    agreed: Sequence[ReviewIndicator] = (),
    earlier: Sequence[tuple[Span, Span | None]] = (),
) -> Review:
    """The review of registers, or of folders of months, over a period.

    Parameters
    ----------
    first, last : where omitted from the month of the first session that is known to the last closed month.
    agreed : indicators of the partners (`rsa_sched.review.declared`), told before all others.
    earlier : periods, each with the one that stood beside it, of reviews that were shown before.

    Raises
    ------
    InputError, RegisterRefused
        Where nothing can be read, nothing is closed, or the period holds nothing.
    """
    return review_of(merged([facts_from(path) for path in paths]), first, last, agreed, earlier)


def review_of(
    facts: ReviewFacts,
    first: dt.date | None = None,
    last: dt.date | None = None,
    agreed: Sequence[ReviewIndicator] = (),
    earlier: Sequence[tuple[Span, Span | None]] = (),
) -> Review:
    """The review of facts; as `review`."""
    if first is not None and last is not None and last < first:
        raise InputError.of("period", f"{first} - {last}", "period-that-ends-first")
    first = facts.began.replace(day=1) if first is None else first
    asked = Span(first, end_of_month(facts.horizon) if last is None else last)
    if asked.first > min(asked.last, facts.horizon):
        raise InputError.of(
            "period", f"{asked.first} - {asked.last}", "empty-period", since=facts.began, until=facts.horizon
        )
    span = Span(asked.first, min(asked.last, facts.horizon))
    former: Span | None = asked.before()
    if former is not None and former.last < facts.began:
        former = None
    indicators = (*agreed, *INDICATORS)
    spans = [span, *([former] if former else [])]
    pasts = [[one for one in pair if one is not None] for pair in earlier]
    exact, shown = reckon(facts, indicators, spans, pasts)
    return Review(facts, indicators, span, former, exact, shown, asked)
