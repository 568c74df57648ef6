"""A second publication: what changes, whom to tell, which letters are made anew; a folder is of one month."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest

from rsa_sched.domain.clock import parse_minute
from rsa_sched.errors import InputError
from rsa_sched.months.replacing import replacements
from rsa_sched.publish.changes.compare import changes_between
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.changes.facts import Facts, Fate, facts_of
from rsa_sched.publish.changes.record import Issue, Record, Version
from rsa_sched.publish.letters import copy_templates
from rsa_sched.publish.manifest import MANIFEST
from rsa_sched.publish.publication import Publication, publish
from tests.publish.agendas import Pair, shown, small
from tests.publish.letters import HEAD, edited, named, said
from tests.publish.test_publication import manifest, on_disk
from tests.support import builders as b
from tests.support.published import Element, tree

SESSIONS = [b.session(1, day=19, staff=["o-1"]), b.session(2, day=20, staff=["o-1", "o-2"])]
DAY = "vendredi 1er octobre 2010"


def rows() -> list[b.Doc]:
    """d-1 with a partner from outside, d-2 and d-3; nobody else."""
    return [
        b.situation(1, person="b-1", partners=[{"professional": "x-1", "external": True}]),
        b.situation(2, person="b-2"),
        b.situation(3, person="b-3"),
    ]


def pinned(**places: str) -> list[b.Doc]:
    """Places as ``d_1="s-1 09:00"``."""
    found = []
    for name, place in places.items():
        session, clock = place.split()
        day = {"s-1": 19, "s-2": 20}[session]
        found.append({"situation": name.replace("_", "-"), "session": session, "start": b.at(clock, day)})
    return found


@cache
def before() -> Pair:
    """Two on the 19th, one on the 20th."""
    return small(rows(), SESSIONS, pins=pinned(d_1="s-1 09:00", d_2="s-1 10:00", d_3="s-2 09:00"))


@cache
def after() -> Pair:
    """d-1 is not heard, d-2 later on the same day, d-3 as before."""
    bans = [{"situation": "d-1", "session": name} for name in ("s-1", "s-2")]
    return small(rows(), SESSIONS, pins=pinned(d_2="s-1 09:00", d_3="s-2 09:00"), bans=bans)


def write(pair: Pair, folder: Path, **options: Any) -> Publication:
    """A publication with letters to everybody."""
    names = named(before()[0], official=["b-1", "b-2", "b-3"])
    return publish(*pair, folder, names=names, letterhead=HEAD, **options)


def done(publication: Publication) -> tuple[set[str], set[str], set[str]]:
    """What was written, removed, left as somebody edited it."""
    assert publication.written is not None
    written = publication.written
    return set(written.written), set(written.removed), set(written.edited)


def text(element: Element | bytes) -> str:
    """What is read, its spaces alike."""
    whole = tree(element).all("main")[0] if isinstance(element, bytes) else element
    return re.sub(r"[\s\u202f]+", " ", whole.text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where both are written."""
    return tmp_path_factory.mktemp("twice") / "envoi"


@pytest.fixture(scope="module")
def twice(folder: Path) -> tuple[Publication, Publication]:
    """Both, one after the other."""
    return write(before(), folder), write(after(), folder)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_comes_first_and_only_for_a_second_publication(twice: tuple[Publication, Publication]) -> None:
    """In the list of files, and at the head of the page of the month."""
    first, second = twice
    assert CHANGES not in first.files
    assert CHANGES not in first.files["index.html"].decode()
    assert next(iter(second.files)) == CHANGES
    month = tree(second.files["index.html"])
    assert month.all("nav")[0].all("a")[0].attributes["href"] == CHANGES
    assert "Publication 2" in text(month.all("main")[0])[:200]


def test_the_page_says_who_enters_leaves_and_moves(twice: tuple[Publication, Publication]) -> None:
    """Before and now; who stays is not on it."""
    page = text(twice[1].files[CHANGES])
    assert f"Publication 2, du {DAY}. Elle remplace la publication 1 du {DAY}" in page
    assert "d-1sort de l'ordre du jour" in page.replace(" d-1", "d-1").replace("d-1 sort", "d-1sort")
    assert "de 10 h à 10 h 30, v-1 (séance s-1)" in page
    assert "ajournée : exclue par le service" in page
    assert "d-3" not in page


