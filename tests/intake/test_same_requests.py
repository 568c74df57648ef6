"""One request is one, whichever table it stands in; numbers are a structure's own; nobody is left out for another."""

from __future__ import annotations

from typing import Any

from tests.intake.month import codes, found, of, only, read, request, situations_of

AGENCY = {"Structure": "pe", "Référent": "p-2"}
ONE = {"N° de dossier": "D0001"}


def ranked(n: int, **cells: str) -> dict[str, str]:
    """A request with a rank, as a structure of more than two needs it."""
    return request(n, **({"Ordre de priorité": str(n), "Urgence": "1"} | cells))


def two_tables(*tables: list[dict[str, str]], **given: Any) -> Any:
    """The import of requests in tables of their own."""
    import pandas as pd

    from rsa_sched.intake.options import Identities, MonthContext, TableFiles
    from rsa_sched.intake.profile import Profile
    from rsa_sched.intake.read import read_tables
    from tests.intake.month import KEY, ORGANISATION, PEOPLE, SESSIONS

    frames = {f"t{n}": pd.DataFrame(rows).fillna("") for n, rows in enumerate(tables, 1)}
    frames |= {"sessions": pd.DataFrame(SESSIONS).fillna(""), "people": pd.DataFrame(PEOPLE).fillna("")}
    return read_tables(
        TableFiles(frames, keep=given.pop("keep", ())), mapping=Profile.from_dict(ORGANISATION),
        identities=Identities(KEY), context=MonthContext(), **given,
    )  # fmt: skip


def test_rows_that_agree_are_one_request() -> None:
    """Numbers apart; what only one of them says is kept, also of what goes to the name table."""
    rows = [request(1), request(2, Urgence="2", Courriel="ana@exemple.fr", **ONE)]
    month = read(rows)
    (row,) = situations_of(month)
    assert (row["id"], row["urgency"]) == ("d-1", 2)
    assert codes(month) == ["request-merged"]
    assert only(month, "request-merged").row == 3
    assert month.names[row["person"]].email == "ana@exemple.fr"
    assert month.skipped.empty


def test_rows_that_differ_are_an_error_with_both_values() -> None:
    """That leaving out bad rows does not mend: it would choose between them."""
    rows = [request(1, Urgence="1"), request(2, Urgence="2", Référent="p-4", Courriel="a@exemple.fr", **ONE)]
    rows[0] |= {"Courriel": "b@exemple.fr"}
    for skip in (False, True):
        month = read(rows, skip_bad_rows=skip)
        told = only(month, "request-differs")
        assert (told.level, told.row, month.problem) == ("error", 3, None)
        assert "Référent : p-4 ici, p-1 là ; Urgence : 2 ici, 1 là ; Courriel." in told.text
        assert "exemple.fr" not in str(month.report)


def test_a_cell_that_cannot_be_read_agrees_with_the_same_text_only() -> None:
    """Two rows with one slip are one request at fault; with two they are two versions of it."""
    slip = {"Date de la demande": "31/02/2010"}
    assert codes(read([request(1, **slip), request(2, **slip, **ONE)]), "error") == ["date-none", "date-none"]
    wrong = read([request(1, **slip), request(2, **ONE)], skip_bad_rows=True)
    assert "illisible là" in only(wrong, "request-differs").text
    assert wrong.problem is None


def test_other_types_structures_and_people_are_other_requests() -> None:
    """Told where the person is one."""
    rows = [request(1), request(2, **{"Type d'instance": "SDF"}, **ONE), request(3, **AGENCY, **ONE)]
    month = read(rows)
    assert len(situations_of(month)) == 3
    assert [finding.row for finding in found(month, "person-twice")] == [3, 4]


def test_without_a_person_the_number_says_which_request_it_is() -> None:
    """Two rows of one number that agree are one."""
    rows = [request(1, **{"N° de dossier": ""})] * 2
    assert "request-merged" in codes(read(rows))
    rows = [rows[0], rows[0] | {"Urgence": "3"}, rows[0] | {"Urgence": "1"}]
    assert [one.row for one in found(read(rows), "request-differs")] == [4]


def test_a_number_of_two_structures_becomes_each_ones_own() -> None:
    """And is found so by decisions, or as an ambiguous one."""
    rows = [request(1), request(2), request(1, **AGENCY, **{"N° de dossier": "D9"})]
    month = read(rows, decisions=[{"N° de situation": "pe-d-1", "Décision": "exclue", "N° de séance": "s-1"}])
    assert [row["id"] for row in situations_of(month)] == ["sls-d-1", "d-2", "pe-d-1"]
    assert [one.row for one in found(month, "id-qualified")] == [2, 4]
    assert of(month, "bans") == [{"situation": "pe-d-1", "session": "s-1"}]
    month = read(rows, decisions=[{"N° de situation": "d-1", "Décision": "exclue", "N° de séance": "s-1"}])
    assert "pe-d-1, sls-d-1" in only(month, "situation-ambiguous").text


def test_a_number_that_was_merged_away_is_still_found() -> None:
    """A decision may name either."""
    pin = [{"N° de situation": "d-2", "Décision": "fixée", "N° de séance": "s-1"}]
    assert of(read([request(1), request(2, **ONE)], decisions=pin), "pins") == [{"situation": "d-1", "session": "s-1"}]


