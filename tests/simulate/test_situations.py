"""What is asked for: shares, skew, and every kind of special row."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import mean, median

import pytest

from rsa_sched import PreparedProblem, Problem
from rsa_sched.domain.situation import Situation
from rsa_sched.simulate import load

SPECIAL: dict[str, Callable[[Situation], bool]] = {
    "partner": lambda row: len(row.partners) == 1,
    "two partners": lambda row: len(row.partners) == 2,
    "partner of another structure": lambda row: any(not partner.external for partner in row.partners),
    "invited": lambda row: row.beneficiary_invited and row.beneficiary_agreed,
    "invited, not agreed": lambda row: row.beneficiary_invited and not row.beneficiary_agreed,
    "not oriented": lambda row: not row.oriented and not row.plie_outside_rsa,
    "not followed": lambda row: not row.in_active_file,
    "PLIE, standard": lambda row: row.plie_outside_rsa and row.type == "standard",
    "PLIE, sdf": lambda row: row.plie_outside_rsa and row.type == "sdf",
    "ranked": lambda row: row.rank is not None,
    "unranked": lambda row: row.rank is None,
    "wanted": lambda row: row.wanted_sessions is not None,
    "deferred once": lambda row: row.deferrals == 1,
    "deferred twice": lambda row: row.deferrals == 2,
    "urgent": lambda row: row.urgency == 3,
    "psychologist": lambda row: row.type == "psychologist",
    "older than the cap": lambda row: (dt.date(2010, 9, 24) - row.requested_on).days > 365,
}


@pytest.fixture(scope="module")
def month() -> Problem:
    """A month of a département: twelve services, so that shares settle."""
    return load("departement", 0)


@pytest.fixture(scope="module")
def case(month: Problem) -> PreparedProblem:
    """What the barème derives from it."""
    return PreparedProblem.of(month)


@pytest.mark.parametrize("kind", SPECIAL)
def test_every_kind_of_row_occurs(kind: str, month: Problem) -> None:
    """In a département, at least once."""
    assert any(map(SPECIAL[kind], month.situations))


def test_shares_are_the_shapes(month: Problem) -> None:
    """Within four standard deviations, or nearly so, over some 950 situations."""

    def share(holds: Callable[[Situation], bool]) -> float:
        return mean(map(holds, month.situations))

    assert share(lambda row: bool(row.partners)) == pytest.approx(0.25, abs=0.055)
    assert share(lambda row: row.beneficiary_invited) == pytest.approx(0.157, abs=0.05)
    assert share(lambda row: row.wanted_sessions is not None) == pytest.approx(0.04, abs=0.025)
    assert share(lambda row: row.urgency == 0) == pytest.approx(0.6, abs=0.06)
    kind = {structure.id: structure.kind for structure in month.structures}
    assert share(lambda row: kind[row.structure] == "PSSI") == pytest.approx(0.5, abs=0.065)
    assert share(lambda row: kind[row.structure] == "PER") == pytest.approx(0.3, abs=0.06)


def test_the_ineligible_are_admitted_nowhere(month: Problem, case: PreparedProblem) -> None:
    """And the late neither, in a family where each place has one session; together, and with the bans, some 8 %."""
    nowhere = [name for name, sessions in case.admitted.items() if not sessions]
    assert len(nowhere) / len(month.situations) == pytest.approx(0.08, abs=0.03)


def test_late_ones_are_late_for_their_first_session_and_all_others_in_time() -> None:
    """In the quarter the second month still takes the late ones."""
    problem = load("departement-quarter", 0)
    first: dict[str, dt.date] = {}
    for session in problem.sessions:
        place = session.subsector or session.service
        first[place] = min(session.start.date(), first.get(place, dt.date.max))
    services = {subsector.id: subsector.service for subsector in problem.subsectors}
    late = 0
    for row in problem.situations:
        place = services[row.subsector] if row.type == "psychologist" else row.subsector
        if row.received > problem.as_of:
            assert 0 <= (first[place] - row.received).days < 10
            late += 1
        else:
            assert (first[place] - row.received).days >= 10
    assert late / len(problem.situations) == pytest.approx(0.04, abs=0.015)


def test_each_situation_of_a_quarter_is_admitted_in_all_three_months() -> None:
    """But for the few that are late, ineligible, banned or want a certain session."""
    admitted = PreparedProblem.of(load("quarter", 1)).admitted
    counts = Counter(map(len, admitted.values()))
    assert set(counts) <= {0, 1, 2, 3}
    assert counts[3] / len(admitted) > 0.8


def test_ages_are_skewed(month: Problem) -> None:
    """Most are recent: the median lies well below the mean, which is ten weeks."""
    ages = [(month.as_of - row.requested_on).days for row in month.situations]
    assert mean(ages) == pytest.approx(71, rel=0.12)
    assert median(ages) < 0.8 * mean(ages)
    assert min(ages) >= 1


def test_nobody_was_deferred_more_than_once_a_month(month: Problem) -> None:
    """A request of last week cannot have been deferred twice."""
    assert all(row.deferrals <= (month.as_of - row.requested_on).days // 30 for row in month.situations)


def test_sub_sectors_ask_unequally() -> None:
    """More than chance alone would make them: over three months the counts vary more than Poisson ones do."""
    situations = load("departement-quarter", 0).situations
    counts = Counter(row.subsector for row in situations if row.type == "standard").values()
    spread = mean((count - mean(counts)) ** 2 for count in counts)
    assert spread > 1.6 * mean(counts)


def test_caseloads_are_skewed(month: Problem) -> None:
    """The first of four PSSI referents has about half of the team's cases, the last an eighth."""
    place = Counter(row.referent.rsplit("-", 1)[1] for row in month.situations if "-pssi-" in row.referent)
    shares = [count / place.total() for _, count in sorted(place.items())]
    assert shares == pytest.approx([12 / 25, 6 / 25, 4 / 25, 3 / 25], abs=0.08)


