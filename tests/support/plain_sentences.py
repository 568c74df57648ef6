"""Whether what a deferral says of hours and places is true: a plain search over the raw documents.

Written from the contract and the words alone, with the oracle's reading of documents: no calendar, seat or gain of the
package is used, only the facts that a sentence is made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rsa_sched.explanations.exchange import Contrast
from rsa_sched.explanations.obstacles import Hour, Obstacle
from tests.support import oracle
from tests.support import oracle_bareme as bareme
from tests.support import oracle_read as read
from tests.support import oracle_rules as rules
from tests.support.oracle_read import Doc, Seat, get

SPACE = "\u202f"
DAY = 1440
"""The package counts minutes from the first day on, the oracle from the day before."""


class Plain:
    """One agenda of one problem, as documents."""

    def __init__(self, problem: Doc, agenda: Doc) -> None:
        self.problem, self.agenda = problem, agenda
        self.rows, self.sessions = read.by_id(problem["situations"]), read.by_id(problem["sessions"])
        self.seated = {seat.situation["id"]: seat for seat in read.seats(problem, agenda)}
        self.pinned = {pin["situation"] for pin in get(problem, "pins", [])}
        self.first = read.regulation(problem)["single_situation_minutes"]

    # --- hours --------------------------------------------------------------------------------------------------------

    def length(self, name: str) -> int:
        """Minutes of a situation."""
        return 15 * read.units(self.problem, self.rows[name])

    def free(self, people: Sequence[str], session: Doc, start: int, end: int) -> bool:
        """Whether these people could be there, nobody's situations looked at."""
        here = rules.Engagement(session["venue"], read.session_day(session), start, end, session["id"], False)
        return all(
            rules.is_free(self.problem, who, start, end)
            and all(
                post.session == session["id"] or rules.apart(self.problem, here, post)
                for post in rules.staffing(self.problem, who)
            )
            for who in people
        )

    def times(self, people: Sequence[str], session: Doc, minutes: int, step: int) -> list[int]:
        """The starts, every so many minutes, from which they are free so long."""
        opens, closes = read.session_span(self.problem, session)
        return [
            start
            for start in range(opens, closes - minutes + 1, step)
            if self.free(people, session, start, start + minutes)
        ]

    def obstacle_is_true(self, name: str, fact: Obstacle) -> bool:
        """Whether a session is closed to a situation in the way that is told."""
        session, minutes = self.sessions[fact.session], self.length(name)
        opens, closes = read.session_span(self.problem, session)
        people = read.participants(self.rows[name])
        there = [seat for seat in self.seated.values() if seat.session is session and seat.situation["id"] in fact.by]
        if fact.minutes != minutes:
            return False
        if fact.why == "no-places":
            return read.session_size(self.problem, session) == 0
        if fact.why == "too-short":
            return closes - opens < minutes
        if fact.why in ("never-free", "off-quarters"):
            whenever, on_quarters = (bool(self.times(fact.by, session, minutes, step)) for step in (1, 15))
            return set(fact.by) <= set(people) and not on_quarters and whenever == (fact.why == "off-quarters")
        if fact.why in ("places", "minutes"):
            if set(fact.by) - self.pinned or {seat.situation["id"] for seat in there} != set(fact.by):
                return False
            if fact.why == "places":
                return len(there) >= read.session_size(self.problem, session)
            return closes - opens - sum(seat.end - seat.start for seat in there) < minutes
        if fact.why == "hours":
            told = [one.start + DAY for one in fact.hours]
            possible = self.times(people, session, minutes, 15)
            return bool(told) and told == possible and all(self._hour_is_true(name, session, one) for one in fact.hours)
        return False

    def _hour_is_true(self, name: str, session: Doc, hour: Hour) -> bool:
        if set(hour.by) - self.pinned or set(hour.by) - set(self.seated):
            return False
        start = hour.start + DAY
        end, by = start + self.length(name), [self.seated[other] for other in hour.by]
        among = [self.seated[other] for other in self.pinned]
        if hour.against == "taken":
            return bool(by) and all(seat.session is session and start < seat.end and seat.start < end for seat in by)
        if hour.against == "needed":
            here = self._engagement(session, start, end)
            return bool(by) and all(
                set(read.participants(self.rows[name])) & set(read.participants(seat.situation))
                and not rules.apart(self.problem, here, self._engagement(seat.session, seat.start, seat.end))
                for seat in by
            )
        if hour.against == "late":
            alone = not any(seat.session is session for seat in among)
            return alone and self.first is not None and end > read.session_span(self.problem, session)[0] + self.first
        if hour.against == "company":
            return bool(by) and all(self._late_alone(seat, session, among) for seat in by)
        return False

    def _late_alone(self, seat: Seat, session: Doc, among: Sequence[Seat]) -> bool:
        company = sum(other.session is seat.session for other in among) + (session is seat.session)
        limit = read.session_span(self.problem, seat.session)[0] + self.first
        return company == 1 and seat.end > limit

    @staticmethod
    def _engagement(session: Doc, start: int, end: int) -> rules.Engagement:
        return rules.Engagement(session["venue"], read.session_day(session), start, end, session["id"], False)

    # --- exchanges ----------------------------------------------------------------------------------------------------

    def _changed(self, name: str, session: Doc, start: int, instead: str | None) -> Doc:
        """The agenda with one situation more, in the place of another or in a free one."""
        lines = [line for line in self.agenda["appointments"] if line["situation"] != instead]
        line = rules.appointment(self.problem, self.rows[name], session, start)
        heard = {row["situation"] for row in lines} | {name}
        deferred = [{"situation": other} for other in self.rows if other not in heard]
        return {"appointments": [*lines, line], "deferrals": deferred}

    def _fits(self, name: str, session: Doc, instead: str | None) -> bool:
        opens, closes = read.session_span(self.problem, session)
        starts = range(opens, closes - self.length(name) + 1, 15)
        return any(
            not oracle.violations(self.problem, self._changed(name, session, start, instead)) for start in starts
        )

    def contrast_is_true(self, name: str, fact: Contrast) -> bool:
        """Whether hearing a situation would change what is told, or is as impossible as told."""
        if fact.seat is not None:
            holder = None if fact.holder is None else fact.holder.situation
            after = self._changed(name, self.sessions[fact.seat.session], fact.seat.start + DAY, holder)
            before, then = oracle.parts(self.problem, self.agenda), oracle.parts(self.problem, after)
            signs = {part: (1 if part == "priority" else -1) * (then[part] - before[part]) for part in then}
            return not oracle.violations(self.problem, after) and signs == dict(fact.change)
        sessions = [self.sessions[one] for one in oracle.admits(self.problem)[name]]
        there = [seat for seat in self.seated.values() if any(seat.session is one for one in sessions)]
        pinned = [seat for seat in there if seat.situation["id"] in self.pinned]
        if (bool(pinned), len(there) > len(pinned)) != (fact.pinned, fact.exchangeable):
            return False
        holders = [seat for seat in there if seat not in pinned]
        return not any(self._fits(name, one, None) for one in sessions) and not any(
            self._fits(name, seat.session, seat.situation["id"]) for seat in holders
        )

    # --- figures ------------------------------------------------------------------------------------------------------

    def false_figures(self, name: str, text: str) -> Iterator[str]:
        """What an outranked situation's sentence states wrongly of values, points and places."""
        values = bareme.values(self.problem)
        best = max(self._points(name, one, values) for one in oracle.admits(self.problem)[name])
        if f"vaut {_count(values[name], 'jour')}" not in text:
            yield "value"
        if f"au plus {_count(best, 'point')} de priorité" not in text:
            yield "points"
        for session, told in re.findall(r"Séance (\S+) du \S+, points des situations entendues : (.*?)\.(?: |$)", text):
            for other, points in re.findall(r"(\S+) \(([\d\u202f-]+)\)", told):
                right = self.seated[other].session["id"] == session
                if not right or int(points.replace(SPACE, "")) != self._points(other, session, values):
                    yield f"{other} in {session}"
        for session in re.findall(r"Séance (\S+) du \S+ : personne n'y est inscrit", text):
            if any(seat.session["id"] == session for seat in self.seated.values()):
                yield f"nobody in {session}"
        if "dépassaient les places" in text and not self._crowded(name):
            yield "places"

    def _points(self, name: str, session: str, values: dict[str, int]) -> int:
        return bareme.seat_priority(self.problem, values[name], self.rows[name], self.sessions[session])

    def _crowded(self, name: str) -> bool:
        """Whether those who could be heard with it, a person once, ask for more minutes than their sessions have."""
        open_to = [one for one in self.sessions.values() if read.type_fits(self.problem, self.rows[name], one)]
        minutes: dict[tuple[bool, str], int] = {}
        for other, admitted in oracle.admits(self.problem).items():
            if admitted and any(one["id"] in admitted for one in open_to):
                person = self.rows[other].get("person")
                key = person is not None, person or other
                minutes[key] = max(minutes.get(key, 0), self.length(other))
        room = sum(read.session_span(self.problem, one)[1] - read.session_span(self.problem, one)[0] for one in open_to)
        return sum(minutes.values()) > room


def _count(number: int, noun: str) -> str:
    return f"{number:,}".replace(",", SPACE) + f" {noun}{'s' if abs(number) > 1 else ''}"
