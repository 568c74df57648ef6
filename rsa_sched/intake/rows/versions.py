"""Two versions of one table: recognised, the newer one proposed, none of them chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import PurePath

from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.rows.agreement import Difference, Key, Row, differences, request_key
from rsa_sched.intake.rows.newer import newer
from rsa_sched.intake.rows.reader import FindingLog, Rows, SourceRow
from rsa_sched.intake.sheet import Sheet

Pair = tuple[int, int]
"""The places of two tables, the one read first before the other."""


@dataclass(slots=True, repr=False)
class _Versions:
    """Two tables that are versions of one, over the structures of which they are.

    Attributes
    ----------
    structures : these structures.
    shared : requests that stand in both, with what differs.
    only : by place, the requests that stand in that table alone.
    """

    structures: set[str] = field(default_factory=set)
    shared: list[tuple[SourceRow, SourceRow, list[Difference]]] = field(default_factory=list)
    only: dict[int, list[SourceRow]] = field(default_factory=lambda: defaultdict(list))

    @property
    def alike(self) -> bool:
        """Whether they say the same."""
        return not any(self.only.values()) and not any(differing for *_, differing in self.shared)


@dataclass(slots=True, repr=False)
class Kept:
    """What is left where versions were found.

    Attributes
    ----------
    rows : those of tables that count; where nobody chose yet, those of the proposed one.
    doubled : pairs of tables that say the same, with how many requests they share.
    """

    rows: Rows
    doubled: dict[Pair, int]


def settle_versions(log: FindingLog, rows: Rows, first_type: str, keep: Sequence[str], tables: Sequence[Sheet]) -> Kept:
    """Leave out what a chosen version replaces; an error for versions of which none was chosen.

    Parameters
    ----------
    keep : names of files, sheets or « file/sheet » that somebody chose.
    tables : every sheet that was read, to know whether these names are any.
    """
    found = _versions(rows, first_type)
    table_of = {line.place: line.table for _, line in rows}
    chosen = {place for place, table in table_of.items() if any(_is_called(table.sheet, name) for name in keep)}
    left_out: set[tuple[int, str]] = set()
    doubled: dict[Pair, int] = {}
    open_pairs: list[tuple[Pair, _Versions]] = []
    for pair, versions in sorted(found.items()):
        kept = chosen.intersection(pair)
        if versions.alike:
            doubled[pair] = len(versions.shared)
        elif len(kept) == 1:
            (other,) = set(pair) - kept
            left_out |= {(other, structure) for structure in versions.structures}
            _report_left_out(log, versions, table_of[other], other, table_of[next(iter(kept))])
        elif not kept:
            open_pairs.append((pair, versions))
    for (first, second), versions in open_pairs:
        if any({(first, one), (second, one)} & left_out for one in versions.structures):
            continue
        last = newer(table_of[first], table_of[second])
        older = second if last == 0 else first
        _report_versions(log, versions, (first, second), table_of, last)
        left_out |= {(older, structure) for structure in versions.structures}
    _check_names(log, keep, tables, {bare(name) for name in _used(keep, table_of, found)})
    kept_rows = [(row, line) for row, line in rows if (line.place, row.get("structure")) not in left_out]
    return Kept(kept_rows, doubled)


def _versions(rows: Rows, first_type: str) -> dict[Pair, _Versions]:
    """Tables that share at least half of the larger one's requests of a structure."""
    units: dict[str, dict[int, dict[Key, tuple[Row, SourceRow]]]] = defaultdict(lambda: defaultdict(dict))
    for row, line in rows:
        key = request_key(row, line, first_type)
        if key is not None:
            units[row["structure"]][line.place].setdefault(key, (row, line))
    found: dict[Pair, _Versions] = defaultdict(_Versions)
    for structure, tables in units.items():
        homes: dict[Key, list[int]] = defaultdict(list)
        for place, requests in sorted(tables.items()):
            for key in requests:
                homes[key].append(place)
        shared = Counter(pair for places in homes.values() for pair in combinations(places, 2))
        for (first, second), number in shared.items():
            one, two = tables[first], tables[second]
            if 2 * number < max(len(one), len(two)):
                continue
            versions = found[first, second]
            versions.structures.add(structure)
            for key in one.keys() & two.keys():
                versions.shared.append((one[key][1], two[key][1], list(differences(two[key], one[key]))))
            versions.only[first] += [one[key][1] for key in one.keys() - two.keys()]
            versions.only[second] += [two[key][1] for key in two.keys() - one.keys()]
    return found


