"""Value of a request: seat, age, urgency and guarantee, handed out again by rank."""

import pytest

from rsa_sched.bareme.prepared import PreparedProblem
from rsa_sched.bareme.values import age, guarantee_bonus, own_value
from rsa_sched.domain.index import ProblemIndex
from tests.support.builders import Doc, problem, session, situation


def valued(*situations: Doc, **regulation: object) -> dict[str, int]:
    """Value of every situation."""
    return dict(PreparedProblem.of(problem(list(situations), regulation=regulation)).values)


@pytest.mark.parametrize(
    ("keys", "regulation", "days"),
    [
        ({}, {}, 60 + 30),
        ({"requested_on": "2010-10-01"}, {"deadline_days": 0}, 60 + 0),
        ({}, {"slot_days": 0}, 30),
        ({"urgency": 1}, {}, 60 + 30 + 60),
        ({"urgency": 3}, {}, 60 + 30 + 400),
        ({"urgency": 2}, {"urgency_days": [5, 6, 7]}, 60 + 30 + 7),
        ({"requested_on": "2010-06-04"}, {}, 60 + 119),
        ({"requested_on": "2010-06-03"}, {}, 60 + 120 + 120),  # 120 days: the guarantee
        ({"requested_on": "2009-10-01"}, {}, 60 + 365 + 120),
        ({"requested_on": "2000-01-01"}, {}, 60 + 365 + 120),  # older than a year counts as a year
        ({"requested_on": "2000-01-01"}, {"age_cap_days": 119}, 60 + 119 + 120),  # the guarantee looks at days uncapped
        ({"requested_on": "2000-01-01"}, {"age_cap_days": 120}, 60 + 120 + 120),
        ({"deferrals": 1}, {}, 60 + 30),
        ({"deferrals": 2}, {}, 60 + 30 + 120),
        ({"deferrals": 7}, {"guarantee_bonus_days": 1}, 60 + 30 + 1),
        ({"deferrals": 2, "requested_on": "2010-06-03"}, {}, 60 + 120 + 120),  # guaranteed once
        ({}, {"guarantee_deferrals": 0}, 60 + 30 + 120),
        ({"received_on": "2010-09-20"}, {}, 60 + 30),  # age runs from the request, not from its arrival
        ({"partners": [{"professional": "p-9"}]}, {}, 60 + 30),  # per unit: the length does not matter
    ],
    ids=str,
)
def test_value_of_a_request(keys: Doc, regulation: Doc, days: int) -> None:
    assert valued(situation(**keys), **regulation) == {"d-1": days}


def test_value_is_own_value_and_bonus() -> None:
    index = ProblemIndex(problem([situation(deferrals=2, urgency=1)]))
    assert (age(index, "d-1"), own_value(index, "d-1"), guarantee_bonus(index, "d-1")) == (30, 270, 120)


# Ranks. Own values: requested on 1 September 90 days, on 11 September 80, on 21 September 70.


def ranked(n: int, day: int, rank: int | None, **keys: object) -> Doc:
    """A situation requested on that day of September, with a rank."""
    return situation(n, requested_on=f"2010-09-{day:02}", rank=rank, **keys)


def test_the_values_of_a_structure_are_handed_out_in_rank_order() -> None:
    assert valued(ranked(1, 1, 3), ranked(2, 11, 2), ranked(3, 21, 1)) == {"d-1": 70, "d-2": 80, "d-3": 90}


def test_ranks_may_be_any_numbers() -> None:
    assert valued(ranked(1, 21, 7), ranked(2, 1, 400)) == {"d-1": 90, "d-2": 70}


def test_equal_ranks_go_by_id_as_text() -> None:
    assert valued(ranked(2, 1, 1), ranked(10, 21, 1)) == {"d-10": 90, "d-2": 70}


def test_the_guaranteed_are_ranked_apart_from_the_others() -> None:
    rows = [ranked(1, 1, 2, deferrals=2), ranked(2, 11, 1, deferrals=3), ranked(3, 1, 4), ranked(4, 21, 3)]
    assert valued(*rows) == {"d-1": 80 + 120, "d-2": 90 + 120, "d-3": 70, "d-4": 90}


def test_ranking_the_freshest_file_first_makes_the_files_worth_no_more_together() -> None:
    """One guaranteed, one fresh: the fresh one does not take the age of the other on top of the other's bonus."""
    assert valued(ranked(1, 1, 2, deferrals=2), ranked(2, 21, 1)) == {"d-1": 90 + 120, "d-2": 70}


def test_urgency_is_handed_out_with_the_value() -> None:
    assert valued(ranked(1, 1, 2, urgency=3), ranked(2, 1, 1)) == {"d-1": 90, "d-2": 490}


def test_unranked_requests_keep_their_own_value() -> None:
    assert valued(ranked(1, 1, None), ranked(2, 11, 2), ranked(3, 21, 1)) == {"d-1": 90, "d-2": 70, "d-3": 80}


def test_who_is_no_candidate_keeps_the_own_value() -> None:
    rows = [ranked(1, 1, 2, oriented=False), ranked(2, 11, 3), ranked(3, 21, 1)]
    assert valued(*rows) == {"d-1": 90, "d-2": 70, "d-3": 80}


def test_ranks_count_within_one_structure_type_and_subsector() -> None:
    first = {"structure": "st-PSSI", "type": "standard", "subsector": "S1"}
    for other in ({"structure": "st-PER"}, {"type": "sdf"}, {"subsector": "S2"}):
        rows = [ranked(1, 1, 2, **first), ranked(2, 21, 1, **first | other)]
        places = {"subsectors": [{"id": "S1", "service": "A"}, {"id": "S2", "service": "A"}]}
        sessions = [session(1), session(2, type="sdf"), session(3, subsector="S2")]
        assert PreparedProblem.of(problem(rows, sessions, **places)).values == {"d-1": 90, "d-2": 70}


def test_two_structures_of_one_kind_are_ranked_apart() -> None:
    structures = [{"id": "st-PSSI", "kind": "PSSI"}, {"id": "other", "kind": "PSSI"}]
    rows = [ranked(1, 1, 2), ranked(2, 21, 1, structure="other")]
    assert PreparedProblem.of(problem(rows, structures=structures)).values == {"d-1": 90, "d-2": 70}


def test_ranks_may_be_ignored() -> None:
    assert valued(ranked(1, 1, 2), ranked(2, 21, 1), rank="ignore") == {"d-1": 90, "d-2": 70}
