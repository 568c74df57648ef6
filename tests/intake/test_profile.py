"""A département's profile: what it holds, and every fault of it at once, without a name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.errors import Fault, InputError
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.profile import Profile, usual_urgency
from rsa_sched.publish.letterhead import Letterhead

TOML = """
[problem]
id = "essai-2010-10"
as_of = 2010-09-28
timezone = "Europe/Paris"

[regulation]
slot_days = 61

[[services]]
id = "grenoble"
aliases = ["CLI Grenoble"]

[[subsectors]]
id = "S1"
service = "grenoble"
label = "Chorier – Berriat"
neighbourhoods = ["Chorier", "Berriat"]

[[venues]]
id = "cs-a"
subsector = "S1"

[[venues]]
id = "cs-b"

[[structures]]
id = "sls-1"
kind = "PSSI"
label = "Service social"

[[structures]]
id = "sls-2"
kind = "PSSI"
label = "Service social"

[travel]
default_minutes = 25
between = [["cs-a", "cs-b", 10]]

[[history]]
service = "grenoble"
kind = "PER"
units = 40

[columns.situations]
referent = ["Travailleur social de secteur"]

[aliases.kinds]
"Parcours pro" = "PER"
"FT" = "PSSI"

[aliases.professionals]
"Zorbane Milteau" = "p-1"

[urgency]
"immédiat" = 3

[letters]
sender = "anything"

[delays]
anything = 1
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """The profile above, from a file with a byte order mark."""
    path = tmp_path / "profil.toml"
    path.write_text(TOML, encoding="utf-8-sig")
    return Profile.from_toml(path)


def faults(raw: dict[str, Any]) -> dict[str, Fault]:
    """The faults of a profile by place."""
    with pytest.raises(InputError) as raised:
        Profile.from_dict(raw)
    return {fault.place: fault for fault in raised.value.faults}


def test_the_document_holds_the_contracts_keys_only(profile: Profile) -> None:
    """Aliases and neighbourhoods are not among them; the date is text."""
    assert profile.document == {
        "id": "essai-2010-10",
        "as_of": "2010-09-28",
        "timezone": "Europe/Paris",
        "regulation": {"slot_days": 61},
        "services": [{"id": "grenoble"}],
        "subsectors": [{"id": "S1", "service": "grenoble", "label": "Chorier – Berriat"}],
        "venues": [{"id": "cs-a", "subsector": "S1"}, {"id": "cs-b"}],
        "structures": [
            {"id": "sls-1", "kind": "PSSI", "label": "Service social"},
            {"id": "sls-2", "kind": "PSSI", "label": "Service social"},
        ],
        "travel": {"default_minutes": 25, "between": [["cs-a", "cs-b", 10]]},
        "history": [{"service": "grenoble", "kind": "PER", "units": 40}],
    }


def test_words_of_the_departement(profile: Profile) -> None:
    """Columns, neighbourhoods, aliases and levels of urgency; its own come before the usual ones."""
    assert profile.columns == {"situations": {"referent": ("Travailleur social de secteur",)}}
    assert profile.neighbourhoods == {"Chorier": "S1", "Berriat": "S1"}
    assert profile.aliases["services"] == {"CLI Grenoble": "grenoble"}
    assert profile.aliases["kinds"]["Parcours pro"] == "PER"
    assert profile.aliases["kinds"]["FT"] == "PSSI"
    assert profile.aliases["kinds"]["France Travail"] == "PE"
    assert profile.urgency == {**usual_urgency(), "immédiat": 3}


def test_names_of_a_list(profile: Profile) -> None:
    """Ids, aliases and labels, bare; a label that two rows share names neither."""
    assert profile.names("structures") == {"sls1": "sls-1", "sls2": "sls-2"}
    assert profile.names("subsectors") == {"s1": "S1", "chorierberriat": "S1"}
    assert profile.names("services") == {"grenoble": "grenoble", "cligrenoble": "grenoble"}
    assert profile.names("kinds")[bare("Pole  Emploi")] == "PE"


