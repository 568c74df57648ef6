"""What another règlement changes of a history, sentence by sentence: each key alone, then all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.reading import naming_file
from rsa_sched.simulate.answers.replay import Replay, replay
from rsa_sched.simulate.months.month import Arbiter

if TYPE_CHECKING:
    import pandas as pd

RULES: dict[str, str] = {
    "age_cap_days": "R28",
    "guarantee_days": "R28",
    "guarantee_deferrals": "R28",
    "guarantee_bonus_days": "R28",
    "urgency_days": "R29",
    "kinds": "R30",
    "weights": "R30",
    "equity_days": "R30",
    "trip_days": "R31",
    "idle_days": "R31",
    "rank": "R32",
    "single_situation_minutes": "R22",
    "short_minutes": "R40",
    "long_minutes": "R41",
    "deadline_days": "R47",
    "late": "R47",
}
"""The sentence of the note that a key of the règlement is the figure of; the others are nobody's sentence."""


def must_be_possible(history: Sequence[tuple[Problem, Agenda]], changes: Mapping[str, Any], file: str = "") -> None:
    """InputError with every fault of the changes, before anything is played; of the file that they are from."""
    for problem, _ in history[:1]:
        given = problem.to_dict()
        with naming_file(file):
            Problem.from_dict({**given, "regulation": {**(given.get("regulation") or {}), **changes}})


def by_sentence(
    history: Sequence[tuple[Problem, Agenda]], changes: Mapping[str, Any], *, arbiter: Arbiter | None = None
) -> tuple[pd.DataFrame, Replay]:
    """Replay a history under each changed key alone, and under all of them.

    Returns
    -------
    A change a row, and where there are several the last all together (``key`` "" there): ``key``, ``rule`` (as
    ``R29``; "" where it is no sentence's), ``changed`` (requests that are heard on another day or not at all, from what
    the program's own agendas give under the règlement as it was), ``gained`` and ``lost`` (heard in these months and
    not before, and the other way round), ``sooner``, ``later``. And the replay of all changes, of which every request
    is told.

    Raises
    ------
    InputError : as `replay`.
    """
    import pandas as pd

    base = replay(history, {}, arbiter=arbiter).requests.set_index("situation")["heard_on_replayed"]
    rows: list[dict[str, Any]] = []
    whole = replay(history, changes, arbiter=arbiter)
    if len(changes) == 1:
        tried = [(key, whole) for key in changes]
    else:
        tried = [(key, replay(history, {key: changes[key]}, arbiter=arbiter)) for key in changes] + [("", whole)]
    for key, found in tried:
        then = found.requests.set_index("situation")["heard_on_replayed"].reindex(base.index)
        both = base.notna() & then.notna()
        gained, lost = base.isna() & then.notna(), base.notna() & then.isna()
        sooner, later = both & (then < base), both & (then > base)
        counted = {"gained": gained, "lost": lost, "sooner": sooner, "later": later}
        counts = {name: int(mask.sum()) for name, mask in counted.items()}
        rows.append({"key": key, "rule": RULES.get(key, ""), "changed": sum(counts.values()), **counts})
    return pd.DataFrame(rows), whole
