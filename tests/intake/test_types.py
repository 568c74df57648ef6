"""Types of session are data of the profile: words of the tables, findings, the form; windows of a request."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from rsa_sched import InputError
from rsa_sched.domain.session_type import SessionType
from rsa_sched.intake.form import form, form_fields
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.typewords import Types
from tests.intake.month import ORGANISATION, SESSIONS, codes, found, of, only, read, request, situations_of

OWN: list[dict[str, Any]] = [
    {"id": "locale", "label": "équipe locale"},
    {"id": "cta", "label": "Commission technique d'appui", "scope": "service", "minutes": 120, "max_situations": 8,
     "admits": "anyone"},
    {"id": "plie", "label": "comité PLIE", "scope": "service", "admits": "rsa_or_plie"},
]  # fmt: skip
MAPPING = ORGANISATION | {"regulation": {"types": OWN}, "aliases": {"types": {"commission d'appui": "cta"}}}
EP = ORGANISATION | {
    "regulation": {"preset": "equipe_pluridisciplinaire", "long_minutes": 30},
    "subsectors": ORGANISATION["subsectors"][:1],
    "structures": [
        {**row, "kind": kind} for row, kind in zip(ORGANISATION["structures"], ("CD", "FT", "DCD"), strict=True)
    ],
}
LOCAL = {key: value for key, value in SESSIONS[0].items() if key != "Type d'instance"}
CTA = {"N° de séance": "s-9", "Type d'instance": "commission d'appui", "Lieu": "cs-1", "Date": "19/10/2010",
       "Heure": "14h00", "Équipe": "p-5"}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "name"),
    [("standard", "standard"), ("Ordinaires", "standard"), ("instance", "standard"), ("sdf", "sdf"),
     ("INSTANCES ORDINAIRES", "standard"), ("Sans domicile fixe", "sdf"), ("instance S.D.F.", "sdf"),
     ("psy", "psychologist"), ("Psychologues", "psychologist"), ("psychologist", "psychologist"),
     ("instance avec le psychologue", "psychologist")],
)  # fmt: skip
def test_the_words_of_the_note_are_read(word: str, name: str) -> None:
    """Ids, labels and what everybody calls them; accents, case and the s of a plural do not count."""
    assert Profile().types.find(word) == name


@pytest.mark.parametrize("word", ["", "-", "?!", "s", "réunion", "psychologie"])
def test_other_words_are_none(word: str) -> None:
    """Nothing is guessed."""
    assert Profile().types.find(word) is None


def test_an_id_comes_before_a_word_of_the_profile_and_that_before_a_label() -> None:
    """And a label that two types share stands for neither."""
    types = Types(
        [SessionType(id="a", label="b"), SessionType(id="b", label="tout"), SessionType(id="c", label="tout")],
        {"commission": "c", "B": "c", "autre": "nulle part"},
    )
    assert [types.find(word) for word in ("b", "a", "commission", "tout", "autre")] == ["b", "a", "c", None, None]
    assert types.offered == {"a": "a", "b": "b", "c": "c"}


def test_two_plurals_that_are_two_types_stay_two() -> None:
    """What is written exactly counts first."""
    types = Types([SessionType(id="cta"), SessionType(id="ctas")])
    assert (types.find("CTA"), types.find("CTAs")) == ("cta", "ctas")


def test_the_types_of_the_profile_are_those_of_the_tables() -> None:
    """Its words in both tables; the first where none is written; length and size are the type's."""
    rows = [request(1), request(2, **{"Type d'instance": "CTA"}), request(3, **{"Type d'instance": "équipes locales"})]
    ranked = [row | {"Ordre de priorité": str(n)} for n, row in enumerate(rows, 1)]
    month = read(ranked, sessions=[LOCAL, CTA], mapping=MAPPING)
    assert codes(month) == []
    assert [row["type"] for row in situations_of(month)] == ["locale", "cta", "locale"]
    assert [row["type"] for row in of(month, "sessions")] == ["locale", "cta"]
    assert "subsector" not in of(month, "sessions")[1]
    assert month.problem is not None
    assert month.problem.to_dict()["regulation"]["types"] == OWN


def test_an_unknown_type_is_answered_by_those_of_the_profile() -> None:
    """By their labels."""
    month = read([request(**{"Type d'instance": "psychologue"})], sessions=[LOCAL], mapping=MAPPING)
    error = only(month, "choice-unknown")
    assert error.heading == "Type d'instance"
    assert error.action == "Choisir : équipe locale, Commission technique d'appui, comité PLIE."


