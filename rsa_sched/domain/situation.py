"""A situation: one request to be examined."""

from __future__ import annotations

import datetime as dt

from rsa_sched.domain.base import Count, Day, Id, Ids, Part, Positive, Rows


class Partner(Part):
    """A professional invited by the prescriber [R21, R41]."""

    professional: Id
    external: bool = False
    """Receives a letter of confirmation [R46]."""


class Situation(Part):
    """One request: whose, from whom, since when, how urgent, with whom."""

    id: Id
    person: Id | None = None
    """The recipient: of several situations of one person at most one is seated."""
    type: Id | None = None
    """One of the regulation's ``types``; the first where omitted."""
    subsector: Id
    structure: Id
    referent: Id
    requested_on: Day
    received_on: Day | None = None
    """``requested_on`` where omitted; may lie after the problem's ``as_of``."""
    urgency: Count = 0
    """Index into the regulation's ``urgency_days``."""
    rank: Positive | None = None
    """The structure's own order of priority [R32]."""
    deferrals: Count = 0
    """How often the request was deferred before."""
    partners: Rows[Partner] = ()
    beneficiary_invited: bool = False
    beneficiary_agreed: bool = False
    oriented: bool = True
    in_active_file: bool = True
    plie_outside_rsa: bool = False
    not_before: Day | None = None
    """First day on which it may be heard."""
    not_after: Day | None = None
    """Last day on which it may be heard (a legal term, an absence)."""
    wanted_sessions: Ids | None = None
    """The only sessions that will do [R54]; an empty list admits none."""

    @property
    def received(self) -> dt.date:
        """The day the request arrived."""
        return self.requested_on if self.received_on is None else self.received_on

    @property
    def participants(self) -> tuple[str, ...]:
        """Ids of the referent, then of the partners as listed."""
        return (self.referent, *(partner.professional for partner in self.partners))
