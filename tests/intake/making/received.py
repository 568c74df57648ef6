"""The ten tables that prescribers sent for the month, each messy in its own way; together they hold every request."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.intake.making.cells import (
    NAMED,
    born,
    constant,
    contact,
    home,
    official,
    on,
    partners,
    person,
    proposed,
    referent,
    referent_last_first,
    remark,
    urgency,
)
from tests.intake.making.month import (
    Cell,
    Column,
    Request,
    answer,
    dots,
    of,
    serial_1904,
    short,
    slashes,
    weekday,
    words,
)
from tests.intake.making.writing import converted, delimited, fill, grid, saved


def _title(sheet: Worksheet, row: int, text: str, columns: int) -> None:
    sheet.cell(row=row, column=1, value=text)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)


def per_nord(folder: Path) -> None:
    """Semicolons, cp1252, CR LF; people by name and date of birth."""
    columns: list[Column] = [
        ("N°", of("id")), ("Civilité", person("civility")), ("Nom", person("last_name", str.upper)),
        ("Prénom", person("first_name")), ("Né(e) le", born(slashes)), ("Quartier d’habitation", home),
        ("Structure référente", constant("PER Grenoble nord")), ("Référent unique", referent),
        ("Demandé le", on("requested_on", slashes)), ("Reçue le", on("received_on", short)),
        ("Degré d'urgence", urgency), ("Priorité", of("rank")), ("Nb ajournements", of("deferrals")),
        ("Intervenants extérieurs", partners(" ; ")),
        ("Bénéficiaire invité", answer("oui", "non", "beneficiary_invited")),
        ("Accord du service", answer("oui", "", "beneficiary_agreed")), ("Observations", remark),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        ["PER Grenoble nord – tableau de l’instance d’octobre 2010"],
        [],
        *grid(columns, proposed(["per-nord"])),
    ]
    (folder / "PER nord.csv").write_bytes(delimited(rows, ";", "\r\n", "cp1252"))


def pe_nord(folder: Path) -> None:
    """An export in UTF-16 with tabs; people by case number only, the agency under its present name."""
    columns: list[Column] = [
        ("Réf.", of("id")), ("N° gestion agence", lambda row: f"GX{row.raw['id'][-4:]}"),
        ("N° allocataire", person("case_number")), ("Sous secteur CGI", of("subsector")),
        ("Type de parcours", constant("France Travail")), ("Organisme", constant("France Travail Grenoble Nord")),
        ("Prescripteur", of("referent")), ("Date de prescription", of("requested_on")),
        ("Date de réception", of("received_on")), ("Niveau d'urgence", of("urgency")), ("Rang", of("rank")),
        ("Nombre de reports", of("deferrals")), ("Partenaire extérieur", partners(", ")),
        ("Personne invitée", answer("O", "N", "beneficiary_invited")),
        ("Concertation préalable", answer("O", "N", "beneficiary_agreed")),
    ]  # fmt: skip
    (folder / "extraction_FT_nord.tsv").write_bytes(
        delimited(grid(columns, proposed(["pe-nord"])), "\t", "\r\n", "utf-16")
    )


def sls_6(folder: Path) -> None:
    """Commas, UTF-8 with BOM, headings and cells that break over lines; pseudonyms in place of names."""
    columns: list[Column] = [
        ("N° de\nsituation", of("id")), ("Pseudonyme", of("person")), ("Quartier", home),
        ("Structure\nprescriptrice", constant("Service social, Arlequin – Prémol – Baladins")),
        ("Travailleur\nsocial", referent), ("Date de la\ndemande", on("requested_on", words)),
        ("Reçu le", on("received_on", weekday)), ("Urgence", of("urgency")), ("Ordre de\npriorité", of("rank")),
        ("Ajournements", of("deferrals")), ("Partenaires extérieurs", partners("\n")),
        ("Commentaires", lambda row: f"{remark(row)}\nvu en équipe" if remark(row) else ""),
    ]  # fmt: skip
    text = delimited(grid(columns, proposed(["sls-s6"])), ",", "\n", "utf-8-sig")
    (folder / "service_social_secteur6.csv").write_bytes(text)


def sls_3_and_4(folder: Path) -> None:
    """OpenDocument with merged title rows above the header, two structures in one table."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Octobre 2010"
    columns: list[Column] = [
        ("N° situation", of("id")), ("Nom de famille", person("last_name")), ("Prénom", person("first_name")),
        ("DDN", lambda row: row.born), ("Lieu de vie", home),
        ("Structure", lambda row: "SLS secteur 3" if row.raw["structure"] == "sls-s3" else "SLS secteur 4"),
        ("Référent RSA", referent_last_first), ("Date demande", lambda row: row.day("requested_on")),
        ("Date d'arrivée", lambda row: row.day("received_on")), ("Caractère d'urgence", urgency),
        ("N° de priorité", of("rank")), ("Reports", of("deferrals")), ("Partenaire extérieur 1", partners("")),
        ("Partenaire extérieur 2", constant(None)), ("Allocataire invité", answer("x", "", "beneficiary_invited")),
        ("Accord préalable", answer("x", "", "beneficiary_agreed")),
    ]  # fmt: skip
    _title(sheet, 1, "Instance d'insertion – situations proposées", len(columns))
    _title(sheet, 2, "Services locaux de solidarité, secteurs 3 et 4", len(columns))
    fill(sheet, grid(columns, proposed(["sls-s3", "sls-s4"])), top=4)
    converted(book, folder / "SLS 3 et 4.ods")


