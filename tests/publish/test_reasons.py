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
from rsa_sched.publish.lacking import completing
from rsa_sched.publish.letterhead import USUAL_LETTERHEAD
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.sheets.facts import SheetFacts
from tests.display import demo, week
from tests.profiles import examples
from tests.support import builders
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
    assert "demandez à votre structure de la classer plus haut" in rows["2010-0052"].step
    assert "Sa structure peut la classer plus haut" in rows["2010-0052"].service_step
    for situation in ("2010-0054", "2010-0067"):
        assert rows[situation].why == "Le 14 octobre, le référent n'a pas 30 minutes libres."
        assert rows[situation].step == "Proposez une autre disponibilité avant le 7 octobre."
        assert rows[situation].service_step == "Le référent peut proposer une autre disponibilité avant le 7 octobre."
        assert rows[situation].by == dt.date(2010, 10, 7)
    assert rows["2010-0022"].why == "L'accord du service pour inviter la personne manque."
    assert rows["2010-0022"].step.startswith("Demandez l'accord du service, puis représentez la demande")
    assert rows["2010-0022"].service_step == (
        "À décider par le service\u202f: donner ou refuser cet accord, avant le 22 octobre."
    ), "its own agreement is to be decided, not asked for"


def test_all_that_stands_against_a_request_is_told() -> None:
    """Each condition that it lacks, each with what completes it, once."""
    row = told(demo())["2010-0005"]
    assert set(row.rules) == {"R3", "R5"}
    assert row.why == (
        "La personne est suivie par le PLIE sans RSA\u202f: ce type de séance ne la reçoit pas. "
        "L'orientation de la personne par le département manque."
    )
    assert row.step == (
        "Demandez un type de séance qui la reçoit et faites établir l'orientation, "
        "puis représentez la demande avant le 7 octobre."
    )
    assert row.service_step.startswith("Le référent peut demander un autre type de séance et faire établir")


def test_other_audiences_are_not_told_the_steps_of_the_service() -> None:
    """What the service decides is told to the service."""
    for audience in ("prescriber:sls-s1", "partner:sls-s1-ref2"):
        assert not any(row.service_step for row in told(demo(), audience).values())


def test_an_agreement_among_other_conditions() -> None:
    """The service decides on its own, the referent completes the rest."""
    by = dt.date(2010, 10, 7)
    step, own = completing(("R4", "R43"), by, for_service=True)
    assert step == (
        "Faites inscrire la personne et demandez l'accord du service, puis représentez la demande avant le 7 octobre."
    )
    assert own == (
        "À décider par le service\u202f: donner ou refuser cet accord, avant le 7 octobre. "
        "Le référent peut faire inscrire la personne, et représenter la demande avant le 7 octobre."
    )
    assert completing(("R999",), by, for_service=False) == (
        "Complétez la demande, puis représentez la demande avant le 7 octobre.", "",
    )  # fmt: skip


def test_each_session_may_lack_somebody_else() -> None:
    """Of nobody it is said that they are away where it is somebody else: each session is told with whoever is."""
    days = {day: [builders.at("09:00", day), builders.at("12:00", day)] for day in (19, 20)}
    people = [{"id": "p-1", "unavailable": [days[19]]}, {"id": "p-2", "label": "Cap emploi", "unavailable": [days[20]]}]
    rows = [builders.session(1, day=19), builders.session(2, day=20)]
    problem = builders.problem(
        [builders.situation(1, partners=builders.partner("p-2"))], rows, professionals=people
    )  # fmt: skip
    (row,) = told((problem, solve(problem, workers=1).agenda)).values()
    assert row.why == (
        "Il manque 45 minutes libres à quelqu'un dans chaque séance possible\u202f: "
        "le référent le 19 octobre et Cap emploi le 20 octobre."
    )
    assert row.step.startswith("Revoyez les disponibilités")


def test_the_hours_of_a_partner_are_asked_for() -> None:
    """Nobody is told to offer other hours of their own where it is somebody whom they invite."""
    away = {"id": "p-2", "label": "Cap emploi", "unavailable": [[builders.at("09:00", 19), builders.at("12:00", 19)]]}
    problem = builders.problem(
        [builders.situation(1, partners=builders.partner("p-2"))],
        [builders.session(1, day=19)],
        professionals=[{"id": "p-1"}, away],
    )
    (row,) = told((problem, solve(problem, workers=1).agenda)).values()
    assert row.why == "Le 19 octobre, Cap emploi n'a pas 45 minutes libres."
    assert row.step.startswith("Demandez une autre disponibilité à Cap emploi, ou renoncez à sa venue, avant le ")
    assert row.service_step.startswith("Le référent peut demander une autre disponibilité à Cap emploi")


def test_others_are_named_only_to_those_who_may_read_it() -> None:
    """A structure reads which situation would have had to wait; a referent who is told as a partner does not."""
    rows = told(demo())
    named = rows["2010-0001"]
    assert "2010-0013" in named.why
    assert "2010-0013" in told(demo(), f"prescriber:{named.structure}")["2010-0001"].why
    assert "une autre situation" in told(demo(), f"partner:{named.referent}")["2010-0001"].why
