"""Each verb is one transaction, safe to repeat; what does not fit is refused with nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rsa_sched.domain.problem import Problem
from rsa_sched.months.closing import close_month
from rsa_sched.names import Identity, NameTable
from rsa_sched.publish.manifest import MANIFEST
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.state import RegisterState, fold
from rsa_sched.register.store import Register
from tests.register.desk import Desk, month, to_validated
from tests.support_cli import inside


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A register just made."""
    made = Desk(tmp_path)
    made.run("init")
    return made


def state(desk: Desk) -> RegisterState:
    """What the events add up to."""
    with Register(desk.file, read_only=True) as register:
        return fold(register.events())


def test_a_month_from_tables_to_the_next(desk: Desk) -> None:
    """The state at the end is what contract section 9 says."""
    to_validated(desk, month())
    heard = sorted(place["situation"] for place in state(desk).current.proposal["agenda"]["appointments"])  # type: ignore[union-attr,index]
    assert len(heard) == 8
    desk.run("hold", "se-1-0")
    desk.run("hold", "--all", "--absent", "d-7")
    desk.run("withdraw", "d-8", "--reason", "a déménagé")
    problem, agenda = state(desk).months["m-1"].problem, state(desk).months["m-1"].proposal["agenda"]  # type: ignore[index]
    closed = desk.run("close")
    outcomes = [{"situation": "d-7", "outcome": "absent"}, {"situation": "d-8", "outcome": "withdrawn"}]
    expected = close_month(Problem.from_dict(problem), agenda, outcomes).to_dict()
    now = state(desk)
    assert now.months["m-1"].next == expected and now.current is None
    assert sorted(now.waiting) == ["d-7"] and closed["waiting"] == 1
    assert now.history == expected["history"]
    desk.run("receive", desk.given("m-2", month(2, range(20, 24))))
    assert desk.run("open", "m-2")["situations"] == 5
    assert state(desk).months["m-2"].problem["history"] == expected["history"]


def test_every_verb_again_changes_nothing_and_says_so(desk: Desk) -> None:
    """The same words, the same content: the head stays."""

    def twice(verb: str, *arguments: object, again: str) -> None:
        first = desk.run(verb, *arguments)
        second = desk.run(verb, *arguments, by="bruno")
        assert (second["done"], second["changed"], second["head"]) == (again, False, first["head"])

    twice("init", again="init-again")
    twice("receive", desk.given("m-1", month()), again="receive-again")
    twice("open", "m-1", again="open-again")
    twice("propose", again="propose-again")
    twice("decide", "d-8", "--pin", "se-1-0", "--reason", "urgent", again="decide-again")
    twice("decide", "d-0", "--note", "--reason", "à suivre", again="decide-again")
    twice("validate", "--reason", "en réunion", again="validate-again")
    twice("publish", "-o", desk.folder / "sent", "--audience", "prescriber:st", again="publish-again")
    twice("sent", again="sent-again")
    twice("hold", "--all", again="hold-again")
    twice("close", again="close-again")
    twice("withdraw", *sorted(state(desk).waiting), "--reason", "a déménagé", again="withdraw-again")
    desk.run("export", "-o", desk.folder / "whole.json")
    assert desk.run("import", desk.folder / "whole.json")["done"] == "import-again"
    assert desk.run("verify")["whole"]


def test_an_init_that_was_killed_leaves_nothing_behind_once_it_runs_again(desk: Desk) -> None:
    """Killed between the two names of the new file, it left the second one (found by the campaign of kills)."""
    left = desk.folder / ".rsa-sched-scpnu8x2.partiel"
    left.hardlink_to(desk.file)
    assert desk.run("init")["done"] == "init-again"
    assert not left.exists() and desk.run("verify")["whole"]


def test_all_sessions_are_held_again_with_whom_was_absent(desk: Desk) -> None:
    """The same command after a kill does no harm and is not refused (found by the campaign of kills); another is."""
    to_validated(desk, month())
    seated = [place["situation"] for place in state(desk).current.proposal["agenda"]["appointments"]]  # type: ignore[union-attr,index]
    assert desk.run("hold", "--all", "--absent", seated[0])["done"] == "hold"
    assert desk.run("hold", "--all", "--absent", seated[0])["done"] == "hold-again"
    assert desk.refused("hold", "--all", "--absent", seated[1]) == "not-in-the-session"


