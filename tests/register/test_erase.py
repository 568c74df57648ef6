"""What is erased is gone from the file's bytes, the chain stays whole, and no name was ever there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.state import fold
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.keep import erase, months_before
from tests.register.desk import Desk, month, to_validated
from tests.register.making import WITH_LATER, ticking

LATER = ticking("2013-01-15T08:00:00")


def a_year(folder: Path) -> Desk:
    """Two closed months of 2010, and one that is open."""
    desk, before = Desk(folder), list[dict[str, Any]]()
    with Register.create(desk.file, [EventDraft("configured", {"by": "anne"})], clock=ticking()) as register:
        for number in (1, 2, 3):
            name, first = f"m-{number}", 10 * number
            document = month(number, range(first, first + 9))
            organisation = {key: value for key, value in document.items() if key not in ("situations", "id")}
            tables = {
                "by": "anne",
                "organisation": organisation,
                "history": [],
                "digests": [],
                "as_of": document["as_of"],
            }
            waits = [{**row, "deferrals": 1} for row in document["situations"][:2]]
            left = [{"situation": row["id"], "outcome": "heard"} for row in document["situations"][2:]]
            carried = {"waiting": waits, "history": [], "left": left}
            drafts = [EventDraft("tables", tables)]
            drafts += [EventDraft("received", {"by": "anne", "situation": row}) for row in document["situations"]]
            drafts.append(EventDraft("opened", {"by": "anne", "problem": document}, name))
            if number < 3:
                stay = [*waits, *([{**row, "deferrals": 2} for row in before] if number > 1 else [])]
                before = waits
                closed = {"by": "anne", "next": carried, "waiting": stay, "sessions": [], "as_of": document["as_of"]}
                drafts.append(EventDraft("closed", closed, name))
            register.append(drafts)
    return desk


def test_erased_months_are_gone_from_the_bytes(tmp_path: Path) -> None:
    """What is still needed is not: who waits, the counters, the month that is open; the same again changes nothing."""
    desk = a_year(tmp_path)
    with Register(desk.file, clock=LATER) as register:
        before = fold(register.events())
        assert b"d-12" in desk.file.read_bytes() and b"b-25" in desk.file.read_bytes()
        size = desk.file.stat().st_size
        answer = erase(register, dt.date(2011, 1, 1), "anne")
        assert answer.changed and answer.facts["rows"] == 23 and answer.facts["bytes"] < size
        assert register.faults() == [] and register.counts() == (37, 23)
        after = fold(register.events())
        assert (after.waiting, after.history, after.tables) == (before.waiting, before.history, before.tables)
        assert after.current == before.current and after.closed == ["m-1", "m-2"] and list(after.months) == ["m-3"]
        again = erase(register, dt.date(2011, 1, 1), "bruno")
        assert (again.code, again.changed, again.head) == ("erase-again", False, answer.head)
    data = desk.file.read_bytes()
    assert b"d-12" not in data and b"d-31" in data, "left in the first month; waits in the third"
    assert desk.run("verify")["erased"] == 23


def test_what_is_too_recent_stays(tmp_path: Path) -> None:
    """Nothing of less than a month."""
    desk = a_year(tmp_path)
    with Register(desk.file, clock=ticking("2010-10-15T08:00:00")) as register:
        with pytest.raises(RegisterRefused) as refusal:
            erase(register, dt.date(2010, 9, 29), "anne")
        assert refusal.value.code == "too-recent" and "2010-09-15" in str(refusal.value)
        assert not erase(register, dt.date(2010, 9, 15), "anne").changed


def test_copies_of_migrations_go_too(tmp_path: Path) -> None:
    """They hold what is to be erased."""
    desk = a_year(tmp_path)
    with Register(desk.file, clock=LATER, migrations=WITH_LATER) as register:
        (copy,) = register.backups()
        assert b"d-12" in copy.read_bytes()
        assert erase(register, dt.date(2011, 1, 1), "anne").facts["copies"] == 1
        assert not copy.exists()


def test_months_before() -> None:
    """The default and its limits; the last day of a shorter month."""
    assert months_before(dt.date(2012, 3, 31), 1) == dt.date(2012, 2, 29)
    assert months_before(dt.date(2026, 11, 28), 24) == dt.date(2024, 11, 28)
    assert months_before(dt.date(2013, 1, 15), 36) == dt.date(2010, 1, 15)


def test_no_name_is_ever_in_the_file(tmp_path: Path) -> None:
    """Fifty planted people, from tables to the closed month: not in the bytes, before and after erasing."""
    desk = Desk(tmp_path)
    people = [
        (f"Zqnom{n:02}ette", f"Zqprenom{n:02}ine", f"{1 + n % 28:02}/0{1 + n % 9}/19{50 + n % 40}") for n in range(50)
    ]
    tables, service = tmp_path / "recus", tmp_path / "service"
    tables.mkdir()
    service.mkdir()
    heading = "N°;Nom;Prénom;Date de naissance;Structure;Sous-secteur;Référent;Date de la demande;Reçue le\r\n"
    lines = [
        f"d-{n:02};{last};{first};{born};st;S1;p-{n % 12};0{1 + n % 9}/08/2010;01/09/2010\r\n"
        for n, (last, first, born) in enumerate(people)
    ]
    (tables / f"{people[0][0]}.csv").write_text(heading + "".join(lines), encoding="utf-8")
    (service / "seances.csv").write_text(
        "Séance;Type;Service;Sous-secteur;Lieu;Date;Heure\r\nse-1;standard;s;S1;v-1;12/10/2010;09:00\r\n",
        encoding="utf-8",
    )
    (service / "professionnels.csv").write_text(
        "Identifiant;Nom;Prénom;Structure\r\n" + "".join(f"p-{n};Nomde{n};Luc;st\r\n" for n in range(12)),
        encoding="utf-8",
    )
    profile = tmp_path / "profil.toml"
    profile.write_text(
        '[[services]]\nid = "s"\n[[subsectors]]\nid = "S1"\nservice = "s"\n[[venues]]\nid = "v-1"\n'
        '[[structures]]\nid = "st"\nkind = "PE"\n',
        encoding="utf-8",
    )
    desk.run("init", "--profile", profile, "--names", tmp_path / "noms.csv", "--key", tmp_path / "cle.txt",
             "--tables", service)  # fmt: skip
    assert desk.run("receive", tables, "--as-of", "2010-09-27")["received"] == 50
    desk.run("open", "m-1")
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
    desk.run("hold", "--all")
    desk.run("close")
    assert people[0][0] in (tmp_path / "noms.csv").read_text(encoding="utf-8-sig")

    def check(what: bytes) -> None:
        text = what.decode("utf-8", "replace").lower()
        for last, first, born in people:
            assert last.lower() not in text and first.lower() not in text and born not in text

    check(desk.file.read_bytes())
    desk.run("export", "-o", tmp_path / "whole.json")
    check((tmp_path / "whole.json").read_bytes())
    assert b"d-07" in desk.file.read_bytes()
    with Register(desk.file, clock=ticking("2040-01-01T00:00:00")) as register:
        assert erase(register, dt.date(2039, 1, 1), "anne").changed and register.faults() == []
    check(desk.file.read_bytes())


def test_a_closed_month_needs_no_payload_of_its_own(tmp_path: Path) -> None:
    """With everything erased that can be, the next month opens as it would have."""
    desk = Desk(tmp_path)
    desk.run("init")
    to_validated(desk, month())
    desk.run("hold", "--all")
    desk.run("close")
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    desk.run("export", "-o", tmp_path / "whole.json")
    other.run("import", tmp_path / "whole.json")
    with Register(other.file, clock=ticking("2040-01-01T00:00:00")) as register:
        erase(register, dt.date(2039, 1, 1), "anne")
    for one in (desk, other):
        one.run("receive", one.given("m-2", month(2, range(20, 24))))
    assert desk.run("open", "m-2")["problem_sha256"] == other.run("open", "m-2")["problem_sha256"]
