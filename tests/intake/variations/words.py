"""Variations of the shared cases on headings, addresses, referents and titles, written before the reader was read."""

# ruff: noqa: E501 - rows of tables

from __future__ import annotations

from tests.intake.variations.made import Variation, table

TOWN = "12 rue de l'Essai"

WORDS = (
    # 10: addresses in pieces.
    Variation(
        "10-number-street-building",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;N° rue;Rue;Bâtiment;Code postal;Commune",
                "a1;BRELLOU;Ana;02/03/1980;12 bis;rue de l'Essai;Bât. C;38100;GRENOBLE",
            )
        },
        situations=1,
        addresses=("Bât. C\n12 bis rue de l'Essai\n38100 GRENOBLE",),
        codes=("address-composed",),
    ),
    Variation(
        "10-address-1-2-3",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;Adresse 1;Adresse 2;Adresse 3;CP;Ville",
                "a1;BRELLOU;Ana;02/03/1980;chez M. TAVIN;12 rue de l'Essai;;38100;GRENOBLE",
            )
        },
        situations=1,
        addresses=("chez M. TAVIN\n12 rue de l'Essai\n38100 GRENOBLE",),
        codes=("address-composed",),
    ),
    Variation(
        "10-official-without-town",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;N° et voie;Résidence;Étage;CP - Ville;Courrier officiel",
                "a1;BRELLOU;Ana;02/03/1980;12 rue de l'Essai;Les Tilleuls;2e étage;38100 - GRENOBLE;oui",
                "a2;TAVIN;Jo;02/03/1981;3 rue du Test;;;;oui",
            )
        },
        situations=2,
        addresses=("Les Tilleuls\n2e étage\n12 rue de l'Essai\n38100 GRENOBLE", "3 rue du Test"),
        said=(r"code postal",),
        codes=("address-composed", "address-incomplete"),
    ),
    # 12: headings of an office's own.
    Variation(
        "12-usager",
        {
            "ali.csv": "Nom de l'usager*;Prénom de l'usagère*;Date naissance usager;Numéro CAF;Référente unique;Structure référente;Quartier d'habitation;Demande du\n"
            "BRELLOU;Ana;02/03/1980;0123456;sls-s3-ref1;SLS 3;Mistral;01/09/2010\n"
        },
        situations=1,
        names=(("BRELLOU", "Ana"),),
    ),
    Variation(
        "12-bénéficiaire-in-capitals",
        {
            "ali.csv": "NOM DU (DE LA) BÉNÉFICIAIRE;PRÉNOM DU (DE LA) BÉNÉFICIAIRE;DATE DE NAISSANCE DU BÉNÉFICIAIRE;N° DE CAF;NOM DU RÉFÉRENT;"
            "ORGANISME;QUARTIER DE RÉSIDENCE;DATE DE LA SAISINE\nBRELLOU;Ana;02/03/1980;0123456;sls-s3-ref1;SLS 3;Mistral;01/09/2010\n"
        },
        situations=1,
        names=(("BRELLOU", "Ana"),),
    ),
    Variation(
        "12-colons-and-underscores",
        {
            "ali.csv": "Participant : nom;Participant : prénom;Participant : né(e) le;MATRICULE_CAF;CONSEILLER_REF;STRUCTURE_REF;QUARTIER;DATE_SAISINE\n"
            "BRELLOU;Ana;02/03/1980;0123456;sls-s3-ref1;SLS 3;Mistral;01/09/2010\n"
        },
        situations=1,
        names=(("BRELLOU", "Ana"),),
    ),
    # 18: referents by whatever people call them.
    Variation(
        "18-same-name-elsewhere",
        {
            "sls4.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980", structure="SLS 4;HOBBALLOZ"),
            "viae.csv": table("N°;Nom;Prénom;Né(e) le", "b1;TAVIN;Jo;02/03/1981", structure="VIAE 38;M. Hobballoz"),
        },
        situations=2,
        referents=("sls-s4-ref4", "viae38-ref5"),
        codes=("referent-matched",),
    ),
    Variation(
        "18-of-another-structure",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980", structure="SLS 3;Mme Sollolo SOLTIRDIN"
            )
        },
        status=None,
        said=(r"sls-s5|SLS 5|autre structure",),
        codes=("referent-elsewhere",),
    ),
    Variation(
        "18-initials-and-commas",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980", structure="SLS 3;HOBTIRDIN, Milçunis"
            )
            + table("", "a2;TAVIN;Jo;02/03/1981", structure="SLS 3;M. Hobtirdin - assistante sociale")
            + table("", "a3;GAREL;Ed;02/03/1982", structure="SLS 3;hobtirdin m.")
        },
        situations=3,
        referents=("sls-s3-ref1", "sls-s3-ref1", "sls-s3-ref1"),
        codes=("referent-matched",),
    ),
    # 22: structure, referent and month above the table, in the sheet's or in the file's name.
    Variation(
        "22-session-day-in-the-title",
        {
            "table.csv": "Instance d'insertion – octobre 2010;;;;\nStructure : PER Grenoble sud;;;;\nRéférent : M. MILÇULLOZ;;;;\nSéance du 05/10/2010;;;;\n\n"
            "Nom;Prénom;Né(e) le;Quartier;Date de la demande\nBRELLOU;Ana;02/03/1980;Mistral;01/09/2010\n"
        },
        situations=1,
        titles=True,
        referents=("per-sud-ref1",),
        codes=("referent-matched", "title-read"),
    ),
    Variation(
        "22-sheet-name",
        {
            "tables.xlsx#PER Grenoble sud oct. 2010": "Référent :;M. MILÇULLOZ;;;\n;;;;\nNom;Prénom;Né(e) le;Quartier;Date de la demande\n"
            "BRELLOU;Ana;02/03/1980;Mistral;01/09/2010\n"
        },
        situations=1,
        titles=True,
        referents=("per-sud-ref1",),
        codes=("referent-matched", "title-read"),
    ),
    Variation(
        "22-file-name-of-last-month",
        {
            "Instance_2010-09_SLS-3.csv": "Tableau de septembre 2010;;;;\nNom;Prénom;Né(e) le;Quartier;Référent;Date de la demande\n"
            "BRELLOU;Ana;02/03/1980;Mistral;sls-s3-ref1;01/08/2010\n"
        },
        situations=1,
        titles=True,
        said=(r"09/2010",),
        codes=("table-month", "title-read"),
    ),
    Variation(
        "22-days-of-the-month-in-the-title",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980")},
        sessions="Calendrier des instances – octobre 2010;;;;;;\nN° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure;Équipe\n"
        "A;standard;S3;Centre social Mistral;mardi 12;9h;officer-centre, pe-dedie, sie-conseil\n"
        "B;standard;S6;Centre social Arlequin;21/10;9h;officer-sud, pe-dedie, sie-conseil\n"
        "C;standard;S4;Centre social Capuche;jeudi 14 octobre;9h;officer-centre, pe-dedie, sie-conseil\n",
        titles=True,
        situations=1,
        said=(r"10/2010",),
        codes=("title-month",),
    ),
    # 27: exports of other programs.
    Variation(
        "27-rdv-insertion",
        {
            "rdvi.csv": "Civilité;Prénom;Nom;Date de naissance;Numéro CAF;ID interne au département;Rôle;Adresse;Adresse email;Téléphone;Date d'ouverture de droits;"
            "Organisation;Référent;Quartier;Date de la demande\n"
            "monsieur;Jo;TAVIN;14/07/1975;0123456;4301;demandeur;12 rue de l'Essai 38100 Grenoble;;;01/01/2009;SLS 3;sls-s3-ref1;Mistral;01/09/2010\n"
        },
        situations=1,
        names=(("TAVIN", "Jo"),),
    ),
    Variation(
        "27-tabs",
        {
            "cdb.tsv": "Identifiant dans le SI*\tPrénom*\tNom*\tDate de naissance*\tNIR\tStructure\tAccompagnateur\tQuartier\tDate de la demande\n"
            "4301\tAna\tBrellou\t02/03/1980\t\tSLS 3\tsls-s3-ref1\tMistral\t01/09/2010\n"
        },
        situations=1,
        names=(("Brellou", "Ana"),),
        codes=("nir-column-empty",),
    ),
    Variation(
        "27-empty-numbers",
        {
            "export.csv": "N° Sécu;N° sécurité sociale;N° France Travail;Nom;Prénom;Né(e) le;Structure;Référent de parcours;Secteur;Date de la demande\n"
            ";;;BRELLOU;Ana;02/03/1980;SLS 3;sls-s3-ref1;Secteur 3;01/09/2010\n"
        },
        situations=1,
        names=(("BRELLOU", "Ana"),),
        codes=("nir-column-empty", "subsector-numbered"),
    ),
)
