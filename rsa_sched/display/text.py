"""The agenda as text: what the demo prints, and the ten lines of a `Result`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from textwrap import wrap

from rsa_sched.audit import Audit
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.domain.agenda import Agenda, Appointment, Mode, Parts, Reason
from rsa_sched.domain.problem import Problem
from rsa_sched.explain.french import count, day, figure, hour

WIDTH = 110

MODES: dict[Mode, str] = {"held": "tenue", "first_hour": "première heure seulement", "cancelled": "annulée"}
REASONS: dict[Reason, str] = {
    "no-session": "aucune séance",
    "ineligible": "non recevable",
    "out-of-window": "hors période",
    "banned": "exclue par le service",
    "late": "arrivée trop tard",
    "person-seated": "personne déjà entendue",
    "no-common-time": "aucune heure commune",
    "outranked": "places insuffisantes",
}
TERMS = {
    "priority": "Priorité (ancienneté, urgence)",
    "equity": "Équilibre entre structures",
    "travel": "Déplacements",
    "idle": "Attente entre deux situations",
    "stability": "Places annoncées puis changées",
}


def summary(agenda: Agenda) -> str:
    """Ten lines: how much is heard, how good it is, and what it costs."""
    parts = agenda.parts
    optimal = agenda.status == "optimal"
    proof = "prouvé optimal" if optimal else f"au plus {figure(agenda.bound)}, écart {_percent(agenda.gap)}"
    ended = "reproductible" if agenda.run.reproducible else "arrêté avant la preuve"
    travel = f"{figure(-parts.travel)}, attente {figure(-parts.idle)}, stabilité {figure(-parts.stability)}"
    return "\n".join(
        [
            f"Ordre du jour {agenda.problem}",
            f"  points        {figure(agenda.points)} ({proof})",
            f"  entendues     {count(len(agenda.appointments), 'situation')}",
            f"  ajournées     {count(len(agenda.deferrals), 'situation')}",
            f"  séances       {_held(agenda)}",
            f"  priorité      {figure(parts.priority)}",
            f"  équilibre     {figure(-parts.equity)}",
            f"  déplacements  {travel}",
            f"  calcul        {agenda.run.seconds:.2f} s, {ended}",
            f"  empreinte     {agenda.problem_sha256[:16]}…",
        ]
    )


def _held(agenda: Agenda) -> str:
    modes = Counter(line.mode for line in agenda.sessions)
    told = [
        (modes["held"], count(modes["held"], "tenue")),
        (modes["first_hour"], f"{modes['first_hour']} pour la première heure"),
        (modes["cancelled"], count(modes["cancelled"], "annulée")),
    ]
    return ", ".join(text for number, text in told if number) or "aucune"


def _percent(gap: float) -> str:
    return f"{100 * gap:.2f} %".replace(".", ",")


def agenda_text(problem: Problem, agenda: Agenda) -> str:
    """The whole agenda: sessions with hours and participants, parts, dues, and who is deferred and why."""
    blocks = [
        _head(problem, agenda),
        *_sessions(problem, agenda),
        _parts(agenda.parts),
        _dues(problem, agenda),
        _deferrals(agenda),
    ]
    return "\n\n".join(_harmless(block) for block in blocks if block) + "\n"


def _harmless(block: str) -> str:
    """Labels are free text: no control character of theirs reaches a terminal, no line of theirs begins another."""
    return "".join(character if character.isprintable() or character in _OURS else "·" for character in block)


_OURS = frozenset("\n\u202f")
"""What we put between lines and figures ourselves."""


def _head(problem: Problem, agenda: Agenda) -> str:
    heard, deferred = len(agenda.appointments), len(agenda.deferrals)
    proof = (
        "aucun ordre du jour n'en a davantage (prouvé)"
        if agenda.status == "optimal"
        else f"au plus {figure(agenda.bound)} sont possibles (écart {_percent(agenda.gap)})"
    )
    fixed = "\n* place fixée d'avance par le service" if problem.pins else ""
    return (
        f"ORDRE DU JOUR {agenda.problem}\n"
        f"{count(heard, 'situation')} à entendre, {figure(deferred)} ajournée{'s' if deferred > 1 else ''}. "
        f"{count(agenda.points, 'point')} : {proof}.{fixed}"
    )


def _sessions(problem: Problem, agenda: Agenda) -> Iterable[str]:
    prepared = PreparedProblem.of(problem)
    venues = {venue.id: (venue.label or venue.id).replace("\n", " ") for venue in problem.venues}
    modes = {line.session: line for line in agenda.sessions}
    pinned = {pin.situation for pin in problem.pins}
    seated: dict[str, list[Appointment]] = defaultdict(list)
    for line in agenda.appointments:
        seated[line.session].append(line)
    for session in sorted(prepared.index.sessions.values(), key=lambda row: (row.start, row.id)):
        use = modes[session.id]
        title = (
            f"{day(session.start.date())}, {hour(session.start)} – {venues[session.venue]} ({session.id}) : "
            f"{MODES[use.mode]}, {use.minutes_used} min sur {session.minutes}"
        )
        rows = [
            (
                f"{hour(line.start)}–{hour(line.end)}",
                line.situation + "*" * (line.situation in pinned),
                prepared.index.kind_of(line.situation),
                figure(earned(prepared, line.situation, session.id)),
                ", ".join(line.participants),
            )
            for line in seated[session.id]
        ]
        yield "\n".join(
            [title, *table(("Heure", "Situation", "Structure", "Points", "Participants"), rows)] if rows else [title]
        )


def _parts(parts: Parts) -> str:
    costs = parts.model_dump()
    rows = [(label, figure(costs[name] if name == "priority" else -costs[name])) for name, label in TERMS.items()]
    return "\n".join(["Points", *table(("Poste", "Points"), [*rows, ("Total", figure(parts.points))])])


def _dues(problem: Problem, agenda: Agenda) -> str:
    before = {(line.service, line.kind): line.units for line in problem.history}
    rows = [
        (
            line.service,
            line.kind,
            *map(
                figure,
                (before.get((line.service, line.kind), 0), line.demand_units, line.due_units, line.granted_units),
            ),
        )
        for line in agenda.due
    ]
    head = ("Service", "Structures", "Déjà reçu", "Demandé", "Dû", "Accordé")
    title = "Partage entre structures, en unités de 15 minutes (le dû compense ce qui a déjà été reçu)"
    return "\n".join([title, *table(head, rows)]) if rows else ""


def _deferrals(agenda: Agenda) -> str:
    if not agenda.deferrals:
        return ""
    lines = ["Situations ajournées"]
    for deferral in agenda.deferrals:
        lines.append(f"  {deferral.situation} : {REASONS[deferral.reason]} ({', '.join(deferral.rules)})")
        lines += wrap(deferral.text, WIDTH, initial_indent="      ", subsequent_indent="      ", break_long_words=False)
    return "\n".join(lines)


def audit_text(audit: Audit) -> str:
    """What `check` prints: each broken rule with the situation, and the recounted points."""
    lines = [f"{violation.rule}: {violation.text}" for violation in audit.violations]
    if not lines:
        lines = ["Aucune règle n'est enfreinte."]
    costs = audit.parts.model_dump()
    told = ", ".join(
        f"{label.lower()} {figure(costs[name] * (1 if name == 'priority' else -1))}" for name, label in TERMS.items()
    )
    return "\n".join([*lines, f"Points recomptés : {figure(audit.points)} ({told})."]) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns, figures to the right, the last one free."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    right = [all(_is_figure(row[n]) for row in rows) for n in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        shown = [
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(cells, widths, right, strict=True)
        ]
        return ("  " + "  ".join(shown)).rstrip()

    return [line(head), line(["-" * width for width in widths]), *(line(row) for row in rows)]


def _is_figure(cell: str) -> bool:
    return cell.lstrip("-").replace("\u202f", "").isdigit()
