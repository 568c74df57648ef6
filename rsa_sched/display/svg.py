"""The month as a picture: a row for each session, a box for each situation, to scale.

Readable without colour: every box bears its situation and kind, and each kind has a dash of its own. Only attributes,
no style sheet, script or id, so that several pictures can share a page; same agenda, same bytes.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import accumulate, count, cycle
from typing import NamedTuple

from rsa_sched.display.view import Line, SessionView
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import day, hour, period
from rsa_sched.french.sentences import say
from rsa_sched.render.html import harmless

WIDTH = 900
MARGIN = 20
TRACK = 250
"""Where the hours begin; to the left of it stands what each session is."""
TRACK_WIDTH = WIDTH - MARGIN - TRACK
HEAD = 100
ROW = 82
BOX = 44
FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
INK, QUIET, RULE = "#1b1f24", "#57606a", "#d0d7de"


class Look(NamedTuple):
    """How the boxes of one kind look."""

    fill: str
    edge: str
    dash: str


# Tints far enough apart for the colour-blind and all light enough for dark text; the dash says the same without colour.
LOOKS = (
    Look("#d6e6f7", "#1f5f99", "none"),
    Look("#fde7c2", "#a35200", "7 3"),
    Look("#dcefd6", "#2d6a2d", "2 3"),
    Look("#f6dbe6", "#9c2f63", "11 3 2 3"),
    Look("#e7e0f6", "#5b3fa3", "4 6"),
    Look("#e6e6e6", "#444444", "2 3 2 3 8 3"),
)
"""Of each kind, in the regulation's order, from the first again where there are more kinds."""


def timeline(problem: Problem, agenda: Agenda) -> str:
    """The agenda of a problem as an SVG picture, 900 units wide."""
    sessions = view(problem, agenda).sessions
    looks = dict(zip(problem.regulation.kinds, cycle(LOOKS), strict=False))
    scale = TRACK_WIDTH / max((session.minutes for session in sessions), default=1)
    height = HEAD + ROW * max(1, len(sessions)) + MARGIN // 2
    title, described = say("agenda.title", problem=agenda.problem), " ".join(map(_description, sessions))
    body = [*_head(title, agenda, Counter(line.kind for session in sessions for line in session.lines), looks)]
    for top, session in zip(count(HEAD, ROW), sessions, strict=False):
        body += [*_label(session, top), *_track(session, scale, top)]
        for line in session.lines:
            body += _box(line, session, looks[line.kind], scale, top)
        body += _remark(session, scale, top)
    if not sessions:
        body.append(text(MARGIN, HEAD + 30, say("agenda.picture.empty"), size=13))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="fr" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}">',
            f"<title>{escape_text(title)}</title>",
            f"<desc>{escape_text(described or say('agenda.picture.empty'))}</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        ]
    )


def _head(title: str, agenda: Agenda, kinds: Counter[str], looks: dict[str, Look]) -> Iterator[str]:
    """Title, figures and what the kinds look like."""
    heard = say("labels.heard-and-deferred", heard=len(agenda.appointments), deferred=len(agenda.deferrals))
    proof = say(f"agenda.picture.{agenda.status}", bound=agenda.bound)
    figures = say("agenda.picture.figures", heard=heard, points=agenda.points, proof=proof)
    yield text(MARGIN, 34, fit_text(title, WIDTH - 2 * MARGIN, 20), size=20, bold=True)
    yield text(MARGIN, 56, figures, size=13, ink=QUIET)
    left = MARGIN
    for kind, look in looks.items():
        label = say("agenda.picture.kind", kind=fit_text(kind, 200, 12), number=kinds[kind])
        if left + 29 + width(label, 12) > WIDTH - MARGIN:
            yield text(left, 82, "…", size=12)
            break
        yield from _card(left, 70, 22, 16, look)
        yield text(left + 29, 82, label, size=12)
        left += 29 + round(width(label, 12)) + 12


def _label(session: SessionView, top: int) -> Iterator[str]:
    room = TRACK - MARGIN - 16
    use = say(f"labels.short-modes.{session.mode}")
    if session.mode != "cancelled":
        use = say("agenda.picture.use", number=len(session.lines), mode=use)
    yield f'<path d="M{MARGIN} {top}H{WIDTH - MARGIN}" stroke="{RULE}"/>'
    yield text(MARGIN, top + 30, fit_text(day(session.start.date()), room, 13), size=13, bold=True)
    yield text(MARGIN, top + 47, fit_text(session.venue_label, room, 12), size=12)
    named = say("agenda.picture.session", session=session.id, use=use)
    yield text(MARGIN, top + 63, fit_text(named, room, 11), size=11, ink=QUIET)


