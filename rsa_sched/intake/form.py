"""The empty form that the service sends out: its filled copy imports without any mapping.

Three sheets: the table itself, « Aide » (each column explained) and, hidden, « Listes » (what the drop-down lists
offer). Only the first looks like a table: the help names one column a row, the lists stand in a single column.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from rsa_sched.french.sentences import lookup, say, words
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES, Field
from rsa_sched.intake.profile import Profile, usual_urgency
from rsa_sched.intake.typewords import Types
from rsa_sched.office.book import for_printing, workbook
from rsa_sched.office.inert import inert_cell

HEADER = 3
"""Index of the header row, under the title, the hint and what must not be written."""
LAST = HEADER + 1000
"""Index of the last row with drop-down lists and input messages."""

_FROM_ONE = ("rank", "minutes", "max_situations")
_EARLIEST, _LATEST = dt.date(1901, 1, 1), dt.date(2099, 12, 31)
_PAGE = 180
"""Characters side by side that can still be read on a sheet of A4."""
_WIDTHS = {
    "id": 16, "text": 20, "date": 13, "moment": 20, "hour": 10, "yes-no": 12, "count": 12, "choice": 16, "list": 28,
}  # fmt: skip


@dataclass(frozen=True)
class _Choices:
    """What a drop-down list offers, and whether anything else is an error."""

    entries: tuple[str | int, ...]
    closed: bool


def form(profile: Profile | None = None, *, table: str = "situations") -> bytes:
    """The form of a kind of table as a workbook; the same profile gives the same bytes.

    Parameters
    ----------
    profile : where the drop-down lists of structures, neighbourhoods, sub-sectors, venues and services come from.
    table : one of `TABLES`; situations are what structures fill in, the others are the service's.

    Raises
    ------
    ValueError
        For an unknown table.
    MissingExtra
        Without the extra ``excel``.
    """
    if table not in TABLES:
        raise ValueError(f"expected one of {', '.join(TABLES)}")
    known = profile or Profile()
    fields = form_fields(table, known)
    choices = {field.key: found for field in fields if (found := _choices(field, known)) is not None}

    def fill(book: Any) -> None:
        _table_sheet(book, table, fields, choices)
        _help_sheet(book, table, fields, choices)
        hidden = book.add_worksheet(say("form.sheets.lists"))
        for row, entry in enumerate(entry for found in choices.values() for entry in found.entries):
            hidden.write(row, 0, entry if isinstance(entry, int) else inert_cell(entry))
        hidden.hide()

    return workbook(fill, title=say(f"form.titles.{table}"))


def form_fields(table: str, profile: Profile | None = None) -> list[Field]:
    """The columns that a form asks for, their help in the words of the profile.

    Columns whose content would be refused or thrown away are left out (RGPD, art. 5), and so is the sub-sector of
    sessions where every type is for the whole service.
    """
    known = profile or Profile()
    fields = [field for field in TABLES[table] if field.asked and field.privacy not in ("refused", "free text")]
    if not known.types.names(scope="subsector"):
        fields = [field for field in fields if (table, field.key) != ("sessions", "subsector")]
    return [replace(field, help=_help(table, field, known)) for field in fields]


def heading(field: Field) -> str:
    """How a column is headed, with a star where each row needs it."""
    return f"{field.label} *" if field.required else field.label


def _help(table: str, field: Field, profile: Profile) -> str:
    """The help of a field; in the words of the profile where it depends on the règlement."""
    types = profile.types
    match table, field.key:
        case _, "type":
            names = list(types.offered)
            if len(names) == 1:
                return say("form.regulation.single-type", name=names[0])
            return say("form.regulation.types", names=names, first=names[0])
        case "sessions", "subsector":
            whole = types.names(scope="service")
            return say("form.regulation.subsector-but", names=whole) if whole else say("form.regulation.subsector")
        case "sessions", "minutes":
            return _by_type(types, "minutes")
        case "sessions", "max_situations":
            return _by_type(types, "max_situations")
        case "situations", "kind":
            return say("form.regulation.kind", names=profile.kinds)
        case "history", "kind":
            return say("form.regulation.kind-granted", names=profile.kinds)
    return field.help


def _by_type(types: Types, key: Literal["minutes", "max_situations"]) -> str:
    """What an empty cell means: the value of the first type, and that of each type with another."""
    usual = getattr(types.first, key)
    others = [
        say("form.regulation.of-type", value=getattr(kind, key), name=kind.name)
        for kind in types.listed
        if getattr(kind, key) != usual
    ]
    if others:
        return say("form.regulation.by-type-but", usual=usual, others=", ".join(others))
    return say("form.regulation.by-type", usual=usual)


# --- drop-down lists --------------------------------------------------------------------------------------------------


def _choices(field: Field, profile: Profile) -> _Choices | None:
    if field.sort == "yes-no":
        return _Choices(tuple(lookup("form.choices.yes-no")), closed=True)
    if field.key == "type":
        return _Choices(tuple(profile.types.offered), closed=True)
    if field.choices:
        return _Choices(field.choices, closed=True)
    if field.key == "urgency":
        own = (word for word in profile.urgency if word not in usual_urgency())
        return _Choices((*range(profile.levels), *own), closed=False)
    if field.key == "kind":
        return _Choices(profile.kinds, closed=False)
    if field.key == "neighbourhood":
        entries = tuple(sorted(profile.neighbourhoods))
    else:
        entries = tuple(_listed(_LISTS[field.key], profile)) if field.key in _LISTS else ()
    return _Choices(entries, closed=False) if entries else None


_LISTS = {"structure": "structures", "subsector": "subsectors", "service": "services", "venue": "venues"}


def _listed(name: str, profile: Profile) -> Iterator[str]:
    """The rows of a list of the profile: by their label where the import would find them by it, else by their id."""
    meant = profile.names(name)
    for row in profile.document.get(name, ()):
        label = row.get("label") or ""
        yield label if meant.get(bare(label)) == row["id"] else row["id"]


def _areas(choices: dict[str, _Choices]) -> dict[str, str]:
    """Where on the sheet of lists each list stands: one under the other, so that no row looks like a header."""
    areas, row, sheet = {}, 1, say("form.sheets.lists")
    for key, found in choices.items():
        areas[key] = f"={sheet}!$A${row}:$A${row + len(found.entries) - 1}"
        row += len(found.entries)
    return areas


# --- sheets -----------------------------------------------------------------------------------------------------------


def _table_sheet(book: Any, table: str, fields: Sequence[Field], choices: dict[str, _Choices]) -> None:
    sheet = book.add_worksheet(FRENCH_TABLES[table].capitalize())
    sheet.write_string(0, 0, say(f"form.titles.{table}"), book.add_format({"bold": True, "font_size": 14}))
    hint = say("form.notes.hint", starred=say("form.notes.starred"))
    for row, note in enumerate((hint, say("form.notes.never")), start=1):
        sheet.write_string(row, 0, note, book.add_format({}))
    plain = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    looks = {False: book.add_format(plain), True: book.add_format(plain | {"bg_color": "#e6e6e6"})}
    shapes = {"date": book.add_format({"num_format": "dd/mm/yyyy"}), "count": book.add_format({"num_format": "0"})}
    areas = _areas(choices)
    text = book.add_format({"num_format": "@"})  # what is typed stays as it is: leading zeros, 9h30
    for column, field in enumerate(fields):
        sheet.set_column(column, column, _width(field), shapes.get(field.sort, text))
        sheet.write_string(HEADER, column, heading(field), looks[field.required])
        rule = _validation(field, areas, choices)
        sheet.data_validation(HEADER + 1, column, LAST, column, rule | _message(field))
    sheet.set_row(HEADER, 45)
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)
    sheet.repeat_columns(0)
    for_printing(sheet, wide=math.ceil(sum(map(_width, fields)) / _PAGE), margins=True)


def _width(field: Field) -> int:
    return max(_WIDTHS[field.sort], len(field.label) // 2 + 2)


def _validation(field: Field, areas: dict[str, str], choices: dict[str, _Choices]) -> dict[str, Any]:
    """What a cell of the column accepts, as xlsxwriter says it."""
    allowed: dict[str, Any]
    if field.key in areas:
        allowed = {"validate": "list", "source": areas[field.key]}
        if choices[field.key].closed:
            return allowed | {"error_type": "stop"} | words("form.refusal.closed-list")
        return allowed | {"error_type": "warning"} | words("form.refusal.open-list")
    if field.sort == "date":
        allowed = {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
        return allowed | words("form.refusal.date")
    if field.sort == "count":
        least = 1 if field.key in _FROM_ONE else 0
        return {"validate": "integer", "criteria": ">=", "value": least} | words("form.refusal.count")
    return {"validate": "any"}


def _message(field: Field) -> dict[str, str]:
    """What is shown beside a cell that is about to be filled."""
    message = say("form.message.required", help=field.help) if field.required else field.help
    return {"input_title": field.label[:32], "input_message": message[:255]}


def _help_sheet(book: Any, table: str, fields: Sequence[Field], choices: dict[str, _Choices]) -> None:
    sheet = book.add_worksheet(say("form.sheets.help"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    title = say("form.help.title", title=say(f"form.titles.{table}"))
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for row, note in enumerate(("starred", "never", "names-stay"), start=1):
        sheet.write_string(row, 0, say(f"form.notes.{note}"))
    headings = words("form.help.headings").values()
    for column, (label, width) in enumerate(zip(headings, (30, 16, 70, 34, 16), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(5, column, label, bold)
    for row, field in enumerate(fields, start=6):
        sort = "choice" if field.key in choices and field.sort != "yes-no" else field.sort
        cells = (
            say("form.help.column", label=field.label),
            say("form.help.always") if field.required else say("form.help.if-useful"),
            field.help,
            say(f"form.help.sorts.{sort}"),
            field.rule,
        )
        for column, text in enumerate(cells):
            if text:
                sheet.write_string(row, column, text, bold if column == 0 else wrapped)
    sheet.freeze_panes(6, 0)
    sheet.repeat_rows(5)
    for_printing(sheet, margins=True)
