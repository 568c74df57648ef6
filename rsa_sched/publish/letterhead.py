"""Who signs the letters, and the delays of the to-do list: the sections ``[letters]`` and ``[delays]`` of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeVar

from rsa_sched.errors import Fault, InputError
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping
from rsa_sched.office.toml import read_toml

OfficialLetters = Literal["requested", "all", "none"]
"""Which persons are written to: those for whom the name table asks it, all that it names, or none."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender.

    Attributes
    ----------
    sender : the authority and service, as it stands at the head of a letter.
    address : postal address, lines separated by newlines.
    contact : telephone or e-mail of the service.
    town : where the letter is written (« À Grenoble, le … »).
    signatory : function of whoever signs; no name is needed.
    rules_contact : whom to write to for the rules of the algorithm (CRPA, R. 311-3-1-1).
    addresses, access : postal address of each venue, and how to come there, by its id (``[letters.addresses]``).
    """

    sender: str = say("letters.letterhead.sender")
    address: str = ""
    contact: str = ""
    town: str = ""
    signatory: str = say("letters.letterhead.signatory")
    rules_contact: str = ""
    addresses: Mapping[str, str] = FrozenMapping({})
    access: Mapping[str, str] = FrozenMapping({})

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Section ``[letters]`` of a profile; InputError with every fault."""
        return section(cls, path, "letters")


@dataclass(frozen=True, slots=True)
class Delays:
    """Days that the note leaves open; a duty that would fall on a closed day is moved to the open day before.

    Attributes
    ----------
    tell_prescribers : days after `as_of` within which each prescriber is told what was decided.
    tell_people : days before the session by which whoever comes is told of date and place [R44, R49].
    confirm_partners : days before the session by which the letter to an external partner has left [R46].
    """

    tell_prescribers: int = 2
    tell_people: int = 7
    confirm_partners: int = 7

    @classmethod
    def from_toml(cls, path: Path) -> Self:
        """Section ``[delays]`` of a profile; InputError with every fault."""
        return section(cls, path, "delays")


USUAL_LETTERHEAD: Final = Letterhead()
USUAL_DELAYS: Final = Delays()

T = TypeVar("T")


def section(kind: type[T], path: Path, name: str) -> T:
    """A section of a profile as frozen values; keys it leaves out keep their defaults."""
    found = read_toml(path).get(name, {})
    known: dict[str, Any] = {field.name: type(field.default) for field in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(found, dict):
        raise InputError.of(name, "a value", "not-a-section", file=path.name)
    faults = []
    for key, value in found.items():
        at = f"{name}.{key}"
        if key not in known:
            faults.append(Fault(at, "a key", "unknown-key", file=path.name))
        elif known[key] is FrozenMapping:
            if not isinstance(value, dict) or not all(type(text) is str for text in value.values()):
                faults.append(Fault(at, "another type", "not-texts-by-id", file=path.name))
        elif known[key] is str and type(value) is not str:
            faults.append(Fault(at, "another type", "not-a-text", file=path.name))
        elif known[key] is int and (type(value) is not int or value < 0):
            faults.append(Fault(at, "another type", "not-a-count", file=path.name))
    if faults:
        raise InputError(tuple(faults))
    return kind(**{key: FrozenMapping(value) if known[key] is FrozenMapping else value for key, value in found.items()})
