"""Variations of the shared cases on numbers and dates, written before the reader was read."""

from __future__ import annotations

from tests.intake.variations.made import Variation, table

NUMBERS = (
    # 02d: of the shape of a social security number: refused, and never repeated.
    Variation(
        "02d-corsica-with-spaces",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le;N° de dossier", "a1;BRELLOU;Ana;02/03/1984;1 84 12 2A 999 999 07")},
        status=2,
        unsaid=(r"1 ?84 ?12 ?2A ?999 ?999",),
        codes=("nir",),
    ),
    Variation(
        "02d-file-name-and-text",
        {
            "sls3 184127699999907.csv": table(
                "N°;Nom;Prénom;Né(e) le;Motif", "a1;BRELLOU;Ana;02/03/1984;voir 1 84 12 76 999 999 12"
            )
        },
        status=2,
        unsaid=(r"184127699999907", r"1 84 12 76 999 999"),
        codes=("nir",),
    ),
    Variation(
        "02d-split-over-cells",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le;N° SS;Clé", "a1;BRELLOU;Ana;02/03/1984;1.84.12.76.999.999;07")},
        status=2,
        unsaid=(r"1\.84\.12\.76", r"1841276"),
        codes=("nir",),
    ),
    # 16: births that cannot be.
    Variation(
        "16-future-child-very-old",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "a1;BRELLOU;Ana;2.3.2040",
                "a2;TAVIN;Jo;14 juillet 1889",
                "a3;GAREL;Ed;2002-08-05",
                "a4;LOUNIS;Lou;05/08/1992",
            )
        },
        status=2,
        said=(r"ligne 2", r"ligne 3", r"ligne 4"),
        codes=("birth-future", "birth-young", "date-year"),
    ),
    Variation(
        "16-two-digits-and-the-day-of-asking",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;14/07/09", "a2;TAVIN;Jo;01/09/2010", "a3;GAREL;Ed;05/08/62"
            )
        },
        status=2,
        said=(r"ligne 2", r"ligne 3"),
        codes=("birth-young", "date-century"),
    ),
    Variation(
        "16-no-such-day",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "a1;BRELLOU;Ana;31/02/1980",
                "a2;TAVIN;Jo;29/02/1981",
                "a3;GAREL;Ed;00/00/1980",
            )
        },
        status=2,
        said=(r"ligne 2", r"ligne 3", r"ligne 4"),
        codes=("date-month", "date-none"),
    ),
    # 17b: damaged numbers never make two people one.
    Variation(
        "17b-digits-beyond-fifteen",
        {
            "sls3.xlsx": table(
                "N°;Nom;Prénom;Né(e) le;N° de dossier",
                "a1;BRELLOU;Ana;02/03/1980;=12345678901234567",
                "a2;TAVIN;Jo;02/03/1981;=12345678901234568",
            )
        },
        situations=2,
        people=2,
        codes=("number-rounded",),
    ),
    Variation(
        "17b-hashes",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;N° de dossier",
                "a1;BRELLOU;Ana;02/03/1980;########",
                "a2;TAVIN;Jo;02/03/1981;########",
            )
        },
        situations=2,
        people=2,
        codes=("number-hidden",),
    ),
    Variation(
        "17b-other-alphabet-and-lost-zeros",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;N° de dossier",
                "a1;BRELLOU;Ana;02/03/1980;0123456",
                "a2;TAVIN;Jo;02/03/1981;123456",
                "a3;GAREL;Ed;02/03/1982;O123457",
                "a4;LOUNIS;Lou;02/03/1983;\u041e123457",
            )
        },
        situations=4,
        people=4,
        codes=("case-shared", "number-letters"),
    ),
    # 20: days and hours on which nobody works; two sessions that are one.
    Variation(
        "20-easter-monday-and-saturday",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980")},
        sessions="N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure;Équipe\n"
        "A;standard;S3;Centre social Mistral;lundi 25 avril 2011;9h;officer-centre ; pe-dedie ; sie-conseil\n"
        "B;standard;S3;Centre social Mistral;samedi 9 octobre 2010;9h;officer-centre ; pe-dedie ; sie-conseil\n"
        "C;standard;S3;Centre social Mistral;12/10/2010;6h;officer-centre ; pe-dedie ; sie-conseil\n",
        said=(r"férié|Pâques", r"samedi|fin de semaine", r"6 ?h|heure"),
        situations=1,
        codes=("session-holiday", "session-month", "session-night", "session-weekend"),
    ),
    Variation(
        "20-one-session-under-two-numbers",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980")},
        sessions="N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure;Équipe\n"
        "A;standard;S3;Centre social Mistral;12/10/2010;9h;officer-centre ; pe-dedie ; sie-conseil\n"
        "A-bis;standard;S3;Centre social Mistral;mardi 12 octobre 2010;09:00;officer-centre ; pe-dedie ; sie-conseil\n",
        status=None,
        said=(r"ligne 3",),
        codes=("contract", "session-twice"),
    ),
    Variation(
        "20-past-and-wrong-weekday",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;02/03/1980")},
        sessions="N° de séance;Type d'instance;Sous-secteur;Lieu;Date;Heure;Équipe\n"
        "A;standard;S3;Centre social Mistral;14/09/2010;9h;officer-centre ; pe-dedie ; sie-conseil\n"
        "B;standard;S3;Centre social Mistral;mercredi 12 octobre 2010;9h;officer-centre ; pe-dedie ; sie-conseil\n",
        status=None,
        said=(r"ligne 2", r"ligne 3"),
        codes=("date-repaired", "session-month", "session-past"),
    ),
)