def test_findings_call_a_type_by_its_label() -> None:
    """A session of the whole service with a sub-sector; none of the type; the PLIE's people."""
    month = read(sessions=[LOCAL, dict(CTA, **{"Sous-secteur": "S1"})], mapping=MAPPING)
    error = only(month, "subsector-unwanted")
    assert (error.level, error.row, error.heading) == ("error", 3, "Sous-secteur")
    assert "« Commission technique d'appui »" in error.text
    none = only(read([request(**{"Type d'instance": "cta"})], sessions=[LOCAL], mapping=MAPPING), "no-session")
    assert "« Commission technique d'appui » dans ce service" in none.text
    plie = only(read([request(**{"PLIE hors rSa": "oui"})], sessions=[LOCAL], mapping=MAPPING), "plie-outside-rsa")
    assert "« équipe locale »" in plie.text
    assert "« Commission technique d'appui » ou « comité PLIE »" in plie.action


def test_a_type_that_admits_anyone_asks_for_no_orientation() -> None:
    """Nor for the active file, nor whether they are of the PLIE."""
    cells = {"Orienté par le département": "non", "File active": "non", "PLIE hors rSa": "oui"}
    assert codes(read([request(**cells, **{"Type d'instance": "cta"})], sessions=[LOCAL, CTA], mapping=MAPPING)) == []
    assert len(codes(read([request(**cells)], sessions=[LOCAL, CTA], mapping=MAPPING))) == 1
    cells["PLIE hors rSa"] = "non"
    told = codes(read([request(**cells, **{"Type d'instance": "comité PLIE"})], sessions=[LOCAL, CTA], mapping=MAPPING))
    assert {"not-oriented", "not-in-active-file"} < set(told)


def test_the_only_subsector_need_not_be_written_where_the_whole_service_is_meant() -> None:
    """It says no more than the service."""
    row = request(**{"Sous-secteur": ""})
    session = dict(CTA, **{"Type d'instance": ""})
    month = read([row], sessions=[session], mapping=EP)
    assert codes(month) == []
    assert situations_of(month)[0]["subsector"] == "S1"
    asks = read([row], sessions=[session], mapping=EP | {"subsectors": ORGANISATION["subsectors"]})
    assert codes(asks, "error") == ["subsector-missing"]


def test_a_preset_is_expanded_so_that_the_problem_stands_alone() -> None:
    """With what the profile says on top."""
    month = read(sessions=[dict(CTA, **{"Type d'instance": "EP"})], mapping=EP)
    assert month.problem is not None
    regulation = month.problem.regulation
    assert (regulation.short_minutes, regulation.long_minutes, regulation.single_situation_minutes) == (15, 30, None)
    assert [kind.id for kind in regulation.types] == ["equipe-pluridisciplinaire"]
    raw = month.problem.to_dict()["regulation"]
    assert "preset" not in raw
    assert raw["types"][0]["max_situations"] == 12


@pytest.mark.parametrize(
    ("regulation", "place"),
    [
        ({"types": []}, "regulation.types"),
        ({"types": [{"label": "sans id"}]}, "regulation.types[0].id"),
        ({"types": [{"id": "a", "scope": "commune"}]}, "regulation.types[0].scope"),
        ({"types": [{"id": "a"}, {"id": "a "}]}, "regulation.types[1].id"),
        ({"preset": "equipe"}, "regulation.preset"),
    ],
)
def test_faulty_types_of_a_profile_are_told_at_their_place(regulation: dict[str, Any], place: str) -> None:
    """Before any table is read."""
    with pytest.raises(InputError) as refused:
        Profile.from_dict({"regulation": regulation})
    assert place in [fault.place for fault in refused.value.faults]


def test_words_for_types_are_of_types_that_are_there() -> None:
    """Those of a preset, or of the profile."""
    Profile.from_dict(
        {"regulation": {"preset": "reseau_emploi_2025"}, "aliases": {"types": {"remob": "remobilisation"}}}
    )
    with pytest.raises(InputError) as refused:
        Profile.from_dict({"aliases": {"types": {"remob": "remobilisation"}}})
    assert [fault.place for fault in refused.value.faults] == ["aliases.types[0]"]


