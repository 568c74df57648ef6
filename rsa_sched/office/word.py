"""Word documents in the house style that name nobody and no clock."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Collection, Mapping
from typing import Any

from rsa_sched.office.zips import repacked

FONT = "Arial"
_WRITERS = ("author", "last_modified_by", "comments", "subject", "keywords", "category", "identifier")


def set_house_style(styles: Any, kept: Collection[str], sizes: Mapping[str, float]) -> None:
    """Leave these styles alone, in French; those with a size, in points, in black Arial.

    Parameters
    ----------
    styles : of a python-docx document. It looks through all of them for every paragraph, so that few are quicker too.
    kept : names.
    sizes : by name.
    """
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for style in [style for style in styles if style.name not in kept]:
        style.delete()
    for link in list(styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    fonts = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts.find(qn("w:lang")).set(qn("w:val"), "fr-FR")
    for name, size in sizes.items():
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        faces = style.element.rPr.rFonts
        for key in [key for key in faces.attrib if key.endswith("Theme")]:
            del faces.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            faces.set(qn(f"w:{key}"), FONT)


def saved(document: Any, properties: Any, title: str, day: dt.date) -> bytes:
    """The document as a file: the same document gives the same bytes.

    Parameters
    ----------
    document : whatever saves itself.
    properties : its core properties.
    day : of its making, as the file says.
    """
    properties.title, properties.language, properties.revision = title, "fr-FR", 1
    properties.created = properties.modified = dt.datetime(day.year, day.month, day.day)
    for name in _WRITERS:
        setattr(properties, name, "")
    stream = io.BytesIO()
    document.save(stream)
    return repacked(stream.getvalue())
