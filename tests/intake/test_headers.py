"""Which table a sheet is and which column is which field, however the header is written and wherever it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.intake.columns.headers import recognise
from rsa_sched.intake.columns.headings import Vocabulary, is_nir
from rsa_sched.intake.fields import FRENCH_TABLES, TABLES, Field
from rsa_sched.intake.profile import Profile
from rsa_sched.names import HEADINGS
from tests.intake.grids import HEAD, codes, grid, known, request

KINDS = sorted(TABLES)


def wanted(kind: str) -> list[Field]:
    """The fields that may be sent and that a form asks for; of others some become part of these (`composed`)."""
    return [field for field in TABLES[kind] if field.privacy != "refused" and field.asked]


@st.composite
def headings(draw: st.DrawFn, kind: str) -> dict[str, str]:
    """All required fields and some others, in any order, each under one of its headings, written in any way."""
    fields = wanted(kind)
    chosen = [f for f in fields if f.required or draw(st.booleans())]
    chosen += [f for f in fields if f not in chosen][: max(0, 2 - len(chosen))]
    written = {}
    for field in draw(st.permutations(chosen)):
        text = field.label
        text = draw(
            st.sampled_from([text, text.upper(), text.lower(), text.replace(" ", "\n"), text.replace(" ", "\u00a0")])
        )
        written[field.key] = text + draw(st.sampled_from(["", " *", " (obligatoire)", "\u202f:", "*", " (1)", "\n"]))
    return written


@given(st.sampled_from(KINDS), st.data())
def test_the_header_is_found_wherever_it_stands(kind: str, data: st.DataObject) -> None:
    """Under titles and blank rows, behind blank columns, whatever the order and spelling of its headings."""
    heads = data.draw(headings(kind))
    above = data.draw(st.lists(st.sampled_from([[], ["Conseil général"], ["", "Mois d'octobre 2010"]]), max_size=6))
    left = data.draw(st.integers(0, 3))
    body = [[*[""] * left, *["z1"] * len(heads)]] * data.draw(st.integers(1, 4))
    sheet = grid(*above, [*[""] * left, *heads.values()], *body, first_row=data.draw(st.integers(1, 9)))
    table, found = known(sheet, kind)
    assert table.columns == {key: (left + place,) for place, key in enumerate(heads)}
    assert table.header == len(above)
    assert table.rows == tuple(range(len(above) + 1, len(above) + 1 + len(body)))
    assert not [finding for finding in found if finding.level == "error"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_is_recognised_by_its_own_labels(kind: str) -> None:
    """All of them, and the required ones with two more: nobody has to say which table it is."""
    fields = wanted(kind)
    few = [f for f in fields if f.required]
    few += [f for f in fields if f not in few][-2:]
    for chosen in (fields, few):
        table, found = known(grid([f.label for f in chosen], ["z1"] * len(chosen)))
        assert (table.kind, codes(found)) == (kind, [])
        assert set(table.columns) == {f.key for f in chosen}


@pytest.mark.parametrize("kind", KINDS)
def test_every_alias_is_known(kind: str) -> None:
    """Each alias alone takes the place of the label."""
    for one in wanted(kind):
        for alias in one.aliases:
            others = [f for f in wanted(kind) if f.key != one.key][:3]
            table, _ = known(grid([alias, *(f.label for f in others)], ["z1"] * 4), kind)
            assert table.columns[one.key] == (0,), alias


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        (["N°", "Nom", "Prénom", "Structure", "Référent", "Date de la demande", "Type"], "situations"),
        (["N°", "Nom", "Prénom", "Fonction", "Courriel", "Structure"], "people"),
        (["N°", "Date", "Lieu", "Type", "Sous-secteur"], "sessions"),
        (["Nom", "Prénom", "Date de naissance", "Entendue le"], "heard"),
        (["Référent", "Date", "Demi-journée"], "absences"),
        (["N° situation", "Séance", "Décision", "Date"], "decisions"),
        (["Service", "Parcours", "Unités"], "history"),
    ],
)
def test_ambiguous_headings_mean_what_the_table_makes_of_them(heads: list[str], kind: str) -> None:
    """« N° », « Nom », « Type », « Date » stand in several kinds of table."""
    table, found = known(grid(heads, ["z1"] * len(heads)))
    assert table.kind == kind
    assert len(table.columns) == len(heads)
    assert "error" not in [finding.level for finding in found]


def test_the_label_comes_before_an_alias() -> None:
    """The other column is left out, and told."""
    table, found = known(grid(["N°", *HEAD], ["7", *request(1)]))
    assert table.columns["id"] == (1,)
    assert [(f.code, f.level, f.column) for f in found] == [("column-spare", "warning", "A")]


def test_the_profiles_heading_comes_first() -> None:
    """Before label and alias."""
    profile = Profile(columns={"situations": {"referent": ("Intervenant",)}})
    table, found = known(grid([*HEAD, "Intervenant"], [*request(1), "p-2"]), None, profile)
    assert table.columns["referent"] == (5,)
    assert codes(found) == ["column-spare"]


def test_groups_over_names() -> None:
    """« Nom » under « Référent » is the referent's, under « Allocataire » the person's; « Date » is the request's."""
    sheet = grid(
        ["Tableau des demandes"],
        ["Allocataire", "", "Référent", "", "Demande", "Structure"],
        ["Nom", "Prénom", "Nom", "Prénom", "Date", ""],
        ["Zorbane", "Milteau", "Trunel", "Ovide", "05/10/2010", "sls-1"],
        merged=((2, 1, 2, 2), (2, 3, 2, 4), (2, 6, 3, 6)),
    )
    table, found = known(sheet)
    assert table.columns == {
        "last_name": (0,), "first_name": (1,), "structure": (5,), "referent": (3, 2), "requested_on": (4,),
    }  # fmt: skip
    assert (table.header, table.rows, codes(found)) == (2, (3,), [])
    assert table.text(3, "referent") == "Ovide Trunel"


