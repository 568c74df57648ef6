"""An old .xls workbook looked through before its cells are read (file formats: MS-CFB, MS-XLS).

Only what the reader of cells does not tell is taken from the records: sizes, hidden rows and columns, cells at fault.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rsa_sched.intake.limits import Limits, RefusedError, damaged, too_large
from rsa_sched.intake.markup import Scan
from rsa_sched.intake.package import locked
from rsa_sched.intake.scan_xlsx import Book

_END = 0xFFFFFFFA
"""Sector numbers from here on say that there is none."""

_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6})
_ERRORS = {
    0x00: "#NUL!", 0x07: "#DIV/0!", 0x0F: "#VALEUR!", 0x17: "#REF!", 0x1D: "#NOM?", 0x24: "#NOMBRE!", 0x2A: "#N/A",
}  # fmt: skip


def scan_xls(data: bytes, limits: Limits) -> Book:
    """Look through a workbook; raises RefusedError where it is damaged, encrypted or beyond the limits."""
    try:
        return _scan(data, limits)
    except (struct.error, IndexError):
        raise damaged() from None


def _scan(data: bytes, limits: Limits) -> Book:
    streams = _streams(data)
    if "encryptedpackage" in streams:
        raise locked()
    stream = streams.get("workbook") or streams.get("book")
    if stream is None:
        raise RefusedError(
            "file-not-table", "Le fichier est un document Office ancien, pas un tableau.", "Demander le tableau."
        )
    book = Book(macros="_vba_project" in streams or "_vba_project_cur" in streams)
    starts: list[int] = []
    for number, _, record in _records(stream, 0):
        if number == 0x2F:  # FILEPASS
            raise locked()
        if number == 0x85 and record[5] == 0:  # BOUNDSHEET of a worksheet
            starts.append(struct.unpack_from("<L", record)[0])
        elif number == 0x22 and record[0]:  # DATEMODE
            book.epoch = 1904
    if len(starts) > limits.sheets:
        raise too_large("too-many-sheets", "il a plus de {} feuilles", limits.sheets)
    # sheets are told apart by their order: how names are written depends on the version
    book.ordered = [_sheet(stream, start, limits) for start in starts]
    return book


def _sheet(stream: bytes, start: int, limits: Limits) -> Scan:
    scan = Scan(limits)
    for number, _, record in _records(stream, start):
        if number in (0x208, 0x7D):  # ROW, COLINFO
            first, last = struct.unpack_from("<HH", record)
            if number == 0x208 and record[12] & 0x20:
                scan.hidden_rows.add(first + 1)
            elif number == 0x7D and record[8] & 0x01:
                scan.hidden_columns.append((first + 1, last + 1))
        elif number == 0x200:  # DIMENSIONS: the reader of cells makes room for all of it
            wide = len(record) >= 14
            _, bottom, _, right = struct.unpack_from("<LLHH" if wide else "<HHHH", record)
            if bottom > 1 << 16 or right > 1 << 8:
                raise damaged()
        elif number == 0xBD:  # MULRK
            row, column = struct.unpack_from("<HH", record)
            last = struct.unpack("<H", record[-2:])[0]
            if last < column:
                raise damaged()
            scan.use(row + 1, column + 1)
            scan.use(row + 1, last + 1)
        elif number in _CELLS:
            row, column = struct.unpack_from("<HH", record)
            scan.use(row + 1, column + 1)
            error = None
            if number == 0x06:
                scan.formulas += 1
                if record[12:14] == b"\xff\xff" and record[6] == 2:
                    error = record[8]
            elif number == 0x205 and record[7]:
                error = record[6]
            if error is not None:
                scan.errors.append((row + 1, column + 1))
                scan.texts[row + 1, column + 1] = _ERRORS.get(error, "#ERREUR!")
    return scan


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """Records of one substream from its beginning: number, place, content."""
    depth = 0
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        if len(record) < length:
            raise damaged()
        if number & 0xFF == 0x09:  # BOF; a chart inside a sheet has its own
            depth += 1
        elif number == 0x0A:  # EOF
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield number, at, record
        at += 4 + length


def _streams(data: bytes) -> dict[str, bytes | None]:
    """Streams of a compound file by name in lower case; storages, and streams nobody asks for, as None."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise damaged()
    size = 1 << shift
    directory_start, cutoff, mini_start = struct.unpack_from("<L4xLL", data, 48)

    def sector(number: int) -> bytes:
        at = (number + 1) << shift
        if at + 1 > len(data):
            raise damaged()
        return data[at : at + size]

    masters = list(struct.unpack_from("<109L", data, 76))
    more = struct.unpack_from("<L", data, 68)[0]
    seen: set[int] = set()
    while more < _END:
        if more in seen:
            raise damaged()
        seen.add(more)
        *numbers, more = struct.unpack(f"<{size // 4}L", sector(more))
        masters += numbers
    table: list[int] = []
    for number in masters:
        if number < _END:
            table += struct.unpack(f"<{size // 4}L", sector(number))
        if len(table) > 2 * (len(data) >> 2):
            raise damaged()

    def chain(number: int, of: list[int]) -> Iterator[int]:
        passed: set[int] = set()
        while number < _END:
            if number in passed:
                raise damaged()
            passed.add(number)
            yield number
            number = of[number]

    directory = b"".join(map(sector, chain(directory_start, table)))
    mini: bytes | None = None
    mini_table: list[int] = []
    streams: dict[str, bytes | None] = {}
    for at in range(0, len(directory) - 127, 128):
        entry = directory[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        start, total = struct.unpack_from("<LL", entry, 116)
        if entry[66] == 5:  # the root's stream holds all small ones
            mini = b"".join(map(sector, chain(start, table)))
            for number in chain(mini_start, table):
                mini_table += struct.unpack(f"<{size // 4}L", sector(number))
        elif entry[66] == 2 and name in ("workbook", "book") and name not in streams:
            if total >= cutoff:
                streams[name] = b"".join(map(sector, chain(start, table)))[:total]
            elif mini is not None:
                pieces = (mini[number << 6 : (number + 1) << 6] for number in chain(start, mini_table))
                streams[name] = b"".join(pieces)[:total]
        elif name:
            streams.setdefault(name, None)
    return streams
