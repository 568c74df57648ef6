"""What was read of a workbook, as lines of JSON from one process to another and back.

Who writes them has taken hostile bytes apart: they are plain data, and whoever reads them believes no more of them than
types, lengths and limits allow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from rsa_sched.french.sentences import MissingSentence
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.workbook import ReadBook
from rsa_sched.intake.findings import Finding
from rsa_sched.intake.sheet import Sheet

_PLAIN = (str, int, bool)


class WireError(Exception):
    """Lines that are not what `lines_of` writes, or too many, or no end."""


def lines_of(read: ReadBook) -> Iterator[bytes]:
    """A workbook as lines: what is in it, then each sheet and its rows, one a line."""
    kind, sheets, findings = read
    yield _line({"kind": kind, "sheets": len(sheets), "findings": [_plain(one) for one in findings]})
    for sheet in sheets:
        yield _line(
            {"name": sheet.name, "first_row": sheet.first_row, "first_column": sheet.first_column,
             "hidden_rows": sorted(sheet.hidden_rows), "hidden_columns": sorted(sheet.hidden_columns),
             "merged": sheet.merged, "epoch": sheet.epoch, "visible": sheet.visible, "rows": len(sheet.rows)}
        )  # fmt: skip
        yield from map(_line, sheet.rows)


def line_of_refusal(refused: RefusedError) -> bytes:
    """A refusal as the only line."""
    return _line({"refused": refused.code, "wording": refused.wording, "facts": refused.facts})


def _line(plain: Any) -> bytes:
    return json.dumps(plain, separators=(",", ":")).encode("ascii") + b"\n"


def _plain(finding: Finding) -> dict[str, Any]:
    fields = ("level", "code", "sheet", "row", "column", "heading", "value", "rule", "sentences")
    return {name: getattr(finding, name) for name in fields} | {"facts": dict(finding.facts)}


def read_lines(file: str, stream: BinaryIO, limits: Limits) -> ReadBook:
    """The workbook of a file of this name.

    Raises
    ------
    RefusedError
        Where that is what the lines say.
    WireError
        Where they are not what `lines_of` writes.
    """
    try:
        return _Lines(file, stream, limits).book()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, MissingSentence):
        raise WireError from None


class _Lines:
    def __init__(self, file: str, stream: BinaryIO, limits: Limits) -> None:
        self._file, self._stream, self._limits = file, stream, limits
        # a character takes 12 bytes at most, a cell its quotation marks and a comma; the rest is findings and places
        self._left = 12 * (limits.characters + limits.file_bytes) + 64 * limits.cells + (1 << 24)

    def book(self) -> ReadBook:
        head = self._next(dict)
        if "refused" in head:
            code = _text(head["refused"])
            raise RefusedError(code, _text(head["wording"]), **_facts(head["facts"]))
        number = _number(head["sheets"], self._limits.sheets)
        findings = [self._finding(entry) for entry in head["findings"]]
        return _text(head["kind"]), [self._sheet() for _ in range(number)], findings

    def _sheet(self) -> Sheet:
        about = self._next(dict)
        rows = [self._row() for _ in range(_number(about["rows"], self._limits.rows))]
        if len(set(map(len, rows))) > 1 or about["epoch"] not in (1900, 1904):
            raise WireError
        return Sheet(
            self._file, _text(about["name"]), tuple(rows), _number(about["first_row"]), _number(about["first_column"]),
            hidden_rows=frozenset(map(_number, about["hidden_rows"])),
            hidden_columns=frozenset(map(_number, about["hidden_columns"])),
            merged=tuple(map(_area, about["merged"])), epoch=about["epoch"], visible=about["visible"] is True,
        )  # fmt: skip

    def _row(self) -> tuple[str, ...]:
        return tuple(map(_text, self._next(list)))

    def _finding(self, entry: dict[str, Any]) -> Finding:
        row = None if entry["row"] is None else _number(entry["row"])
        words = {name: _text(entry[name]) for name in ("sheet", "column", "heading", "value", "rule")}
        level, code = entry["level"], _text(entry["code"])
        if level not in ("error", "repaired", "warning"):
            raise WireError
        sentences = tuple(map(_text, entry["sentences"]))
        finding = Finding(level, code, _facts(entry["facts"]), self._file, row=row, sentences=sentences, **words)
        assert str(finding)  # its sentences are there: MissingSentence, KeyError where they are not
        return finding

    def _next(self, kind: type) -> Any:
        line = self._stream.readline(self._left)
        self._left -= len(line)
        if not line.endswith(b"\n"):
            raise WireError
        plain = json.loads(line)
        if type(plain) is not kind:
            raise WireError
        return plain


def _text(value: Any) -> str:
    if type(value) is not str:
        raise WireError
    return value


def _number(value: Any, most: int = 1 << 40) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise WireError
    return value


def _area(value: Any) -> tuple[int, int, int, int]:
    top, left, bottom, right = map(_number, value)
    return top, left, bottom, right


def _facts(value: Any) -> dict[str, Any]:
    if not all(type(one) in _PLAIN for one in value.values()):
        raise WireError
    return {_text(name): one for name, one in value.items()}
