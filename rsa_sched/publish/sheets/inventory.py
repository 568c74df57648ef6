"""The inventory sheet for the public register of algorithms, filled from the profile and the règlement."""

from __future__ import annotations

from rsa_sched.french.figures import several
from rsa_sched.french.sentences import fill, lookup, say
from rsa_sched.publish.pages.words import parameter_table
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.leaflet import Chapter, Leaflet
from rsa_sched.render.table import grid_of


def inventory_leaflet(facts: SheetFacts) -> Leaflet:
    """What the public register of algorithms asks of this one."""
    regulation = facts.problem.regulation
    known = {
        "version": facts.agenda.run.version,
        "sender": facts.head.sender,
        "contact": facts.contact,
        "rules": facts.rules_contact,
        "types": several(kind.name for kind in regulation.types),
        "kinds": ", ".join(regulation.kinds),
        "fingerprint": facts.evidence.fingerprint,
    }
    rows = [
        [fill(cell, known, f"sheets.inventory.rows.{key}") for cell in row]
        for key, row in lookup("sheets.inventory.rows").items()
        if key != "fingerprint" or facts.evidence.fingerprint
    ]
    table = grid_of(lookup("sheets.inventory.caption"), lookup("sheets.inventory.columns"), rows)
    return Leaflet(
        say("sheets.titles.inventory"),
        [],
        [
            Chapter(say("sheets.titles.inventory"), [say("sheets.inventory.to-fill")], table=table),
            Chapter(say("sheets.inventory.parameters"), table=parameter_table(regulation).grid("page")),
        ],
        facts.head.sender,
    )
