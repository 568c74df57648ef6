"""What a publication can show of why it is to be believed: losses and levers, a checked certificate, source rows."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from rsa_sched.display.explanation import sentences
from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.explanation import Explanation
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping
from rsa_sched.office.files import read_bytes, unreadable

NO_ACCOUNTS: Mapping[str, Account] = FrozenMapping({})
NO_SOURCES: Mapping[str, str] = FrozenMapping({})
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
    """

    accounts: Mapping[str, Account] = field(repr=False, default=NO_ACCOUNTS)
    certificate: bytes = field(repr=False, default=b"")
    bound: int | None = None
    sources: Mapping[str, str] = field(repr=False, default=NO_SOURCES)

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
        """The view, its deferrals with what each hangs on; nothing for an audience that is told no explanations."""
        if not self.accounts or not shown.audience.arbitrates:
            return shown
        accounts = {name: one for name, one in self.accounts.items() if one.loss is not None or one.levers}
        # Where nothing that is known of would have helped, the reason says more.
        told = {name: tuple(sentences(one)) for name, one in accounts.items()}
        rows = (
            replace(row, hangs=words, levers=words[0 if accounts[row.situation].tie else 1 :])
            if (words := told.get(row.situation)) is not None
            else row
            for row in shown.deferrals
        )
        return replace(shown, deferrals=tuple(rows))

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