def test_a_decision_is_kept_with_its_price(desk: Desk) -> None:
    """Points before and after; lifted it costs nothing; one that cannot hold is not kept."""
    desk.run("receive", desk.given("m-1", month()))
    desk.run("open", "m-1")
    assert desk.refused("decide", "d-8", "--pin", "se-1-0", "--reason", "urgent") == "no-proposal"
    best = desk.run("propose")["points"]
    pinned = desk.run("decide", "d-8", "--pin", "se-1-0", "--start", "2010-10-12T09:00", "--reason", "urgent")
    assert pinned["cost"] == best - pinned["points"] > 0
    assert desk.refused("decide", "d-8", "--pin", "se-1-1", "--reason", "x") == "pinned-before"
    head = desk.head
    clash = inside(
        "register", "decide", "d-7", "--pin", "se-1-0", "--start", "2010-10-12T09:15", "--reason", "x",
        "--register", desk.file,
    )  # fmt: skip
    assert clash.returncode == 3 and desk.head == head
    lifted = desk.run("decide", "d-8", "--lift", "--reason", "finalement non")
    assert lifted["points"] == best and lifted["cost"] == pinned["points"] - best
    assert [event["payload"]["points"] for event in desk.run("log") if event["kind"] == "decided"] == [
        [best, pinned["points"]],
        [pinned["points"], best],
    ]


def test_only_what_is_validated_is_sent(desk: Desk) -> None:
    """A draft is pages alone, each of them marked; a change after validation takes it back."""
    desk.run("receive", desk.given("m-1", month()))
    desk.run("open", "m-1")
    assert desk.refused("validate", "--reason", "x") == "no-proposal"
    desk.run("propose")
    assert desk.refused("publish", "-o", desk.folder / "sent") == "not-validated"
    assert not (desk.folder / "sent").exists()
    desk.run("publish", "-o", desk.folder / "draft", "--draft")
    pages = sorted(path for path in (desk.folder / "draft").rglob("*") if path.is_file())
    assert {path.suffix for path in pages} == {".html", ".json"}
    assert all("PROJET, non validé" in path.read_text() for path in pages if path.suffix == ".html")
    head = desk.run("validate", "--reason", "en réunion")["head"]
    sent = desk.run("publish", "-o", desk.folder / "sent")
    assert sent["number"] == 1 and sent["head"] != head
    for path in (desk.folder / "sent").rglob("*.html"):
        if "courriers" not in path.parts:
            text = path.read_text()
            assert f"publication n° 1. État {sent['head'][:16]}" in text and "PROJET" not in text
    assert (desk.folder / "sent" / "courriers").is_dir()
    assert desk.refused("publish", "-o", desk.folder / "sent", "--draft") == "folder-of-a-publication"
    desk.run("decide", "d-8", "--pin", "se-1-0", "--reason", "urgent")
    assert desk.refused("publish", "-o", desk.folder / "sent") == "not-validated"
    assert desk.run("verify", "--printed", sent["head"][:16])["whole"]
    assert not desk.run("verify", "--printed", "0" * 16, code=1)["whole"]


def test_who_decided_upon_an_older_state_is_told(desk: Desk) -> None:
    """``--head`` names what was looked at."""
    desk.run("receive", desk.given("m-1", month()))
    desk.run("open", "m-1")
    seen = desk.run("propose")["head"]
    desk.run("decide", "d-8", "--pin", "se-1-0", "--reason", "urgent", by="bruno")
    for verb in (
        ("validate", "--reason", "x"),
        ("open", "m-1"),
        ("propose", "--again"),
        ("withdraw", "d-1", "--reason", "x"),
    ):
        answer = desk.run(*verb, "--head", seen[:16], code=2)
        assert answer["refused"] == "moved" and "bruno a pris une décision (m-1)" in answer["text"]
    assert desk.refused("validate", "--reason", "x", "--head", "f" * 16) == "unknown-head"