# --- windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("Pas avant le", "Au plus tard le"), ("Au plus tôt le", "Date limite"), ("pas avant", "Échéance légale")],
)
def test_windows_are_read(begins: str, ends: str) -> None:
    """Both days, as other dates are written."""
    month = read([request(**{begins: "1er octobre 2010", ends: "31/12/2010"})])
    assert codes(month) == []
    (row,) = situations_of(month)
    assert (row["not_before"], row["not_after"]) == ("2010-10-01", "2010-12-31")


def test_a_window_that_ends_before_it_begins_is_an_error() -> None:
    """At the cell of its end, whatever else might be said of it."""
    month = read([request(**{"Pas avant le": "20/10/2010", "Au plus tard le": "19/10/2010"})])
    error = only(month, "window-reversed")
    assert codes(month) == ["window-reversed"]
    assert (error.level, error.row, error.heading) == ("error", 2, "Au plus tard le")
    assert "20/10/2010" in error.text
    assert month.problem is None


@pytest.mark.parametrize("cells", [{"Pas avant le": "13/10/2010"}, {"Au plus tard le": "11/10/2010"}])
def test_a_window_without_a_session_is_told(cells: dict[str, str]) -> None:
    """The session of the sub-sector is on the 12th; both days of a window count."""
    missed = only(read([request(**cells)]), "window-missed")
    assert (missed.level, missed.heading) == ("warning", next(iter(cells)))
    assert codes(read([request(**dict.fromkeys(cells, "12/10/2010"))])) == []


def test_late_is_what_comes_late_for_the_last_session_of_the_window() -> None:
    """A later session that the window leaves out is of no use."""
    sessions = [*SESSIONS, dict(SESSIONS[0], **{"N° de séance": "s-4", "Date": "26/10/2010"})]
    cells = {"Reçu le": "03/10/2010"}
    assert codes(read([request(**cells)], sessions=sessions)) == []
    late = only(read([request(**cells, **{"Au plus tard le": "20/10/2010"})], sessions=sessions), "late")
    assert "12/10/2010" in late.text


# --- the form ---------------------------------------------------------------------------------------------------------


def lists(data: bytes) -> list[Any]:
    """Everything that the drop-down lists of a form offer."""
    return [row[0] for row in load_workbook(io.BytesIO(data))["Listes"].iter_rows(values_only=True)]


def test_the_form_offers_the_types_of_the_profile() -> None:
    """By their labels; the help says which is meant by an empty cell."""
    profile = Profile.from_dict(MAPPING)
    assert {"équipe locale", "Commission technique d'appui"} < set(lists(form(profile)))
    assert {"équipe locale", "Commission technique d'appui"} < set(lists(form(profile, table="sessions")))
    helps = {field.key: field.help for field in form_fields("sessions", profile)}
    assert helps["type"] == "équipe locale, Commission technique d'appui ou comité PLIE ; équipe locale si vide."
    assert helps["subsector"] == "Vide pour Commission technique d'appui ou comité PLIE : tout le service."
    assert helps["minutes"] == "180 si vide, 120 pour Commission technique d'appui."
    assert helps["max_situations"] == "6 si vide, 8 pour Commission technique d'appui."


def test_the_form_of_an_equipe_pluridisciplinaire_speaks_of_nothing_else() -> None:
    """No sub-sector of a session, no psychologist, the kinds of today."""
    profile = Profile.from_dict(EP)
    keys = [field.key for field in form_fields("sessions", profile)]
    assert "subsector" not in keys
    assert {"not_before", "not_after"} < {field.key for field in form_fields("situations", profile)}
    for table in ("situations", "sessions", "history"):
        book = load_workbook(io.BytesIO(form(profile, table=table)))
        said = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell)
        assert "psycholog" not in said.casefold()
        assert "SDF" not in said
        assert "PSSI" not in said
    assert lists(form(profile)).count("équipe pluridisciplinaire") == 1


def test_a_filled_form_imports_by_its_own_words() -> None:
    """Each entry of the drop-down list is read as its type."""
    for mapping in (MAPPING, EP, ORGANISATION):
        types = Profile.from_dict(mapping).types
        assert [types.find(name) for name in types.offered] == [kind.id for kind in types.listed]
    assert not found(read([request(**{"Type d'instance": "instance ordinaire"})]), "choice-unknown")
