"""Cutting a small problem out of a large one: what some situations and sessions need, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from rsa_sched.domain.organisation import Travel
from rsa_sched.domain.problem import Problem
from rsa_sched.domain.situation import Situation

Row = TypeVar("Row")
BY_ID = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations")
BY_SITUATION = ("pins", "bans", "announced")


class Cutter:
    """Cuts one problem up. Its rows are indexed once, so that all the pieces together cost no more than the whole.

    A piece is for computing alone: its rows are the whole's own and were not checked anew, it has no document and no
    fingerprint, and no `history` (the prepared problem carries the dues derived from it).
    """

    def __init__(self, problem: Problem) -> None:
        self._whole = problem
        self._rows: dict[str, dict[str, Any]] = {
            key: {row.id: row for row in getattr(problem, key)} for key in BY_ID
        }  # fmt: skip
        self._lines = {key: _grouped(getattr(problem, key), lambda line: line.situation) for key in BY_SITUATION}
        self._between = _grouped(problem.travel.between, lambda pair: pair[0])

    def piece(self, situations: Iterable[str], sessions: Iterable[str]) -> Problem:
        """The problem of these situations and sessions, whose people keep their absences.

        Parameters
        ----------
        situations : ids; their pins, bans and announced seats come along.
        sessions : ids; every one that these situations may sit in or that their participants staff.
        """
        asking, held = self._of("situations", situations), self._of("sessions", sessions)
        subsectors = self._of("subsectors", [row.subsector for row in (*asking, *held) if row.subsector is not None])
        venues = {row.venue: None for row in held}
        pairs = tuple(pair for one in venues for pair in self._between.get(one, ()) if pair[1] in venues)
        whole = self._whole
        return Problem.model_construct(
            schema_version=whole.schema_version,
            id=whole.id,
            as_of=whole.as_of,
            timezone=whole.timezone,
            regulation=whole.regulation,
            services=self._of("services", [row.service for row in (*subsectors, *held)]),
            subsectors=subsectors,
            venues=self._of("venues", venues),
            travel=Travel.model_construct(default_minutes=whole.travel.default_minutes, between=pairs),
            structures=self._of("structures", [row.structure for row in asking]),
            professionals=self._of("professionals", [name for row in asking for name in row.participants]),
            sessions=held,
            situations=asking,
            pins=self._about("pins", asking),
            bans=self._about("bans", asking),
            announced=self._about("announced", asking),
        )

    def _of(self, key: str, names: Iterable[str]) -> tuple[Any, ...]:
        rows = self._rows[key]
        return tuple(rows[name] for name in dict.fromkeys(names))

    def _about(self, key: str, asking: Iterable[Situation]) -> tuple[Any, ...]:
        lines = self._lines[key]
        return tuple(line for row in asking for line in lines.get(row.id, ()))


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)
