"""Rules and terms that the contract does not have, put in force for a test: what the engine makes of them."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import pytest

from rsa_sched.bareme import TERMS, PreparedProblem, Term
from rsa_sched.domain.clock import DAY
from rsa_sched.domain.index import ProblemIndex
from rsa_sched.french.sentences import lookup
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Candidates, Node, Reading, Rule, Scope, Seat, Violation
from rsa_sched.rules.seats import Seats

WORDS = {
    "referent-share": {
        "sentence": "Un référent présente au plus quelques situations dans une même séance.",
        "too-many": "{referent} : {number} situations.",
    },
    "no-partner": {
        "sentence": "Une situation avec un partenaire ne passe dans aucune séance.",
        "partner": "{situation} a un partenaire.",
    },
    "structures-apart": {
        "sentence": "Deux structures ne sont pas entendues le même jour.",
        "same-day": "{last} : l'autre structure passe ce jour.",
    },
}
"""What stands in ``french/rules.toml`` for rules in force."""


def put_in_force(monkeypatch: pytest.MonkeyPatch, *added: Rule | Term) -> None:
    """Add rules and terms to those in force, wherever the lists are looked up; in this process alone."""
    for rule in WORDS:
        monkeypatch.setitem(lookup("rules"), rule, WORDS[rule])
    rules = (*RULES, *(one for one in added if isinstance(one, Rule)))
    terms = (*TERMS, *(one for one in added if isinstance(one, Term)))
    for name, module in list(sys.modules.items()):
        if name.startswith("rsa_sched"):
            if getattr(module, "RULES", None) is RULES:
                monkeypatch.setattr(module, "RULES", rules)
            if getattr(module, "TERMS", None) is TERMS:
                monkeypatch.setattr(module, "TERMS", terms)


class ReferentShare(Rule):
    """A referent presents at most so many situations in one session (docs/dev/add-a-rule.md)."""

    id = "referent-share"
    scope: ClassVar[Scope] = "session"

    def __init__(self, most: int = 2) -> None:
        self._most = most

    def check(self, reading: Reading) -> Iterator[Violation]:
        for session, seats in reading.by_session.items():
            shares = Counter(reading.index.situations[seat.situation].referent for seat in seats)
            for referent, number in sorted(shares.items()):
                if number > self._most:
                    yield self.broken("too-many", None, session, referent=referent, number=number)

    def post(self, seats: Seats) -> None:
        for session, situations in seats.of_session.items():
            own = defaultdict(list)
            for situation in situations:
                own[seats.index.situations[situation].referent].append((1, seats.seated(situation, session)))
            for terms in own.values():
                if len(terms) > self._most:
                    seats.at_most(self._most, terms)


class SilentShare(ReferentShare):
    """The same without its word to the model: a rule that is not finished."""

    def post(self, seats: Seats) -> None:
        pass


class NoPartner(Rule):
    """Nobody with a partner is heard: a rule that only admits, and has no reason of its own."""

    id = "no-partner"

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            if reading.index.situations[name].partners:
                yield self.broken("partner", name, seat.session)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return not index.situations[situation].partners


class ShareUnsaid(ReferentShare):
    """The same without saying how far it looks: all sessions together, by default."""

    scope = "agenda"


class StructuresApart(Rule):
    """Two given structures are not heard on one day: a rule that ties sessions which nothing else ties."""

    id = "structures-apart"

    def __init__(self, one: str, other: str) -> None:
        self._two = (one, other)

    def check(self, reading: Reading) -> Iterator[Violation]:
        heard: dict[int, dict[str, Seat]] = defaultdict(dict)
        for seat in sorted(reading.seats.values(), key=lambda seat: (seat.start, seat.situation)):
            structure = reading.index.situations[seat.situation].structure
            if structure in self._two:
                heard[reading.index.date(seat.session)].setdefault(structure, seat)
        for seats in heard.values():
            if len(seats) == 2:
                last = list(seats.values())[-1]
                yield self.broken("same-day", None, last.session, last=last.situation)

    def post(self, seats: Seats) -> None:
        days: dict[int, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for situation, session in seats.pairs:
            days[seats.index.date(session)][seats.index.situations[situation].structure].append((situation, session))
        for there in days.values():
            one, other = (there.get(name, []) for name in self._two)
            if one and other:
                choice = seats.whole_number(1)
                for pair in one:
                    seats.at_most(0, [(1, seats.seated(*pair)), (-1, choice)])
                for pair in other:
                    seats.at_most(1, [(1, seats.seated(*pair)), (1, choice)])


class ApartTied(StructuresApart):
    """The same, saying which sessions it ties."""

    def ties(self, index: ProblemIndex, candidates: Candidates) -> Iterator[tuple[Node, Node]]:
        for situation, sessions in candidates.items():
            if index.situations[situation].structure in self._two:
                for session in sessions:
                    yield (self.id, index.date(session)), ("session", session)


class MorningBonus(Term):
    """So many points for each seat that begins before an hour: a term that adds points, known with the hours."""

    id = "morning"
    sign = 1
    scope: ClassVar[Literal["seat", "session", "agenda"]] = "seat"

    def __init__(self, points: int, before: int = 10 * 60) -> None:
        self._points, self._before = points, before

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        return self._points * sum(seat.start % DAY < self._before for seat in seats.values())

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        for situation, session in seats.pairs:
            for start, literal in seats.starts(situation, session).items():
                if start % DAY < self._before:
                    seats.earn(self._points, literal)

    def worth(self, prepared: PreparedProblem, situation: str, session: str) -> int:
        return self._points


class BonusUnsaid(MorningBonus):
    """The same without saying how far it looks."""

    scope = "agenda"


class Gathering(Term):
    """A cost for each day on which anybody is heard: a term over several sessions."""

    id = "gathering"

    def __init__(self, points: int) -> None:
        self._points = points

    def recount(self, prepared: PreparedProblem, seats: Mapping[str, Seat]) -> int:
        return self._points * len({prepared.index.date(seat.session) for seat in seats.values()})

    def post(self, prepared: PreparedProblem, seats: Seats) -> None:
        for pairs in self._by_day(prepared.index, seats).values():
            open_day = seats.whole_number(1)
            seats.earn(-self._points, open_day)
            for pair in pairs:
                seats.at_most(0, [(1, seats.seated(*pair)), (-1, open_day)])

    @staticmethod
    def _by_day(index: ProblemIndex, seats: Seats) -> dict[int, list[tuple[str, str]]]:
        days: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for situation, session in seats.pairs:
            days[index.date(session)].append((situation, session))
        return days
