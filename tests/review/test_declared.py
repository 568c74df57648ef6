"""Indicators that the partners agreed on: declared in a TOML, they appear like the others; every fault at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.errors import InputError
from rsa_sched.review.declared import declared
from rsa_sched.review.indicator import FigureKey
from rsa_sched.review.review import review_of
from tests.review.recorded import facts

GOOD = """
[[indicators]]
id = "urgentes-entendues"
name = "Urgentes entendues"
definition = "situations d'urgence 2 ou 3 entendues, sur celles demandées"
perimeter = "urgences 2 et 3"
groups = ["kind"]
[indicators.numerator]
table = "requests"
when = "heard"
where = { urgency = [2, 3] }
[indicators.denominator]
table = "requests"
when = "asked"
where = { urgency = [2, 3] }

[[indicators]]
id = "heures-psychologue"
name = "Minutes avec le psychologue"
definition = "minutes des situations entendues avec le psychologue"
perimeter = "séances mutualisées"
numerator = { table = "lines", where = { type = "psychologist", fate = "heard" }, sum = "minutes" }

[[indicators]]
id = "attente-pe"
name = "Attente médiane, Pôle emploi"
definition = "jours attendus, que la moitié dépasse"
perimeter = "demandes de Pôle emploi"
measure = "median"
numerator = { table = "requests", when = "seen", where = { kind = "PE" } }
"""


def written(folder: Path, text: str) -> Path:
    """The file."""
    path = folder / "indicateurs.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_they_appear_like_the_others(tmp_path: Path) -> None:
    """Counted as declared, by group too, and withheld by the same rule."""
    agreed = declared(written(tmp_path, GOOD))
    review = review_of(facts(), agreed=agreed)
    rows = [row for row in facts().requests if row.urgency >= 2]
    whole = review.exact[FigureKey("urgentes-entendues", "", "", 0)]
    asked = [row for row in rows if review.span.holds(row.requested_on)]
    assert (whole.numerator, whole.denominator) == (sum(row.fate == "heard" for row in rows), len(asked))
    assert review.exact[FigureKey("heures-psychologue", "", "", 0)].value == 9 * 45
    by_type = review.exact[FigureKey("median-wait", "kind", "PE", 0)]
    assert review.exact[FigureKey("attente-pe", "", "", 0)].value == by_type.value
    assert review.shown[FigureKey("urgentes-entendues", "kind", "PE", 0)] is not None
    assert review.indicators[0].theme == "agreed"


FAULTS = [
    ('id = "urgentes-entendues"', 'id = "asked"', "indicators[0].id"),
    ('name = "Urgentes entendues"', "name = 3", "indicators[0].name"),
    ('groups = ["kind"]', 'groups = ["referent"]', "indicators[0].groups[0]"),
    ('groups = ["kind"]', 'group = ["kind"]', "indicators[0].group"),
    ('when = "asked"', 'when = ["asked"]', "indicators[0].denominator.when"),
    ("where = { urgency = [2, 3] }\n[indicators.d", "where = { person = 'b-1' }\n[indicators.d",
     "indicators[0].numerator.where.person"),
    ("urgency = [2, 3] }\n[indicators.d", "urgency = '3' }\n[indicators.d", "indicators[0].numerator.where.urgency"),
    ('sum = "minutes"', 'sum = "request"', "indicators[1].numerator.sum"),
    ('table = "lines"', 'table = "trips"', "indicators[1].numerator.table"),
    ('measure = "median"', 'measure = "ratio"', "indicators[2].measure"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "place"), FAULTS)
def test_each_fault_has_its_place(tmp_path: Path, good: str, bad: str, place: str) -> None:
    """In French for officials, and the text itself in no message."""
    assert good in GOOD
    with pytest.raises(InputError) as raised:
        declared(written(tmp_path, GOOD.replace(good, bad, 1)))
    assert [fault.place for fault in raised.value.faults] == [place]
    assert all(fault.official and fault.file == "indicateurs.toml" for fault in raised.value.faults)


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ('table = "lines"', 'table = "lignes"', 'numerator.table : "lignes" ; attendu : l\'un de ces mots : requests,'),
        ('when = "asked"', "", "denominator.when : rien ; attendu : l'un de ces mots : asked, heard,"),
        ('groups = ["kind"]', 'groups = "kind"', 'groups : "kind" ; attendu : une liste, entre crochets.'),
        ('name = "Urgentes entendues"', "", "name : rien ; attendu : un texte."),
        ('id = "urgentes-entendues"', 'id = "Jeanne Martin"', "id : texte de 13 caractères ; attendu : un identifiant"),
        ('id = "urgentes-entendues"', 'id = "u"\nmeasure = "median"',
         'measure : "median" ; attendu : pas de « measure » à côté d\'un dénominateur'),
        ("where = { urgency = [2, 3] }", "where = { urgency = [2, 'x y'] }",
         "where.urgency : texte de 3 caractères ; attendu : un nombre entier"),
        ("where = { urgency = [2, 3] }", "where = { requested_on = '2010-10-05' }",
         'where.requested_on : "2010-10-05" ; attendu : un jour comme 2010-10-05, sans guillemets'),
        ("[indicators.denominator]", "[indicators.denominator]\nwhat = 1", "denominator.what : une clé ;"),
        ('table = "lines"', 'table = "changes"', "numerator.sum : une clé ; attendu : l'un de ces mots : table,"),
        ("[[indicators]]", "[[indicators]", "le fichier : ligne 2, colonne 13 ; attendu : un fichier TOML"),
    ],
)  # fmt: skip
def test_a_fault_says_place_value_and_what_was_expected(tmp_path: Path, good: str, bad: str, line: str) -> None:
    """A small word as it is typed, any other text by its length: it may be about a person."""
    assert good in GOOD
    with pytest.raises(InputError) as raised:
        declared(written(tmp_path, GOOD.replace(good, bad, 1)))
    assert any(line in (fault.official or "") for fault in raised.value.faults), [str(raised.value)]


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    """And a file without any indicator is one."""
    text = GOOD
    for good, bad, _ in FAULTS[:2] + FAULTS[-2:]:
        text = text.replace(good, bad, 1)
    with pytest.raises(InputError) as raised:
        declared(written(tmp_path, text))
    assert len(raised.value.faults) == 4
    for other in ("", "x = 1\n", "indicators = 3\n", "indicators = [1]\n"):
        with pytest.raises(InputError):
            declared(written(tmp_path, other))
