"""From bytes to characters: the same bytes always give the same text, and a doubtful reading is reported."""

from __future__ import annotations

import codecs
import re

from rsa_sched.french.sentences import lookup
from rsa_sched.intake.files.limits import RefusedError
from rsa_sched.intake.findings import Finding

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FRENCH = frozenset(lookup("vocabulary.letters"))
"""What stands in French tables beyond ASCII; another character is a hint that the bytes meant something else."""
_TWICE = re.compile(r"[\u00c3\u00c2][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u2122]")
"""Letters that were encoded twice: « Ã© »."""
_ENDS = re.compile(r"\r\n|\r|\n")


def decoded(file: str, data: bytes) -> tuple[str, list[Finding]]:
    """The characters of a text file, without a byte order mark.

    A mark decides; then many zero bytes in every other place say UTF-16; then what is valid UTF-8 is UTF-8; anything
    else is Windows-1252, reported as doubtful where it gives characters that French tables do not have.

    Raises
    ------
    RefusedError
        Where it is no text in any of these.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    guessed = encoding == "cp1252"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data[: error.start].decode("latin-1")) if guessed or encoding == "utf-8" else None
        if line:
            raise RefusedError("encoding-unknown", "line", number=line) from None
        raise RefusedError("encoding-unknown", "somewhere") from None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise RefusedError("file-not-table", "unknown")
    return text, _doubts(file, text, guessed)


def _without_mark(data: bytes) -> str:
    head = data[:4096]
    half = len(head) // 2
    if half and b"\x00" in head:
        if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.05 * half:
            return "utf-16-le"
        if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.05 * half:
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _doubts(file: str, text: str, guessed: bool) -> list[Finding]:
    if text.isascii():
        return []
    at = text.find("\ufffd")
    if at < 0:
        match = _TWICE.search(text)
        at = match.start() if match else -1
    if at < 0 and guessed:
        at = next((n for n, c in enumerate(text) if ord(c) > 127 and c not in _FRENCH), -1)
    if at < 0:
        return []
    return [Finding("warning", "encoding-doubtful", file=file, row=_line(text[:at]))]


def _line(before: str) -> int:
    return len(_ENDS.findall(before)) + 1