def test_the_page_says_whom_to_tell_by_when(twice: tuple[Publication, Publication]) -> None:
    """Grouped by recipient: referents, the partner who was invited, the person, the staff of the session."""
    page = tree(twice[1].files[CHANGES])
    (table,) = [found for found in page.all("table") if "À prévenir" in found.all("caption")[0].text]
    lines = [[text(cell) for cell in row.content if isinstance(cell, Element)] for row in table.all("tr")[1:]]
    recipients = [line[0] for line in lines]
    assert recipients == sorted(recipients)
    assert {
        "professionnel 1",
        "professionnel 3",
        "La personne concernée",
        "référent 1 (st-PSSI)",
        "référent 2 (st-PSSI)",
    } <= set(recipients)
    assert all(re.fullmatch(r"\d\d/\d\d/2010", line[1]) for line in lines)
    (letter,) = [line for line in lines if line[0] == "professionnel 3" and line[2] == "Service insertion"]
    assert letter[1] == "12/10/2010", "seven days before the session"
    assert "l'invitation ne tient plus" in letter[3]


def test_the_page_is_accessible(twice: tuple[Publication, Publication]) -> None:
    """A title, landmarks, captions, headers of columns and rows; links lead to files that are there."""
    page = tree(twice[1].files[CHANGES])
    assert [len(page.all(tag)) for tag in ("title", "h1", "main", "nav")] == [1, 1, 1, 1]
    for table in page.all("table"):
        assert table.all("caption")
        assert all(cell.attributes.get("scope") in ("col", "row") for cell in table.all("th"))
    ids = {element.attributes["id"] for element in page.walk() if "id" in element.attributes}
    for link in page.all("a"):
        target = link.attributes["href"]
        assert target[1:] in ids if target.startswith("#") else target in twice[1].files


def test_the_to_do_list_names_what_changed_and_the_calendar_all(twice: tuple[Publication, Publication]) -> None:
    """Nothing of d-3 in the lists; its tasks stay in the calendar, which is not cancelled for them."""
    first, second = twice
    listed = list(csv.DictReader(io.StringIO(second.files["csv/a-faire.csv"].decode("utf-8-sig")), delimiter=";"))
    assert listed
    assert "d-3" not in {row["Situation"] for row in listed}
    whole = second.files["calendriers/a-faire.ics"].decode().replace("\r\n ", "")
    assert "référent 3 (st-PSSI)" in whole
    gone = [data for name, data in second.files.items() if "annulations/a-faire" in name]
    assert not [data for data in gone if b"d-3" in data]
    assert "d-3" in first.files["csv/a-faire.csv"].decode()


@pytest.mark.parametrize("audience", ["prescriber:st-PSSI", "partner:x-1", "partner:p-2", "beneficiary:b-1"])
def test_every_audience_learns_of_its_own_changes(audience: str, tmp_path: Path) -> None:
    """And of nobody else's: facts come from what it may see."""
    publish(*before(), tmp_path, audience=audience)
    second = publish(*after(), tmp_path, audience=audience)
    page = text(second.files[CHANGES])
    own = {"prescriber": {"d-1", "d-2"}, "partner:x-1": {"d-1"}, "partner:p-2": {"d-2"}, "beneficiary": {"d-1"}}
    expected = own.get(audience) or own[audience.partition(":")[0]]
    assert {f"d-{n}" for n in (1, 2, 3) if f"d-{n}" in page} == expected
    assert "courriers" not in page


# --- letters ----------------------------------------------------------------------------------------------------------


def test_only_letters_of_another_fate_are_made_anew(twice: tuple[Publication, Publication]) -> None:
    """The others keep their bytes; each new one says which it stands for."""
    first, second = twice
    written, _, _ = done(second)
    letters = {name for name in written if name.startswith("courriers/") and name.endswith(".html")} - {
        "courriers/a-imprimer.html"
    }
    stems = {"prescripteur-p-1", "prescripteur-p-2", "partenaire-x-1", "personne-b-1", "seance-s-1"}
    assert letters == {f"courriers/{stem}.html" for stem in stems}
    for name in letters | {name.replace(".html", ".docx") for name in letters}:
        assert f"Ce courrier remplace celui du {DAY} (publication 1)." in said(second.files[name], name)
        assert "remplace" not in said(first.files[name], name)
    for name in ("prescripteur-p-3", "personne-b-2", "personne-b-3", "seance-s-2"):
        for form in ("docx", "html"):
            assert second.files[f"courriers/{name}.{form}"] == first.files[f"courriers/{name}.{form}"]


