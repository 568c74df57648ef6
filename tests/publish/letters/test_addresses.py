"""A letter that could not be sent is told when it is published, by pseudonym alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rsa_sched import load_demo
from rsa_sched.display.visible import view
from rsa_sched.names import Identity, NameTable
from rsa_sched.office.address import missing_parts
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.letters.addresses import incomplete_addresses, unaddressed
from rsa_sched.publish.publication import publish
from tests.display import solved
from tests.support import builders


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


def test_invitations_without_a_street_are_told() -> None:
    """Of persons who are written to and come; to others no letter says where to come."""
    problem, agenda = solved(builders.document([
        builders.situation(1, person="b-1", beneficiary_invited=True, beneficiary_agreed=True),
        builders.situation(2, person="b-2"),
    ], [builders.session(1, day=19)]))  # fmt: skip
    shown = view(problem, agenda)
    assert unaddressed(shown, ["b-1", "b-2"], Letterhead()) == ("v-1",)
    assert unaddressed(shown, ["b-1"], Letterhead(addresses={"v-1": "38000 Grenoble"})) == ("v-1",)
    assert unaddressed(shown, ["b-1"], Letterhead(addresses={"v-1": "2 rue du Test, 38000 Grenoble"})) == ()
    assert unaddressed(shown, ["b-2"], Letterhead()) == ()
    names = NameTable([Identity("b-1", "person", last_name="A", official_letter=True)])
    assert publish(problem, agenda, names=names).unaddressed == ("v-1",)


@pytest.mark.parametrize("name", ["tables", "reseau-emploi", "equipe-pluridisciplinaire", "annee"])
def test_examples_say_where_to_come_and_whom_to_call(name: str) -> None:
    """Each venue has a street and a way to it, the service a telephone."""
    folder = Path(__file__).parents[3] / "examples" / name / "service"
    profile = tomllib.loads((folder / "profil.toml").read_text("utf-8"))
    venues = {row["id"] for row in profile["venues"]}
    letters = profile["letters"]
    assert set(letters["addresses"]) == set(letters["access"]) == venues
    assert not any(map(missing_parts, [letters["address"], *letters["addresses"].values()]))
    assert re.search(r"\d\d( \d\d){4}", letters["contact"])


def test_whom_nothing_names_is_told_apart_by_their_situations() -> None:
    """Letters to unnamed referents of one structure differ by more than the names of their files."""
    rows = [builders.situation(1), builders.situation(2, referent="p-1"), builders.situation(3)]
    problem, agenda = solved(builders.document(rows, [builders.session(1, day=19)]))
    made = publish(problem, agenda)
    assert made.nameless == ("p-1", "p-3")
    addressed = {name: made.files[f"courriers/prescripteur-{name}.html"].decode() for name in made.nameless}
    assert "qui suit les situations d-1 et d-2" in addressed["p-1"]
    assert "qui suit la situation d-3" in addressed["p-3"]


def test_what_an_address_has() -> None:
    """On one line or several."""
    assert missing_parts("Chez X\n12 rue Y\n38000 GRENOBLE CEDEX 9") == ()
    assert missing_parts("12 rue Y\nGRENOBLE\n38000") == ()
    assert missing_parts("38000 Grenoble") == ("street",)
    assert missing_parts("12 rue Y\nGRENOBLE") == ("postcode",)
    assert missing_parts("?") == ("street", "postcode", "town")
