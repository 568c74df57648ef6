"""The page of one session, for the people in the room: on one sheet of A4 for six situations."""

from __future__ import annotations

from rsa_sched.display.html import Markup
from rsa_sched.display.svg import escaped
from rsa_sched.explain.french import capital, day, hour
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.frame import Frame, abbreviations, document, facts, said, section
from rsa_sched.publish.pages.seats import free_told, notice, seats, sees_whole, told_of, use
from rsa_sched.publish.pages.style import SESSION_PAPER
from rsa_sched.publish.pages.words import note
from rsa_sched.publish.view import SessionView, View


def session_page(shown: View, session: SessionView, whom: str, head: Letterhead) -> bytes:
    """The page, as the audience of the view may see it.

    Parameters
    ----------
    whom : for whom it is, in French.
    head : the sender.
    """
    frame = Frame(note(shown.regulation))
    whole = sees_whole(session, shown.audience)
    about = {
        "Date": capital(day(session.start.date())),
        "Heures": f"de {hour(session.start)} à {hour(session.end)}",
        "Lieu": session.venue_label,
        "Séance": f"{session.id}, {session.type.name}",
        "Secteur": ", ".join(dict.fromkeys(filter(None, (session.subsector_label, session.service_label)))),
        "Présents à la séance": ", ".join(session.staff_shown) or "non indiqués",
        "Tenue": use(session, shown.audience),
    }
    if whole:
        about["Temps libre"] = free_told(session)
    warned = notice(session, shown.regulation)
    main = [
        f'<p class="notice">{escaped(warned)}</p>' if warned else "",
        facts(about),
        section(
            "situations", "Situations, par heure", seats(frame, told_of(session, shown.audience), session, points=False)
        ),
    ]
    mention = (
        "L'ordre du jour a été préparé à l'aide d'un traitement algorithmique et arrêté par le service insertion. La "
        "page du mois dit comment en obtenir les règles (CRPA, articles L. 311-3-1 et R. 311-3-1-1)."
    )
    used = abbreviations("".join([*main, mention]))
    if used:
        main.append(section("glossaire", "Sigles", Markup(f'<dl class="words compact">{used}</dl>'), shape="block"))
    return document(
        f"Séance du {day(session.start.date())}, {hour(session.start)}",
        SESSION_PAPER,
        f"<p>{said(head.sender)} – {said(whom)}</p>",
        [("../index.html", "Ordre du jour du mois"), ("#situations", "Situations")]
        + ([("#glossaire", "Sigles")] if used else []),
        [block for block in main if block],
        f"<p>{escaped(mention)}</p>",
    )
