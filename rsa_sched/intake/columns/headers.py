"""Which table a sheet is, where its header stands, which column is which field, and which rows are its data.

Headings are recognised by meaning (`headings`): title rows above, blank columns before, groups of columns over names
and headings broken over lines do not hide them. A column is named by its letters; its sender's heading, which may be
about a person, is repeated only where it is made of known words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from rsa_sched.french.sentences import lookup, say
from rsa_sched.intake.cells.values import is_long_figures, value_class
from rsa_sched.intake.cells.words import bare, clean
from rsa_sched.intake.columns.addresses import SEVERAL
from rsa_sched.intake.columns.composed import announced, composed
from rsa_sched.intake.columns.datarows import HeadingRow, data_rows, filled, filled_columns, hidden, unmerged
from rsa_sched.intake.columns.folding import is_cut_short
from rsa_sched.intake.columns.header_rows import (
    Areas,
    Header,
    best_header,
    groups_over,
    hinted,
    read_headers,
    wide_areas,
)
from rsa_sched.intake.columns.headings import OUTPUT, Vocabulary, is_nir, names_nobody
from rsa_sched.intake.columns.recognised import RecognisedTable as RecognisedTable
from rsa_sched.intake.columns.shifts import is_shifted, spilled
from rsa_sched.intake.columns.title_months import days_completed
from rsa_sched.intake.columns.titles import from_titles
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.sheet import Sheet
from rsa_sched.names import ALWAYS

SOUGHT = 60
"""The header is sought in this many of the first rows that hold something, fewer where there are many columns."""
SOUGHT_CELLS = 2_000
"""Cells of those rows at most: sixty rows of thirty columns, ten of two hundred."""

MOST_SOUGHT = 100_000
"""Headings of all kinds of table that are looked up at most to find headers below the first: of a table whose rows all
begin with the word of a heading, the first thousand rows or so, beyond which every row is one of data."""

_QUIET = frozenset(map(bare, lookup("vocabulary.quiet-sheets")))
"""Sheets of explanations, as the empty form has them, need not be reported."""

_OWN_PLACES, _OWN_SHEETS = (frozenset(lookup(f"vocabulary.{name}")) for name in ("own-places", "own-sheets"))
"""Headings of the csv of places and of the sheets of places that this tool writes."""

_NAME_TABLE = frozenset(map(bare, ALWAYS.values()))
"""Headings of the name table, whose people would otherwise be taken for professionals."""


def recognise(sheet: Sheet, profile: Profile, kind: str | None = None) -> tuple[RecognisedTable | None, list[Finding]]:
    """The table that a sheet holds, and all that was found about its header, columns and rows.

    Parameters
    ----------
    profile : its ``columns`` are headings of the fields too.
    kind : one of the `TABLES` if it is known; otherwise the headings decide.

    Returns
    -------
    The table, None where the sheet holds none: nothing at all, or (a finding) no header that fits.
    """
    filled_rows = (index for index, row in enumerate(sheet.rows) if filled_columns(row))
    sought = list(islice(filled_rows, min(SOUGHT, SOUGHT_CELLS // max(1, len(sheet.rows[0]))) if sheet.rows else 0))
    if not sought:
        return None, []
    if kind is None and any({bare(cell) for cell in sheet.rows[index]} >= _NAME_TABLE for index in sought):
        return None, [Finding.at(sheet, "warning", "names-file")]
    known = [{bare(cell) for cell in sheet.rows[index]} for index in sought] if kind is None else []
    if any(cells >= _OWN_SHEETS for cells in known):
        return None, [Finding.at(sheet, "warning", "own-sheet")]
    if any(cells >= _OWN_PLACES for cells in known):
        kind = "decisions"
    vocabularies = [Vocabulary(name, profile) for name in ([kind] if kind is not None else TABLES)]
    areas = wide_areas(sheet)
    headers = [
        header
        for index in sought
        for vocabulary in vocabularies
        for header in read_headers(sheet, index, vocabulary, areas)
    ]
    best = best_header(headers, sheet)
    enough = best is not None and (best.fits or (kind is not None and len(best.keys) >= 2))
    found = list(_nir(sheet, best if enough else None, sought))
    if best is None or not enough:
        return None, [*found, *_no_table(sheet, kind, best)]
    if not sheet.visible:
        found.append(Finding.at(sheet, "warning", "sheet-hidden"))
    found += _tie(best, headers, sheet)
    return _table(sheet, areas, best, vocabularies if kind is None else None, profile, found)


def _table(
    sheet: Sheet,
    areas: Areas,
    header: Header,
    vocabularies: Sequence[Vocabulary] | None,
    profile: Profile,
    found: list[Finding],
) -> tuple[RecognisedTable, list[Finding]]:
    """The table under a header, with its findings."""
    kind = header.vocabulary.kind
    columns, about_columns = _columns(sheet, header)
    labels = {c: header.vocabulary.fields[key].label for key, several in columns.items() for c in several}
    sheet, about_merges = unmerged(sheet, header.row, labels)
    required = {c for one in header.vocabulary.required() for c in columns.get(one.key, ())[:1]}
    every = vocabularies or [Vocabulary(name, profile) for name in TABLES]

    def heads(index: int) -> HeadingRow:
        if sum(vocabulary.sought for vocabulary in (header.vocabulary, *every)) > MOST_SOUGHT:
            return ""
        texts = len(filled_columns(sheet.rows[index]))
        for vocabulary in [header.vocabulary, *every]:
            for other in islice(read_headers(sheet, index, vocabulary, areas), 1):
                if 2 * len(other.meanings) <= texts:
                    continue
                if vocabulary is header.vocabulary and all(
                    column in header.meanings and header.meanings[column].key == meaning.key
                    for column, meaning in other.meanings.items()
                ):
                    return "repeated"
                if len(other.keys) >= 3:
                    return "other"
        return ""

    rows, about_rows = data_rows(sheet, header.row, required, heads)
    found += _above(sheet, header)
    found += spilled(sheet, header, columns, rows)
    found += _unread(sheet, areas, header, columns, rows)
    if is_shifted(sheet, header, rows):
        found.append(Finding.at(sheet, "error", "row-shifted", row=header.row, wording="every"))
    found += sorted([*about_merges, *about_rows, *hidden(sheet, rows, header.row, labels)], key=_order)
    if not rows:
        found.append(Finding.at(sheet, "warning", "table-empty"))
    table, about_cells = composed(RecognisedTable(kind, sheet, columns, header.row, rows))
    if set(map(bare, sheet.rows[header.row])) >= _OWN_PLACES:
        table, about_columns = announced(table, about_columns)
    top = header.row - header.lines + 1
    table, about_columns = from_titles(table, top, header.vocabulary, profile, about_columns)
    table, about_days = days_completed(table, wanted=profile.titles)
    return table, [*about_columns, *about_days, *found, *about_cells]


def _order(finding: Finding) -> tuple[int, str, str]:
    return finding.row or 0, finding.column, finding.code


def _tie(best: Header, headers: Sequence[Header], sheet: Sheet) -> Iterator[Finding]:
    rivals = {
        one.vocabulary.kind
        for one in headers
        if one.score == best.score and one.fits and one.vocabulary.kind != best.vocabulary.kind
    }
    if rivals and not hinted(best.vocabulary.kind, sheet):
        others = tuple(FRENCH_TABLES[kind] for kind in TABLES if kind in rivals)
        table = FRENCH_TABLES[best.vocabulary.kind]
        yield Finding.at(sheet, "warning", "table-doubtful", table=table, others=others)


def _no_table(sheet: Sheet, kind: str | None, best: Header | None) -> Iterator[Finding]:
    """What to say of a sheet whose columns fit no table."""
    if kind is not None:
        needed = tuple(one.label for one in TABLES[kind] if one.required)
        yield Finding.at(sheet, "error", "header-missing", table=FRENCH_TABLES[kind], labels=needed)
    elif not sheet.visible or bare(sheet.name) in _QUIET:
        return
    elif best is not None and len(best.keys) >= 2:
        lacking = tuple(one.label for one in best.vocabulary.required() if one.key not in best.keys)
        table = FRENCH_TABLES[best.vocabulary.kind]
        yield Finding.at(sheet, "warning", "sheet-unknown", wording="near", table=table, labels=lacking)
    else:
        yield Finding.at(sheet, "warning", "sheet-unknown", wording="far")


def _nir(sheet: Sheet, header: Header | None, sought: Sequence[int]) -> Iterator[Finding]:
    """Columns said to hold social security numbers; where there is no header, over long figures only."""
    if header is not None:
        rows = range(header.row - header.lines + 1, header.row + 1)
        seen = {column for row in rows for column in filled_columns(sheet.rows[row]) if is_nir(sheet.rows[row][column])}
        refused = {key for key, one in header.vocabulary.fields.items() if one.privacy == "refused"}
        seen |= {column for column, meaning in header.meanings.items() if meaning.key in refused}
    else:
        seen = {
            column
            for row in sought
            for column in filled_columns(sheet.rows[row])
            if is_nir(sheet.rows[row][column])
            and any(is_long_figures(below[column]) for below in sheet.rows[row + 1 :])
        }
    for column in sorted(seen):
        if header is not None and not any(filled(row[column]) for row in sheet.rows[header.row + 1 :]):
            yield Finding.at(sheet, "repaired", "nir-column-empty", column=column, heading=say("findings.place.nir"))
            continue
        yield Finding.at(sheet, "error", "nir", column=column, heading=say("findings.place.nir"), wording="announced")


def _columns(sheet: Sheet, header: Header) -> tuple[dict[str, tuple[int, ...]], list[Finding]]:
    """Columns by field, in the order of the vocabulary, and the faults of the header."""
    found: list[Finding] = []
    columns: dict[str, tuple[int, ...]] = {}
    for key, one in header.vocabulary.fields.items():
        if one.privacy == "refused":
            continue
        claims = {column: meaning for column, meaning in header.meanings.items() if meaning.key == key}
        if not claims:
            if one.required:
                found.append(_missing(sheet, header, key))
            continue
        rank = min(meaning.rank for meaning in claims.values())
        used = [column for column, meaning in claims.items() if meaning.rank == rank]
        parts = {claims[column].part: column for column in used}
        if one.sort == "list" or one.privacy == "free text" or key in SEVERAL:
            used = used if rank == OUTPUT and one.privacy == "needed" else list(claims)
        elif len(used) == 2 and set(parts) == {0, 1}:
            used = [parts[0], parts[1]]
        elif len(used) > 1:
            data = [c for c in used if any(filled(row[c]) for row in sheet.rows[header.row + 1 :])]
            if len(data) > 1:
                found.append(
                    Finding.at(sheet, "error", "column-twice", row=header.row, column=data[0], heading=one.label,
                               rule=one.rule, letters=tuple(map(sheet.column_letter, data)), label=one.label)
                )  # fmt: skip
            used = data[:1] or used[:1]
        columns[key] = tuple(used)
        found += [
            Finding.at(sheet, "warning", "column-spare", row=header.row, column=column, heading=one.label,
                       label=one.label, letters=sheet.column_letter(used[0]))
            for column in claims if claims[column].rank > rank != OUTPUT and column not in used
        ]  # fmt: skip
    return columns, found


def _missing(sheet: Sheet, header: Header, key: str) -> Finding:
    one = header.vocabulary.fields[key]
    near = [
        sheet.column_letter(column)
        for column in filled_columns(sheet.rows[header.row])
        if (column not in header.meanings and header.vocabulary.offered(sheet.rows[header.row][column]) == one)
        or is_cut_short(sheet.rows[header.row][column], one.label)
    ]
    if near:
        return Finding.at(sheet, "error", "column-missing", row=header.row, heading=one.label, rule=one.rule,
                          wording="misspelt", label=one.label, letters=near[0])  # fmt: skip
    return Finding.at(sheet, "error", "column-missing", row=header.row, heading=one.label, rule=one.rule,
                      wording="absent", label=one.label)  # fmt: skip


def _above(sheet: Sheet, header: Header) -> Iterator[Finding]:
    """Rows above the header that look like more than titles."""
    top = header.row - header.lines + 1
    rows = [index for index in range(top) if len(filled_columns(sheet.rows[index])) >= 3]
    if rows:
        yield Finding.at(sheet, "warning", "rows-above", row=rows[0])


def _unread(
    sheet: Sheet, areas: Areas, header: Header, columns: dict[str, tuple[int, ...]], rows: Sequence[int]
) -> Iterator[Finding]:
    """Columns that are not known, or have no heading though they hold something."""
    names = sheet.rows[header.row]
    above = groups_over(sheet, header.row - 1, areas) if header.lines == 2 else [""] * len(names)
    for column, name in enumerate(names):
        name = name if filled(name) else above[column]
        if column in header.meanings or is_nir(name):
            continue
        holds = sum(filled(sheet.rows[index][column]) for index in rows)
        if filled(name):
            near = header.vocabulary.offered(name)
            value = say("findings.place.heading", text=clean(name)) if names_nobody(name) else value_class(name)
            if near is None:
                yield Finding.at(sheet, "warning", "column-unknown", row=header.row, column=column, value=value,
                                 wording="far")  # fmt: skip
            else:
                yield Finding.at(sheet, "warning", "column-unknown", row=header.row, column=column, value=value,
                                 wording="near", label=near.label)  # fmt: skip
        elif holds and not any(column in listed for listed in columns.values()):
            yield Finding.at(sheet, "warning", "column-headless", column=column, number=holds)
