"""Independent sub-problems: what no candidate, rule or term ties together is solved apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules import RULES


class Groups:
    """Disjoint sets of names, merged as ties are found."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def find(self, name: object) -> object:
        """The name that stands for all of its set."""
        root = name
        while (above := self._parent.setdefault(root, root)) != root:
            root = above
        while name != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def tie(self, name: object, other: object) -> None:
        """Both, and all that is tied to either, are in one set from now on."""
        self._parent[self.find(name)] = self.find(other)

    def tie_all(self, pairs: Iterable[tuple[object, object]]) -> None:
        """The same for many pairs."""
        for name, other in pairs:
            self.tie(name, other)


def split(prepared: PreparedProblem) -> tuple[list[PreparedProblem], PreparedProblem]:
    """The independent components of a prepared problem, and the rest: the situations that no session admits.

    Two sessions belong together if they share a candidate, or if a rule or a term looks at both (`ties`). The points
    of the whole are the sum over the components and the rest.
    """
    index, groups = prepared.index, Groups()
    candidates = {name: prepared.admitted[name] for name in prepared.candidates}
    for situation, sessions in candidates.items():
        for session in sessions:
            groups.tie(("situation", situation), ("session", session))
    for rule in RULES:
        groups.tie_all(rule.ties(index, candidates))
    for term in TERMS:
        groups.tie_all(term.ties(prepared, candidates))
    members: dict[object, list[str]] = defaultdict(list)
    for situation in candidates:
        members[groups.find(("situation", situation))].append(situation)
    owes = any(index.regulation.equity_days)
    components = [
        prepared.restricted(names, {index.service_of(name) for name in names} if owes else ())
        for names in sorted(members.values())
    ]
    rest = prepared.restricted(name for name, sessions in prepared.admitted.items() if not sessions)
    return components, rest


def sessions_of(prepared: PreparedProblem) -> list[str]:
    """Sessions that admit any of the prepared problem's candidates, in id order."""
    return sorted({session for sessions in prepared.admitted.values() for session in sessions})
