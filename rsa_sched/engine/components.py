"""Independent sub-problems: what no candidate, person, service or professional ties together is solved apart."""

from __future__ import annotations

from collections import defaultdict

from rsa_sched.bareme.case import Case


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


def split(case: Case) -> tuple[list[Case], Case]:
    """The independent components of a case, and the rest: the situations that no session admits.

    Two sessions belong together if they share a candidate, a person, a service that owes dues, or a participant on
    one date (or in overlapping hours). The points of the whole are the sum over the components and the rest.
    """
    docket, groups = case.docket, _Groups()
    owes = any(docket.regulation.equity_days)
    for situation in case.candidates:
        node = ("situation", situation)
        for session in case.admitted[situation]:
            groups.tie(node, ("session", session))
        person = docket.situations[situation].person
        if person is not None:
            groups.tie(node, ("person", person))
        if owes:
            groups.tie(node, ("service", docket.service_of(situation)))
    _tie_participants(case, groups)
    members: dict[object, list[str]] = defaultdict(list)
    for situation in case.candidates:
        members[groups.find(("situation", situation))].append(situation)
    components = [
        case.restricted(names, {docket.service_of(name) for name in names} if owes else ())
        for names in sorted(members.values())
    ]
    rest = case.restricted(name for name, sessions in case.admitted.items() if not sessions)
    return components, rest


def _tie_participants(case: Case, groups: _Groups) -> None:
    """Tie the sessions between which a participant may have to travel, or be in two places."""
    docket = case.docket
    visits: dict[str, set[str]] = defaultdict(set)
    for situation in case.candidates:
        for participant in docket.participants[situation]:
            visits[participant].update(case.admitted[situation])
    for participant, sessions in visits.items():
        last_end, last = -1, ""
        for session in sorted(sessions, key=lambda name: (docket.start[name], name)):
            groups.tie(("date", participant, docket.date(session)), ("session", session))
            if docket.start[session] < last_end:
                groups.tie(("session", session), ("session", last))
            if docket.end(session) > last_end:
                last_end, last = docket.end(session), session


def sessions_of(case: Case) -> list[str]:
    """Sessions that admit any of the case's candidates, in id order."""
    return sorted({session for sessions in case.admitted.values() for session in sessions})
