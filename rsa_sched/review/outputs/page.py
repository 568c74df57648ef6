"""The page of a review, and its two pages for the partners' meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from rsa_sched.french.figures import NONE, figure, percent
from rsa_sched.french.labels import COLON
from rsa_sched.french.sentences import say, words
from rsa_sched.publish.pages.words import abbreviations
from rsa_sched.render.html import page
from rsa_sched.render.table import Grid, grid_of
from rsa_sched.review.indicator import FigureKey, ReviewIndicator
from rsa_sched.review.outputs.curve import curve
from rsa_sched.review.outputs.drawing import drawing
from rsa_sched.review.outputs.tables import dimension_label, figures, group_label, in_words, told, totals
from rsa_sched.review.outputs.workbooks import notes, title
from rsa_sched.review.review import Review

BRIEF = (
    "asked", "heard", "waiting", "deferred", "median-wait", "ninth-decile-wait", "within-60-days", "granted-of-due",
    "sessions-held", "sessions-cancelled", "minutes-used", "trips", "trips-avoided", "changes", "letters-in-time",
    "outcomes-recorded", "promises-kept",
)  # fmt: skip
"""What two pages hold of our own indicators."""
BESIDE = ("asked", "heard", "waiting", "median-wait", "granted-of-due")
"""What stands side by side for each kind of structure, and for each service."""
DRAWN = ("asked", "heard", "waiting")


class Told(NamedTuple):
    """An indicator on the page: its words and its figures."""

    name: str
    definition: str
    perimeter: str
    table: Grid


class Picture(NamedTuple):
    """A picture with the table of its figures."""

    title: str
    drawn: Markup
    table: Grid


def review_page(review: Review) -> str:
    """The page; the same review gives the same. Raises MissingExtra without the extra ``plot``."""
    shown = [one for one in review.indicators if not one.internal]
    themes = dict.fromkeys(one.theme for one in shown)
    sections = {
        theme: [_told(review, one) for one in shown if one.theme == theme and (one.groups or theme == "agreed")]
        for theme in themes
    }
    brief = figures(totals(review, shown), say("review.words.all-in-brief"), names=True)
    return page(
        "review.html.jinja",
        title(review),
        services=_services(review),
        notes=notes(review),
        rows=say("review.words.rows-note", file=say("review.files.private")),
        headings=words("review.headings"),
        themes=words("review.themes"),
        anchors=[(f"#theme-{theme}", say(f"review.themes.{theme}")) for theme, found in sections.items() if found],
        sections={theme: found for theme, found in sections.items() if found},
        brief=brief.grid("page"),
        pictures=list(_pictures(review)),
        abbreviations=abbreviations,
    )


def summary_page(review: Review) -> str:
    """Two pages of A4 for the partners' meeting. Raises MissingExtra without the extra ``plot``."""
    shown = [one for one in review.indicators if one.theme == "agreed" or one.key in BRIEF]
    key = figures(totals(review, shown), say("review.words.all-in-brief"), names=True)
    tables = [beside(review, "kind", say("review.words.by-kind"))]
    if len(review.facts.services) > 1:
        tables.append(beside(review, "service", say("review.words.by-service")))
    reasons = next(one for one in review.indicators if one.key == "deferred")
    rows = [row for row in told(review, reasons) if row.line.dimension == "reason"]
    tables.append(figures(rows, say("review.words.reasons")).grid("page"))
    return page(
        "review-summary.html.jinja",
        say("review.words.summary", first=review.span.first, last=review.span.last),
        services=_services(review),
        notes=notes(review),
        headings=words("review.headings"),
        key=key.grid("page"),
        pictures=list(_pictures(review))[:1],
        tables=tables,
        definitions={one.wording.name: one.wording.definition for one in shown},
        abbreviations=abbreviations,
    )


def beside(review: Review, dimension: str, caption: str) -> Grid:
    """Some indicators side by side, a row a group, as they may be shown."""
    columns = [one for one in review.indicators if one.key in BESIDE]
    groups = dict.fromkeys(
        key.group for key in review.shown if key.dimension == dimension and key.indicator in BESIDE and key.period == 0
    )
    rows = [
        [group_label(review.facts, dimension, group), *(_figure(review, one, dimension, group) for one in columns)]
        for group in groups
    ]
    headings = [dimension_label(dimension), *(one.wording.name for one in columns)]
    return grid_of(caption, headings, rows, figures=range(1, len(headings)))


def _figure(review: Review, one: ReviewIndicator, dimension: str, group: str) -> str:
    return in_words(review.shown.get(FigureKey(one.key, dimension, group, 0)), one)


def _told(review: Review, one: ReviewIndicator) -> Told:
    several = len(review.facts.services) > 1
    caption = say("review.words.caption", name=one.wording.name, colon=COLON)
    table = figures(told(review, one), caption, others=several).grid("page")
    return Told(one.wording.name, one.wording.definition, one.wording.perimeter, table)


def _services(review: Review) -> str:
    facts = review.facts
    return say("review.words.lead", services=[facts.label("service", name) for name in facts.services])


def _pictures(review: Review) -> Iterator[Picture]:
    """Who still waits, and who asks, is heard and waits; where there is something to draw."""
    from rsa_sched.plot.review import grouped_bars, waiting_steps

    periods = words("review.columns")
    curves = dict(
        zip((periods["now"], periods["before"]), (curve(review.facts, one) for one in review.spans), strict=False)
    )
    curves = {name: points for name, points in curves.items() if points}
    if curves:
        texts = words("review.pictures.waits")
        drawn = drawing(lambda: waiting_steps(curves), alt=texts["alt"], across=texts["across"], up=texts["up"])
        yield Picture(texts["title"], drawn, _curve_table(curves, texts["days"]))
    columns = [one for one in review.indicators if one.key in DRAWN]
    groups = sorted({key.group for key in review.shown if key.dimension == "kind" and key.indicator in DRAWN})
    values: dict[str, dict[str, float | None]] = {
        one.wording.name: {
            group_label(review.facts, "kind", group): found.value
            for group in groups
            if (found := review.shown.get(FigureKey(one.key, "kind", group, 0))) is not None
        }
        for one in columns
    }
    if any(value for series in values.values() for value in series.values()):
        texts = words("review.pictures.kinds")
        drawn = drawing(lambda: grouped_bars(values), alt=texts["alt"], across=texts["across"], up=texts["up"])
        yield Picture(texts["title"], drawn, beside(review, "kind", say("review.words.by-kind")))


def _curve_table(curves: Mapping[str, Sequence[tuple[int, float]]], first: str) -> Grid:
    days = sorted({day for points in curves.values() for day, _ in points})
    known = [dict(points) for points in curves.values()]
    rows = [[figure(day), *(percent(one[day]) if day in one else NONE for one in known)] for day in days]
    headings = [first, *curves]
    return grid_of(say("review.words.curve"), headings, rows, figures=range(len(headings)), shape="small")