def test_only_the_new_letters_are_to_be_printed(twice: tuple[Publication, Publication]) -> None:
    """Whoever prints the file sends nothing twice."""
    printed = [publication.files["courriers/a-imprimer.html"].decode().count("<article>") for publication in twice]
    assert printed == [7, 4]


def test_a_partner_who_is_not_needed_any_more_is_written_to(twice: tuple[Publication, Publication]) -> None:
    """Who came for nobody would have come for nothing."""
    for form in ("docx", "html"):
        letter = said(twice[1].files[f"courriers/partenaire-x-1.{form}"], f"x.{form}")
        assert "annulation de votre participation" in letter
        assert "d-1 mardi 19 octobre 2010, 9 h" in letter
        assert "Le référent a souhaité votre présence" not in letter


@pytest.mark.slow
def test_a_third_publication_names_the_letter_that_was_sent_last(tmp_path: Path) -> None:
    """d-2 moves back: its letter stands for that of publication 2; what stayed all along is of the first."""
    write(before(), tmp_path)
    write(after(), tmp_path)
    third = write(before(), tmp_path)
    assert "(publication 2)" in said(third.files["courriers/prescripteur-p-2.html"], "x.html")
    issues = manifest(tmp_path)["published"]["version"]["letters"]
    assert (issues["prescripteur-p-3"]["number"], issues["prescripteur-p-2"]["number"]) == (1, 3)


def test_a_letter_edited_by_hand_stays_where_its_fate_does(tmp_path: Path) -> None:
    """It is told; where the fate changed, nothing is written."""
    write(before(), tmp_path)
    mine = tmp_path / "courriers/prescripteur-p-3.html"
    mine.write_text("à moi")
    second = write(after(), tmp_path)
    assert done(second)[2] == {"courriers/prescripteur-p-3.html"}
    again = write(after(), tmp_path)
    assert done(again) == (set(), set(), {"courriers/prescripteur-p-3.html"})
    assert mine.read_text() == "à moi"
    other = tmp_path / "courriers/prescripteur-p-1.html"
    other.write_text("à moi")
    there = on_disk(tmp_path)
    with pytest.raises(InputError, match="an edited file"):
        write(before(), tmp_path)
    assert on_disk(tmp_path) == there


@pytest.mark.slow
def test_another_template_prints_anew_and_replaces_nothing(tmp_path: Path) -> None:
    """Same fate, other look: the same letter of the same publication."""
    templates, folder = tmp_path / "modeles", tmp_path / "envoi"
    copy_templates(templates)
    write(before(), folder)
    edited(templates, "prescripteur.html", "Madame, Monsieur,", "Bonjour,")
    again = write(before(), folder, templates=templates)
    assert {name for name in done(again)[0] if "prescripteur" in name} == {
        f"courriers/prescripteur-p-{n}.html" for n in (1, 2, 3)
    }
    assert manifest(folder)["published"]["version"]["number"] == 1
    assert "remplace" not in said(again.files["courriers/prescripteur-p-1.html"], "x.html")


@pytest.mark.slow
def test_a_template_that_hides_the_replacement_is_refused(tmp_path: Path) -> None:
    """Not before it matters; nothing is written then."""
    templates, folder = tmp_path / "modeles", tmp_path / "envoi"
    copy_templates(templates)
    edited(templates, "partenaire.html", "{% if remplace %}<p><strong>{{ remplace }}</strong></p>\n{% endif %}", "")
    write(before(), folder, templates=templates, standing=None)  # a draft's letters bear its warning in that place
    there = on_disk(folder)
    with pytest.raises(InputError) as caught:
        write(after(), folder, templates=templates, standing=None)
    assert [(fault.file, fault.code) for fault in caught.value.faults] == [("partenaire.html", "missing-replacement")]
    assert on_disk(folder) == there