def test_late_corrections_reach_the_month(desk: Desk) -> None:
    """The month is opened again with them; what was published is announced, so that little moves."""
    to_validated(desk, month())
    with Register(desk.file) as register:  # as if it were sent
        register.append([EventDraft("published", {"number": 1, "agenda_sha256": ""}, "m-1")])
    document = month()
    document["situations"][3]["urgency"] = 2
    document["situations"].append({**document["situations"][0], "id": "d-new", "person": "b-new", "urgency": 3})
    answer = desk.run("receive", desk.given("late", document))
    assert (answer["received"], answer["corrected"]) == (1, 1)
    desk.run("open", "m-1")
    desk.run("propose")
    places = state(desk).current.proposal  # type: ignore[union-attr]
    assert places is not None and len(places["changes"]["announced"]) == 8
    assert "d-new" in {line["situation"] for line in places["agenda"]["appointments"]}


def test_who_comes_after_the_month_was_opened_waits_on(desk: Desk) -> None:
    """New ones and corrected ones: the closing loses neither, nor the count."""
    to_validated(desk, month())
    document = month(requests=range(10))
    document["situations"][8]["urgency"] = 1
    document["situations"][9]["requested_on"] = "2010-09-27"
    desk.run("receive", desk.given("late", document))
    desk.run("hold", "--all")
    assert desk.run("close")["waiting"] == 2
    waiting = state(desk).waiting
    assert waiting["d-8"] == {**document["situations"][8], "deferrals": 1}
    assert waiting["d-9"] == document["situations"][9]


def test_a_request_that_comes_again(desk: Desk) -> None:
    """Carried: it keeps its oldest date and its count under whatever number; heard: left out unless it asks again."""
    to_validated(desk, month())
    desk.run("hold", "--all")
    desk.run("close")
    (name,) = state(desk).waiting
    before = state(desk).waiting[name]
    assert before["deferrals"] == 1
    again = month(2, range(0))
    row = {**{key: value for key, value in before.items() if key != "deferrals"}, "requested_on": "2010-09-30"}
    again["situations"] = [{**row, "id": "d-70"}, {**row, "id": "d-0", "person": "b-0"}]
    answer = desk.run("receive", desk.given("m-2", again))
    assert (answer["recognised"], answer["left_out"], answer["received"]) == ({name: "d-70"}, ["d-0"], 0)
    kept = state(desk).waiting[name]
    assert {key: kept[key] for key in ("id", "requested_on", "deferrals")} == {
        key: before[key] for key in ("id", "requested_on", "deferrals")
    }
    answer = desk.run("receive", desk.given("m-2", again), "--again", "d-0")
    assert answer["received"] == 1 and sorted(state(desk).waiting) == sorted([name, "d-0"])


def test_two_structures_with_one_number(desk: Desk) -> None:
    """The second one's request is another one, and gets a number of its own, the same each time."""
    first = month(requests=range(2), structures=[{"id": "st", "kind": "PE"}, {"id": "other", "kind": "PER"}])
    desk.run("receive", desk.given("first", first))
    second = {**first, "situations": [{**first["situations"][0], "structure": "other", "person": "b-9"}]}
    answer = desk.run("receive", desk.given("second", second))
    assert (answer["received"], answer["corrected"], answer["renamed"]) == (1, 0, {"other-d-0": "d-0"})
    assert sorted(state(desk).waiting) == ["d-0", "d-1", "other-d-0"]
    assert not desk.run("receive", desk.given("second", second))["changed"]