def test_groups_without_merged_cells() -> None:
    """In delimited text a group goes on until the next one begins."""
    sheet = grid(["Allocataire", "", "Référent", "", "Demande", "Structure"],
                 ["Nom", "Prénom", "Nom", "Prénom", "Date", ""], ["a", "b", "c", "d", "05/10/2010", "s"])  # fmt: skip
    assert known(sheet)[0].columns["referent"] == (3, 2)


def test_a_heading_on_two_rows() -> None:
    """« Date de la » over « demande »."""
    sheet = grid([*HEAD[:4], "Date de la"], ["", "", "", "", "demande"], request(1))
    table, found = known(sheet)
    assert (table.header, table.columns["requested_on"], table.rows, codes(found)) == (1, (4,), (2,), [])


def test_names_of_the_referent_in_two_columns() -> None:
    """First name first, whichever comes first in the table."""
    heads = ["Nom du référent", "Prénom du référent", "Structure", "Date de la demande", "Nom"]
    table, _ = known(grid(heads, ["Trunel", "Ovide", "s", "05/10/2010", "Zorbane"]))
    assert table.columns["referent"] == (1, 0)
    assert table.columns["last_name"] == (4,)


def test_a_list_in_several_columns() -> None:
    """« Partenaire 1 », « Partenaire n°2 »."""
    table, found = known(grid([*HEAD, "Partenaire 1", "Partenaire n° 2"], [*request(1), "p-2", "p-3"]))
    assert table.columns["partners"] == (5, 6)
    assert table.text(1, "partners") == "p-2 ; p-3"
    assert table.text(1, "comment") == ""
    assert codes(found) == []


