"""Streams of a compound file (MS-CFB), which old Office files and encrypted new ones are."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from rsa_sched.intake.files.limits import damaged

_END = 0xFFFFFFFA
"""Sector numbers from here on say that there is none."""


def streams_of(data: bytes) -> dict[str, bytes | None]:
    """Streams of a compound file by name in lower case; storages, and streams nobody asks for, as None.

    Raises
    ------
    RefusedError, struct.error, IndexError
        Where the file is damaged.
    """
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
    starts = [mini_start]
    for at in range(0, len(directory) - 127, 128):
        entry = directory[at : at + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        start, total = struct.unpack_from("<LL", entry, 116)
        if entry[66] in (2, 5):
            starts.append(start)
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
    # the reader of cells follows streams that are not asked for here, and does not stop where one runs in a circle
    for of in (table, mini_table):
        _check_ends(of, starts)
    return streams


def _check_ends(table: list[int], starts: list[int]) -> None:
    ending: set[int] = set()
    for number in starts:
        passed: set[int] = set()
        while number < len(table) and number not in ending:
            if number in passed:
                raise damaged()
            passed.add(number)
            number = table[number]
        ending |= passed
