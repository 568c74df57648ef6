"""What two publications say differently, situation by situation and session by session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from rsa_sched.domain.compare import change
from rsa_sched.publish.changes.facts import Facts, Fate, Held

Kind = Literal["heard", "deferred", "withdrawn", "moved", "retimed", "arranged", "received", "reason"]
"""The first of contract section 10, more finely: ``withdrawn``: no request of the month any more; ``arranged``: same
session and hour, other people, place or length; ``received``: a new request that is deferred; ``reason``: still
deferred, for another reason."""

KINDS: Final[tuple[Kind, ...]] = (
    "heard", "deferred", "withdrawn", "moved", "retimed", "arranged", "received", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FateChange:
    """A situation whose fate is another; `before` or `after` is None where it is no request of the month."""

    situation: str
    kind: Kind
    before: Fate | None
    after: Fate | None

    @property
    def referents(self) -> tuple[str, ...]:
        """Who is told of it: the referent, and the former one."""
        found = [fate.referent for fate in (self.after, self.before) if fate is not None]
        return tuple(dict.fromkeys(found))

    @property
    def place_before(self) -> Fate | None:
        """Where it was heard; None where it was not."""
        return self.before if self.before is not None and self.before.session else None

    @property
    def place_after(self) -> Fate | None:
        """Where it is heard now; None where it is not."""
        return self.after if self.after is not None and self.after.session else None


@dataclass(frozen=True, slots=True)
class SessionChange:
    """A session that is held otherwise, or whose list of situations is another (`programme`)."""

    session: str
    before: Held | None
    after: Held | None
    programme: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """All of it: situations in the order of `KINDS`, then by id; sessions by id."""

    situations: tuple[FateChange, ...]
    sessions: tuple[SessionChange, ...]


def changes_between(before: Facts, after: Facts) -> Changes:
    """What `after` says differently from `before`."""
    situations = tuple(
        FateChange(name, _kind(old, new), old, new) for name, (old, new) in _pairs(before.situations, after.situations)
        if old != new
    )  # fmt: skip
    touched = {
        fate.session
        for line in situations
        if line.kind not in ("received", "reason")
        for fate in (line.before, line.after)
        if fate is not None
    }
    sessions = tuple(
        SessionChange(name, old, new, name in touched)
        for name, (old, new) in _pairs(before.sessions, after.sessions)
        if old != new or name in touched
    )
    return Changes(tuple(sorted(situations, key=lambda line: (KINDS.index(line.kind), line.situation))), sessions)


def _kind(before: Fate | None, after: Fate | None) -> Kind:
    old, new = (fate if fate is not None and fate.session else None for fate in (before, after))
    found = change(old, new)
    if found == "deferred" and after is None:
        return "withdrawn"
    if found != "unchanged":
        return found
    if new is not None:
        return "arranged"
    return "received" if before is None else "withdrawn" if after is None else "reason"


V = TypeVar("V")


def _pairs(before: Mapping[str, V], after: Mapping[str, V]) -> list[tuple[str, tuple[V | None, V | None]]]:
    return [(name, (before.get(name), after.get(name))) for name in sorted(before.keys() | after.keys())]
