"""What a register is set to: the files that it works with, how long it keeps what, the codes of outcomes."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from rsa_sched.errors import Fault, InputError
from rsa_sched.intake.profile import Profile
from rsa_sched.office.toml import read_toml

USUAL_MONTHS = 24
"""Months for which payloads are kept where the profile does not say (rdv-insertion keeps its own as long)."""
LONGEST = 36
_CODE = re.compile(r"(?!-)[a-z0-9-]{1,80}(?<!-)", re.ASCII)


@dataclass(frozen=True)
class RegisterSettings:
    """Settings, as the last `configured` event holds them.

    Attributes
    ----------
    profile, key, names : paths, absolute; None where there is none.
    tables : the service's own tables: folders or files that every `receive` reads too.
    keep_months : 1 to 36.
    outcomes : what a session may come to, in the service's own words, by code.
    """

    profile: Path | None = None
    key: Path | None = None
    names: Path | None = None
    tables: tuple[Path, ...] = ()
    keep_months: int = USUAL_MONTHS
    outcomes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, profile: Path | None, key: Path | None, names: Path | None, tables: tuple[Path, ...] = ()) -> Self:
        """Settings of these files; the profile is checked whole.

        Its section ``[register]`` may hold ``keep_months`` and ``[register.outcomes]``, a code and its words each.

        Raises
        ------
        InputError
            With every fault of the profile.
        """
        if profile is None:
            return cls(None, key, names, tables)
        Profile.from_toml(profile)
        found = read_toml(profile).get("register", {})
        if faults := _faults(found, profile.name):
            raise InputError(tuple(faults))
        return cls(profile, key, names, tables, found.get("keep_months", USUAL_MONTHS), dict(found.get("outcomes", {})))

    def payload(self, beside: Path) -> dict[str, Any]:
        """As an event holds them: paths as seen from the register's folder, so that all may move together."""

        def seen(path: Path | None) -> str | None:
            return None if path is None else Path(os.path.relpath(path.absolute(), beside.parent)).as_posix()

        return {
            "profile": seen(self.profile),
            "key": seen(self.key),
            "names": seen(self.names),
            "tables": [seen(path) for path in self.tables],
            "keep_months": self.keep_months,
            "outcomes": dict(self.outcomes),
        }

    @classmethod
    def of(cls, payload: Mapping[str, Any], beside: Path) -> Self:
        """The settings that an event holds, of a register that lies there now."""

        def found(text: str | None) -> Path | None:
            return None if text is None else beside.parent / text

        return cls(
            found(payload.get("profile")),
            found(payload.get("key")),
            found(payload.get("names")),
            tuple(beside.parent / text for text in payload.get("tables", ())),
            payload.get("keep_months", USUAL_MONTHS),
            payload.get("outcomes", {}),
        )


def _faults(found: Any, file: str) -> list[Fault]:
    """Every fault of the section ``[register]``."""
    if not isinstance(found, dict):
        return [Fault("register", "a value", "not-a-section", file=file)]
    faults = [
        Fault(f"register.{_shown(key)}", "a key", "unknown-key", file=file)
        for key in found
        if key not in ("keep_months", "outcomes")
    ]
    months = found.get("keep_months", USUAL_MONTHS)
    if type(months) is not int or not 1 <= months <= LONGEST:
        faults.append(Fault("register.keep_months", "another value", "not-months-to-keep", file=file))
    outcomes = found.get("outcomes", {})
    if not isinstance(outcomes, dict):
        return [*faults, Fault("register.outcomes", "a value", "not-a-section", file=file)]
    for code, label in outcomes.items():
        if not _CODE.fullmatch(code) or type(label) is not str:
            faults.append(Fault(f"register.outcomes.{_shown(code)}", "a key", "not-a-code", file=file))
    return faults


def _shown(key: str) -> str:
    """A key as far as it is one of ours: any other text may be about a person."""
    return key if _CODE.fullmatch(key) else "?"
