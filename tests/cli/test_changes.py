"""``close``, ``diff``, ``replace`` and ``solve --announced``: whole documents, exit codes, faults."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support_cli import FAULT_LINE, Doc, inside, read, session, sha256, situation, small, write

PROBLEM = small(
    [session(1, minutes=60, max_situations=2), session(2, minutes=60)],
    [situation(1), situation(2), situation(3, requested_on="2010-09-20"), situation(4, not_after="2010-10-01", rank=1)],
)
PLACES = [
    {"situation": "d-1", "session": "se-1", "start": "2010-10-11T09:00", "end": "2010-10-11T09:30"},
    {"situation": "d-2", "session": "se-1", "start": "2010-10-11T09:30", "end": "2010-10-11T10:00"},
]
AGENDA: Doc = {"appointments": PLACES, "deferrals": [{"situation": "d-3"}, {"situation": "d-4"}]}
BROKEN: Doc = {"appointments": PLACES, "deferrals": [{"situation": "d-3"}]}


FRENCH_LINE = re.compile(r"(?P<file>[^:]+) : (?P<place>--.+?) : (?P<value>.+) ; attendu : .+\.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the problem, an agenda and a broken one."""
    for name, document in (("p", PROBLEM), ("a", AGENDA), ("broken", BROKEN)):
        write(tmp_path / f"{name}.json", document)
    return tmp_path


def faults(said: bytes) -> list[tuple[str, str, str]]:
    """File, place and value of each line of faults, told to whoever wrote a document or typed a command."""
    lines = said.decode().splitlines()
    matches = [FAULT_LINE.fullmatch(line) or FRENCH_LINE.fullmatch(line) for line in lines]
    return [(Path(match["file"]).name, match["place"], match["value"]) for match in matches if match]


def test_close_writes_where_the_next_month_begins(folder: Path) -> None:
    """And says in a line how many were heard, withdrew and wait."""
    told = [{"situation": "d-2", "outcome": "absent"}, {"situation": "d-3", "outcome": "withdrawn"}]
    write(folder / "o.json", told)
    line = (folder / "p.json", folder / "a.json", "--outcomes", folder / "o.json", "-o", folder / "next.json")
    ran = inside("close", *line)
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode() == "rsa-sched: 1 situation entendue, 1 retirée, 2 en attente le mois suivant\n"
    two, four = PROBLEM["situations"][1], PROBLEM["situations"][3]
    assert read(folder / "next.json") == {
        "schema_version": "1",
        "problem": "small",
        "problem_sha256": sha256(PROBLEM),
        "waiting": [two, {key: value for key, value in four.items() if key != "rank"}],
        "history": [{"service": "s", "kind": kind, "units": 4} for kind in ("PSSI", "PER", "PE")],
        "left": [{"situation": "d-1", "outcome": "heard"}, {"situation": "d-3", "outcome": "withdrawn"}],
    }


@pytest.mark.parametrize("command", ["close", "replace"])
def test_an_agenda_that_breaks_a_rule_ends_with_1_and_what_check_says(folder: Path, command: str) -> None:
    """And leaves no file."""
    ran = inside(command, folder / "p.json", folder / "broken.json", "-o", folder / "out.json")
    checked = inside("check", folder / "p.json", folder / "broken.json")
    assert (ran.returncode, checked.returncode) == (1, 1)
    assert ran.stderr == checked.stdout
    assert b"d-4" in ran.stderr
    assert not (folder / "out.json").exists()


def test_every_fault_of_every_file_comes_at_once(folder: Path) -> None:
    """Each with its file, place and value; the outcomes' own once the rest can be read."""
    write(folder / "bad.json", {**PROBLEM, "as_of": "2010-9-27"})
    write(folder / "o.json", [{"situation": "d-9", "outcome": "heard"}, {"situation": "d-3", "outcome": "gone"}])
    write(folder / "agenda.json", {"deferrals": []})
    line = (folder / "bad.json", folder / "agenda.json", "--outcomes", folder / "o.json")
    ran = inside("close", *line, "-o", folder / "next.json")
    assert ran.returncode == 2
    assert faults(ran.stderr) == [
        ("bad.json", "as_of", '"2010-9-27"'),
        ("agenda.json", "appointments", "nothing"),
        ("o.json", "outcomes[1].outcome", "a text of 4 characters"),
    ]
    write(folder / "o.json", [{"situation": "d-9", "outcome": "heard"}, {"situation": "d-3", "outcome": "absent"}])
    ran = inside("close", folder / "p.json", folder / "a.json", "--outcomes", folder / "o.json")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert faults(ran.stderr) == [
        ("o.json", "outcomes[0].situation", '"d-9"'),
        ("o.json", "outcomes[1].situation", '"d-3"'),
    ]
    assert not (folder / "next.json").exists()