def test_what_does_not_fit_is_refused(desk: Desk) -> None:
    """In any order of verbs."""
    assert desk.refused("open", "m-1") == "no-tables"
    assert desk.refused("propose") == "no-month-open" == desk.refused("close")
    to_validated(desk, month())
    assert desk.refused("open", "m-2") == "another-month-open"
    assert desk.refused("hold", "se-9") == "unknown-session"
    assert desk.refused("hold", "se-1-0", "--absent", "d-99") == "not-in-the-session"
    assert desk.refused("hold", "--all", "--code", "d-0=unknown") in ("unknown-code", "not-in-the-session")
    assert desk.refused("close") == "not-held"
    assert desk.refused("replace") == "nothing-cancelled"
    assert desk.refused("cancel", "--session", "se-9", "--reason", "x") == "unknown-session"
    assert desk.refused("cancel", "--session", "se-1-0", "--at", "demain", "--reason", "x") == "no-moment"
    assert desk.refused("withdraw", "d-99", "--reason", "x") == "unknown-situation"
    assert desk.refused("decide", "d-99", "--note", "--reason", "x") == "unknown-situation"
    desk.run("hold", "--all")
    assert desk.refused("open", "m-1", "--as-of", "2010-09-28") == "month-begun"
    desk.run("close")
    assert desk.refused("open", "m-1") == "month-closed"
    assert desk.refused("open", "m-2") == "stale-day"
    assert desk.refused("open", "m-2", "--as-of", "2010-11-30") == "no-session-left"
    later = desk.folder / "other.json"
    later.write_text('{"schema_version": "1", "register": []}')
    assert desk.refused("import", later) == "no-export"


def test_a_loop_over_the_verbs_that_was_cut_goes_on(desk: Desk) -> None:
    """The same verbs again from the first, whichever was the last that was done: nothing is written twice."""
    tables = desk.given("m-1", month())
    verbs: list[tuple[object, ...]] = [
        ("receive", tables),
        ("open", "m-1"),
        ("propose",),
        ("hold", "--all"),
        ("close",),
    ]
    verbs[3:3] = [("validate", "--reason", "en réunion"), ("publish", "-o", desk.folder / "envoi")]
    for number in range(1, len(verbs) + 1):
        for verb, *rest in verbs[: number - 1]:
            assert not desk.run(str(verb), *rest)["changed"], (number, verb)
        verb, *rest = verbs[number - 1]
        assert desk.run(str(verb), *rest)["changed"], verb


def test_tables_of_a_closed_month_are_left_alone(desk: Desk) -> None:
    """Their day is over: an old table would set back who waits. What was forgotten comes with the next month's day."""
    to_validated(desk, month())
    desk.run("hold", "--all")
    desk.run("close")
    assert desk.refused("receive", desk.given("again", month())) == "stale-tables"
    late = month(requests=range(9, 10))
    assert desk.refused("receive", desk.given("late", late)) == "stale-tables"
    assert desk.run("receive", desk.given("next", late | {"as_of": "2010-10-27"}))["received"] == 1


def test_a_cancelled_session_and_who_takes_its_places(desk: Desk) -> None:
    """Options are shown before one is taken; who was freed waits on, who was taken in is heard."""
    to_validated(desk, month())
    places = state(desk).current.proposal["agenda"]["appointments"]  # type: ignore[union-attr,index]
    freed = places[0]["situation"]
    cancelled = desk.run("cancel", "--situation", freed, "--reason", "malade")
    assert cancelled["freed"] == [freed]
    (deferred,) = {f"d-{n}" for n in range(9)} - {place["situation"] for place in places}
    shown = desk.run("replace")
    assert [line["situation"] for line in shown["options"][0]["heard"]] == [deferred] and not shown["changed"]
    assert desk.refused("replace", "--option", "9", "--reason", "x") == "no-such-option"
    taken = desk.run("replace", "--option", "1", "--reason", "première")
    again = desk.run("replace", "--option", "1", "--reason", "première")
    assert (again["done"], again["head"]) == ("replace-again", taken["head"])
    assert desk.run("open", "m-1")["head"] == taken["head"], "nothing changed in the tables"
    desk.run("hold", "--all")
    desk.run("close")
    now = state(desk)
    assert sorted(now.waiting) == [freed] and "deferrals" not in now.waiting[freed]
    assert {name for name, line in now.left.items() if line["outcome"] == "heard"} == {f"d-{n}" for n in range(9)} - {
        freed
    }


def test_letters_that_cannot_leave_are_told(desk: Desk) -> None:
    """As `publish` tells them; of a draft, which has none, and beside JSON nothing."""
    to_validated(desk, month())
    for more, told in ((["--draft"], False), ([], True), (["--json"], False)):
        folder = desk.folder / "".join(["sent", *more])
        done = inside("register", "publish", "-o", folder, "--register", desk.file, "--by", "anne", *more)
        assert done.returncode == 0, done.stderr.decode()
        assert ("personne n'est nommé" in done.stderr.decode()) == told


