"""Templates that officials edit: what is wrong with any is told at once, and none can do more than show fields."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from docx import Document

from rsa_sched.errors import Fault, InputError
from rsa_sched.names import NameTable
from rsa_sched.publish.letters import copy_templates
from rsa_sched.publish.letters.folder import BUNDLED, LARGEST
from rsa_sched.publish.letters.kinds import FIELDS
from tests.publish.letters import edited, named, said, small, written
from tests.publish.letters.make_templates import MODELS
from tests.support.quick import one_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Templates to be edited."""
    copy_templates(tmp_path / "modeles")
    return tmp_path / "modeles"


def faults(folder: Path) -> tuple[Fault, ...]:
    """What is wrong with the templates of a folder."""
    with pytest.raises(InputError) as caught:
        written(small(), named(small()), templates=folder, official_letters="all")
    return caught.value.faults


# --- copying and overriding -------------------------------------------------------------------------------------------


def test_templates_are_copied_once(tmp_path: Path) -> None:
    """Byte for byte, with how to edit them; a folder that holds one of them is left as it is."""
    made = copy_templates(tmp_path / "a" / "b")
    assert [path.name for path in made] == sorted([*FIELDS, "LISEZ-MOI.txt"])
    assert all(path.read_bytes() == (BUNDLED / path.name).read_bytes() for path in made)
    other = tmp_path / "c"
    other.mkdir()
    (other / "personne.docx").write_text("mine")
    with pytest.raises(InputError) as caught:
        copy_templates(other)
    assert [fault.file for fault in caught.value.faults] == ["personne.docx"]
    assert [path.name for path in other.iterdir()] == ["personne.docx"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError):
        copy_templates(tmp_path / "x")
    with pytest.raises(InputError):
        copy_templates(tmp_path / "x" / "y")


def test_a_template_of_the_former_name_is_told_the_new_one(folder: Path) -> None:
    """A folder that was edited before cancellations were of any type: nothing is passed over."""
    (folder / "annulation.docx").rename(folder / "psychologue.docx")
    with pytest.raises(InputError) as caught:
        written(small(), NameTable(), templates=folder)
    (fault,) = caught.value.faults
    assert (fault.file, fault.value) == ("psychologue.docx", "no template of that name")
    assert fault.expected == "annulation.docx, as it is called now"


def test_unedited_copies_give_the_same_letters(folder: Path) -> None:
    """To the byte."""
    names = named(small(), official=["b-1"])
    assert written(small(), names, templates=folder) == written(small(), names)


def test_an_edited_template_stands_for_its_own_letters_only(folder: Path) -> None:
    """The others come from the package, even where their files are gone."""
    edited(
        folder, "annulation.docx", "Nous vous remercions de votre disponibilité.", "À bientôt, {{ destinataire.nom }}."
    )
    edited(folder, "annulation.html", "Nous vous remercions", "{# rien #}Merci, {{ destinataire.nom|upper }}, et merci")
    edited(folder, "mention.txt", "L'ordre du jour", "Le programme")
    (folder / "personne.docx").unlink()
    (folder / "~$personne.docx").write_bytes(b"a lock of Word")
    (folder / ".DS_Store").write_bytes(b"")
    files = written(small(), NameTable(), templates=folder)
    assert "À bientôt, Psychologue conventionné." in said(files["annulation-s-2-psy.docx"], ".docx")
    assert "Merci, PSYCHOLOGUE CONVENTIONNÉ, et merci" in said(files["annulation-s-2-psy.html"], ".html")
    assert "Le programme a été préparé" in said(files["partenaire-charge-d-accueil.docx"], ".docx")
    plain = written(small(), NameTable())
    changed = {name.partition("-")[0] for name in files if files[name] != plain[name]}
    assert changed == {"annulation", "partenaire", "prescripteur", "a"}


@pytest.mark.parametrize("name", [name for name in FIELDS if name.endswith(".docx")])
def test_the_bundled_word_templates_are_those_of_their_script(name: str) -> None:
    """The same paragraphs; whoever edits one by hand gives up its script."""
    made = Document(io.BytesIO(MODELS[name.removesuffix(".docx")]().bytes()))
    kept = Document(str(BUNDLED / name))
    assert [p.text for p in kept.element.body.iter("{*}t")] == [p.text for p in made.element.body.iter("{*}t")]


