"""The second month: what was carried meets the new tables, and nobody is lost, doubled or heard twice in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rsa_sched import InputError, NextMonth, Problem, close_month, solve
from rsa_sched.intake.read import Import
from tests.intake.month import ORGANISATION, SESSIONS, codes, found, of, only, read, request, situations_of

Doc = dict[str, Any]

OCTOBER = [
    request(1),
    request(2, Structure="pe", Référent="p-2"),
    request(3, **{"Sous-secteur": "S2", "Pas après le": "10/10/2010", "N° d'ordre": "1"}),
    request(4, **{"Sous-secteur": "S2", "Date de la demande": "01/07/2010", "Date de réception": "02/07/2010"}),
]
NOVEMBER = [
    row | {"Date": row["Date"].replace("/10/", "/11/"), "N° de séance": f"n-{row['N° de séance']}"} for row in SESSIONS
]
NOVEMBER_OF = ORGANISATION | {"problem": {"id": "essai-2010-11", "as_of": "2010-10-28"}}


@pytest.fixture(scope="module")
def october() -> tuple[Problem, Any, NextMonth]:
    """The month before: d-1 and d-2 were heard, d-3 could not be, d-4 did not come."""
    month = read(OCTOBER).problem
    assert month is not None
    agenda = solve(month, workers=1).agenda
    assert {line.situation for line in agenda.appointments} == {"d-1", "d-2", "d-4"}
    return month, agenda, close_month(month, agenda, [{"situation": "d-4", "outcome": "cancelled"}])


def november(carried: NextMonth, *requests: Doc, **given: Any) -> Import:
    """The import of the next month."""
    given.setdefault("mapping", NOVEMBER_OF)
    return read(list(requests), sessions=NOVEMBER, carried=carried, **given)


def test_who_waits_joins_the_new_tables(october: tuple[Problem, Any, NextMonth]) -> None:
    """With the rows that were carried; the history goes on, and it is told how many there are."""
    month, _, carried = october
    following = november(carried, request(7))
    assert situations_of(following)[1:] == carried.to_dict()["waiting"]
    assert [row["id"] for row in situations_of(following)] == ["d-7", "d-3", "d-4"]
    assert of(following, "history") == carried.to_dict()["history"]
    assert only(following, "carried").facts == {"waiting": 2, "again": 0, "left": 0}
    assert codes(following, "error") == []
    assert month.id == carried.problem


def test_who_is_sent_again_keeps_date_and_count(october: tuple[Problem, Any, NextMonth]) -> None:
    """Known by person, structure and type, whatever the number; all else is as it is sent now, and it is told."""
    carried = october[2]
    again = request(9, **{"N° de dossier": "D0004", "Date de la demande": "20/10/2010", "Urgence": "2"})
    following = november(carried, again)
    (three, four) = sorted(situations_of(following), key=lambda row: row["id"])
    assert (four["id"], four["requested_on"], four["received_on"]) == ("d-4", "2010-07-01", "2010-07-02")
    assert (four["deferrals"], four["urgency"], four["subsector"]) == (1, 2, "S1")
    assert three["id"] == "d-3"
    told = only(following, "carried-again")
    assert (told.level, told.row) == ("repaired", 2)
    assert "d-4" in told.text
    assert "01/07/2010" in told.text
    assert "1 ajournement" in told.text


def test_another_request_of_the_same_number_gets_one_of_its_own(october: tuple[Problem, Any, NextMonth]) -> None:
    """Structures number from 1 each month: nobody takes the place of somebody who waits."""
    new = request(4, **{"N° de dossier": "D0077", "Date de la demande": "20/10/2010"})
    following = november(october[2], new)
    assert sorted(row["id"] for row in situations_of(following)) == ["d-3", "d-4", "sls-d-4"]
    assert only(following, "carried-id-taken").facts["id"] == "sls-d-4"


def test_a_person_who_waits_for_something_else_is_told(october: tuple[Problem, Any, NextMonth]) -> None:
    """Another structure's request of the same person."""
    new = request(8, **{"N° de dossier": "D0004", "Structure": "asso", "Référent": "p-3"})
    following = november(october[2], new)
    assert only(following, "carried-person").facts["id"] == "d-4"
    assert len(situations_of(following)) == 3


def test_who_was_heard_is_left_out_unless_confirmed(october: tuple[Problem, Any, NextMonth]) -> None:
    """Old tables that stay in the folder bring nobody back; a confirmed request asks anew."""
    carried = october[2]
    following = november(carried, request(1), request(7))
    told = only(following, "carried-ended")
    assert (told.level, told.row, told.facts["id"]) == ("warning", 2, "d-1")
    assert "--again d-1" in told.action
    assert [row["id"] for row in situations_of(following)] == ["d-7", "d-3", "d-4"]
    confirmed = november(carried, request(1), request(7), again=["d-1"])
    assert [row["id"] for row in situations_of(confirmed)] == ["d-1", "d-7", "d-3", "d-4"]


