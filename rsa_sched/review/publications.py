"""What a month's publications say: whose place changed from one to the next, which letter left when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rsa_sched.opendays import Calendar
from rsa_sched.publish.letterhead import Delays
from rsa_sched.register.state import Doc
from rsa_sched.review.facts import ChangeFact, LetterFact


class Published(NamedTuple):
    """A publication: when, its number, its agenda, and the problem document as it was then."""

    day: dt.date
    number: int
    agenda: Mapping[str, Any]
    problem: Mapping[str, Any]


class Publications:
    """The publications of a month, in order.

    Parameters
    ----------
    whose : of each situation of the month what each of its facts begins with.
    cancelled : sessions of the month that were cancelled.
    """

    def __init__(
        self, published: Sequence[Published], whose: Mapping[str, Mapping[str, Any]], cancelled: Collection[str]
    ) -> None:
        self._published, self._whose, self._cancelled = published, whose, frozenset(cancelled)

    def changes(self) -> Iterator[ChangeFact]:
        """Each place that one publication says otherwise than the one before."""
        former: dict[str, Any] | None = None
        for one in self._published:
            seats = self._seats(one, former or {})
            for name in sorted({*seats, *(former or {})} & self._whose.keys() if former is not None else ()):
                was, now = (former or {}).get(name), seats.get(name)
                if was == now:
                    continue
                change = "added" if was is None else "removed" if now is None else (
                    "moved" if was[0] != now[0] else "retimed"
                )  # fmt: skip
                yield ChangeFact(**self._whose[name], number=one.number, change=change)  # type: ignore[arg-type]
            former = seats

    def letters(self, sent: Sequence[Doc], delays: Delays, timezone: str) -> Iterator[LetterFact]:
        """Each letter on a new place: by when it should leave, when it was ready, when it was said to have left."""
        calendar = Calendar(timezone) if self._published else None
        former: dict[str, Any] = {}
        for one in self._published:
            assert calendar is not None
            rows = {row["id"]: row for row in one.problem["situations"]}
            seats = self._seats(one, former)
            for name in sorted(name for name in seats if seats[name] != former.get(name) and name in rows):
                session = dt.date.fromisoformat(seats[name][1][:10])
                for to, number, days in _letters_of(rows[name], delays):
                    due = calendar.open_before(session - dt.timedelta(days=days))
                    whose = self._whose.get(name)
                    for _ in range(number if whose else 0):
                        yield LetterFact(
                            **whose or {}, to=to, due=due, published_on=one.day,  # type: ignore[arg-type]
                            in_time=one.day <= due, sent_on=_sent_on(sent, one.number, to, name),
                        )  # fmt: skip
            former = seats

    def _seats(self, one: Published, former: Mapping[str, Any]) -> dict[str, Any]:
        """Session and hour of each place; those of sessions that had begun, and are not asked about any more, stay."""
        there = {row["id"] for row in one.problem["sessions"]}
        kept = {name: seat for name, seat in former.items() if seat[0] not in there | self._cancelled}
        return kept | {row["situation"]: (row["session"], row["start"]) for row in one.agenda["appointments"]}


def _sent_on(sent: Sequence[Doc], number: int, to: str, name: str) -> dt.date | None:
    """The day on which a publication's letters to somebody left, as it was said last."""
    said = [row for row in sent if row["number"] == number and to in row["to"]]
    return dt.date.fromisoformat(said[-1]["on"]) if said and name not in said[-1]["except"] else None


def _letters_of(row: Mapping[str, Any], delays: Delays) -> Iterator[tuple[str, int, int]]:
    """To whom, how many, how many days ahead."""
    external = sum(bool(partner.get("external")) for partner in row.get("partners") or ())
    if external:
        yield "partner", external, delays.confirm_partners
    if row.get("beneficiary_invited"):
        yield "person", 1, delays.tell_people
