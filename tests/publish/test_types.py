"""Session types are data: another département's types are published whole, in its own words and none of the note's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from functools import cache
from typing import Any

import icalendar
import openpyxl
import pytest

from rsa_sched.domain.problem import Problem
from rsa_sched.domain.regulation import Regulation
from rsa_sched.french.sentences import words
from rsa_sched.names import NameTable
from rsa_sched.publish.pages.words import note
from rsa_sched.publish.publication import publish
from tests.publish.agendas import Pair, arbitrated, listed, shown
from tests.publish.letters import named, said
from tests.support import builders as b
from tests.support.published import audiences
from tests.support.quick import one_in

TEAM: dict[str, Any] = {
    "id": "ep", "label": "équipe pluridisciplinaire", "scope": "service", "length": 15, "max_situations": 12,
    "admits": "rsa", "empty": "cancelled",
}  # fmt: skip
HIS_WORDS = re.compile(r"psy|\bsdf\b|sans domicile|standard|instance avec", re.IGNORECASE)
"""What only the note's own types are called."""

TEXTS = re.compile(r"(document|footer\d|sharedStrings|workbook)\.xml")
"""Parts of an Office file that hold texts of ours."""


def team(n: int, **keys: Any) -> b.Doc:
    """A session of the team."""
    return b.session(n, type="ep", minutes=None, **keys) | {"subsector": None}


@cache
def commission() -> Pair:
    """A month of a département with one type of session: d-1 and d-2 are heard, s-2 on the 20th has no request.

    The others are deferred: PLIE outside RSA, too late, only in November, banned, of a service without session.
    """
    situations = [
        b.situation(1, person="b-1", partners=[{"professional": "x-1", "external": True}]),
        b.situation(2, beneficiary_invited=True, beneficiary_agreed=True, not_after="2010-10-12"),
        b.situation(3, plie_outside_rsa=True),
        b.situation(4, received_on="2010-10-30", wanted_sessions=["s-1"]),
        b.situation(5, not_before="2010-11-02"),
        b.situation(6),
        b.situation(7, subsector="S9"),
        *(b.situation(n, wanted_sessions=["s-1"]) for n in (8, 9)),
    ]
    document = b.document(
        situations,
        [team(1, staff=["p-90", "p-91"]), team(2, day=20, staff=["p-90", "p-92"])],
        regulation={"types": [TEAM]},
        services=[{"id": "A", "label": "Service du Nord"}, {"id": "B"}],
        subsectors=[{"id": "S1", "service": "A"}, {"id": "S9", "service": "B"}],
        bans=[{"situation": "d-6", "session": name} for name in ("s-1", "s-2")],
    )
    for row in document["situations"][:2]:
        row["wanted_sessions"] = ["s-1"]
    return arbitrated(Problem.from_dict(document))


@cache
def published(audience: str = "service") -> dict[str, bytes]:
    """Everything that is published of it, letters to everybody included."""
    problem, agenda = commission()
    names = named(problem) if audience == "service" else NameTable()
    return dict(publish(problem, agenda, audience=audience, names=names, official_letters="all", standing=None).files)


