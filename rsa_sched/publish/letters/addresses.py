"""Letters to people that could not be sent: whose address in the name table lacks street, postcode or town [R50]."""

from __future__ import annotations

from rsa_sched.display.view import View
from rsa_sched.names import NameTable
from rsa_sched.office.address import missing_parts
from rsa_sched.publish.letterhead import OfficialLetters


def incomplete_addresses(
    shown: View, names: NameTable, official_letters: OfficialLetters
) -> dict[str, tuple[str, ...]]:
    """By pseudonym, what the address of each person to whom a letter is written lacks; nobody's name is in it."""
    people = {line.person for _, line in shown.seats} | {row.person for row in shown.deferrals} - {""}
    rows = [names[person] for person in sorted(people) if person in names and official_letters != "none"]
    named = [row for row in rows if row.sort == "person" and (row.last_name or row.first_name)]
    written = [row for row in named if official_letters == "all" or row.official_letter]
    return {row.id: missing for row in written if (missing := missing_parts(row.address))}
