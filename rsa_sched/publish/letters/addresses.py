"""Letters that could not be sent as they are: to people whose address lacks street, postcode or town [R50], to
professionals whom nothing names."""

from __future__ import annotations

from collections.abc import Collection

from rsa_sched.display.view import View
from rsa_sched.domain.problem import Problem
from rsa_sched.names import NameTable
from rsa_sched.office.address import missing_parts
from rsa_sched.publish.letterhead import Letterhead, OfficialLetters


def incomplete_addresses(
    shown: View, names: NameTable, official_letters: OfficialLetters
) -> dict[str, tuple[str, ...]]:
    """By pseudonym, what the address of each person to whom a letter is written lacks; nobody's name is in it."""
    written = [names[person] for person in written_persons(shown, names, official_letters)]
    lacking = {row.id: missing for row in written if (missing := missing_parts(row.address))}
    # A professional is found at their structure; where the table gives another address it is to be a whole one.
    given = (names[name] for name in _professionals(shown) if name in names)
    apart = {row.id: ("town",) for row in given if row.address and "town" in missing_parts(row.address)}
    return lacking | apart


def written_persons(shown: View, names: NameTable, official_letters: OfficialLetters) -> list[str]:
    """The persons of an agenda to whom the service writes: those whom the table names, where it is asked for."""
    people = {line.person for _, line in shown.seats} | {row.person for row in shown.deferrals} - {""}
    rows = [names[person] for person in sorted(people) if person in names and official_letters != "none"]
    named = [row for row in rows if row.sort == "person" and (row.last_name or row.first_name)]
    return [row.id for row in named if official_letters == "all" or row.official_letter]


def nameless(problem: Problem, shown: View, names: NameTable) -> tuple[str, ...]:
    """Ids of the professionals who are written to and have neither a name in the table nor a label."""
    labelled = {row.id for row in problem.professionals if row.label}
    found = (name for name in _professionals(shown) if name not in labelled)
    rows = {name: names.get(name) for name in found}
    return tuple(
        name
        for name, row in rows.items()
        if row is None or row.sort != "professional" or not (row.last_name or row.first_name)
    )


def unaddressed(shown: View, written: Collection[str], head: Letterhead) -> tuple[str, ...]:
    """Ids of the venues to which a letter invites somebody, and whose street the profile does not say."""
    places = {
        session.venue for session, line in shown.seats if line.beneficiary_invited and line.person in set(written)
    }
    return tuple(sorted(name for name in places if "street" in missing_parts(head.addresses.get(name, ""))))


def _professionals(shown: View) -> list[str]:
    """Those who are written to: referents, external partners, the staff of cancelled sessions."""
    referents = {line.referent for _, line in shown.seats} | {row.referent for row in shown.deferrals}
    partners = {name for _, line in shown.seats for name in line.external}
    staff = {name for session in shown.sessions if session.mode == "cancelled" for name in session.staff}
    return sorted(referents | partners | staff)
