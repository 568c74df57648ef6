"""A year at a desk: what `examples/annee` says that happened, verb by verb, and what was published looked into."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import docx
import icalendar
import openpyxl
import pytest

from rsa_sched.register import store
from rsa_sched.register.chain import RegisterEvent
from rsa_sched.register.store import Register
from tests.intake.making.year import YEAR, YearEvent, YearMonth
from tests.register.desk import Desk
from tests.register.year_fold import Doc, YearLedger
from tests.support.published import tree
from tests.support_cli import inside

EARLY = (3, 6)
"""Months before whose closing the next month's tables come in."""


class YearDesk(Desk):
    """A register of the year, with the plain ledger beside it.

    Parameters
    ----------
    sparing : publish a month's first agenda and its replacement only where nothing of the sort was published before.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, *, sparing: bool = False) -> None:
        super().__init__(folder)
        self.sparing = sparing
        self.ledger = YearLedger()
        self.opened: dict[Path, str] = {}
        self.happened: list[tuple[str, str]] = []
        self.received: set[str] = set()
        self.published: list[str] = []
        self._moment = dt.datetime(2010, 9, 20, 8, tzinfo=dt.UTC)
        patch.setattr(store, "now", self._now)
        patch.setitem(Register.__init__.__kwdefaults__ or {}, "clock", self._now)
        secret = folder / "secret"
        secret.mkdir()
        (secret / "cle.txt").write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
        (secret / "cle.txt").chmod(0o600)
        service = YEAR / "service"
        self.run("init", "--profile", service / "profil.toml", "--key", secret / "cle.txt",
                 "--names", secret / "noms.csv", "--tables", service)  # fmt: skip

    def _now(self) -> dt.datetime:
        self._moment += dt.timedelta(seconds=1)
        return self._moment

    def on(self, day: dt.date) -> None:
        """It is that day now."""
        self._moment = max(self._moment, dt.datetime(day.year, day.month, day.day, 8, tzinfo=dt.UTC))

    # --- one month ----------------------------------------------------------------------------------------------------

    def play(self, month: YearMonth, after: YearMonth | None) -> None:
        """From the tables to the closing; `after` where next month's tables come in before."""
        self.on(month.as_of)
        if month.name not in self.received:
            self.receive(month)
        self.run("open", month.name)
        self.run("propose", "--workers", "1")
        if not self.published:
            self.run("publish", "--draft", "-o", self.folder / f"projet {month.name}")
        for event in month.events:
            if event.what == "place décidée":
                self._decide(month, event)
        self._send(month, "réunion du service", is_first=True)
        self.on(month.as_of + dt.timedelta(days=4))
        self.run("receive", YEAR / month.name / "correction", "--as-of", month.as_of)
        self.ledger.receive(month.corrected, correct=True)
        self.run("open", month.name)
        self.run("propose", "--workers", "1")
        self._send(month, "tableau corrigé")
        last_of = {one.kind: one.payload or {} for one in self.events()}
        arbitrated = {**last_of["opened"]["problem"], **last_of["proposed"]["changes"]}
        first = last_of["proposed"]["agenda"]
        freed = dict[str, bool]()
        for event in month.events:
            freed |= self._cancelled(event, first)
        last = first
        if freed:
            last = self._replaced(month) or first
        for event in month.events:
            if event.what == "demande retirée":
                seated = {line["situation"] for line in (*first["appointments"], *last["appointments"])}
                name = next(one for one in event.who if one in self.ledger.waiting and one not in seated)
                self.run("withdraw", name, "--reason", event.reason)
                self.ledger.withdraw(name)
                self.happened.append((month.name, event.what))
        if after is not None:
            self.receive(after)
        self.on(month.sessions[-1][4] + dt.timedelta(days=1))
        there = {line["situation"] for line in last["appointments"]} - freed.keys()
        absent = next(one for event in month.events if event.what == "absente" for one in event.who if one in there)
        codes = [
            f"{one}={event.what.partition(' : ')[2]}"
            for event in month.events if event.what.startswith("suite") for one in event.who if one in there - {absent}
        ]  # fmt: skip
        self.run("hold", "--all", "--absent", absent, *(["--code", *codes] if codes else []))
        self.happened.append((month.name, "absente"))
        self.run("close")
        self.ledger.close(arbitrated, first, last, freed, {absent})

    def receive(self, month: YearMonth) -> None:
        """The month's tables."""
        self.run("receive", YEAR / month.name / "recus", "--as-of", month.as_of)
        self.ledger.receive(month.sent)
        self.received.add(month.name)

    def _decide(self, month: YearMonth, event: YearEvent) -> None:
        """The first of those who wait whom the session of another lets in."""
        proposal = self._last("proposed")
        sessions = [line["session"] for line in proposal["agenda"]["appointments"]]
        waits = {line["situation"] for line in proposal["agenda"]["deferrals"]}
        for name in (one for one in event.who if one in waits):
            line = ("decide", name, "--pin", sessions[0], "--reason", event.reason, "--workers", "1")
            done = inside("register", *line, "--register", self.file, "--by", "cheffe", "--json")
            if done.returncode == 0:
                self.happened.append((month.name, event.what))
                return

    def _cancelled(self, event: YearEvent, agenda: Doc) -> dict[str, bool]:
        """Who loses a place, and whether it was the service that cancelled it."""
        places = {line["situation"]: line for line in agenda["appointments"]}
        if event.what == "séance annulée":
            what: tuple[str, ...] = ("--session", event.session)
        elif event.what == "place annulée":
            what = ("--situation", next(one for one in event.who if one in places))
        elif event.what == "professionnel empêché":
            what = ("--absent", *event.who)
        else:
            return {}
        done = self.run("cancel", *what, "--reason", event.reason)
        self.happened.append((done["month"], event.what))
        return dict.fromkeys(done["freed"], event.what == "séance annulée")

    def _replaced(self, month: YearMonth) -> Doc | None:
        """Who is taken in instead; None where nobody can be."""
        options = self.run("replace")["options"]
        if not options:
            return None
        self.run("replace", "--option", "1", "--reason", "première proposition")
        if not (self.sparing and len(self.published) > 1):
            self._publish(month)
        agenda: Doc = self._last("replaced")["agenda"]
        return agenda

    def _send(self, month: YearMonth, why: str, *, is_first: bool = False) -> None:
        self.run("validate", "--reason", why)
        if not (self.sparing and self.published and is_first):
            self._publish(month)

    def _publish(self, month: YearMonth) -> None:
        folder = self.folder / f"envoi {month.name}"
        self.run("publish", "-o", folder)
        self.published.append(month.name)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                digest = hashlib.sha256(data).hexdigest()
                if self.opened.get(path) != digest:
                    look_into(path, data)
                    self.opened[path] = digest

    def events(self) -> list[RegisterEvent]:
        """What happened; read without the command line, which says the same (`test_year`)."""
        with Register(self.file, read_only=True) as register:
            return register.events()

    def _last(self, kind: str) -> Any:
        return [one for one in self.events() if one.kind == kind][-1].payload

    def waiting(self) -> dict[str, tuple[str, int]]:
        """Who waits after the last closing, as the register carries them."""
        rows = self._last("closed")["waiting"]
        return {row["id"]: (row["requested_on"], row.get("deferrals", 0)) for row in rows}


def look_into(path: Path, data: bytes) -> None:
    """Opens a published file as whoever gets it would: by its kind."""
    assert data, path.name
    match path.suffix:
        case ".html":
            assert tree(data).all("h1"), path.name
        case ".docx":
            document = docx.Document(io.BytesIO(data))
            text = "\n".join(one.text for one in document.paragraphs)
            assert text.strip() and "{{" not in text and "{%" not in text, path.name
        case ".ics":
            whole: Any = icalendar.Calendar.from_ical(data)
            assert whole.walk("VEVENT") or whole.walk("VTODO"), path.name
        case ".xlsx":
            assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].max_row > 1, path.name
        case ".csv":
            assert "\ufffd" not in data.decode("utf-8-sig"), path.name
        case ".json":
            json.loads(data)
        case other:
            raise AssertionError(f"a file of a kind that nobody opens: {other}")