def test_diff_tells_changes_as_text_and_as_json(folder: Path) -> None:
    """Equal agendas: nothing."""
    later = {**PLACES[0], "start": "2010-10-11T09:30", "end": "2010-10-11T10:00"}
    write(folder / "b.json", {"appointments": [later], "deferrals": []})
    line = (folder / "p.json", folder / "a.json", folder / "b.json")
    ran = inside("diff", *line, "--json")
    assert (ran.returncode, ran.stderr) == (0, b"")
    places = [{key: row[key] for key in ("session", "start")} for row in (*PLACES, later)]
    assert json.loads(ran.stdout) == [
        {"situation": "d-1", "change": "retimed", "before": places[0], "after": places[2]},
        {"situation": "d-2", "change": "deferred", "before": places[1], "after": None},
    ]
    ran = inside("diff", *line)
    assert ran.stdout.decode().splitlines()[0] == "2 changements : 1 sortie, 1 horaire changé."
    assert inside("diff", line[0], line[1], line[1], "--json").stdout == b"[]\n"
    same = inside("diff", line[0], line[1], line[1])
    assert (same.returncode, same.stdout, same.stderr) == (0, b"", b"rsa-sched: rien ne change\n")


def test_diff_refuses_unknown_ids(folder: Path) -> None:
    """In both files."""
    write(folder / "b.json", {"appointments": [{**PLACES[0], "session": "se-9"}], "deferrals": []})
    write(folder / "c.json", {"appointments": [], "deferrals": [{"situation": "d-9"}]})
    ran = inside("diff", folder / "p.json", folder / "b.json", folder / "c.json")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert faults(ran.stderr) == [
        ("b.json", "appointments[0].session", '"se-9"'),
        ("c.json", "deferrals[0].situation", '"d-9"'),
    ]


def test_solve_announced_keeps_what_was_sent_out(folder: Path) -> None:
    """And writes the problem whose agenda it is."""
    line = ("--announced", folder / "a.json", "--problem-out", folder / "q.json", "-o", folder / "new.json")
    ran = inside("solve", folder / "p.json", *line, "--workers", 1)
    assert ran.returncode == 0, ran.stderr
    problem, agenda = read(folder / "q.json"), read(folder / "new.json")
    announced = [{key: row[key] for key in ("situation", "session", "start")} for row in PLACES]
    assert problem == {**PROBLEM, "announced": announced}
    assert (agenda["problem_sha256"], agenda["parts"]["stability"]) == (sha256(problem), 0)
    assert inside("check", folder / "q.json", folder / "new.json").returncode == 0
    assert (
        inside("diff", folder / "p.json", folder / "a.json", folder / "new.json", "--json").stdout.count(b"heard") == 1
    )


def test_solve_announced_refuses_what_it_cannot_use(folder: Path) -> None:
    """An agenda of another problem, a faulty one, one place for both outputs."""
    write(folder / "other.json", {**AGENDA, "problem": "other"})
    ran = inside("solve", folder / "p.json", "--announced", folder / "other.json")
    assert (ran.returncode, faults(ran.stderr)[0][0]) == (2, "other.json")
    out = folder / "out.json"
    ran = inside("solve", folder / "p.json", "--announced", folder / "a.json", "--problem-out", out, "-o", out)
    assert (ran.returncode, out.exists()) == (2, False)


def test_replace_writes_the_answer(folder: Path) -> None:
    """The changed problem, who was freed, and the options with whom to call; each agenda passes the audit."""
    ran = inside("replace", folder / "p.json", folder / "a.json", "--cancel", "d-2", "-o", folder / "r.json")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert ran.stderr.decode().replace("\u00a0", " ").splitlines() == [
        "rsa-sched: place libérée : d-2",
        "rsa-sched: proposition 1 : entre d-3 le 12 octobre à 9 h (se-2) ; 2 professionnels à prévenir",
        "rsa-sched: proposition 2 : personne n'entre de plus ; 1 professionnel à prévenir",
    ]
    answer = read(folder / "r.json")
    assert answer["freed"] == ["d-2"]
    assert [[row["situation"] for row in option["heard"]] for option in answer["options"]] == [["d-3"], []]
    assert answer["options"][0]["calls"] == [
        {"professional": "p-2", "about": ["d-2"]},
        {"professional": "p-3", "about": ["d-3"]},
    ]
    write(folder / "q.json", answer["problem"])
    for option in answer["options"]:
        write(folder / "b.json", option["agenda"])
        assert inside("check", folder / "q.json", folder / "b.json").returncode == 0


