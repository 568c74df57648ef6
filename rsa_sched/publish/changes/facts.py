"""What a publication told, as far as the next one is compared with it: ids, hours and places, no names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Mode
from rsa_sched.publish.tasks.attendance import actual_end


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a situation.

    Attributes
    ----------
    referent, structure, person : ids; the person's pseudonym, "" where the audience may not know it.
    session : where it is heard; "" where it is deferred, and then all below but `reason` is empty.
    start, end : local times.
    venue : as it is shown.
    participants : ids of the referent, then of the partners.
    external : ids of the participants from outside.
    invited : whether the person comes too.
    reason : why it is deferred; "" where it is heard.
    """

    referent: str
    structure: str
    person: str = ""
    session: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    venue: str = ""
    participants: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    invited: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """How a session is held: from when to when it really is, where, with which staff (ids)."""

    mode: Mode
    start: dt.datetime
    end: dt.datetime
    venue: str
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Situations and sessions by id, as one audience sees them."""

    situations: dict[str, Fate]
    sessions: dict[str, Held]

    def with_begun(self, former: Facts, at: dt.datetime) -> Facts:
        """With what the former publication told of sessions that had begun by then, and of who was heard in them.

        They have left the changed problem (contract, section 10); nothing about them has changed.
        """
        sessions = {name: row for name, row in former.sessions.items() if row.start <= at} | self.sessions
        begun = sessions.keys() - self.sessions.keys()
        heard = {name: fate for name, fate in former.situations.items() if fate.session in begun}
        return Facts(dict(sorted((heard | self.situations).items())), dict(sorted(sessions.items())))


def facts_of(shown: View) -> Facts:
    """What a view tells."""
    situations = {
        line.situation: Fate(
            referent=line.referent,
            structure=line.structure,
            person=line.person,
            session=session.id,
            start=line.start,
            end=line.end,
            venue=session.venue_label,
            participants=line.participants,
            external=line.external,
            invited=line.beneficiary_invited,
        )
        for session, line in shown.seats
    }
    situations |= {
        row.situation: Fate(row.referent, row.structure, row.person, reason=row.reason) for row in shown.deferrals
    }
    sessions = {
        row.id: Held(row.mode, row.start, actual_end(row, shown.regulation), row.venue_label, row.staff)
        for row in shown.sessions
    }
    return Facts(dict(sorted(situations.items())), dict(sorted(sessions.items())))
