"""Calendars (RFC 5545): one per session, one per professional, and the to-do list; nobody's name stands in them.

A calendar program knows an event by its UID: it replaces what it holds when the same UID comes with a higher SEQUENCE,
and takes it out when a METHOD:CANCEL does. So a UID is made from the month and its services, from what an event *is*,
and from nothing that may change:

- of a professional's appointment from situation and professional: moved to another session it stays the same event;
- of a professional's presence from session and professional, of a session from its id;
- of a task from its key.

Months and services that number alike share none. An event keeps the UID under which its folder first told it: that of
before UIDs named the month, too, since a calendar program would take another one for another event.

What was published before comes as the state that the previous call returned. An event that is gone is cancelled in a
file of its own (RFC 5546 allows no more in one), and again each time until it would be over: whoever writes the folder
twice before sending it loses no cancellation. It stays in the state, so that it is raised above that where it returns.

Tasks are events of a day that leave it free, not VTODO: Outlook passes over a VTODO in a file that it imports.
No ORGANIZER: an invented address would be worse than none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from rsa_sched.display.view import View
from rsa_sched.french.sentences import say
from rsa_sched.publish.calendars.entries import NO_NAMES, Entry, Scope, entries
from rsa_sched.publish.calendars.file import calendar_file
from rsa_sched.publish.calendars.state import EventState, from_state, next_states, to_state
from rsa_sched.publish.tasks.todo import Task

FOLDER = "calendriers"


def calendars(
    shown: View,
    tasks: Sequence[Task],
    before: Mapping[str, Any] | None,
    scope: Scope = (),
    *,
    mark: str = "",
    begun: dt.datetime | None = None,
    names: Mapping[str, str] = NO_NAMES,
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The calendar files by their path in the folder, and the state to be given as `before` the next time.

    Parameters
    ----------
    shown : what the audience may see.
    tasks : its to-do list.
    before : the state of the previous publication to the same audience; None where there was none.
    scope : the month and its services, see `scope_of`.
    mark : stands before the title of each event of a draft, which is tentative.
    begun : what had begun by then and is told no more is over, and not withdrawn.
    names : what files are called after each professional, see `entries`.

    Raises
    ------
    InputError
        Where `before` is no such state.
    MissingExtra
        Without the extra ``ics``.
    """
    told = from_state(before)
    kept = {state.identity: uid for uid, state in told.items() if state.problem == shown.problem}
    found = [replace(entry, uid=kept.get(entry.identity, entry.uid)) for entry in entries(shown, tasks, scope, names)]
    if mark:
        found = [replace(entry, summary=say("calendars.draft", mark=mark, summary=entry.summary)) for entry in found]
    states = next_states(found, told, shown.problem, shown.as_of, begun)
    make = partial(calendar_file, timezone=shown.timezone, stamp=shown.as_of, tentative=bool(mark))
    by_holder: dict[str, list[tuple[Entry, int]]] = {}
    for entry in found:
        by_holder.setdefault(entry.holder, []).append((entry, states[entry.uid].sequence))
    files = {f"{FOLDER}/{holder}.ics": make(events, method="PUBLISH") for holder, events in by_holder.items()}
    for state in states.values():
        if state.status == "withdrawn" and not state.over(shown.as_of):
            name = f"{FOLDER}/annulations/{state.holder}-{state.uid[:12]}.ics"
            files[name] = make([(withdrawn(state), state.sequence)], method="CANCEL")
    return files, to_state(states)


def withdrawn(state: EventState) -> Entry:
    """What is known of an event that is gone: enough to find it and to say which one it was."""
    return Entry(
        uid=state.uid,
        identity=state.identity,
        holder=state.holder,
        start=state.start,
        end=state.end,
        summary=state.summary,
        cancelled=True,
        all_day=state.all_day,
    )
