"""The verbs as a desk types them, in this process; a small month of two sessions and nine requests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rsa_sched.register.store import Register
from tests.register import making
from tests.support_cli import Doc, inside, session, situation, small, write

assert making, "which spares the tests the disk"


class Desk:
    """A register and the folder that it lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "registre.sqlite"

    def run(self, verb: str, *arguments: object, code: int = 0, by: str = "anne") -> Any:
        """What a verb answers as JSON, when it ends with that exit code."""
        who = () if verb in ("log", "verify", "export", "import", "documents") else ("--by", by)
        form = () if verb in ("export",) else ("--json",)
        done = inside("register", verb, *arguments, "--register", self.file, *who, *form)
        assert done.returncode == code, done.stderr.decode()
        assert b"Traceback" not in done.stderr
        return json.loads(done.stdout) if done.stdout else None

    def refused(self, verb: str, *arguments: object) -> str:
        """With which code a verb is refused; the register's head stays."""
        before = self.head
        answer = self.run(verb, *arguments, code=2)
        assert self.head == before
        code: str = answer["refused"]
        return code

    @property
    def head(self) -> str:
        """The chain's head."""
        with Register(self.file, read_only=True) as register:
            return register.head

    def kinds(self) -> list[str]:
        """What happened, in order."""
        return [event["kind"] for event in self.run("log")]

    def given(self, name: str, document: Doc) -> Path:
        """A problem document in the folder."""
        return write(self.folder / f"{name}.json", document)


def month(number: int = 1, requests: range = range(9), **keys: Any) -> Doc:
    """Tables of a month, as a problem document: its two sessions hold four requests each."""
    days = [f"2010-{9 + number:02}-{day:02}T09:00" for day in (12, 13)]
    sessions = [
        session(n, id=f"se-{number}-{n}", start=start, minutes=120, max_situations=4) for n, start in enumerate(days)
    ]
    rows = [situation(n, person=f"b-{n}", requested_on=f"2010-08-{n + 1:02}", referent=f"p-{n % 12}") for n in requests]
    return small(sessions, rows, as_of=f"2010-{8 + number:02}-27") | keys


def to_validated(desk: Desk, document: Doc, name: str = "m-1") -> None:
    """From tables to an agenda that somebody answers for."""
    desk.run("receive", desk.given(name, document))
    desk.run("open", name)
    desk.run("propose")
    desk.run("validate", "--reason", "en réunion")
