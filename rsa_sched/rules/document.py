"""document: the agenda speaks of this problem, of all of it, and its figures are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rsa_sched.rules.base import Reading, Rule, Violation


class WholeDocument(Rule):
    """Every situation is in exactly one of appointments and deferrals, once; ids exist; what is stated is so.

    The figures (points and parts) are the audit's to recount: it knows the barème, a rule does not.
    """

    id = "document"
    sentence = "L'ordre du jour dit le sort de chaque situation, une fois, et ses indications sont exactes."

    scope = "document"

    def check(self, reading: Reading) -> Iterator[Violation]:
        yield from self._ids(reading)
        yield from self._fates(reading)
        yield from self._indications(reading)

    def _ids(self, reading: Reading) -> Iterator[Violation]:
        index, statement = reading.index, reading.statement
        if statement.problem is not None and statement.problem != index.problem.id:
            yield Violation(self.id, f"L'ordre du jour répond au problème {statement.problem}, non {index.problem.id}.")
        if statement.problem_sha256 is not None and statement.problem_sha256 != index.problem.sha256:
            yield Violation(self.id, f"L'ordre du jour répond à un autre état du problème {index.problem.id}.")
        for line in statement.appointments:
            if line.situation not in index.situations:
                yield Violation(self.id, f"Situation inconnue : {line.situation}.", line.situation)
            if line.session not in index.sessions:
                yield Violation(self.id, f"Séance inconnue : {line.session}.", line.situation, line.session)
        for deferral in statement.deferrals:
            if deferral.situation not in index.situations:
                yield Violation(self.id, f"Situation inconnue : {deferral.situation}.", deferral.situation)

    def _fates(self, reading: Reading) -> Iterator[Violation]:
        deferred = Counter(line.situation for line in reading.statement.deferrals)
        for name in reading.index.situations:
            # A repeated appointment is single-seat's to name.
            if name in reading.seats and deferred[name]:
                yield Violation(self.id, f"La situation {name} est à la fois inscrite et ajournée.", name)
            elif name not in reading.seats and not deferred[name]:
                yield Violation(self.id, f"La situation {name} n'est ni inscrite ni ajournée.", name)
            if deferred[name] > 1:
                yield Violation(self.id, f"La situation {name} est ajournée {deferred[name]} fois.", name)

    def _indications(self, reading: Reading) -> Iterator[Violation]:
        index = reading.index
        seen: set[str] = set()
        for line in reading.statement.appointments:
            counts = line.situation in index.situations and line.session in index.sessions
            if not counts or line.situation in seen:
                continue
            seen.add(line.situation)
            if line.venue is not None and line.venue != index.sessions[line.session].venue:
                text = f"Le lieu de la situation {line.situation} n'est pas celui de la séance {line.session}."
                yield Violation(self.id, text, line.situation, line.session)
            # The order in which participants are written means nothing.
            expected = sorted(index.participants[line.situation])
            if line.participants is not None and sorted(line.participants) != expected:
                text = f"Les participants de la situation {line.situation} ne sont pas ceux de la demande."
                yield Violation(self.id, text, line.situation, line.session)