def test_every_deferral_letter_says_what_to_do_and_what_is_kept(twice: tuple[Publication, Publication]) -> None:
    """The date, the count before and after, as section 9 of the contract counts; the same in both forms."""
    for form in ("docx", "html"):
        letter = said(twice[1].files[f"courriers/prescripteur-p-1.{form}"], f"x.{form}")
        assert "Demandez-lui pourquoi, et s'il peut revenir dessus, avant le" in letter
        assert "Date gardée : 1er septembre 2010" in letter
        assert "ajournements : 1, celui-ci compris" in letter
    assert "garde sa date" in said(twice[1].files["courriers/personne-b-1.html"], "x.html")


# --- the folder -------------------------------------------------------------------------------------------------------


def test_the_same_agenda_again_is_the_same_publication(twice: tuple[Publication, Publication], folder: Path) -> None:
    """To the byte."""
    assert done(write(after(), folder)) == (set(), set(), set())
    assert on_disk(folder) == dict(twice[1].files)


def test_no_name_enters_the_manifest(twice: tuple[Publication, Publication]) -> None:
    """Ids, hours, places, fingerprints."""
    names = named(before()[0])
    told = twice[1].files[MANIFEST].decode().casefold()
    assert not [row.last_name for row in names.values() if row.last_name.casefold() in told]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "novembre"}, "folder-of-another-month"),
        ({"sessions": [b.session(1, start="2010-11-09T09:00")]}, "folder-of-another-month"),
        (
            {
                "sessions": [b.session(1, day=19, service="B", subsector="S2")],
                "services": [{"id": "A"}, {"id": "B"}],
                "subsectors": [{"id": "S1", "service": "A"}, {"id": "S2", "service": "B"}],
            },
            "folder-of-another-service",
        ),
    ],
)
def test_the_folder_of_another_month_or_service_is_refused(change: b.Doc, code: str, tmp_path: Path) -> None:
    """By the id, and by months and services where the id was kept by mistake; nothing is touched."""
    publish(*small(2, [b.session(1, day=19)]), tmp_path)
    there = on_disk(tmp_path)
    options = dict(change)
    pair = small(2, options.pop("sessions", [b.session(1, day=19)]), **options)
    with pytest.raises(InputError) as caught:
        publish(*pair, tmp_path)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert on_disk(tmp_path) == there


def test_a_folder_of_an_older_version_is_taken_over(tmp_path: Path) -> None:
    """What it told is not known, which the page says; its calendars keep their UIDs: none is cancelled or doubled."""
    publish(*before(), tmp_path)
    raw = manifest(tmp_path)
    legacy = {}
    for state in raw["calendars"].values():
        identity = state.pop("identity")
        legacy[identity] = state
    raw |= {"schema_version": "1", "calendars": legacy}
    del raw["published"]
    (tmp_path / MANIFEST).write_text(json.dumps(raw))
    second = publish(*before(), tmp_path)
    page = text(second.files[CHANGES])
    assert "ce qui change n'est pas connu" in page
    assert "remplace" not in said(second.files["courriers/prescripteur-p-1.html"], "x.html")
    assert not [name for name in second.files if "/annulations/" in name]
    told: Any = icalendar.Calendar.from_ical(second.files["calendriers/professionnel-p-1.ics"])
    assert {str(event["UID"]) for event in told.walk("VEVENT")} <= set(legacy)
    assert set(manifest(tmp_path)["calendars"]) == set(legacy)
    assert done(publish(*before(), tmp_path)) == (set(), set(), set())


def test_october_and_november_share_no_uid(tmp_path: Path) -> None:
    """Same numbers of situations, sessions, people; an appointment that moves within its month keeps its own."""

    def uids(pair: Pair, name: str) -> set[str]:
        files = publish(*pair, tmp_path / name).files
        calendars: list[Any] = [icalendar.Calendar.from_ical(files[name]) for name in files if name.endswith(".ics")]
        return {str(event["UID"]) for calendar in calendars for event in calendar.walk("VEVENT")}

    october = uids(small(2, [b.session(1, day=19)]), "octobre")
    november = uids(small(2, [b.session(1, start="2010-11-09T09:00")]), "novembre")
    other = uids(small(2, [b.session(1, day=19)], id="voisin"), "voisin")
    assert october and not october & november and not october & other
    moved = uids(small(2, [b.session(1, day=19, clock="13:00")]), "octobre")
    assert moved == october


# --- alone ------------------------------------------------------------------------------------------------------------

