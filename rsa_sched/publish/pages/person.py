"""The page that the person themselves reads: what their letter says, and no table of the service."""

from __future__ import annotations

from rsa_sched.display.tables import why_for_person
from rsa_sched.display.view import View
from rsa_sched.french.figures import day, hour
from rsa_sched.french.sentences import say
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.pages.words import legal_mention
from rsa_sched.publish.standing import Standing
from rsa_sched.render.html import page


def person_page(
    shown: View, reader: str, head: Letterhead, edition: Edition | None = None, standing: Standing | None = None
) -> bytes:
    """When and where, what to do, or why not and what comes next.

    Parameters
    ----------
    shown : what the person may see of the agenda.
    reader : « pour la personne concernée ».
    head : who sends it, and how each venue is reached.
    edition : which publication it is: a second one leads to what changes.
    standing : what the page says that the agenda is, at its head.
    """
    heard = [
        {
            "type": session.type.name,
            "comes": line.beneficiary_invited,
            "day": day(line.start.date()),
            "hour": hour(line.start),
            "minutes": int((line.end - line.start).total_seconds()) // 60,
            "venue": session.venue_label,
            "address": head.addresses.get(session.venue, ""),
            "access": head.access.get(session.venue, ""),
        }
        for session, line in shown.seats
    ]
    deferred = [
        {
            "type": row.type.name,
            "why": why_for_person(row.reason, row.rules),
            "next": say(f"deferrals.next.{row.reason}"),
        }
        for row in shown.deferrals
    ]
    former = edition.former if edition is not None else None
    invited = next((one for one in heard if one["comes"]), None)
    told = "invited" if invited else "heard" if heard else "deferred"
    first = invited or (heard[0] if heard else {})
    return page(
        "person.html.jinja",
        say(f"pages.person.{told}", day=first.get("day", ""), hour=first.get("hour", "")),
        head=head,
        standing=standing,
        whom=reader,
        edition=say("changes.edition", number=edition.number, day=edition.day) if edition and former else "",
        change=(CHANGES, say("changes.link", number=former.number)) if former is not None else None,
        heard=heard,
        deferred=deferred,
        mention=legal_mention(head),
    ).encode()
