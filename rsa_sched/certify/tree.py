"""The tree of a part: the node with the greatest bound is split until the bound meets the agenda, or the time is up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from typing import Any

from rsa_sched.certify import verify
from rsa_sched.certify.branching import Decisions
from rsa_sched.certify.node import Bounded, Node
from rsa_sched.certify.prices import LeafPrices, Plan

NODES = 2_000
"""Of one part; beyond, the bound is what it is."""
DEPTH = 190
"""Decisions above a node: JSON readers end somewhere."""


@dataclass
class Tree:
    """A node with its bound (64ths; None: no agenda) and, where it was split, its two children."""

    bound: int | None
    prices: LeafPrices
    decisions: Decisions
    split: Any = None
    yes: Tree | None = None
    no: Tree | None = None

    def proven(self) -> int | None:
        """The greatest bound of its leaves; its own where that is no greater."""
        if self.yes is None or self.no is None:
            return self.bound
        below = [bound for bound in (self.yes.proven(), self.no.proven()) if bound is not None]
        assert self.bound is not None
        return min(self.bound, max(below)) if below else None


class Grower:
    """Grows the tree of one part.

    Parameters
    ----------
    part : as the verifier reads it.
    goal : points of the agenda in this part: no bound lies below.
    """

    def __init__(self, part: Any, goal: int) -> None:
        self.part, self.goal, self._number = part, goal, 0
        self._waiting: list[tuple[int, int, Tree, Bounded]] = []
        self.root: Tree | None = None

    @property
    def bound(self) -> int:
        """In whole points, as of now."""
        assert self.root is not None
        proven = self.root.proven()
        assert proven is not None
        return max(proven // verify.SCALE, self.goal)

    def plant(self, alive: Callable[[], bool], plans: Iterable[Plan]) -> None:
        """The root, from the plans of an agenda, which may be of other parts too."""
        mine = set(self.part.sessions)
        self.root = self._node((), None, [plan for plan in plans if plan[0] in mine], alive)

    def grow(self, alive: Callable[[], bool]) -> None:
        """Split the node of the greatest bound, again and again."""
        while self._waiting and self._number < NODES and alive():
            bound, _, tree, known = self._waiting[0]
            if -bound // verify.SCALE <= self.goal:
                return
            split = known.split
            if split is None or len(tree.decisions) >= DEPTH:
                return  # as good as an agenda that sits like this, or beyond what is split
            heappop(self._waiting)
            tree.split = split
            tree.yes = self._node((*tree.decisions, (split, True)), tree.prices, known.plans, alive)
            tree.no = self._node((*tree.decisions, (split, False)), tree.prices, known.plans, alive)

    def _node(
        self, decisions: Decisions, prices: LeafPrices | None, plans: Iterable[Plan], alive: Callable[[], bool]
    ) -> Tree:
        node = Node(self.part, decisions, plans)
        found = node.bound(self.goal, prices, alive)
        tree = Tree(found.total, found.prices, decisions)
        self._number += 1
        if found.total is not None:
            heappush(self._waiting, (-found.total, self._number, tree, found))
        return tree

    def document(self) -> dict[str, Any]:
        """The tree as the certificate has it; what needs no children has none."""
        assert self.root is not None
        proven = self.root.proven()
        enough = (self.bound + 1) * verify.SCALE - 1 if proven is not None else 0
        return self._written(self.root, enough)

    def _written(self, tree: Tree, enough: int) -> dict[str, Any]:
        if tree.yes is None or tree.no is None or (tree.bound is not None and tree.bound <= enough):
            return {"prices": self._prices(tree)}
        yes, no = self._written(tree.yes, enough), self._written(tree.no, enough)
        branch = {"situation": tree.split.situation}
        if tree.split.session is not None:
            branch["session"] = tree.split.session
        if tree.split.before is not None:
            branch["before"] = _clock(tree.split.before)
        return {"branch": branch, "yes": yes, "no": no}

    def _prices(self, tree: Tree) -> dict[str, Any]:
        """Prices by the names of the documents; what is 0 is left out."""
        if tree.bound is None:
            return {}
        found: dict[str, Any] = {}
        persons = {self.part.owners[owner][0].row.id: price for owner, price in tree.prices.persons.items() if price}
        rewards: dict[str, dict[str, int]] = defaultdict(dict)
        for (service, kind), price in tree.prices.rewards.items():
            if price:
                rewards[service][kind] = price
        tolls: dict[str, dict[str, int]] = defaultdict(dict)
        for (who, session), price in sorted(tree.prices.tolls.items()):
            if price:
                tolls[session][who] = price
        for key, prices in (("persons", persons), ("rewards", rewards), ("tolls", tolls)):
            if prices:
                found[key] = dict(sorted(prices.items()))
        return found


def _clock(moment: int) -> str:
    """A local ISO minute of the verifier's count."""
    day, rest = divmod(moment, verify.DAY)
    return f"{date.fromordinal(day).isoformat()}T{rest // 60:02}:{rest % 60:02}"
