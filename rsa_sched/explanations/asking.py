"""What is asked of the situations of a problem, put in pieces of work.

Situations of one component are asked together: each solve leaves plans, hours and exclusions that serve the next one
(`Remembered`). How many is fixed, so that answers do not depend on how many workers there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from rsa_sched.engine.colgen.remembered import Remembered
from rsa_sched.engine.control import Control
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.changed import ChangedProblems
from rsa_sched.explanations.imposed import Decided, Points
from rsa_sched.explanations.levers import Levers, LeverSearch
from rsa_sched.explanations.pieces import Pieces
from rsa_sched.explanations.revalued import Revalued
from rsa_sched.rules.base import Seat

T = TypeVar("T")
TOGETHER = 8
"""Situations, or sessions, of one component that are asked together."""

Components = Mapping[str, Decided]
"""The component of each candidate."""
Key = tuple[str, int]
"""A session, and minutes by which it is longer."""


def lever_search(
    changed: ChangedProblems, deferred: Iterable[str], components: Components, pieces: Pieces
) -> LeverSearch:
    """The search for the levers of these situations; each session with a place more is solved once for all."""
    admitted, minutes = changed.prepared.admitted, changed.prepared.index.minutes
    asked = {(session, minutes[name]): components[name] for name in deferred for session in admitted[name]}
    together: dict[int, list[Key]] = defaultdict(list)
    for key in sorted(asked):
        together[id(asked[key])].append(key)
    works = [partial(_enlarged, changed, part, pieces.control) for keys in together.values() for part in _parts(keys)]
    found = pieces.done(works)
    return LeverSearch(changed, pieces.control, {key: one for part in found.values() for key, one in part.items()})


def examine(
    asked: Sequence[str],
    seats: Mapping[str, Seat],
    components: Components,
    levers: LeverSearch | None,
    pieces: Pieces,
) -> tuple[Account, ...]:
    """The accounts of these situations, by id; after a stop, of those that were done."""
    together: dict[int, list[str]] = defaultdict(list)
    for name in asked:
        together[id(components.get(name))].append(name)
    works = []
    for names in together.values():
        one = components.get(names[0])
        for part in _parts(names):
            search = None if levers is None else levers.only(part)
            works.append(partial(_examined, {name: name in seats for name in part}, one, search, pieces.control))
    found = [account for accounts in pieces.done(works).values() for account in accounts]
    return tuple(sorted(found, key=lambda account: account.situation))


def _parts(asked: Sequence[T]) -> Iterator[Sequence[T]]:
    return (asked[first : first + TOGETHER] for first in range(0, len(asked), TOGETHER))


def _enlarged(changed: ChangedProblems, keys: Sequence[Key], control: Control) -> dict[Key, Decided | None]:
    """The component of each of these sessions with a place more, solved; None where that is no problem."""
    found, remembered = dict[Key, Decided | None](), Remembered()
    with control.stop.heard():
        for session, minutes in keys:
            if control.alive:
                found[session, minutes] = changed.enlarge(session, minutes, remembered)
    return found


def _examined(
    heard: Mapping[str, bool], decided: Decided | None, levers: LeverSearch | None, control: Control
) -> list[Account]:
    """The accounts of situations of one component, each with what the agenda decides; at least the first."""
    found = list[Account]()
    if decided is not None:
        decided = decided.apart()
    with control.stop.heard():
        for name, is_heard in heard.items():
            if found and control.stop.asked:
                break
            found.append(_account(name, is_heard, decided, levers, control))
    return found


def _account(
    situation: str, heard: bool, decided: Decided | None, levers: LeverSearch | None, control: Control
) -> Account:
    if heard:
        assert decided is not None  # a valid agenda hears candidates only
        return Account(situation, True, _loss(decided, decided.unheard(situation, control)))
    revalued = None if decided is None else Revalued(decided, situation, control)
    loss = None if decided is None or revalued is None else _loss(decided, revalued.heard)
    found = Levers((), proven=False) if levers is None else levers.of(situation, revalued)
    return Account(situation, False, loss, found.found, found.proven)


def _loss(decided: Decided, otherwise: Points | None) -> Points | None:
    """What deciding otherwise takes from the best agenda of a component."""
    if otherwise is None:
        return None
    best = decided.best
    return Points(max(0, best.at_least - otherwise.at_most), max(0, best.at_most - otherwise.at_least))
