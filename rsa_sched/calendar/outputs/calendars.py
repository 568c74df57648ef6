"""Calendar files of a year: one per series, one per person; whoever subscribed sees changes and cancellations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from rsa_sched.calendar.arrange import YearCalendar
from rsa_sched.calendar.outputs.lines import YearLine, lines
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import file_names
from rsa_sched.publish.calendars.calendars import FOLDER, withdrawn
from rsa_sched.publish.calendars.entries import Entry, uid_of
from rsa_sched.publish.calendars.file import calendar_file
from rsa_sched.publish.calendars.state import from_state, next_states, to_state


def year_calendars(
    found: YearCalendar, before: Mapping[str, Any] | None, as_of: dt.date
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files by path, and the state to be given as `before` the next time.

    Parameters
    ----------
    before : the state that the last call returned; None where nothing was published.
    as_of : day of the calendar; what is over by then is not cancelled.

    Raises
    ------
    InputError : where `before` is no such state.
    MissingExtra : without the extra ``ics``.
    """
    year = found.index.year
    problem = f"{year.first_month}/{year.last_month}"
    entries = list(_entries(found))
    states = next_states(entries, from_state(before), problem, as_of)
    make = partial(calendar_file, timezone=year.timezone, stamp=as_of)
    by_holder: dict[str, list[tuple[Entry, int]]] = {}
    for entry in entries:
        by_holder.setdefault(entry.holder, []).append((entry, states[entry.uid].sequence))
    files = {f"{FOLDER}/{holder}.ics": make(events, method="PUBLISH") for holder, events in by_holder.items()}
    for state in states.values():
        if state.status == "withdrawn" and not state.over(as_of):
            name = f"{FOLDER}/annulations/{state.holder}-{state.uid[:12]}.ics"
            files[name] = make([(withdrawn(state), state.sequence)], method="CANCEL")
    return files, to_state(states)


def _entries(found: YearCalendar) -> Iterator[Entry]:
    listed = lines(found)
    of_series = file_names(found.index.series)
    people = file_names(found.index.people)
    for line in listed:
        yield _entry(line, ("serie",), f"seance-{of_series[line.series.id]}")
    for name in found.index.people:
        for line in listed:
            if name in line.row.people:
                yield _entry(line, ("presence", name), f"professionnel-{people[name]}")


def _entry(line: YearLine, what: tuple[str, ...], holder: str) -> Entry:
    identity = uid_of("annee", line.row.session, *what)
    return Entry(
        uid=identity,
        identity=identity,
        holder=holder,
        start=line.start,
        end=line.end,
        summary=say("year.event.title", series=line.title),
        description=say("year.event.text", session=line.row.session, people=line.people or (say("year.none"),)),
        location=line.venue,
        category=say("calendars.categories.sessions"),
    )
