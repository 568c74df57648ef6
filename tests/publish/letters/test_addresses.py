"""A letter that could not be sent is told when it is published, by pseudonym alone."""

from __future__ import annotations

from rsa_sched import load_demo
from rsa_sched.names import Identity, NameTable
from rsa_sched.office.address import missing_parts
from rsa_sched.publish.letters.addresses import incomplete_addresses


class Shown:
    """As much of a view as is asked for."""

    seats = sessions = ()

    def __init__(self, *people: str) -> None:
        self.deferrals = [type("Row", (), {"person": person, "referent": "p-0"}) for person in people]


def test_addresses_without_town_are_told() -> None:
    """Where a letter is asked for, or all are written; never where none is."""
    persons = [row.person for row in load_demo().situations if row.person][:2]
    names = NameTable([
        Identity(str(persons[0]), "person", last_name="A", address="12 rue du Test", official_letter=True),
        Identity(str(persons[1]), "person", last_name="B", address=""),
    ])  # fmt: skip
    shown = Shown(*map(str, persons), "", "b-unknown")
    found = incomplete_addresses(shown, names, "requested")  # type: ignore[arg-type]
    assert found == {persons[0]: ("postcode", "town")}
    assert set(incomplete_addresses(shown, names, "all")) == set(persons)  # type: ignore[arg-type]
    assert incomplete_addresses(shown, names, "none") == {}  # type: ignore[arg-type]


def test_what_an_address_has() -> None:
    """On one line or several."""
    assert missing_parts("Chez X\n12 rue Y\n38000 GRENOBLE CEDEX 9") == ()
    assert missing_parts("12 rue Y\nGRENOBLE\n38000") == ()
    assert missing_parts("38000 Grenoble") == ("street",)
    assert missing_parts("12 rue Y\nGRENOBLE") == ("postcode",)
    assert missing_parts("?") == ("street", "postcode", "town")
