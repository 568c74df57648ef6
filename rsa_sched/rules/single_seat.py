"""single-seat: a situation is seated at most once; of several situations of one person, at most one is seated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rsa_sched.rules.base import Reading, Rule, Violation
from rsa_sched.rules.seats import Seats


class SingleSeat(Rule):
    """Nobody takes two places while others wait."""

    id = "single-seat"
    sentence = "Une situation passe au plus une fois ; de plusieurs situations d'une même personne, une seule passe."

    def check(self, reading: Reading) -> Iterator[Violation]:
        listed: set[str] = set()
        for line in reading.statement.appointments:
            known = line.situation in reading.index.situations and line.session in reading.index.sessions
            if known and line.situation in listed:
                text = f"La situation {line.situation} figure plusieurs fois à l'ordre du jour."
                yield Violation(self.id, text, line.situation, line.session)
            if known:
                listed.add(line.situation)
        heard: dict[str, str] = {}
        for name, seat in reading.seats.items():
            person = reading.index.situations[name].person
            if person is None:
                continue
            if person in heard:
                text = f"La personne {person} passe deux fois : situations {heard[person]} et {name}."
                yield Violation(self.id, text, name, seat.session)
            heard.setdefault(person, name)

    def post(self, seats: Seats) -> None:
        claims = defaultdict(list)
        for situation, session in seats.pairs:
            person = seats.index.situations[situation].person
            claims[("situation", situation) if person is None else ("person", person)].append(
                seats.seated(situation, session)
            )
        for literals in claims.values():
            seats.at_most_one(literals)