def _is_called(sheet: Sheet, name: str) -> bool:
    """Whether somebody who chooses a table means this one."""
    names = (sheet.file, PurePath(sheet.file).stem, sheet.name, f"{sheet.file}/{sheet.name}")
    return bool(bare(name)) and bare(name) in map(bare, names)


def _used(keep: Sequence[str], table_of: Mapping[int, RecognisedTable], found: Mapping[Pair, _Versions]) -> list[str]:
    """The names that chose between versions."""
    concerned = {place for pair, versions in found.items() if not versions.alike for place in pair}
    return [name for name in keep if any(_is_called(table_of[place].sheet, name) for place in concerned)]


def _check_names(log: FindingLog, keep: Sequence[str], tables: Sequence[Sheet], used: set[str]) -> None:
    """An error for a name that no table bears, a doubt where there was nothing to choose."""
    for name in keep:
        if not any(_is_called(sheet, name) for sheet in tables):
            log.add(Finding("error", "keep-unknown", file=name), -1)
        elif bare(name) not in used:
            log.add(Finding("warning", "keep-unused", file=name), -1)


def table_name(sheet: Sheet, other: Sheet | None = None) -> str:
    """The name of a table: its file, with the sheet where the other one is in the same file."""
    if sheet.name and (other is None or other.file == sheet.file):
        return f"{sheet.file}/{sheet.name}"
    return sheet.file


def report_doubled(log: FindingLog, told: Mapping[Pair, int], lines: Iterable[SourceRow]) -> None:
    """Tables that are one table, each pair once."""
    table_of = {line.place: line.table for line in lines}
    for (first, second), number in sorted(told.items()):
        sheet, other = table_of[second].sheet, table_of[first].sheet
        facts = {"other": table_name(other, sheet), "number": number}
        log.add(Finding("repaired", "table-doubled", facts, sheet.file, sheet.name), second)


def _report_left_out(
    log: FindingLog, versions: _Versions, table: RecognisedTable, place: int, kept: RecognisedTable
) -> None:
    """What the chosen version replaces, and whom it has no more."""
    only = versions.only[place]
    facts = {
        "other": table_name(kept.sheet, table.sheet), "number": len(versions.shared) + len(only), "only": len(only),
    }  # fmt: skip
    log.add(Finding("repaired", "table-left-out", facts, table.sheet.file, table.sheet.name), place)
    for line in only:
        log.report("warning", "version-row", line=line, key=_key(line), wording="only")


def _report_versions(
    log: FindingLog, versions: _Versions, pair: Pair, table_of: Mapping[int, RecognisedTable], last: int | None
) -> None:
    """One error for two versions, with what they share and a doubt at each row that differs."""
    first, second = pair
    place, other = (second, first) if last == 0 else (first, second)
    sheet, proposed = table_of[place].sheet, table_of[other].sheet
    facts = {
        "other": table_name(proposed, sheet), "this": table_name(sheet, proposed), "shared": len(versions.shared),
        "changed": sum(bool(differing) for *_, differing in versions.shared),
        "here": len(versions.only[place]), "there": len(versions.only[other]),
    }  # fmt: skip
    sentence = f"table-versions.{'undecided' if last is None else 'proposed'}"
    log.add(Finding("error", "table-versions", facts, sheet.file, sheet.name, sentences=(sentence,)), place)
    for one, two, differing in versions.shared:
        if differing:
            texts = " ; ".join(difference.text for difference in differing)
            log.report("warning", "version-row", line=two, key=differing[0].key, wording="differs", where=one.where,
                       differing=texts)  # fmt: skip
    for line in (*versions.only[first], *versions.only[second]):
        log.report("warning", "version-row", line=line, key=_key(line), wording="only")


def _key(line: SourceRow) -> str:
    return next((key for key in ("last_name", "case_number", "person", "first_name", "id") if line.filled(key)), "")
