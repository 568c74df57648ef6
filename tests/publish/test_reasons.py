"""Plain sentences: short, without codes, figures of the barème or ids of people, each with a next step and its day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given

from rsa_sched import Problem, replacements, solve
from rsa_sched.display.view import DeferralView
from rsa_sched.display.visible import view
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import USUAL_LETTERHEAD
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.sheets.facts import SheetFacts
from tests.display import demo, week
from tests.profiles import examples
from tests.support.documents import documents

MOST_WORDS = 30
CODE = re.compile(r"\bR\d+\b|\bpoints?\b|unités?|barème|priorité|none|null", re.IGNORECASE)


def told(month: tuple[Any, Any], audience: str = "service") -> dict[str, DeferralView]:
    """The deferrals of a month with their sentences, by situation."""
    problem, agenda = month
    shown = explained(problem, agenda, view(problem, agenda, audience))
    return {row.situation: row for row in shown.deferrals}


def assert_plain(problem: Problem, row: DeferralView) -> None:
    """What holds of every deferral."""
    assert row.by is not None
    assert row.by > problem.as_of
    assert re.search(r"\d{1,2}(er)? \w+\.?$", row.step.rstrip(".")), "the step names a day at its end"
    for sentence in re.split(r"(?<=[.!?])\s", f"{row.why} {row.step}"):
        assert len(sentence.split()) <= MOST_WORDS
    assert not CODE.search(f"{row.why} {row.step}")
    words = set(re.findall(r"[\w~-]+", f"{row.why} {row.step}"))
    assert not {person.id for person in problem.professionals if not person.label} & words


@pytest.mark.parametrize("month", [demo, week])
def test_sentences_are_plain(month: Any) -> None:
    """Of the example month and of one with sessions of every mode."""
    for row in told(month()).values():
        assert_plain(month()[0], row)


def test_a_replacement_gives_nobody_who_waits_another_motive() -> None:
    """Every place that was given is a pin then; whoever was outranked is told nothing about availability."""
    problem, agenda = demo()
    gone = agenda.appointments[0].situation
    found = replacements(problem, agenda, cancel=[gone], options=1)
    before, after = told((problem, agenda)), told((found.problem, found.options[0].agenda))
    outranked = [name for name in after if name in before and before[name].reason == "outranked"]
    assert len(outranked) > 20
    for name in outranked:
        assert (after[name].reason, after[name].label) == (before[name].reason, before[name].label)
        assert "disponibilité" not in after[name].step
    facts = SheetFacts(found.problem, found.options[0].agenda, USUAL_LETTERHEAD, Evidence(), None)
    motives = {row.situation: facts.motive(row) for row in found.options[0].agenda.deferrals}
    assert motives == {name: row.reason for name, row in after.items()}


@examples(20, quick=5)
@given(document=documents())
def test_any_month_is_told_plainly(document: dict[str, Any]) -> None:
    """The same of random problems."""
    problem = Problem.from_dict(document)
    for row in told((problem, solve(problem, workers=1).agenda)).values():
        assert_plain(problem, row)


def test_the_four_cases_of_the_example() -> None:
    """The words of the cases that the month turns on."""
    rows = told(demo())
    assert rows["2010-0052"].why == (
        "Seule, elle valait 541 jours\u202f; classée 8e par sa structure, elle en vaut 65."
    )
    assert rows["2010-0052"].step.startswith("Si elle presse, remontez son rang")
    for situation in ("2010-0054", "2010-0067"):
        assert rows[situation].why == "Le 14 octobre, le référent n'a pas 30 minutes libres."
        assert rows[situation].step == "Proposez une autre disponibilité avant le 7 octobre."
        assert rows[situation].by == dt.date(2010, 10, 7)
    assert rows["2010-0022"].why == "L'accord du service pour inviter la personne manque."
    assert rows["2010-0022"].step.startswith("Demandez-le, puis représentez la demande")


def test_others_are_named_only_to_those_who_may_read_it() -> None:
    """A structure reads which situation would have had to wait; a referent who is told as a partner does not."""
    rows = told(demo())
    named = rows["2010-0001"]
    assert "2010-0013" in named.why
    assert "2010-0013" in told(demo(), f"prescriber:{named.structure}")["2010-0001"].why
    assert "une autre situation" in told(demo(), f"partner:{named.referent}")["2010-0001"].why
