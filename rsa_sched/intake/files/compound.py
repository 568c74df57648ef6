"""Compound files (MS-CFB), which old Office files and encrypted new ones are: their streams, and one made anew."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rsa_sched.intake.files.limits import RefusedError

_END = 0xFFFFFFFA
"""Sector numbers from here on say that there is none."""
_TABLE, _LAST, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_SHIFT, _CUTOFF, _MASTERS = 12, 4096, 109


def streams_of(data: bytes) -> dict[str, bytes | None]:
    """Streams of a compound file by name in lower case; storages, and streams that are not needed, as None.

    Raises
    ------
    RefusedError, struct.error, IndexError
        Where the file is damaged.
    """
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise RefusedError("file-damaged")
    size = 1 << shift
    directory_start, cutoff, mini_start = struct.unpack_from("<L4xLL", data, 48)

    def sector(number: int) -> bytes:
        at = (number + 1) << shift
        if at + 1 > len(data):
            raise RefusedError("file-damaged")
        return data[at : at + size]

    masters = list(struct.unpack_from("<109L", data, 76))
    more = struct.unpack_from("<L", data, 68)[0]
    seen: set[int] = set()
    while more < _END:
        if more in seen:
            raise RefusedError("file-damaged")
        seen.add(more)
        *numbers, more = struct.unpack(f"<{size // 4}L", sector(more))
        masters += numbers
    table: list[int] = []
    for number in masters:
        if number < _END:
            table += struct.unpack(f"<{size // 4}L", sector(number))
        if len(table) > 2 * (len(data) >> 2):
            raise RefusedError("file-damaged")

    def chain(number: int, of: list[int]) -> Iterator[int]:
        passed: set[int] = set()
        while number < _END:
            if number in passed:
                raise RefusedError("file-damaged")
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


def compound_of(stream: bytes) -> bytes:
    """A compound file that holds one stream, « Workbook », and nothing else.

    What reads the cells believes counts and chains of sectors, and ends the process where they ask for more memory
    than there is: it is given a file in which they are right.
    """
    size = 1 << _SHIFT
    used = -(-max(len(stream), _CUTOFF) // size)
    tables = 1
    while tables * (size // 4) < tables + 2 + used:
        tables += 1
    if tables > _MASTERS:
        raise RefusedError("file-damaged")
    # sectors: the tables, the directory, one for the root's small streams (there are none), the stream
    table = [_TABLE] * tables + [_LAST, _LAST, *range(tables + 3, tables + 2 + used), _LAST]
    table += [_FREE] * (tables * (size // 4) - len(table))
    header = struct.pack("<8s16xHHHHH6xLLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, _SHIFT, 6,
                         1, tables, tables, 0, _CUTOFF, _LAST, 0, _LAST, 0, 0)  # fmt: skip
    header = header[:-4] + struct.pack(f"<{_MASTERS}L", *range(tables), *[_FREE] * (_MASTERS - tables))
    directory = _entry("Root Entry", 5, 1, tables + 1, size) + _entry("Workbook", 2, _FREE, tables + 2, used * size)
    directory += _entry("", 0, _FREE, 0, 0) * (size // 128 - 2)
    return b"".join(
        (header.ljust(size, b"\0"), struct.pack(f"<{len(table)}L", *table), directory, bytes(size),
         stream.ljust(used * size, b"\0"))
    )  # fmt: skip


def _entry(name: str, kind: int, child: int, start: int, total: int) -> bytes:
    letters = name.encode("utf-16-le")
    length = len(letters) + 2 if name else 0
    return struct.pack("<64sHBBLLL36xLQ", letters, length, kind, 1, _FREE, _FREE, child, start, total)
