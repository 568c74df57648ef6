"""Hostile values: texts, numbers, dates, and what a JSON or TOML document may hold of them."""

from __future__ import annotations

import random
import string
from typing import Any

from tests.support.frames import ODD, TYPES
from tests.support.hostile import HOSTILE

_NUMBERS = (
    "0",
    "-0",
    "-1",
    "1e308",
    "1e-400",
    "99999999999999999999",
    "9" * 400,
    "9" * 5_000,
    "2147483648",
    "4294967295",
    "65536",
    "18446744073709551616",
    "0.1",
    "1,5",
    "1.000.000",
    "١٢٣",
    "½",
    "1_000",
    "0x1F",
    "NaN",
    "inf",
    "1e9",
    "-3",
    "",
)
_DATES = (
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2010-02-30",
    "31/02/2010",
    "29/02/2011",
    "01/01/0000",
    "1/1/1",
    "32/13/2010",
    "2010-10-31T02:30",
    "2010-03-28T02:30",
    "24:00",
    "25h",
    "9h99",
    "12/10/10 9h",
    "40463",
    "60",
    "2958466",
    "12 octobre",
    "octobre 2010",
    "2010-10-12T09:00+25:00",
    "2010-10-12T09:00:60",
    "lundi 12 octobre 2010",
    "avant-hier",
)
_LONG = (
    "1",
    "1 ",
    "a@",
    "<!---->",
    "(",
    "()",
    ": ",
    "e\u0301",
    "\ufdfa",
    "ß",
    "0 1 ",
    "9h",
    "1.",
    ",",
    ";",
    "'",
    '"',
    "a.",
    "\u202e",
    "\u200b",
    "A" * 50,
    "<x>",
    "x y ",
    "=",
    "+",
    "-",
    "oui",
    "total ",
    "\x00",
)
_TYPICAL = (
    "S1",
    "v-1",
    "d-1",
    "p-1",
    "A",
    "PE",
    "PSSI",
    "oui",
    "non",
    "standard",
    "sdf",
    "x",
    "2010-10-12",
    "psychologist",
)


def token(chance: random.Random) -> str:
    """A text that no official writes."""
    match chance.randrange(8):
        case 0:
            return chance.choice(_NUMBERS)
        case 1:
            return chance.choice(_DATES)
        case 2:
            return chance.choice(_LONG) * chance.choice((3, 200, 4_000)) + chance.choice(("", "x"))
        case 3:
            return "".join(
                chance.choice(string.printable + "éàœ€\u202f\u200b\u202e\ud800\U0001f600") for _ in range(12)
            )
        case 4:
            return chance.choice(_TYPICAL)
        case _:
            return chance.choice(HOSTILE)


def literal(chance: random.Random, *, toml: bool = False) -> str:
    """A number, date or value as a text writes it."""
    if not toml:
        return chance.choice((*_NUMBERS, *_DATES))
    return chance.choice(
        (
            *_NUMBERS,
            *_DATES,
            "[]",
            "{}",
            "[[]]",
            "true",
            "nan",
            "-inf",
            "[" * 300 + "]" * 300,
            "[" * 50_000,
            "{a = " * 200 + "1" + "}" * 200,
            "2010-10-12",
            "2010-10-12T09:00:00Z",
            "09:00:00",
            "'" + token(chance).replace("'", "") + "'",
            '"""' + "x" * 100_000 + '"""',
            '"\\u202e"',
            '"\\u0000"',
            '[1, "a"]',
            "{id = 1}",
        )
    )


def json_value(chance: random.Random, depth: int = 0) -> Any:
    """A value of a JSON document; sometimes a frame or an odd value, which a problem document takes for an object."""
    match chance.randrange(12):
        case 0 | 1 | 2:
            return token(chance)
        case 3:
            return chance.choice((0, -1, 1, 10**9, 10**30, 2**63, 10**400, 1440, 59, 366))
        case 4:
            return chance.choice((0.5, -0.0, 1e308, float("inf"), float("nan"), 1e-320))
        case 5:
            return chance.choice((None, True, False))
        case 6 if depth < 3:
            return [json_value(chance, depth + 1) for _ in range(chance.choice((0, 1, 3, 40)))]
        case 7 if depth < 3:
            return {token(chance): json_value(chance, depth + 1) for _ in range(chance.choice((0, 1, 5)))}
        case 8:
            return {"odd": chance.choice(list(ODD))}
        case 9:
            values = [json_value(chance, 3) for _ in range(2)]
            return {"frame": [[chance.choice(("id", "start", "from", token(chance))), chance.choice(TYPES), values]]}
        case 10:
            return chance.choice(_DATES)
        case _:
            return [chance.choice(_TYPICAL)]
