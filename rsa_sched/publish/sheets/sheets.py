"""All sheets that one audience may have, by path: of each the page and the Word document."""

from __future__ import annotations

from collections.abc import Iterator

from rsa_sched.display.audience import Audience
from rsa_sched.domain.agenda import Agenda, Appointment, Deferral
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import file_names
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Letterhead
from rsa_sched.publish.sheets.easy import easy_leaflet
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.inventory import inventory_leaflet
from rsa_sched.publish.sheets.leaflet import Leaflet
from rsa_sched.publish.sheets.situation import SituationSheet
from rsa_sched.publish.sheets.structure import structure_leaflet
from rsa_sched.publish.standing import Standing


def sheets_of(
    problem: Problem,
    agenda: Agenda,
    head: Letterhead,
    evidence: Evidence,
    standing: Standing | None,
    audience: Audience,
) -> dict[str, bytes]:
    """As `sheets`, from what a publication has."""
    return sheets(SheetFacts(problem, agenda, head, evidence, standing), audience)


def sheets(facts: SheetFacts, audience: Audience) -> dict[str, bytes]:
    """The sheets of the situations that an audience follows, of its structures, and for the service the inventory.

    A partner follows nobody's request by right, and is given none.
    """
    files: dict[str, bytes] = {}
    for path, leaflet in _leaflets(facts, audience):
        files[f"{path}.html"] = leaflet.html(facts.standing)
        files[f"{path}.docx"] = leaflet.docx(facts.problem.as_of)
    return files


def _leaflets(facts: SheetFacts, audience: Audience) -> Iterator[tuple[str, Leaflet]]:
    if audience.circle == "partner":
        return
    fates: dict[str, Appointment | Deferral] = {row.situation: row for row in facts.agenda.appointments}
    fates |= {row.situation: row for row in facts.agenda.deferrals}
    rows = sorted((row for row in facts.problem.situations if audience.owns(row)), key=lambda row: row.id)
    folder, easy = say("sheets.files.folder"), say("sheets.files.easy")
    names = file_names(row.id for row in rows)
    for row in rows:
        path = f"{folder}/{names[row.id]}"
        yield path, SituationSheet(facts, row, fates[row.id]).leaflet()
        yield f"{path}-{easy}", easy_leaflet(facts, row, fates[row.id])
    if audience.circle == "beneficiary":
        return
    own = [row for row in facts.problem.structures if audience.all or row.id == audience.who]
    stems = file_names(row.id for row in own)
    for structure in own:
        theirs = [row for row in rows if row.structure == structure.id]
        if theirs:
            path = f"{folder}/{say('sheets.files.structure')}-{stems[structure.id]}"
            yield path, structure_leaflet(facts, structure, theirs, fates)
    if audience.all:
        yield f"{folder}/{say('sheets.files.inventory')}", inventory_leaflet(facts)
