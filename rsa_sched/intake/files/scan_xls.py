"""An old .xls workbook looked through before its cells are read (file formats: MS-CFB, MS-XLS).

Only what the reader of cells does not give is taken from the records: sizes, hidden rows and columns, cells at fault.
That reader takes each record for what it says, wherever it stands; those that would mislead it (the figures of a chart
within a sheet, sheets that are none, the size that a sheet claims to have) are blotted out in what it is given.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rsa_sched.french.sentences import words
from rsa_sched.intake.files.compound import compound_of, streams_of
from rsa_sched.intake.files.limits import Limits, RefusedError
from rsa_sched.intake.files.markup import Scan
from rsa_sched.intake.files.scan_xlsx import WorkbookScan

_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD})
_STARTS = frozenset({0x09, 0x209, 0x409, 0x809})
_NOTHING = struct.pack("<H", 0x0FFF)
"""Number that no record has."""
_LONGEST = 32_767
_ERRORS = words("vocabulary.errors")


def scan_xls(data: bytes, limits: Limits) -> tuple[WorkbookScan, bytes]:
    """Look through a workbook, and make it anew of what was looked through.

    Raises
    ------
    RefusedError
        Where it is damaged, encrypted, too old or beyond the limits.
    """
    try:
        return _scan(data, limits)
    except (struct.error, IndexError):
        raise RefusedError("file-damaged") from None


def _scan(data: bytes, limits: Limits) -> tuple[WorkbookScan, bytes]:
    streams = streams_of(data)
    if "encryptedpackage" in streams:
        raise RefusedError("file-encrypted")
    content = streams.get("workbook") or streams.get("book")
    if content is None:
        raise RefusedError("file-not-table", "old-office")
    stream = bytearray(content)
    book = WorkbookScan(macros="_vba_project" in streams or "_vba_project_cur" in streams)
    starts: list[int] = []
    texts: list[bytes] = []
    before = 0
    for number, at, record in _records(stream, 0):
        if number == 0xFC or (number == 0x3C and texts and before in (0xFC, 0x3C)):  # SST, its CONTINUE
            texts.append(record)
        before = number
        if number == 0x2F:  # FILEPASS
            raise RefusedError("file-encrypted")
        if number == 0x85 and record[5]:  # BOUNDSHEET of a chart or of macros
            stream[at : at + 2] = _NOTHING
        elif number == 0x85:
            starts.append(struct.unpack_from("<L", record)[0])
        elif number == 0x22 and record[0]:  # DATEMODE
            book.epoch = 1904
    if len(starts) > limits.sheets:
        raise RefusedError("too-many-sheets", most=limits.sheets)
    lengths = _lengths(texts)
    if texts and 3 * struct.unpack_from("<L", texts[0], 4)[0] > sum(map(len, texts)):  # room is made for so many
        raise RefusedError("file-damaged")
    # sheets are known by their order: how names are written depends on the version
    book.ordered = [_sheet(stream, start, lengths, limits) for start in starts]
    return book, compound_of(bytes(stream))


def _sheet(stream: bytearray, start: int, lengths: list[int], limits: Limits) -> Scan:
    scan = Scan(limits)
    for number, at, record in _records(stream, start):
        if number in (0x208, 0x7D):  # ROW, COLINFO
            first, last = struct.unpack_from("<HH", record)
            if number == 0x208 and record[12] & 0x20:
                scan.hidden_rows.add(first + 1)
            elif number == 0x7D and record[8] & 0x01:
                scan.hide_columns(first + 1, last + 1)
        elif number == 0x200:  # DIMENSIONS: room would be made for all of it
            stream[at : at + 2] = _NOTHING
        elif number == 0xD6:  # RSTRING, which the reader of cells passes over
            raise RefusedError("file-old-excel", "before-1997")
        elif number == 0xBD:  # MULRK
            row, column = struct.unpack_from("<HH", record)
            last = struct.unpack("<H", record[-2:])[0]
            if last < column:
                raise RefusedError("file-damaged")
            scan.use(row + 1, column + 1)
            scan.use(row + 1, last + 1)
        elif number in _CELLS:
            row, column = struct.unpack_from("<HH", record)
            scan.use(row + 1, column + 1)
            error = None
            if number == 0xFD:  # LABELSST: one text may stand in a million cells
                text = struct.unpack_from("<L", record, 6)[0]
                scan.write(lengths[text] if text < len(lengths) else _LONGEST)
            if number == 0x06:
                scan.formulas += 1
                if record[12:14] == b"\xff\xff" and record[6] == 2:
                    error = record[8]
            elif number == 0x205 and record[7]:
                error = record[6]
            if error is not None:
                scan.errors.append((row + 1, column + 1))
                scan.texts[row + 1, column + 1] = _ERRORS.get(str(error), _ERRORS["other"])
    return scan


def _lengths(pieces: list[bytes]) -> list[int]:
    """How many characters each shared text has; those behind the first that cannot be followed are left out."""
    lengths: list[int] = []
    at, n = 8, 0
    try:
        while True:
            if at >= len(pieces[n]):
                n, at = n + 1, 0
            length, flags = struct.unpack_from("<HB", pieces[n], at)
            at += 3
            behind = 0
            if flags & 0x08:  # runs of fonts
                behind = 4 * struct.unpack_from("<H", pieces[n], at)[0]
                at += 2
            if flags & 0x04:  # how to pronounce it
                behind += struct.unpack_from("<L", pieces[n], at)[0]
                at += 4
            left, width = length, 1 + (flags & 1)
            while left:
                step = min(left, (len(pieces[n]) - at) // width)
                left, at = left - step, at + step * width
                if left:
                    n, at, width = n + 1, 1, 1 + (pieces[n + 1][0] & 1)
            while behind:
                step = min(behind, len(pieces[n]) - at)
                behind, at = behind - step, at + step
                if behind:
                    n, at = n + 1, 0
            lengths.append(length)
    except (IndexError, struct.error):
        return lengths


def _records(stream: bytearray, at: int) -> Iterator[tuple[int, int, bytes]]:
    """Records of one substream from its beginning: number, place, content; substreams within it are blotted out."""
    depth = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        if at + 4 + length > len(stream) or (not depth and number not in _STARTS):
            raise RefusedError("file-damaged")
        if number in _STARTS:
            depth += 1
        elif number == 0x0A:
            depth -= 1
            if not depth:
                return
        elif depth == 1:
            yield number, at, bytes(stream[at + 4 : at + 4 + length])
        if depth > 1 or (number == 0x0A and depth):
            stream[at : at + 2] = _NOTHING
        at += 4 + length
    raise RefusedError("file-damaged")
