"""What the title lines of a table, its sheet's name or its file's name say for all of its rows.

« Référente : Mme … » above the header, « SLS 3 octobre.csv »: read where the profile or an option says so, and told;
else a missing column's finding says that it could be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePath

from rsa_sched.intake.cells.words import bare, clean
from rsa_sched.intake.columns.datarows import filled, filled_columns
from rsa_sched.intake.columns.headings import LONGEST, Vocabulary
from rsa_sched.intake.columns.recognised import RecognisedTable
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.sheet import Sheet

TITLED = ("structure", "referent", "kind", "type", "neighbourhood", "subsector", "requested_on", "received_on")
"""Fields that may hold for a whole table of requests."""

_SAID = re.compile(r"\s*(?P<label>[^:]{2,60}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_BETWEEN = re.compile(r"[\W_]+")
_SHORTEST = 3
"""Letters and figures of a name that is looked for in titles."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text that holds for all rows, and where it stands: ``title`` (with its place), ``sheet`` or ``file``."""

    text: str
    where: str
    row: int | None = None
    column: int | None = None


def from_titles(
    table: RecognisedTable, top: int, vocabulary: Vocabulary, profile: Profile, about: Sequence[Finding]
) -> tuple[RecognisedTable, list[Finding]]:
    """The table with what its titles say, where they may; `about`: what was found about its columns.

    Parameters
    ----------
    top : index of the header's first row.
    """
    if table.kind != "situations":
        return table, list(about)
    said = {key: one for key, one in _said(table.sheet, top, vocabulary, profile).items() if key not in table.columns}
    if not said:
        return table, list(about)
    labels = {key: vocabulary.fields[key].label for key in said}
    if not profile.titles:
        return table, [_hinting(table, finding, set(labels.values())) for finding in about]
    found = [one for one in about if one.code != "column-missing" or one.heading not in labels.values()]
    found += [
        Finding.at(table.sheet, "repaired", "title-read", row=one.row, column=one.column, heading=labels[key],
                   wording=one.where, label=labels[key])
        for key, one in said.items()
    ]  # fmt: skip
    written = {(index, key): one.text for key, one in said.items() for index in table.rows}
    columns = table.columns | dict.fromkeys(said, ())
    return replace(table, columns=columns, written={**table.written, **written}), found


def _hinting(table: RecognisedTable, finding: Finding, labels: Set[str]) -> Finding:
    """A missing column's finding, with the word that the titles seem to say it."""
    if finding.code != "column-missing" or finding.heading not in labels:
        return finding
    return Finding.at(table.sheet, "error", "column-missing", row=table.header, heading=finding.heading,
                      rule=finding.rule, wording="titled", label=finding.heading)  # fmt: skip


def _said(sheet: Sheet, top: int, vocabulary: Vocabulary, profile: Profile) -> Mapping[str, Said]:
    said: dict[str, Said] = {}
    for key, one in _labelled(sheet, top, vocabulary):
        said.setdefault(key, one)
    if "structure" not in said:
        named = _structure(sheet, top, profile)
        if named is not None:
            said["structure"] = named
    return said


def _labelled(sheet: Sheet, top: int, vocabulary: Vocabulary) -> Iterator[tuple[str, Said]]:
    """« Référente : Mme … » in one cell, or the label in a cell that ends in a colon and the value in the next."""
    for row in range(top):
        columns = filled_columns(sheet.rows[row])
        for at, column in enumerate(columns):
            text = clean(sheet.rows[row][column])
            match = _SAID.fullmatch(text) if len(text) <= 2 * LONGEST else None
            label, value = (match["label"], match["value"]) if match is not None else (text.rstrip(" :"), "")
            if match is None and text.endswith(":") and at + 1 < len(columns):
                value = clean(sheet.rows[row][columns[at + 1]])
            found = vocabulary.meaning(label) if value and filled(value) and len(label) <= LONGEST else None
            if found is not None and found.key in TITLED:
                yield found.key, Said(value, "title", row, column)


def _structure(sheet: Sheet, top: int, profile: Profile) -> Said | None:
    """The one structure that the titles name; else the sheet's name, else the file's; None where they differ."""
    names = {name: one for name, one in profile.names("structures").items() if len(name) >= _SHORTEST}
    titles = [(row, column) for row in range(top) for column in filled_columns(sheet.rows[row])]
    texts = [Said(sheet.rows[row][column], "title", row, column) for row, column in titles]
    texts += [Said(sheet.name, "sheet"), Said(PurePath(sheet.file).stem, "file")]
    found = [(ids, one) for one in texts if (ids := _named(one.text, names))]
    every = set().union(*(ids for ids, _ in found))
    if len(every) != 1:
        return None
    return replace(found[0][1], text=next(iter(every)))


def _named(text: str, names: Mapping[str, str]) -> set[str]:
    """Ids of what a text names, of names within one another the longest; words are compared whole."""
    words = [word for word in map(bare, _BETWEEN.split(clean(text)[: 2 * LONGEST])) if word]
    ids: set[str] = set()
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + 12), start, -1)
        end = next((end for end in ends if "".join(words[start:end]) in names), None)
        if end is not None:
            ids.add(names["".join(words[start:end])])
        start = end if end is not None else start + 1
    return ids
