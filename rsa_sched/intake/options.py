"""What `read_tables` is given, by what belongs together: the tables, who is who, the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.intake.rows.pseudonyms import Key
from rsa_sched.intake.rows.verdicts import Verdicts
from rsa_sched.months.next_month import NextMonth
from rsa_sched.names import NameTable

if TYPE_CHECKING:
    from rsa_sched.intake.sources import Source, Sources

SetAside = Callable[[Sequence[Mapping[str, Any]], str], Collection[str]]
"""Of rows of requests, and the type that one without a type is of, the ids of those that are left out."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class TableFiles:
    """Where the tables of a month are.

    Attributes
    ----------
    paths : a folder, a file, a list of files, or DataFrames by name. Tables are recognised by their headings.
    sheet : only the sheets of this name, in files that have one.
    sessions, people, absences, decisions, history, heard : files or frames that hold these tables.
    titles : whether what the columns of a table lack may stand in its title lines, its sheet's or its file's name; the
        profile may say so too.
    keep : names of tables (a file, a sheet or « file/sheet ») that count where others are versions of them.
    """

    paths: Sources
    sheet: str | None = None
    sessions: Source | None = None
    people: Source | None = None
    absences: Source | None = None
    decisions: Source | None = None
    history: Source | None = None
    heard: Source | None = None
    titles: bool = False
    keep: tuple[str, ...] = ()

    @classmethod
    def of(cls, tables: Sources | TableFiles) -> TableFiles:
        """The same, or these paths."""
        return tables if isinstance(tables, TableFiles) else cls(tables)

    @property
    def named(self) -> dict[str, Source]:
        """The sources whose kind of table is given, by that kind."""
        kinds = [field.name for field in fields(self) if field.name not in ("paths", "sheet", "titles", "keep")]
        return {kind: source for kind in kinds if (source := getattr(self, kind)) is not None}


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Identities:
    """What stands between names and pseudonyms; the repr shows nothing of it.

    Attributes
    ----------
    key : for pseudonyms; needed where people are named that `names` does not know. Never kept among the tables.
    names : identities whose pseudonyms are settled; a file that is not there yet is an empty table.
    verdicts : what somebody decided on people who are perhaps the same; a file that is not there yet says nothing. The
        profile's where omitted.
    """

    key: Key | Path | str | None = None
    names: NameTable | Path | str | None = None
    verdicts: Verdicts | Path | str | None = None


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class MonthContext:
    """What is arbitrated, and what went before.

    Attributes
    ----------
    id, as_of : of the problem; the profile's where omitted.
    previous : last month's problem and agenda: people heard there are pointed out.
    announced : an agenda of this month that was sent out already: its places are announced, so that as few as possible
        move.
    carried : what the month before left, as `close_month` gives it or the file of it: who waits, and the history.
    again : ids of requests that are confirmed: they ask anew, though `carried` says that they were heard or withdrawn.
    closed : ids of sessions of closed months, which a calendar of the year still holds.
    set_aside : of the requests as read, the ids of those that whoever asks leaves out: what is odd about them is not
        told. (What `carried` leaves out is left out anyway.)
    """

    id: str | None = None
    as_of: dt.date | str | None = None
    previous: tuple[Problem, Agenda] | None = None
    announced: Agenda | None = None
    carried: NextMonth | Path | str | None = None
    again: Collection[str] = ()
    closed: Collection[str] = ()
    set_aside: SetAside | None = None