PLACE = Fate("p", "st", "b", "s", dt.datetime(2010, 10, 5, 9), dt.datetime(2010, 10, 5, 9, 30), "v", ("p",))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (None, PLACE, "heard"),
        (Fate("p", "st", reason="late"), PLACE, "heard"),
        (PLACE, Fate("p", "st", reason="late"), "deferred"),
        (PLACE, None, "withdrawn"),
        (Fate("p", "st", reason="late"), None, "withdrawn"),
        (None, Fate("p", "st", reason="late"), "received"),
        (Fate("p", "st", reason="late"), Fate("p", "st", reason="banned"), "reason"),
        (PLACE, Fate("p", "st", "b", "s-2", PLACE.start, PLACE.end, "v", ("p",)), "moved"),
        (PLACE, Fate("p", "st", "b", "s", PLACE.end, PLACE.end, "v", ("p",)), "retimed"),
        (PLACE, Fate("p", "st", "b", "s", PLACE.start, PLACE.end, "v-2", ("p",)), "arranged"),
        (PLACE, PLACE, None),
    ],
)
def test_each_kind_of_change(old: Fate | None, new: Fate | None, kind: str | None) -> None:
    """The words of contract section 10, more finely; no change, no line."""
    sides = [Facts({"d-1": fate} if fate is not None else {}, {}) for fate in (old, new)]
    assert [line.kind for line in changes_between(*sides).situations] == ([kind] if kind else [])


def test_a_record_is_read_as_it_was_written() -> None:
    """Through JSON."""
    facts = facts_of(shown(before()))
    issue = Issue(2, dt.date(2010, 10, 4), "f", "l", 1, dt.date(2010, 10, 1))
    record = Record(Version(2, dt.date(2010, 10, 4), facts, {"a": issue}, {"t": "x"}), Version(1), ("2010-10",), ("A",))
    assert Record.read(json.loads(json.dumps(record.to_dict()))) == record


@pytest.mark.parametrize("raw", [[], "x", {}, {"version": 1, "former": None, "months": [], "services": []}])
def test_what_is_no_record_is_refused(raw: Any, tmp_path: Path) -> None:
    """And nothing is written over it."""
    publish(*small(1, [b.session(1, day=19)]), tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest(tmp_path) | {"published": raw}))
    with pytest.raises(InputError) as caught:
        publish(*small(1, [b.session(1, day=19)]), tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["no-manifest"]


def test_a_letter_goes_on_from_the_one_before() -> None:
    """Same fate: its own number and day; another one: this publication's, and which it stands for."""
    one, two = dt.date(2010, 10, 1), dt.date(2010, 10, 4)
    former = Version(1, one, Facts({}, {}), {"x": Issue(1, one, "same", "look")})
    edition = Edition.after(Record(former, None, (), ()), Facts({"d": PLACE}, {}), two, is_new=False)
    assert edition.issue("x", "same", "new look") == Issue(1, one, "same", "new look")
    assert edition.issue("x", "other", "look") == Issue(2, two, "other", "look", 1, one)
    assert edition.issue("y", "other", "look") == Issue(2, two, "other", "look")


def test_who_was_heard_before_a_replacement_is_not_said_to_be_withdrawn(tmp_path: Path) -> None:
    """The 19th is over when d-3 cancels for the 20th: nothing is told about d-1 and d-2; it is the 19th."""
    begun = b.at("09:00", 19)
    found = replacements(*before(), cancel=["d-3"], at=begun)
    pair = found.problem, found.options[0].agenda
    for name, at, gone in (("told", parse_minute(begun), {"d-3"}), ("untold", None, {"d-1", "d-2", "d-3"})):
        folder = tmp_path / name
        write(before(), folder)
        write(pair, folder, at=at)
        record = Record.read(manifest(folder)["published"])
        assert record is not None and record.former is not None
        assert record.former.facts is not None and record.version.facts is not None
        changes = changes_between(record.former.facts, record.version.facts)
        assert {line.situation for line in changes.situations} == gone
        cancelled = {path.name for path in (folder / "calendriers" / "annulations").iterdir()}
        assert any(path.startswith("seance-s-1") for path in cancelled) == (at is None)
        day = dt.date(2010, 10, 1) if at is None else at.date()
        assert record.version.day == day  # and so the letters, and what is due
        done = write(pair, folder, at=at).written
        assert done is not None
        assert (done.written, done.removed) == ((), ())
