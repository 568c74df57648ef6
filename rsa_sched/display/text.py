"""The agenda as text: what the demo prints, and the ten lines of a `Result`."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from rsa_sched.audit import Audit
from rsa_sched.display.accounts import dues, points, signed_parts
from rsa_sched.display.tables import seats
from rsa_sched.display.view import View
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import figure
from rsa_sched.french.labels import count_modes
from rsa_sched.french.sentences import say
from rsa_sched.render.table import Table, text_table

WIDTH = 110
"""Characters of a line of prose where nothing says how wide the terminal is."""
NARROWEST = 60
"""A narrower terminal breaks lines by itself."""


def summary(agenda: Agenda) -> str:
    """Ten lines: how much is heard, how good it is, and what it costs."""
    parts = agenda.parts
    return say(
        "agenda.summary.lines",
        problem=agenda.problem,
        points=agenda.points,
        proof=say(f"agenda.summary.{agenda.status}", bound=agenda.bound, gap=agenda.gap),
        heard=len(agenda.appointments),
        deferred=len(agenda.deferrals),
        sessions=count_modes(line.mode for line in agenda.sessions),
        priority=parts.priority,
        equity=-parts.equity,
        travel=-parts.travel,
        idle=-parts.idle,
        stability=-parts.stability,
        seconds=f"{agenda.run.seconds:.2f}",
        ended=say(f"agenda.summary.{'reproducible' if agenda.run.reproducible else 'interrupted'}"),
        fingerprint=agenda.problem_sha256[:16],
    )


def agenda_text(problem: Problem, agenda: Agenda, width: int = 0) -> str:
    """The whole agenda: sessions with hours and participants, parts, dues, and who is deferred and why.

    `width`: of the terminal, in characters, no narrower than `NARROWEST`; 0 where there is none: tables as wide as they
    are.
    """
    width = max(width, NARROWEST) if width else 0
    shown = view(problem, agenda)
    before = {(line.service, line.kind): line.units for line in problem.history}
    blocks = [
        _head(problem, agenda),
        *_sessions(shown, width),
        _titled(points(agenda.parts), width),
        _titled(dues(agenda.due, before=before), width) if agenda.due else "",
        _deferrals(agenda, width),
    ]
    whole = "\n\n".join(_harmless(block) for block in blocks if block)
    return _fitted(whole, width) + "\n" if width else whole + "\n"


def _fitted(text: str, width: int) -> str:
    """The lines that are still too long, prose and titles, broken between words."""
    fitted: list[str] = []
    for line in text.split("\n"):
        if len(line) <= width:
            fitted.append(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()))
        fitted += wrap(line, width, subsequent_indent=indent + "  ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(fitted)


def _harmless(block: str) -> str:
    """Labels are free text: no control character of theirs reaches a terminal, no line of theirs begins another."""
    return "".join(
        character if character.isprintable() or character in "\n\u00a0\u202f" else "·" for character in block
    )


def _head(problem: Problem, agenda: Agenda) -> str:
    lines = say(
        "agenda.text.head",
        problem=agenda.problem,
        heard=say("labels.heard-and-deferred", heard=len(agenda.appointments), deferred=len(agenda.deferrals)),
        points=agenda.points,
        proof=say(f"agenda.text.{agenda.status}", bound=agenda.bound, gap=agenda.gap),
    )
    return lines + "\n" + say("agenda.text.pinned") if problem.pins else lines


def _sessions(shown: View, width: int) -> Iterable[str]:
    for session in shown.sessions:
        title = say(
            "agenda.text.session",
            start=session.start,
            venue=session.venue_label.replace("\n", " "),
            session=session.id,
            mode=say(f"labels.modes.{session.mode}"),
            used=session.minutes_used,
            minutes=session.minutes,
        )
        rows = text_table(seats(shown, session.seats).grid("text"), width) if session.lines else []
        yield "\n".join([title, *rows])


def _titled(table: Table[Any], width: int) -> str:
    made = table.grid("text")
    return "\n".join([made.caption, *text_table(made, width)])


def _deferrals(agenda: Agenda, width: int) -> str:
    if not agenda.deferrals:
        return ""
    lines = [say("agenda.text.deferrals")]
    for deferral in agenda.deferrals:
        reason, rules = say(f"deferrals.reasons.{deferral.reason}"), ", ".join(deferral.rules)
        lines.append(say("agenda.text.deferral", situation=deferral.situation, reason=reason, rules=rules))
        lines += wrap(
            deferral.text,
            width or WIDTH,
            initial_indent="      ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=not width,
        )
    return "\n".join(lines)


def audit_text(audit: Audit) -> str:
    """What `check` prints: each broken rule with the situation, and the recounted points."""
    lines = [_harmless(f"{one.rule}: {one.text}") for one in audit.violations] or [say("agenda.audit.none")]
    parts = ", ".join(f"{label.lower()} {figure(points)}" for _, label, points in signed_parts(audit.parts))
    return "\n".join([*lines, say("agenda.audit.points", points=audit.points, parts=parts)]) + "\n"
