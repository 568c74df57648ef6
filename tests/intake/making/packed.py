"""Workbooks whose bytes are the same every time: one sheet, no stamp of when they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

from openpyxl import Workbook

from tests.intake.making.month import Cell
from tests.intake.making.writing import WRITTEN_ON, fill

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"))
)
_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """As .xlsx."""
    book = Workbook()
    book.properties.created = book.properties.modified = WRITTEN_ON
    book.properties.creator = "Exemple"
    fill(book.worksheets[0], rows)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    # saving stamps the day of today over what was set
    core = parts["docProps/core.xml"].decode()
    head, _, rest = core.partition("<dcterms:modified")
    stamp, _, tail = rest.partition(">")
    _, _, end = tail.partition("<")
    parts["docProps/core.xml"] = f"{head}<dcterms:modified{stamp}>{WRITTEN_ON:%Y-%m-%dT%H:%M:%SZ}<{end}".encode()
    return _packed(parts)


def opendocument(rows: Sequence[Sequence[Cell]]) -> bytes:
    """As .ods, of the few elements that a sheet of text, dates and numbers needs."""
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Situations">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _MIME), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.2">{entries}</manifest:manifest>'
    return _packed(
        {"mimetype": _MIME.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, date):
        kind, shown = f'office:value-type="date" office:date-value="{cell}"', f"{cell:%d/%m/%Y}"
    elif isinstance(cell, int):
        kind, shown = f'office:value-type="float" office:value="{cell}"', str(cell)
    else:
        kind, shown = 'office:value-type="string"', escape(cell)
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            way = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2010, 9, 24, 9, 0, 0)), data, way)
    return stream.getvalue()
