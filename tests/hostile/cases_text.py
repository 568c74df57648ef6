"""Tables of text: expressions that must not take for ever, lines, cells and encodings that no program writes."""

from __future__ import annotations

from functools import partial

from tests.cli.month import SITUATIONS
from tests.hostile.base import Case, Cases, refused_table, table

HEAD, ROW = SITUATIONS.splitlines()[:2]
COLUMNS = HEAD.split(";")
LONG = 9_990
"""Characters of the longest cell that is read, about."""


def cell(column: str, text: str, rows: int = 60) -> bytes:
    """The table with this text in a column, in so many rows."""
    at = COLUMNS.index(column)
    lines = [HEAD]
    for number in range(rows):
        cells = ROW.split(";")
        cells[0], cells[at] = f"d-{number}", f'"{text}"' if column != COLUMNS[0] else f'"{text}{number}"'
        lines.append(";".join(cells))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def more(heading: str, text: str, rows: int = 60) -> bytes:
    """The table with one column more."""
    return "\n".join([f"{HEAD};{heading}", *[f'{ROW};"{text}"'] * rows]).encode()


_SLOW_CELLS = {
    "figures then a letter": "1" * LONG + "x",
    "figures and blanks": "1 " * (LONG // 2) + "x",
    "sign and figures": "+" + "1" * LONG + "x",
    "minus and figures": "-" + "1 " * (LONG // 2) + "x",
    "thousands": "1" + " 000" * (LONG // 4) + "x",
    "dots": "1." * (LONG // 2),
    "addresses": "a@" * (LONG // 2),
    "dotted addresses": "a.a@a." * (LONG // 6),
    "one long address": "a" * 5_000 + "@" + "a." * 2_000,
    "telephones": "0 1 " * (LONG // 4),
    "numbers of persons": "1 84 12 76 " * (LONG // 11),
    "zeros": "0" * LONG,
    "hours": "9h" * (LONG // 2),
    "day and commas": "1" + "," * LONG,
    "brackets": "(" * LONG,
    "pairs of brackets": "()" * (LONG // 2),
    "colons": ":" * LONG + "x",
    "total": "total " + "1" * LONG + "x",
    "blanks": "x" + " " * LONG + "x",
    "commas": "," * LONG,
    "quotes": "'" * LONG,
    "entries": "a," * (LONG // 2),
    "accents": "e" + "\u0301" * LONG,
    "expanding": "\ufdfa" * LONG,
    "sharp": "ß" * LONG,
    "words": "p st an " * (LONG // 8),
}
_QUADRATIC = {
    "figures then a letter": 250,
    "figures and blanks": 250,
    "sign and figures": 250,
    "minus and figures": 250,
    "thousands": 250,
    "expanding": 600,
}
"""In how many rows those stand of which no machine is fast enough for what takes them too long."""
_COLUMNS = {"Référent": "referent", "Rang": "rank"}


def _with_cells(column: str, name: str) -> Case:
    return table(cell(column, _SLOW_CELLS[name], _QUADRATIC.get(name, 60)))


def text_cases() -> Cases:
    """By name."""
    cases: Cases = {
        f"regex {name}, {label}": partial(_with_cells, column, name)
        for name in _SLOW_CELLS
        for column, label in _COLUMNS.items()
    }
    comments = b"<!---->" * 60
    cases |= {
        "regex comments": lambda: table(comments + b"x"),
        "regex comments in UTF-16": lambda: table("\ufeff".encode("utf-16-le") + comments.decode().encode("utf-16-le")),
        "regex comments that open": lambda: table(b"<!--" * 1_000),
        "regex comments of blanks": lambda: table(b"<!-- -->\n" * 400 + HEAD.encode()),
        "regex blanks before a page": lambda: table(b" " * 4_000 + b"<htm"),
        "regex comments before a page": lambda: refused_table(comments + b"<html>", says="HTML"),
        "regex note at a heading": lambda: table(more("Rang " + "(a) " * 2_000 + "x", "1")),
        "regex colons at a heading": lambda: table(more("Rang " + ": " * 4_000 + "x", "1")),
        "regex total rows": lambda: table(
            "\n".join([HEAD, *[f"total;{'1' * LONG}x;" + ";".join(["1" * LONG + "x"] * 9)] * 40]).encode()
        ),
        "regex hint row": lambda: table(f"{HEAD}\n{';'.join(['(' * LONG] * 11)}\n{ROW}".encode()),
        "one line of 20 MiB": lambda: refused_table(b"a;" * (10 << 20), says="20"),
        "one cell of 1 MiB": lambda: refused_table(f'{HEAD}\n"{"x" * (1 << 20)}";'.encode()),
        "a quote that is never closed": lambda: refused_table(f'{HEAD}\n"{ROW}\n'.encode() * 3),
        "a million blank lines": lambda: table(HEAD.encode() + b"\n" * 1_000_000),
        "250000 returns": lambda: refused_table(b"\r" * 250_000 + ROW.encode()),
        "20001 rows": lambda: refused_table("\n".join([HEAD, *[ROW] * 20_001]).encode()),
        "a thousand columns": lambda: refused_table(f"{HEAD}{';x' * 1_000}\n{ROW}".encode()),
        "a heading 190 times": lambda: table(f"{HEAD}{';Nom' * 180}\n{ROW}".encode()),
        "blanks on 19000 lines of 200": lambda: table((";" * 199 + "\n").encode() * 19_000 + SITUATIONS.encode()),
        "separators only": lambda: table(b";" * 1_000_000),
        "NULs": lambda: refused_table(SITUATIONS.encode().replace(b"Mme", b"M\0e")),
        "UTF-16 cut in half": lambda: refused_table(SITUATIONS.encode("utf-16")[:-1]),
        "UTF-16 with half a pair": lambda: refused_table("\ufeff\ud800".encode("utf-16-le", "surrogatepass") * 50),
        "UTF-32": lambda: table(SITUATIONS.encode("utf-32")),
        "UTF-7": lambda: table(b"+ADw-script+AD4-;" * 50),
        "CESU": lambda: refused_table(b"\xef\xbb\xbf" + cell("Quartier", "\ud83d\ude00")),
        "overlong": lambda: table(SITUATIONS.encode().replace(b"Mme", b"\xc0\xaf")),
        "marks only": lambda: refused_table(b"\xef\xbb\xbf\xff\xfe"),
        "a second mark": lambda: table(b"\xef\xbb\xbf\xef\xbb\xbf" + SITUATIONS.encode()),
        "a separator that is stated and another": lambda: table(b"sep=|\n" + SITUATIONS.encode()),
        "PDF": lambda: refused_table(b"%PDF-1.7\n" + SITUATIONS.encode()),
        "nothing": lambda: refused_table(b""),
        "escape codes": lambda: table(cell(COLUMNS[0], "\x1b[31mrouge\x1b[0m")),
        "bidirectional ids": lambda: table(cell(COLUMNS[0], "\u202egpj.exe\u202c")),
        "invisible ids": lambda: table(cell(COLUMNS[0], "d\u200b-\u2060")),
        "bidirectional headings": lambda: table(more("\u202eRang\u2066", "1")),
        "bidirectional types": lambda: table(cell("Structure", "\u202eMaison\u202c")),
        "line separators": lambda: table(cell(COLUMNS[0], "a\u2028b\u2029c\x85d")),
        "formulas": lambda: table(cell(COLUMNS[0], "=cmd|' /C calc'!A0")),
        "numbers without end": lambda: table(cell("Rang", "9" * 400)),
        "a rank of 1e308": lambda: table(cell("Rang", "1e308")),
        "the year 0": lambda: table(cell("Date de la demande", "01/01/0000")),
        "the year 99999": lambda: table(cell("Date de la demande", "01/01/99999")),
        "day 0": lambda: table(cell("Date de la demande", "00/00/2010")),
        "serial days": lambda: table(cell("Date de la demande", "99999,999999999999999")),
        "digits of other scripts": lambda: table(cell("Rang", "٣౪²½")),
        "an id of 9000 characters": lambda: table(cell(COLUMNS[0], "d" * 9_000)),
        "an id that is a path": lambda: table(cell(COLUMNS[0], "../../../etc/passwd")),
        "an id of 16 figures": lambda: table(cell(COLUMNS[0], "1234567890123456")),
    }
    return {name if name.startswith("regex") else f"text: {name}": case for name, case in cases.items()}
