"""What the machine puts in the way: one line, in French where officials read it, exit code 2."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from rsa_sched.cli import main, tables
from rsa_sched.cli.output import machine_fault
from tests.cli.month import profile
from tests.cli.month import tables as month_tables
from tests.support_cli import session, situation, small, write

Said = pytest.CaptureFixture[str]


def intake(folder: Path) -> list[str]:
    """An import of the small month, key and name table in the same folder."""
    source = folder / "tableaux" if (folder / "tableaux").exists() else month_tables(folder)
    return ["import", str(source), "--profile", str(profile(folder)), "--key", str(folder / "cle.txt"), "--names",
            str(folder / "noms.csv"), "-o", str(folder / "p.json")]  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_key_or_name_table_that_others_may_read_is_told(tmp_path: Path, capsys: Said) -> None:
    """In one line each, as long as it is so."""
    assert main(intake(tmp_path)) == 0
    assert main(intake(tmp_path)) == 0
    assert "chmod" not in capsys.readouterr().err
    for name in ("cle.txt", "noms.csv"):
        (tmp_path / name).chmod(0o644)
    assert main(intake(tmp_path)) == 0
    lines = [line for line in capsys.readouterr().err.splitlines() if "chmod" in line]
    assert lines == [
        f"rsa-sched: d'autres que vous peuvent lire {tmp_path / name}, qui doit rester privé ; sous Unix : chmod 600"
        for name in ("cle.txt", "noms.csv")
    ]


def test_a_name_table_that_is_a_loop_of_links_is_not_missing(tmp_path: Path, capsys: Said) -> None:
    """Else the import would replace the link, and who was in the table would be lost."""
    (tmp_path / "noms.csv").symlink_to("noms.csv")
    assert main(intake(tmp_path)) == 2
    assert "noms.csv" in capsys.readouterr().err
    assert (tmp_path / "noms.csv").is_symlink()
    assert not (tmp_path / "p.json").exists()


@pytest.mark.parametrize("place", ["n" * 300, "n/" * 2_500 + "n"])
@pytest.mark.parametrize("command", ["form", "templates", "publish"])
def test_a_name_too_long_is_one_line(command: str, place: str, tmp_path: Path, capsys: Said) -> None:
    """Of an output, before anything is read."""
    target = str(tmp_path / place)
    given = {"form": ["-o", target], "templates": [target], "publish": ["p.json", "a.json", "-o", target]}
    assert main([command, *given[command]]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "name too long" in told.err or "no folder that exists" in told.err


def test_what_nobody_expected_is_told_in_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    """The disk is full where no writer expects it."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "p.json")

    monkeypatch.setattr(tables, "read_tables", full)
    assert main(intake(tmp_path)) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "rsa-sched: p.json : disque plein"
    monkeypatch.setattr(tables, "read_tables", lambda *_, **__: bytearray(sys.maxsize))
    assert main(intake(tmp_path)) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "rsa-sched: mémoire insuffisante"


def test_other_errors_of_the_machine_keep_its_own_words() -> None:
    """Those without a French word, and those that name no file."""
    assert machine_fault(OSError(errno.EADDRINUSE, "Address in use", "x")) == "x : Address in use"
    assert machine_fault(OSError("odd")) == "OSError"


@pytest.mark.parametrize(("name", "seen"), [("\ud800", "\\ud800"), ("\u202ed", "\\u202ed")])
def test_characters_that_do_not_show_are_escapes_in_a_report(
    name: str, seen: str, tmp_path: Path, capsys: Said
) -> None:
    """Half of a surrogate pair, a character that turns the direction of reading: in text as points."""
    problem = write(tmp_path / "p.json", small([session(1)], [situation(1)]))
    agenda = tmp_path / "a.json"
    agenda.write_text(
        json.dumps({"appointments": [], "deferrals": [{"situation": name, "reason": "no-room"}]}), "ascii"
    )
    code = main(["check", str(problem), str(agenda), "--json"])
    told = capsys.readouterr()
    assert code == 1 and seen in told.out and name not in told.out
    json.loads(told.out)
    assert main(["check", str(problem), str(agenda)]) == 1
    told = capsys.readouterr()
    assert "·" in told.out and name not in told.out
