"""What a département says once and for all: its organisation, and its words for things, in one TOML file.

::

    [problem]
    id = "grenoble-2010-10"
    as_of = 2010-09-28                      # or "2010-09-28"; both may also be given at import
    timezone = "Europe/Paris"

    [regulation]                            # as in the contract, section 2
    preset = "grenoble_2010"                # optional: a ready-made règlement to start from
    late = "refuse"
    [[regulation.types]]                    # optional: the types of session, in place of the preset's
    id = "standard"
    label = "instance d'insertion"

    [[services]]
    id = "grenoble"
    label = "Service insertion, secteur Grenoble"
    aliases = ["CLI Grenoble"]              # other names found in the tables; on any of these rows

    [[subsectors]]
    id = "S1"
    service = "grenoble"
    neighbourhoods = ["Chorier", "Berriat"] # R13

    [[venues]]
    id = "cs-abbaye"
    [[structures]]
    id = "sls-s1"
    kind = "PSSI"
    [travel]
    default_minutes = 25
    between = [["cs-a", "cs-b", 10]]
    [[history]]
    service = "grenoble"
    kind = "PER"
    units = 40

    [columns.situations]                    # headings of the tables in use here, by key or label of the field
    referent = ["Travailleur social"]
    "Date de la demande" = ["Envoi du"]

    [aliases.kinds]                         # also types, services, subsectors, venues, structures, professionals
    "Parcours emploi" = "PER"

    [identity]
    verdicts = "identites.csv"              # what was decided on people who are perhaps the same; beside the profile

    [urgency]                               # words for levels, besides non, urgent, très urgent, critique
    "bientôt expulsé" = 3

    [reading]
    titles = true                           # what a table lacks may stand in its title lines, sheet or file name

Sections ``[letters]`` and ``[delays]`` belong to publishing, ``[register]`` to the register, ``[month]`` to the command
``rsa-sched month``; they are let through.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rsa_sched.domain.reading import naming_file
from rsa_sched.domain.regulation import PRESETS, Regulation
from rsa_sched.errors import InputError
from rsa_sched.french.sentences import lookup
from rsa_sched.intake.cells.words import bare
from rsa_sched.intake.fields import field_key
from rsa_sched.intake.profile_check import ALIASED, LISTS, profile_faults
from rsa_sched.intake.typewords import Types
from rsa_sched.office.toml import read_toml


def usual_urgency() -> dict[str, int]:
    """Levels of urgency by their usual words [R29]."""
    return {word: int(level) for level, words in lookup("vocabulary.urgency").items() for word in words}


@dataclass(frozen=True)
class Profile:
    """A département's profile; names are as written there, to be compared by `bare`.

    Attributes
    ----------
    document : keys of the problem document: ``id``, ``as_of`` (ISO text), ``timezone``, ``regulation``, ``services``,
        ``subsectors``, ``venues``, ``travel``, ``structures``, ``history``, as far as the profile gives them.
    columns : headings in use here, by table and key of the field.
    neighbourhoods : sub-sector of each neighbourhood [R13].
    aliases : by list (``kinds``, ``types``, ``services``, ``subsectors``, ``venues``, ``structures``,
        ``professionals``), the id that each other name stands for; of kinds also the usual names.
    urgency : level of each word.
    titles : whether what the columns of a table lack may stand in its title lines, its sheet's or its file's name.
    verdicts : file of what was decided on people who are perhaps the same; relative to the profile's own file.
    """

    document: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    neighbourhoods: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, dict[str, str]] = field(default_factory=lambda: _aliases({}, Regulation().kinds))
    urgency: dict[str, int] = field(default_factory=usual_urgency)
    titles: bool = False
    verdicts: str | None = None

    def __repr__(self) -> str:
        """How much it holds; aliases of professionals may be names of people."""
        return f"<Profile {', '.join(f'{len(self.document.get(name, ()))} {name}' for name in LISTS)}>"

    @classmethod
    def from_toml(cls, path: Path | str) -> Profile:
        """The profile in a file (UTF-8).

        Raises
        ------
        InputError
            With every fault of the file at once.
        """
        path = Path(path)
        raw = read_toml(path)
        with naming_file(path.name):
            profile = cls.from_dict(raw)
        return profile if profile.verdicts is None else replace(profile, verdicts=str(path.parent / profile.verdicts))

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Profile:
        """The profile of data already parsed, as `from_toml` reads it; the mapping is not kept.

        Raises
        ------
        InputError
            With every fault at once.
        """
        try:
            whole = copy.deepcopy(dict(raw))
        except RecursionError:
            raise InputError.of("document", "nested too deeply", "nested-too-deeply") from None
        faults = profile_faults(whole)
        if faults:
            raise InputError(tuple(faults))
        document: dict[str, Any] = dict(whole.get("problem", {}))
        if isinstance(document.get("as_of"), dt.date):
            document["as_of"] = document["as_of"].isoformat()
        regulation = _regulation(whole.get("regulation", {}))
        if regulation:
            document["regulation"] = regulation
        aliases = {name: dict(whole.get("aliases", {}).get(name, {})) for name in ALIASED}
        neighbourhoods: dict[str, str] = {}
        for name in LISTS:
            for row in whole.get(name, []):
                aliases[name].update(dict.fromkeys(row.pop("aliases", ()), row["id"]))
                neighbourhoods.update(dict.fromkeys(row.pop("neighbourhoods", ()), row["id"]))
        document |= {name: whole[name] for name in (*LISTS, "travel", "history") if name in whole}
        columns: dict[str, dict[str, tuple[str, ...]]] = {}
        for table, fields in whole.get("columns", {}).items():
            of_table = columns.setdefault(table, {})
            for name, headings in fields.items():
                key = field_key(table, name) or name
                of_table[key] = (*of_table.get(key, ()), *headings)
        kinds = kinds_of(document.get("regulation", {}))
        own = {bare(word) for word in whole.get("urgency", {})}
        levels = levels_of(document.get("regulation", {}))
        usual = {word: level for word, level in usual_urgency().items() if level < levels and bare(word) not in own}
        words, titles = {**usual, **whole.get("urgency", {})}, bool(whole.get("reading", {}).get("titles", False))
        verdicts = whole.get("identity", {}).get("verdicts")
        return cls(document, columns, neighbourhoods, _aliases(aliases, kinds), words, titles, verdicts)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of structure of the règlement, in order [R3]."""
        return kinds_of(self.document.get("regulation", {}))

    @property
    def levels(self) -> int:
        """How many levels of urgency the règlement has [R29]."""
        return levels_of(self.document.get("regulation", {}))

    @property
    def types(self) -> Types:
        """The types of session of the règlement, by all their names."""
        return Types.of(self.document.get("regulation", {}), self.aliases.get("types"))

    def names(self, rows: str) -> dict[str, str]:
        """Every name of a list (ids, labels, aliases), `bare`, with the id it stands for.

        A label that two rows share stands for none; an id comes before an alias, an alias before a label.
        """
        if rows == "kinds":
            ids, labels = list(self.kinds), []
        else:
            ids = [row["id"] for row in self.document.get(rows, ())]
            labels = [(bare(row["label"]), row["id"]) for row in self.document.get(rows, ()) if row.get("label")]
        bearers: dict[str, set[str]] = {}
        for name, row in labels:
            bearers.setdefault(name, set()).add(row)
        named = {name: row for name, row in labels if len(bearers[name]) == 1}
        named |= {bare(name): row for name, row in self.aliases.get(rows, {}).items()}
        named |= {bare(row): row for row in ids}
        named.pop("", None)
        return named


def kinds_of(regulation: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of structure of a raw règlement."""
    return tuple(regulation.get("kinds", Regulation().kinds))


def levels_of(regulation: Mapping[str, Any]) -> int:
    """How many levels of urgency a raw règlement has."""
    return len(regulation.get("urgency_days", Regulation().urgency_days))


def _regulation(raw: dict[str, Any]) -> dict[str, Any]:
    """The règlement as the document has it: the preset's own keys, then those given."""
    preset = raw.pop("preset", None)
    base = PRESETS[preset].model_dump(mode="json", exclude_unset=True) if preset is not None else {}
    return {**base, **raw}


def _aliases(own: Mapping[str, dict[str, str]], kinds: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The profile's aliases and, after them, the usual names of kinds."""
    aliases = {name: dict(own.get(name, {})) for name in ALIASED}
    taken = {bare(name) for name in (*aliases["kinds"], *kinds)}
    for kind, names in lookup("vocabulary.kinds").items():
        if kind in kinds:
            aliases["kinds"] |= {name: kind for name in names if bare(name) not in taken}
            taken.update(map(bare, names))
    return aliases
