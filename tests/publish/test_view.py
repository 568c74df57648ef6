"""Views: each audience sees what is theirs, all of it, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

import pytest
from hypothesis import given

from rsa_sched import Problem, solve
from rsa_sched.display.view import DeferralView, Line, SessionView, View
from rsa_sched.display.visible import view
from tests.display import Solved, demo, week
from tests.profiles import examples
from tests.support.documents import documents
from tests.support.published import audiences

BLANK: tuple[Any, ...] = ("", None, False, ())


def texts(value: Any, without: str = "") -> Iterator[str]:
    """Every text in a view but the fields of that name."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != without:
                yield from texts(item, without)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item, without)
    elif isinstance(value, str):
        yield value


def own(problem: Problem, audience: str) -> set[str]:
    """The situations of an audience, from the problem alone."""
    circle, _, who = audience.partition(":")
    return {
        row.id
        for row in problem.situations
        if circle == "service"
        or (circle == "prescriber" and row.structure == who)
        or (circle == "partner" and who in (row.referent, *(partner.professional for partner in row.partners)))
        or (circle == "beneficiary" and row.person == who)
    }


def assert_part_of(shown: View, whole: View) -> None:
    """Nothing in a view that the service does not see just so."""
    sessions = {session.id: session for session in whole.sessions}
    for session in shown.sessions:
        assert_blanked(session, sessions[session.id], {"lines"})
        lines = {line.start: line for line in sessions[session.id].lines}
        for line in session.lines:
            assert_blanked(line, lines[line.start], set())
    deferrals = {row.situation: row for row in whole.deferrals}
    for row in shown.deferrals:
        assert_blanked(row, deferrals[row.situation], set())
    assert_blanked(shown, whole, {"sessions", "deferrals", "audience"})


def assert_blanked(part: Any, whole: Any, apart: set[str]) -> None:
    """Each field is the service's or blank."""
    for one in fields(part):
        if one.name not in apart:
            assert getattr(part, one.name) in (*BLANK, getattr(whole, one.name)), one.name


def assert_minimal(solved: Solved, audience: str, whole: View) -> None:
    """A view is a part of the service's, has all that is theirs and no id of anybody else's."""
    problem, agenda = solved
    shown, mine = view(problem, agenda, audience), own(problem, audience)
    circle, _, who = audience.partition(":")
    assert_part_of(shown, whole)
    staffed = {row.id for row in problem.sessions if circle == "partner" and who in row.staff}
    in_the_room = {line.situation for line in agenda.appointments if line.session in staffed}
    told = {line.situation for _, line in shown.seats} | {row.situation for row in shown.deferrals}
    assert told <= mine | in_the_room
    referred = {row.id for row in problem.situations if row.referent == who}
    deferred = {row.situation for row in agenda.deferrals}
    assert told >= (mine if circle != "partner" else mine - (deferred - referred))
    rows = [row for row in problem.situations if row.id in mine | in_the_room]
    others = [row for row in problem.situations if row.id not in mine | in_the_room]
    without = "text" if circle in ("service", "prescriber") else ""
    found = set(texts(asdict(shown), without))
    if shown.regulation is not None:
        found -= set(shown.regulation.kinds)
    public = {name for session in shown.sessions for name in (*session.staff, session.venue, session.service)}
    foreign = {row.id for row in others}
    foreign |= {row.structure for row in others} - {row.structure for row in rows}
    people = {name for row in rows for name in (row.referent, *(partner.professional for partner in row.partners))}
    foreign |= {row.referent for row in others} - people - public - {who}
    theirs = {row.person for row in rows} if circle in ("service", "prescriber", "beneficiary") else set()
    foreign |= {row.person for row in problem.situations if row.person} - theirs - {who}
    assert not found & foreign
    if circle in ("partner", "beneficiary"):
        assert (shown.parts, shown.points, shown.bound, shown.gap, shown.status) == (None,) * 5
        assert shown.due == ()
        assert not any(row.text for row in shown.deferrals)
        assert all(line.points is None and line.situation for session in shown.sessions for line in session.lines)
    if circle != "service":
        assert shown.sha256 == ""
        assert not any(line.pinned for _, line in shown.seats)


