"""Section ``[month]`` of a profile: with it ``rsa-sched month octobre`` needs no other word.

::

    [month]                                    # paths as seen from the profile's own folder
    tables = "../tableaux"                     # a folder a month: 2010-10, « octobre 2010 »; or "../*/recus"
    own = ["seances.csv", "people.xlsx"]       # the service's own tables, read every month; optional
    names = "../secret/noms.csv"
    key = "../secret/cle.txt"
    output = "../mois"                         # each month gets a folder of its own in it
    days_before = 6                            # ages are counted that many days before the month begins
    register = "../registre.sqlite"            # optional
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from rsa_sched.cli.month_names import MonthNamed, month_named
from rsa_sched.errors import Fault, InputError
from rsa_sched.office.files import is_folder, is_there, resolved
from rsa_sched.office.toml import read_toml

PLACES = ("profil.toml", "service/profil.toml")
"""Where the profile is looked for that no option names."""
_NEEDED = ("tables", "names", "key", "output")
_TEXTS = (*_NEEDED, "register")
_KEYS = (*_TEXTS, "own", "days_before")
_MOST_DAYS = 62


@dataclass(frozen=True, slots=True)
class MonthSettings:
    """Where a service keeps what a month is made of.

    Attributes
    ----------
    profile : the profile's file.
    tables : the folder that holds a folder for each month, and the way from there to the tables, "" for none.
    own : files and folders of the service's own, read every month.
    names, key : name table and key of the pseudonyms; both are made where they are not there yet.
    output : each month's folder is made in it.
    register : the register that the months are kept in; None where there is none.
    days_before : days before the first of the month, on which ages are counted; None where it is not said.
    """

    profile: Path
    tables: tuple[Path, str]
    own: tuple[Path, ...]
    names: Path
    key: Path
    output: Path
    register: Path | None = None
    days_before: int | None = None

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """The section of a profile. Raises InputError with every fault of it, of the paths that it names too."""
        found = read_toml(path).get("month")
        if not isinstance(found, dict):
            stands = "" if found is None else "a value"
            raise InputError.of(
                "month", stands, "no-month-section" if found is None else "not-a-section", file=path.name
            )
        if faults := _faults(found, path.name):
            raise InputError(tuple(faults))
        head, _, rest = found["tables"].partition("*")
        register = found.get("register")
        settings = cls(
            profile=path,
            tables=(_beside(path, head), rest.strip("/")),
            own=tuple(_beside(path, name) for name in found.get("own", ())),
            names=_beside(path, found["names"]),
            key=_beside(path, found["key"]),
            output=_beside(path, found["output"]),
            register=None if register is None else _beside(path, register),
            days_before=found.get("days_before"),
        )
        if faults := settings._missing():
            raise InputError(tuple(faults))
        return settings

    def _missing(self) -> list[Fault]:
        """Every path that leads nowhere."""
        file = self.profile.name
        faults = []
        if not is_folder(self.tables[0]):
            faults.append(Fault("month.tables", str(self.tables[0]), "no-folder", file=file))
        for number, path in enumerate(self.own):
            if not is_there(path):
                faults.append(Fault(f"month.own[{number}]", str(path), "nothing-there", file=file))
        made = {"names": self.names, "key": self.key, "output": self.output, "register": self.register}
        for key, target in made.items():
            if target is not None and not is_folder(target.parent):
                faults.append(Fault(f"month.{key}", str(target.parent), "no-folder", file=file))
        return faults

    def found(self, asked: MonthNamed) -> tuple[str, Path]:
        """The month as ``2010-10``, and the folder of its tables.

        Raises
        ------
        InputError
            Where no folder is that month's, or several are, or none of them says the year.
        """
        head, rest = self.tables
        there: dict[str, list[Path]] = {}
        known = set[str]()
        for folder in sorted(path for path in head.iterdir() if path.is_dir()):
            named = month_named(folder.name)
            if named is None:
                continue
            known.add(str(named))
            if named.suits(asked):
                there.setdefault(str(named.with_year(asked.year)), []).append(folder / rest if rest else folder)
        at, file = "month.tables", self.profile.name
        if not known:
            raise InputError.of(at, str(head), "no-month-folders", file=file)
        if not there:
            names = sorted(known)
            raise InputError.of(at, str(asked), "no-folder-of-the-month", file=file, folder=head.name, names=names)
        if len(there) > 1 or len(next(iter(there.values()))) > 1:
            raise InputError.of(at, str(asked), "months-alike", file=file, names=sorted(there))
        [(name, [folder])] = there.items()
        if "-" not in name:
            raise InputError.of(at, str(asked), "month-without-year", file=file)
        if not folder.is_dir():
            raise InputError.of(at, str(folder), "no-folder", file=file)
        return name, folder

    def as_of(self, month: str, given: dt.date | None) -> dt.date:
        """The day on which ages are counted. Raises InputError where neither the option nor the section says it."""
        first = dt.date.fromisoformat(f"{month}-01")
        if given is not None:
            return given
        if self.days_before is None:
            raise InputError.of("month.days_before", "", "no-day-of-reference", file=self.profile.name)
        return first - dt.timedelta(days=self.days_before)


def profile_there() -> Path:
    """The profile of this folder. Raises InputError where there is none."""
    for place in PLACES:
        if is_there(Path(place)):
            return Path(place)
    raise InputError.of("--profile", "", "no-profile-here", names=PLACES)


def _beside(profile: Path, name: str) -> Path:
    """A path as seen from the profile's folder, without steps back where they lead to the same."""
    path = profile.parent / name
    short = Path(os.path.normpath(path))
    return short if resolved(short) == resolved(path) else path


def _faults(found: dict[str, Any], file: str) -> list[Fault]:
    """Every fault of the section's own keys."""
    faults = [Fault(f"month.{key}", "a key", "not-one-of", {"names": _KEYS}, file) for key in found if key not in _KEYS]
    faults += [Fault(f"month.{key}", "", "missing-key", file=file) for key in _NEEDED if key not in found]
    for key in _TEXTS:
        value = found.get(key, "x")
        if type(value) is not str or not value.strip() or "\x00" in value:
            faults.append(Fault(f"month.{key}", "another type", "not-a-text", file=file))
        elif key == "tables" and value.count("*") > 1:
            faults.append(Fault("month.tables", "another value", "not-one-star", file=file))
    own = found.get("own", [])
    if not isinstance(own, list) or not all(type(name) is str and name.strip() and "\x00" not in name for name in own):
        faults.append(Fault("month.own", "another type", "not-a-list-of-words", file=file))
    days = found.get("days_before", 1)
    if type(days) is not int or not 0 <= days <= _MOST_DAYS:
        faults.append(Fault("month.days_before", "another value", "not-days-before", {"most": _MOST_DAYS}, file))
    return faults