def test_the_help_lists_every_field() -> None:
    """LISEZ-MOI.txt names each field of each template."""
    text = (BUNDLED / "LISEZ-MOI.txt").read_text(encoding="utf-8")

    def listed(of: Any) -> Iterator[str]:
        hints = get_type_hints(of)
        for field in fields(of):
            kind = hints[field.name]
            yield field.name
            if get_origin(kind) is tuple:
                yield from (f".{name}" for name in listed(get_args(kind)[0]))
            elif is_dataclass(kind):
                yield from (f"{field.name}.{name}" for name in listed(kind))

    for kind in FIELDS.values():
        for name in listed(kind):
            assert name in text


def test_templates_may_choose_repeat_count_and_set_in_capitals(folder: Path) -> None:
    """Conditions, tests, loops with their numbers and an else, filters, joined texts."""
    edited(
        folder,
        "prescripteur.html",
        "Madame, Monsieur,",
        "{% for r in rendez_vous if r.lieu != '' %}{{ loop.index }}/{{ loop.length }} {{ r.lieu|upper }}"
        "{% else %}aucune{% endfor %} ({{ rendez_vous|length }}, {{ 'le ' ~ lieu_et_date|default('x') }})"
        "{% if expediteur.contact is defined and not (taches|length > 9) %} peu{% endif %}",
    )
    files = written(small(), NameTable(), templates=folder)
    assert "1/1 CENTRE SOCIAL DES ESSAIS (1, le À Épreuve, le vendredi 24 septembre 2010) peu" in said(
        files["prescripteur-p-1.html"], ".html"
    )
    assert "aucune (0, le À" in said(files["prescripteur-p-3.html"], ".html")


# --- faults -----------------------------------------------------------------------------------------------------------


def test_a_misspelt_field_is_told_with_those_there_are(folder: Path) -> None:
    """Template, field, and the fields of that group; no letter is made."""
    edited(folder, "personne.docx", "{{ destinataire.bloc }}", "{{ destinataire.blok }}")
    (fault,) = faults(folder)
    assert (fault.file, fault.value) == ("personne.docx", "no such field")
    assert fault.place.startswith("paragraph ")
    assert fault.place.endswith(", destinataire.blok")
    assert fault.expected == "one of nom, bloc"


def test_every_faulty_template_is_told_at_once(folder: Path) -> None:
    """Word, HTML and text, each fault of each, and wrong names of files, too."""
    edited(folder, "personne.docx", "{{ r.date }}", "{{ r.jour }} {{ dette }}")
    edited(folder, "prescripteur.html", "{{ r.etape }}", "{{ r.etape.encore }}")
    edited(folder, "mention.txt", "{{ expediteur.regles }}", "{{ expediteur.regle }} {{ mention }}")
    edited(folder, "seance.html", "{% endfor %}", "")
    found = {(fault.file, fault.place.partition(", ")[2]) for fault in faults(folder)}
    assert found == {
        ("personne.docx", "r.jour"), ("personne.docx", "dette"), ("prescripteur.html", "r.etape.encore"),
        ("mention.txt", "expediteur.regle"), ("mention.txt", "mention"), ("seance.html", ""),
    }  # fmt: skip


def test_a_field_in_a_branch_that_no_letter_takes_is_told_all_the_same(folder: Path) -> None:
    """Templates are read, not tried."""
    edited(folder, "personne.docx", "Bonjour,", "{% if false and referents %}{{ nimporte }}{% endif %}")
    assert [fault.place.partition(", ")[2] for fault in faults(folder)] == ["nimporte"]


def test_a_misspelt_list_is_told_once(folder: Path) -> None:
    """Not again for each field of its rows."""
    edited(folder, "seance.html", "in rendez_vous", "in rendezvous")
    (fault,) = faults(folder)
    assert fault.place.endswith(", rendezvous")
    assert "rendez_vous" in fault.expected


def test_what_is_no_text_is_not_shown(folder: Path) -> None:
    """Neither a list nor a group nor yes/no can be written by itself, directly or through a filter."""
    edited(folder, "personne.html", "Bonjour,", "{{ rendez_vous }} {{ expediteur }}")
    edited(
        folder, "partenaire.html", "Madame, Monsieur,", "{% for r in rendez_vous %}{{ r.personne_vient }}{% endfor %}"
    )
    assert [(fault.value, fault.place.partition(", ")[2]) for fault in faults(folder)] == [
        ("no text by itself", "r.personne_vient"),
        ("no text by itself", "rendez_vous"),
        ("no text by itself", "expediteur"),
    ]
    copy = folder.parent / "autre"
    copy_templates(copy)
    edited(copy, "personne.html", "Bonjour,", "{{ rendez_vous|first }}")
    (fault,) = faults(copy)
    assert fault.value == "stopped while it was filled in"


