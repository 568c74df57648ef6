"""Agendas for notebooks: one HTML fragment in French, self-contained, without script, links or outside resources.

Tables have captions and headers, the picture says nothing that they do not, and no colour carries a meaning. The style
holds within the fragment and takes text colour and background from the page around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.priority import earned
from rsa_sched.display.svg import escaped, timeline
from rsa_sched.display.text import MODES, REASONS, TERMS
from rsa_sched.domain.agenda import Agenda, Appointment
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.explain.french import NARROW_SPACE, count, day, figure, hour, short_day

STYLE = """
.rsa-sched { line-height: 1.4; }
.rsa-sched figure { margin: 1em 0; overflow-x: auto; }
.rsa-sched svg { max-width: 100%; height: auto; }
.rsa-sched table { border-collapse: collapse; margin: 1.2em 0; }
.rsa-sched caption { caption-side: top; text-align: left; font-weight: bold; padding: 0.3em 0; }
.rsa-sched th, .rsa-sched td { border: 1px solid; padding: 0.2em 0.6em; text-align: left; vertical-align: top; }
.rsa-sched .rsa-n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
"""
COLON, SEMICOLON = f"{NARROW_SPACE}: ", f"{NARROW_SPACE}; "


def page(problem: Problem, agenda: Agenda) -> str:
    """The whole agenda of a problem: figures, picture, sessions, parts, dues, and who is deferred and why."""
    figured = (
        f"<figure>\n{timeline(problem, agenda)}"
        "<figcaption>Les séances du mois à l'échelle. Les tableaux qui suivent disent la même chose.</figcaption>\n"
        "</figure>"
    )
    return _fragment(
        [*_head(agenda), figured, *_sessions(problem, agenda), *_accounts(agenda), *_deferrals(agenda), _run(agenda)]
    )


def agenda_page(problem: Problem, agenda: Agenda) -> str:
    """`page` as a document of its own, to be opened or printed by any browser."""
    title = escaped(f"Ordre du jour {agenda.problem}")
    style = "<style>@media print { tr { break-inside: avoid; } }</style>"
    head = f'<head>\n<meta charset="utf-8">\n<title>{title}</title>\n{style}\n</head>'
    return f'<!DOCTYPE html>\n<html lang="fr">\n{head}\n<body>\n{page(problem, agenda)}</body>\n</html>\n'


def agenda_html(agenda: Agenda) -> str:
    """An agenda by itself, ids only."""
    rows = [
        (
            line.session,
            short_day(line.start.date()),
            f"{hour(line.start)}–{hour(line.end)}",
            line.situation,
            line.venue,
            ", ".join(line.participants),
        )
        for line in agenda.appointments
    ]
    head = ("Séance", "Date", "Heure", "Situation", "Lieu", "Participants")
    appointments = table("Situations à entendre", head, rows, name=3)
    return _fragment([*_head(agenda), appointments, *_accounts(agenda), *_deferrals(agenda), _run(agenda)])


def problem_html(problem: Problem) -> str:
    """A problem at a glance: how much of what, and when its sessions are; no text about people."""
    index = ProblemIndex(problem)
    lists = {
        "Séances": problem.sessions,
        "Situations": problem.situations,
        "Structures": problem.structures,
        "Professionnels": problem.professionals,
        "Épinglages": problem.pins,
        "Exclusions": problem.bans,
        "Places déjà annoncées": problem.announced,
    }
    counts = [(label, figure(len(rows))) for label, rows in lists.items()]
    sessions = [
        (
            session.id,
            index.types[session.type].name,
            short_day(session.start.date()),
            hour(session.start),
            figure(session.minutes),
            session.venue,
            figure(session.size),
        )
        for session in sorted(index.sessions.values(), key=lambda row: (row.start, row.id))
    ]
    head = ("Séance", "Type", "Date", "Heure", "Minutes", "Lieu", "Situations au plus")
    return _fragment(
        [
            f"<h2>Problème {escaped(problem.id)}</h2>",
            f"<p>Anciennetés comptées au {day(problem.as_of)}{SEMICOLON}heures de {escaped(problem.timezone)}.</p>",
            table("Contenu", ("Liste", "Nombre"), counts, figures=(1,)),
            table("Séances", head, sessions, figures=(4, 6)),
        ]
    )


def document_html(document: object) -> str:
    """How a notebook shows a problem or an agenda. Raises TypeError for anything else."""
    if isinstance(document, Problem):
        return problem_html(document)
    if isinstance(document, Agenda):
        return agenda_html(document)
    raise TypeError(f"{type(document).__name__} is no document")


def _fragment(blocks: Sequence[str]) -> str:
    return "\n".join(['<div class="rsa-sched" lang="fr">', f"<style>{STYLE}</style>", *blocks, "</div>\n"])


def _head(agenda: Agenda) -> Iterator[str]:
    heard, deferred = len(agenda.appointments), len(agenda.deferrals)
    proof = (
        f"Aucun ordre du jour n'en a davantage{COLON}l'optimum est prouvé."
        if agenda.status == "optimal"
        else f"Le calcul s'est arrêté avant la preuve{COLON}un autre ordre du jour pourrait en avoir davantage."
    )
    yield f"<h2>Ordre du jour {escaped(agenda.problem)}</h2>"
    yield (
        f"<p>{count(heard, 'situation')} à entendre, {figure(deferred)} ajournée{'s' if deferred > 1 else ''}. "
        f"<strong>{count(agenda.points, 'point')}</strong>{SEMICOLON}borne prouvée{COLON}{figure(agenda.bound)}"
        f"{SEMICOLON}écart{COLON}{_percent(agenda.gap)}. {proof}</p>"
    )


def _percent(gap: float) -> str:
    return f"{100 * gap:.2f} %".replace(".", ",")


def _sessions(problem: Problem, agenda: Agenda) -> Iterator[str]:
    prepared = PreparedProblem.of(problem)
    venues = {venue.id: venue.label or venue.id for venue in problem.venues}
    uses = {line.session: line for line in agenda.sessions}
    seated: dict[str, list[Appointment]] = defaultdict(list)
    for line in agenda.appointments:
        seated[line.session].append(line)
    for session in sorted(prepared.index.sessions.values(), key=lambda row: (row.start, row.id)):
        use = uses[session.id]
        caption = (
            f"{day(session.start.date())}, {hour(session.start)} – {venues[session.venue]} ({session.id}){COLON}"
            f"{MODES[use.mode]}, {use.minutes_used} min sur {session.minutes}"
        )
        rows = [
            (
                f"{hour(line.start)}–{hour(line.end)}",
                line.situation,
                prepared.index.kind_of(line.situation),
                figure(earned(prepared, line.situation, session.id)),
                ", ".join(line.participants),
            )
            for line in seated[session.id]
        ]
        yield table(
            caption, ("Heure", "Situation", "Structures", "Points", "Participants"), rows, name=1, figures=(0, 3)
        )


def _accounts(agenda: Agenda) -> Iterator[str]:
    """Parts of the points, and the dues of the kinds."""
    costs = agenda.parts.model_dump()
    parts = [(label, figure(costs[name] if name == "priority" else -costs[name])) for name, label in TERMS.items()]
    yield table("Points", ("Part", "Points"), [*parts, ("Total", figure(agenda.parts.points))], figures=(1,))
    dues = [
        (line.service, line.kind, figure(line.due_units), figure(line.granted_units), figure(line.demand_units))
        for line in agenda.due
    ]
    head = ("Service", "Structures", "Dû", "Accordé", "Demandé")
    yield table("Parts des structures, en unités de 15 minutes", head, dues, name=1, figures=(2, 3, 4))


def _deferrals(agenda: Agenda) -> Iterator[str]:
    rows = [(line.situation, REASONS[line.reason], ", ".join(line.rules), line.text) for line in agenda.deferrals]
    yield table("Situations ajournées", ("Situation", "Motif", "Règles", "Explication"), rows)


def _run(agenda: Agenda) -> str:
    run = agenda.run
    how = "reproductible" if run.reproducible else "interrompu"
    return (
        f"<p>Calcul {how} en {f'{run.seconds:.2f}'.replace('.', ',')} s, rsa_sched {escaped(run.version)}, graine "
        f"{run.seed}{SEMICOLON}empreinte du problème{COLON}<code>{escaped(agenda.problem_sha256)}</code></p>"
    )


class Markup(str):
    """Text that is markup already: `table` puts it into its cells and caption as it stands."""

    __slots__ = ()


def marked(words: str) -> str:
    """Markup as it stands, any other text escaped."""
    return words if isinstance(words, Markup) else escaped(words)


def table(
    caption: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    name: int = 0,
    figures: Container[int] = (),
    key: str = "",
) -> str:
    """A table; the column `name` names its rows, the columns `figures` stand to the right; `key`: id of the caption."""

    def line(cells: Sequence[str], titles: Container[int], scope: str) -> str:
        shown = []
        for n, words in enumerate(cells):
            side = ' class="rsa-n"' if n in figures else ""
            tag, opening = ("th", f'th scope="{scope}"') if n in titles else ("td", "td")
            shown.append(f"<{opening}{side}>{marked(words)}</{tag}>")
        return f"<tr>{''.join(shown)}</tr>"

    named = f' id="{key}"' if key else ""
    body = [line(row, (name,), "row") for row in rows] or [f'<tr><td colspan="{len(head)}">Aucune</td></tr>']
    return "\n".join(
        [
            "<table>",
            f"<caption{named}>{marked(caption)}</caption>",
            f"<thead>{line(head, range(len(head)), 'col')}</thead>",
            "<tbody>",
            *body,
            "</tbody>",
            "</table>",
        ]
    )