def test_a_profile_never_shows_names(profile: Profile) -> None:
    """Its repr counts; aliases of professionals are people's names."""
    assert "Zorbane" not in repr(profile) and "Milteau" not in repr(profile)


@pytest.mark.parametrize(
    ("preset", "word", "kind"),
    [("grenoble_2010", "Pôle emploi", "PE"), ("grenoble_2010", "FT", "PE"), ("reseau_emploi_2025", "PE", "FT"),
     ("grenoble_2010", "Parcours Santé-Social Insertion", "PSSI"), ("reseau_emploi_2025", "Mission locale", "ML"),
     ("grenoble_2010", "Parcours emploi renforcé", "PER"), ("reseau_emploi_2025", "Cap Emploi", "CE"),
     ("reseau_emploi_2025", "Département", "CD"), ("reseau_emploi_2025", "POLE EMPLOI", "FT")],
)  # fmt: skip
def test_everybody_knows_these_kinds(preset: str, word: str, kind: str) -> None:
    """Whatever the employment office is called this year, it is the kind that the règlement has."""
    assert Profile.from_dict({"regulation": {"preset": preset}}).names("kinds")[bare(word)] == kind


def test_aliases_of_kinds_that_are_not_there_are_left_out() -> None:
    """No mission locale in 2010; nothing stands for a kind that the règlement does not have."""
    for preset in ("grenoble_2010", "reseau_emploi_2025"):
        profile = Profile.from_dict({"regulation": {"preset": preset}})
        assert set(profile.names("kinds").values()) == set(profile.kinds)
    assert bare("mission locale") not in Profile().names("kinds")


def test_an_empty_profile_is_a_profile() -> None:
    """Nothing in the document, the usual words all the same."""
    assert Profile.from_dict({}) == Profile()
    assert Profile().document == {}
    assert Profile().names("kinds")["poleemploi"] == "PE"


def test_levels_that_the_regulation_lacks_have_no_words() -> None:
    """Two levels: neither « très urgent » nor « critique »."""
    urgency = Profile.from_dict({"regulation": {"urgency_days": [0, 30]}}).urgency
    assert set(urgency.values()) == {0, 1}


def test_the_mapping_is_not_changed() -> None:
    """Nor kept."""
    raw = {"services": [{"id": "a", "aliases": ["b"]}], "regulation": {"preset": "reseau_emploi_2025"}}
    profile = Profile.from_dict(raw)
    assert raw == {"services": [{"id": "a", "aliases": ["b"]}], "regulation": {"preset": "reseau_emploi_2025"}}
    assert profile.document["regulation"]["kinds"] == ["CD", "DCD", "FT", "ML", "CE"]
    assert set(profile.document["regulation"]) == {"kinds", "types"}


def test_every_fault_of_form_is_told_at_once() -> None:
    """Unknown sections and keys, wrong types, in one go, with their places."""
    found = faults({
        "problem": {"id": 3, "as_of": "2010-13-01", "truc": 1},
        "regulation": {"kinds": [], "zut": 1, "preset": "x"},
        "services": [{"id": "a", "label": 4, "aliases": "x"}],
        "subsectors": {"id": "S1"},
        "sesions": [],
        "venues": [{"id": "v", "neighbourhoods": []}],
        "columns": {"situation": {}, "people": {"lable": ["a"], "label": "x"},
                    "heard": {"last_name": ["A"], "first_name": ["a"]}, "history": 3},
        "aliases": {"kinds": {"a": 1, "?": "PE"}, "x": {}, "venues": 3},
        "urgency": {"a": -1, "b": "c", "d": True, "?": 1},
        "history": [{"service": "a"}],
    })  # fmt: skip
    assert set(found) == {
        "sesions", "problem.id", "problem.as_of", "problem.truc", "regulation.kinds", "regulation.zut",
        "regulation.preset", "services[0].label", "services[0].aliases", "subsectors", "venues[0].neighbourhoods",
        "history[0].kind", "history[0].units", "columns.situation", "columns.people.lable", "columns.people.label",
        "columns.heard.first_name[0]", "columns.history", "aliases.kinds[0]", "aliases.kinds[1]", "aliases.x",
        "aliases.venues", "urgency.a", "urgency.b", "urgency.d", "urgency.<key of 1 characters>",
    }  # fmt: skip
    assert "label?" in found["columns.people.lable"].expected