def test_a_number_twice_within_a_structure_stops_the_import() -> None:
    """Whatever is left out: one of two people would be."""
    rows = [request(1), request(1, **{"N° de dossier": "D9"})]
    for skip in (False, True):
        month = read(rows, skip_bad_rows=skip)
        assert (only(month, "id-doubled").row, month.problem) == (3, None)


def test_a_qualified_number_that_is_taken_is_told() -> None:
    """Nobody's number is given twice."""
    rows = [request(1), request(1, **AGENCY, **{"N° de dossier": "D9"}),
            request(2, **{"N° de situation": "sls-d-1"})]  # fmt: skip
    assert only(read(rows), "id-doubled").row == 4


def test_rows_left_out_are_listed_and_their_people_not_kept() -> None:
    """Each row is a finding; the name table holds those who stay."""
    rows = [request(1, Nom="Orvache"), request(2, Nom="Quérin", Référent="zzz")]
    month = read(rows, skip_bad_rows=True)
    assert [(one.row, one.level) for one in found(month, "row-left-out")] == [(3, "warning")]
    assert {row.last_name for row in month.names.values() if row.sort == "person"} == {"Orvache"}
    assert not found(read(rows), "row-left-out")


def test_a_table_twice_is_told_once() -> None:
    """Not at each of its rows; the columns that one of them lacks are filled."""
    rows = [request(n, Urgence="1") for n in (1, 2, 3)]
    less = [{key: text for key, text in row.items() if key != "Urgence"} for row in rows]
    for tables in ((rows, less), (less, rows)):
        month = two_tables(*tables)
        assert [row["urgency"] for row in situations_of(month)] == [1, 1, 1]
        doubled = only(month, "table-doubled")
        assert (doubled.file, doubled.level, "« t1 » : 3 demandes" in doubled.text) == ("t2", "repaired", True)
        assert "request-merged" not in codes(month)


def test_versions_are_told_with_what_differs_and_nothing_is_chosen() -> None:
    """Rows changed, gone and new; where nothing says which is newer, nothing is proposed."""
    old = [ranked(n) for n in (1, 2, 3)]
    new = [ranked(1, Urgence="2"), ranked(2), ranked(4)]
    stopped = two_tables(old, new, skip_bad_rows=True)
    assert stopped.problem is None
    versions = only(stopped, "table-versions")
    facts = dict(versions.facts)
    assert (versions.file, facts["other"], facts["shared"], facts["changed"], facts["here"], facts["there"]) == (
        "t1", "t2", 2, 1, 1, 1,
    )  # fmt: skip
    assert "Rien ne dit lequel" in versions.action
    assert [(one.file, one.row) for one in found(stopped, "version-row")] == [("t1", 4), ("t2", 2), ("t2", 4)]
    for kept, ids in (("t1", ["d-1", "d-2", "d-3"]), ("t2", ["d-1", "d-2", "d-4"])):
        month = two_tables(old, new, keep=(kept,))
        assert [row["id"] for row in situations_of(month)] == ids
        assert sorted(codes(month)) == ["table-left-out", "version-row"]
        assert sum(row.sort == "person" for row in month.names.values()) == 3
    both = two_tables(old, new, keep=("t1", "t2"))
    assert only(both, "request-differs").file == "t2"
    assert [one.code for one in two_tables(old, new, keep=("t3",)).report.errors].count("keep-unknown") == 1
    assert only(two_tables(old, [request(9)], keep=("t1",)), "keep-unused").level == "warning"


def test_a_supplement_is_no_version() -> None:
    """Fewer than half of the larger one's requests: rows that agree are one, rows that differ are an error."""
    table = [ranked(n) for n in (1, 2, 3, 4, 5)]
    month = two_tables(table, [ranked(5), ranked(6)])
    assert len(situations_of(month)) == 6
    assert codes(month) == ["request-merged"]
    month = two_tables(table, [ranked(5, Urgence="3"), ranked(6)])
    assert codes(month) == ["request-differs"]
    assert month.problem is None


def test_an_announced_place_follows_its_request_or_is_told() -> None:
    """A number that two structures use since: which of the two was told is for somebody to say."""
    from datetime import datetime

    from rsa_sched.domain.agenda import Agenda
    from rsa_sched.intake.rows.decisions import announced_places
    from rsa_sched.intake.rows.reader import FindingLog
    from rsa_sched.intake.rows.request_ids import renamed

    class Seat:
        situation, session, start = "1", "s-1", datetime(2010, 10, 12, 9)

    class Sent:
        appointments = (Seat(),)

    agenda: Agenda = Sent()  # type: ignore[assignment]
    line: Any = None
    sessions = [({"id": "s-1"}, line)]
    log = FindingLog()
    rows = [({"id": "sls-1"}, line), ({"id": "pe-1"}, line)]
    assert announced_places(log, agenda, rows, sessions, [], {"1": {"sls-1", "pe-1"}}) == []
    assert [finding.code for finding in log.findings()] == ["announced-ambiguous"]
    found = announced_places(log, agenda, rows[:1], sessions, [], {"1": {"sls-1"}})
    assert [row["situation"] for row, _ in found] == ["sls-1"]
    assert renamed({"1": {"sls-1", "pe-1"}}, {"pe-1": {"pe-1-2"}}) == {"1": {"sls-1", "pe-1-2"}, "pe-1": {"pe-1-2"}}