def test_partners_are_shared_but_mostly_local() -> None:
    """84 sub-sectors do not share a dozen people: a partner is wanted by several, near each other."""
    problem = load("one-service", 0)
    wanted_by: dict[str, list[str]] = defaultdict(list)
    for row in problem.situations:
        for partner in row.partners:
            if partner.external:
                wanted_by[partner.professional].append(row.subsector)
    assert len(wanted_by) > 80
    assert sum(len(set(places)) > 1 for places in wanted_by.values()) > 20
    local = [
        int(place.split("-s")[1]) in range(3 * territory - 2, 3 * territory + 1)
        for partner, places in wanted_by.items()
        for territory in [int(partner.split("-")[1][1:])]
        for place in places
        if "-sdf" not in place
    ]
    assert mean(local) == pytest.approx(0.85, abs=0.08)


def test_a_person_twice_comes_from_two_structures_or_sub_sectors() -> None:
    """Of one service."""
    problem = load("departement-quarter", 0)
    of_person: dict[str | None, list[Situation]] = defaultdict(list)
    for row in problem.situations:
        of_person[row.person].append(row)
    shared = [rows for rows in of_person.values() if len(rows) == 2]
    assert len(shared) > 20
    for one, other in shared:
        assert (one.structure, one.subsector) != (other.structure, other.subsector)
        assert one.id[:5] == other.id[:5]


def test_tables_of_more_than_two_are_ranked_from_first_to_last(month: Problem) -> None:
    """Most of them; smaller ones never."""
    tables: dict[tuple[str, str, str], list[int | None]] = defaultdict(list)
    for row in month.situations:
        tables[row.structure, row.subsector, row.type or ""].append(row.rank)
    large = [ranks for ranks in tables.values() if len(ranks) > 2]
    ranked = [ranks for ranks in large if ranks[0] is not None]
    assert all(sorted(rank or 0 for rank in ranks) == list(range(1, len(ranks) + 1)) for ranks in ranked)
    assert 0.7 < len(ranked) / len(large) < 0.97
    assert all(rank is None for ranks in tables.values() if len(ranks) <= 2 for rank in ranks)


def test_the_psychologist_is_asked_for_from_several_sub_sectors(month: Problem) -> None:
    """By every service."""
    places: dict[str, set[str]] = defaultdict(set)
    for row in month.situations:
        if row.type == "psychologist":
            places[row.id[:5]].add(row.subsector)
    assert len(places) == 12
    assert mean(map(len, places.values())) > 3


def test_there_are_ids_and_nothing_else() -> None:
    """No label anywhere; an id is made of a service's number, what it is, and numbers."""
    document = load("quarter", 0).to_dict()
    for key, rows in document.items():
        for row in rows if isinstance(rows, list) else []:
            assert "label" not in row, key
            if "id" in row:
                assert re.fullmatch(r"v\d{4}(-([a-z]?\d+|sdf|psy|pssi|per|pe|ext|officer))*", row["id"]), row["id"]
