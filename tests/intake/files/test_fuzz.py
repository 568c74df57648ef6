"""Mutated files: findings only, never an exception, whatever stands in them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.files.files import read_sheets
from tests.profiles import examples

from .samples import OLD, ods, ods_cell, text_cell, xlsx

TEXT = 'Nom;Âge;N°\r\n"a\nb";1;2\rc;2;3\n'.encode("cp1252") * 5
BOOK = xlsx(
    f'<row r="2" hidden="1">{text_cell("abc")}<c r="D2"><v>12.5</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c>'
    '<c r="B3" t="b"><v>1</v></c><c r="C3" t="str"><f>"a"</f><v>a</v></c></row>',
    before='<cols><col min="1" max="2" hidden="1"/></cols>',
    after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>',
)
OPEN = ods(
    '<table:table-column table:number-columns-repeated="3" table:visibility="collapse"/>'
    f'<table:table-row table:number-rows-repeated="2">{ods_cell("abc")}{ods_cell("x")}</table:table-row>'
    '<table:table-row><table:table-cell office:value-type="float" office:value="2.5" table:formula="of:=1"/>'
    '<table:table-cell office:value-type="date" office:date-value="2010-08-19"/></table:table-row>'
)


def scratched(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, left out, doubled, or the end cut off."""
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, what = chance.randrange(len(mutant) or 1), chance.random()
        if what < 0.6 and mutant:
            mutant[at] = chance.choice((chance.randrange(256), 0, 255, mutant[at] ^ 1 << chance.randrange(8)))
        elif what < 0.75:
            del mutant[at : at + chance.randrange(1, 50)]
        elif what < 0.9:
            mutant[at:at] = mutant[at // 2 : at // 2 + chance.randrange(60)]
        else:
            del mutant[at + 1 :]
    return bytes(mutant)


def scratched_part(data: bytes, chance: random.Random) -> bytes:
    """One part of a zip changed, in its figures above all, and the zip whole again."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name == chosen and content:
                figures = [n for n, byte in enumerate(content) if 48 <= byte < 58] or [0]
                at = chance.choice(figures)
                content[at : at + 1] = chance.choice((b"0", b"99999999999", b"-3", b"65536", b"x", b"1e9", b"", b'">'))
                if chance.random() < 0.5:
                    content = bytearray(scratched(bytes(content), chance))
            new.writestr(name, bytes(content))
    return stream.getvalue()


@examples(200)
@given(seed=st.integers(0, 2**32 - 1))
@pytest.mark.parametrize(
    ("name", "data", "change"),
    [
        ("text", TEXT, scratched),
        ("old", OLD.read_bytes(), scratched),
        ("xlsx", BOOK, scratched),
        ("xlsx parts", BOOK, scratched_part),
        ("ods parts", OPEN, scratched_part),
    ],
)
def test_mutated_files(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    name: str,
    data: bytes,
    change: Callable[[bytes, random.Random], bytes],
) -> None:
    """Two hundred mutations of each: sheets, or an error that says why not."""
    path = tmp_path_factory.getbasetemp() / "t.bin"
    path.write_bytes(change(data, random.Random(f"{name}{seed}")))
    sheets, findings = read_sheets(path)
    assert sheets or any(finding.level == "error" for finding in findings)


@pytest.mark.parametrize("data", [TEXT, OLD.read_bytes(), BOOK, OPEN], ids=["text", "old", "xlsx", "ods"])
def test_without_a_mutation_they_are_read(tmp_path: Path, data: bytes) -> None:
    """Otherwise the above would say nothing."""
    (tmp_path / "t.bin").write_bytes(data)
    assert read_sheets(tmp_path / "t.bin")[0]
