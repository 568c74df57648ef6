"""What a calendar's folder keeps for the next run: sessions, points, and how its events were last published."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.index import Placed, YearIndex
from rsa_sched.calendar.year import Half, Year
from rsa_sched.errors import InputError
from rsa_sched.office.files import read_bytes, unreadable

if TYPE_CHECKING:
    from rsa_sched.calendar.further import FurtherSession

NAME = "calendrier.json"
LARGEST = 16 << 20


@dataclass(frozen=True)
class PublishedYear:
    """A calendar as it was written last."""

    first_month: str
    placed: tuple[Placed, ...]
    events: Mapping[str, Any] = field(default_factory=dict)
    further: tuple[tuple[str, str], ...] = ()
    """Series and month of each session that ``--further`` placed, which no file asks for."""
    asked: str = ""
    """The fingerprint of the year that it answers; "" where an older version wrote it."""
    bound: int = 0
    moves: tuple[str, ...] | None = None
    moves_bound: int | None = None

    @classmethod
    def read(cls, folder: Path) -> PublishedYear | None:
        """What a folder holds; None where it holds none. Raises InputError where it is not what was written."""
        path = folder / NAME
        if not path.exists():
            return None
        try:
            raw = json.loads(read_bytes(path, LARGEST))
            placed = tuple(
                Placed(
                    str(row["session"]),
                    dt.date.fromisoformat(row["date"]),
                    Half(row["half"]),
                    str(row["venue"]),
                    tuple(map(str, row["people"])),
                )
                for row in raw["sessions"]
            )
            further = tuple((str(series), str(month)) for series, month in raw.get("further", ()))
            made = cls(str(raw["first_month"]), placed, dict(raw["events"]), further)
            if "asked" not in raw:
                return made
            moves = None if raw["moves"] is None else tuple(map(str, raw["moves"]))
            proven = {"bound": int(raw["bound"]), "moves": moves, "moves_bound": raw["moves_bound"]}
            return replace(made, asked=str(raw["asked"]), **proven)
        except OSError as error:
            raise unreadable(error, str(path)) from None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InputError.of("document", "unreadable", "no-calendar-of-a-year", file=str(path)) from None


def fingerprint(year: Year) -> str:
    """Of everything that a year asks for."""
    return hashlib.sha256(year.model_dump_json().encode()).hexdigest()


def as_published(found: YearCalendar, before: PublishedYear | None) -> YearCalendar:
    """The calendar with what was proven when it was published, where the same was asked and the same comes out.

    Compared with itself it would move no session, and page and workbook would say that instead of what was proven.
    """
    if before is None or before.asked != fingerprint(found.index.year) or before.placed != found.placed:
        return found
    index = YearIndex(found.index.year, published=before.moves is not None)  # prices are those of the same turns
    return replace(found, index=index, bound=before.bound, moves=before.moves, moves_bound=before.moves_bound)


def to_json(found: YearCalendar, events: Mapping[str, Any], further: Sequence[FurtherSession] = ()) -> bytes:
    """The file: the same calendar gives the same bytes."""
    added = [[one.best.series, one.best.month] for one in further if one.best is not None]
    year = found.index.year
    document = {
        "schema_version": "1",
        "title": year.title,
        "first_month": year.first_month,
        "last_month": year.last_month,
        "asked": fingerprint(year),
        "points": found.points,
        "bound": found.bound,
        "parts": found.audit.parts,
        "moves": None if found.moves is None else list(found.moves),
        "moves_bound": found.moves_bound,
        "sessions": [
            {
                "session": row.session,
                "date": row.date.isoformat(),
                "half": str(row.half),
                "venue": row.venue,
                "people": list(row.people),
            }
            for row in found.placed
        ],
        "events": dict(events),
        **({"further": added} if added else {}),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
