"""The sheet of one structure: its requests with their data first, then what decided each of them, and the sharing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rsa_sched.display.accounts import dues
from rsa_sched.display.explanation import sentences
from rsa_sched.domain.agenda import Appointment, Deferral
from rsa_sched.domain.organisation import Structure
from rsa_sched.domain.situation import Situation
from rsa_sched.french.figures import short_day
from rsa_sched.french.sentences import lookup, say
from rsa_sched.publish.pages.words import legal_mention, parameter_table
from rsa_sched.publish.sheets.facts import SheetFacts
from rsa_sched.publish.sheets.leaflet import Chapter, Leaflet
from rsa_sched.render.table import Grid, grid_of


def structure_leaflet(
    facts: SheetFacts, structure: Structure, rows: Sequence[Situation], fates: Mapping[str, Appointment | Deferral]
) -> Leaflet:
    """The sheet of a structure, of its own requests alone."""
    heard = sum(isinstance(fates[row.id], Appointment) for row in rows)
    heading = lookup("sheets.headings")
    name = structure.label or structure.id
    return Leaflet(
        say("sheets.titles.structure", structure=name),
        [
            say("sheets.lead.structure", asked=len(rows), heard=heard, deferred=len(rows) - heard),
            say("sheets.lead.law"),
        ],
        [
            Chapter(
                heading["data"],
                [say("sheets.structure.correct", contact=facts.contact)],
                table=_requests(facts, name, rows, fates),
            ),
            Chapter(heading["decided"], [say("sheets.decided.proposal"), *facts.validation()]),
            Chapter(heading["rules"], table=parameter_table(facts.problem.regulation).grid("page")),
            Chapter(heading["hangs"], [say("sheets.hangs.points")], table=_hangs(facts, rows)),
            Chapter(heading["kinds"], table=dues(facts.agenda.due).grid("page")),
            Chapter(heading["proof"], facts.proof()),
            Chapter(heading["rights"], [legal_mention(facts.head)]),
        ],
        facts.head.sender,
    )


def _requests(
    facts: SheetFacts, name: str, rows: Sequence[Situation], fates: Mapping[str, Appointment | Deferral]
) -> Grid:
    def cells() -> Iterator[list[str]]:
        for row in rows:
            fate = fates[row.id]
            decided = (
                say("sheets.structure.heard")
                if isinstance(fate, Appointment)
                else say("sheets.structure.deferred", label=say(f"deferrals.reasons.{facts.motive(fate)}"))
            )
            yield [
                row.id,
                short_day(row.requested_on),
                short_day(row.received),
                str(row.urgency),
                "" if row.rank is None else str(row.rank),
                str(facts.prepared.index.minutes[row.id]),
                str(facts.prepared.values[row.id]),
                decided,
                facts.source(row),
            ]

    caption = say("sheets.structure.caption", structure=name)
    return grid_of(caption, lookup("sheets.structure.columns"), cells(), figures=(3, 4, 5, 6), shape="long")


def _hangs(facts: SheetFacts, rows: Sequence[Situation]) -> Grid:
    accounts = facts.evidence.accounts
    found = [
        [row.id, " ".join(sentences(accounts[row.id])) if row.id in accounts else say("sheets.hangs.unknown")]
        for row in rows
    ]
    return grid_of(lookup("sheets.structure.hangs-caption"), lookup("sheets.structure.hangs-columns"), found)
