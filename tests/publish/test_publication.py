"""Publishing: only sound agendas, the same bytes each time, and no harm to what a folder already holds."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.domain.agenda import Agenda
from rsa_sched.errors import AgendaRefused, InputError
from rsa_sched.names import Identity, NameTable
from rsa_sched.publish.manifest import MANIFEST
from rsa_sched.publish.publication import Publication, publish
from rsa_sched.publish.standing import Standing
from tests.publish.agendas import Pair, hostile, month, small
from tests.support import builders as b

NAMES = NameTable([Identity("b-0001", "person", "Mme", "Milteau", "Zorbane")])


def two(**keys: Any) -> Pair:
    """A month that takes no time."""
    return small(2, [b.session(1, day=19)], **keys)


def on_disk(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def manifest(folder: Path) -> Any:
    """The folder's manifest."""
    return json.loads((folder / MANIFEST).read_bytes())


def test_everything_that_has_to_be_sent() -> None:
    """Pages, workbook, tables, calendars, letters, and the manifest of them all, last."""
    files = publish(*month()).files
    assert {name.partition("/")[0] for name in files} == {
        "index.html", "seances", "ordre-du-jour.xlsx", "csv", "calendriers", "courriers", MANIFEST,
        "feuille-a-signer.html",
    }  # fmt: skip
    assert list(files)[-1] == MANIFEST
    listed = json.loads(files[MANIFEST])["files"]
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST}
    with pytest.raises(TypeError):
        files["x"] = b""  # type: ignore[index]


