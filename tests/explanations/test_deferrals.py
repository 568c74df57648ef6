"""Reasons and sentences: true of the agenda they come with."""

from __future__ import annotations

import re
from random import Random
from typing import Any, get_args, get_type_hints

import pytest

from rsa_sched import PreparedProblem, Problem, Result, solve
from rsa_sched.bareme.points import points_of
from rsa_sched.domain.agenda import Deferral
from rsa_sched.domain.clock import to_minute
from rsa_sched.engine.options import options
from rsa_sched.explanations.obstacles import Against, Obstacle
from rsa_sched.french.sentences import lookup
from rsa_sched.rules.base import Seat
from tests.engine.test_pins import month, pin
from tests.support import oracle
from tests.support.documents import random_document
from tests.support.quick import mostly_long


def deferred(document: dict[str, Any], situation: str = "d0") -> Deferral:
    """What the best agenda says of a situation that is not heard."""
    result = solve(Problem.from_dict(document))
    return next(line for line in result.agenda.deferrals if line.situation == situation)


def changed(**changes: Any) -> dict[str, Any]:
    """The month in which the first situation is different."""
    document = month()
    document["situations"][0].update(changes)
    return document


@pytest.mark.parametrize(
    ("change", "reason", "rules", "words"),
    [
        (
            {"type": "sdf"},
            "no-session",
            ("R11", "R33"),
            "de type « instance SDF » n'est prévue pour le sous-secteur S1",
        ),
        (
            {"type": "psychologist"},
            "no-session",
            ("R11", "R33"),
            "avec le psychologue » n'est prévue pour le service s",
        ),
        ({"oriented": False}, "ineligible", ("R3",), "pas orientée par le département"),
        ({"in_active_file": False}, "ineligible", ("R4",), "file active"),
        ({"plie_outside_rsa": True}, "ineligible", ("R5",), "PLIE hors rSa"),
        ({"beneficiary_invited": True}, "ineligible", ("R43",), "sans l'accord préalable"),
        ({"wanted_sessions": []}, "ineligible", ("R54",), "le prescripteur a choisies"),
        ({"oriented": False, "in_active_file": False}, "ineligible", ("R3", "R4"), "orientée par le département ; la"),
        ({"received_on": "2010-10-01"}, "late", ("R47", "R53"), "arrivée le 01/10/2010, moins de 10 jours"),
    ],
)
def test_what_keeps_a_request_out_is_told(
    change: dict[str, Any], reason: str, rules: tuple[str, ...], words: str
) -> None:
    """The condition that fails, with its sentence of the note."""
    found = deferred(changed(**change))
    assert (found.reason, found.rules) == (reason, rules)
    assert words in found.text


def test_every_fact_has_its_words() -> None:
    """Obstacles, hours and conditions: none is left without a sentence, and what fails says what to do."""
    assert {*lookup("deferrals.obstacles"), "hours"} == set(get_args(get_type_hints(Obstacle)["why"]))
    assert set(lookup("deferrals.hours")) == set(get_args(Against))
    assert set(lookup("deferrals.conditions")) == set(lookup("deferrals.to-do-of-rule"))


def test_bans_are_told() -> None:
    """Which sessions the service has excluded."""
    document = month(bans=[pin("d0", "i0"), pin("d0", "i1")])
    found = deferred(document)
    assert found.reason == "banned"
    assert found.text == "Le service insertion a exclu cette situation des séances i0 et i1."
    document["situations"][0]["wanted_sessions"] = ["i1"]
    document["bans"] = [pin("d0", "i1")]
    assert deferred(document).text == "Le service insertion a exclu cette situation de la séance i1."


def test_the_same_person_is_told_where() -> None:
    """The other situation, its session and hour."""
    document = changed(person="b")
    document["situations"][1].update(person="b", urgency=3)
    found = deferred(document)
    assert found.reason == "person-seated"
    assert re.search(r"situation d1, séance i[01] du 05/10/2010 à \d+\u00a0h(?:\u00a0\d\d)?\.", found.text)


def test_nobody_free_is_told_with_who() -> None:
    """Alone, or never together."""
    document = month()
    document["professionals"][0]["unavailable"] = [["2010-10-05T08:00", "2010-10-05T13:00"]]
    found = deferred(document)
    assert found.reason == "no-common-time"
    assert "p0 n'y est jamais libre 30 minutes de suite" in found.text
    document = changed(partners=[{"professional": "p1"}])
    document["professionals"][0]["unavailable"] = [["2010-10-05T08:00", "2010-10-05T10:30"]]
    document["professionals"][1]["unavailable"] = [["2010-10-05T10:30", "2010-10-05T13:00"]]
    assert "p0 et p1 n'y sont jamais libres ensemble 45 minutes de suite" in deferred(document).text


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"max_situations": 0}, "la séance n'entend aucune situation"),
        ({"minutes": 15}, "la séance est plus courte que les 30 minutes nécessaires"),
    ],
)
def test_a_session_without_room_is_told(session: dict[str, Any], words: str) -> None:
    """Whoever could come."""
    document = month(sessions=[dict(row, **session) for row in month()["sessions"]])
    found = deferred(document)
    assert found.reason == "no-common-time"
    assert words in found.text


