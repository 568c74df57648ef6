"""Rules that the contract does not have, put in force for a test: what the engine makes of one it never heard of."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.rules import RULES
from rsa_sched.rules.base import Reading, Rule, Violation
from rsa_sched.rules.seats import Seats


def put_in_force(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    """Add rules to those in force, wherever they are looked up; in this process alone."""
    whole = (*RULES, *rules)
    for name, module in list(sys.modules.items()):
        if name.startswith("rsa_sched") and getattr(module, "RULES", None) is RULES:
            monkeypatch.setattr(module, "RULES", whole)


class ReferentShare(Rule):
    """A referent presents at most so many situations in one session (docs/dev/add-a-rule.md)."""

    id = "referent-share"
    sentence = "Un référent présente au plus quelques situations dans une même séance."

    def __init__(self, most: int = 2) -> None:
        self._most = most

    def check(self, reading: Reading) -> Iterator[Violation]:
        for session, seats in reading.by_session.items():
            shares = Counter(reading.index.situations[seat.situation].referent for seat in seats)
            for referent, number in sorted(shares.items()):
                if number > self._most:
                    yield Violation(self.id, f"{referent} : {number} situations.", None, session)

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
    sentence = "Une situation avec un partenaire ne passe dans aucune séance."

    def check(self, reading: Reading) -> Iterator[Violation]:
        for name, seat in reading.seats.items():
            if reading.index.situations[name].partners:
                yield Violation(self.id, f"{name} a un partenaire.", name, seat.session)

    def admits(self, index: ProblemIndex, situation: str, session: str) -> bool:
        return not index.situations[situation].partners