def test_nothing_is_written_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication is a value."""
    monkeypatch.chdir(tmp_path)
    assert publish(*two()).written is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_is_what_was_made(tmp_path: Path) -> None:
    """The same files, each whole; written again, nothing changes."""
    folder = tmp_path / "a" / "envoyer"
    pair = two()
    first = publish(*pair, folder)
    assert on_disk(folder) == dict(first.files)
    again = publish(*pair).write(folder)
    assert again.written is not None
    assert (again.written.written, again.written.removed, again.written.edited) == ((), (), ())
    assert on_disk(folder) == dict(first.files)


def test_letters_are_for_their_owner_only(tmp_path: Path) -> None:
    """They hold names."""
    publish(*two(), tmp_path)
    letters = list((tmp_path / "courriers").iterdir())
    assert letters
    assert {stat.S_IMODE(path.stat().st_mode) for path in letters} == {0o600}


def test_names_stand_in_letters_alone() -> None:
    """And in no repr or notebook."""
    pair = small([b.situation(1, person="b-0001"), b.situation(2)], [b.session(1, day=19)])
    publication = publish(*pair, names=NAMES, official_letters="all")
    told = {name for name, data in publication.files.items() if b"Zorbane" in data or b"Milteau" in data.title()}
    assert told
    assert all(name.startswith("courriers/") for name in told)
    assert "Zorbane" not in repr(publication) + publication._repr_html_()


@pytest.mark.parametrize("audience", ["prescriber:st-PSSI", "partner:p-1", "beneficiary:b-0001"])
def test_others_get_no_letters(audience: str) -> None:
    """Nor the fingerprint of the problem."""
    pair = small([b.situation(1, person="b-0001"), b.situation(2)], [b.session(1, day=19)])
    files = publish(*pair, audience=audience, names=NAMES).files
    assert not [name for name in files if name.startswith("courriers/")]
    assert json.loads(files[MANIFEST])["problem_sha256"] == ""
    assert not [name for name, data in files.items() if b"Zorbane" in data]


def test_an_unknown_audience_is_refused() -> None:
    """Before anything is made."""
    with pytest.raises(ValueError, match="no such prescriber"):
        publish(*two(), audience="prescriber:nobody")


# --- unsound agendas --------------------------------------------------------------------------------------------------


def wrong_hour(document: Any) -> None:
    """An appointment outside its session."""
    document["appointments"][0] |= {"start": "2010-10-19T20:00", "end": "2010-10-19T20:30"}


def other_problem(document: Any) -> None:
    """The fingerprint of something else."""
    document["problem_sha256"] = "0" * 64


def no_session(document: Any) -> None:
    """A session nothing is said of."""
    document["sessions"] = []


def wrong_points(document: Any) -> None:
    """A sum that is wrong."""
    document["points"] += 1


@pytest.mark.parametrize("spoil", [wrong_hour, other_problem, no_session, wrong_points])
def test_an_unsound_agenda_is_refused(spoil: Callable[[Any], None], tmp_path: Path) -> None:
    """With what is wrong, and nothing is written."""
    problem, agenda = two()
    document = agenda.to_dict()
    spoil(document)
    with pytest.raises(AgendaRefused) as caught:
        publish(problem, Agenda.from_dict(document), tmp_path / "x")
    assert caught.value.violations
    assert all(violation.text in str(caught.value) for violation in caught.value.violations)
    assert pickle.loads(pickle.dumps(caught.value)).violations == caught.value.violations
    assert not (tmp_path / "x").exists()


def test_an_agenda_of_an_older_problem_is_refused() -> None:
    """Same id, other content."""
    with pytest.raises(AgendaRefused):
        publish(two(as_of="2010-10-02")[0], two()[1])


# --- a folder that is not empty ---------------------------------------------------------------------------------------


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    """With the folders that it leaves empty; what others put there stays."""
    publish(*two(), tmp_path)
    (tmp_path / "notes.txt").write_text("à moi")
    bans = [{"situation": "d-2", "session": "s-1"}]
    after = publish(*two(bans=bans), tmp_path)
    assert after.written is not None
    assert "calendriers/professionnel-p-2.ics" in after.written.removed
    assert on_disk(tmp_path) == {**after.files, "notes.txt": "à moi".encode()}


def test_calendars_go_on_from_what_the_folder_told(tmp_path: Path) -> None:
    """The removal of an appointment makes a cancellation, in whichever way it is written."""
    publish(*two(), tmp_path)
    after = publish(*two(bans=[{"situation": "d-2", "session": "s-1"}]))
    assert not [name for name in after.files if "annulations" in name]
    written = after.write(tmp_path)
    assert [name for name in written.files if name.startswith("calendriers/annulations/professionnel-p-2")]


def test_an_edited_file_is_not_lost(tmp_path: Path) -> None:
    """Unchanged on our side it stays and is told of; gone on our side too; changed on both sides nothing is written."""
    publish(*two(), tmp_path)
    gone, kept = tmp_path / "calendriers/professionnel-p-2.ics", tmp_path / "csv/seances.csv"
    kept.write_bytes(kept.read_bytes() + b"note\r\n")
    again = publish(*two(), tmp_path)
    assert again.written is not None
    assert again.written.edited == ("csv/seances.csv",)
    assert kept.read_bytes().endswith(b"note\r\n")

    before = on_disk(tmp_path)
    bans = [{"situation": "d-2", "session": "s-1"}]
    with pytest.raises(InputError) as caught:
        publish(*two(bans=bans), tmp_path)
    assert [fault.file for fault in caught.value.faults] == ["csv/seances.csv"]
    assert on_disk(tmp_path) == before

    kept.unlink()
    gone.write_bytes(b"mine")
    after = publish(*two(bans=bans), tmp_path)
    assert after.written is not None
    assert after.written.edited == ("calendriers/professionnel-p-2.ics",)
    assert gone.read_bytes() == b"mine"


def test_other_peoples_files_are_not_overwritten(tmp_path: Path) -> None:
    """All of them are named, and nothing is written."""
    (tmp_path / "csv").mkdir()
    (tmp_path / "csv" / "seances.csv").write_text("à moi")
    (tmp_path / "index.html").mkdir()
    before = on_disk(tmp_path)
    with pytest.raises(InputError) as caught:
        publish(*two(), tmp_path)
    assert [fault.file for fault in caught.value.faults] == ["csv/seances.csv", "index.html"]
    assert on_disk(tmp_path) == before


@pytest.mark.parametrize("link", ["csv", "index.html", MANIFEST, "courriers"])
def test_links_are_not_followed_out_of_the_folder(link: str, tmp_path: Path) -> None:
    """Neither to files nor to folders, whether they are there or not."""
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    target = outside / "target"
    if link in ("csv", "courriers"):
        target.mkdir()
    (folder / link).symlink_to(target)
    with pytest.raises(InputError):
        publish(*two(), folder)
    assert list(outside.rglob("*")) == ([target] if target.exists() else [])


def test_a_link_in_place_of_one_of_our_files_is_left_alone(tmp_path: Path) -> None:
    """Where the file is no longer made, its place is not touched, nor what the link leads to."""
    folder, target = tmp_path / "folder", tmp_path / "target"
    publish(*two(), folder)
    path = folder / "calendriers/professionnel-p-2.ics"
    path.rename(target)
    path.symlink_to(target)
    after = publish(*two(bans=[{"situation": "d-2", "session": "s-1"}]), folder)
    assert after.written is not None
    assert after.written.edited == ("calendriers/professionnel-p-2.ics",)
    assert path.is_symlink()
    assert target.exists()


def listing(files: Any) -> Callable[[Any], Any]:
    """A manifest that lists these files."""
    return lambda raw: raw | {"files": files}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: [],
        lambda raw: {},
        lambda raw: raw | {"calendars": {"x": 1}},
        lambda raw: raw | {"audience": "partner:p-1"},
        listing({"../precious": "0" * 64}),
        listing({"/etc/precious": "0" * 64}),
        listing({"a//b": "0" * 64}),
        listing({"a\\b": "0" * 64}),
        listing({"a": "x"}),
        listing(["a"]),
    ],
)
def test_a_manifest_that_is_none_of_ours_stops_us(spoil: Callable[[Any], Any], tmp_path: Path) -> None:
    """Nothing is written, nothing removed; another audience has a folder of its own."""
    folder, precious = tmp_path / "folder", tmp_path / "precious"
    precious.write_bytes(b"x")
    publish(*two(), folder)
    (folder / MANIFEST).write_text(json.dumps(spoil(manifest(folder))))
    before = on_disk(tmp_path)
    with pytest.raises(InputError) as caught:
        publish(*two(), folder)
    assert caught.value.faults[0].place == MANIFEST
    assert on_disk(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_bad_input(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError):
        publish(*two(), tmp_path / "x")


@pytest.mark.long
def test_hostile_ids_stay_in_the_folder(tmp_path: Path) -> None:
    """Names of files come from ids, and none leads anywhere else."""
    folder = tmp_path / "folder"
    publication = publish(*hostile(), folder)
    assert set(on_disk(folder)) == set(publication.files)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


# --- the same bytes ---------------------------------------------------------------------------------------------------

_TELL = """
import hashlib, sys
from pathlib import Path
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.publish.publication import publish
problem = Problem.from_json(Path(sys.argv[1]))
agenda = Agenda.from_json(Path(sys.argv[2]))
whole = hashlib.sha256()
for name, data in publish(problem, agenda, Path(sys.argv[3])).files.items():
    whole.update(name.encode() + hashlib.sha256(data).digest())