def test_places_taken_by_pins_are_told() -> None:
    """The only hour left to the referent is pinned to somebody else."""
    document = month(pins=[pin("d1", "i0", "09:00"), pin("d2", "i1", "09:00")])
    document["professionals"][0]["unavailable"] = [["2010-10-05T09:30", "2010-10-05T13:00"]]
    found = deferred(document)
    assert found.reason == "no-common-time"
    assert "prises par des places fixées d'avance" in found.text


def test_a_session_full_of_pins_is_told_as_full() -> None:
    """Half the morning is free, but the session hears one situation: not its hours are taken, its places are."""
    document = month(pins=[pin("d1", "i0")])
    document["sessions"] = [dict(document["sessions"][0], max_situations=1)]
    found = deferred(document)
    assert found.reason == "no-common-time"
    assert "toutes ses places sont prises par des places fixées d'avance (d1)" in found.text
    assert "à 9h" not in found.text


def test_a_pin_without_an_hour_can_make_room() -> None:
    """It sits at nine in this agenda, but need not: nobody can say that no hour was left."""
    document = month(pins=[pin("d1", "i0"), pin("d2", "i1", "09:00")])
    document["sessions"][0]["max_situations"] = 1
    document["professionals"][0]["unavailable"] = [["2010-10-05T09:30", "2010-10-05T13:00"]]
    assert deferred(document).reason == "no-common-time"  # the only place of i0 is d1's, whatever the hour
    document["sessions"][0]["max_situations"] = 2
    document["sessions"][0]["minutes"] = 60
    document["regulation"] = {"trip_days": 1_000_000}  # so that hearing d0 does not pay
    assert deferred(document).reason == "outranked"


def test_a_late_pin_that_needs_company_leaves_a_common_time_to_those_who_give_it() -> None:
    """By all the rules: with nobody but the pinned seated, who sits elsewhere leaves it alone after the first hour."""
    document = month(pins=[pin("d1", "i1", "11:30")])
    document["regulation"] = {"trip_days": 1_000_000}
    reasons = {line.reason for line in solve(Problem.from_dict(document)).agenda.deferrals}
    assert reasons <= {"outranked"}
    document["situations"][2]["wanted_sessions"] = ["i0"]
    elsewhere = {line.situation: line for line in solve(Problem.from_dict(document)).agenda.deferrals}["d2"]
    assert elsewhere.reason == "no-common-time"
    assert "(d1) resterait seule" in elsewhere.text


def test_places_are_called_too_few_only_where_they_are() -> None:
    """Four short requests and six hours: whoever is left out costs more than they bring, and nobody says otherwise."""
    document = month()
    document["regulation"] = {"trip_days": 1_000_000}
    assert "dépassaient les places" not in deferred(document).text
    document["sessions"] = [dict(row, minutes=45) for row in document["sessions"]]
    assert deferred(document).text.startswith("Les demandes dépassaient les places. Celle-ci vaut")


CONTRAST = re.compile(
    r"(?:L'entendre à la place de (?P<holder>\S+)|La placer à \d+\u00a0h(?:\u00a0\d\d)? \(séance (?P<session>\S+)\)) "
    r"(?:ferait perdre (?P<loss>[\d\u202f]+) points?|(?P<none>ne changerait pas le total des points)|"
    r"ferait gagner (?P<gain>[\d\u202f]+) points?)"
)


def seats_of(result: Result) -> dict[str, Seat]:
    """The agenda as seats."""
    return {
        line.situation: Seat(line.situation, line.session, to_minute(line.start), to_minute(line.end))
        for line in result.agenda.appointments
    }


def difference(found: re.Match[str]) -> int:
    """The change of points that a sentence states."""
    number = (found["loss"] or found["gain"] or "0").replace("\u202f", "")
    return -int(number) if found["loss"] else int(number)


@pytest.mark.parametrize("size", mostly_long(["tiny", "small", "medium"], ["small"], ["tiny"]))
@pytest.mark.parametrize("limit", [0.0, 60.0])
def test_the_contrast_is_true(size: str, limit: float) -> None:
    """What a sentence says an exchange would change, a recount of the exchanged agenda says as well."""
    told = 0
    for seed in range({"tiny": 60, "small": 25, "medium": 6}[size]):
        problem = Problem.from_dict(random_document(Random(seed), size=size))
        result = solve(problem, time_limit=limit, workers=1)
        case, seats = PreparedProblem.of(problem), seats_of(result)
        for line in result.agenda.deferrals:
            if line.reason != "outranked":
                continue
            found = CONTRAST.search(line.text)
            if not found:
                assert "elle ne tient dans aucune séance" in line.text
                continue
            told += 1
            without = {name: seat for name, seat in seats.items() if name != found["holder"]}
            session = found["session"] or seats[found["holder"]].session
            tried = []
            for minute in options(case.restricted([line.situation]))[line.situation, session]:
                seat = Seat(line.situation, session, minute, minute + case.index.minutes[line.situation])
                after = {**without, line.situation: seat}
                tried.append(points_of(case, after) - result.points)
            assert difference(found) in tried
            if result.status == "optimal":
                assert difference(found) <= 0
    assert told > 5


def test_outranked_names_the_holders_and_their_points() -> None:
    """Every situation heard where this one might have been, with what the oracle says it earns."""
    problem = Problem.from_dict(document := random_document(Random(11), size="small"))
    result = solve(problem)
    heard = {line.situation: line.session for line in result.agenda.appointments}
    for line in result.agenda.deferrals:
        if line.reason == "outranked":
            sessions = oracle.admits(document)[line.situation][:3]
            assert all(name in line.text for name, session in heard.items() if session in sessions)
