"""Rows read as headers, alone or with the row of groups above them, and which of them fits best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.columns.datarows import filled, filled_columns
from rsa_sched.intake.columns.headings import ALIAS, LONGEST, Meaning, Vocabulary
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES
from rsa_sched.intake.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Header:
    """A row read as the header of a kind of table."""

    vocabulary: Vocabulary
    row: int
    lines: int
    meanings: dict[int, Meaning] = field(repr=False)

    @property
    def keys(self) -> set[str]:
        return {meaning.key for meaning in self.meanings.values()}

    @property
    def missing(self) -> int:
        """How many required columns there are not."""
        return sum(one.key not in self.keys for one in self.vocabulary.required())

    @property
    def score(self) -> int:
        """How well the row fits: fields named, more for headings that only this kind has, less for missing ones."""
        ranked = sorted(self.meanings.values(), key=lambda one: -one.rank)
        best = {one.key: one for one in ranked if self.vocabulary.fields[one.key].asked}
        own = sum(not meaning.shared for meaning in best.values())
        exact = sum(meaning.rank < ALIAS for meaning in best.values())
        return 4 * len(best) + 4 * own + exact - 6 * self.missing

    @property
    def fits(self) -> bool:
        """Whether enough is there to say that the sheet is this table."""
        named = sum(self.vocabulary.fields[key].asked for key in self.keys)
        return named >= 4 or (named == 3 and self.missing <= 1) or (named == 2 and not self.missing)


Areas = Mapping[int, Sequence[tuple[int, int]]]
"""By row number, first and last column number of each merged area there that is wider than one column."""


def wide_areas(sheet: Sheet) -> Areas:
    """The merged areas of a sheet that are wider than one column, in order."""
    areas: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in sheet.merged:
        if right > left and 0 <= left - sheet.first_column < len(sheet.rows[0]):
            for number in range(top, min(bottom, sheet.first_row + len(sheet.rows) - 1) + 1):
                areas.setdefault(number, []).append((left, right))
    return areas


def read_headers(sheet: Sheet, index: int, vocabulary: Vocabulary, areas: Areas) -> Iterator[Header]:
    """The row at an index read as a header, alone and together with the row above it."""
    names = sheet.rows[index]
    alone = {c: found for c in filled_columns(names) if (found := _meaning(vocabulary, names[c], "")) is not None}
    if alone:
        yield Header(vocabulary, index, 1, alone)
    if index == 0 or not filled_columns(sheet.rows[index - 1]):
        return
    above, groups = sheet.rows[index - 1], groups_over(sheet, index - 1, areas)
    both = {}
    for column, name in enumerate(names):
        name, group = (name, groups[column]) if filled(name) else (above[column], "")
        found = _meaning(vocabulary, name, group) if filled(name) else None
        if found is not None:
            both[column] = found
    if both and both != alone:
        yield Header(vocabulary, index, 2, both)


def _meaning(vocabulary: Vocabulary, name: str, group: str) -> Meaning | None:
    if len(name) > LONGEST:
        return None
    return vocabulary.meaning(name, group if len(group) <= LONGEST else "")


def groups_over(sheet: Sheet, index: int, areas: Areas) -> list[str]:
    """The heading that stands over each column: where cells are merged over all of them, else from it to the next."""
    row = list(sheet.rows[index])
    merged = areas.get(sheet.first_row + index)
    if merged:
        for left, right in merged:
            first = left - sheet.first_column
            if 0 <= first < len(row):
                end = min(right - sheet.first_column, len(row) - 1)
                row[first : end + 1] = [row[first]] * (end + 1 - first)
        return row
    last = ""
    for column, cell in enumerate(row):
        last = cell if filled(cell) else last
        row[column] = last
    return row


def best_header(headers: Sequence[Header], sheet: Sheet) -> Header | None:
    """The header that fits best; of equal ones what file and sheet are called decides, then one line before two."""
    order = list(TABLES)
    best = min(
        headers,
        key=lambda one: (
            -one.score, not hinted(one.vocabulary.kind, sheet), order.index(one.vocabulary.kind), one.lines, one.row,
        ),
        default=None,
    )  # fmt: skip
    if best is None:
        return None
    # two tables on one sheet: the upper one is read, the lower one reported
    upper = [one for one in headers if one.fits and one.row < best.row - 1]
    return best_header(upper, sheet) if upper else best


def hinted(kind: str, sheet: Sheet) -> bool:
    """Whether the sheet or its file is called after this kind of table."""
    name = bare(FRENCH_TABLES[kind]).removesuffix("s")
    return name in bare(sheet.name) or name in bare(PurePath(sheet.file).stem)
