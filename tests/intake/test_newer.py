"""Which of two versions is the newer: by what names and titles say, never by the time stamp of a file."""

from __future__ import annotations

import pytest

from rsa_sched.intake.columns.headers import RecognisedTable
from rsa_sched.intake.rows.newer import newer
from rsa_sched.intake.sheet import Sheet


def table(name: str, title: str = "") -> RecognisedTable:
    """A table of a file (« file/sheet ») under a title."""
    file, _, sheet = name.partition("/")
    rows = ((title,), ("Nom",), ("x",)) if title else (("Nom",), ("x",))
    return RecognisedTable("situations", Sheet(file, sheet, rows), {}, len(rows) - 2, (len(rows) - 1,))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sls3.csv", "sls3 (v2 corrigé).csv"), ("sls3.csv", "sls3 v2.csv"), ("sls3_v2.xlsx", "sls3_v3.xlsx"),
        ("sls3 V9.csv", "sls3 V10.csv"), ("sls3.csv", "sls3 (1).csv"), ("sls3 brouillon.csv", "sls3.csv"),
        ("sls3.csv", "sls3_DEF.csv"), ("sls3.ods", "sls3 rectifié.ods"), ("ancien sls3.csv", "sls3 définitif.csv"),
        ("sls3 2010-09-20.csv", "sls3 2010-09-24.csv"), ("sls3_20100920.csv", "sls3_20100924.csv"),
        ("sls3 20.09.2010.csv", "sls3 24-09-2010.csv"), ("sls3 31.08.2010.csv", "sls3 1er septembre 2010.csv"),
        ("sls3 30 août.csv", "sls3 2 sept.csv"), ("mois.xlsx/septembre 2010", "mois.xlsx/octobre 2010"),
        ("mois.xlsx/V1", "mois.xlsx/V2"),
    ],
)  # fmt: skip
def test_the_newer_is_proposed(old: str, new: str) -> None:
    """Whichever was read first."""
    assert newer(table(old), table(new)) == 1
    assert newer(table(new), table(old)) == 0


def test_a_title_may_say_it() -> None:
    """What stands above the header."""
    assert newer(table("a.csv", "Liste au 20/09/2010"), table("b.csv", "Liste au 24/09/2010")) == 1
    assert newer(table("a.csv", "Version corrigée"), table("b.csv", "Liste")) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [("sls3.csv", "per.csv"), ("sls3 v2 2010-09-20.csv", "sls3 v1 2010-09-24.csv"), ("a 2010.csv", "b 2011.csv"),
     ("sls3 2010-09-20.csv", "sls3 30 août.csv")],
)  # fmt: skip
def test_nothing_is_proposed_where_names_do_not_say_or_contradict(one: str, two: str) -> None:
    """An official decides."""
    assert newer(table(one), table(two)) is None
