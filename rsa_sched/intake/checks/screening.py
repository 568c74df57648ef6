"""A first look through every cell of every sheet: what must not be there is refused, what is not needed left behind."""

from __future__ import annotations

from dataclasses import dataclass, field

from rsa_sched.intake.cells.values import value_class
from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.rows.privacy import cells_with_contact, cells_with_nir, holds_health_word, is_nir_like, split_nir
from rsa_sched.intake.rows.reader import FIELDS, FindingLog
from rsa_sched.intake.sheet import Sheet

_MOST_CELLS = 20
"""Up to this number each cell of a column has a finding, beyond it the column has one."""


@dataclass(slots=True)
class Screened:
    """What the rest of the import must know.

    Attributes
    ----------
    left_out : fields of the table that are not read.
    bad_rows : indices of rows that hold a NIR.
    """

    left_out: set[str] = field(default_factory=set)
    bad_rows: set[int] = field(default_factory=set)


def screen(log: FindingLog, sheet: Sheet, table: RecognisedTable | None, place: int) -> Screened:
    """Look through a sheet, understood or not."""
    screened = Screened()
    keys = {column: key for key, columns in table.columns.items() for column in columns} if table else {}
    for column in range(len(sheet.rows[0]) if sheet.rows else 0):
        _refuse_nir(log, sheet, table, place, column, keys.get(column, ""), screened)
        if table is not None:
            _warn_of_contacts(log, table, place, column, keys.get(column, ""))
    _refuse_split_nir(log, sheet, table, place, screened)
    if table is not None:
        _leave_behind(log, table, place, screened)
    return screened


def _refuse_nir(
    log: FindingLog, sheet: Sheet, table: RecognisedTable | None, place: int, column: int, key: str, screened: Screened
) -> None:
    """A column in which a NIR stands is refused as a whole; the value is never shown."""
    known = FIELDS[table.kind].get(key) if table else None
    found = cells_with_nir((index, row[column]) for index, row in enumerate(sheet.rows))
    if table is not None and known is not None and (known.sort == "id" or known.key == "case_number"):
        found = sorted({*found, *(index for index in table.rows if is_nir_like(sheet.rows[index][column]))})
    if not found:
        return
    # Without a column that the arbitration or the identities need the other rows would say something else.
    mended = (
        table is not None
        and table.kind == "situations"
        and (known is None or known.privacy in ("contact", "free text"))
    )
    data = set(table.rows) if table else set()
    before = log.fatal
    many = len(found) > _MOST_CELLS
    for index in found[:1] if many else found:
        log.report_column(
            "error", "nir", sheet=sheet, place=place, column=column, row=index, heading=known.label if known else "",
            value=value_class(sheet.rows[index][column]), wording="column" if many else "", cells=len(found),
        )  # fmt: skip
    if mended and data.issuperset(found):
        log.fatal = before  # without these rows of requests the rest can be used
    screened.bad_rows.update(found)
    if key:
        screened.left_out.add(key)


def _refuse_split_nir(
    log: FindingLog, sheet: Sheet, table: RecognisedTable | None, place: int, screened: Screened
) -> None:
    """A NIR over several cells of a row: the row is refused."""
    before, data = log.fatal, set(table.rows) if table and table.kind == "situations" else set()
    rows = [(index, column) for index, row in enumerate(sheet.rows) if (column := split_nir(row)) is not None]
    for index, column in rows[:_MOST_CELLS]:
        log.report_column("error", "nir", sheet=sheet, place=place, column=column, row=index, wording="split")
    screened.bad_rows.update(index for index, _ in rows)
    if data.issuperset(screened.bad_rows):
        log.fatal = before


def _warn_of_contacts(log: FindingLog, table: RecognisedTable, place: int, column: int, key: str) -> None:
    """Addresses and telephone numbers in columns that are free text or not recognised."""
    known = FIELDS[table.kind].get(key)
    if known is not None and (known.privacy != "free text" or known.key == "phone"):
        return
    sheet = table.sheet
    cells = [(index, sheet.rows[index][column]) for index in table.rows]
    told = cells_with_contact(cells) | {"health": [index for index, text in cells if holds_health_word(text)]}
    for sort, found in told.items():
        heading = known.label if known else ""
        if len(found) > _MOST_CELLS:
            log.report_column("warning", f"{sort}-in-text", sheet=sheet, place=place, column=column, heading=heading,
                           wording="column", cells=len(found))  # fmt: skip
            continue
        for index in found:
            log.report_column("warning", f"{sort}-in-text", sheet=sheet, place=place, column=column, row=index,
                           heading=heading, value=value_class(sheet.rows[index][column]))  # fmt: skip


def _leave_behind(log: FindingLog, table: RecognisedTable, place: int, screened: Screened) -> None:
    """Free text is looked through and left behind, which is reported where there is any."""
    for key, columns in table.columns.items():
        known = FIELDS[table.kind].get(key)
        if known is None or known.privacy not in ("free text", "refused"):
            continue
        screened.left_out.add(key)
        if key == "unneeded" and len(columns) > 1:
            letters = tuple(map(table.sheet.column_letter, columns))
            log.report_column("repaired", "column-left-out", sheet=table.sheet, place=place, column=columns[0],
                              row=table.header, heading=known.label, wording="several", letters=letters)  # fmt: skip
            continue
        for column in columns:
            if any(table.sheet.rows[index][column].strip() for index in table.rows):
                log.report_column(
                    "repaired", "column-left-out", sheet=table.sheet, place=place, column=column, row=table.header,
                    heading=known.label, wording="phone" if key == "phone" else "",
                )  # fmt: skip
