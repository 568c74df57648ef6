"""Two agendas side by side (contract, section 10: the words of a change)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from rsa_sched.domain.instead import refusal

if TYPE_CHECKING:
    import pandas as pd

Change: TypeAlias = Literal["heard", "deferred", "moved", "retimed", "unchanged"]


class Lists(Protocol):
    """An `Agenda` or a `Statement`."""

    @property
    def appointments(self) -> Sequence[Any]:
        """Who is heard (situation, session, start); of several places of one situation the first counts."""

    @property
    def deferrals(self) -> Sequence[Any]:
        """Who is not (situation)."""


class HoldsAgenda(Protocol):
    """What holds an agenda: a `Result`."""

    @property
    def agenda(self) -> Lists:
        """The agenda."""


Stated: TypeAlias = Lists | HoldsAgenda
"""What an agenda may be compared with."""


def lists_of(agenda: Stated, argument: str = "other") -> Lists:
    """The lists of an agenda, a statement or a result; InputError for anything else."""
    held: Any = getattr(agenda, "agenda", agenda)
    if not (hasattr(held, "appointments") and hasattr(held, "deferrals")):
        raise refusal(argument, agenda, "nothing-to-compare")
    lists: Lists = held
    return lists


def change(before: Any, after: Any) -> Change:
    """What became of a situation, by its place in both; None where it has none."""
    if before is None or after is None:
        return "unchanged" if before is after else "heard" if before is None else "deferred"
    if before.session != after.session:
        return "moved"
    return "unchanged" if before.start == after.start else "retimed"


def compared(first: Stated, second: Stated) -> pd.DataFrame:
    """`Agenda.compare`."""
    import pandas as pd

    sides = [_Side(lists_of(first)), _Side(lists_of(second))]
    names = sorted({name for side in sides for name in side.named})
    places = [[side.places.get(name) for name in names] for side in sides]
    columns: dict[str, Any] = {
        "situation": pd.Series(names, dtype="str"),
        "change": pd.Series([change(*pair) for pair in zip(*places, strict=True)], dtype="str"),
    }
    for when, side in zip(("before", "after"), sides, strict=True):
        columns[when] = pd.Series([side.status(name) for name in names], dtype="str")
    for when, there in zip(("before", "after"), places, strict=True):
        columns[f"session_{when}"] = pd.Series([place and place.session for place in there], dtype="str")
        starts = [pd.NaT if place is None else place.start for place in there]
        columns[f"start_{when}"] = pd.Series(starts, dtype="datetime64[us]")
    return pd.DataFrame(columns)


class _Side:
    """One of the two agendas, by situation."""

    def __init__(self, lists: Lists) -> None:
        self.places: dict[str, Any] = {line.situation: line for line in reversed(lists.appointments)}
        self.named = self.places.keys() | {line.situation for line in lists.deferrals}

    def status(self, name: str) -> str | None:
        """Heard, deferred or not named."""
        return "heard" if name in self.places else "deferred" if name in self.named else None
