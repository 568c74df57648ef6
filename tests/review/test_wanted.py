"""What an agreed indicator asks for and no row has: told with the values that there are, of people never."""

from __future__ import annotations

from pathlib import Path

import pytest

from rsa_sched.review.declared import declared
from rsa_sched.review.wanted import values_of_no_row
from tests.review.recorded import REGISTER, facts
from tests.support_cli import inside

TEXT = """
[[indicators]]
id = "u"
name = "Urgentes"
definition = "situations entendues, sur celles demandées"
perimeter = "celles-ci"
[indicators.numerator]
table = "requests"
when = "heard"
where = { %s }
[indicators.denominator]
table = "requests"
when = "asked"
"""


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ('kind = "PE"', []),
        ("urgency = [2, 3]", []),
        ('kind = "FT"', ["u : numerator.where.kind, valeur n° 1 : aucune ligne ne l'a ; il y a : PE, PER, PSSI"]),
        ('kind = ["PE", "Mme Martin"]',
         ["u : numerator.where.kind, valeur n° 2 : aucune ligne ne l'a ; il y a : PE, PER, PSSI"]),
        ("urgency = 9", ["u : numerator.where.urgency, valeur n° 1 : aucune ligne ne l'a ; il y a : 0, 1, 2, 3"]),
        ("requested_on = 1999-01-01", ["u : numerator.where.requested_on, valeur n° 1 : aucune ligne ne l'a"]),
    ],
)  # fmt: skip
def test_a_value_that_no_row_has_is_told(tmp_path: Path, where: str, told: list[str]) -> None:
    """By its place alone, since what was typed may be a name; of days no list, which would be long."""
    path = tmp_path / "indicateurs.toml"
    path.write_text(TEXT % where, encoding="utf-8")
    assert list(values_of_no_row(facts(), declared(path))) == told


def test_the_command_says_it(tmp_path: Path) -> None:
    """The review is made nevertheless."""
    path = tmp_path / "indicateurs.toml"
    path.write_text(TEXT % 'kind = "FT"', encoding="utf-8")
    done = inside("review", "--register", REGISTER, "--indicators", path, "-o", tmp_path / "bilan")
    assert done.returncode == 0 and "aucune ligne ne l'a ; il y a : PE, PER, PSSI" in done.stderr.decode()