@pytest.mark.parametrize("month", [demo, week])
def test_every_audience_of_a_month(month: Any) -> None:
    """Of the month of the note, and of one with a session cancelled, nobody sees too little or too much."""
    problem, agenda = month()
    whole = view(problem, agenda)
    for audience in audiences(problem):
        assert_minimal((problem, agenda), audience, whole)


@examples(25)
@given(document=documents())
def test_every_audience_of_any_month(document: dict[str, Any]) -> None:
    """The same for random problems, with ranks, absences, duplicates and refusals."""
    problem = Problem.from_dict(document)
    agenda = solve(problem, workers=1).agenda
    whole = view(problem, agenda)
    for audience in audiences(problem):
        assert_minimal((problem, agenda), audience, whole)


def test_service_sees_everything() -> None:
    """Each appointment and deferral with its person, its points and the agenda's figures."""
    problem, agenda = demo()
    whole = view(problem, agenda)
    assert [session.id for session in whole.sessions] == [
        row.id for row in sorted(problem.sessions, key=lambda row: (row.start, row.id))
    ]
    seated = {line.situation: (session.id, line.start, line.end) for session, line in whole.seats}
    assert seated == {line.situation: (line.session, line.start, line.end) for line in agenda.appointments}
    earned = sum(line.points or 0 for _, line in whole.seats)
    assert earned == agenda.parts.priority
    assert [(row.situation, row.text) for row in whole.deferrals] == [
        (row.situation, row.text) for row in agenda.deferrals
    ]
    assert (whole.points, whole.sha256, whole.due) == (agenda.points, agenda.problem_sha256, agenda.due)


def test_prescriber_sees_taken_places() -> None:
    """Of another structure's place only the hours are told."""
    problem, agenda = demo()
    shown = view(problem, agenda, "prescriber:satis")
    taken = [line for session in shown.sessions for line in session.lines if not line.situation]
    assert len(taken) + len(shown.seats) == len(agenda.appointments)
    assert all(line == Line("", line.start, line.end) for line in taken)


def test_invited_professionals_are_told_of_no_deferral() -> None:
    """Why a situation is not heard is for its referent, its structure and the person, not for who was to be invited."""
    problem, agenda = demo()
    deferred = {row.situation for row in agenda.deferrals}
    row = next(row for row in problem.situations if row.id in deferred and row.partners)
    invited = view(problem, agenda, f"partner:{row.partners[0].professional}")
    assert row.id not in {line.situation for line in invited.deferrals}
    referent = view(problem, agenda, f"partner:{row.referent}")
    assert row.id in {line.situation for line in referent.deferrals}


@pytest.mark.parametrize("audience", ["prescriber:nobody", "partner:satis", "beneficiary:2010-0001"])
def test_unknown_audience_is_refused(audience: str) -> None:
    """Without telling the id that was given."""
    problem, agenda = demo()
    with pytest.raises(ValueError, match="the problem has no such") as caught:
        view(problem, agenda, audience)
    assert audience.partition(":")[2] not in str(caught.value)


def test_fields_are_those_that_were_thought_of() -> None:
    """A new field comes with a thought about who may see it: then here too."""
    assert {one.name for one in fields(Line)} == {
        "situation", "start", "end", "structure", "structure_label", "kind", "referent", "participants", "shown",
        "requested_on", "not_before", "not_after", "external", "beneficiary_invited", "person", "points", "pinned",
    }  # fmt: skip
    assert {one.name for one in fields(DeferralView)} == {
        "situation", "structure", "structure_label", "kind", "referent", "referent_shown", "person", "type",
        "subsector", "requested_on", "not_before", "not_after", "deferrals", "reason", "label", "rules", "text",
        "urgency", "why", "step", "service_step", "by", "hangs", "compared", "promised",
    }  # fmt: skip
    assert len(fields(SessionView)) == 18
    assert len(fields(View)) == 15
