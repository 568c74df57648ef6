"""What changes between two agendas: applied to the first it gives the second."""

from __future__ import annotations

import random
from typing import Any

import pytest

from rsa_sched import InputError, Problem, diff, solve
from rsa_sched.domain.statement import Statement
from rsa_sched.months.texts import changes_text
from tests.months import drawn
from tests.support.builders import heard, problem
from tests.support.quick import one_in

Doc = dict[str, Any]
BLOCK = 50


@pytest.mark.parametrize("block", one_in(40, range(40), slow=10))
def test_applied_to_the_first_the_changes_give_the_second(block: int) -> None:
    """Of random agendas of random problems; and the same agenda changes nothing."""
    for seed in range(BLOCK * block, BLOCK * (block + 1)):
        rng = random.Random(f"diff {seed}")
        found = drawn.month(seed, rng)
        if found is None:
            continue
        month, before = found
        after = shaken(month, before, rng)
        places = {line["situation"]: (line["session"], line["start"]) for line in before["appointments"]}
        changes = diff(month, before, after)
        for change in changes:
            assert (change.before and tuple(change.before)) == places.pop(change.situation, None), seed
            assert (change.change == "heard") == (change.before is None), seed
            assert (change.change == "deferred") == (change.after is None), seed
            if change.before and change.after:
                assert (change.change == "moved") == (change.before.session != change.after.session), seed
            if change.after is not None:
                places[change.situation] = (change.after.session, change.after.start)
        assert places == {line["situation"]: (line["session"], line["start"]) for line in after["appointments"]}, seed
        assert [change.situation for change in changes] == sorted({change.situation for change in changes}), seed
        assert diff(month, after, after) == ()


def shaken(month: Problem, agenda: Doc, rng: random.Random) -> Doc:
    """Another agenda with the same ids: places taken away, given, moved; the rules do not matter here."""
    lines = [line for line in agenda["appointments"] if rng.random() < 0.7]
    for line in lines:
        if rng.random() < 0.5:
            other = rng.choice(month.sessions)
            line |= {"session": other.id, "start": other.start.isoformat(timespec="minutes")}
    named = {line["situation"] for line in lines}
    for row in month.situations:
        if row.id not in named and month.sessions and rng.random() < 0.2:
            other = rng.choice(month.sessions)
            start = other.start.isoformat(timespec="minutes")
            lines.append({"situation": row.id, "session": other.id, "start": start, "end": start})
    rng.shuffle(lines)
    return {"appointments": lines, "deferrals": []}


def agenda(*lines: Doc) -> Doc:
    """An agenda of these places."""
    return {"appointments": list(lines), "deferrals": []}


MONTH = problem(4, 2)


def test_each_change_has_its_word() -> None:
    """Heard, deferred, moved to another session, retimed within it; of two places of one situation the first counts."""
    before = agenda(heard(1), heard(2, clock="09:30"), heard(3, clock="10:00"))
    after = agenda(heard(2, where=2), heard(3, clock="10:30"), heard(4), heard(4, where=2))
    changes = diff(MONTH, before, after)
    assert [change.to_dict() for change in changes] == [
        {"situation": "d-1", "change": "deferred", "before": place(1, "09:00"), "after": None},
        {"situation": "d-2", "change": "moved", "before": place(1, "09:30"), "after": place(2, "09:00")},
        {"situation": "d-3", "change": "retimed", "before": place(1, "10:00"), "after": place(1, "10:30")},
        {"situation": "d-4", "change": "heard", "before": None, "after": place(1, "09:00")},
    ]
    assert changes_text(changes) == (
        "4 changements : 1 entrée, 1 sortie, 1 report dans une autre séance, 1 horaire changé.\n"
        "  d-4 : désormais entendue le 05/10/2010, 9\u00a0h (s-1)\n"
        "  d-1 : n'est plus entendue ; c'était le 05/10/2010, 9\u00a0h (s-1)\n"
        "  d-2 : change de séance : 05/10/2010, 9\u00a0h\u00a030 (s-1), désormais 05/10/2010, 9\u00a0h (s-2)\n"
        "  d-3 : change d'heure : 05/10/2010, 10\u00a0h (s-1), désormais 05/10/2010, 10\u00a0h\u00a030 (s-1)\n"
    )
    assert changes_text(()) == ""


def place(session: int, clock: str) -> Doc:
    """A place as the document writes it."""
    return {"session": f"s-{session}", "start": f"2010-10-05T{clock}"}


def test_every_unknown_id_is_told() -> None:
    """Of both agendas, at its place; and an agenda of another problem."""
    before = agenda(heard(9), heard(1, where=7))
    after: Doc = {"appointments": [], "deferrals": [{"situation": "d-8"}], "problem": "another"}
    with pytest.raises(InputError) as caught:
        diff(MONTH, before, after)
    assert [(fault.place, fault.code) for fault in caught.value.faults] == [
        ("before.appointments[0].situation", "unknown-id"),
        ("before.appointments[1].session", "unknown-id"),
        ("after.problem", "agenda-of-another-problem"),
        ("after.deferrals[0].situation", "unknown-id"),
    ]


def test_solve_announced_moves_as_little_as_it_can() -> None:
    """The agenda is one of the problem with every place of the other announced."""
    month = problem(3, 2)
    before = agenda(heard(3, clock="09:30"), heard(1, where=2, clock="09:15"), heard(9), heard(3, where=2))
    result = solve(month, announced=before)
    lines = [(line.situation, line.session, f"{line.start:%H:%M}") for line in result.problem.announced]
    assert lines == [("d-3", "s-1", "09:30"), ("d-1", "s-2", "09:15")]
    assert result.agenda.problem_sha256 == result.problem.sha256 != month.sha256
    known = Statement.from_dict({**before, "appointments": before["appointments"][:2]})
    assert {change.change for change in diff(month, known, result)} == {"heard"}