def _track(session: SessionView, scale: float, top: int) -> Iterator[str]:
    """The hours of a session."""
    step = next((step for step in (30, 60, 120, 180, 240, 360) if step * scale >= 40), 720)
    right = TRACK + session.minutes * scale
    for minutes in range(0, session.minutes + 1, step):
        x = TRACK + minutes * scale
        yield f'<path d="M{number(x)} {top + 18}V{top + 23}" stroke="{QUIET}"/>'
        anchor = "end" if x > WIDTH - MARGIN - 12 else "middle"
        yield text(x, top + 15, hour(session.start + dt.timedelta(minutes=minutes)), size=11, ink=QUIET, anchor=anchor)
    yield (
        f'<rect x="{TRACK}" y="{top + 23}" width="{number(right - TRACK)}" height="{BOX}" fill="none" '
        f'stroke="{QUIET}" stroke-dasharray="1 3"/>'
    )


def _box(line: Line, session: SessionView, look: Look, scale: float, top: int) -> Iterator[str]:
    """A situation with its id, kind and hour, as far as they fit; all of it where the pointer rests."""
    begin, end = (_minutes(session, moment) for moment in (line.start, line.end))
    left, wide = TRACK + begin * scale, (end - begin) * scale
    kind, first = line.kind, hour(line.start)
    room, middle = wide - 14, left + 4 + wide / 2
    title = ", ".join([line.situation, kind, period(line.start, line.end), *line.shown])
    yield f"<g><title>{escape_text(title)}</title>"
    yield from _card(left + 1, top + 23, wide - 2, BOX, look)
    yield text(middle, top + 42, fit_text(line.situation, room, 12, tail=True), size=12, bold=True, anchor="middle")
    below = f"{kind} · {first}"
    if width(below, 11) > room:
        below = fit_text(kind, room, 11)
    yield text(middle, top + 58, below, size=11, anchor="middle") + "</g>"


def _card(left: float, top: float, wide: float, high: float, look: Look) -> Iterator[str]:
    """A box of one kind, its dash on the left edge."""
    box = f'x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="{number(high)}"'
    yield f'<rect {box} rx="3" fill="{look.fill}" stroke="{look.edge}"/>'
    yield (
        f'<path d="M{number(left + 4)} {number(top + 3)}V{number(top + high - 3)}" stroke="{look.edge}" '
        f'stroke-width="3" stroke-dasharray="{look.dash}"/>'
    )


def _remark(session: SessionView, scale: float, top: int) -> Iterator[str]:
    """What the empty end of a session is."""
    used = max((_minutes(session, line.end) for line in session.lines), default=0)
    remark = say(f"labels.free.{session.mode}")
    room = (session.minutes - used) * scale - 16
    if width(remark, 12) <= room:
        middle = TRACK + (used + session.minutes) / 2 * scale
        yield text(middle, top + 50, remark, size=12, ink=QUIET, anchor="middle")


def _description(session: SessionView) -> str:
    """A session in one sentence, for those who hear the picture."""
    seats = ", ".join(f"{hour(line.start)} {line.situation} ({line.kind})" for line in session.lines)
    return say(
        "agenda.picture.description",
        start=session.start,
        venue=session.venue_label,
        session=session.id,
        mode=say(f"labels.short-modes.{session.mode}"),
        seats=seats or say("agenda.picture.no-seats"),
    )


def _minutes(session: SessionView, moment: dt.datetime) -> int:
    """Minutes from the session's start."""
    return round((moment - session.start).total_seconds() / 60)


# --- text -------------------------------------------------------------------------------------------------------------


def text(
    x: float, y: float, words: str, *, size: int, ink: str = INK, bold: bool = False, anchor: str = "start"
) -> str:
    """A line of text, its base line at `y`."""
    weight = ' font-weight="600"' if bold else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    place = f'x="{number(x)}" y="{number(y)}"'
    return f'<text {place} font-size="{size}" fill="{ink}"{weight}{where}>{escape_text(words)}</text>'


def escape_text(words: str) -> str:
    """Text that is nothing but text in HTML and XML; characters that neither may hold become replacement marks."""
    return escape(harmless(words))


def number(value: float) -> str:
    """To a tenth of a unit, no zero too many."""
    return f"{value:.1f}".removesuffix(".0")


def width(words: str, size: int) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return sum(map(_width, words)) * size / 100


def _width(character: str) -> int:
    """In hundredths of the font size."""
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 110
    if character in " .,:;·'’|!()[]-ijlt\u00a0\u202f":
        return 38
    return 74 if character.isupper() or character in "mw%–—…" else 60


def fit_text(words: str, room: float, size: int, *, tail: bool = False) -> str:
    """As much of a text as there is room for, its beginning or its tail, the rest as « … »; else nothing."""
    if width(words, size) <= room:
        return words
    left = room * 100 / size - _width("…")
    kept = sum(total <= left for total in accumulate(map(_width, reversed(words) if tail else words)))
    if not kept:
        return ""
    return f"…{words[-kept:].lstrip()}" if tail else f"{words[:kept].rstrip()}…"