def test_a_letter_without_the_mention_is_refused(folder: Path) -> None:
    """The law asks for it (CRPA, L. 311-3-1): neither the field nor its text may go."""
    edited(folder, "personne.docx", "{{ mention }}", "")
    edited(folder, "partenaire.html", "{{ mention }}", "")
    (folder / "mention.txt").write_text(" \n", encoding="utf-8")
    assert {(fault.file, fault.value) for fault in faults(folder)} == {
        ("personne.docx", "missing"),
        ("partenaire.html", "missing"),
    }
    for name in ("personne.docx", "partenaire.html"):
        (folder / name).unlink()
    assert [(fault.file, fault.value) for fault in faults(folder)] == [("mention.txt", "no text")]


def test_a_loop_across_a_table_is_told_instead_of_losing_a_piece(folder: Path) -> None:
    """A tag that opens before a table and closes in a cell of it would leave broken XML."""
    edited(folder, "partenaire.docx", "Madame, Monsieur,", "{% if not rendez_vous %}Madame, Monsieur,")
    edited(folder, "partenaire.docx", "Lieu", "{% endif %}Lieu")
    (fault,) = faults(folder)
    assert (fault.file, fault.value) == ("partenaire.docx", "its tags cut a paragraph or table in two")


@pytest.mark.parametrize("name", ["prescipteur.docx", "personne.docm", "notes.md", "page.html"])
def test_a_file_that_is_no_template_is_told(folder: Path, name: str) -> None:
    """So that a slip in a name does not send the unedited letter."""
    (folder / name).write_bytes(b"x")
    (fault,) = faults(folder)
    assert fault.file == name
    assert "prescripteur.docx" in fault.expected


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_word_template_that_is_none_is_told(folder: Path, data: bytes) -> None:
    """An empty file, a text, half an archive, an old .doc."""
    (folder / "personne.docx").write_bytes(data)
    (fault,) = faults(folder)
    assert (fault.file, fault.value) == ("personne.docx", "no Word document")


def test_a_folder_in_the_place_of_a_template_is_told(folder: Path) -> None:
    """It cannot be read."""
    (folder / "personne.html").unlink()
    (folder / "personne.html").mkdir()
    (fault,) = faults(folder)
    assert (fault.file, fault.expected) == ("personne.html", "a file that can be read")


def test_an_archive_without_a_document_is_told(folder: Path) -> None:
    """A zip of something else, and a Word document with macros."""
    with zipfile.ZipFile(folder / "personne.docx", "w") as archive:
        archive.writestr("x.txt", "x")
    with zipfile.ZipFile(BUNDLED / "seance.docx") as old, zipfile.ZipFile(folder / "seance.docx", "w") as new:
        for name in old.namelist():
            macros = b"vnd.ms-word.document.macroEnabled.main+xml"
            plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            new.writestr(name, old.read(name).replace(plain, macros))
    assert {(fault.file, fault.value) for fault in faults(folder)} == {
        ("personne.docx", "no Word document"),
        ("seance.docx", "macros"),
    }


def test_a_template_too_large_is_refused_before_it_is_read(folder: Path) -> None:
    """As it lies there, and unpacked: 60 MiB of blanks pack into a few kilobytes."""
    (folder / "personne.html").write_bytes(b" " * (LARGEST + 1))
    with zipfile.ZipFile(folder / "seance.docx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/blanks.xml", b" " * (60 << 20))
    assert {(fault.file, fault.value) for fault in faults(folder)} == {
        ("personne.html", "too large"),
        ("seance.docx", "too large"),
    }


@pytest.mark.parametrize("text", ["{{" * 1001, "x" * 500_001], ids=["braces", "text"])
def test_a_template_that_would_be_read_for_ever_is_refused(folder: Path, text: str) -> None:
    """Too many braces, too much text."""
    edited(folder, "annulation.docx", "Madame, Monsieur,", text)
    (fault,) = faults(folder)
    assert (fault.file, fault.value) == ("annulation.docx", "too long")


