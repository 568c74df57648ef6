"""Which rows under a header are data: totals, repeated headers, notes and blank rows are left out, and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rsa_sched.intake.cells.values import value_class
from rsa_sched.intake.cells.words import bare, clean
from rsa_sched.intake.columns.headings import ALL_HEADINGS, LONGEST, folded
from rsa_sched.intake.findings import Finding, Level, verbatim
from rsa_sched.intake.sheet import Sheet

_TOTAL = re.compile(r"(?:sous[- ]?)?(?:total|totaux)\b.*|nombre total\b.*")
_TOTAL_ALONE = re.compile(r"(?:sous[- ]?)?(?:total|totaux)(?: general| generaux)?(?: ?[:=]? ?\d*)?")
HeadingRow = Literal["repeated", "other", ""]
"""What a row is to the header above it."""

_FIGURE = re.compile(r"[\d ., :h€%/-]*\d[\d ., :h€%/-]*", re.ASCII)
_HINT = re.compile(
    r"\(.*\)|(?:j{1,2}|d{1,2})[/.\- ]m{1,2}[/.\- ][ay]{2,4}|hh[:h ]?mm|oui ?(?:/|ou) ?non|o/n|(?:ex|exemple)\b.*"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the findings of a sheet are said to be."""

    sheet: Sheet

    def finding(
        self, level: Level, code: str, text: str, action: str, *, row: int | None = None, column: int | None = None,
        heading: str = "", value: str = "", rule: str = "",
    ) -> Finding:  # fmt: skip
        """A finding at an index of the rows and of a row."""
        number = None if row is None else self.sheet.row_number(row)
        letter = "" if column is None else self.sheet.column_letter(column)
        return verbatim(
            level, code, text, action, self.sheet.file, self.sheet.name, number, letter, heading, value, rule
        )


def filled(cell: str) -> bool:
    """Whether a cell holds anything that can be seen."""
    return bool(cell) and (cell[0].isalnum() or bool(clean(cell)))


def filled_columns(row: Sequence[str]) -> list[int]:
    """Indices of the cells that hold something."""
    return [column for column, cell in enumerate(row) if cell and filled(cell)]