def test_every_clash_is_told_at_once() -> None:
    """Ids twice or unknown, names that stand for two, neighbourhoods of two sub-sectors, levels that are not there."""
    found = faults({
        "services": [{"id": "a", "aliases": ["Zorbane Milteau", "b"]}, {"id": "b"}, {"id": "b"}],
        "subsectors": [{"id": "S1", "service": "zz", "neighbourhoods": ["Q"]},
                       {"id": "S2", "service": "a", "neighbourhoods": ["q."]}],
        "structures": [{"id": "x", "kind": "FT"}],
        "venues": [{"id": "v", "subsector": "S9"}],
        "travel": {"between": [["v", "w", 1]]},
        "aliases": {"services": {"ZORBANE-MILTEAU": "b"}, "venues": {"k": "nowhere"}},
        "history": [{"service": "c", "kind": "d", "units": 1}],
        "urgency": {"w": 4},
    })  # fmt: skip
    assert set(found) == {
        "services[2].id", "services[0].aliases[0]", "services[0].aliases[1]", "subsectors[0].service",
        "subsectors[1].neighbourhoods[0]", "structures[0].kind", "venues[0].subsector", "travel.between[0][1]",
        "aliases.venues[0]", "history[0].service", "history[0].kind", "urgency.w",
    }  # fmt: skip
    assert "orbane" not in "".join(map(str, found.values())).casefold()


@pytest.mark.parametrize("wrong", [3, "x", [], True, [3], {}, dt.date(2010, 1, 1)])
@pytest.mark.parametrize(
    "section", ["problem", "regulation", "services", "travel", "history", "columns", "aliases", "urgency"]
)
def test_whatever_stands_in_a_section_is_read_or_refused(section: str, wrong: Any) -> None:
    """A profile, or faults with a place in that section; nothing else."""
    try:
        Profile.from_dict({section: wrong})
    except InputError as error:
        assert {fault.place.partition("[")[0].partition(".")[0] for fault in error.faults} == {section}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """Not there, not UTF-8, not TOML: told with the file's name, and where."""
    wrong = {"absent.toml": None, "latin.toml": b'a = "\xe9"', "laid.toml": b'[problem]\nid = "Zorbane\n'}
    for name, data in wrong.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        with pytest.raises(InputError) as raised:
            Profile.from_toml(tmp_path / name)
        assert [fault.file for fault in raised.value.faults] == [name]
        assert "Zorbane" not in str(raised.value)


def test_faults_of_a_file_bear_its_name(tmp_path: Path) -> None:
    """So that one knows which of several files to correct."""
    path = tmp_path / "profil.toml"
    path.write_text("[problem]\nid = 3\n[travel]\ndefault_minutes = -1\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        Profile.from_toml(path)
    assert [str(fault).startswith("profil.toml: ") for fault in raised.value.faults] == [True, True]


@pytest.mark.parametrize("text", ["a = " + "9" * 5_000, "a = " + "[" * 5_000 + "]" * 5_000])
def test_figures_and_brackets_by_the_thousand_are_a_fault(tmp_path: Path, text: str) -> None:
    """The parser raises neither of its own errors for them."""
    path = tmp_path / "profil.toml"
    path.write_text(text)
    for read in (Profile.from_toml, Letterhead.from_toml):
        with pytest.raises(InputError) as refused:
            read(path)
        assert [(fault.place, fault.file) for fault in refused.value.faults] == [("document", "profil.toml")]
