"""Zipped workbooks taken apart with care: sizes are measured, not believed.

Two programs may see two things in one zip (doubled names, lying headers, a second directory behind the first). What is
given on to be read is therefore packed anew from the parts that were measured, and holds nothing else.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from rsa_sched.intake.files.limits import Limits, RefusedError

_CHUNK = 1 << 16
_SLICE = 1 << 12
_SMALL = 1 << 20
_LONGEST_NAME = 0xFFFF
_FLAWS = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, OSError, IndexError,
    OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    method: int
    packed: bytes
    size: int
    checksum: int


class Package:
    """A zip whose parts have been measured.

    Raises
    ------
    RefusedError
        Where it is damaged, encrypted or beyond the limits.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        # before the directory is read: a million of entries would take seconds and gigabytes
        if data.count(b"PK\x01\x02") > limits.parts:
            raise RefusedError("too-many-parts", most=limits.parts)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _FLAWS:
            raise RefusedError("file-damaged") from None
        self._parts: dict[str, _Part] = {}
        left = limits.unpacked_bytes
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise RefusedError("file-encrypted")
            name = entry.filename.lower()
            # Written otherwise it was shorter.
            if len(entry.filename.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
                raise RefusedError("file-damaged")
            if name in self._parts:
                raise RefusedError("file-doubled-part")
            part = _measured(data, entry, min(left, limits.unpacked_bytes), limits)
            left -= part.size
            self._parts[name] = part

    @property
    def names(self) -> frozenset[str]:
        """Names of the parts in lower case (the format makes no difference)."""
        return frozenset(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """The unpacked part, piece by piece."""
        part = self._parts[name.lower()]
        return _unpacked(part.packed, part.method)

    def repacked(self) -> bytes:
        """A zip of exactly the measured parts."""
        out, directory = io.BytesIO(), io.BytesIO()
        for part in self._parts.values():
            name = part.name.encode("utf-8", "surrogateescape")
            common = struct.pack(
                "<HHHHHLLLHH", 20, 0x800, part.method, 0, 0x21, part.checksum, len(part.packed), part.size, len(name), 0
            )
            directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + common)
            directory.write(struct.pack("<HHHLL", 0, 0, 0, 0, out.tell()) + name)
            out.write(b"PK\x03\x04" + common + name + part.packed)
        start, entries = out.tell(), directory.getvalue()
        count = len(self._parts)
        out.write(entries + b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count, count, len(entries), start, 0))
        return out.getvalue()


def _measured(data: bytes, entry: zipfile.ZipInfo, left: int, limits: Limits) -> _Part:
    at = entry.header_offset
    head = data[at : at + 30] if at >= 0 else b""
    if len(head) < 30 or head[:4] != b"PK\x03\x04" or entry.compress_type not in (0, 8):
        raise RefusedError("file-damaged")
    name_length, extra_length = struct.unpack("<HH", head[26:30])
    start = at + 30 + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise RefusedError("file-damaged")
    size = checksum = 0
    for chunk in _unpacked(packed, entry.compress_type, 4 * limits.ratio):
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > left:
            raise RefusedError("too-large-unpacked", most=limits.unpacked_bytes >> 20)
        if size > _SMALL and size > limits.ratio * len(packed):
            raise RefusedError("too-packed", most=limits.ratio)
    if size != entry.file_size or checksum != entry.CRC:
        raise RefusedError("file-damaged")
    return _Part(entry.filename, entry.compress_type, packed, size, checksum)


def _unpacked(packed: bytes, method: int, ratio: int | None = None) -> Iterator[bytes]:
    """A part piece by piece; given a ratio, refused as soon as what was unpacked so far goes beyond it."""
    if method == 0:
        for start in range(0, len(packed), _CHUNK):
            yield packed[start : start + _CHUNK]
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    try:
        for start in range(0, len(packed), _SLICE):
            rest = packed[start : start + _SLICE]
            while rest and not inflater.eof:
                chunk = inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
                if chunk:
                    size += len(chunk)
                    yield chunk
            if ratio and size > _SMALL and size > ratio * (start + _SLICE):
                raise RefusedError("too-packed", most=ratio // 4)
            if inflater.eof and (inflater.unused_data or start + _SLICE < len(packed)):
                raise RefusedError("file-damaged")  # bytes behind the end, which another program might read
        while not inflater.eof:  # what the window still holds
            chunk = inflater.decompress(b"", _CHUNK)
            if not chunk:
                raise RefusedError("file-damaged")
            yield chunk
    except zlib.error:
        raise RefusedError("file-damaged") from None