def test_a_publication_after_a_replacement_keeps_what_had_begun(desk: Desk) -> None:
    """Whoever was heard before the moment of the cancellation has left the month, and is not said to be withdrawn."""
    to_validated(desk, month())
    sent = desk.folder / "sent"
    desk.run("publish", "-o", sent)
    first, *_, last = state(desk).current.proposal["agenda"]["appointments"]  # type: ignore[union-attr,index]
    assert first["start"][:10] < last["start"][:10]
    desk.run("cancel", "--situation", last["situation"], "--at", first["start"], "--reason", "malade")
    desk.run("replace", "--option", "1", "--reason", "première")
    desk.run("publish", "-o", sent)
    told = json.loads((sent / MANIFEST).read_bytes())["published"]["version"]["facts"]
    assert told["situations"][first["situation"]]["session"] == first["session"]
    assert first["session"] not in {row["id"] for row in state(desk).current.proposal["problem"]["sessions"]}  # type: ignore[union-attr,index]


def test_a_reason_names_nobody(tmp_path: Path) -> None:
    """A name of the name table is refused in any text that stays; common words are not names."""
    names = tmp_path / "noms.csv"
    NameTable(
        [Identity("b-1", "person", "Mme", "Petit", "Zoé"), Identity("p-1", "professional", "", "Roux", "Luc")]
    ).write(names)
    desk = Desk(tmp_path)
    desk.run("init", "--names", names)
    desk.run("receive", desk.given("m-1", month()))
    for text in ("ZOE PETIT est malade", "Mme Petit, Zoé", "vu avec Mme PETIT"):
        assert desk.refused("withdraw", "d-1", "--reason", text) == "name-in-a-text"
    desk.run("withdraw", "d-1", "--reason", "petit retard de M. Roux")


def test_outcomes_are_codes_of_the_profile(tmp_path: Path) -> None:
    """Declared once; the profile's faults are told at once."""
    desk = Desk(tmp_path)
    profile = tmp_path / "profil.toml"
    profile.write_text('[register]\nkeep_months = 40\nother = 1\n[register.outcomes]\n"Le Maintien" = "x"\n')
    failed = inside("register", "init", "--profile", profile, "--register", desk.file)
    assert failed.returncode == 2 and len(failed.stderr.splitlines()) == 3 and not desk.file.exists()
    profile.write_text('[register]\nkeep_months = 12\n[register.outcomes]\nmaintien = "Maintien du parcours"\n')
    assert desk.run("init", "--profile", profile)["keep_months"] == 12
    to_validated(desk, month())
    desk.run("hold", "--all", "--code", "d-1=maintien")
    held = [line for record in state(desk).months["m-1"].held.values() for line in record["outcomes"]]
    assert [line for line in held if "code" in line] == [{"situation": "d-1", "outcome": "heard", "code": "maintien"}]
    profile.write_text("")
    assert desk.run("init", "--profile", profile)["done"] == "init-changed"


def test_an_export_is_the_whole_register(desk: Desk) -> None:
    """Into a new file, and onto an older copy; not onto another register, and not where it was edited."""
    to_validated(desk, month())
    older = Desk(desk.folder / "older")
    older.folder.mkdir()
    desk.run("export", "-o", desk.folder / "first.json")
    older.run("import", desk.folder / "first.json")
    desk.run("hold", "--all")
    desk.run("close")
    desk.run("export", "-o", desk.folder / "whole.json")
    assert older.run("import", desk.folder / "whole.json")["new"] == 3
    assert older.head == desk.head and older.run("log") == desk.run("log")
    assert desk.refused("import", desk.folder / "first.json") == "another-register"
    edited = json.loads((desk.folder / "whole.json").read_text())
    edited["register"][5]["payload"]["by"] = "another"
    (desk.folder / "edited.json").write_text(json.dumps(edited))
    assert desk.refused("import", desk.folder / "edited.json") == "no-export"
