"""What was promised to whom, and what became of it: the fold's part that counts kept and broken promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Doc = dict[str, Any]
FATES = ("kept", "broken", "withdrawn")
"""A place given by the month that was promised, whether or not the person came; not given by then; not asked for any
more before."""
PLACE = ("latest", "session", "start", "planned")


def record(promises: dict[str, Doc], account: dict[str, int], facts: Mapping[str, Any]) -> None:
    """Take up a `promised` event: forecasts are the new ones, a latest month that was told stays.

    Parameters
    ----------
    promises : by id, what is open.
    account : how many ended how; the event holds it too, so that it outlives what is erased.
    """
    account.update(facts["account"])
    for row in facts["promises"]:
        before = promises.get(row["situation"])
        stays = {key: before[key] for key in PLACE} if before and before["latest"] else {}
        promises[row["situation"]] = {**row, **stays}


def settle(
    promises: dict[str, Doc], account: dict[str, int], month: str, ends: Mapping[str, str], given: Mapping[str, str]
) -> None:
    """A month is closed: which promises are kept or broken by it.

    Parameters
    ----------
    month : of its last session, as ``2010-11``.
    ends : ``heard`` or ``withdrawn``, by id of who waits no more.
    given : the month of the place of each who had one, those included who were absent.
    """
    for name, row in list(promises.items()):
        fate = ""
        if ends.get(name) == "withdrawn":
            fate = "withdrawn"
        elif name in given or ends.get(name) == "heard":
            fate = "kept" if given.get(name, month) <= row["latest"] else "broken"
        elif month >= row["latest"]:
            fate = "broken"
        if not row["latest"]:
            fate = "none" if name in ends else ""
        if fate:
            del promises[name]
        if fate in FATES:
            account[fate] = account.get(fate, 0) + 1


def given_places(
    agendas: Sequence[Mapping[str, Any]], cancelled: Sequence[Mapping[str, Any]], held: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """The month of each place that the service gave, used or not.

    Parameters
    ----------
    agendas : as they stood one after the other, before and after replacements.
    cancelled, held : of a `MonthRecord`; who lost the place to a cancellation was given none.
    """
    gone = {name for line in cancelled for name in line["sessions"]}
    freed = {name for line in cancelled for name in line["freed"]}
    found = {}
    for number, agenda in enumerate(agendas):
        for place in agenda["appointments"]:
            if place["session"] not in gone and (number or place["situation"] not in freed):
                found[place["situation"]] = str(place["start"])[:7]
    for lines in held.values():
        for line in lines["outcomes"]:
            if line["outcome"] == "cancelled":
                found.pop(line["situation"], None)
    return found
