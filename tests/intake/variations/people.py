"""Variations of the shared cases on people and on tables sent twice, written before the reader was read."""

# ruff: noqa: E501 - rows of tables

from __future__ import annotations

from tests.intake.variations.made import Variation, table

PEOPLE = (
    # 01: names shortened, swapped, or a digit apart: told with both rows, never joined.
    Variation(
        "01-particle",
        {
            "sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;DE BRELLOU;Anne-Sophie;12/06/1979"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;Brellou;Anne;12/06/1979", structure="PER Grenoble sud;per-sud-ref1"
            ),
        },
        situations=2,
        codes=("identity-near",),
    ),
    Variation(
        "01-swapped-with-accents",
        {
            "sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;GAREL;Éloïse;12/06/1979"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;ELOISE;Garel;12/06/1979", structure="PER Grenoble sud;per-sud-ref1"
            ),
        },
        situations=2,
        codes=("identity-near",),
    ),
    Variation(
        "01-birth-date-off",
        {
            "sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;TAVIN;Jo;14/07/1975", "a2;GAREL;Ed;05/08/1982"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "b1;TAVIN;Jo;14/07/1976",
                "b2;GAREL;Ed;08/05/1982",
                structure="PER Grenoble sud;per-sud-ref1",
            ),
        },
        situations=4,
        codes=("identity-near",),
    ),
    # 07, 07b: the names of a married woman, in whatever columns.
    Variation(
        "07-maiden-name",
        {
            "sls3.csv": table(
                "N°;Nom marital;Nom de jeune fille;Prénoms;Date de naiss.", "a1;TAVIN;BRELLOU;Ana;02/03/1980"
            ),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;BRELLOU;Ana;02/03/1980", structure="PER Grenoble sud;per-sud-ref1"
            ),
        },
        situations=2,
        codes=("identity-other-name", "person-twice"),
    ),
    Variation(
        "07-names-in-brackets",
        {
            "sls3.csv": table(
                "N°;NOM (usage);NOM (naissance);PRÉNOM;NÉ(E) LE",
                "a1;TAVIN;BRELLOU;Ana;02/03/1980",
                "a2;;GAREL;Lou;02/03/1981",
            )
        },
        situations=2,
    ),
    Variation(
        "07-née-in-the-cell",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "a1;TAVIN (née BRELLOU);Ana;02/03/1980",
                "a2;GAREL épouse LOUNIS;Lou;02/03/1981",
            ),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "b1;BRELLOU;Ana;02/03/1980",
                "b2;LOUNIS;Lou;02/03/1981",
                structure="PER Grenoble sud;per-sud-ref1",
            ),
        },
        situations=4,
        codes=("birth-name-apart", "identity-other-name", "person-twice"),
    ),
    Variation(
        "07b-three-tables",
        {
            "sls3.csv": table("N°;Nom;Nom de naissance;Prénom;Né(e) le", "a1;TAVIN;BRELLOU;Ana;02/03/1980"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;BRELLOU;Ana;02/03/1980", structure="PER Grenoble sud;per-sud-ref1"
            ),
            "viae.csv": table("N°;Nom;Prénom;Né(e) le", "c1;Tavin;Ana;02/03/1980", structure="VIAE 38;viae38-ref1"),
        },
        situations=3,
        codes=("identity-other-name", "person-twice"),
    ),
    Variation(
        "07b-wife-of",
        {
            "sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU ép. TAVIN;Ana;02/03/1980"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;TAVIN;Ana;02/03/1980", structure="PER Grenoble sud;per-sud-ref1"
            ),
        },
        situations=2,
        codes=("birth-name-apart", "person-twice"),
    ),
    Variation(
        "07b-patronymic",
        {
            "sls3.csv": table("N°;Nom patronymique;Nom d'épouse;Prénom;Né(e) le", "a1;BRELLOU;TAVIN;Ana;02/03/1980"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "b1;TAVIN;ANA;2 mars 1980", structure="PER Grenoble sud;per-sud-ref1"
            ),
        },
        situations=2,
        codes=("person-twice",),
    ),
    # 13: versions of a numbered table: import stops, the newer is proposed; `--skip-bad-rows` chooses nothing.
    Variation(
        "13-dated-names",
        {
            "sls3 20-09.csv": table(
                "N°;Nom;Prénom;Né(e) le;Urgence", "d1;BRELLOU;Ana;02/03/1980;0", "d2;TAVIN;Jo;14/07/1975;0"
            ),
            "sls3 24-09.csv": table(
                "N°;Nom;Prénom;Né(e) le;Urgence",
                "d1;BRELLOU;Ana;02/03/1980;2",
                "d2;TAVIN;Jo;14/07/1975;0",
                "d3;GAREL;Ed;05/08/1982;0",
            ),
        },
        status=2,
        codes=("table-versions", "version-row"),
    ),
    Variation(
        "13-three-versions",
        {
            "sls3.csv": table(
                "N°;Nom;Prénom;Né(e) le;Urgence", "d1;BRELLOU;Ana;02/03/1980;0", "d2;TAVIN;Jo;14/07/1975;0"
            ),
            "sls3_V2.csv": table(
                "N°;Nom;Prénom;Né(e) le;Urgence", "d1;BRELLOU;Ana;02/03/1980;1", "d2;TAVIN;Jo;14/07/1975;0"
            ),
            "sls3_V3_def.csv": table(
                "N°;Nom;Prénom;Né(e) le;Urgence", "d1;BRELLOU;Ana;02/03/1980;2", "d2;TAVIN;Jo;14/07/1975;1"
            ),
        },
        status=2,
        codes=("table-versions", "version-row"),
    ),
    Variation(
        "13-cancels-and-replaces",
        {
            "SLS3.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "d1;BRELLOU;Ana;02/03/1980",
                "d2;TAVIN;Jo;14/07/1975",
                "d3;GAREL;Ed;05/08/1982",
            ),
            "SLS3 - annule et remplace.csv": table(
                "N°;Nom;Prénom;Né(e) le", "d1;BRELLOU;Ana;02/03/1980", "d2;TAVIN;Jo;14/07/1975"
            ),
        },
        status=2,
        codes=("table-versions", "version-row"),
    ),
    # 13b: without numbers.
    Variation(
        "13b-same-again-reordered",
        {
            "sls3.csv": table("Nom;Prénom;Né(e) le", "BRELLOU;Ana;02/03/1980", "TAVIN;Jo;14/07/1975"),
            "SLS3 renvoi.csv": table("NÉ LE;PRÉNOM;NOM", "1975-07-14;JO;Tavin", "1980-03-02;ANA;Brellou"),
        },
        situations=2,
        codes=("table-doubled",),
    ),
    Variation(
        "13b-other-format-and-place",
        {
            "sls3.xlsx": table(
                "Nom;Prénom;Né(e) le;Motif", "BRELLOU;Ana;02/03/1980;logement", "TAVIN;Jo;14/07/1975;emploi"
            ),
            "sls3 corrigé.csv": table(
                "Nom;Prénom;Né(e) le;Motif;Urgent",
                "Brellou;ANA;2 mars 1980;logement;oui",
                "Tavin;Jo;14-07-1975;emploi;non",
            ),
        },
        situations=2,
        codes=("table-doubled", "urgency-repaired"),
    ),
    Variation(
        "13b-copy-with-one-more",
        {
            "sls3.csv": table("Nom;Prénom;Né(e) le", "BRELLOU;Ana;02/03/1980", "TAVIN;Jo;14/07/1975"),
            "Copie de sls3.csv": table(
                "Nom;Prénom;Né(e) le", "BRELLOU;Ana;02/03/1980", "TAVIN;Jo;14/07/1975", "GAREL;Ed;05/08/1982"
            ),
        },
        status=2,
        codes=("table-versions", "version-row"),
    ),
    # 13c: numbers of a structure's own.
    Variation(
        "13c-three-structures",
        {
            "sls3.csv": table("N°;Nom;Prénom;Né(e) le", "1;BRELLOU;Ana;02/03/1980", "2;TAVIN;Jo;14/07/1975"),
            "per.csv": table(
                "N°;Nom;Prénom;Né(e) le", "1;LOUNIS;Ana;02/05/1980", structure="PER Grenoble sud;per-sud-ref1"
            ),
            "viae.csv": table(
                "N°;Nom;Prénom;Né(e) le",
                "1;GAREL;Jo;14/01/1975",
                "2;DORVAN;Lou;04/02/1971",
                structure="VIAE 38;viae38-ref1",
            ),
        },
        situations=5,
        skip=True,
        codes=("id-qualified",),
    ),
    Variation(
        "13c-one-and-zero-one",
        {
            "sls3.csv": table("N° d'ordre;Nom;Prénom;Né(e) le", "01;BRELLOU;Ana;02/03/1980", "02;TAVIN;Jo;14/07/1975"),
            "per.csv": table(
                "N° d'ordre;Nom;Prénom;Né(e) le",
                "1;LOUNIS;Ana;02/05/1980",
                "2;GAREL;Jo;14/01/1975",
                structure="PER Grenoble sud;per-sud-ref1",
            ),
        },
        situations=4,
        skip=True,
    ),
    Variation(
        "13c-both-in-one-table",
        {
            "tous.csv": "N°;Nom;Prénom;Né(e) le;Quartier;Structure;Référent;Date de la demande\n"
            "1;BRELLOU;Ana;02/03/1980;Mistral;SLS 3;sls-s3-ref1;01/09/2010\n2;TAVIN;Jo;14/07/1975;Mistral;SLS 3;sls-s3-ref1;01/09/2010\n"
            "1;LOUNIS;Ana;02/05/1980;Mistral;PER Grenoble sud;per-sud-ref1;01/09/2010\n",
        },
        situations=3,
        skip=True,
        codes=("id-qualified",),
    ),
    # 21: what is missing is named.
    Variation(
        "21-last-name-missing",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;;Ana;02/03/1980", "a2;TAVIN;Jo;14/07/1975")},
        situations=2,
        said=(r"ligne 2", r"[Nn]om"),
        unsaid=(r"sans date de naissance",),
        codes=("identity-weak",),
    ),
    Variation(
        "21-birth-date-missing",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le", "a1;BRELLOU;Ana;", "a2;TAVIN;Jo;14/07/1975")},
        situations=2,
        said=(r"date de naissance",),
        codes=("identity-weak",),
    ),
    Variation(
        "21-names-missing-number-there",
        {"sls3.csv": table("N°;Nom;Prénom;Né(e) le;N° de dossier", "a1;;;;0123456", "a2;TAVIN;;14/07/1975;0123457")},
        situations=2,
    ),
    # 23: names in one column.
    Variation(
        "23-identity",
        {
            "sls3.csv": table(
                "N°;Identité;Date de naissance;Urgence",
                "a1;M. GAREL Ed;02/03/1980;URGENT",
                "a2;Mme DE BRELLOU Jeanne Marie;02/03/1981;x",
            )
        },
        situations=2,
        names=(("GAREL", "Ed"), ("DE BRELLOU", "Jeanne Marie")),
        codes=("name-split", "urgency-repaired"),
    ),
    Variation(
        "23-née-behind",
        {
            "sls3.csv": table(
                "N°;NOM Prénom;Date de naissance",
                "a1;TAVIN Lise née ZIVARD;02/03/1980",
                "a2;TAVIN (née ZIVARD) Lou;02/03/1981",
            )
        },
        situations=2,
        names=(("TAVIN", "Lise"), ("TAVIN", "Lou")),
        codes=("name-split",),
    ),
    Variation(
        "23-first-name-first",
        {
            "sls3.csv": table(
                "N°;Prénom et NOM du bénéficiaire;Né(e) le;Secteur",
                "a1;Ana BRELLOU;02/03/1980;sous-secteur n° 3",
                "a2;Jean-Luc DE BRELLOU;02/03/1981;S3",
            )
        },
        situations=2,
        names=(("BRELLOU", "Ana"), ("DE BRELLOU", "Jean-Luc")),
        codes=("name-split", "subsector-numbered"),
    ),
)