def text_of(name: str, data: bytes) -> str:
    """Everything that a file says."""
    if name.endswith((".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(part).decode() for part in archive.namelist() if TEXTS.search(part)]
        return " ".join(re.sub("<[^>]*>", " ", part) for part in parts)
    return re.sub(r"(?s)<style>.*?</style>", " ", data.decode("utf-8-sig")).replace("\r\n ", "")


def test_the_month_is_the_one_that_was_meant() -> None:
    """Every reason that a request alone can have, four seats, a cancelled session."""
    _, agenda = commission()
    assert {line.situation for line in agenda.appointments} == {"d-1", "d-2", "d-8", "d-9"}
    assert {row.situation: row.reason for row in agenda.deferrals} == {
        "d-3": "ineligible", "d-4": "late", "d-5": "out-of-window", "d-6": "banned", "d-7": "no-session",
    }  # fmt: skip
    assert [line.mode for line in agenda.sessions] == ["held", "cancelled"]


def test_the_words_of_the_note_are_recognised() -> None:
    """What the next test looks for is there where the types are the note's."""
    pair = arbitrated(b.problem([], [b.session(1), b.session(2, day=20, type="psychologist", staff=["p-7"])]))
    for name, data in publish(*pair).files.items():
        if name.startswith(
            ("index", "ordre", "csv/seances", "csv/a-faire", "calendriers/seance-s-2", "courriers/annul")
        ):
            assert HIS_WORDS.search(text_of(name, data)), name


@pytest.mark.parametrize("audience", one_in(4, audiences(commission()[0])))
def test_nobody_reads_the_words_of_other_types(audience: str) -> None:
    """In no file of any audience, its name included."""
    files = published(audience)
    assert files
    for name, data in files.items():
        found = HIS_WORDS.search(text_of(name, data)) or HIS_WORDS.search(name)
        assert not found or name.endswith(".ics"), (name, found)
        if found:  # BEGIN:STANDARD is RFC 5545's word for winter time
            assert not HIS_WORDS.search(re.sub("(BEGIN|END):STANDARD", "", text_of(name, data))), name


def test_the_label_stands_wherever_a_type_does() -> None:
    """Pages, tables, workbook, calendars and letters."""
    files = published()
    label = TEAM["label"]
    for name in ("index.html", "seances/s-1.html", "seances/s-2.html"):
        assert f"{label}" in text_of(name, files[name]), name
    for name in ("rendez-vous", "ajournements", "seances"):
        rows = list(csv.DictReader(io.StringIO(files[f"csv/{name}.csv"].decode("utf-8-sig")), delimiter=";"))
        assert rows
        assert {row["Type de séance"] for row in rows} == {label}
    book = openpyxl.load_workbook(io.BytesIO(files["ordre-du-jour.xlsx"]))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert cells.count(str(label)) == 2
    assert len([text for text in cells if "Équipe pluridisciplinaire." in text]) == 2
    (event,) = icalendar.Calendar.from_ical(files["calendriers/seance-s-1.ics"]).walk("VEVENT")
    assert event["SUMMARY"] == "Équipe pluridisciplinaire\u202f: Service du Nord"
    for stem in ("prescripteur-p-1", "prescripteur-p-9", "partenaire-x-1", "personne-b-1", "seance-s-1"):
        for suffix in (".docx", ".html"):
            assert label in said(files[f"courriers/{stem}{suffix}"], suffix), stem


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_cancelled_session_is_told_to_its_staff(suffix: str) -> None:
    """Also to who staffs another session that is held; and to nobody else."""
    files = {name: data for name, data in published().items() if name.startswith("courriers/annulation")}
    assert set(files) == {
        f"courriers/annulation-s-2-{who}{end}" for who in ("p-90", "p-92") for end in (".docx", ".html")
    }
    for who in ("p-90", "p-92"):
        text = said(files[f"courriers/annulation-s-2-{who}{suffix}"], suffix)
        assert "équipe pluridisciplinaire" in text
        assert "mercredi 20 octobre 2010" in text


def test_the_type_says_what_is_to_be_done() -> None:
    """Cancelled in time where the type says so [R52], guests announced [R51]; else whoever stays is chosen [R22]."""
    tasks = {task.rule: task for task in listed(commission())}
    assert (tasks["R52"].session, tasks["R52"].due) == ("s-2", dt.date(2010, 10, 12))
    assert "équipe pluridisciplinaire" in tasks["R52"].what
    assert "équipe pluridisciplinaire" in tasks["R51, R53"].what
    raw = commission()[0].to_dict()
    raw["regulation"]["types"][0]["empty"] = "first_hour"
    rules = {task.rule: task for task in listed(arbitrated(Problem.from_dict(raw)))}
    assert not {"R52", "R51, R53"} & set(rules)
    assert "dire qui, de la chargée de secteur ou du chef de service" in rules["R22"].what
    assert (rules["R22"].session, rules["R45"].situation) == ("s-2", "d-2")


def test_a_type_without_a_label_is_called_by_its_id() -> None:
    """The contract's own rule."""
    raw = commission()[0].to_dict()
    raw["regulation"]["types"][0]["label"] = None
    problem, agenda = arbitrated(Problem.from_dict(raw))
    assert {row.type.name for row in shown((problem, agenda)).sessions} == {"ep"}


def test_sentences_of_the_note_name_the_types_that_they_are_about() -> None:
    """Those of the règlement in force; no bracket where it has none."""
    usual, own = note(Regulation()), note(commission()[0].regulation)
    assert set(usual) == set(own) == set(words("pages.note"))
    assert "(instance avec le psychologue)" in usual["R52"]
    assert "(instance SDF)" in usual["R5"]
    assert "(équipe pluridisciplinaire)" in own["R52"]
    assert "(" not in own["R5"]
    assert not [text for text in (*usual.values(), *own.values()) if re.search("[{}]|psychologist|sdf", text)]


def test_whose_period_is_short_reads_it() -> None:
    """On the month's page, in the workbook and in the tables."""
    files = published()
    page = text_of("index.html", files["index.html"])
    assert "peut passer à partir du 02/11/2010" in page
    assert "Hors période" in page
    assert "À décider par le service\u202f: prévoir une autre date" in page
    assert "peut passer à partir du 02/11/2010" in text_of("x.xlsx", files["ordre-du-jour.xlsx"])
    rows = list(csv.DictReader(io.StringIO(files["csv/ajournements.csv"].decode("utf-8-sig")), delimiter=";"))
    assert {row["Situation"]: row["not_before_iso"] for row in rows}["d-5"] == "2010-11-02"
    rows = list(csv.DictReader(io.StringIO(files["csv/rendez-vous.csv"].decode("utf-8-sig")), delimiter=";"))
    assert {row["Situation"]: row["not_after_iso"] for row in rows}["d-2"] == "2010-10-12"


def test_every_type_is_among_the_parameters() -> None:
    """What an official may know of the règlement: one line a type."""
    page = text_of("index.html", published()["index.html"])
    told = (
        "pour tout le service\u202f; 180 minutes, 12 situations au plus\u202f; situations de 15 minutes\u202f; "
        "personnes au RSA orientées et en file active\u202f; sans demande, annulée"
    )
    assert told in page
