"""Indicators agreed with the partners, declared in a TOML: name, definition, perimeter, numerator and denominator.

[[indicators]]
id = "urgentes-en-30-jours"
name = "Urgentes entendues"
definition = "part des situations d'urgence 3 entendues, sur celles demandées"
perimeter = "urgence 3"
groups = ["kind"]
[indicators.numerator]
table = "requests"
when = "heard"
where = { urgency = 3 }
[indicators.denominator]
table = "requests"
when = "asked"
where = { urgency = 3 }
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from rsa_sched.domain.printable import quoted, safe_text
from rsa_sched.errors import Fault, InputError
from rsa_sched.office.toml import read_toml
from rsa_sched.review.facts import TABLES, columns_of
from rsa_sched.review.indicator import CountedRows, Inside, Measure, ReviewIndicator, ReviewUnit, Wording, one
from rsa_sched.review.indicators import INDICATORS
from rsa_sched.review.indicators.making import on_its_day
from rsa_sched.review.indicators.requests import asked_in, heard_in, seen_in, waits_after, withdrawn_in
from rsa_sched.review.periods import Span

WHEN: Mapping[str, Inside] = {
    "asked": asked_in,
    "heard": heard_in,
    "withdrawn": withdrawn_in,
    "waiting": waits_after,
    "seen": seen_in,
}
"""When a request belongs to a period; every other row belongs to that of its day."""
SUMS: Mapping[str, Collection[str]] = {
    "requests": ("minutes",),
    "lines": ("minutes", "units", "partners"),
    "sessions": ("minutes_open",),
    "shares": ("due",),
    "overrides": ("cost",),
}
"""Columns that may be added up: of rows that are not about one request none that counts people."""
WITHOUT_PEOPLE = frozenset({"sessions", "shares"})
NOT_DECLARED = frozenset({"trips"})
_PERSONAL = frozenset({"referent", "professional", "request", "person"})
GROUPS = (
    "kind",
    "subsector",
    "urgency",
    "type",
    "structure",
    "reason",
    "mode",
    "change",
    "action",
    "to",
    "code",
    "fate",
)
_CODE = re.compile(r"(?!-)[a-z0-9-]{1,60}(?<!-)", re.ASCII)
_WORDS = ("name", "definition", "perimeter")
_KEYS = ("id", *_WORDS, "unit", "measure", "groups", "numerator", "denominator")
_PART = ("table", "when", "where", "sum")


def declared(path: Path) -> tuple[ReviewIndicator, ...]:
    """The indicators of a file. Raises InputError with every fault of it."""
    found = read_toml(path)
    rows = found.get("indicators")
    faults = [
        Fault(_shown(key), "a key", "none-of-these", {"expected": "indicators"}, path.name)
        for key in found
        if key != "indicators"
    ]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise InputError((*faults, Fault("indicators", _told(rows), "not-indicators", file=path.name)))
    taken = {indicator.key for indicator in INDICATORS}
    made = []
    for number, row in enumerate(rows):
        reader = _Reader(f"indicators[{number}]", path.name)
        made.append(reader.indicator(row, taken))
        faults += reader.faults
    if faults:
        raise InputError(tuple(faults))
    return tuple(one for one in made if one is not None)


class _Reader:
    """Reads one indicator, and collects what is wrong with it."""

    def __init__(self, place: str, file: str) -> None:
        self._place, self._file, self.faults = place, file, list[Fault]()

    def indicator(self, row: Mapping[str, Any], taken: set[str]) -> ReviewIndicator | None:
        """The indicator of a table of the file; None where it has faults."""
        self._known(row, _KEYS, "")
        key = row.get("id")
        if type(key) is not str or not _CODE.fullmatch(key):
            self.fault("id", _told(key), "not-an-indicator-id")
        elif key in taken:
            self.fault("id", _told(key), "indicator-twice")
        else:
            taken.add(key)
        for name in _WORDS:
            if type(row.get(name)) is not str or not row[name].strip():
                self.fault(name, _told(row.get(name)), "not-a-text")
        counted = self._part(row.get("numerator"), "numerator")
        over = self._part(row["denominator"], "denominator") if "denominator" in row else None
        measure = self._measure(row, counted)
        groups = self._groups(row, counted, over)
        units = get_args(ReviewUnit)
        unit = row.get("unit", "share" if "denominator" in row else "days" if measure != "count" else "requests")
        if unit not in units:
            self.fault("unit", _told(unit), "none-of-these", expected=", ".join(units))
        if self.faults or counted is None:
            return None
        words = Wording(*(row[name] for name in _WORDS))
        return ReviewIndicator(row["id"], "agreed", unit, measure, counted, words, over, groups)

    def _measure(self, row: Mapping[str, Any], counted: CountedRows | None) -> Measure:
        is_share = "denominator" in row
        possible = [name for name in get_args(Measure) if (name == "ratio") == is_share]
        measure: Any = row.get("measure", "ratio" if is_share else "count")
        if measure not in possible and is_share:
            self.fault("measure", _told(measure), "share-with-a-measure")
        elif measure not in possible:
            self.fault("measure", _told(measure), "none-of-these", expected=", ".join(possible))
        elif measure not in ("count", "ratio") and counted is not None and counted.table != "requests":
            self.fault("measure", _told(measure), "wait-of-no-request")
        return measure  # type: ignore[no-any-return]

    def _groups(self, row: Mapping[str, Any], counted: CountedRows | None, over: CountedRows | None) -> tuple[str, ...]:
        groups = row.get("groups", [])
        there = {*GROUPS}
        for part in (counted, over):
            there &= {*columns_of(part.table)} if part is not None else there
        if type(groups) is not list:
            self.fault("groups", _told(groups), "not-a-list")
            return ()
        for number, name in enumerate(groups):
            if type(name) is not str or name not in there:
                expected = ", ".join(name for name in GROUPS if name in there)
                self.fault(f"groups[{number}]", _told(name), "none-of-these", expected=expected)
        return tuple(dict.fromkeys(name for name in groups if type(name) is str))

    def _part(self, raw: Any, name: str) -> CountedRows | None:
        if not isinstance(raw, dict):
            self.fault(name, _told(raw), "not-a-section")
            return None
        table = raw.get("table")
        tables = [key for key in TABLES if key not in NOT_DECLARED]
        if table not in tables:
            self._known(raw, _PART, f"{name}.")
            self.fault(f"{name}.table", _told(table), "none-of-these", expected=", ".join(tables))
            return None
        sums = SUMS.get(table, ())
        of_others = {*(() if table == "requests" else ("when",)), *(() if sums else ("sum",))}
        self._known(raw, [key for key in _PART if key not in of_others], f"{name}.")
        inside: Inside = on_its_day
        if table == "requests":
            when = raw.get("when")
            if type(when) is not str or when not in WHEN:
                self.fault(f"{name}.when", _told(when), "none-of-these", expected=", ".join(WHEN))
            else:
                inside = WHEN[when]
        wanted = tuple(self._wanted(raw.get("where", {}), table, f"{name}.where"))
        if sums and "sum" in raw and raw["sum"] not in sums:
            self.fault(f"{name}.sum", _told(raw["sum"]), "none-of-these", expected=", ".join(sums))
        weight = one if "sum" not in raw else _adds_up(str(raw["sum"]))
        return CountedRows(table, _both(inside, wanted), weight, table not in WITHOUT_PEOPLE, wanted)

    def _wanted(self, raw: Any, table: str, place: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
        if not isinstance(raw, dict):
            self.fault(place, _told(raw), "not-a-section")
            return
        columns = [key for key in columns_of(table) if key not in _PERSONAL]
        kinds = {field.name: str(field.type) for field in fields(TABLES[table])}
        for key, wanted in raw.items():
            if key not in columns:
                self.fault(f"{place}.{_shown(key)}", "a key", "none-of-these", expected=", ".join(columns))
                continue
            values = wanted if type(wanted) is list else [wanted]
            plain = {"int": int, "bool": bool, "float": float}.get(kinds[key], dt.date if "date" in kinds[key] else str)
            wrong = [value for value in values if type(value) is not plain]
            if not values or wrong:
                self._of_another_kind(f"{place}.{key}", _told(wrong[0] if wrong else values), plain)
                continue
            yield key, tuple(values)

    def _of_another_kind(self, place: str, value: str, wanted: type) -> None:
        if wanted is int:
            self.fault(place, value, "not-whole-numbers")
        elif wanted is float:
            self.fault(place, value, "not-decimals")
        elif wanted is str:
            self.fault(place, value, "not-texts")
        else:
            self.fault(place, value, "not-true-or-false" if wanted is bool else "not-days")

    def _known(self, row: Mapping[str, Any], keys: Collection[str], place: str) -> None:
        for key in row:
            if key not in keys:
                self.fault(f"{place}{_shown(key)}", "a key", "none-of-these", expected=", ".join(keys))

    def fault(self, place: str, value: str, code: str, **facts: object) -> None:
        """Note one more fault."""
        self.faults.append(Fault(f"{self._place}.{place}", value, code, facts, self._file))


def _both(inside: Inside, wanted: tuple[tuple[str, tuple[Any, ...]], ...]) -> Inside:
    return lambda row, span: inside(row, span) and all(getattr(row, column) in values for column, values in wanted)


def _adds_up(column: str) -> Callable[[Any, Span], float]:
    return lambda row, _span: float(getattr(row, column))


def _shown(key: str) -> str:
    """A key as far as it is plain: any other text may be about a person."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", key, re.ASCII) else "?"


def _told(value: Any) -> str:
    """A value as far as it is plain: a small word, a figure, a day; any other text may be about a person."""
    if value is None:
        return "nothing"
    if isinstance(value, dt.date):
        return value.isoformat()
    return quoted(value) if isinstance(value, str) and _CODE.fullmatch(value) else safe_text(value, ())
