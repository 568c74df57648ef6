"""The figures of a review as tables, for the page, the workbooks and the csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rsa_sched.french.figures import NONE, decimal, figure, percent
from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.render.table import Layout, Share, Table, column
from rsa_sched.review.facts import ReviewFacts
from rsa_sched.review.indicator import ReviewFigure, ReviewIndicator
from rsa_sched.review.reckoning import EVERYBODY
from rsa_sched.review.review import Review, ReviewLine

FINE = ("share", "hours", "places")
"""Units that are told with one decimal."""


class ToldLine(NamedTuple):
    """A figure with its indicator and the words for its group."""

    indicator: ReviewIndicator
    line: ReviewLine
    group: str


def told(review: Review, indicator: ReviewIndicator, *, exact: bool = False) -> list[ToldLine]:
    """Every figure of an indicator; groups in which there is nothing in either period are left out."""
    lines = [
        line for line in review.lines(indicator, exact=exact) if line.dimension == EVERYBODY or not _is_empty(line)
    ]
    return [ToldLine(indicator, line, group_label(review.facts, line.dimension, line.group)) for line in lines]


def totals(review: Review, indicators: Iterable[ReviewIndicator]) -> list[ToldLine]:
    """The figure of everybody of each indicator that has one."""
    found = ((one, review.of_all(one)) for one in indicators)
    return [ToldLine(one, line, say("review.words.all")) for one, line in found if line is not None]


def figures(
    rows: Sequence[ToldLine],
    caption: str = "",
    *,
    others: bool = False,
    names: bool = False,
    named_groups: bool = False,
) -> Table[ToldLine]:
    """A table of figures.

    Parameters
    ----------
    others : whether the median of the other services stands there.
    names : whether each row is named by its indicator, not by its group.
    named_groups : whether it is named by both.
    """
    first = "name" if names else "name, dimension, group" if named_groups else "dimension, group"
    beside = ", others" * others
    return Table(
        rows,
        {
            "theme": column(lambda row: say(f"review.themes.{row.indicator.theme}"), width=18),
            "name": column(lambda row: row.indicator.wording.name, width=30),
            "dimension": column(lambda row: dimension_label(row.line.dimension), width=20),
            "group": column(lambda row: row.group, width=28),
            "now": column(lambda row: _cell(row.line.now, row.indicator), "number", 14),
            "numerator": column(lambda row: row.line.now.numerator, "number", 12),
            "denominator": column(lambda row: row.line.now.denominator, "number", 12),
            "before": column(lambda row: _cell(row.line.before, row.indicator), "number", 14),
            "others": column(lambda row: _value(row.line.others, row.indicator), "number", 14),
            "now-words": column(lambda row: in_words(row.line.now, row.indicator), right=True),
            "of": column(lambda row: _made_of(row.line.now), right=True),
            "before-words": column(lambda row: in_words(row.line.before, row.indicator), right=True),
            "others-words": column(lambda row: _number(row.line.others, row.indicator), right=True),
            "unit": column(lambda row: say(f"review.units.{row.indicator.unit}"), width=12),
            "definition": column(lambda row: row.indicator.wording.definition, width=60),
            "perimeter": column(lambda row: row.indicator.wording.perimeter, width=50),
        },
        {
            "page": Layout(
                f"{first}, now-words, of, before-words{', others-words' * others}, unit", caption,
                "name" if names else "group",
            ),
            "sheet": Layout(f"{first}, now, numerator, denominator, before{beside}, unit", caption),
            "csv": Layout(
                f"theme, name, dimension, group, now, numerator, denominator, before{beside}, unit, "
                "definition, perimeter"
            ),
        },
        {"columns": words("review.columns")},
    )  # fmt: skip


def definitions(indicators: Sequence[ReviewIndicator]) -> Table[ReviewIndicator]:
    """What each figure means and whom it counts."""
    return Table(
        indicators,
        {
            "name": column(lambda row: row.wording.name, width=30),
            "definition": column(lambda row: row.wording.definition, width=70),
            "perimeter": column(lambda row: row.wording.perimeter, width=60),
            "unit": column(lambda row: say(f"review.units.{row.unit}"), width=12),
        },
        {"page": Layout("name, definition, perimeter, unit", shape="long"),
         "sheet": Layout("name, definition, perimeter, unit")},
        {"columns": words("review.columns")},
    )  # fmt: skip


def dimension_label(dimension: str) -> str:
    """« Sorte de structure », « ensemble »."""
    return say("review.words.all") if dimension == EVERYBODY else say(f"review.dimensions.{dimension}")


def group_label(facts: ReviewFacts, dimension: str, group: str) -> str:
    """The word for a group of a dimension."""
    if dimension == EVERYBODY:
        return say("review.words.all")
    if not group:
        return say("review.words.nobody")
    known: Mapping[str, str] = lookup("deferrals.reasons") if dimension == "reason" else {}
    own: Mapping[str, Mapping[str, str]] = lookup("review.groups")
    return {**known, **own.get(dimension, {})}.get(group) or facts.label(dimension, group)


def in_words(told_figure: ReviewFigure | None, indicator: ReviewIndicator) -> str:
    """« 12 », « 43,2 % », « retenu », « – »."""
    if told_figure is not None and told_figure.withheld:
        return say("review.words.withheld")
    return _number(None if told_figure is None else told_figure.value, indicator)


def _number(value: float | None, indicator: ReviewIndicator) -> str:
    if value is None:
        return NONE
    if indicator.unit == "share":
        return percent(value)
    return decimal(value) if indicator.unit in FINE or value != int(value) else figure(int(value))


def _made_of(told_figure: ReviewFigure) -> str:
    """« 12 sur 40 »."""
    if told_figure.numerator is None or not told_figure.denominator:
        return NONE
    numerator, denominator = (
        figure(int(one)) if one == int(one) else decimal(one)
        for one in (told_figure.numerator, told_figure.denominator)
    )
    return say("review.words.of", numerator=numerator, denominator=denominator)


def _cell(told_figure: ReviewFigure | None, indicator: ReviewIndicator) -> Any:
    """A number for files, or the word for what is withheld."""
    if told_figure is not None and told_figure.withheld:
        return say("review.words.withheld")
    return _value(None if told_figure is None else told_figure.value, indicator)


def _value(value: float | None, indicator: ReviewIndicator) -> Any:
    if value is None:
        return None
    return Share(value) if indicator.unit == "share" else value


def _is_empty(line: ReviewLine) -> bool:
    return all(
        one is None or (not one.withheld and not one.value and not one.denominator) for one in (line.now, line.before)
    )
