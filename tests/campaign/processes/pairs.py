"""Two commands at once on one name table, key or folder: nothing of either is lost."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from rsa_sched.domain.problem import Problem
from rsa_sched.intake.rows.pseudonyms import Key, Pseudonyms
from rsa_sched.names import NameTable
from tests.campaign.processes.child import Order
from tests.campaign.processes.commands import Command, Entry, contents, differences, exposed
from tests.campaign.processes.scenes import (
    KEY,
    PEOPLE,
    SECRETS,
    imports,
    lay_out,
    publishes,
    ready,
    run,
    whole_month,
)  # fmt: skip

LATER = 0.3
"""Seconds after the first within which the second begins."""
Pair = tuple[tuple[str, ...], tuple[str, ...]]


class Pairs:
    """Pairs in a folder of its own."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed, self._folder = seed, folder
        self._orders: dict[Pair, tuple[Path, list[Mapping[str, Entry]]]] = {}
        self.tried = Counter[str]()

    def faults_of(self, number: int) -> list[str]:
        """Run a pair, and say what is not as it should be."""
        rng = random.Random(f"{self._seed}/{number}")
        name, pair, both_ready = KINDS[number % len(KINDS)]
        before, orders = self._in_turn(pair, both_ready)
        folder = self._folder / f"pair-{number}"
        shutil.copytree(before, folder)
        key = b"" if name == MAKES_A_KEY else KEY
        faults = _at_once(folder, pair, rng, key)
        found = contents(folder)
        faults += exposed(found, SECRETS)
        faults += _people_lost(folder) if pair[0][0] != "publish" else []
        if key:  # two of the same kind come to the same in one order or the other, but for what a report says of before
            each = [list(differences(found, expected, found)) for expected in orders]
            fewest = min(each, key=len)
            faults += fewest
        shutil.rmtree(folder)
        self.tried[name] += 1
        return [f"{name}: {fault}" for fault in faults]

    def _in_turn(self, pair: Pair, both_ready: bool) -> tuple[Path, list[Mapping[str, Entry]]]:
        """The folder before a pair, and what it holds when one runs after the other, in both orders."""
        if pair not in self._orders:
            before = self._folder / f"before-{len(self._orders)}"
            before.mkdir()
            lay_out(before)
            if both_ready:
                ready(before)
            ends = []
            for order in (pair, pair[::-1]):
                folder = self._folder / "in-turn"
                shutil.copytree(before, folder)
                for arguments in order:
                    run(folder, arguments)
                ends.append(contents(folder))
                shutil.rmtree(folder)
            self._orders[pair] = before, [*ends]
        return self._orders[pair]


def _at_once(folder: Path, pair: Pair, rng: random.Random, key: bytes) -> list[str]:
    said = [folder.with_name(f"{folder.name}-{n}.said") for n in (1, 2)]
    both = [
        Command(Order(arguments, str(folder), str(says), key=key, waits=True))
        for arguments, says in zip(pair, said, strict=True)
    ]
    for command in both:
        command.heard()
    pause = rng.choice((0.0, rng.uniform(0.0, LATER)))
    for command in rng.sample(both, 2):
        command.go()
        time.sleep(pause)
    faults = []
    for command, says in zip(both, said, strict=True):
        told = command.heard()
        command.end()
        if told is None or told.code != 0:
            faults.append(f"it ends with {told and told.code}: {says.read_text('utf-8')[-1500:]}")
        says.unlink()
    return faults


def _people_lost(folder: Path) -> list[str]:
    """Whoever is not in the name table under the pseudonym of the one key that is there, or in no problem."""
    names, key = NameTable.from_csv(folder / "noms" / "noms.csv"), Key.read(folder / "clé" / "cle.txt")
    there = {row.last_name: row for row in names.values() if row.sort == "person"}
    lost = [f"{name} is lost" for people in PEOPLE.values() for name in people if name not in there]
    made = Pseudonyms(key, NameTable())
    lost += [
        f"{row.last_name} has a pseudonym of another key"
        for row in there.values()
        if made.of(row.last_name, row.first_name, row.birth_date, row.case_number) != row.id
    ]
    for path in folder.glob("**/probl*.json"):
        persons = [situation.person for situation in Problem.from_json(path).situations]
        lost += [f"{path.name}: {person} is in no name table" for person in persons if person not in names]
    return lost


MAKES_A_KEY = "import, each makes the key"
KINDS: tuple[tuple[str, Pair, bool], ...] = (
    ("import", (imports("tableaux", "problème-1.json"), imports("autres", "problème-2.json")), False),
    (MAKES_A_KEY, (imports("tableaux", "problème-1.json"), imports("autres", "problème-2.json")), False),
    ("publish", (publishes("tableaux"), publishes("autres")), True),
    ("month", (whole_month("tableaux"), whole_month("autres")), False),
)
"""Name, commands, and whether problems and agendas are made before."""