def test_two_columns_of_one_field() -> None:
    """An error with both letters; but a column that is empty takes nothing from the other."""
    _, found = known(grid([*HEAD, "Nom"], [*request(1), "Milteau"]))
    assert [(f.level, f.code, f.heading) for f in found] == [("error", "column-twice", "Nom")]
    assert "B et F" in found[0].text
    table, found = known(grid(["Nom", *HEAD], ["", *request(1)]))
    assert (table.columns["last_name"], codes(found)) == ((2,), [])


def test_missing_columns_are_told_with_the_one_that_is_nearly_it() -> None:
    """By its letters; the heading itself is not said."""
    heads = ["N° de situation", "Nom", "Strucure", "Référent", "Reçu le", "Urgence"]
    table, found = known(grid(heads, ["z1"] * 6))
    assert table.kind == "situations"
    missing = {f.heading: f for f in found if f.code == "column-missing"}
    assert set(missing) == {"Structure", "Date de la demande"}
    assert "colonne C" in missing["Structure"].action
    assert all(f.level == "error" for f in missing.values())
    assert "strucure" not in "".join(map(str, found)).casefold()


def test_unknown_columns_are_told_by_letters_and_length() -> None:
    """Never by the heading, which may be somebody's name; the nearest known heading is offered."""
    _, found = known(grid(["", *HEAD, "Zorbane Milteau", "Urgense", ""], ["", *request(1), "x", "1", "?"]))
    told = {f.column: f for f in found}
    assert {column: f.code for column, f in told.items()} == {
        "G": "column-unknown", "H": "column-unknown", "I": "column-headless",
    }  # fmt: skip
    assert told["G"].value == "texte de 15 caractères"
    assert "« Urgence »" in told["H"].action
    assert "Zorbane" not in "".join(map(str, found))


def test_a_number_of_the_row_gives_way_to_a_reference() -> None:
    """« N° » beside « Réf. » counts the rows; alone it is the number of the request."""
    table, found = known(grid(["N°", "Réf.", *HEAD[1:]], ["1", "2010-41", *request(1)[1:]]))
    assert table.columns["id"] == (1,)
    assert [(f.code, f.column) for f in found if f.code.startswith("column")] == [("column-spare", "A")]
    table, _ = known(grid(["N°", *HEAD[1:]], ["1", *request(1)[1:]]))
    assert table.columns["id"] == (0,)


def test_an_unknown_heading_of_known_words_is_repeated() -> None:
    """It names nobody; one word that nobody knows, or a long number, and its letters alone are told."""
    heads = ["Suivi interne (réf.)", "Suivi 2", "Dossier Milteau", "Code 38211"]
    _, found = known(grid([*HEAD, *heads], [*request(1), "x", "1", "?", "y"]))
    told = [f.value for f in found if f.code == "column-unknown"]
    assert told == [
        "« Suivi interne (réf.) »",
        "« Suivi 2 »",
        "texte de 15 caractères",
        "texte de 10 caractères",
    ]
    assert "Milteau" not in "".join(map(str, found))


@pytest.mark.parametrize(
    "heading",
    ["NIR", "N° de sécurité sociale", "Numéro sécu", "n° SS", "NIR de l'allocataire", "N°\nsécurité\u00a0sociale",
     "NIA", "N° INSEE"],
)  # fmt: skip
def test_social_security_numbers_are_refused(heading: str) -> None:
    """Whatever the kind of table, and even where the table is not known; the column is not read."""
    assert is_nir(heading)
    for heads, row in ((HEAD, request(1)), (["Identifiant", "Nom", "Fonction"], ["p-1", "Zorbane", "agent"])):
        table, found = known(grid([*heads, heading], [*row, "1 99 99 99 999 999 99"]))
        nir = next(f for f in found if f.code == "nir")
        assert (nir.level, nir.column) == ("error", "ABCDEF"[len(heads)])
        assert all(len(heads) not in columns for columns in table.columns.values())
        assert "99" not in str(nir)
    nothing, found = recognise(grid(["Couleur", heading], ["bleu", "1 99 99 99 999 999 99"]), Profile())
    assert nothing is None and "nir" in codes(found)