def spans(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    first = last = None
    for number in sorted(numbers):
        if first is None or last is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def named_spans(numbers: Iterable[int], show: Callable[[int], str] = str) -> str:
    """« 4, 7 à 9 »; of more than eight runs the first ones and how many more there are."""
    told = [show(a) if a == b else f"{show(a)} à {show(b)}" for a, b in spans(numbers)]
    more = len(told) - 8
    return ", ".join(told[:8]) + (f" et {more} autre{'s' * (more > 1)} endroit{'s' * (more > 1)}" if more > 0 else "")


def data_rows(
    sheet: Sheet, header: int, required: Collection[int], heads: Callable[[int], HeadingRow]
) -> tuple[tuple[int, ...], list[Finding]]:
    """Indices of the rows of data, and what was left out.

    Parameters
    ----------
    header : index of the header's last row.
    required : columns that every row of data needs.
    heads : whether the row at an index is the same header once more, or another table's; asked only of rows that begin
        with a heading.
    """
    at = Place(sheet)
    found: list[Finding] = []
    kept: list[int] = []
    lone: list[int] = []
    blank: list[int] = []
    for index in range(header + 1, len(sheet.rows)):
        row = sheet.rows[index]
        columns = filled_columns(row)
        if not columns:
            blank.append(index)
            continue
        first = row[columns[0]]
        looks_like_heading = len(first) <= LONGEST and not first[0].isdigit() and bare(first) in ALL_HEADINGS
        role = heads(index) if looks_like_heading else ""
        if role == "repeated":
            text = "Titres de colonnes répétés : ligne laissée de côté."
            found.append(at.finding("repaired", "row-header", text, "", row=index))
        elif role == "other":
            text = "Un second tableau commence ici ; rien n'est lu à partir de cette ligne."
            action = "Mettre chaque tableau sur sa propre feuille."
            found.append(at.finding("error", "second-table", text, action, row=index))
            break
        elif index == header + 1 and _explains(row, columns):
            text = "Ligne d'explication sous les titres de colonnes, laissée de côté."
            found.append(at.finding("repaired", "row-hint", text, "", row=index))
        elif _is_total(row, columns, required):
            found.append(at.finding("repaired", "row-total", "Ligne de total laissée de côté.", "", row=index))
        elif len(columns) == 1 and not set(required) <= set(columns):
            lone.append(index)
        else:
            kept.append(index)
    found += _lone(sheet, lone, kept)
    end = max([*kept, *lone, header])
    between = [sheet.row_number(index) for index in blank if index < end]
    if between:
        many = len(between) > 1
        text = f"Ligne{'s' * many} vide{'s' * many} laissée{'s' * many} de côté : {named_spans(between)}."
        found.append(at.finding("repaired", "row-blank", text, "", row=next(i for i in blank if i < end)))
    return tuple(kept), found


def _explains(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a row under the header says how to fill the columns, or numbers them."""
    texts = [folded(row[column]) for column in columns]
    if all(_HINT.fullmatch(text) for text in texts):
        return True
    figures = [text.strip("() ") for text in texts]
    return len(figures) >= 4 and figures == [str(number) for number in range(1, len(figures) + 1)]


def _is_total(row: Sequence[str], columns: Sequence[int], required: Collection[int]) -> bool:
    """A total names itself, and holds nothing but figures where a row of data needs something."""
    if not any("tota" in row[column].casefold() for column in columns):
        return False
    first = folded(row[columns[0]])
    if not _TOTAL.fullmatch(first) and not any(_TOTAL_ALONE.fullmatch(folded(row[column])) for column in columns):
        return False
    for column in set(required).intersection(columns):
        text = folded(row[column])
        if not _TOTAL.fullmatch(text) and not _FIGURE.fullmatch(text):
            return False
    return True


def _lone(sheet: Sheet, lone: Sequence[int], kept: Sequence[int]) -> Iterator[Finding]:
    """Rows with a single text, which is no data of this table: notes under it, headings between its parts."""
    at = Place(sheet)
    last = max(kept, default=-1)
    groups: dict[tuple[int, bool], list[int]] = {}
    for index in lone:
        groups.setdefault((filled_columns(sheet.rows[index])[0], index > last), []).append(index)
    for (column, after), rows in sorted(groups.items(), key=lambda group: group[1][0]):
        numbers = [sheet.row_number(index) for index in rows]
        what = "Texte sous le tableau" if after and kept else "Ligne avec une seule case remplie"
        many = f" (lignes {named_spans(numbers)})" if len(rows) > 1 else ""
        yield at.finding(
            "warning", "row-lone", f"{what}, laissé{'' if after and kept else 'e'} de côté{many}.",
            "Si c'est une demande, remplir ses autres colonnes.", row=rows[0], column=column,
            value=value_class(sheet.rows[rows[0]][column]) if len(rows) == 1 else "",
        )  # fmt: skip


# --- merged and hidden cells ------------------------------------------------------------------------------------------


def unmerged(sheet: Sheet, header: int, labels: dict[int, str]) -> tuple[Sheet, list[Finding]]:
    """The sheet with vertically merged cells filled down under the header, in rows that hold something else as well.

    ``labels``: French name of the field of each column, for the findings.
    """
    at = Place(sheet)
    found: list[Finding] = []
    rows: dict[int, list[str]] = {}
    before = [None if index <= header else len(filled_columns(row)) for index, row in enumerate(sheet.rows)]
    for top, left, bottom, right in sorted(sheet.merged):
        row, column = top - sheet.first_row, left - sheet.first_column
        last, end = min(bottom - sheet.first_row, len(sheet.rows) - 1), right - sheet.first_column
        if row <= header or row >= len(sheet.rows) or not 0 <= column < len(sheet.rows[row]):
            continue
        text = sheet.rows[row][column]
        if not filled(text):
            continue
        label = labels.get(column, "")
        if end > column:
            said = f"Cellules fusionnées de la colonne {sheet.column_letter(column)} à {sheet.column_letter(end)} : "
            action = "Défaire la fusion et remplir chaque colonne."
            if len(filled_columns(sheet.rows[row])) > 1:
                found.append(
                    at.finding("warning", "merged-across", said + "seule la première est lue.", action, row=row,
                               column=column, heading=label)
                )  # fmt: skip
        reached = [i for i in range(row + 1, last + 1) if before[i] and not filled(sheet.rows[i][column])]
        for index in reached:
            rows.setdefault(index, list(sheet.rows[index]))[column] = text
        if reached:
            numbers = [sheet.row_number(index) for index in reached]
            where = f"aux lignes {named_spans(numbers)}" if len(numbers) > 1 else f"à la ligne {numbers[0]}"
            said = f"Cellules fusionnées : la valeur de la première est reprise {where}."
            found.append(
                at.finding("repaired", "merged-down", said, "", row=row, column=column, heading=label,
                           value=value_class(text))
            )  # fmt: skip
    if not rows:
        return sheet, found
    return replace(sheet, rows=tuple(tuple(rows.get(i, row)) for i, row in enumerate(sheet.rows))), found


def hidden(sheet: Sheet, rows: Sequence[int], header: int, labels: dict[int, str]) -> Iterator[Finding]:
    """Rows and columns of data that the spreadsheet does not show; they are read all the same."""
    at = Place(sheet)
    covered = [index for index in rows if sheet.row_number(index) in sheet.hidden_rows] if sheet.hidden_rows else []
    for first, last in spans(covered):
        a, b = sheet.row_number(first), sheet.row_number(last)
        said = (
            f"La ligne {a} est masquée ; elle est lue."
            if a == b
            else f"Les lignes {a} à {b} sont masquées ; elles sont lues."
        )
        yield at.finding("warning", "row-hidden", said, "Vérifier qu'elle compte, sinon la supprimer." if a == b
                         else "Vérifier qu'elles comptent, sinon les supprimer.", row=first)  # fmt: skip
    for number in sorted(sheet.hidden_columns):
        column = number - sheet.first_column
        if not sheet.rows or not 0 <= column < len(sheet.rows[0]):
            continue
        if any(filled(sheet.rows[index][column]) for index in (header, *rows)):
            read = "elle est lue" if column in labels else "elle n'est pas lue"
            yield at.finding("warning", "column-hidden", f"La colonne est masquée ; {read}.",
                             "Vérifier qu'elle compte, sinon la supprimer.", column=column,
                             heading=labels.get(column, ""))  # fmt: skip
