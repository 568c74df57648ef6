"""Every rule and every part matters: taken out of the model, the audit or the points tell within 200 random problems.

This is what the agreement of model and audit elsewhere rests on. A rule whose CP-SAT form did nothing, or whose check
never spoke, would agree with everything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest

from rsa_sched import PreparedProblem, Problem, Statement, solve
from rsa_sched.audit import Audit, audit
from rsa_sched.bareme import TERMS, Term
from rsa_sched.bareme.points import points_of
from rsa_sched.domain.clock import iso_minute, to_moment
from rsa_sched.engine.cpsat.model import Model
from rsa_sched.rules import RULES, Rule
from rsa_sched.rules.base import Seat
from rsa_sched.rules.candidates import admitted_sessions
from rsa_sched.rules.document import WholeDocument
from tests.support.documents import random_document
from tests.support.quick import one_in

PROBLEMS = 200
FORMS = ("admits", "allows", "post")
MODELLED = [rule for rule in RULES if not isinstance(rule, WholeDocument)]
LEANS = {
    "session-time": {"presence"},  # who keeps situations of a session apart keeps their participants apart
    "single-seat": {"first-hour"},  # of two seats of one situation one is lost, and with it the other's company
}
"""What else the audit may name where a rule is left out."""


def forms(rule: Rule) -> list[str]:
    """What a rule says to the model, one of them or several."""
    return [form for form in FORMS if getattr(type(rule), form) is not getattr(Rule, form)]


def muted(rule: Rule, form: str) -> list[Rule]:
    """Every rule, but this one without one of its forms."""
    less = type("Muted", (type(rule),), {form: getattr(Rule, form)})() if len(forms(rule)) > 1 else None
    return [less if other is rule and less else other for other in MODELLED if other is not rule or less]


ABLATIONS = {f"{rule.id}-{form}": (rule, muted(rule, form)) for rule in MODELLED for form in forms(rule)}


def random_cases() -> Iterator[PreparedProblem]:
    """The same 200 problems for every test."""
    return map(random_case, range(PROBLEMS))


@cache
def random_case(seed: int) -> PreparedProblem:
    """A problem; half of them have pins (which may clash)."""
    document = random_document(random.Random(seed), size=("tiny", "small")[seed % 2], pins=seed % 4 > 1)
    return PreparedProblem.of(Problem.from_dict(document))


def stated(case: PreparedProblem, seats: Mapping[str, Seat]) -> Statement:
    """What an agenda with these seats states."""
    return Statement.from_dict(
        {
            "appointments": [
                {
                    "situation": seat.situation,
                    "session": seat.session,
                    "start": iso_minute(to_moment(seat.start)),
                    "end": iso_minute(to_moment(seat.end)),
                }
                for seat in seats.values()
            ],
            "deferrals": [{"situation": name} for name in case.index.situations if name not in seats],
        }
    )


def audit_with(case: PreparedProblem, rules: Sequence[Rule]) -> Audit | None:
    """Audit of the best agenda of a model that knows these rules; None where even that has none."""
    wider = replace(case, admitted=admitted_sessions(case.index, rules))
    answer = Model(wider, rules=rules).solve(seconds=20)
    return None if answer.status == "infeasible" else audit(case, stated(case, answer.seats))


def named_by_audit(rule: Rule, rules: Sequence[Rule]) -> set[str]:
    """The rules that the audit names, from the first random problem on until it names the one."""
    named: set[str] = set()
    for case in random_cases():
        found = audit_with(case, rules)
        named |= {violation.rule for violation in found.violations} if found is not None else set()
        if rule.id in named:
            break
    return named


@pytest.mark.parametrize("rule", one_in(3, MODELLED), ids=lambda rule: rule.id)
def test_a_rule_left_out_is_missed(rule: Rule) -> None:
    """The audit names the rule that the model did not know, and nothing that has nothing to do with it."""
    named = named_by_audit(rule, [other for other in RULES if other is not rule])
    assert {rule.id} <= named <= {rule.id} | LEANS.get(rule.id, set())


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "rules"), ABLATIONS.values(), ids=ABLATIONS.keys())
def test_half_a_rule_left_out_is_missed(rule: Rule, rules: list[Rule]) -> None:
    """The same of each way in which a rule speaks to the model: pairs, starts and what excludes what."""
    assert rule.id in named_by_audit(rule, rules)


@pytest.mark.slow
def test_nothing_left_out_nothing_missed() -> None:
    """The whole model in one piece, as posted in the tests above, satisfies the audit; clashing pins aside."""
    audits = [audit_with(case, RULES) for case in islice(random_cases(), 40)]
    assert not any(found.violations for found in audits if found is not None)
    assert 3 <= audits.count(None) <= 20


@pytest.mark.parametrize("part", one_in(3, TERMS), ids=lambda part: part.id)
def test_a_part_left_out_costs_points(part: Term) -> None:
    """A model that does not count one part finds, in some problem, an agenda of fewer points than the best."""
    for case in random_cases():
        answer = Model(case, terms=[other for other in TERMS if other is not part]).solve(seconds=20)
        if answer.status == "infeasible":
            continue
        assert not audit(case, stated(case, answer.seats)).violations
        best = solve(case.index.problem, workers=1)
        assert best.status == "optimal"
        points = points_of(case, answer.seats)
        assert points <= best.points
        if points < best.points:
            return
    pytest.fail(f"the model without {part.id} found the best agenda of all {PROBLEMS} problems")


def test_only_the_document_rule_has_no_model() -> None:
    """What the model does not need to know is that the agenda is written down correctly."""
    assert [rule.id for rule in RULES if not forms(rule)] == [WholeDocument.id]
