"""An attack on a review by subtraction: whoever holds every figure that is shown combines them at will.

Each shown figure is a sum over requests, written down from its indicator's definition alone. Sums of one to four people
that are combinations of shown ones (exact elimination modulo a prime) are what must not be found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicator import CountedRows, FigureKey
from rsa_sched.review.periods import Span, of_month
from rsa_sched.review.review import Review, review_of

PRIME = 2**61 - 1
Form = tuple[tuple[str, int], ...]


def form(facts: ReviewFacts, counted: CountedRows, span: Span, dimension: str, group: str) -> Form:
    """The weight of each request in a figure, in sixtieths."""
    found: defaultdict[str, int] = defaultdict(int)
    for row in facts.rows(counted.table):
        if counted.inside(row, span) and (not dimension or str(getattr(row, dimension)) == group):
            for name in row.requests if counted.table == "trips" else [row.request]:
                found[name] += round(60 * counted.weight(row, span))
    return tuple(sorted((name, weight) for name, weight in found.items() if weight))


def told(review: Review, *, everything: bool = False) -> tuple[set[Form], set[Form]]:
    """Forms of everything that is shown, and of everything that there is."""
    shown, there = set[Form](), set[Form]()
    for indicator in review.indicators:
        for key, figure in review.exact.items():
            if key.indicator != indicator.key:
                continue
            public = review.exact[key] if everything else review.shown.get(key)
            span = review.spans[key.period]
            parts = [(indicator.counted, "numerator"), (indicator.over, "denominator")]
            if indicator.measure == "count":
                parts = [(indicator.counted, "value")]
            elif indicator.measure != "ratio":
                parts = [(indicator.counted, "denominator")]
            for counted, name in parts:
                if counted is None or not counted.about_people:
                    continue
                one = form(review.facts, counted, span, key.dimension, key.group)
                there.add(one)
                if public is not None and getattr(public, name) is not None:
                    assert getattr(public, name) == getattr(figure, name)
                    shown.add(one)
            there.update(form(review.facts, guard, span, key.dimension, key.group) for guard in indicator.guards)
    return shown - {()}, there - {()}


def left_over(review: Review, key: FigureKey) -> Form:
    """What the shown groups of a whole leave of it."""
    indicator = next(one for one in review.indicators if one.key == key.indicator)
    rest: defaultdict[str, int] = defaultdict(int)
    for other in review.shown if indicator.counted.about_people else ():
        if other[:2] == key[:2] and other.period == key.period:
            figure = review.shown[other]
            if figure.value is None:
                for name, weight in form(review.facts, indicator.counted, review.spans[key.period], *other[1:3]):
                    rest[name] += weight
    return tuple(sorted(rest.items()))


def found(facts: ReviewFacts, shown: Iterable[Form], secrets: Iterable[Form]) -> list[Form]:
    """Secrets of one to four people that shown figures add up to, or that the difference of two of them is."""
    people, listed = facts.people(), [*shown]
    small = {one for one in secrets if is_few(people, one)}
    small |= {((name, 1),) for name in {name for one in listed for name, _ in one}}
    for one, other in combinations(listed, 2):
        small |= {gap for gap in (less(one, other), less(other, one)) if gap and is_few(people, gap)}
    rows = Echelon(listed)
    return [one for one in small if rows.holds(one)]


def told_together(*reviews: Review) -> list[Form]:
    """What everything that these reviews of the same facts show gives away together."""
    shown, secrets = set[Form](), set[Form]()
    for review in reviews:
        public, there = told(review)
        shown |= public
        secrets |= there | {left_over(review, key) for key in review.shown if key.dimension}
    return found(reviews[0].facts, shown, secrets)


def in_turn(facts: ReviewFacts) -> list[Review]:
    """Reviews of a year from October to July, each knowing those before: ten months, two halves, the whole."""
    months = [of_month(f"{2010 + (n > 12)}-{(n - 1) % 12 + 1:02}") for n in range(10, 20)]
    spans = [span for span in months if span is not None]
    made: list[Review] = []
    for first, last in (*spans, (spans[4].first, None), (spans[0].first, spans[3].last), (None, None)):
        made.append(review_of(facts, first, last, earlier=[(one.span, one.before) for one in made]))
    return made


def is_few(people: dict[str, str], one: Form) -> bool:
    return 0 < len({people[name] for name, _ in one}) < 5


def less(one: Form, other: Form) -> Form | None:
    """The difference, where the one lies within the other."""
    rest = dict(one)
    for name, weight in other:
        rest[name] = rest.get(name, 0) - weight
    return tuple(sorted((name, w) for name, w in rest.items() if w)) if min(rest.values(), default=0) >= 0 else None


class Echelon:
    """Rows brought into echelon form modulo a prime: whether another row is a combination of them."""

    def __init__(self, rows: Sequence[Form]) -> None:
        self._pivots: dict[str, dict[str, int]] = {}
        for row in rows:
            rest = self._reduced(dict(row))
            if rest:
                name = min(rest)
                inverse = pow(rest[name], -1, PRIME)
                self._pivots[name] = {key: value * inverse % PRIME for key, value in rest.items()}

    def holds(self, row: Form) -> bool:
        return not self._reduced(dict(row))

    def _reduced(self, row: dict[str, Any]) -> dict[str, int]:
        todo = True
        while todo:
            todo = False
            for name in sorted(row):
                if name in self._pivots and row[name] % PRIME:
                    times = row[name]
                    for key, value in self._pivots[name].items():
                        row[key] = (row.get(key, 0) - times * value) % PRIME
                    todo = True
            row = {key: value for key, value in row.items() if value % PRIME}
            todo = todo and any(name in self._pivots for name in row)
        return row
