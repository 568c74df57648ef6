"""From facts to figures: every indicator, of everybody and of each group, exactly and as it may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rsa_sched.review.facts import RequestFact, ReviewFacts, requests_of
from rsa_sched.review.indicator import CountedRows, FigureKey, Figures, ReviewFigure, ReviewIndicator, known
from rsa_sched.review.periods import Span
from rsa_sched.review.suppression import Disclosure
from rsa_sched.survival import quantile

EVERYBODY = ""
QUANTILES = {"median": 0.5, "ninth-decile": 0.9}


@dataclass(frozen=True, slots=True)
class FigureRows:
    """The rows of a figure, and what is shown of them: sums by request where it is about people."""

    indicator: ReviewIndicator
    key: FigureKey
    span: Span
    rows: tuple[Any, ...]
    over: tuple[Any, ...] | None
    guards: tuple[dict[str, float], ...]

    @property
    def sum(self) -> dict[str, float] | None:
        """Weight by request of what it counts; None where it is not about people."""
        return _sum(self.indicator.counted, self.rows, self.span)

    @property
    def sum_over(self) -> dict[str, float] | None:
        """The same of its denominator."""
        over = self.indicator.over
        return None if over is None or self.over is None else _sum(over, self.over, self.span)

    def exact(self) -> ReviewFigure:
        """The figure, whoever it is about."""
        counted, over = self.indicator.counted, self.indicator.over
        if self.indicator.measure in ("count", "ratio"):
            numerator = _rounded(sum(counted.weight(row, self.span) for row in self.rows))
            if over is None or self.over is None:
                return ReviewFigure(numerator)
            whole = sum(over.weight(row, self.span) for row in self.over)
            return ReviewFigure(numerator / whole if whole else None, numerator, whole)
        return ReviewFigure(_days(self.indicator.measure, self.rows, self.span), denominator=len(self.rows))


def reckon(
    facts: ReviewFacts,
    indicators: Iterable[ReviewIndicator],
    spans: Sequence[Span],
    earlier: Iterable[Sequence[Span]] = (),
) -> tuple[Figures, Figures]:
    """All figures as they are, and as they may be shown.

    Parameters
    ----------
    spans : this period, and the last one where it is to stand beside it.
    earlier : the periods of reviews that were shown before, in their order.
    """
    listed = list(indicators)
    listed_rows = _in_order(facts, listed, spans)
    before = [_in_order(facts, listed, one) for one in earlier]
    every = [one for part in (*before, listed_rows) for one in part]
    disclosure = Disclosure(facts.people(), _sums(every), _wholes(every))
    for part in before:
        for one in part:
            _shown(one, disclosure)
    exact = {one.key: one.exact() for one in listed_rows}
    shown = {one.key: _shown(one, disclosure) for one in listed_rows if not one.indicator.internal}
    return exact, shown


def rows_of(facts: ReviewFacts, counted: CountedRows, span: Span) -> list[Any]:
    """The rows of a table that lie inside a perimeter."""
    return [row for row in facts.rows(counted.table) if counted.inside(row, span)]


def _in_order(facts: ReviewFacts, indicators: Sequence[ReviewIndicator], spans: Sequence[Span]) -> list[FigureRows]:
    """Figures in the order in which they are shown: of everybody first, of this period, of larger groups."""
    found = []
    for n, indicator in enumerate(indicators):
        for one in _figure_rows(facts, indicator, spans):
            depth = 0 if one.key.dimension == EVERYBODY else 1 + ("service", *indicator.groups).index(one.key.dimension)
            found.append(((depth > 0, n, depth, one.key.period, -len(one.rows), one.key.group), one))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _figure_rows(facts: ReviewFacts, indicator: ReviewIndicator, spans: Sequence[Span]) -> Iterator[FigureRows]:
    parts = [indicator.counted, *([indicator.over] if indicator.over else []), *indicator.guards]
    inside = [[rows_of(facts, part, span) for part in parts] for span in spans]
    by_service = ("service",) if len(facts.services) > 1 and not indicator.internal else ()
    for dimension in (*((EVERYBODY,) if indicator.whole else ()), *indicator.groups, *by_service):
        grouped = [[_grouped(rows, dimension) for rows in found] for found in inside]
        groups = sorted({group for found in grouped for part in found for group in part} or {EVERYBODY})
        for period, (span, found) in enumerate(zip(spans, grouped, strict=True)):
            for group in groups if dimension else [EVERYBODY]:
                rows, *others = (tuple(part.get(group, ())) for part in found)
                over = others.pop(0) if indicator.over is not None else None
                guards = tuple(
                    _sum(guard, other, span) or {} for guard, other in zip(indicator.guards, others, strict=True)
                )
                key = FigureKey(indicator.key, dimension, group, period)
                yield FigureRows(indicator, key, span, rows, over, guards)


def _grouped(rows: Iterable[Any], dimension: str) -> dict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[str(getattr(row, dimension, "")) if dimension else EVERYBODY].append(row)
    return dict(found)


def _sum(counted: CountedRows, rows: Iterable[Any], span: Span) -> dict[str, float] | None:
    if not counted.about_people:
        return None
    found: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for request in requests_of(row):
            found[request] += counted.weight(row, span)
    return dict(found)


def _sums(listed_rows: Iterable[FigureRows]) -> Iterator[dict[str, float]]:
    """Every sum that a figure tells, or that it must not give away: what a ratio leaves over among them."""
    for one in listed_rows:
        counted, over = one.sum, one.sum_over
        yield from (found for found in (counted, over, *one.guards) if found is not None)
        if counted is not None and over is not None:
            rest = {name: over.get(name, 0) - counted.get(name, 0) for name in {*over, *counted}}
            if min(rest.values(), default=0) >= 0:
                yield rest


def _whole(one: FigureRows, part: str) -> tuple[Any, ...] | None:
    """The name of the whole that a group's sum is a part of; None for everybody's."""
    return (one.key.indicator, one.key.dimension, one.span, part) if one.key.dimension else None


def _wholes(listed_rows: Iterable[FigureRows]) -> dict[Hashable, list[dict[str, float]]]:
    """The sums of all groups of each dimension of an indicator in a period."""
    found: defaultdict[Hashable, list[dict[str, float]]] = defaultdict(list)
    for one in listed_rows:
        if one.key.dimension and not one.indicator.internal:
            for part, weights in (("counted", one.sum), ("over", one.sum_over)):
                if weights is not None:
                    found[_whole(one, part)].append(weights)
    return dict(found)


def _shown(one: FigureRows, disclosure: Disclosure) -> ReviewFigure:
    """The figure as far as it may be shown with those that are shown already."""
    exact, counted, over = one.exact(), one.sum, one.sum_over
    given = [disclosure.show(guard) for guard in one.guards]
    guarded = all(given)
    if one.indicator.measure not in ("count", "ratio"):
        number = disclosure.show(counted or {}, _whole(one, "counted"))
        if disclosure.few(counted or {}):
            return ReviewFigure(None, withheld=True)
        return exact if number else ReviewFigure(exact.value)
    whole = over is None or disclosure.show(over, _whole(one, "over"))
    part = counted is None or disclosure.show(counted, _whole(one, "counted"))
    if whole and part and guarded:
        return exact
    return ReviewFigure(
        None,
        exact.numerator if part and one.over is not None and guarded else None,
        exact.denominator if whole and guarded else None,
        withheld=True,
    )


def _rounded(value: float) -> float:
    """Without what floating point leaves of thirds."""
    near = round(value, 9)
    return int(near) if near == int(near) else near


def _days(measure: str, rows: Sequence[RequestFact], span: Span) -> float | None:
    if not rows:
        return None
    days = np.array([row.days_until(span.last) for row in rows])
    if measure == "longest":
        return float(max((row.days_until(span.last) for row in rows if row.fate != "withdrawn"), default=0))
    heard = np.array([row.fate == "heard" and row.ended_by(span.last) for row in rows])
    since = np.array([max(0, (span.first - row.requested_on).days) for row in rows])
    return known(quantile(days, heard, QUANTILES[measure], since))


__all__ = ["EVERYBODY", "FigureRows", "reckon", "rows_of"]
