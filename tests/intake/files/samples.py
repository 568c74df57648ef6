"""Workbooks written by hand, so that a test can say what no spreadsheet program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

OLD = Path(__file__).parent / "data" / "old.xls"
"""A workbook of the old format (made by LibreOffice): table PER at C5:F9, row 7 and column E hidden, C8:C9 merged."""

_OOXML = "http://schemas.openxmlformats.org"
_MAIN = f"{_OOXML}/spreadsheetml/2006/main"
_OFFICE = f"{_OOXML}/officeDocument/2006/relationships"
_RELATIONS = (
    f'<Relationships xmlns="{_OOXML}/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    head: str = "",
    workbook: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet « PER » with this XML between its ``sheetData`` tags, before and behind them."""
    return packed(
        {
            "_rels/.rels": _RELATIONS.format("officeDocument", "xl/workbook.xml"),
            "xl/_rels/workbook.xml.rels": _RELATIONS.format("worksheet", "worksheets/sheet1.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{workbook}<sheets>'
            '<sheet name="PER" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}'
            "</worksheet>",
            **(parts or {}),
        }
    )


def shared(*texts: str) -> dict[str, str | bytes]:
    """The part of a workbook that holds texts which several cells share."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{items}</sst>'}


def text_cell(text: str = "a") -> str:
    """A cell of text in an xlsx sheet."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def ods(rows: str, *, head: str = "", manifest: str = "") -> bytes:
    """A workbook of one sheet « PER » with this XML between its ``table:table`` tags."""
    spaces = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{head}<office:document-content {spaces} {calc}><office:body><office:spreadsheet>"
            f'<table:table table:name="PER">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0">{manifest}'
            "</manifest:manifest>",
        }
    )


def ods_cell(text: str = "a", attributes: str = "") -> str:
    """A cell of text in an ods sheet."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'
