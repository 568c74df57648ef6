"""The sheet of one situation in *facile à lire et à comprendre*: an idea a sentence, no table, nothing to work out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from rsa_sched.display.tables import why_for_person
from rsa_sched.domain.agenda import Appointment, Deferral
from rsa_sched.domain.situation import Situation
from rsa_sched.french.sentences import lookup, say
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.leaflet import Chapter, Leaflet
from rsa_sched.publish.sheets.situation import lines

_SENTENCE_END = re.compile(r"(?<=[.!?]) ")


def easy_leaflet(facts: SheetFacts, row: Situation, fate: Appointment | Deferral) -> Leaflet:
    """The sheet of one situation in easy French."""
    index = facts.prepared.index
    urgencies = lookup("sheets.easy.urgencies")
    known = row.urgency < len(urgencies) and len(index.regulation.urgency_days) <= len(urgencies)
    urgency = urgencies[row.urgency] if known else say("sheets.easy.urgency-other", level=row.urgency)
    chapters = [
        ("what", lines("easy.what", type=index.type_of(row.id).name)),
        ("decision", list(_decision(facts, fate))),
        (
            "data",
            lines("easy.data", asked=row.requested_on, urgency=urgency, minutes=index.minutes[row.id]),
        ),
        ("wrong", lines("easy.wrong", contact=facts.contact)),
        ("who", [*lines("easy.who"), say(f"sheets.easy.{'' if facts.is_validated else 'not-'}validated")]),
        ("how", lines("easy.how")),
        ("rights", lines("easy.rights", rules=facts.rules_contact)),
    ]
    return Leaflet(
        say("sheets.titles.easy", situation=row.id),
        [],
        [Chapter(say(f"sheets.easy.h-{name}"), points=list(found)) for name, found in chapters],
        facts.head.sender,
        easy=True,
    )


def _decision(facts: SheetFacts, fate: Appointment | Deferral) -> Iterator[str]:
    """What was decided; of a deferral why, what comes next, and what would have changed it."""
    account = facts.evidence.accounts.get(fate.situation)
    if isinstance(fate, Appointment):
        yield from lines("easy.heard", start=fate.start, venue=facts.labels[fate.venue])
    else:
        motive = facts.motive(fate)
        why, following = why_for_person(motive, fate.rules), say(f"deferrals.next.{motive}")
        for told in lines("easy.deferred", why=why, next=following):
            yield from _SENTENCE_END.split(told)
    if account is None:
        return
    if account.tie:
        yield say("sheets.easy.tie")
    if isinstance(fate, Appointment):
        return
    for lever in account.levers:
        if lever.lever == "age":
            apart = dt.date.fromisoformat(str(lever.before)) - dt.date.fromisoformat(str(lever.after))
            yield say("sheets.easy.lever-age", days=apart.days)
    # Of other deferrals the reason says what is missing, that may well be changed; or every place is a pin.
    if not account.levers and account.levers_proven and fate.reason == "outranked":
        yield say("sheets.easy.no-lever")