def test_a_long_text_template_is_refused_too(folder: Path) -> None:
    """Half a million characters are no letter."""
    edited(folder, "mention.txt", "L'ordre", "x" * 500_001)
    (fault,) = faults(folder)
    assert (fault.file, fault.value) == ("mention.txt", "too long")


def test_a_text_in_another_encoding_is_told_and_a_bom_is_not(folder: Path) -> None:
    """UTF-8 it must be, as Notepad saves it."""
    path = folder / "mention.txt"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    (folder / "personne.html").write_bytes("é{{ mention }}".encode("cp1252"))
    (fault,) = faults(folder)
    assert (fault.file, fault.expected) == ("personne.html", "text in UTF-8")


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """It is missing, or a file."""
    (tmp_path / "x").write_text("")
    for path in (tmp_path / "none", tmp_path / "x"):
        (fault,) = faults(path)
        assert fault.expected == "a folder"


# --- malice -----------------------------------------------------------------------------------------------------------

MALICE = (
    "{{ ''.__class__.__mro__ }}",
    "{{ expediteur.__class__ }}",
    "{{ expediteur.nom.__class__.__mro__ }}",
    "{{ expediteur.__init__.__globals__ }}",
    "{{ lieu_et_date.format(expediteur) }}",
    "{{ lieu_et_date|attr('__class__') }}",
    "{{ rendez_vous|map(attribute='__class__')|join }}",
    "{{ rendez_vous|tojson }}",
    "{{ lieu_et_date|safe }}",
    "{{ lieu_et_date|urlize }}",
    "{{ '%999999999s'|format('x') }}",
    "{{ lieu_et_date|center(999999999) }}",
    "{{ 'a' * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ range(999999999)|join }}",
    "{{ self }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ lipsum() }}",
    "{{ namespace() }}",
    "{{ rendez_vous[0] }}",
    "{{ expediteur['nom'] }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% set x = lieu_et_date %}",
    "{% with x = lieu_et_date %}{% endwith %}",
    "{% macro x() %}{% endmacro %}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}{% endfilter %}",
    "{% autoescape false %}{{ lieu_et_date }}{% endautoescape %}",
    "{% for x in rendez_vous recursive %}{{ loop(x) }}{% endfor %}",
    "{% for x in rendez_vous %}{% for y in taches %}{% for z in taches %}{% endfor %}{% endfor %}{% endfor %}",
    "{% for x in lieu_et_date %}{% endfor %}",
    "{% for x, y in rendez_vous %}{% endfor %}",
    "{% for x in [1, 2] %}{% endfor %}",
    "{% debug %}",
    "{% if taches is divisibleby(3) %}{% endif %}",
    "{{ expediteur.nom ",
    "{{ " + "(" * 5000 + " }}",
)


@pytest.mark.parametrize("malice", one_in(6, MALICE, slow=2), ids=lambda text: text[:40])
@pytest.mark.parametrize("name", ["prescripteur.html", "prescripteur.docx"])
def test_a_template_that_reaches_beyond_its_fields_is_refused(folder: Path, name: str, malice: str) -> None:
    """Attributes, files, calls, endless work, unescaped text: told as a fault of that template, never run."""
    edited(folder, name, "Madame, Monsieur,", malice)
    found = faults(folder)
    assert {fault.file for fault in found} == {name}
    assert "root:" not in str(found)


def test_malice_in_the_properties_of_a_word_file_is_not_run(folder: Path) -> None:
    """docxtpl would render author and title; here they are set."""
    document = Document(str(folder / "annulation.docx"))
    document.core_properties.author = "{{ ''.__class__ }} Zorbane Milteau"
    document.core_properties.title = "{% include '/etc/passwd' %}"
    document.save(str(folder / "annulation.docx"))
    letter = Document(io.BytesIO(written(small(), NameTable(), templates=folder)["annulation-s-2-psy.docx"]))
    assert (letter.core_properties.author, letter.core_properties.title) == ("", "Annulation d'une séance")


def test_malice_in_a_footer_is_refused_too(folder: Path) -> None:
    """Headers and footers are read like the body."""
    document = Document(str(folder / "annulation.docx"))
    document.sections[0].footer.paragraphs[0].text = "{{ expediteur.__class__ }}"
    document.sections[0].header.paragraphs[0].text = "{{ nulle_part }}"
    document.save(str(folder / "annulation.docx"))
    assert [fault.place.partition(", ")[2] for fault in faults(folder)] == ["nulle_part", "expediteur.__class__"]
