"""The month as a picture: a row for each session, a box for each situation, to scale.

Readable without colour: every box bears its situation and kind, and each kind has a dash of its own. Only attributes,
no style sheet, script or id, so that several pictures can share a page; same agenda, same bytes.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate, cycle

from rsa_sched.domain.agenda import Agenda, Appointment, Mode
from rsa_sched.domain.clock import DAY, to_minute
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.session import CompleteSession
from rsa_sched.french.figures import count, day, figure
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
INK, QUIET, LINE = "#1b1f24", "#57606a", "#d0d7de"

# Tints far enough apart for the colour-blind and all light enough for dark text; the dash says the same without colour.
LOOKS = (
    ("#d6e6f7", "#1f5f99", "none"),
    ("#fde7c2", "#a35200", "7 3"),
    ("#dcefd6", "#2d6a2d", "2 3"),
    ("#f6dbe6", "#9c2f63", "11 3 2 3"),
    ("#e7e0f6", "#5b3fa3", "4 6"),
    ("#e6e6e6", "#444444", "2 3 2 3 8 3"),
)
"""Fill, edge and dash of each kind, in the regulation's order, over again where there are more kinds."""


@dataclass(frozen=True)
class Look:
    """How the boxes of one kind look."""

    fill: str
    edge: str
    dash: str


def timeline(problem: Problem, agenda: Agenda) -> str:
    """The agenda of a problem as an SVG picture, 900 units wide."""
    index = ProblemIndex(problem)
    looks = {kind: Look(*look) for kind, look in zip(problem.regulation.kinds, cycle(LOOKS), strict=False)}
    seated: dict[str, list[Appointment]] = defaultdict(list)
    for line in agenda.appointments:
        seated[line.session].append(line)
    modes = {line.session: line.mode for line in agenda.sessions}
    sessions = sorted(index.sessions.values(), key=lambda row: (row.start, row.id))
    venues = {venue.id: venue.label or venue.id for venue in problem.venues}
    scale = TRACK_WIDTH / max((session.minutes for session in sessions), default=1)
    height = HEAD + ROW * max(1, len(sessions)) + MARGIN // 2

    title = f"Ordre du jour {agenda.problem}"
    said = [_said(session, modes[session.id], venues[session.venue], seated[session.id], index) for session in sessions]
    body = [*_head(title, agenda, index, looks)]
    for n, session in enumerate(sessions):
        top = HEAD + n * ROW
        body += _label(session, modes[session.id], venues[session.venue], seated[session.id], top)
        body += _track(session, scale, top)
        for line in seated[session.id]:
            body += _box(line, session, index.kind_of(line.situation), looks, scale, top)
        body += _remark(session, modes[session.id], seated[session.id], scale, top)
    if not sessions:
        body.append(text(MARGIN, HEAD + 30, "Aucune séance.", size=13))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="fr" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" font-family="{FONT}">',
            f"<title>{escaped(title)}</title>",
            f"<desc>{escaped(' '.join(said) or 'Aucune séance.')}</desc>",
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            *body,
            "</svg>\n",
        ]
    )


def _head(title: str, agenda: Agenda, index: ProblemIndex, looks: dict[str, Look]) -> Iterator[str]:
    """Title, figures and what the kinds look like."""
    heard = say("labels.heard-and-deferred", heard=len(agenda.appointments), deferred=len(agenda.deferrals))
    proof = "optimum prouvé" if agenda.status == "optimal" else f"au plus {figure(agenda.bound)} possibles"
    yield text(MARGIN, 34, fitted(title, WIDTH - 2 * MARGIN, 20), size=20, bold=True)
    yield text(MARGIN, 56, f"{heard} – {count(agenda.points, 'point')}, {proof}", size=13, ink=QUIET)
    kinds = Counter(index.kind_of(line.situation) for line in agenda.appointments)
    left = MARGIN
    for kind, look in looks.items():
        label = f"{fitted(kind, 200, 12)} : {count(kinds[kind], 'situation')}"
        if left + 29 + width(label, 12) > WIDTH - MARGIN:
            yield text(left, 82, "…", size=12)
            break
        yield from _card(left, 70, 22, 16, look)
        yield text(left + 29, 82, label, size=12)
        left += 29 + round(width(label, 12)) + 12


def _label(session: CompleteSession, mode: Mode, venue: str, lines: Sequence[Appointment], top: int) -> Iterator[str]:
    room = TRACK - MARGIN - 16
    use = say(f"labels.short-modes.{mode}")
    if mode != "cancelled":
        use = f"{count(len(lines), 'situation')}, {use}"
    yield f'<path d="M{MARGIN} {top}H{WIDTH - MARGIN}" stroke="{LINE}"/>'
    yield text(MARGIN, top + 30, fitted(day(session.start.date()), room, 13), size=13, bold=True)
    yield text(MARGIN, top + 47, fitted(venue, room, 12), size=12)
    yield text(MARGIN, top + 63, fitted(f"{session.id} : {use}", room, 11), size=11, ink=QUIET)


