"""What an import is given besides tables, as objects or as the files that hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rsa_sched.intake.cells.values import read_date
from rsa_sched.intake.profile import Profile
from rsa_sched.intake.rows.reader import FindingLog
from rsa_sched.intake.rows.verdicts import Verdicts
from rsa_sched.names import NameTable
from rsa_sched.office.files import is_folder, is_there, resolved

if TYPE_CHECKING:
    from rsa_sched.intake.sources import Sources


def profile_given(mapping: Profile | Mapping[str, Any] | Path | str | None) -> Profile:
    """The profile; without one, an empty one."""
    if mapping is None:
        return Profile()
    if isinstance(mapping, Profile):
        return mapping
    return Profile.from_toml(Path(mapping)) if isinstance(mapping, str | Path) else Profile.from_dict(mapping)


def names_given(log: FindingLog, names: NameTable | Path | str | None) -> NameTable:
    """The name table; a file that is not there is an empty one, which is told."""
    if isinstance(names, NameTable):
        return names
    if names is None:
        return NameTable()
    if is_there(Path(names)):
        return NameTable.from_csv(Path(names))
    log.report("warning", "names-missing")
    return NameTable()


def verdicts_given(log: FindingLog, verdicts: Verdicts | Path | str | None) -> Verdicts:
    """What was decided on people; a file that is not there says nothing, which is told."""
    if isinstance(verdicts, Verdicts):
        return verdicts
    if verdicts is None:
        return Verdicts()
    if is_there(Path(verdicts)):
        return Verdicts.from_csv(Path(verdicts))
    log.report("warning", "verdicts-missing")
    return Verdicts()


def check_apart(log: FindingLog, paths: Sources, files: Mapping[str, Path]) -> None:
    """The key is in no folder of tables, the name table is not read as a table."""
    listed = [paths] if isinstance(paths, str | Path) else paths if isinstance(paths, list | tuple) else []
    given = [resolved(Path(path)) for path in listed]
    places = {name: resolved(path) for name, path in files.items()}
    for argument in ("key", "names"):
        if argument not in places:
            continue
        path = places[argument]
        if path in [*given, *(other for name, other in places.items() if name != argument)]:
            log.report("error", f"{argument}-among-tables", wording="given-twice")
        elif any(is_folder(folder) and path.is_relative_to(folder) for folder in given):
            log.report("error" if argument == "key" else "warning", f"{argument}-among-tables")


def id_given(log: FindingLog, given: str | None, profile: Profile) -> str:
    """The id of the problem, the profile's where none is given; "" and an error where there is none."""
    name = given or profile.document.get("id")
    if name:
        return str(name)
    log.report("error", "id-missing")
    return ""


def as_of_given(log: FindingLog, given: dt.date | str | None, profile: Profile) -> str:
    """The day of the arbitration, ISO; the profile's where none is given; "" and an error where there is none."""
    day = given if given is not None else profile.document.get("as_of")
    if isinstance(day, dt.datetime) and day != day:  # NaT, pandas' « no day », counts itself among the days
        day = None
    if isinstance(day, dt.date):
        return (day.date() if isinstance(day, dt.datetime) else day).isoformat()
    read = read_date(str(day or ""))
    if read.value:
        return str(read.value)
    log.report("error", "as-of-missing", wording="unreadable" if day else "")
    return ""
