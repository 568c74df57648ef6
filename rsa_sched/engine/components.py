"""Independent sub-problems: what no candidate, rule or term ties together is solved apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rsa_sched.bareme import TERMS
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.rules import RULES


class Groups:
    """Disjoint sets of names, merged as ties are found.

    Parameters
    ----------
    begun : of some names another one in the same set; nothing else is tied to them yet.
    """

    def __init__(self, begun: Mapping[object, object] | None = None) -> None:
        self._parent: dict[object, object] = dict(begun or {})

    def find(self, name: object) -> object:
        """The name that stands for all of its set."""
        root = name
        while (above := self._parent.setdefault(root, root)) is not root:
            root = above
        while name is not root:
            self._parent[name], name = root, self._parent[name]
        return root

    def tie(self, name: object, other: object) -> None:
        """Both, and all that is tied to either, are in one set from now on."""
        one, into = self.find(name), self.find(other)
        if one is not into:
            self._parent[one] = into

    def tie_all(self, pairs: Iterable[tuple[object, object]]) -> None:
        """The same for many pairs."""
        for name, other in pairs:
            self.tie(name, other)


def split(prepared: PreparedProblem) -> tuple[list[PreparedProblem], PreparedProblem]:
    """The independent components of a prepared problem, and the rest: the situations that no session admits.

    Two sessions belong together if they share a candidate, or if a rule or a term looks at both (`ties`). The points
    of the whole are the sum over the components and the rest.
    """
    index = prepared.index
    candidates = {name: prepared.admitted[name] for name in prepared.candidates}
    groups = Groups({("situation", name): ("session", sessions[0]) for name, sessions in candidates.items()})
    shared = dict.fromkeys((sessions[0], other) for sessions in candidates.values() for other in sessions[1:])
    groups.tie_all((("session", one), ("session", other)) for one, other in shared)
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
