"""session-type: a situation sits in a session of its type, and of its sub-sector or service as the type says."""

import pytest

from rsa_sched.domain.index import ProblemIndex
from rsa_sched.domain.problem import Problem
from rsa_sched.rules.session_type import SameType, pool_of_session, pool_of_situation
from tests.support.builders import Doc, fits, heard, judged, problem, session, situation

RULE = SameType()
BROKEN = ("session-type", "d-1", "s-1")
PLACES: Doc = {
    "services": [{"id": "A"}, {"id": "B"}],
    "subsectors": [{"id": "S1", "service": "A"}, {"id": "S2", "service": "A"}, {"id": "S3", "service": "B"}],
}


def place(asks: tuple[str, str], offers: tuple[str, str | None], service: str = "A") -> Problem:
    """One situation and one session, each with its type and sub-sector."""
    room = session(type=offers[0], subsector=offers[1], service=service)
    return problem([situation(type=asks[0], subsector=asks[1])], [room], **PLACES)


@pytest.mark.parametrize(
    ("asks", "offers", "service"),
    [
        (("standard", "S1"), ("standard", "S1"), "A"),
        (("sdf", "S2"), ("sdf", "S2"), "A"),
        (("psychologist", "S1"), ("psychologist", None), "A"),
        (("psychologist", "S2"), ("psychologist", None), "A"),
        (("psychologist", "S3"), ("psychologist", None), "B"),
    ],
)
def test_type_and_place_agree(asks: tuple[str, str], offers: tuple[str, str | None], service: str) -> None:
    of = place(asks, offers, service)
    assert judged(RULE, of, heard()) == []
    assert fits(of, RULE)


@pytest.mark.parametrize(
    ("asks", "offers", "service"),
    [
        (("standard", "S1"), ("sdf", "S1"), "A"),
        (("sdf", "S1"), ("standard", "S1"), "A"),
        (("standard", "S1"), ("psychologist", None), "A"),
        (("psychologist", "S1"), ("standard", "S1"), "A"),
        (("psychologist", "S1"), ("sdf", "S1"), "A"),
        (("standard", "S1"), ("standard", "S2"), "A"),
        (("standard", "S1"), ("standard", "S3"), "B"),
        (("sdf", "S1"), ("sdf", "S2"), "A"),
        (("psychologist", "S1"), ("psychologist", None), "B"),
        (("psychologist", "S3"), ("psychologist", None), "A"),
    ],
)
def test_another_type_or_place_is_refused(asks: tuple[str, str], offers: tuple[str, str | None], service: str) -> None:
    of = place(asks, offers, service)
    assert judged(RULE, of, heard()) == [BROKEN]
    assert not fits(of, RULE)


def test_the_venue_does_not_matter() -> None:
    venues = [{"id": "v-1", "subsector": "S2"}]
    of = problem([situation(subsector="S1")], [session(subsector="S1")], venues=venues, **PLACES)
    assert judged(RULE, of, heard()) == []


def test_pools_bring_together_who_may_meet() -> None:
    rows = [situation(1, subsector="S2"), situation(2, type="psychologist", subsector="S3"), situation(3, type="sdf")]
    sessions = [session(1, subsector="S2"), session(2, type="psychologist", service="B"), session(3, type="sdf")]
    index = ProblemIndex(problem(rows, sessions, **PLACES))
    pools = [("standard", "S2"), ("psychologist", "B"), ("sdf", "S1")]
    assert [pool_of_situation(index, f"d-{n}") for n in (1, 2, 3)] == pools
    assert [pool_of_session(index, f"s-{n}") for n in (1, 2, 3)] == pools


def test_scope_is_data() -> None:
    """The same place agrees or not as the règlement says of the type, whatever its name."""
    for scope, offered, agrees in (("service", None, True), ("subsector", "S2", False), ("subsector", "S1", True)):
        regulation = {"types": [{"id": "commission", "scope": scope}]}
        room = session(type="commission", subsector=offered)
        row = situation(type="commission", subsector="S1")
        of = problem([row], [room], regulation=regulation, **PLACES)
        assert judged(RULE, of, heard()) == ([] if agrees else [BROKEN])


def test_without_a_type_a_situation_is_of_the_first() -> None:
    row = {key: value for key, value in situation().items() if key != "type"}
    regulation = {"types": [{"id": "first"}, {"id": "second"}]}
    sessions = [session(1, type="second"), session(2, type="first")]
    of = problem([row], sessions, regulation=regulation)
    assert judged(RULE, of, heard()) == [BROKEN]
    assert judged(RULE, of, heard(1, 2)) == []
