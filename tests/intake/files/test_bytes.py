"""Bytes as no office writes them, of those that readers of text stumble over: sheets or an error, no exception.

A campaign (`python -m tests.campaign`) draws ever new ones; here the same ones are drawn each time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.errors import InputError
from rsa_sched.intake.files.files import read_sheets
from rsa_sched.intake.files.limits import Limits
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.names import NameTable
from rsa_sched.publish.letterhead import Delays, Letterhead

PIECES: tuple[bytes, ...] = (
    # blank to some and not to others, line ends, ends of files
    *(bytes([byte]) for byte in b"\x00\x01\t\n\x0b\x0c\r\x1a\x1b\x1c\x1d\x1e\x1f \x7f\x80\x81\x85\x8d\x98\xa0\xad\xff"),
    *(sign.encode() for sign in "\u00a0\u00ad\u0085\u200b\u2028\u2029\u202f\u3000\ufeff\ufffd\u0301é"),
    *(sign.encode("utf-16-le") for sign in "a;\n\u2028\ud7ff\u00e9"),
    # marks of an order of bytes, whole and cut
    b"\xef\xbb\xbf", b"\xef\xbb", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"+/v8-",
    # what other files begin with
    b"PK", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x00\x04\x00", b"%PDF", b"MZ",
    b"<table>", b"<?xml", b"<!--", b"-->",
    # halves of pairs, overlong and cut sequences
    b"\xed\xa0\x80", b"\xc0\xaf", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x92", b"\xf4\x90\x80\x80", b"\x00\xd8",
    # separators, quotation marks, statements, figures, headings
    b";", b";;", b",", b"\t", b"|", b'"', b'""', b'";"', b"'", b"sep=;", b"sep=", b'"sep=,"', b"=", b"a", b"Nom",
    b"x" * 99, b"Identifiant;Nature\n", b"[letters]\n",
    b"[problem]\nid=", b"a=", b"1979-05-27", b"9" * 99, b"[", b"]", b"{",
)  # fmt: skip

any_bytes = st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)

SMALL = Limits(rows=20, columns=8, cells=60, cell_characters=40, characters=300)


@pytest.mark.parametrize("limits", [Limits(), SMALL], ids=["usual", "small"])
@given(data=any_bytes)
def test_any_text_gives_sheets_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, limits: Limits, data: bytes
) -> None:
    """One or the other; rows have one width, the last of them holds something, each stands at a line of the file."""
    path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(data)
    sheets, findings = read_sheets(path, limits)
    assert bool(sheets) != any(one.level == "error" and one.row is None for one in findings), findings
    for sheet in sheets:
        assert len({len(row) for row in sheet.rows}) == 1
        assert any(sheet.rows[-1]) or any(finding.code == "cell-too-long" for finding in findings)
        numbers = [sheet.row_number(index) for index in range(len(sheet.rows))]
        assert numbers == sorted(set(numbers))


@given(data=any_bytes)
def test_any_bytes_are_a_file_or_bad_input(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """The name table, the profile, the key: read, or an `InputError`."""
    path: Path = tmp_path_factory.getbasetemp() / "bytes.any"
    path.write_bytes(data)
    for read in (NameTable.from_csv, Profile.from_toml, Letterhead.from_toml, Delays.from_toml, Key.read):
        try:
            read(path)
        except InputError as refused:
            assert refused.faults
