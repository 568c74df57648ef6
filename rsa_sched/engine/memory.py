"""What earlier solves found of components: one that has not changed keeps its places and its proof without a search."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Self

from rsa_sched.bareme.points import points_of
from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.domain.agenda import Deferral, Reason
from rsa_sched.engine import memory_file
from rsa_sched.engine.feasibility import broken_rules
from rsa_sched.engine.incumbent import Incumbent
from rsa_sched.rules.base import Seat

SOLVES = 8
"""After so many solves that did not need it, a component is forgotten."""


@dataclass(frozen=True)
class Known:
    """What is known of a component: its places, their points, its bound, and whether the clock had a say in them."""

    seats: tuple[Seat, ...]
    points: int
    bound: int
    cut: bool


class Memory:
    """What solves found, for those that come after: pass the same one to each (``solve(..., memory=memory)``).

    A problem falls apart into independent components, mostly the services. One that is the same in every row, value and
    due as in an earlier solve, and was proven, keeps its places and its bound without a search; all others are searched
    as ever. So a memory changes no agenda: it is the one that a solve without it comes to, only sooner. Where a time
    limit had left a component open, the search goes on from where it was.

    What is kept is counted and audited anew, like everything else. That a bound is right nobody can see from it, so a
    memory believes only what solves have told it: in the process, or in a file of its own (`write`), which bears a seal
    under a key that is this user's alone. A file that somebody changed, or that another user or another version wrote,
    is not believed: then everything is searched again.

    Attributes
    ----------
    kept : how many components of the last solve were known and proven.
    is_believed : False where the file it was read from was not.
    """

    def __init__(self) -> None:
        self.kept = 0
        self.is_believed = True
        self._solves = 0
        self._known: dict[str, tuple[int, Known]] = {}
        self._told: dict[str, tuple[int, tuple[Deferral, ...]]] = {}

    @classmethod
    def read(cls, path: str | PathLike[str]) -> Self:
        """The memory of a file; an empty one where there is none yet, or where it is not to be believed.

        Raises
        ------
        InputError : for a file that is no memory, or cannot be read.
        """
        memory = cls()
        content = memory_file.read(Path(path))
        if content is None:
            memory.is_believed = False
            return memory
        memory._solves = content.get("solves", 0)
        for key, used, seats, *figures in content.get("known", ()):
            memory._known[key] = used, Known(tuple(Seat(*seat) for seat in seats), *figures)
        for key, used, rows in content.get("told", ()):
            memory._told[key] = used, tuple(_deferral(*row) for row in rows)
        return memory

    def write(self, path: str | PathLike[str]) -> None:
        """Write it to a file for its owner only, whole or not at all.

        Raises
        ------
        InputError : where it cannot be written.
        """
        known = [[key, used, one.seats, one.points, one.bound, one.cut] for key, (used, one) in self._known.items()]
        told = [
            [key, used, [[row.situation, row.reason, row.rules, row.text] for row in rows]]
            for key, (used, rows) in self._told.items()
        ]
        memory_file.write(Path(path), {"solves": self._solves, "known": known, "told": told})

    def __len__(self) -> int:
        return len(self._known)

    def __repr__(self) -> str:
        return f"<Memory of {len(self)} components>"

    # --- the search ---------------------------------------------------------------------------------------------------

    def recall(self, component: PreparedProblem, seed: int) -> Incumbent | None:
        """What is known of a component, with its points counted and its rules checked anew; None where nothing is."""
        _, known = self._known.get(_key(component, seed), (0, None))
        if known is None:
            return None
        seats = {seat.situation: seat for seat in known.seats}
        if points_of(component, seats) != known.points or known.bound < known.points or broken_rules(component, seats):
            return None
        return Incumbent(component, seats, known.points, known.bound, known.cut)

    def learn(self, components: Iterable[Incumbent], seed: int, begun: Mapping[str, Seat]) -> None:
        """Take what a solve found, and forget what none has needed for long.

        begun : where the caller's own start had places of a component, the agenda may be due to them: it is left out.
        """
        self._solves += 1
        for found in components:
            if not found.alarms and begun.keys().isdisjoint(found.prepared.candidates):
                known = Known(tuple(sorted(found.seats.values())), found.points, found.bound, found.cut)
                self._known[_key(found.prepared, seed)] = self._solves, known
        oldest = self._solves - SOLVES
        self._known = {key: entry for key, entry in self._known.items() if entry[0] > oldest}
        self._told = {key: entry for key, entry in self._told.items() if entry[0] > oldest}

    # --- the sentences ------------------------------------------------------------------------------------------------

    def told(self, component: PreparedProblem, seats: Mapping[str, Seat], context: object) -> tuple[Deferral, ...]:
        """The deferrals of a component's situations, as told where it had these places; none where they are not known.

        context : what sentences say of the world beyond the component.
        """
        key = _key_of_sentences(component, seats, context)
        _, rows = self._told.get(key, (0, ()))
        if rows:
            self._told[key] = self._solves + 1, rows
        return rows

    def tell(
        self, component: PreparedProblem, seats: Mapping[str, Seat], context: object, rows: tuple[Deferral, ...]
    ) -> None:
        """Remember the deferrals of a component's situations."""
        self._told[_key_of_sentences(component, seats, context)] = self._solves + 1, rows


def _key(component: PreparedProblem, seed: int) -> str:
    return f"{component.fingerprint}-{seed}"


def _key_of_sentences(component: PreparedProblem, seats: Mapping[str, Seat], context: object) -> str:
    here = [seats[name] for name in component.candidates if name in seats]
    return hashlib.sha256(repr((component.fingerprint, here, context)).encode()).hexdigest()


def _deferral(situation: str, reason: Reason, rules: list[str], text: str) -> Deferral:
    return Deferral.model_construct(situation=situation, reason=reason, rules=tuple(rules), text=text)
