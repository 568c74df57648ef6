"""What a file is, by its first bytes and its parts and never by its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from rsa_sched.intake.files.limits import RefusedError

Kind = Literal["zip", "ole", "text"]

SUFFIXES_OF = {"xlsx": (".xlsx", ".xlsm"), "ods": (".ods",), "xls": (".xls",), "text": (".csv", ".tsv", ".txt")}
SUFFIXES = frozenset(suffix for suffixes in SUFFIXES_OF.values() for suffix in suffixes)
"""Names of files that are taken for tables; what they are is decided by their content."""

_OTHERS = {
    "pdf": (b"%PDF",), "rtf": (b"{\\rtf",), "image": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
    "archive": (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), "program": (b"MZ",),
}  # fmt: skip
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x00\x06\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_MARKUP = re.compile(rb"<(!doctype|html|head|meta|table|body|style|\?xml|workbook|frameset)\b", re.I)


def kind_of(data: bytes) -> Kind:
    """How to open a file; raises RefusedError where that is known to lead nowhere."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise RefusedError("file-empty")
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if data.startswith(_OLD_EXCEL):
        raise RefusedError("file-old-excel", "before-1993")
    for what, starts in _OTHERS.items():
        if data.startswith(starts):
            raise RefusedError("file-not-table", what)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:].replace(b"\x00", b"")
    if _MARKUP.match(head, _behind_comments(head)):
        raise RefusedError("file-markup")
    return "text"


def _behind_comments(head: bytes) -> int:
    """Where what stands behind blanks and comments begins."""
    at = 0
    while True:
        at = len(head) - len(head[at:].lstrip())
        end = head.find(b"-->", at + 4) if head.startswith(b"<!--", at) else -1
        if end < 0:
            return at
        at = end + 3


def book_of(parts: frozenset[str]) -> Literal["xlsx", "ods"]:
    """Which workbook a package is, by the names of its parts in lower case; raises RefusedError where it is none."""
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "xl/workbook.bin" in parts:
        raise RefusedError("file-xlsb")
    if "content.xml" in parts and "mimetype" in parts:
        return "ods"
    if "word/document.xml" in parts:
        raise RefusedError("file-not-table", "word")
    if "[content_types].xml" in parts:
        raise RefusedError("file-damaged")
    raise RefusedError("file-not-table", "archive-of-files")


def suffix_fits(name: str, kind: str) -> bool:
    """Whether a file's name says what it is; a name without a known suffix says nothing."""
    suffix = PurePath(name).suffix.lower()
    return suffix not in SUFFIXES or suffix in SUFFIXES_OF[kind]