def test_what_frees_no_place_is_told(folder: Path) -> None:
    """Nobody was heard whom it concerns."""
    ran = inside("replace", folder / "p.json", folder / "a.json", "--cancel", "d-4", "-o", folder / "r.json")
    assert ran.returncode == 0
    assert "aucune place n'est libérée" in ran.stderr.decode()


def test_explain_refuses_an_unknown_situation_in_french(folder: Path) -> None:
    """It was typed by somebody who reads French; no file is written."""
    ran = inside("explain", folder / "p.json", folder / "a.json", "--situation", "d-9", "-o", folder / "r.json")
    assert (ran.returncode, (folder / "r.json").exists()) == (2, False)
    assert '--situation : "d-9" ; attendu : le numéro d\'une situation de ce dossier.' in ran.stderr.decode()


def test_an_option_of_replace_is_written_as_publish_takes_it(folder: Path) -> None:
    """With the problem that it answers; an option that is not there leaves every file as it is."""
    given = (folder / "p.json", folder / "a.json", "--cancel", "d-2", "-o", folder / "r.json")
    files = ("--problem-out", folder / "q.json", "--agenda-out", folder / "b.json")
    refused = inside("replace", *given, *files, "--option", 3)
    assert (refused.returncode, [path.name for path in folder.glob("[rqb].json")]) == (2, [])
    assert "--option : 3 ; attendu : un numéro de 1 à 2" in refused.stderr.decode()
    assert inside("replace", *given, *files, "--option", 2).returncode == 0
    assert read(folder / "b.json") == read(folder / "r.json")["options"][1]["agenda"]
    sent = inside("publish", folder / "q.json", folder / "b.json", "-o", folder / "sent")
    assert sent.returncode == 0, sent.stderr


def test_sessions_that_have_begun_are_told_with_how_to_publish_the_rest(folder: Path) -> None:
    """In the folder of the whole month, with the same moment: else it would tell them as withdrawn."""
    first = min(read(folder / "p.json")["sessions"], key=lambda row: row["start"])
    ran = inside(
        "replace", folder / "p.json", folder / "a.json", "--at", first["start"], "-o", folder / "r.json",
        "--agenda-out", folder / "b.json",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert first["id"] in ran.stderr.decode() and f"--at {first['start']}" in ran.stderr.decode()


def test_the_team_of_a_cancelled_session_is_told_apart(folder: Path) -> None:
    """The contract's `calls` are of situations; who staffs the session alone is named on standard error."""
    problem = read(folder / "p.json")
    problem["sessions"][0]["staff"] = ["p-500"]
    problem["professionals"] = [*problem["professionals"], {"id": "p-500"}]
    write(folder / "staffed.json", problem)
    name = problem["sessions"][0]["id"]
    ran = inside("replace", folder / "staffed.json", folder / "a.json", "--cancel-session", name)
    assert ran.returncode == 0, ran.stderr
    assert f"séance {name} annulée : prévenir aussi son équipe, p-500" in ran.stderr.decode()
    assert all(call["professional"] != "p-500" for one in json.loads(ran.stdout)["options"] for call in one["calls"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--cancel", "d-9", "--absent", "p-99", "--cancel-session", "se-9"], [b"d-9", b"p-99", b"se-9"]),
        (["--cancel", "d-1", "--at", "2010-10-11T09:00"], [b"d-1", b"2010-10-11T09:00"]),
        (["--cancel-session", "se-1", "--at", "2010-10-11T09:00"], [b"se-1"]),
    ],
)
def test_replace_refuses_what_is_unknown_or_has_begun(folder: Path, options: list[Any], said: list[bytes]) -> None:
    """With all of it, exit code 2 and no file."""
    ran = inside("replace", folder / "p.json", folder / "a.json", *options, "-o", folder / "r.json")
    assert ran.returncode == 2
    assert all(word in ran.stderr for word in said)
    assert [fault[0] for fault in faults(ran.stderr)] == ["p.json"] * len(ran.stderr.splitlines())
    assert {fault[1] for fault in faults(ran.stderr)} <= {"--cancel", "--cancel-session", "--absent"}
    assert not (folder / "r.json").exists()


@pytest.mark.parametrize("time", ["08:30", "2010-10-11", "demain", "2010-13-01T08:00"])
def test_a_time_without_its_date_is_refused(folder: Path, time: str) -> None:
    """As a usage error."""
    with pytest.raises(SystemExit) as caught:
        inside("replace", folder / "p.json", folder / "a.json", "--at", time)
    assert caught.value.code == 2
