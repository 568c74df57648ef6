"""Which rows are one person, and the keyed pseudonyms that stand for people in the problem document.

A pseudonym is the HMAC-SHA-256 of an identity under a key that is kept apart from the data: without the key it cannot
be found by trying names, and a person has the same pseudonym month after month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rsa_sched.errors import InputError
from rsa_sched.intake.cells.former import two_last_names
from rsa_sched.intake.rows.bare_identity import BareIdentity, Doubt
from rsa_sched.intake.rows.key import KEY_BYTES, Key
from rsa_sched.intake.rows.same_person import People
from rsa_sched.intake.rows.verdicts import Verdicts
from rsa_sched.names import Identity, NameTable

__all__ = ["KEY_BYTES", "BareIdentity", "Doubt", "Key", "Pseudonyms", "Settled"]


@dataclass(frozen=True, slots=True, repr=False)
class Settled:
    """Who the rows are.

    Attributes
    ----------
    pseudonyms : of each row; None where nothing is known of the person, or there is no key.
    doubts : about their identities.
    groups : number of the person of each row and, behind them, of each known person.
    heads : by number of a person, the pseudonyms that may stand for them, as verdicts name them.
    names : by number of a person, the pseudonym.
    by_decision : rows that a decision gave another pseudonym than their own.
    """

    pseudonyms: list[str | None]
    doubts: list[Doubt]
    groups: list[int]
    heads: dict[int, set[str]]
    names: dict[int, str | None]
    by_decision: set[int]


class Pseudonyms:
    """Pseudonyms of people, one by one or for all rows of an import at once.

    Parameters
    ----------
    key : None where every identity is already known or given.
    known : people whose pseudonym is already settled.
    verdicts : pairs that somebody decided on.
    """

    def __init__(self, key: Key | None, known: NameTable, verdicts: Verdicts | None = None) -> None:
        self._key = key
        self._verdicts = verdicts or Verdicts()
        self.known = [row for row in known.values() if row.sort == "person"]

    def of(self, last_name: str, first_name: str, birth_date: str, case_number: str) -> str:
        """The pseudonym of one person (birth_date: ISO or "").

        One that the name table knows by full identity or case number keeps its own.

        Raises
        ------
        InputError
            Where a new pseudonym is needed and there is no key, or nothing is known of the person.
        """
        identity = BareIdentity.of(last_name, first_name, birth_date, case_number)
        (pseudonym,), _ = self.of_all([identity])
        if pseudonym is None:
            raise InputError.of("key", "nothing", "no-pseudonym")
        return pseudonym

    def of_all(self, rows: Sequence[BareIdentity]) -> tuple[list[str | None], list[Doubt]]:
        """The pseudonym of each row, and the doubts about their identities, as `settle` finds them."""
        settled = self.settle(rows)
        return settled.pseudonyms, settled.doubts

    def settle(self, rows: Sequence[BareIdentity]) -> Settled:
        """Which rows are one person, and under which pseudonym.

        Rows are one person by the full identity (under the name of use or of birth), by a verdict, or by the case
        number where names and dates do not contradict it. A verdict « different » is stronger than a case number.
        """
        every = [*rows, *map(_bare_identity, self.known)]
        heads = [self._verdicts.heads(self._own(identity)) for identity in every] if self._verdicts else []
        people = People(every, heads, self._verdicts)
        doubts = people.doubts
        members: dict[int, list[int]] = defaultdict(list)
        groups = [people.root(position) for position in range(len(every))]
        for position, group in enumerate(groups):
            members[group].append(position)
        names: dict[int, str | None] = {}
        decided: set[int] = set()
        for group, positions in members.items():
            settled = sorted({self.known[p - len(rows)].id for p in positions if p >= len(rows)})
            given = sorted({every[p].given for p in positions if p < len(rows) and every[p].given})
            said = sorted({name for p in positions if heads for name in heads[p] if name in self._verdicts.head})
            if said:
                decided.add(group)
                names[group] = next((name for name in settled if name in said), None) or next(iter(settled), said[0])
                continue
            both = tuple(dict.fromkeys(settled + given))
            if len(both) > 1:
                doubts += [Doubt(p, "identity-joined", ids=both) for p in positions if p < len(rows)]
            names[group] = next(iter(settled or given), None) or self._made(every[p] for p in positions)
        found = [
            names[group] if group in decided else rows[p].given or names[group]
            for p, group in enumerate(groups[: len(rows)])
        ]
        doubts += _other_names(every, members.values())
        by_decision = {
            p
            for group in decided
            for p in members[group]
            if p < len(rows) and not self._by_itself(every, p, str(names[group]), members[group])
        }
        doubts += [Doubt(p, "identity-decided", ids=(str(found[p]),)) for p in sorted(by_decision)]
        told = [doubt for doubt in doubts if doubt.position < len(rows)]
        return Settled(found, told, groups, people.heads_of, names, by_decision)

    def _by_itself(self, every: Sequence[BareIdentity], row: int, name: str, group: Sequence[int]) -> bool:
        """Whether a row would have this pseudonym without any decision: its own, or that of a known person it names."""
        one = every[row]
        named = (every[p] for p in group if every[p].given == name)
        return name in self._own(one) or any(
            not one.fulls.isdisjoint(other.fulls) or (one.case and one.case == other.case) for other in named
        )

    def own(self, identity: BareIdentity) -> str | None:
        """The pseudonym that an identity has by itself, whoever else it is joined with."""
        return identity.given or next(iter(sorted(self._own(identity))), None)

    def _own(self, identity: BareIdentity) -> set[str]:
        """All of them: the one that is given, and the one that the key makes."""
        own = {identity.given} if identity.given else set()
        if self._key is not None and (identity.case or identity.last or identity.first):
            own.add(f"b-{self._key.sign(identity.canonical)}")
        return own

    def _made(self, people: Iterable[BareIdentity]) -> str | None:
        known = [identity for identity in people if identity.known]
        if self._key is None or not known:
            return None
        best = min(known, key=lambda identity: (not identity.full, not identity.case, identity.canonical))
        return f"b-{self._key.sign(best.canonical)}"


def _bare_identity(row: Identity) -> BareIdentity:
    last, birth = row.last_name, row.birth_name
    two = two_last_names(last) if not birth else None  # as older versions wrote it
    if two is not None:
        last, birth = two.last_and_birth(two.rest)
    return BareIdentity.of(last, row.first_name, row.birth_date, row.case_number, row.id, birth)


def _other_names(every: Sequence[BareIdentity], people: Iterable[Sequence[int]]) -> Iterator[Doubt]:
    """Rows that are one person with another by the name of birth alone."""
    for positions in people:
        full = [p for p in positions if every[p].full]
        for p in full[1:]:
            one, two = every[full[0]], every[p]
            if one.last != two.last and not one.fulls.isdisjoint(two.fulls):
                yield Doubt(full[0], "identity-other-name", p)
                break