def _track(session: CompleteSession, scale: float, top: int) -> Iterator[str]:
    """The hours of a session."""
    step = next((step for step in (30, 60, 120, 180, 240, 360) if step * scale >= 40), 720)
    right = TRACK + session.minutes * scale
    for minutes in range(0, session.minutes + 1, step):
        x = TRACK + minutes * scale
        yield f'<path d="M{number(x)} {top + 18}V{top + 23}" stroke="{QUIET}"/>'
        anchor = "end" if x > WIDTH - MARGIN - 12 else "middle"
        yield text(x, top + 15, _hour(session, minutes), size=11, ink=QUIET, anchor=anchor)
    yield (
        f'<rect x="{TRACK}" y="{top + 23}" width="{number(right - TRACK)}" height="{BOX}" fill="none" '
        f'stroke="{QUIET}" stroke-dasharray="1 3"/>'
    )


def _box(
    line: Appointment, session: CompleteSession, kind: str, looks: dict[str, Look], scale: float, top: int
) -> Iterator[str]:
    """A situation with its id, kind and hour, as far as they fit; all of it where the pointer rests."""
    begin, end = (to_minute(moment) - to_minute(session.start) for moment in (line.start, line.end))
    left, wide = TRACK + begin * scale, (end - begin) * scale
    first, last = _hour(session, begin), _hour(session, end)
    room, middle = wide - 14, left + 4 + wide / 2
    yield f"<g><title>{escaped(', '.join([line.situation, kind, f'{first}–{last}', *line.participants]))}</title>"
    yield from _card(left + 1, top + 23, wide - 2, BOX, looks[kind])
    yield text(middle, top + 42, fitted(line.situation, room, 12, tail=True), size=12, bold=True, anchor="middle")
    below = f"{kind} · {first}"
    if width(below, 11) > room:
        below = fitted(kind, room, 11)
    yield text(middle, top + 58, below, size=11, anchor="middle") + "</g>"


def _card(left: float, top: float, wide: float, high: float, look: Look) -> Iterator[str]:
    """A box of one kind, its dash on the left edge."""
    box = f'x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="{number(high)}"'
    yield f'<rect {box} rx="3" fill="{look.fill}" stroke="{look.edge}"/>'
    yield (
        f'<path d="M{number(left + 4)} {number(top + 3)}V{number(top + high - 3)}" stroke="{look.edge}" '
        f'stroke-width="3" stroke-dasharray="{look.dash}"/>'
    )


def _remark(
    session: CompleteSession, mode: Mode, lines: Sequence[Appointment], scale: float, top: int
) -> Iterator[str]:
    """What the empty end of a session is."""
    used = max((to_minute(line.end) - to_minute(session.start) for line in lines), default=0)
    remark = say(f"labels.free.{mode}")
    room = (session.minutes - used) * scale - 16
    if width(remark, 12) <= room:
        middle = TRACK + (used + session.minutes) / 2 * scale
        yield text(middle, top + 50, remark, size=12, ink=QUIET, anchor="middle")


def _said(session: CompleteSession, mode: Mode, venue: str, lines: Sequence[Appointment], index: ProblemIndex) -> str:
    """A session in one sentence, for those who hear the picture."""
    seats = [
        f"{_hour(session, to_minute(line.start) - to_minute(session.start))} {line.situation} "
        f"({index.kind_of(line.situation)})"
        for line in lines
    ]
    what, held = ", ".join(seats) or "aucune situation", say(f"labels.short-modes.{mode}")
    return f"{day(session.start.date())}, {venue} ({session.id}), {held} : {what}."


def _hour(session: CompleteSession, minutes: int) -> str:
    """« 9h30 », so many minutes into a session."""
    clock = (to_minute(session.start) + minutes) % DAY
    return f"{clock // 60}h{clock % 60:02}"


# --- text -------------------------------------------------------------------------------------------------------------


def text(
    x: float, y: float, words: str, *, size: int, ink: str = INK, bold: bool = False, anchor: str = "start"
) -> str:
    """A line of text, its base line at `y`."""
    weight = ' font-weight="600"' if bold else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" fill="{ink}"{weight}{where}>{escaped(words)}</text>'
    )


def escaped(words: str) -> str:
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
    if character in " .,:;·'’|!()[]-ijlt\u202f":
        return 38
    return 74 if character.isupper() or character in "mw%–—…" else 60


def fitted(words: str, room: float, size: int, *, tail: bool = False) -> str:
    """As much of a text as there is room for, its beginning or its tail, the rest as « … »; else nothing."""
    if width(words, size) <= room:
        return words
    left = room * 100 / size - _width("…")
    kept = sum(total <= left for total in accumulate(map(_width, reversed(words) if tail else words)))
    if not kept:
        return ""
    return f"…{words[-kept:].lstrip()}" if tail else f"{words[:kept].rstrip()}…"
