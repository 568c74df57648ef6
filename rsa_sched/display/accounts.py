"""What an agenda is worth as tables: the points by part, and what the kinds of structures were due.

To add a column to one of them: a line among its columns, and its key in the layouts of the outputs that show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rsa_sched.domain.agenda import Due, Parts
from rsa_sched.french.figures import figure
from rsa_sched.french.labels import signed_parts
from rsa_sched.render.table import Column, Layout, Table

UNITS_PER_HOUR = 4
NOTHING: Mapping[Any, Any] = MappingProxyType({})


def points(parts: Parts) -> Table[tuple[str, str, int]]:
    """What the points consist of."""
    columns = {
        "label": Column[tuple[str, str, int]]("Poste", lambda row: row[1]),
        "points": Column[tuple[str, str, int]]("Points", lambda row: row[2], "number"),
        "part": Column[tuple[str, str, int]]("part", lambda row: row[0]),
    }
    return Table(
        [*signed_parts(parts), ("points", "Total", parts.points)],
        columns,
        {
            "text": Layout("label, points", "Points"),
            "notebook": Layout("label: Part, points", "Points"),
            "page": Layout("label, points", "Points de l'ordre du jour, par poste", shape="small"),
            "csv": Layout("label, points, part"),
        },
    )


def dues(
    rows: Sequence[Due], *, services: Mapping[str, str] = NOTHING, before: Mapping[tuple[str, str], int] = NOTHING
) -> Table[Due]:
    """What each kind of structure was due, was granted and asked for.

    Parameters
    ----------
    services : labels by id.
    before : units received in the months before, by service and kind.
    """
    return Table(
        rows,
        {
            "service": Column("Service", lambda row: row.service),
            "label": Column("Service", lambda row: services.get(row.service, row.service)),
            "kind": Column("Type de structure", lambda row: row.kind, "id"),
            "before": Column("Déjà reçu", lambda row: before.get((row.service, row.kind), 0), "number"),
            "due": Column("Dû", lambda row: row.due_units, "number"),
            "granted": Column("Accordé", lambda row: row.granted_units, "number"),
            "demand": Column("Demandé", lambda row: row.demand_units, "number"),
            "due_hours": Column("Part due", lambda row: _in_hours(row.due_units), right=True),
            "granted_hours": Column("Accordé", lambda row: _in_hours(row.granted_units), right=True),
            "demand_hours": Column("Demandé", lambda row: _in_hours(row.demand_units), right=True),
        },
        {
            "text": Layout(
                "service, kind: Structures, before, demand, due, granted",
                "Partage entre structures, en unités de 15 minutes (le dû compense ce qui a déjà été reçu)",
            ),
            "notebook": Layout(
                "service, kind: Structures, due, granted, demand",
                "Parts des structures, en unités de 15 minutes",
                "kind",
            ),
            "page": Layout(
                "label, kind, due_hours, granted_hours, demand_hours",
                "Parts des types de structures, en unités de 15 minutes (et en heures)",
                "kind",
            ),
            "csv": Layout("label, kind, due: Dû (unités de 15 min), granted, demand, service: service_id"),
        },
    )


def _in_hours(units: int) -> str:
    """Units of 15 minutes, and as hours: « 33 (8h15) »."""
    hours, quarters = divmod(abs(units), UNITS_PER_HOUR)
    return f"{figure(units)} ({'-' if units < 0 else ''}{hours}h{quarters * 15:02})"
