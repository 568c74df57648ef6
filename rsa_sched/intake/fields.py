"""The columns of the tables: which there are, how their cells are read, where their content goes.

One place for readers, the form, the help sheet and the documentation. What the columns are called stands in
``french/fields.toml``; headings are compared without accents, case, punctuation and line breaks. A département's own
words come from its profile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from rsa_sched.french.sentences import lookup, words
from rsa_sched.intake.cells.words import bare

Sort = Literal["id", "text", "date", "moment", "hour", "yes-no", "count", "choice", "list"]
"""How a cell is read; ``list``: several entries, separated by semicolons, line breaks or « , »."""

Privacy = Literal["needed", "identity", "contact", "free text", "refused"]
"""``needed``: goes to the problem; ``identity``: goes to the name table, the problem gets a pseudonym; ``contact``:
goes to the name table; ``free text``: looked through and left behind; ``refused``: must not be sent at all."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes
    ----------
    key : name in programs and profiles.
    sort : how its cells are read.
    privacy : where its content goes.
    required : whether every row needs it.
    rule : sentence of the note behind it.
    label : French heading, as the form writes it.
    help : what to fill in, in French.
    aliases : other headings under which it is found.
    choices : for ``choice``: what may stand there, as the form offers it.
    outputs : headings that this tool writes itself, which come before all others.
    exact : other headings that are none when folded, as « n° rue » would be « n° et rue ».
    lesser : headings that count only where no other column is the field, such as the number of a household.
    asked : whether the form asks for it; what it does not ask for is read where a table has it.
    """

    key: str
    sort: Sort
    privacy: Privacy = "needed"
    required: bool = False
    rule: str = ""
    label: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    lesser: tuple[str, ...] = ()
    asked: bool = True


_PARTS_OF_ADDRESS = (
    Field("address_number", "text", "contact", asked=False),
    Field("address_more", "text", "contact", asked=False),
    Field("address_next", "text", "contact", asked=False),
    Field("postcode", "text", "contact", asked=False),
    Field("town", "text", "contact", asked=False),
)
"""What an address may be composed of besides its street."""

_COLUMNS: dict[str, tuple[Field, ...]] = {
    "situations": (
        Field("id", "id"),
        Field("civility", "text", "contact"),
        Field("full_name", "text", "identity", asked=False),
        Field("last_name", "text", "identity"),
        Field("birth_name", "text", "identity", asked=False),
        Field("first_name", "text", "identity"),
        Field("birth_date", "date", "identity"),
        Field("case_number", "text", "identity"),
        Field("person", "id"),
        Field("email", "text", "contact"),
        Field("address", "text", "contact"),
        *_PARTS_OF_ADDRESS,
        Field("official_letter", "yes-no", "contact", rule="R50"),
        Field("type", "choice"),
        Field("neighbourhood", "text", rule="R13"),
        Field("subsector", "id", rule="R12"),
        Field("structure", "id", required=True),
        Field("kind", "choice", rule="R3"),
        Field("referent", "id", required=True, rule="R20"),
        Field("requested_on", "date", required=True, rule="R28"),
        Field("received_on", "date", rule="R47"),
        Field("not_before", "date"),
        Field("not_after", "date"),
        Field("urgency", "count", rule="R29"),
        Field("rank", "count", rule="R32"),
        Field("deferrals", "count"),
        Field("partners", "list", rule="R21"),
        Field("external_partners", "list", rule="R46"),
        Field("beneficiary_invited", "yes-no", rule="R42"),
        Field("beneficiary_agreed", "yes-no", rule="R43"),
        Field("oriented", "yes-no", rule="R3"),
        Field("in_active_file", "yes-no", rule="R4"),
        Field("plie_outside_rsa", "yes-no", rule="R5"),
        Field("wanted_sessions", "list", rule="R54"),
        Field("comment", "text", "free text"),
        Field("phone", "text", "free text"),
        Field("unneeded", "list", "free text", asked=False),
        Field("nir", "text", "refused"),
    ),
    "sessions": (
        Field("id", "id", required=True),
        Field("type", "choice"),
        Field("service", "id"),
        Field("subsector", "id", rule="R11"),
        Field("venue", "id", required=True, rule="R23"),
        Field("date", "date", required=True),
        Field("hour", "hour"),
        Field("minutes", "count", rule="R39"),
        Field("max_situations", "count", rule="R40"),
        Field("staff", "list", rule="R14"),
        Field("unneeded", "list", "free text", asked=False),
    ),
    "people": (
        Field("id", "id", required=True),
        Field("label", "text"),
        Field("civility", "text", "contact"),
        Field("full_name", "text", "identity", asked=False),
        Field("last_name", "text", "identity"),
        Field("first_name", "text", "identity"),
        Field("email", "text", "contact"),
        Field("address", "text", "contact"),
        *_PARTS_OF_ADDRESS,
        Field("structure", "id"),
    ),
    "absences": (
        Field("professional", "id", required=True),
        Field("date", "date"),
        Field("half_day", "choice"),
        Field("from", "moment"),
        Field("to", "moment"),
    ),
    "decisions": (
        Field("situation", "id", required=True),
        Field("decision", "choice", required=True, rule="R27"),
        Field("session", "id", required=True),
        Field("date", "date"),
        Field("hour", "hour"),
        Field("unneeded", "list", "free text", asked=False),
    ),
    "history": (
        Field("service", "id", required=True),
        Field("kind", "choice", required=True),
        Field("units", "count", required=True),
    ),
    "heard": (
        Field("person", "id"),
        Field("full_name", "text", "identity", asked=False),
        Field("last_name", "text", "identity"),
        Field("birth_name", "text", "identity", asked=False),
        Field("first_name", "text", "identity"),
        Field("birth_date", "date", "identity"),
        Field("case_number", "text", "identity"),
        Field("heard_on", "date", required=True),
    ),
}


def _with_words(kind: str) -> Iterator[Field]:
    """The fields of a table with their French."""
    for field in _COLUMNS[kind]:
        french = lookup(f"fields.{kind}.{field.key}")
        several = ("aliases", "choices", "outputs", "exact", "lesser")
        found: dict[str, Any] = {name: tuple(french.get(name, ())) for name in several}
        yield replace(field, label=french["label"], help=french["help"], **found)


TABLES = {kind: tuple(_with_words(kind)) for kind in _COLUMNS}
"""Tables by kind: the requests, the calendar, the professionals, when they cannot come, what the service decided
itself, what each kind of structure was granted before, who was heard last month."""

_BY_LABEL = {kind: {bare(field.label): field.key for field in fields} for kind, fields in TABLES.items()}


def field_key(kind: str, name: str) -> str | None:
    """The key of the field of a table that a profile names by its key or by its French label; None where it is none."""
    return name if any(field.key == name for field in TABLES[kind]) else _BY_LABEL[kind].get(bare(name))


FRENCH_TABLES = words("fields.tables")
"""What each kind of table is called."""
