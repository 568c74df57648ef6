"""Tables as other offices send them, each a case of its kind with variations: names in one column, addresses in
several, structures in titles, referents by half their name, and sessions on days on which nobody works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rsa_sched.intake.columns.composed import split_name
from rsa_sched.intake.options import Identities, TableFiles
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.names import Identity
from tests.intake.month import KEY, ORGANISATION, PEOPLE, SESSIONS, codes, found, only, read, request, situations_of

ALI = """SEXE;NOM;PRENOM;N CAF;ROLE;REFERENT.E *;MAIL;PB MAIL;TELEPHONE;ADRESSE;COMPLEMENT ADRESSE;VILLE;QUARTIER;STRUCTURE;DATE DEMANDE
F;BRELLOU;Ana;0123456;DEM;p-1;ana@exemple.invalid;non;;12 rue du Test;Bât B;38000 GRENOBLE;Berriat;Service social;01/09/2010
"""  # noqa: E501
WHOLE_NAME = """Nom et prénom de l'allocataire;Date de naissance;N° allocataire CAF;Secteur;Structure;Référent;Date de saisine;Urgent ?
BRELLOU Ana;02/03/1980;0123456;1;sls;p-1;01/09/2010;oui
Mme TAVIN Jo;02/03/1981;0123457;secteur 1;sls;p-1;01/09/2010;
"""  # noqa: E501
NOTEBOOK = '''Identifiant dans le SI*;Prénom*;Nom*;Date de naissance*;NIR;Téléphone;Email;Adresse;Adresse (complément);Code postal;Ville;Numéro allocataire CAF/MSA;Identifiant Pôle emploi;Structure;Accompagnateurs;Quartier;Date de la demande
4301;Ana;Brellou;02/03/1980;;;ana@exemple.invalid;12 rue de l'Essai;"Lieu-dit ""Le Test""";38100;Grenoble;2055111;300000L;sls;p-1;Berriat;01/09/2010
4302;Jo;Tavin;03/03/1981;;;;;;;;2055111;;sls;p-1;Berriat;01/09/2010
'''  # noqa: E501
TITLED = """Service social - Chorier;;;;;
Référente : Mme Zorbane MILTEAU;;;;;
;;;;;
Nom;Prénom;Né(e) le;Quartier;Date de la demande;Motif
BRELLOU;Ana;02/03/1980;Berriat;01/09/2010;Blocage
TAVIN;Jo;02/03/1981;Berriat;02/09/2010;
"""


def of_file(folder: Path, text: str, name: str = "sls3.csv", **given: Any) -> Import:
    """The import of a text as a file, in the small month."""
    path = folder / name
    path.write_text(text, encoding="utf-8-sig")
    sessions, people = pd.DataFrame(SESSIONS).fillna(""), pd.DataFrame(PEOPLE).fillna("")
    files = TableFiles([path], sessions=sessions, people=people, **given)
    return read_tables(files, mapping=Profile.from_dict(ORGANISATION), identities=Identities(KEY))


def people_of(month: Import) -> list[Identity]:
    """The persons of the name table, by last name."""
    return sorted((one for one in month.names.values() if one.sort == "person"), key=lambda one: one.last_name)


# --- headings ---------------------------------------------------------------------------------------------------------


def test_a_table_in_capitals_with_stars_and_odd_words_is_read(tmp_path: Path) -> None:
    """No column is unknown; what is not needed is left behind, and told."""
    month = of_file(tmp_path, ALI)
    (person,) = people_of(month)
    assert (person.last_name, person.first_name, person.case_number) == ("BRELLOU", "Ana", "0123456")
    assert person.address == "Bât B\n12 rue du Test\n38000 GRENOBLE"
    assert not found(month, "column-unknown")
    assert only(month, "address-composed").level == "repaired"
    assert only(month, "column-left-out").facts["letters"] == ("A", "E", "H")


def test_a_name_in_one_column_is_taken_apart(tmp_path: Path) -> None:
    """Told; a sub-sector by its number and « oui » for an urgency too."""
    month = of_file(tmp_path, WHOLE_NAME)
    assert [(one.civility, one.last_name, one.first_name) for one in people_of(month)] == [
        ("", "BRELLOU", "Ana"), ("Mme", "TAVIN", "Jo"),
    ]  # fmt: skip
    assert only(month, "name-split").level == "repaired"
    assert [row.get("urgency", 0) for row in situations_of(month)] == [1, 0]
    assert {row["subsector"] for row in situations_of(month)} == {"S1"}
    assert [one.code for one in found(month, "subsector-numbered")] == ["subsector-numbered"] * 2


def test_an_export_of_another_program_is_read(tmp_path: Path) -> None:
    """An empty column of social security numbers is dropped, the household's number is not the person's."""
    month = of_file(tmp_path, NOTEBOOK)
    assert [(one.case_number, one.last_name) for one in people_of(month)] == [("4301", "Brellou"), ("4302", "Tavin")]
    assert only(month, "nir-column-empty").level == "repaired"
    assert people_of(month)[0].address == 'Lieu-dit "Le Test"\n12 rue de l\'Essai\n38100 Grenoble'
    assert not found(month, "column-unknown") and not month.report.errors


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("BRELLOU Ana", ("", "BRELLOU", "Ana")),
        ("Ana BRELLOU", ("", "BRELLOU", "Ana")),
        ("Mme BRELLOU-TAVIN Marie-Anne", ("Mme", "BRELLOU-TAVIN", "Marie-Anne")),
        ("M. D'ORVAN Loïc", ("M.", "D'ORVAN", "Loïc")),
        ("DE LA BRELLE Jo Ann", ("", "DE LA BRELLE", "Jo Ann")),
        ("de BRELLE Jo", ("", "de BRELLE", "Jo")),
        ("Brellou, Ana", ("", "Brellou", "Ana")),
        ("Brellou Ana", ("", "Brellou", "Ana")),
        ("BRELLOU ANA", ("", "BRELLOU", "ANA")),
        ("Brellou Tavin Ana", ("", "Brellou Tavin Ana", "")),
        ("BRELLOU TAVIN ANA", ("", "BRELLOU TAVIN ANA", "")),
        ("Brellou", ("", "Brellou", "")),
        ("BRELLOU Ana TAVIN", ("", "BRELLOU Ana TAVIN", "")),
        ("Madame", ("", "Madame", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_is_taken_apart_only_where_that_is_sure(text: str, whole: tuple[str, str, str]) -> None:
    """Capitals or a comma tell; of two words alike the heading's order."""
    assert split_name(text) == whole


def test_the_heading_says_which_comes_first() -> None:
    """« Prénom et nom »."""
    assert split_name("Ana Brellou", first_last=True) == ("", "Brellou", "Ana")
    row = {"Prénom et nom": "Ana Brellou", "Date de naissance": "02/03/1980"}
    (person,) = people_of(read([request() | row | {"N° de dossier": ""}]))
    assert (person.last_name, person.first_name) == ("Brellou", "Ana")


def test_a_name_that_cannot_be_taken_apart_is_told() -> None:
    """Nothing is lost: the whole is the last name."""
    month = read([request() | {"Nom et prénom": "Brellou Tavin Ana"}])
    assert only(month, "name-unsplit").level == "warning"
    assert people_of(month)[0].last_name == "Brellou Tavin Ana"


@pytest.mark.parametrize(("cell", "named"), [("b-0123456789abcdef", False), ("BRELLOU Ana", True)])
def test_personne_is_a_pseudonym_in_our_tables_and_a_name_in_others(cell: str, named: bool) -> None:
    """No name goes to the problem because a column is headed like ours."""
    month = read([request() | {"Personne": cell}])
    (row,) = situations_of(month)
    assert (row["person"] == cell) is not named
    assert [one.last_name for one in people_of(month)] == (["BRELLOU"] if named else [""])


# --- title lines ------------------------------------------------------------------------------------------------------


def test_structure_and_referent_in_the_title_lines_are_read_where_asked(tmp_path: Path) -> None:
    """Told at the title; the rest of the table as ever."""
    month = of_file(tmp_path, TITLED, titles=True)
    assert {(row["structure"], row["referent"]) for row in situations_of(month)} == {("sls", "p-1")}
    assert [(one.level, one.row, one.heading) for one in found(month, "title-read")] == [
        ("repaired", 1, "Structure"), ("repaired", 2, "Référent"),
    ]  # fmt: skip


def test_without_the_word_the_missing_column_says_so(tmp_path: Path) -> None:
    """Nothing is taken from titles that nobody asked for."""
    month = of_file(tmp_path, TITLED)
    assert month.problem is None
    assert all("--titles" in one.action for one in found(month, "column-missing"))
    assert len(found(month, "column-missing")) == 2


def test_the_profile_may_say_the_word(tmp_path: Path) -> None:
    """``[reading] titles = true``; another key is refused."""
    assert Profile.from_dict(ORGANISATION | {"reading": {"titles": True}}).titles
    for wrong in ({"titles": "oui"}, {"title": True}):
        with pytest.raises(Exception, match="reading"):
            Profile.from_dict(ORGANISATION | {"reading": wrong})


@pytest.mark.parametrize(
    ("name", "first", "structure"),
    [("Agence nord octobre.csv", "", "pe"), ("octobre.csv", "Structure : Service social;;\n", "sls"),
     ("Agence nord.csv", "Service social;;\n", None), ("Association Tremplin et Agence nord.csv", "", None),
     ("Service sociologique.csv", "", None)],
)  # fmt: skip
def test_a_structure_is_read_from_a_name_only_where_one_is_named(
    tmp_path: Path, name: str, first: str, structure: str | None
) -> None:
    """The file's name, a title; none where they differ or name two, and words are compared whole."""
    text = f"{first}Dossier;Secteur;Référent;Date de la demande\nD1;S1;p-1;01/09/2010\n"
    month = of_file(tmp_path, text, name, titles=True)
    assert [row["structure"] for row in situations_of(month)] == [structure] if structure else month.problem is None


# --- referents --------------------------------------------------------------------------------------------------------

TEAM = [
    *PEOPLE,
    {"Identifiant": "p-6", "Nom": "Orvache", "Prénom": "Silmène", "Structure": "sls"},
    {"Identifiant": "p-7", "Nom": "Orvache", "Prénom": "Ostrède", "Structure": "sls"},
    {"Identifiant": "p-8", "Nom": "Milteau", "Prénom": "Vaurelle", "Structure": "pe"},
    {"Identifiant": "p-9", "Nom": "Orvache", "Prénom": "Darsine", "Structure": "sls"},
    {"Identifiant": "p-10", "Nom": "Orvache", "Prénom": "Darsine", "Structure": "pe"},
]


@pytest.mark.parametrize(
    ("text", "referent", "told"),
    [
        ("Zorbane Milteau", "p-1", ""),
        ("MILTEAU Zorbane", "p-1", ""),
        ("Mme MILTEAU", "p-1", "referent-matched"),
        ("Milteau", "p-1", "referent-matched"),
        ("Mme Z. MILTEAU", "p-1", "referent-matched"),
        ("Z MILTEAU", "p-1", "referent-matched"),
        ("X. MILTEAU", None, "professional-unknown"),
        ("zm@sls.example", "p-1", "referent-matched"),
        ("autre@sls.example", None, "professional-unknown"),
        ("Mme Zorbane Milteau (Service social)", "p-1", "referent-matched"),
        ("Zorbane MILTEAU-ORVACHE", None, "professional-unknown"),
        ("Zorbane DARSINE (ex MILTEAU)", None, "professional-unknown"),
        ("Orvache", None, "professional-ambiguous"),
        ("S. Orvache", "p-6", "referent-matched"),
        ("Vaurelle Milteau", "p-8", "referent-elsewhere"),
        ("Darsine Orvache", "p-9", "referent-matched"),
        ("p-2", "p-2", "referent-elsewhere"),
        ("Quéflin", None, "professional-unknown"),
        ("Zorbane Milteau / Silmène Orvache", None, "professional-unknown"),
        ("à désigner", None, "professional-unknown"),
    ],
)
def test_a_referent_is_found_where_one_alone_may_be_meant(text: str, referent: str | None, told: str) -> None:
    """Within the structure; by less than an id or a whole name it is told, and so is another structure's."""
    month = read([request() | {"Référent": text}], people=TEAM)
    assert codes(month) == ([told] if told else [])
    if referent is not None:
        assert situations_of(month)[0]["referent"] == referent
    assert "ilteau" not in str(month.report).casefold()


@pytest.mark.parametrize(
    ("text", "advice"),
    [("Zorbane Miltaeu", "p-1"), ("Vaurelle Miltaeu", "p-8"), ("Zorbane Milteau-Orvache", None),
     ("Quéflin", "structure"),
     ("Zorbane Milteau et Silmène Orvache", "partenaires"), ("Inconnue", "Demander à la structure")],
)  # fmt: skip
def test_a_hint_never_leads_to_somebody_else(text: str, advice: str | None) -> None:
    """Only for a slip of the keyboard."""
    finding = only(read([request() | {"Référent": text}], people=TEAM), "professional-unknown")
    assert advice in finding.action if advice else "Voulait-on dire" not in finding.action


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cell", "key", "value"),
    [("Urgence", "Urgent : oui", "urgency", 1), ("Urgence", "Urgence : 2", "urgency", 2),
     ("Urgence", "X", "urgency", 1),
     ("Urgence", "non", "urgency", 0), ("Sous-secteur", "secteur n° 2", "subsector", "S2"),
     ("Sous-secteur", "Secteur : S2", "subsector", "S2"), ("Sous-secteur", "02", "subsector", "S2"),
     ("Ordre de priorité", "Priorité : 3", "rank", 3)],
)  # fmt: skip
def test_a_value_that_repeats_its_heading_is_read(field: str, cell: str, key: str, value: object) -> None:
    """And told, but for a plain word of the vocabulary."""
    month = read([request() | {field: cell}])
    assert situations_of(month)[0].get(key, 0) == value
    assert bool(month.report.of("repaired")) is (cell != "non")


@pytest.mark.parametrize("cell", ["secteur 9", "12", "Secteur 1 et 2"])
def test_a_number_that_is_no_sub_sectors_is_refused_without_a_hint(cell: str) -> None:
    """« Secteur 9 » is not nearly « secteur 1 »."""
    finding = only(read([request() | {"Sous-secteur": cell}]), "subsector-unknown")
    assert "Voulait-on dire" not in finding.action


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"Adresse": "12 rue du Test\n38000 GRENOBLE"}, ()),
        ({"Adresse": "12 rue du Test", "Code postal": "38000", "Ville": "Grenoble"}, ()),
        ({"Adresse": "12 rue du Test", "CP": "1000", "Commune": "Bourg"}, ()),
        ({"Adresse": "12 rue du Test, 38000 Grenoble"}, ()),
        ({"Adresse": "12 rue du Test", "Code postal": "38000"}, ("ville",)),
        ({"Adresse": "12 rue du Test"}, ("code postal", "ville")),
        ({"Code postal": "38000", "Ville": "Grenoble"}, ("rue",)),
        ({"Adresse": ""}, ("rue", "code postal", "ville")),
    ],
)
def test_an_official_letter_wants_street_postcode_and_town(cells: dict[str, str], missing: tuple[str, ...]) -> None:
    """Told at import; where no letter is asked for nothing is said."""
    asked = request() | {"Nom": "Brellou", "Courrier officiel": "oui"} | cells
    told = found(read([asked]), "address-incomplete")
    assert len(told) == (1 if missing else 0)
    assert all(word in told[0].text for word in missing)
    assert not found(read([asked | {"Courrier officiel": "non"}]), "address-incomplete")


def test_a_postcode_gets_its_zero_back() -> None:
    """What the spreadsheet took is told."""
    month = read([request() | {"Nom": "Brellou", "Adresse": "12 rue du Test", "CP": "1000", "Commune": "Bourg"}])
    assert people_of(month)[0].address == "12 rue du Test\n01000 Bourg"
    assert only(month, "postcode-padded").level == "repaired"


# --- sessions ---------------------------------------------------------------------------------------------------------


def session(**cells: str) -> dict[str, str]:
    """A session without a fault."""
    return SESSIONS[0] | cells


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, []),
        ({"Date": "11/11/2010"}, ["session-holiday", "session-month"]),
        ({"Date": "09/10/2010"}, ["session-weekend"]),
        ({"Heure": "21h00"}, ["session-night"]),
        ({"Heure": "5h30"}, ["session-night"]),
        ({"Date": "27/09/2010"}, ["session-month", "session-past"]),
        ({"Durée (minutes)": "15"}, ["session-short"]),
        ({"Date": "31/10/2010", "Heure": "0h30", "Durée (minutes)": "240"},
         ["contract", "session-night", "session-weekend"]),
    ],
)  # fmt: skip
def test_a_session_on_an_odd_day_is_told(cells: dict[str, str], told: list[str]) -> None:
    """To be looked at: the import goes on, but for one that no problem may hold."""
    month = read(sessions=[session(**cells), *SESSIONS[1:]])
    assert (month.problem is not None) is ("contract" not in told)
    assert sorted(codes(month)) == told


def test_one_session_under_two_ids_and_staff_that_is_away_are_told() -> None:
    """The other row, and the id of the professional."""
    month = read(
        sessions=[session(), session(**{"N° de séance": "s-9"}), *SESSIONS[1:]],
        absences=[{"Professionnel": "p-4", "Du": "12/10/2010 10h00", "Au": "12/10/2010 11h00"}],
    )
    assert "ligne 2" in only(month, "session-twice").text
    assert [one.facts["professional"] for one in found(month, "staff-away")] == ["p-4", "p-4"]


def test_without_a_month_in_the_id_the_others_say_which_month_it_is() -> None:
    """One session of five in another month is told; where they are of several months none is."""
    rows = [session(**{"N° de séance": f"s-{n}", "Date": f"{n}/10/2010"}) for n in (4, 5, 6, 7)]
    assert only(read(id="essai", sessions=[*rows, session(Date="4/11/2010")]), "session-month")
    assert not found(read(id="essai", sessions=[*rows[:2], session(Date="4/11/2010")]), "session-month")


def test_a_list_at_the_end_that_the_separator_cuts_is_taken_up(tmp_path: Path) -> None:
    """The staff of a calendar in csv is whole again, and told."""
    path = tmp_path / "seances.csv"
    head = "N° de séance;Type;Sous-secteur;Lieu;Date;Heure;Équipe"
    path.write_text(f"{head}\ns-1;;S1;cs-1;12/10/2010;9h00;p-4 ; p-5\ns-2;;S2;cs-2;14/10/2010;9h00;p-4;p-5\n", "utf-8")
    frames = {"situations": pd.DataFrame([request()]), "people": pd.DataFrame(PEOPLE).fillna("")}
    files = TableFiles({"situations": frames["situations"]}, sessions=path, people=frames["people"])
    month = read_tables(files, mapping=Profile.from_dict(ORGANISATION), identities=Identities(KEY))
    assert month.problem is not None and only(month, "list-spilled").level == "repaired"
    assert [row.staff for row in month.problem.sessions] == [("p-4", "p-5"), ("p-4", "p-5")]


def test_a_field_more_in_every_row_is_told_as_a_shift(tmp_path: Path) -> None:
    """A separator within a column of names, say."""
    head = "N°,Nom,Prénom,Né(e) le,Quartier,Structure,Référent,Date de la demande"
    rows = [f"{n},BRELLOU, JR,Ana,0{n}/03/1980,Berriat,sls,p-1,01/09/2010" for n in (1, 2, 3)]
    month = of_file(tmp_path, "\n".join([head, *rows]))
    finding = only(month, "row-shifted")
    assert (finding.level, finding.row) == ("error", 1)
    more = [f"{n},BRELLOU,Ana,0{n}/03/1980,Berriat,sls,p-1,01/09/2010,vu" for n in (1, 2, 3)]
    assert not found(of_file(tmp_path, "\n".join([head, *more])), "row-shifted")


def test_places_in_findings_are_columns_of_the_file(tmp_path: Path) -> None:
    """Whatever was put together or taken apart."""
    month = of_file(tmp_path, ALI.replace("12 rue du Test", "").replace("38000 GRENOBLE", ""))
    assert {one.column for one in month.report.findings if one.column} <= set("ABCDEFGHIJKLMNO")