def per_sud_and_viae(folder: Path) -> None:
    """A workbook with a sheet for ordinary sessions and one for the others; headings on two lines, broken by hand."""
    book = Workbook()
    ordinary = book.worksheets[0]
    ordinary.title = "Instances ordinaires"
    _two_lines(ordinary, proposed(["per-sud"], "standard"), "PER Grenoble sud", None)
    other = book.create_sheet("Psychologue - SDF")
    rows = [*proposed(["per-sud"], "psychologist"), *proposed(["viae38"])]
    _two_lines(other, rows, None, {"psychologist": "Psychologue", "sdf": "SDF"})
    saved(book, folder / "PER sud + VIAE38.xlsx")


def _two_lines(sheet: Worksheet, rows: list[Request], structure: str | None, types: dict[str, str] | None) -> None:
    def place(row: Request) -> Cell:
        return row.raw["subsector"] if row.raw["type"] != "sdf" else "Équipe SDF"

    names = {"per-sud": "PER Grenoble sud", "viae38": "VIAE38"}
    groups: list[tuple[str, list[Column]]] = [
        ("N°\u00a0de\nsituation", [("", of("id"))]),
        ("Personne", [("Nom", person("last_name")), ("Prénom", person("first_name")), ("Né(e)\u00a0le", born(words))]),
        ("Sous-\nsecteur", [("", place)]),
        ("Structure", [("", lambda row: structure or names[row.raw["structure"]])]),
        ("Référent", [("Nom", lambda row: NAMED[row.raw["referent"]].last_name),
                      ("Prénom", lambda row: NAMED[row.raw["referent"]].first_name)]),
        ("Date", [("de la\ndemande", lambda row: row.day("requested_on")),
                  ("de\u00a0réception", lambda row: row.day("received_on"))]),
        ("Urgence\u00a0*", [("", of("urgency"))]),
        ("Ordre de\npriorité", [("", lambda row: f"n°\u00a0{row.raw['rank']}" if types else row.raw["rank"])]),
        ("Nombre\u00a0de reports", [("", of("deferrals"))]),
        ("Intervenants\nextérieurs", [("", partners("\n"))]),
        ("Bénéficiaire\ninvité", [("", lambda row: bool(row.get("beneficiary_invited")))]),
        ("Accord\npréalable", [("", lambda row: bool(row.get("beneficiary_agreed")))]),
        ("En file\nactive", [("", answer("oui", "NON", "in_active_file", True))]),
    ]  # fmt: skip
    if types:
        groups.insert(1, ("Type\nd'instance", [("", lambda row: types[row.raw["type"]])]))
    column = 1
    for group, columns in groups:
        sheet.cell(row=1, column=column, value=group)
        if len(columns) > 1:
            sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=column + len(columns) - 1)
        else:
            sheet.merge_cells(start_row=1, start_column=column, end_row=2, end_column=column)
        column += len(columns)
    flat = [one for _, columns in groups for one in columns]
    lines = grid(flat, rows)
    fill(sheet, [[cell or None for cell in lines[0]], *lines[1:]], top=2)


def sls_5(folder: Path) -> None:
    """An old .xls; dates as cells of type date."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Feuil1"
    columns: list[Column] = [
        ("N° de la demande", of("id")), ("NOM", person("last_name", str.upper)), ("PRENOM", person("first_name")),
        ("NEE LE", lambda row: row.born), ("QUARTIER DE RESIDENCE", home), ("STRUCTURE", constant("sls-s5")),
        ("REFERENT", referent), ("DATE DE LA DEMANDE", lambda row: row.day("requested_on")),
        ("RECU LE", lambda row: row.day("received_on")), ("URGENCE", of("urgency")), ("RANG", of("rank")),
        ("AJOURNEMENTS", of("deferrals")), ("MOTIF", remark),
    ]  # fmt: skip
    fill(sheet, grid(columns, proposed(["sls-s5"])))
    converted(book, folder / "SLS5.xls")


def sls_1(folder: Path) -> None:
    """A workbook that counts days from 1904, its dates shown as bare numbers; letters to two people are asked for."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "Secteur 1"
    columns: list[Column] = [
        ("N° de situation", of("id")), ("Civilité", person("civility")), ("Nom", person("last_name")),
        ("Prénom", person("first_name")), ("Date de naissance", born(serial_1904)), ("Quartier", home),
        ("Structure", constant("Service social, Chorier-Berriat – Marcel Porte")), ("Référent", referent),
        ("Date de la demande", on("requested_on", serial_1904)), ("Reçu le", on("received_on", serial_1904)),
        ("Urgence", urgency), ("Ordre", of("rank")), ("Ajournements", of("deferrals")),
        ("Intervenant extérieur", lambda row: "ext-ccas" if row.partners else None),
        ("Présence de l'allocataire", answer("oui", "non", "beneficiary_invited")),
        ("Accord préalable", answer("oui", "non", "beneficiary_agreed")),
        ("Courrier officiel", lambda row: "oui" if official(row) else None), ("Courriel", contact(1)),
        ("Adresse postale", contact(0)),
    ]  # fmt: skip
    fill(sheet, grid(columns, proposed(["sls-s1"])))
    saved(book, folder / "secteur 1 (Mac).xlsx")


