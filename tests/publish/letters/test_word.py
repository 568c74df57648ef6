"""The Word documents themselves: the same bytes twice, no clock and no author, a heading, tables that can be read."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import subprocess
import sys
import zipfile

import pytest
from docx import Document

from rsa_sched.errors import MissingExtra
from tests.publish.letters import named, parts, small, written

KINDS = ["partenaire-charge-d-accueil", "personne-b-1", "prescripteur-p-1", "annulation-s-2-psy", "seance-s-1"]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The letters of the small month."""
    return written(small(), named(small()), official_letters="all")


def test_the_same_month_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    """In the same order of files, too."""
    again = written(small(), named(small()), official_letters="all")
    assert list(again) == list(files)
    assert again == files


def test_another_process_gives_the_same_bytes(files: dict[str, bytes]) -> None:
    """With another order of sets and dictionaries of strings, another clock and another locale."""
    code = (
        "import hashlib; from tests.publish.letters import named, small, written;"
        "f = written(small(), named(small()), official_letters='all');"
        "print(hashlib.sha256(b''.join(k.encode() + v for k, v in f.items())).hexdigest())"
    )
    environment = {"LC_ALL": "C", "TZ": "Asia/Tokyo", "PATH": ""}
    shown = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = hashlib.sha256(b"".join(name.encode() + data for name, data in files.items())).hexdigest()
    assert shown == {f"{here}\n"}


def test_the_package_loads_what_the_extra_brings_only_to_write() -> None:
    """Importing the letters imports neither jinja2 nor docxtpl."""
    heavy = ("jinja2", "docxtpl", "docx")
    code = f"import sys, rsa_sched.publish.letters; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of a ModuleNotFoundError."""
    for name in ("printing", "word", "sandbox"):
        monkeypatch.delitem(sys.modules, f"rsa_sched.publish.letters.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    with pytest.raises(MissingExtra, match=r"pip install '\.\[office\]'"):
        written(small(), named(small()))


@pytest.mark.parametrize("stem", KINDS)
def test_properties_name_nobody(files: dict[str, bytes], stem: str) -> None:
    """Title, language and the day of the problem; no author."""
    data = files[f"{stem}.docx"]
    facts = Document(io.BytesIO(data)).core_properties
    assert facts.title
    assert facts.language == "fr-FR"
    assert facts.created == facts.modified == dt.datetime(2010, 9, 24, tzinfo=dt.UTC)
    assert not facts.author
    assert not facts.last_modified_by
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("stem", KINDS)
def test_structure_is_for_assistive_technology_too(files: dict[str, bytes], stem: str) -> None:
    """One main heading, French, heading rows that repeat, a name for each table, nothing from outside."""
    document = Document(io.BytesIO(files[f"{stem}.docx"]))
    assert [row.style.name for row in document.paragraphs if row.style].count("Heading 1") == 1
    assert b'w:val="fr-FR"' in parts(files[f"{stem}.docx"])["word/styles.xml"]
    for table in document.tables:
        assert table._tbl.tblPr.find("{*}tblCaption") is not None
        assert next(table.rows[0]._tr.iter("{*}tblHeader"), None) is not None
    assert not [row for row in document.part.rels.values() if row.is_external]


@pytest.mark.parametrize("stem", KINDS)
def test_a_letter_has_no_fields_links_or_macros(files: dict[str, bytes], stem: str) -> None:
    """But for the page numbers of the footer."""
    found = parts(files[f"{stem}.docx"])
    body = found["word/document.xml"].decode()
    for word in ("instrText", "fldSimple", "hyperlink", "altChunk", "w:object", "w:pict", "mc:AlternateContent"):
        assert word not in body
    assert not [name for name in found if "vba" in name.casefold() or "embed" in name.casefold()]
