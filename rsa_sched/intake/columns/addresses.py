"""An address in several columns, put together as it stands on an envelope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rsa_sched.intake.cells.words import bare, clean
from rsa_sched.intake.columns.recognised import RecognisedTable
from rsa_sched.intake.fields import TABLES
from rsa_sched.intake.findings import Finding

SEVERAL = frozenset({"address_number", "address_more", "address_next"})
"""Parts that may stand in several columns each: « Étage » and « Bâtiment », « N° » and « bis / ter »."""

_PARTS = ("address_more", "address_number", "address", "address_next", "postcode", "town")
"""In the order of the envelope."""
_FIGURES = re.compile(r"[0-9]{4,5}", re.ASCII)
_CODE_AND_TOWN = re.compile(r"(?P<code>[0-9]{5})\s*[-–—/,]\s*(?P<town>[^\W\d_].*)", re.ASCII | re.DOTALL)
_SHORTEST = 3
"""« C » under « Bâtiment » says nothing without its heading; texts of more letters and figures do."""

_Texts = dict[str, list[str]]
"""By part, the text of each of its columns."""


def in_one_address(table: RecognisedTable) -> tuple[RecognisedTable, list[Finding]]:
    """The table with its address composed, where it has more than the one column, and what is to be told of it."""
    columns = dict(table.columns)
    parts = {key: columns.pop(key) for key in _PARTS if key in columns}
    if not parts.keys() - {"address"}:
        return table, []
    sheet, written, found, composed_rows = table.sheet, dict(table.written), [], 0
    for index in table.rows:
        texts = {key: [clean(sheet.rows[index][column]) for column in listed] for key, listed in parts.items()}
        texts["address_more"] = [
            _with_heading(text, sheet.rows[table.header][column])
            for text, column in zip(texts.get("address_more", []), parts.get("address_more", ()), strict=True)
        ]
        code = " ".join(texts.get("postcode", [])).strip()
        if len(code) == 4 and _FIGURES.fullmatch(code):  # a spreadsheet's number has lost its zero
            found.append(
                Finding.at(sheet, "repaired", "postcode-padded", row=index, column=parts["postcode"][0],
                           heading=_label(table, "postcode"))
            )  # fmt: skip
            code = f"0{code}"
        lines = list(_lines(texts, code))
        if lines:
            written[index, "address"] = "\n".join(lines)
            composed_rows += 1
    letters = [sheet.column_letter(column) for listed in parts.values() for column in listed]
    columns["address"] = tuple(column for key in ("address", *_PARTS) for column in parts.pop(key, ()))
    if composed_rows:
        first, label = columns["address"][0], _label(table, "address")
        found.insert(0, Finding.at(sheet, "repaired", "address-composed", row=table.header, column=first,
                                   heading=label, letters=tuple(letters)))  # fmt: skip
    return replace(table, columns=columns, written=written), found


def _label(table: RecognisedTable, key: str) -> str:
    return next(one.label for one in TABLES[table.kind] if one.key == key)


def _with_heading(text: str, heading: str) -> str:
    """« Bâtiment C » for « C » in a column « Bâtiment * »."""
    if not text or len(bare(text)) > _SHORTEST or "\n" in text:
        return text
    return f"{' '.join(clean(heading).split()).rstrip(' *:')} {text}"


def _lines(texts: _Texts, code: str) -> Iterator[str]:
    """The lines of an address, nothing twice."""
    town = " ".join(filter(None, texts.get("town", [])))
    both = _CODE_AND_TOWN.fullmatch(town)
    if both is not None:
        town = f"{both['code']} {both['town']}"
    streets = [text for text in texts.get("address", []) if text]
    number = " ".join(filter(None, texts.get("address_number", [])))
    if number and not (streets and bare(streets[0]).startswith(bare(number))):
        streets[:1] = [" ".join([number, *streets[:1]])]
    said = bare(" ".join(streets))
    yield from (text for text in texts["address_more"] if text and (len(bare(text)) < 3 or bare(text) not in said))
    yield from streets
    yield from (text for text in texts.get("address_next", []) if text and bare(text) not in said)
    end = " ".join(part for part in (code if code not in town else "", town) if part)
    if end and not (bare(town) in said and code in " ".join(streets)):
        yield end
