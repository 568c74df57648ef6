"""Zips that unfold to as much as is asked for, made in a moment."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_BLOCK = 1 << 24


def with_blanks(data: bytes, name: str, size: int) -> bytes:
    """A zip with one more part, of so many blanks; its checksum is right below 16 MiB only."""
    if size < _BLOCK:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, b" " * size)
        return stream.getvalue()
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = squeeze.compress(b" " * _BLOCK) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return _added(data, name, block * (size // _BLOCK) + b"\x03\0", size)


def _added(data: bytes, name: str, packed: bytes, size: int) -> bytes:
    end = data.rindex(b"PK\x05\x06")
    many, length, start = struct.unpack_from("<HLL", data, end + 10)
    common = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 0x21, 0, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name.encode() + packed
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHLL", 0, 0, 0, 0, start) + name.encode()
    directory = data[start : start + length] + entry
    counts = struct.pack("<HHHHLLH", 0, 0, many + 1, many + 1, len(directory), start + len(local), 0)
    return data[:start] + local + directory + b"PK\x05\x06" + counts
