"""The agenda as text: what the demo prints, and the ten lines of a `Result`."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from rsa_sched.audit import Audit
from rsa_sched.display.accounts import dues, points
from rsa_sched.display.tables import seats
from rsa_sched.display.view import View, view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.figures import count, day, figure, hour, percent
from rsa_sched.french.labels import count_modes, signed_parts
from rsa_sched.french.sentences import say
from rsa_sched.render.table import Table, text_table

WIDTH = 110


def summary(agenda: Agenda) -> str:
    """Ten lines: how much is heard, how good it is, and what it costs."""
    parts = agenda.parts
    optimal = agenda.status == "optimal"
    proof = "prouvé optimal" if optimal else f"au plus {figure(agenda.bound)}, écart {percent(agenda.gap, 2)}"
    ended = "reproductible" if agenda.run.reproducible else "arrêté avant la preuve"
    travel = f"{figure(-parts.travel)}, attente {figure(-parts.idle)}, stabilité {figure(-parts.stability)}"
    return "\n".join(
        [
            f"Ordre du jour {agenda.problem}",
            f"  points        {figure(agenda.points)} ({proof})",
            f"  entendues     {count(len(agenda.appointments), 'situation')}",
            f"  ajournées     {count(len(agenda.deferrals), 'situation')}",
            f"  séances       {count_modes(line.mode for line in agenda.sessions)}",
            f"  priorité      {figure(parts.priority)}",
            f"  équilibre     {figure(-parts.equity)}",
            f"  déplacements  {travel}",
            f"  calcul        {agenda.run.seconds:.2f} s, {ended}",
            f"  empreinte     {agenda.problem_sha256[:16]}…",
        ]
    )


def agenda_text(problem: Problem, agenda: Agenda) -> str:
    """The whole agenda: sessions with hours and participants, parts, dues, and who is deferred and why."""
    shown = view(problem, agenda)
    before = {(line.service, line.kind): line.units for line in problem.history}
    blocks = [
        _head(problem, agenda),
        *_sessions(shown),
        _titled(points(agenda.parts)),
        _titled(dues(agenda.due, before=before)) if agenda.due else "",
        _deferrals(agenda),
    ]
    return "\n\n".join(_harmless(block) for block in blocks if block) + "\n"


def _harmless(block: str) -> str:
    """Labels are free text: no control character of theirs reaches a terminal, no line of theirs begins another."""
    return "".join(character if character.isprintable() or character in _OURS else "·" for character in block)


_OURS = frozenset("\n\u202f")
"""What we put between lines and figures ourselves."""


def _head(problem: Problem, agenda: Agenda) -> str:
    proof = (
        "aucun ordre du jour n'en a davantage (prouvé)"
        if agenda.status == "optimal"
        else f"au plus {figure(agenda.bound)} sont possibles (écart {percent(agenda.gap, 2)})"
    )
    fixed = "\n* place fixée d'avance par le service" if problem.pins else ""
    heard = say("labels.heard-and-deferred", heard=len(agenda.appointments), deferred=len(agenda.deferrals))
    return f"ORDRE DU JOUR {agenda.problem}\n{heard}. {count(agenda.points, 'point')} : {proof}.{fixed}"


def _sessions(shown: View) -> Iterable[str]:
    for session in shown.sessions:
        venue = session.venue_label.replace("\n", " ")
        mode = say(f"labels.modes.{session.mode}")
        title = (
            f"{day(session.start.date())}, {hour(session.start)} – {venue} ({session.id}) : "
            f"{mode}, {session.minutes_used} min sur {session.minutes}"
        )
        yield "\n".join([title, *text_table(seats(shown, session.seats).grid("text"))] if session.lines else [title])


def _titled(table: Table[Any]) -> str:
    made = table.grid("text")
    return "\n".join([made.caption, *text_table(made)])


def _deferrals(agenda: Agenda) -> str:
    if not agenda.deferrals:
        return ""
    lines = ["Situations ajournées"]
    for deferral in agenda.deferrals:
        reason = say(f"deferrals.reasons.{deferral.reason}")
        lines.append(f"  {deferral.situation} : {reason} ({', '.join(deferral.rules)})")
        lines += wrap(deferral.text, WIDTH, initial_indent="      ", subsequent_indent="      ", break_long_words=False)
    return "\n".join(lines)


def audit_text(audit: Audit) -> str:
    """What `check` prints: each broken rule with the situation, and the recounted points."""
    lines = [f"{violation.rule}: {violation.text}" for violation in audit.violations]
    if not lines:
        lines = ["Aucune règle n'est enfreinte."]
    told = ", ".join(f"{label.lower()} {figure(cost)}" for _, label, cost in signed_parts(audit.parts))
    return "\n".join([*lines, f"Points recomptés : {figure(audit.points)} ({told})."]) + "\n"
