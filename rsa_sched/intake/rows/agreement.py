"""Whether two rows say the same of one request, and where they do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.french.figures import short_day
from rsa_sched.french.sentences import say
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.rows.reader import FIELDS, SourceRow
from rsa_sched.intake.rows.situations import COPIED

Row = dict[str, Any]
Key = tuple[str, ...]

_OF_ROW = ("referent", "subsector", *COPIED, "partners", "wanted_sessions")
_OF_LINE = ("official_letter", "email", "address")
"""Fields that go to the name table, and are not said."""
_CELLS = {"subsector": ("subsector", "neighbourhood"), "partners": ("partners", "external_partners")}
"""Fields of tables that one of the problem is made of."""
_DATES = ("requested_on", "received_on", "not_before", "not_after")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which two rows say something else.

    Attributes
    ----------
    key : of the field.
    text : what they say, in French; of personal fields the field alone.
    """

    key: str
    text: str


def request_key(row: Row, line: SourceRow, first_type: str) -> Key | None:
    """What makes two rows one request: person, structure and type; without a person the number in place of it."""
    structure, kind = row.get("structure"), row.get("type") or first_type
    if not structure or "type" in line.unread or "type" in line.faulted:
        return None
    if row.get("person"):
        return "person", str(row["person"]), structure, kind
    return ("id", bare_form(row["id"]), structure, kind) if row.get("id") else None


def differences(here: tuple[Row, SourceRow], there: tuple[Row, SourceRow]) -> Iterator[Difference]:
    """Every field of which both rows say something, and not the same; numbers do not count."""
    for key in (*_OF_ROW, *_OF_LINE):
        one, two = _said(*here, key), _said(*there, key)
        if one is None or two is None or one == two:
            continue
        label = FIELDS["situations"][key].label
        if key in _OF_LINE:
            yield Difference(key, say("identity.difference.hidden", label=label))
        else:
            shown = {"here": _shown(key, one), "there": _shown(key, two)}
            yield Difference(key, say("identity.difference.values", label=label, **shown))


def fill_up(row: Row, other: Row) -> None:
    """Give a row what only the other one says."""
    for key in (*_OF_ROW, "person"):
        if row.get(key) is None and other.get(key) is not None:
            row[key] = other[key]


@dataclass(frozen=True, slots=True)
class _Unread:
    """What stands in cells that cannot be read: equal only to the same text."""

    texts: tuple[str, ...]


def _said(row: Row, line: SourceRow, key: str) -> Any:
    """What a row says of a field, in a form to compare; None where it says nothing."""
    cells = _CELLS.get(key, (key,))
    if any(cell in line.unread or cell in line.faulted for cell in cells):
        return _Unread(tuple(bare(line.table.text(line.index, cell)) for cell in cells))
    if key in _OF_LINE:
        value = line.get(key)
        return (bare(value) or None) if isinstance(value, str) else value
    value = row.get(key)
    if key == "partners" and value:
        return sorted((one["professional"], bool(one.get("external"))) for one in value)
    return sorted(value) if isinstance(value, list) else value


def _shown(key: str, value: Any) -> str:
    """A value as an official reads it: ids, figures, days, yes and no."""
    if isinstance(value, _Unread):
        return say("identity.difference.unreadable")
    if isinstance(value, bool):
        return say(f"names.flags.{'yes' if value else 'no'}")
    if isinstance(value, list):
        return ", ".join(one[0] if isinstance(one, tuple) else str(one) for one in value) or say(
            "identity.difference.empty"
        )
    return short_day(dt.date.fromisoformat(value)) if key in _DATES else str(value)
