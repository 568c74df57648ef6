"""What a review counts: one row a request, a line of a month, a session, a trip, a share, a change, a decision, a
promise, a letter. Rows are plain values and name nobody: ids and pseudonyms as in the register.

Each row that is about a request has its key in ``request``, a trip in ``requests``: that is how figures of few people
are recognised.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, Literal

from rsa_sched.review.periods import Span

if TYPE_CHECKING:
    import pandas as pd

Fate = Literal["heard", "withdrawn", "waiting"]
LineFate = Literal["heard", "absent", "cancelled", "deferred", "withdrawn"]
"""What became of a request in a month: ``heard``, ``absent`` (a place kept, nobody came), ``cancelled`` (the service
did not hold it), ``deferred`` (no place), ``withdrawn``."""
SessionMode = Literal["held", "first_hour", "empty", "cancelled"]
"""``first_hour``: the service was there for the first hour [R22]; ``empty``: not held for want of requests [R52];
``cancelled``: by the service."""
UNIT_MINUTES = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact:
    """A request from the day on which it was made; who is heard and asks again makes another one.

    Attributes
    ----------
    request : its key.
    ended_on : the day of its session, or on which it was withdrawn; None while it waits.
    minutes : of its session that it took; 0 where it was not heard.
    code : what its session came to, in the service's codes.
    guarantee_days : of the règlement of the last month in which it was arbitrated.
    """

    request: str
    person: str
    service: str
    kind: str
    structure: str
    referent: str
    subsector: str
    type: str
    urgency: int
    requested_on: dt.date
    fate: Fate = "waiting"
    ended_on: dt.date | None = None
    month: str = ""
    session: str = ""
    minutes: int = 0
    code: str = ""
    guarantee_days: int = 0

    def ended_by(self, day: dt.date) -> bool:
        """Whether it had ended by the evening of a day."""
        return self.ended_on is not None and self.ended_on <= day

    def is_seen_in(self, span: Span) -> bool:
        """Whether it waited at any time in the period, be it on its last day."""
        return self.requested_on <= span.last and (self.ended_on is None or self.ended_on >= span.first)

    def days_until(self, day: dt.date) -> int:
        """Days waited until it ended, or until the evening of a day if that comes first."""
        end = self.ended_on if self.ended_on is not None and self.ended_on <= day else day
        return (end - self.requested_on).days


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFact:
    """A request in a month that was arbitrated and closed.

    Attributes
    ----------
    day : of its session, of the month's last one where it had no place.
    reason : why it had no place in the agenda as it was arbitrated; "" where it had one.
    minutes, units : of the place that it had at last, 0 where none.
    """

    request: str
    month: str
    day: dt.date
    service: str
    kind: str
    structure: str
    referent: str
    subsector: str
    type: str
    urgency: int
    fate: LineFate
    reason: str = ""
    session: str = ""
    minutes: int = 0
    units: int = 0
    code: str = ""
    partners: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFact:
    """A session of a closed month; ``subsector`` is "" where it is the whole service's."""

    session: str
    month: str
    day: dt.date
    service: str
    subsector: str
    type: str
    venue: str
    mode: SessionMode
    is_shared: bool
    """Open to the whole service, as the psychologist's [R33]."""
    situations: int
    minutes_open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TripFact:
    """A professional's day at a venue where they staff no session; ``requests`` that they came for."""

    professional: str
    structure: str
    kind: str
    service: str
    venue: str
    month: str
    day: dt.date
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFact:
    """What a kind of structure asked for and was due in a month, and what it was given, in units of 15 minutes.

    Attributes
    ----------
    agreed : its weight among all kinds, a share of 1.
    granted_in_all : units that the service gave to all kinds.
    """

    month: str
    day: dt.date
    service: str
    kind: str
    demand: int
    due: int
    granted: int
    agreed: float
    granted_in_all: int

    @property
    def lag(self) -> float:
        """Places of half an hour by which it is behind its weight."""
        return (self.agreed * self.granted_in_all - self.granted) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFact:
    """A place that a publication states otherwise than the one before of the same month."""

    request: str
    month: str
    day: dt.date
    number: int
    change: Literal["added", "removed", "moved", "retimed"]
    service: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideFact:
    """What somebody decided otherwise than the agenda: ``cost`` in points; why stays in the register."""

    request: str
    month: str
    day: dt.date
    action: str
    cost: int
    service: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFact:
    """A latest month that was told, and what became of it by the closing of a month."""

    request: str
    month: str
    day: dt.date
    latest: str
    fate: Literal["kept", "broken", "withdrawn"]
    service: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFact:
    """A letter that a publication makes necessary, and whether it was there by the day on which it should leave.

    Attributes
    ----------
    sent_on : the day on which it left; None where nobody noted that.
    """

    request: str
    month: str
    day: dt.date
    to: Literal["partner", "person"]
    due: dt.date
    published_on: dt.date
    in_time: bool
    service: str
    kind: str
    sent_on: dt.date | None = None


Fact = (
    RequestFact | LineFact | SessionFact | TripFact | ShareFact | ChangeFact | OverrideFact | PromiseFact | LetterFact
)


@dataclass
class ReviewFacts:
    """All facts of one register or of several; `horizon` is the day up to which everything is known.

    Attributes
    ----------
    labels : words for ids, by dimension.
    outcomes : words for the codes of outcomes.
    erased : how many events of the register are erased: what they say is missing here.
    """

    requests: list[RequestFact] = field(default_factory=list)
    lines: list[LineFact] = field(default_factory=list)
    sessions: list[SessionFact] = field(default_factory=list)
    trips: list[TripFact] = field(default_factory=list)
    shares: list[ShareFact] = field(default_factory=list)
    changes: list[ChangeFact] = field(default_factory=list)
    overrides: list[OverrideFact] = field(default_factory=list)
    promises: list[PromiseFact] = field(default_factory=list)
    letters: list[LetterFact] = field(default_factory=list)
    horizon: dt.date = dt.date.min
    began: dt.date = dt.date.max
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    services: list[str] = field(default_factory=list)
    erased: int = 0

    def rows(self, name: str) -> Sequence[Any]:
        """The rows of a table by its name in `TABLES`."""
        found: Sequence[Any] = getattr(self, name)
        return found

    def people(self) -> dict[str, str]:
        """The person of each request, by its key: a request without one stands for a person."""
        return {row.request: row.person or row.request for row in self.requests}

    def frame(self, name: str) -> pd.DataFrame:
        """A table as a new frame: a column an attribute, in their order."""
        import pandas as pd

        columns = columns_of(name)
        return pd.DataFrame([[getattr(row, key) for key in columns] for row in self.rows(name)], columns=columns)

    def label(self, dimension: str, group: str) -> str:
        """The word for a group."""
        return self.labels.get(dimension, {}).get(group, group)


TABLES: Final[dict[str, type[Any]]] = {
    "requests": RequestFact,
    "lines": LineFact,
    "sessions": SessionFact,
    "trips": TripFact,
    "shares": ShareFact,
    "changes": ChangeFact,
    "overrides": OverrideFact,
    "promises": PromiseFact,
    "letters": LetterFact,
}


def requests_of(row: Any) -> tuple[str, ...]:
    """The keys of the requests that a row is about."""
    return row.requests if isinstance(row, TripFact) else (row.request,)


def columns_of(name: str) -> list[str]:
    """The columns of a table of facts."""
    return [one.name for one in fields(TABLES[name])]
