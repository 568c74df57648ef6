"""What a publication can show of why it is to be believed: losses and levers, a checked certificate, source rows."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from rsa_sched.display.explanation import sentences
from rsa_sched.display.view import DeferralView, View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.explanation import Explanation
from rsa_sched.explanations.levers import Lever
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping
from rsa_sched.office.files import read_bytes, unreadable

NO_ACCOUNTS: Mapping[str, Account] = FrozenMapping({})
NO_SOURCES: Mapping[str, str] = FrozenMapping({})
NO_PROMISES: Mapping[str, Mapping[str, Any]] = FrozenMapping({})
LARGEST = 50_000_000
"""Bytes of a certificate, or of a list of source rows."""


@dataclass(frozen=True)
class Evidence:
    """What a publication can show besides the agenda.

    Attributes
    ----------
    accounts : of each situation what the decision on it hangs on.
    certificate : the document that proves the bound, as it was written; b"" where there is none.
    bound : what it proves.
    sources : of each situation the row that it was read from, in words.
    promises : of each who waits the months that were told (``expected``, ``latest``, as ``2010-11``; "" for none), as
        the register keeps them.
    """

    accounts: Mapping[str, Account] = field(repr=False, default=NO_ACCOUNTS)
    certificate: bytes = field(repr=False, default=b"")
    bound: int | None = None
    sources: Mapping[str, str] = field(repr=False, default=NO_SOURCES)
    promises: Mapping[str, Mapping[str, Any]] = field(repr=False, default=NO_PROMISES)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate; "" where there is none."""
        return hashlib.sha256(self.certificate).hexdigest() if self.certificate else ""

    @classmethod
    def of(
        cls,
        problem: Problem,
        agenda: Agenda,
        explanation: Explanation | None = None,
        certificate: Path | None = None,
        sources: Path | None = None,
    ) -> Evidence:
        """The evidence of these documents; the certificate is checked as `verify` checks it.

        Raises
        ------
        InputError
            Where a file cannot be read, or the certificate proves nothing of this agenda.
        """
        data, bound = (b"", None) if certificate is None else _checked(problem, agenda, certificate)
        found = cls(NO_ACCOUNTS, data, bound, NO_SOURCES if sources is None else _rows(sources))
        return found.explained_by(explanation)

    def explained_by(self, explanation: Explanation | None) -> Evidence:
        """The same with the accounts of an explanation."""
        if explanation is None:
            return self
        return replace(self, accounts={one.situation: one for one in explanation.situations})

    def told_in(self, shown: View) -> View:
        """The view, its deferrals with the months promised, and with what each hangs on where explanations are told."""
        months = {f"{session.start:%Y-%m}" for session in shown.sessions}
        promised = {name: _months_ahead(row, max(months, default="")) for name, row in self.promises.items()}
        shown = _with(shown, {name: {"promised": words} for name, words in promised.items() if words})
        if not shown.audience.arbitrates:
            return shown
        accounts = {name: one for name, one in self.accounts.items() if one.loss is not None or one.levers}
        days = {session.id: session.start.date() for session in shown.sessions}
        rows = {row.situation: row for row in shown.deferrals}
        return _with(shown, {name: _hangs(rows[name], one, days) for name, one in accounts.items() if name in rows})

    def files(self, problem: Problem, agenda: Agenda) -> dict[str, bytes]:
        """Everything that whoever checks the agenda needs; nothing without a certificate."""
        if not self.certificate:
            return {}
        tools = files("rsa_sched.certify")
        text = say("sheets.proof.read-me", agenda=agenda.problem, fingerprint=self.fingerprint)
        found = {
            say("sheets.proof.problem"): problem.to_json().encode(),
            say("sheets.proof.agenda"): agenda.to_json().encode(),
            say("sheets.proof.certificate"): self.certificate,
            say("sheets.proof.verifier"): tools.joinpath("verify.py").read_bytes(),
        }
        page = tools.joinpath("verify.html")
        if page.is_file():
            found[say("sheets.proof.page")] = page.read_bytes()
            text += say("sheets.proof.read-me-page")
        return found | {say("sheets.proof.help"): text.encode()}


ACTED_ON: Final = ("rank", "short", "urgency")
"""Levers that somebody can still pull: the structure ranks, the referent invites and says how urgent it is."""


def _hangs(row: DeferralView, account: Account, days: Mapping[str, dt.date]) -> dict[str, Any]:
    """What a decision hangs on; of the levers the one to act on as the next step, else the past as a comparison."""
    told: dict[str, Any] = {"hangs": tuple(sentences(account))}
    if account.tie:
        return told | {"compared": told["hangs"][0]}
    if row.reason not in ("outranked", "no-common-time", "late"):  # the reason says what is missing
        return told
    levers = {lever.lever: lever for lever in account.levers}
    chosen = next((levers[name] for name in ACTED_ON if name in levers), None)
    if chosen is not None and row.by is not None:
        facts = {"before": chosen.before, "after": chosen.after, "by": row.by}
        return told | {"step": say(f"deferrals.step.lever-{chosen.lever}", **facts)}
    past = next(iter(account.levers), None)
    if past is None:
        none = row.reason == "outranked" and account.levers_proven
        return told | ({"compared": say("deferrals.compared.none")} if none else {})
    return told | {"compared": _compared(past, days)}


def _compared(lever: Lever, days: Mapping[str, dt.date]) -> str:
    """What is past, or the service's alone, and would have sufficed."""
    if lever.lever == "place":
        return say("deferrals.compared.place", day=days[str(lever.session)])
    before, after = (dt.date.fromisoformat(str(value)) for value in (lever.before, lever.after))
    return say(f"deferrals.compared.{lever.lever}", days=(before - after).days, after=after)


def _with(shown: View, told: Mapping[str, Mapping[str, Any]]) -> View:
    """The view with more said of some deferrals, by situation."""
    if not told:
        return shown
    rows = tuple(replace(row, **told.get(row.situation, {})) for row in shown.deferrals)
    return replace(shown, deferrals=rows)


def _months_ahead(row: Mapping[str, Any], last: str) -> str:
    """The months that were told to somebody who waits on, as far as they lie ahead; `last`: of the sessions at hand.

    A month that is over by now was told before this agenda, which did not keep to it.
    """
    told = [key for key in ("expected", "latest") if row[key] > last]
    return say(f"deferrals.promised.{'-and-'.join(told)}", **row) if told else ""


def _checked(problem: Problem, agenda: Agenda, certificate: Path) -> tuple[bytes, int]:
    """The certificate and its bound, once the verifier has believed it."""
    from rsa_sched.certify.verify import judge

    data = _read(certificate)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("problem.json", "agenda.json", "certificate.json")]
        texts = (problem.to_json().encode(), agenda.to_json().encode(), data)
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text)
        code, said = judge(*map(str, paths))
        said = said.replace(f"{folder}/", "")
    if code:
        raise InputError.of("document", said, "certificate-not-believed", file=str(certificate))
    return data, int(json.loads(data)["bound"])


def _rows(path: Path) -> dict[str, str]:
    """« fichier, feuille, ligne n » of each situation, as `rsa-sched import --sources` lists them."""
    text = _read(path).decode("utf-8-sig", "replace")
    found = {}
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if len(row) >= 4 and row[3].isdigit():
            found[row[0]] = say("sheets.data.row", file=row[1], sheet=row[2], row=int(row[3]))
    if not found:
        raise InputError.of("document", "no source row", "no-source-rows", file=str(path))
    return found


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path, LARGEST)
    except OSError as error:
        raise unreadable(error, str(path)) from None