def test_a_sheet_that_warns_of_social_security_numbers_has_none() -> None:
    """A notice may say the words."""
    _, found = recognise(
        grid(["Rappel"], ["1", "Ne pas envoyer le numéro de sécurité sociale."], ["2", "Merci"]), Profile()
    )
    assert codes(found) == ["sheet-unknown"]


@pytest.mark.parametrize("heading", ["Venir", "Code INSEE de la commune", "Avenir", "Unir", "Date de fin"])
def test_other_headings_are_no_social_security_numbers(heading: str) -> None:
    """Letters inside a word mean nothing."""
    assert not is_nir(heading)


def test_a_sheet_that_is_no_table() -> None:
    """A warning that names the sheet, and no text of it; nothing for an empty sheet or the form's help."""
    help_sheet = (["Colonne", "Ce qu'il faut écrire"], ["Nom", "Nom de la personne"], ["Zorbane", "texte"])
    table, found = recognise(grid(*help_sheet, name="Divers"), Profile())
    assert table is None
    assert [(f.level, f.code, f.sheet) for f in found] == [("warning", "sheet-unknown", "Divers")]
    assert "Zorbane" not in str(found[0])
    assert recognise(grid(*help_sheet, name="Aide"), Profile()) == (None, [])
    assert recognise(grid(*help_sheet, name="x", visible=False), Profile()) == (None, [])
    assert recognise(grid(), Profile()) == (None, [])
    assert recognise(grid(["", " \u00a0"], ["", ""]), Profile()) == (None, [])


def test_a_name_table_among_the_tables_is_not_read() -> None:
    """Its people are no professionals."""
    table, found = recognise(grid([*HEADINGS.values()], ["b-1", "personne", "", "Milteau", "Zorbane"]), Profile())
    assert (table, [(f.level, f.code) for f in found]) == (None, [("warning", "names-file")])


def test_a_table_that_is_asked_for_must_have_a_header() -> None:
    """An error that names the columns it needs."""
    table, found = recognise(grid(["a", "b"], ["c", "d"]), Profile(), "absences")
    assert table is None
    assert [(f.level, f.code) for f in found] == [("error", "header-missing")]
    assert "« Professionnel »" in found[0].action


def test_hidden_sheets_are_read_with_a_warning() -> None:
    """Where they hold a table."""
    _, found = known(grid(HEAD, request(1), visible=False))
    assert codes(found) == ["sheet-hidden"]


def test_the_name_of_file_or_sheet_settles_a_tie() -> None:
    """Two kinds fit equally: the name decides, and without one a warning says so."""
    heads = ["Pseudonyme", "Nom", "Prénom", "N° de dossier", "Date de naissance"]
    tied = {
        kind: known(grid(heads, ["z1"] * 5, name=FRENCH_TABLES[kind]), kind)[0].kind for kind in ("situations", "heard")
    }
    assert tied == {"situations": "situations", "heard": "heard"}
    table, _ = known(grid(heads, ["z1"] * 5))
    assert table.kind == "heard"


def test_filled_rows_above_the_header_are_told() -> None:
    """Titles are not data; three filled cells may be."""
    _, found = known(grid(["Conseil général"], ["a", "b", "c"], [], HEAD, request(1)))
    assert [(f.level, f.code, f.row) for f in found] == [("warning", "rows-above", 2)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_heading_means_its_field(kind: str) -> None:
    """Those that no form asks for too: labels, aliases, lesser ones, and the tool's own."""
    known_words = Vocabulary(kind, Profile())
    for field in TABLES[kind]:
        for word in (field.label, *field.aliases, *field.lesser, *field.outputs):
            found = known_words.meaning(word)
            assert found is not None and found.key == field.key, word
