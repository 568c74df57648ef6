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
    scope = "document"

    def check(self, reading: Reading) -> Iterator[Violation]:
        yield from self._ids(reading)
        yield from self._fates(reading)
        yield from self._indications(reading)

    def _ids(self, reading: Reading) -> Iterator[Violation]:
        index, statement = reading.index, reading.statement
        if statement.problem is not None and statement.problem != index.problem.id:
            yield self.broken("other-problem", answers=statement.problem, problem=index.problem.id)
        if statement.problem_sha256 is not None and statement.problem_sha256 != index.problem.sha256:
            yield self.broken("other-state", problem=index.problem.id)
        for line in statement.appointments:
            if line.situation not in index.situations:
                yield self.broken("unknown-situation", line.situation)
            if line.session not in index.sessions:
                yield self.broken("unknown-session", line.situation, line.session)
        for deferral in statement.deferrals:
            if deferral.situation not in index.situations:
                yield self.broken("unknown-situation", deferral.situation)

    def _fates(self, reading: Reading) -> Iterator[Violation]:
        deferred = Counter(line.situation for line in reading.statement.deferrals)
        seats = reading.seats
        for name in reading.index.situations:
            times = deferred.get(name, 0)
            # A repeated appointment is single-seat's to name.
            if name in seats and times:
                yield self.broken("two-fates", name)
            elif name not in seats and not times:
                yield self.broken("no-fate", name)
            if times > 1:
                yield self.broken("deferred-again", name, times=times)

    def _indications(self, reading: Reading) -> Iterator[Violation]:
        index = reading.index
        seen: set[str] = set()
        for line in reading.statement.appointments:
            counts = line.situation in index.situations and line.session in index.sessions
            if not counts or line.situation in seen:
                continue
            seen.add(line.situation)
            if line.venue is not None and line.venue != index.sessions[line.session].venue:
                yield self.broken("venue", line.situation, line.session)
            # The order in which participants are written means nothing.
            stated, own = line.participants, index.participants[line.situation]
            if stated is not None and stated != own and sorted(stated) != sorted(own):
                yield self.broken("participants", line.situation, line.session)
