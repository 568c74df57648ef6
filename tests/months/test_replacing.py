"""Who takes the places of those who cannot come: the changed problem, the optimum, and the options after it."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from rsa_sched import AgendaRefused, InputError, Problem, check, replacements
from tests.months import drawn
from tests.months.changed import best_by_heard, changed
from tests.support import oracle
from tests.support.builders import document, heard, partner, problem, session, situation
from tests.support.quick import one_in

Doc = dict[str, Any]
BLOCK = 10
ENUMERATED = 1_500
"""Agendas of a changed problem that are all looked at."""


@pytest.mark.parametrize("block", one_in(30, range(30), slow=15))
def test_the_first_option_is_the_optimum_with_everything_else_pinned(block: int) -> None:
    """Of random cancellations; all options are the best agendas of different sets of heard, best first."""
    for seed in range(BLOCK * block, BLOCK * (block + 1)):
        rng = random.Random(f"replace {seed}")
        found = drawn.month(seed, rng)
        if found is None:
            continue
        month, agenda = found
        case = cancellation(month, agenda, rng)
        answer = replacements(month, agenda, **case, options=4)
        expected, freed = changed(month.to_dict(), agenda, *case.values())
        assert list(answer.freed) == freed, seed
        assert answer.problem.sha256 == Problem.from_dict(expected).sha256, seed
        assert not answer.cut, seed
        assert not answer.warnings, seed
        assert answer.options[0].points == answer.options[0].agenda.bound == oracle.best(expected), seed
        pinned = {pin.situation for pin in answer.problem.pins}
        sets = [frozenset(line.situation for line in option.heard) for option in answer.options]
        assert len(set(sets)) == len(sets), seed
        for option, names in zip(answer.options, sets, strict=True):
            assert check(answer.problem, option.agenda), seed
            assert {line.situation for line in option.agenda.appointments} - pinned == names, seed
        points = [option.points for option in answer.options]
        assert points == sorted(points, reverse=True), seed
        by_heard = best_by_heard(expected, ENUMERATED)
        if by_heard is not None:
            assert points == sorted(by_heard.values(), reverse=True)[:4], seed
            assert all(by_heard[names] == option.points for names, option in zip(sets, answer.options, strict=True))


def cancellation(month: Problem, agenda: Doc, rng: random.Random) -> dict[str, Any]:
    """The arguments of `replacements`: of what has not begun, some situations, sessions and people."""
    starts = sorted(row.start for row in month.sessions)
    at = rng.choice(starts) if starts and rng.random() < 0.4 else None
    begun = {row.id for row in month.sessions if at is not None and row.start <= at}
    over = {line["situation"] for line in agenda["appointments"] if line["session"] in begun}
    people = [row.id for row in month.professionals]
    return {
        "cancel": [row.id for row in month.situations if row.id not in over and rng.random() < 0.2],
        "cancel_sessions": [row.id for row in month.sessions if row.id not in begun and rng.random() < 0.2],
        "absent": rng.sample(people, min(len(people), rng.choice((0, 0, 1, 2)))),
        "at": None if at is None else at.isoformat(timespec="minutes"),
    }


MONTH = document(
    [
        situation(1),
        situation(2, partners=partner("p-9")),
        situation(3, requested_on="2010-08-01"),
        situation(4, received_on="2010-10-04", requested_on="2010-08-15"),
        situation(5, wanted_sessions=["s-2"]),
    ],
    [session(1, minutes=75), session(2, day=12)],
    bans=[{"situation": "d-5", "session": "s-2"}],
)
AGENDA: Doc = {
    "appointments": [heard(2, minutes=45), heard(1, clock="09:45")],
    "deferrals": [{"situation": f"d-{n}"} for n in (3, 4, 5)],
}


def test_the_answer_is_the_document_of_section_10() -> None:
    """Who is heard instead, what it is worth, whom to call: everybody of the freed and of the newly heard."""
    month = Problem.from_dict(MONTH).without(session="s-2")
    answer = replacements(month, AGENDA, cancel=["d-1"]).to_dict()
    assert list(answer) == ["problem", "freed", "options"]
    assert answer["freed"] == ["d-1"]
    assert answer["problem"]["pins"] == [{"situation": "d-2", "session": "s-1", "start": "2010-10-05T09:00"}]
    first, second, third = answer["options"]
    assert first["heard"] == [
        {"situation": "d-3", "session": "s-1", "start": "2010-10-05T09:45", "end": "2010-10-05T10:15"}
    ]
    assert first["calls"] == [{"professional": "p-1", "about": ["d-1"]}, {"professional": "p-3", "about": ["d-3"]}]
    assert [line["situation"] for line in second["heard"]] == ["d-4"], "received the day before"
    assert third["heard"] == [], "the place stays free"
    assert first["points"] == first["agenda"]["points"] == first["agenda"]["bound"] > second["points"] > third["points"]
    assert (first["agenda"]["status"], second["agenda"]["status"]) == ("optimal", "feasible")


def test_an_absent_professional_frees_what_has_not_begun() -> None:
    """From the change to the end of the last session."""
    answer = replacements(Problem.from_dict(MONTH), AGENDA, absent=["p-9"], at=dt.datetime(2010, 10, 5, 8, 30))
    assert answer.freed == ("d-2",)
    away = next(row.unavailable for row in answer.problem.professionals if row.id == "p-9")
    assert away == ((dt.datetime(2010, 10, 5, 8, 30), dt.datetime(2010, 10, 12, 12)),)
    assert all("d-2" not in [line.situation for line in option.heard] for option in answer.options)


def test_what_has_begun_leaves_with_its_units() -> None:
    """To the history; nobody who was heard there is called."""
    answer = replacements(Problem.from_dict(MONTH), AGENDA, at="2010-10-05T09:00", options=1)
    assert [row.id for row in answer.problem.sessions] == ["s-2"]
    assert [row.id for row in answer.problem.situations] == ["d-3", "d-4", "d-5"]
    assert answer.problem.to_dict()["history"] == [{"service": "A", "kind": "PSSI", "units": 5}]
    assert answer.problem.to_dict()["situations"][2]["wanted_sessions"] == ["s-2"]
    assert [line.situation for line in answer.options[0].heard] == ["d-3", "d-4"]


def test_bans_and_wanted_sessions_of_what_left_are_cleaned() -> None:
    """An emptied list stays: it admits none."""
    answer = replacements(Problem.from_dict(MONTH), AGENDA, cancel_sessions="s-2")
    document = answer.problem.to_dict()
    assert (document["bans"], document["situations"][4]["wanted_sessions"]) == ([], [])


@pytest.mark.parametrize(
    ("arguments", "faults"),
    [
        ({"cancel": ["d-9", "d-8"]}, [("cancel", '"d-9"', "unknown-id"), ("cancel", '"d-8"', "unknown-id")]),
        ({"cancel_sessions": ["s-9"]}, [("cancel_sessions", '"s-9"', "unknown-id")]),
        ({"absent": ["d-1"]}, [("absent", '"d-1"', "unknown-id")]),
        ({"cancel": ["d-1"], "at": "2010-10-05T09:00"}, [("cancel", '"d-1"', "begun-already")]),
        ({"cancel_sessions": "s-1", "at": "2010-10-05T09:30"}, [("cancel_sessions", '"s-1"', "begun-already")]),
        ({"at": "08:30"}, [("at", '"08:30"', "not-a-local-time")]),
        ({"at": "2010-10-05T25:00", "absent": ["x"]}, [
            ("at", '"2010-10-05T25:00"', "no-such-local-time"), ("absent", '"x"', "unknown-id")]),
        ({"at": 7}, [("at", "an int", "not-a-local-time")]),
        ({"cancel": 7}, [("cancel", "an int", "not-ids")]),
    ],
)  # fmt: skip
def test_bad_arguments_are_refused(arguments: dict[str, Any], faults: list[tuple[str, str, str]]) -> None:
    """All at once."""
    with pytest.raises(InputError) as caught:
        replacements(Problem.from_dict(MONTH), AGENDA, **arguments)
    assert [(fault.place, fault.value, fault.code) for fault in caught.value.faults] == faults


def test_an_agenda_that_breaks_a_rule_is_refused() -> None:
    """And so is a number of options that is none."""
    with pytest.raises(AgendaRefused, match="document"):
        replacements(problem(2), {"appointments": [heard(1)], "deferrals": []})
    for number in (0, True, 1.5):
        with pytest.raises(ValueError, match="options"):
            replacements(problem(1), {"appointments": [heard(1)], "deferrals": []}, options=number)  # type: ignore[arg-type]


def test_a_search_without_time_still_answers() -> None:
    """And says that it was cut: the bound stands above."""
    answer = replacements(Problem.from_dict(MONTH), AGENDA, cancel=["d-1"], time_limit=0)
    assert answer.cut
    assert answer.options[0].agenda.bound >= answer.options[0].points
