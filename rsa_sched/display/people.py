"""What professionals are called on pages: by the label that the problem gives them, else by their function.

Their names stand in letters alone, since only those are given the name table; an id is nobody's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.office.inert import file_names

LONGEST_NAME = 60
"""Characters of a label in the name of a file."""


@dataclass(frozen=True, slots=True)
class Called:
    """Professionals of a problem, by id.

    Attributes
    ----------
    short : « référent 2 »: among the people of one structure.
    whole : « référent 2 (SATIS) »: among all.
    files : a part of the name of a file: the label where there is one of that name alone, else the id.
    homes : id of the structure that each belongs to, or whose situations they follow; none of whoever has none.
    """

    short: Mapping[str, str]
    whole: Mapping[str, str]
    files: Mapping[str, str]
    homes: Mapping[str, str]

    def beside(self, professional: str, structure: str) -> str:
        """What they are called where that structure is named already."""
        return (self.short if self.homes.get(professional) == structure else self.whole)[professional]


def called(problem: Problem) -> Called:
    """What each professional is called.

    Who has no label is a referent where they follow a situation or belong to a structure, and is counted among those
    of it that have none, by id.
    """
    homes = {row.referent: row.structure for row in sorted(problem.situations, key=lambda row: row.structure)[::-1]}
    homes |= {row.id: row.structure for row in problem.professionals if row.structure}
    structures = {row.id: row.label or row.id for row in problem.structures}
    short: dict[str, str] = {}
    whole: dict[str, str] = {}
    number: Counter[str] = Counter()
    for row in sorted(problem.professionals, key=lambda row: row.id):
        home = homes.get(row.id, "")
        if row.label:
            short[row.id] = whole[row.id] = row.label
            continue
        number[home] += 1
        short[row.id] = say(f"labels.people.{'referent' if home else 'other'}", number=number[home])
        whole[row.id] = (
            say("labels.people.of", name=short[row.id], structure=structures[home]) if home else short[row.id]
        )
    return Called(short, whole, _files(problem), homes)


def _files(problem: Problem) -> dict[str, str]:
    """« chargee-de-secteur-nord »; the id where there is no label, another of the same, or one that is some id."""
    plain = file_names(row.id for row in problem.professionals)
    told = {row.id: _plain(row.label) for row in problem.professionals if row.label}
    taken = Counter(told.values()) + Counter(name.casefold() for name in plain.values())
    return plain | {name: label for name, label in told.items() if label and taken[label] == 1}


def _plain(label: str) -> str:
    """The letters and figures of a label, small and without accents."""
    ascii_only = unicodedata.normalize("NFKD", label.lower().translate({0x153: "oe"})).encode("ascii", "ignore")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.decode().lower())[:LONGEST_NAME].strip("-")
