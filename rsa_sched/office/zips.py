"""Zipped documents (docx, ods, xlsx) whose bytes say nothing of when they were zipped."""

from __future__ import annotations

import io
import zipfile

_DAWN = (1980, 1, 1, 0, 0, 0)


def repacked(data: bytes) -> bytes:
    """The same parts in the same order, with one date and one compression."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as new,
    ):
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _DAWN)
            entry.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(part))  # by entry: two may bear one name
    return stream.getvalue()
