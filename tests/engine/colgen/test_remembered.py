"""What one solve leaves behind for the next one of a variant changes no answer."""

from __future__ import annotations

from random import Random

from rsa_sched import PreparedProblem, Problem
from rsa_sched.engine.colgen.remembered import OFTEN, Remembered
from rsa_sched.engine.components import split
from rsa_sched.engine.control import Control
from rsa_sched.explanations.imposed import solved, without
from tests.support.documents import random_document


def test_solves_of_variants_find_the_same_with_what_others_left_behind() -> None:
    """Of each component without a situation: from the plans, hours and exclusions of all before, or alone."""
    kept = 0
    for seed in (1, 2, 4):
        problem = Problem.from_dict(random_document(Random(seed)))
        for component in split(PreparedProblem.of(problem))[0]:
            remembered = Remembered()
            for name in component.candidates:
                variant = without(component, name)
                assert solved(variant, Control(), {}, remembered)[1] == solved(variant, Control(), {}, Remembered())[1]
            kept += len(remembered.plans)
    assert kept, "no solve asked for plans"


def test_plans_are_given_up_where_hours_exclude_one_choice_after_the_other() -> None:
    """CP-SAT is asked instead; one hard solve alone is no reason."""
    remembered = Remembered()
    assert remembered.is_any_use
    remembered.count(2 * OFTEN)
    assert remembered.is_any_use
    remembered.count(2 * OFTEN)
    assert not remembered.is_any_use
    assert remembered.plans_alone().is_any_use
