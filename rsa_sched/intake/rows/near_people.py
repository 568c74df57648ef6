"""The pairs of people that somebody should look at, found without comparing everybody with everybody.

Two identities are compared where they share a block: the date of birth and the initial of a part of the name (where
many share these, the sound of that whole part); or, whatever the date, one name whole and the initial of the other, or
all parts of both. Whom `perhaps_same` would find besides is so rare (both names misspelt at their first letters) that
it is not worth the time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rsa_sched.intake.rows.likeness import Spelling, perhaps_same, sound

_WIDEST = 60
"""A wider block (a whole table with one date of birth) is split; where it cannot be, each identity in it is compared
with so many that come after it."""

_COMMON = 12
"""A date of birth of more people (one that was put where none is known) says little: both names must be alike then."""


def near_pairs(spellings: Sequence[Spelling], groups: Sequence[int], rows: int) -> Iterator[tuple[int, int]]:
    """Positions of two identities of different people that are perhaps one, once for each two people.

    Parameters
    ----------
    spellings : of the rows of this import first, then of the people that are known already.
    groups : number of the person of each.
    rows : how many are rows; of two known people nothing is said.
    """
    first: dict[tuple[int, Spelling], int] = {}
    for position, spelling in enumerate(spellings):
        first.setdefault((groups[position], spelling), position)
    born = Counter(spelling.born for _, spelling in first if spelling.born)
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for (_, spelling), position in first.items():
        for key in set(_keys(spelling)):
            blocks[key].append(position)
    for key in [key for key, block in blocks.items() if key[0] == "born" and len(block) > _WIDEST]:
        for position in blocks.pop(key):
            for part in spellings[position].every:
                if part[0] == key[2]:
                    blocks[*key, sound(part)].append(position)
    seen: set[tuple[int, int]] = set()
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for positions in blocks.values():
        for n, low in enumerate(positions):
            if low >= rows:
                break
            for high in positions[n + 1 : n + 1 + _WIDEST]:
                people = (min(groups[low], groups[high]), max(groups[low], groups[high]))
                if people[0] == people[1] or people in found or (low, high) in seen:
                    continue
                seen.add((low, high))
                common = born[spellings[low].born] > _COMMON
                if perhaps_same(spellings[low], spellings[high], common=common):
                    found[people] = (low, high)
    yield from sorted(found.values())


def _keys(spelling: Spelling) -> Iterator[tuple[str, ...]]:
    lasts = [name for name in (spelling.last, spelling.birth) if name]
    every = [part for name in (*lasts, spelling.first) for part in name]
    if spelling.born:
        yield from (("born", spelling.born, part[0]) for part in every)
    if spelling.every:
        yield ("all", *spelling.every)
    first = sound("".join(spelling.first))
    for name in lasts:
        if first:
            yield from (("first", first, part[0]) for part in name)
            yield from (("last", sound(part), first[0]) for part in (*name, "".join(name)))
