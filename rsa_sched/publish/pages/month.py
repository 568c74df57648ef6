"""The page of the month: what is heard where and when, what is deferred and why, what is to be done, by which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rsa_sched.display.html import Markup
from rsa_sched.display.svg import escaped, timeline
from rsa_sched.display.text import MODES
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.explain.french import day, hour, short_day
from rsa_sched.office.inert import legible
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.accounts import dues, in_brief, parts, regulation, run_told
from rsa_sched.publish.pages.frame import Frame, abbreviations, document, ident, link, said, section
from rsa_sched.publish.pages.seats import (
    NONE,
    absent_told,
    headline,
    notice,
    seats,
    sees_whole,
    structure,
    told_of,
    use,
)
from rsa_sched.publish.pages.style import MONTH_PAPER
from rsa_sched.publish.pages.words import legal_mention, note, period_told, reason_told
from rsa_sched.publish.tasks.todo import Task
from rsa_sched.publish.view import View

SESSIONS_IN_ONE_PICTURE = 12
"""More than these make a picture too high for a sheet: it is then shown on screens only."""

_ORDER = "Ordre du jour de chaque séance"


def month_page(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    tasks: Sequence[Task],
    pages: Mapping[str, str],
    whom: str,
    head: Letterhead,
) -> bytes:
    """The page, as the audience of the view may see it.

    Parameters
    ----------
    problem, agenda : for the picture and the run, which the service alone is shown.
    tasks : what is to be done, as far as the audience is concerned.
    pages : address of each session's page, by the session's id.
    whom : for whom it is, in French.
    head : the sender.
    """
    frame = Frame(note(shown.regulation))
    judged = shown.parts is not None
    drawn = _picture(problem, agenda) if shown.audience.all else ""
    parted = [("bref", "En bref", section("bref", "En bref", in_brief(shown)))]
    if judged or shown.sessions:
        parted += [
            ("seances", "Séances", section("seances", "Séances du mois", _sessions(frame, shown, pages), drawn)),
            ("ordre", "Ordre du jour", section("ordre", _ORDER, *_agendas(frame, shown, pages))),
        ]
    if shown.audience.circle != "partner" or shown.deferrals:
        told = section("ajournements", "Situations ajournées", *_deferrals(frame, shown), shape="landscape")
        parted.append(("ajournements", "Ajournements", told))
    if tasks or judged:
        parted.append(("taches", "À faire", section("taches", "À faire", _tasks(frame, tasks), shape="landscape")))
    accounts = [*regulation(frame, shown), parts(frame, shown), dues(frame, shown)]
    parted.append(("reglement", "Règlement appliqué", section("reglement", "Règlement appliqué", *accounts)))
    mention = legal_mention(head)
    sentences = frame.note()
    short = abbreviations("".join([*(block for _, _, block in parted), sentences, mention]))
    words = f'<h3>Sigles</h3>\n<dl class="words">{short}</dl>' if short else ""
    parted.append(("glossaire", "Glossaire", section("glossaire", "Glossaire", words, sentences)))
    title = f"Ordre du jour – {_period(problem) or shown.problem}"
    run = agenda.run
    footer = ["<h2>Vos droits</h2>", f"<p>{said(mention)}</p>"]
    if shown.audience.all:
        made = run_told(run.seed, run.reproducible, shown.version, shown.sha256)
        footer += ["<h2>Calcul</h2>", made]
    return document(
        title,
        MONTH_PAPER,
        f"<p>{said(head.sender)} – {said(shown.problem)} – {said(whom)}</p>",
        [(f"#{key}", name) for key, name, _ in parted],
        [block for _, _, block in parted],
        "\n".join(footer),
    )


def _period(problem: Problem) -> str:
    """« octobre 2010 », or from the first month to the last."""
    days = sorted(session.start.date() for session in problem.sessions)
    ends = list(dict.fromkeys(day(date).split(" ", 2)[2] for date in days))
    return f"{ends[0]} à {ends[-1]}" if len(ends) > 1 else "".join(ends)


def _picture(problem: Problem, agenda: Agenda) -> str:
    shape = ' class="screen"' if len(problem.sessions) > SESSIONS_IN_ONE_PICTURE else ""
    return (
        f'<figure{shape}>\n<div class="region" role="region" aria-label="Le mois en image" tabindex="0">\n'
        f"{legible(timeline(problem, agenda))}</div>\n"
        "<figcaption>Les séances du mois à l'échelle. Les tableaux disent la même chose.</figcaption>\n</figure>"
    )


def _sessions(frame: Frame, shown: View, pages: Mapping[str, str]) -> str:
    """Every session with the way to its page."""
    whole = shown.parts is not None
    head = ("Séance", "Date", "Heures", "Lieu", "Type", "Tenue", *(["Places prises", "Temps pris"] if whole else []))
    rows = []
    for session in shown.sessions:
        row = [
            link(pages[session.id], ident(session.id)),
            Markup(f'<span class="k">{short_day(session.start.date())}</span>'),
            Markup(f'<span class="k">{hour(session.start)}–{hour(session.end)}</span>'),
            session.venue_label,
            session.type.name,
            MODES[session.mode],
        ]
        if whole:
            row += [f"{len(session.lines)} sur {session.size}", f"{session.minutes_used} min sur {session.minutes}"]
        rows.append(row)
    return frame.grid("Séances, avec un lien vers la page de chacune", head, rows)


def _agendas(frame: Frame, shown: View, pages: Mapping[str, str]) -> Iterator[str]:
    """One block a session."""
    if not shown.sessions:
        yield "<p>Aucune séance.</p>"
    for session in shown.sessions:
        warned = [notice(session, shown.regulation), *absent_told(session, shown.regulation)]
        way = link(pages[session.id], said(f"Page de la séance {session.id}"))
        blocks = [
            f"<h3>{said(headline(session))}</h3>",
            f'<p>{escaped(use(session, shown.audience))}. <span class="screen">{way}</span></p>',
            *(f"<p><strong>{said(words)}</strong></p>" for words in warned if words),
        ]
        if session.lines:
            blocks.append(seats(frame, told_of(session, shown.audience), session, points=True))
        elif sees_whole(session, shown.audience):
            blocks.append("<p>Aucune situation.</p>")
        inside = "\n".join(block for block in blocks if block)
        yield f'<div class="block session">\n{inside}\n</div>'


def _deferrals(frame: Frame, shown: View) -> Iterator[str]:
    """Who is not heard, why, and what can be done."""
    if not shown.deferrals:
        whose = "situation" if shown.audience.all else "de vos situations"
        yield f"<p>Aucune {whose} n'est ajournée.</p>"
        return
    personal = shown.audience.circle == "beneficiary"
    rows: list[tuple[str, ...]] = []
    for row in shown.deferrals:
        why, to_do = reason_told(row, shown.audience.circle)
        who = (ident(row.situation), structure(row.structure_label, row.kind))
        asked = Markup(f'<span class="k">{short_day(row.requested_on)}</span>')
        period = period_told(row)
        waited = (Markup(f"{asked} ({said(period)})") if period else asked, f"{row.deferrals}")
        if personal:
            rows.append((*who, waited[0], why, to_do))
        else:
            reason = Markup(f"{said(row.label)} ({frame.rules(row.rules)})") if row.rules else row.label
            rows.append((*who, *waited, reason, why or NONE, to_do))
    if personal:
        yield frame.grid(
            "Situations qui ne sont pas entendues ce mois-ci",
            ("Situation", "Structure", "Demandée le", "Pourquoi", "Et ensuite"),
            rows,
        )
        return
    yield "<p>Les numéros renvoient aux règles de la note, écrites au glossaire.</p>"
    yield frame.grid(
        "Situations ajournées, motif et suite possible",
        ("Situation", "Structure", "Demandée le", "Ajournée avant", "Motif et règles", "Explication", "Que faire"),
        rows,
        figures=(3,),
        shape="long",
    )


def _tasks(frame: Frame, tasks: Sequence[Task]) -> str:
    """Who must be told what by which date."""
    if not tasks:
        return "<p>Rien à faire.</p>"
    rows = [
        (
            Markup(f'<span class="k">{short_day(task.due)}</span>'),
            task.actor_shown,
            task.recipient_shown or NONE,
            task.what,
            frame.rules(task.rule.split(", ")) if task.rule else NONE,
            ident(task.situation) if task.situation else NONE,
            ident(task.session) if task.session else NONE,
        )
        for task in tasks
    ]
    head = ("Au plus tard le", "Qui", "À qui", "Quoi", "Règle", "Situation", "Séance")
    return frame.grid("À faire, par date", head, rows, name=3, shape="long prose")