def sls_2(folder: Path) -> None:
    """Hidden rows, a hidden column, blank rows and a total at the end."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Tableau"
    columns: list[Column] = [
        ("N° de situation", of("id")), ("Nom usuel", person("last_name")), ("Prénom", person("first_name")),
        ("Date de naissance", born(slashes)), ("N° de dossier", person("case_number")), ("Territoire", constant("S2")),
        ("Structure", constant("SLS Vieux Temple")), ("Référent", of("referent")),
        ("Date de saisine", lambda row: row.day("requested_on")), ("Reçu le", on("received_on", dots)),
        ("Urgence", of("urgency")), ("Rang", of("rank")), ("Ajournements", of("deferrals")),
    ]  # fmt: skip
    head, first, second, third, fourth = grid(columns, proposed(["sls-s2"]))
    blank: list[Cell] = []
    fill(
        sheet,
        [
            head,
            first,
            blank,
            second,
            third,
            blank,
            blank,
            fourth,
            ["Total", None, None, None, None, None, None, None, 4],
        ],
    )
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    saved(book, folder / "sls2_v3_def.xlsx")


def pe_sud(folder: Path) -> None:
    """Line ends of an old Mac; case numbers, the agency's short name."""
    columns: list[Column] = [
        ("Numéro", of("id")), ("N° CAF", person("case_number")), ("Secteur", of("subsector")),
        ("Orientation", constant("PE")),
        ("Service prescripteur", constant("PE Sud")), ("Référent", of("referent")),
        ("Date de la demande", on("requested_on", short)), ("Reçu le", on("received_on", slashes)),
        ("Urgence", of("urgency")),
        ("Ordre de priorité", lambda row: {1: "1er"}.get(row.raw["rank"], f"{row.raw['rank']}e")),
        ("Ajournements", of("deferrals")), ("Intervenants extérieurs", lambda row: ";".join(row.partners)),
        ("Bénéficiaire invité", answer("oui", "non", "beneficiary_invited")),
        ("Accord préalable", answer("oui", "non", "beneficiary_agreed")),
        ("PLIE", answer("oui", "non", "plie_outside_rsa")), ("Orienté CGI", answer("oui", "non", "oriented", True)),
    ]  # fmt: skip
    (folder / "PE_SUD.CSV").write_bytes(
        delimited(grid(columns, proposed(["pe-sud"])), ";", "\r", "utf-8", quote_all=True)
    )


def sdf(folder: Path) -> None:
    """The structures for people without a home: one merged cell for two requests, decimals for counts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Équipe SDF"
    names = {"salto": "SALTO", "satis": "SATIS", "arepi": "AREPI"}
    columns: list[Column] = [
        ("Structure", lambda row: names[row.raw["structure"]]), ("N° de situation", of("id")),
        ("Nom et prénom du référent", referent), ("Code personne", of("person")),
        ("Type de séance", constant("sans domicile fixe")),
        ("Quartier", home), ("Date de la demande", on("requested_on", dots)),
        ("Reçu le", on("received_on", slashes)), ("Urgence", urgency),
        ("Nombre d'ajournements", lambda row: f"{row.raw['deferrals']},0"),
        ("Intervenants extérieurs", partners("; ")),
        ("Allocataire invité", answer("Oui", "Non", "beneficiary_invited")),
        ("Accord du service", answer("Oui", "Non", "beneficiary_agreed")),
        ("Hors rSa", answer("X", "", "plie_outside_rsa")),
        ("Orienté", answer("Oui", "Non", "oriented", True)),
    ]  # fmt: skip
    rows = sorted(proposed(["salto", "satis", "arepi"]), key=lambda row: (row.raw["structure"], row.raw["id"]))
    fill(sheet, grid(columns, rows))
    both = [number for number, row in enumerate(rows, start=2) if row.raw["structure"] == "satis"]
    sheet.merge_cells(start_row=both[0], start_column=1, end_row=both[-1], end_column=1)
    saved(book, folder / "equipe SDF.xlsx")


ALL = (per_nord, pe_nord, sls_6, sls_3_and_4, per_sud_and_viae, sls_5, sls_1, sls_2, pe_sud, sdf)
"""Every table, by the function that writes it."""
