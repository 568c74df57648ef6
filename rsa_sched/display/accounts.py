"""What an agenda is worth as tables: the points by part, and what the kinds of structures were due.

To add a column to one of them: a line among its columns, its heading in ``french/tables.toml``, and its key in the
layouts of the outputs that show it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rsa_sched.bareme import TERMS
from rsa_sched.domain.agenda import Due, Parts
from rsa_sched.french.figures import duration, figure
from rsa_sched.french.sentences import lookup, say
from rsa_sched.render.table import Layout, Table, column

MINUTES = 15
"""Of a unit."""
NOTHING: Mapping[Any, Any] = MappingProxyType({})


def signed_parts(parts: Parts) -> Iterator[tuple[str, str, int]]:
    """Name, label and points of each term's part: what it adds, or takes away where it is a cost."""
    for term in TERMS:
        yield term.id, say(f"labels.terms.{term.id}"), term.sign * getattr(parts, term.id)


def points(parts: Parts) -> Table[tuple[str, str, int]]:
    """What the points consist of."""
    texts = lookup("tables.points")
    return Table(
        [*signed_parts(parts), ("points", texts["total"]["label"], parts.points)],
        {
            "label": column(lambda row: row[1]),
            "points": column(lambda row: row[2], "number"),
            "part": column(lambda row: row[0]),
        },
        {
            "text": Layout("label, points"),
            "notebook": Layout("label, points"),
            "page": Layout("label, points", shape="small"),
            "csv": Layout("label, points, part"),
        },
        texts,
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
            "service": column(lambda row: row.service),
            "label": column(lambda row: services.get(row.service, row.service)),
            "kind": column(lambda row: row.kind, "id"),
            "before": column(lambda row: before.get((row.service, row.kind), 0), "number"),
            "due": column(lambda row: row.due_units, "number"),
            "granted": column(lambda row: row.granted_units, "number"),
            "demand": column(lambda row: row.demand_units, "number"),
            "due_hours": column(lambda row: _in_hours(row.due_units), right=True),
            "granted_hours": column(lambda row: _in_hours(row.granted_units), right=True),
            "demand_hours": column(lambda row: _in_hours(row.demand_units), right=True),
        },
        {
            "text": Layout("service, kind, before, demand, due, granted"),
            "notebook": Layout("service, kind, due, granted, demand", name="kind"),
            "page": Layout("label, kind, due_hours, granted_hours, demand_hours", name="kind"),
            "csv": Layout("label, kind, due, granted, demand, service: service_id"),
        },
        lookup("tables.dues"),
    )


def _in_hours(units: int) -> str:
    """Units of 15 minutes, and as hours: « 33 (8 h 15) »."""
    return f"{figure(units)} ({duration(MINUTES * units)})"
