"""« 9h-12h » in the column of the hour: when a session begins, and how long it is."""

from __future__ import annotations

import re
from dataclasses import replace

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.dates import read_hour
from rsa_sched.intake.cells.words import clean, folded
from rsa_sched.intake.columns.recognised import RecognisedTable
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.findings import Finding

_RANGE = re.compile(lookup("vocabulary.clock.range"))
_LONGEST = 40


def hours_apart(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """The table of sessions with ranges of hours read as begin and length, which is told once.

    A length in a column of its own counts; of a range only the begin is taken then.
    """
    columns = table.columns.get("hour", ())
    if table.kind != "sessions" or len(columns) != 1:
        return table, []
    written, number = dict(table.written), 0
    measured = bool(table.columns.get("minutes"))
    for index in table.rows:
        found = _begin_and_minutes(clean(table.text(index, "hour")))
        if found is not None:
            written[index, "hour"] = found[0]
            number += 1
        if not measured:
            written[index, "minutes"] = str(found[1]) if found is not None else ""
    if not number:
        return table, []
    label = next(one.label for one in TABLES["sessions"] if one.key == "hour")
    told = Finding.at(table.sheet, "repaired", "hours-apart", row=table.header, column=columns[0], heading=label,
                      number=number)  # fmt: skip
    added = {} if measured else {"minutes": columns}
    return replace(table, columns={**table.columns, **added}, written=written), [told]


def _begin_and_minutes(text: str) -> tuple[str, int] | None:
    """Begin (HH:MM) and minutes of « 9h-12h », « de 9h à 12h30 », « 9:00–12:00 »; None for anything else."""
    match = _RANGE.fullmatch(folded(text)) if len(text) <= _LONGEST else None
    if match is None:
        return None
    begin, end = (read_hour(match[name]).value for name in ("begin", "end"))
    if not begin or not end:
        return None
    minutes = _minutes(end) - _minutes(begin)
    return (begin, minutes) if minutes > 0 else None


def _minutes(hour: str) -> int:
    return 60 * int(hour[:2]) + int(hour[3:5])
