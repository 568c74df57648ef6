"""The same family and seed: the same bytes; and services do not hear of each other."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from rsa_sched import PreparedProblem
from rsa_sched.engine.components import split
from rsa_sched.simulate import FAMILIES, Family, load
from rsa_sched.simulate.loads import document
from tests.support.quick import mostly_slow

GRENOBLE_0 = "c7994dc702a60f5347486e5229bfd8e37809c3f5345a6fe5cd79172fa7468b44"
"""Fingerprint of ``load("grenoble", 0)``: it changes only if what is drawn is meant to change."""


def of_service(whole: dict[str, Any], number: int) -> dict[str, Any]:
    """The rows of one service, known by the beginning of their ids."""
    prefix = f"v{number:04}"
    lists = {key: value for key, value in whole.items() if isinstance(value, list)}
    lists["between"] = [{"id": pair[0], "pair": pair} for pair in whole["travel"]["between"]]
    keys = {"pins": "session", "bans": "session", "history": "service"}
    return {key: [row for row in rows if row[keys.get(key, "id")].startswith(prefix)] for key, rows in lists.items()}


def test_one_load_is_pinned() -> None:
    """On every machine."""
    assert load("grenoble", 0).sha256 == GRENOBLE_0


@pytest.mark.parametrize("hash_seed", mostly_slow(["0", "1"], "1"))
def test_another_process_draws_the_same(hash_seed: str) -> None:
    """Whatever order its sets are in."""
    code = "from rsa_sched.simulate import load; print(load('quarter', 3).sha256)"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout.strip() == load("quarter", 3).sha256


def test_seeds_give_other_loads() -> None:
    """No two of ten are alike."""
    assert len({load("grenoble", seed).sha256 for seed in range(10)}) == 10


@pytest.mark.parametrize("number", [1, 3, 12])
def test_a_service_is_the_same_however_many_there_are(number: int) -> None:
    """In the département, in the region, and in one with a service more or less."""
    few, many = document(FAMILIES["departement"], 5), document(FAMILIES["region"], 5)
    assert of_service(few, number) == of_service(many, number)
    assert of_service(few, number)["situations"]


def test_demand_does_not_touch_places_people_and_dates() -> None:
    """Each step of drawing a service has a stream of its own."""
    family = Family("same")
    usual, busy = document(family, 0), document(replace(family, demand=2.5, partners=60), 0)
    for key in ("subsectors", "venues", "travel", "structures", "professionals", "sessions"):
        assert usual[key] == busy[key], key
    assert len(busy["situations"]) > len(usual["situations"])


def test_nothing_ties_two_services_together() -> None:
    """The independent components of a département are its services, whole."""
    problem = load("departement", 1)
    case = PreparedProblem.of(problem)
    components, _ = split(case)
    services = [{case.index.service_of(name) for name in component.candidates} for component in components]
    assert sorted(map(sorted, services)) == [[service.id] for service in problem.services]