def test_the_month_before_tells_people_apart(october: tuple[Problem, Any, NextMonth]) -> None:
    """By person where the number is another; and somebody else with the number of one who was heard stays."""
    month, agenda, carried = october
    same_person = request(8, **{"N° de dossier": "D0001"})
    same_number = request(2, **{"N° de dossier": "D0099"})
    following = november(carried, same_person, same_number, previous=(month, agenda))
    assert only(following, "carried-ended").row == 2
    assert [row["id"] for row in situations_of(following)] == ["d-2", "d-3", "d-4"]
    other = november(carried, request(7), previous=(month.with_pins(("d-1", "s-1")), agenda))
    assert len(found(other, "carried-previous")) == 1


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        ({"id": "essai-2010-10", "as_of": "2010-10-28"}, "carried-id"),
        ({"id": "essai-2010-11", "as_of": "2010-07-01"}, "carried-day"),
    ],
)
def test_a_stale_id_or_day_is_refused(october: tuple[Problem, Any, NextMonth], problem: Doc, code: str) -> None:
    """With an error that names the closed month."""
    following = november(october[2], request(7), mapping=ORGANISATION | {"problem": problem})
    assert following.problem is None
    assert only(following, code).file == "mois clos essai-2010-10"


def test_the_day_of_the_closed_month_itself_is_refused_where_it_is_known(
    october: tuple[Problem, Any, NextMonth],
) -> None:
    """The month before says on which day its ages were counted."""
    mapping = ORGANISATION | {"problem": {"id": "essai-2010-11", "as_of": "2010-09-28"}}
    following = november(october[2], request(7), mapping=mapping, previous=october[:2])
    assert "29/09/2010" in only(following, "carried-day").action


def test_a_session_before_the_day_is_refused(october: tuple[Problem, Any, NextMonth]) -> None:
    """At its row."""
    following = read([request(7)], sessions=SESSIONS, mapping=NOVEMBER_OF, carried=october[2])
    assert following.problem is None
    assert [finding.row for finding in found(following, "session-before")] == [2, 3, 4]


def test_what_another_service_carried_is_refused(october: tuple[Problem, Any, NextMonth]) -> None:
    """By its services."""
    document = october[2].to_dict()
    document["history"].append({"service": "voiron", "kind": "PE", "units": 4})
    following = november(NextMonth.from_dict(document), request(7))
    assert following.problem is None
    assert only(following, "carried-service").facts["value"] == "voiron"


def test_a_kind_that_the_regulation_has_no_more_is_refused(october: tuple[Problem, Any, NextMonth]) -> None:
    """Its counter would be lost."""
    document = october[2].to_dict()
    document["history"].append({"service": "grenoble", "kind": "CCAS", "units": 4})
    following = november(NextMonth.from_dict(document), request(7))
    assert following.problem is None
    assert only(following, "carried-kind").facts["value"] == "CCAS"


def test_a_referent_who_left_the_list_is_told(october: tuple[Problem, Any, NextMonth]) -> None:
    """And nobody who waits is lost by it."""
    people = [{"Identifiant": "p-2", "Structure": "pe"}, {"Identifiant": "p-4"}, {"Identifiant": "p-5"}]
    following = november(october[2], request(7, Référent="p-2"), people=people)
    told = only(following, "carried-professional")
    assert told.facts == {"professional": "p-1", "situations": ("d-3", "d-4")}
    assert len(situations_of(following)) == 3


def test_decisions_may_name_who_waits(october: tuple[Problem, Any, NextMonth]) -> None:
    """And who is sent again, by the number in the table."""
    again = request(9, **{"N° de dossier": "D0004"})
    decisions = [
        {"N° de situation": "d-3", "Décision": "exclue", "N° de séance": "n-s-2"},
        {"N° de situation": "d-9", "Décision": "fixée", "N° de séance": "n-s-1"},
    ]
    following = november(october[2], again, decisions=decisions)
    assert of(following, "bans") == [{"situation": "d-3", "session": "n-s-2"}]
    assert of(following, "pins") == [{"situation": "d-4", "session": "n-s-1"}]


def test_a_table_of_history_does_not_count_beside_it(october: tuple[Problem, Any, NextMonth]) -> None:
    """It is told."""
    history = [{"Service": "grenoble", "Parcours": "PE", "Unités accordées": "31"}]
    following = november(october[2], request(7), history=history)
    assert of(following, "history") == october[2].to_dict()["history"]
    assert len(found(following, "carried-history")) == 1


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    """With its file and place."""
    path = tmp_path / "next.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"next\.json: schema_version"):
        read([request()], carried=path)
