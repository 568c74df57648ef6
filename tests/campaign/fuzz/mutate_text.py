"""Bytes, lines, cells and values changed, moved, doubled, left out, cut."""

from __future__ import annotations

import json
import random
import re
from typing import Any

from tests.campaign.fuzz.tokens import json_value, literal, token

# --- bytes ------------------------------------------------------------------------------------------------------------


def _span(data: bytes, chance: random.Random, most: int = 200) -> tuple[int, int]:
    first = chance.randrange(len(data) + 1)
    return first, min(len(data), first + chance.randrange(1, most))


def flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        if changed:
            at = chance.randrange(len(changed))
            changed[at] = chance.choice((chance.randrange(256), 0, 255, changed[at] ^ 1 << chance.randrange(8)))
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def left_out(data: bytes, chance: random.Random) -> bytes:
    first, last = _span(data, chance)
    return data[:first] + data[last:]


def doubled(data: bytes, chance: random.Random) -> bytes:
    first, last = _span(data, chance, chance.choice((20, 2_000)))
    return data[:last] + data[first:last] * chance.choice((1, 2, 50)) + data[last:]


def put_in(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + token(chance).encode("utf-8", "surrogatepass") + data[at:]


def number(data: bytes, chance: random.Random) -> bytes:
    """A number of the text, as it stands there, becomes another."""
    found = list(re.finditer(rb"[0-9]{1,20}", data[: 1 << 18]))
    if not found:
        return flip(data, chance)
    at = chance.choice(found)
    return data[: at.start()] + literal(chance).encode() + data[at.end() :]


def byte_mark(data: bytes, chance: random.Random) -> bytes:
    return (
        chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0", b"PK", b"%PDF", b"<?xml?>"))
        + data
    )


_OF_BYTES = (flip, flip, cut, left_out, doubled, put_in, number, byte_mark)


# --- text -------------------------------------------------------------------------------------------------------------

_ENDS = re.compile(rb"(\r\n|\r|\n)")


def lines_moved(data: bytes, chance: random.Random) -> bytes:
    """Lines swapped, doubled, left out."""
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return doubled(data, chance)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines[one], lines[other] = lines[other], lines[one]
        case 1:
            lines[one:one] = [lines[other]] * chance.choice((1, 2, 300))
        case _:
            del lines[one]
    return b"".join(lines)


def cell(data: bytes, chance: random.Random) -> bytes:
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


def ends(data: bytes, chance: random.Random) -> bytes:
    return _ENDS.sub(chance.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", "\u2028".encode(), b"\0\n")), data)


def encoded(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman", "cp850", "utf-7")), "replace"
    )


def separated(data: bytes, chance: random.Random) -> bytes:
    old, new = chance.sample((b";", b",", b"\t", b"|", b"\x1f", b"\xa7"), 2)
    return data.replace(old, new)


# --- JSON, TOML -------------------------------------------------------------------------------------------------------


def value(data: bytes, chance: random.Random) -> bytes:
    """A value or key of a JSON document becomes another, moves, or stands twice."""
    try:
        raw = json.loads(data)
        holder, key = _place_in(raw, chance)
    except (ValueError, RecursionError, IndexError):
        return put_in(data, chance) if data[:1] != b"{" else data
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


def json_text(data: bytes, chance: random.Random) -> bytes:
    """A value of the text becomes what no JSON writer writes."""
    found = list(re.finditer(rb'"[^"\\]{0,60}"|\b[0-9]+\b', data[: 1 << 18]))
    if not found:
        return put_in(data, chance)
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


def toml_value(data: bytes, chance: random.Random) -> bytes:
    """What stands behind an equals sign becomes another literal, or a key another."""
    found = list(re.finditer(rb"(?m)^([^=\n#]+)=([^\n]*)$", data))
    if not found:
        return put_in(data, chance)
    at = chance.choice(found)
    if chance.random() < 0.25:
        key = json.dumps(token(chance)) if chance.random() < 0.5 else "a." * chance.choice((2, 50, 20_000)) + "a"
        return data[: at.start(1)] + key.encode("utf-8", "surrogatepass") + b" " + data[at.end(1) :]
    return data[: at.start(2)] + b" " + literal(chance, toml=True).encode("utf-8", "surrogatepass") + data[at.end(2) :]


def of_bytes(data: bytes, chance: random.Random) -> bytes:
    """One mutation that any file bears."""
    return chance.choice(_OF_BYTES)(data, chance)
