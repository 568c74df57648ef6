"""Which identities are surely one person, and where a case number leaves that in doubt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from rsa_sched.intake.rows.bare_identity import BareIdentity, Doubt
from rsa_sched.intake.rows.likeness import one_edit, sound
from rsa_sched.intake.rows.verdicts import Verdicts

_MOST_OF_A_CASE = 20
"""A case number of more people says nothing: it was put where none is known."""


class People:
    """Which identities are one person: each position in one group, named by its first.

    Parameters
    ----------
    every : the identities.
    heads : of each, the pseudonyms that it has by itself, as verdicts name them; none where there are no verdicts.

    Attributes
    ----------
    doubts : about identities that share a case number.
    heads_of : by the first position of a group, the heads of all in it.
    """

    def __init__(self, every: Sequence[BareIdentity], heads: Sequence[set[str]], verdicts: Verdicts) -> None:
        self._parents = list(range(len(every)))
        self._keys: dict[tuple[str, ...], int] = {}
        self._verdicts = verdicts
        self.heads_of = {position: set(names) for position, names in enumerate(heads)}
        self.doubts: list[Doubt] = []
        by_case: dict[str, list[int]] = defaultdict(list)
        for position, identity in enumerate(every):
            if identity.given:
                self._key(position, "given", identity.given)
            for full in sorted(identity.fulls):
                self._key(position, "full", *full)
            if identity.weak:
                self._key(position, "weak", identity.canonical)
            if identity.case:
                by_case[identity.case].append(position)
        for position, names in enumerate(heads):
            for name in sorted(names & verdicts.head.keys()):
                self._key(position, "verdict", name)
        for positions in by_case.values():
            if len(positions) > 1:
                self._share_a_case(positions, every)

    def root(self, position: int) -> int:
        """The first position of the group."""
        parents = self._parents
        while parents[position] != position:
            parents[position] = parents[parents[position]]
            position = parents[position]
        return position

    def _join(self, first: int, second: int) -> None:
        """Make two groups one, unless somebody said that they are two people."""
        low, high = sorted((self.root(first), self.root(second)))
        if low == high or self._apart(low, high):
            return
        self._parents[high] = low
        if self.heads_of:
            self.heads_of[low] |= self.heads_of[high]

    def _apart(self, first: int, second: int) -> bool:
        heads = self.heads_of
        return bool(self._verdicts.others) and self._verdicts.apart(heads[self.root(first)], heads[self.root(second)])

    def _key(self, position: int, *key: str) -> None:
        """Join a position with all others of this key."""
        self._join(self._keys.setdefault(key, position), position)

    def _share_a_case(self, positions: Sequence[int], every: Sequence[BareIdentity]) -> None:
        """Join the identities of one case number, but those of two people (a couple's); doubts where names differ."""
        full = [p for p in positions if every[p].full]
        homes = self._homes(full, every)
        people: dict[int, list[int]] = defaultdict(list)
        for p in full:
            people[homes[p]].append(p)
        couple = len(people) > 1
        if couple:
            self.doubts += [Doubt(p, "case-shared", full[0] if p != full[0] else full[-1]) for p in full]
        by_first: dict[str, set[int]] = defaultdict(set)
        for p in full:
            by_first[every[p].first].add(homes[p])
        for p in positions:
            if every[p].full:
                continue
            fitting = by_first.get(every[p].first, set()) if couple else set(people)
            people[min(fitting) if len(fitting) == 1 else -1].append(p)
        for members in people.values():
            for p in members:
                self._join(members[0], p)
            joined = sorted(p for p in members if self.root(p) == self.root(members[0]))
            if not _agree([every[p] for p in joined]):
                self.doubts += [
                    Doubt(p, "identity-contradiction", joined[0] if p != joined[0] else joined[-1]) for p in joined
                ]

    def _homes(self, full: Sequence[int], every: Sequence[BareIdentity]) -> dict[int, int]:
        """Of positions of one case number, the first position of the same person, which may be found by others."""
        firsts: dict[BareIdentity, int] = {}
        for p in full:
            firsts.setdefault(replace(every[p], given=""), p)
        listed = list(firsts.values())
        home = {p: p for p in listed}
        if len(listed) <= _MOST_OF_A_CASE:
            for n, p in enumerate(listed):
                for q in listed[n + 1 :]:
                    if home[p] != home[q] and not self._two(p, q, every):
                        low, high = sorted((home[p], home[q]))
                        home |= {one: low for one, known in home.items() if known == high}
        return {p: home[firsts[replace(every[p], given="")]] for p in full}

    def _two(self, first: int, second: int, every: Sequence[BareIdentity]) -> bool:
        """Whether two full identities of one case number are two people: less than two of three things agree."""
        if self._apart(first, second):
            return True
        one, two = every[first], every[second]
        lasts = [(a, b) for a in (one.last, one.birth) for b in (two.last, two.birth) if a and b]
        last = any(one_word(a, b) for a, b in lasts)
        return last + one_word(one.first, two.first) + (one.born == two.born) < 2


def one_word(one: str, two: str) -> bool:
    """Whether two bare names are perhaps one, written otherwise."""
    return one == two or (len(one) > 3 and one_edit(one, two)) or sound(one) == sound(two)


def _agree(people: Sequence[BareIdentity]) -> bool:
    """Whether what is known of last names, first names and dates of birth is the same everywhere."""
    lasts = {one.last for one in people} - {""}
    births = {one.birth for one in people} - {""}
    if len(lasts) > 1 and not any(lasts <= {one.last, one.birth} for one in people if births):
        return False
    return all(len({getattr(one, part) for one in people} - {""}) <= 1 for part in ("first", "born"))
