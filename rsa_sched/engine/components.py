"""Independent sub-problems: what no candidate, person, service or professional ties together is solved apart."""

from __future__ import annotations

from collections import defaultdict

from rsa_sched.bareme.prepared import PreparedProblem


class _Groups:
    """Disjoint sets of names, merged as ties are found."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def find(self, name: object) -> object:
        root = name
        while (above := self._parent.setdefault(root, root)) != root:
            root = above
        while name != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def tie(self, name: object, other: object) -> None:
        self._parent[self.find(name)] = self.find(other)


def split(prepared: PreparedProblem) -> tuple[list[PreparedProblem], PreparedProblem]:
    """The independent components of a prepared problem, and the rest: the situations that no session admits.

    Two sessions belong together if they share a candidate, a person, a service that owes dues, or a participant on
    one date (or in overlapping hours). The points of the whole are the sum over the components and the rest.
    """
    index, groups = prepared.index, _Groups()
    owes = any(index.regulation.equity_days)
    for situation in prepared.candidates:
        node = ("situation", situation)
        for session in prepared.admitted[situation]:
            groups.tie(node, ("session", session))
        person = index.situations[situation].person
        if person is not None:
            groups.tie(node, ("person", person))
        if owes:
            groups.tie(node, ("service", index.service_of(situation)))
    _tie_participants(prepared, groups)
    members: dict[object, list[str]] = defaultdict(list)
    for situation in prepared.candidates:
        members[groups.find(("situation", situation))].append(situation)
    components = [
        prepared.restricted(names, {index.service_of(name) for name in names} if owes else ())
        for names in sorted(members.values())
    ]
    rest = prepared.restricted(name for name, sessions in prepared.admitted.items() if not sessions)
    return components, rest


def _tie_participants(prepared: PreparedProblem, groups: _Groups) -> None:
    """Tie the sessions between which a participant may have to travel, or be in two places."""
    index = prepared.index
    visits: dict[str, set[str]] = defaultdict(set)
    for situation in prepared.candidates:
        for participant in index.participants[situation]:
            visits[participant].update(prepared.admitted[situation])
    for participant, sessions in visits.items():
        last_end, last = -1, ""
        for session in sorted(sessions, key=lambda name: (index.start[name], name)):
            groups.tie(("date", participant, index.date(session)), ("session", session))
            if index.start[session] < last_end:
                groups.tie(("session", session), ("session", last))
            if index.end(session) > last_end:
                last_end, last = index.end(session), session


def sessions_of(prepared: PreparedProblem) -> list[str]:
    """Sessions that admit any of the prepared problem's candidates, in id order."""
    return sorted({session for sessions in prepared.admitted.values() for session in sessions})