sys.stdout.write(whole.hexdigest())
"""


@pytest.mark.slow
def test_neither_clock_nor_zone_nor_hash_nor_language_changes_a_byte(tmp_path: Path) -> None:
    """Three processes, three worlds, one publication; a second one into the same folder too."""
    problem, agenda = month()
    (tmp_path / "problem.json").write_text(problem.to_json(), encoding="utf-8")
    (tmp_path / "agenda.json").write_text(agenda.to_json(), encoding="utf-8")
    found = set()
    for n, (seed, zone, language) in enumerate([("0", "UTC", "C"), ("7", "Pacific/Auckland", "fr_FR.UTF-8"),
                                                ("7", "America/Lima", "C.UTF-8")]):  # fmt: skip
        folder = str(tmp_path / f"folder-{min(n, 1)}")
        world = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language, "LANG": language}
        command = [sys.executable, "-c", _TELL, str(tmp_path / "problem.json"), str(tmp_path / "agenda.json"), folder]
        found.add(subprocess.run(command, env=world, check=True, capture_output=True, text=True).stdout)
    assert len(found) == 1


def test_notebooks_show_an_accessible_table() -> None:
    """With a caption, headers and every file."""
    publication: Publication = publish(*two())
    shown = publication._repr_html_()
    assert shown.count("<caption>") == 1
    assert shown.count('<th scope="row">') == len(publication.files)
    assert all(name in shown for name in publication.files)


def test_what_was_adopted_is_not_made_a_draft_by_a_word_forgotten(tmp_path: Path) -> None:
    """Refused before anything is written, and how to go on is said; adopted anew, or saying nothing, it goes on."""
    problem, agenda = two()
    publish(problem, agenda, tmp_path)
    publish(problem, agenda, tmp_path, standing=Standing.of("Cheffe de service"))
    there = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        publish(problem, agenda, tmp_path)
    (fault,) = caught.value.faults
    assert fault.code == "draft-over-adopted"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == there
    publish(problem, agenda, tmp_path, standing=Standing.of("Cheffe de service"))
    publish(problem, agenda, tmp_path / "projet")
