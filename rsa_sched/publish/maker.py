"""The files of a publication: pages, tables, letters, calendars and sheets, for whatever stands in the folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from rsa_sched.display.people import called
from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.names import NameTable
from rsa_sched.publish.calendars.calendars import calendars
from rsa_sched.publish.calendars.entries import scope_of
from rsa_sched.publish.changes.duties import changed_tasks
from rsa_sched.publish.changes.edition import Edition
from rsa_sched.publish.changes.facts import facts_of
from rsa_sched.publish.changes.letters import NO_LETTERS, Letters
from rsa_sched.publish.changes.record import months_of, services_of
from rsa_sched.publish.changes.wording import Shown
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Delays, Letterhead, OfficialLetters
from rsa_sched.publish.manifest import MANIFEST, Manifest, digest
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tables.files import agenda_workbook, csv_files
from rsa_sched.publish.tasks.todo import Task, tasks

if TYPE_CHECKING:
    from rsa_sched.publish.letters import LetterMaker


class Made(NamedTuple):
    """Files by path, and the paths of those that are left as they stand in the folder."""

    files: dict[str, bytes]
    kept: frozenset[str]


class PublicationMaker:
    """Makes the files of one agenda for one audience, for a folder and for what stands there.

    Parameters
    ----------
    problem, agenda : the agenda was already audited.
    shown : what the audience sees of it, with its plain reasons.
    head, delays, standing, evidence, sheets : as of `publish`; a draft has neither letters nor sheets.
    written : pseudonyms of the people to whom a letter is written.
    """

    def __init__(
        self,
        problem: Problem,
        agenda: Agenda,
        shown: View,
        head: Letterhead,
        delays: Delays,
        standing: Standing | None,
        written: Collection[str],
        evidence: Evidence,
        *,
        sheets: bool,
        at: dt.datetime | None = None,
    ) -> None:
        self._problem, self._agenda, self._shown, self._head, self._delays = problem, agenda, shown, head, delays
        self._standing, self.is_draft = standing, standing is not None and standing.is_draft
        self._facts, self._todo, self._people = facts_of(shown), tasks(shown, delays, written), Shown(problem)
        self._mark = "" if standing is None else standing.mark
        self._is_adopted = standing is not None and not standing.mark
        self._letters: LetterMaker | None = None
        self._first: dict[str, bytes] | None = None
        self._at = at
        self._evidence, self._has_sheets = evidence, sheets and not self.is_draft

    def write_letters(self, names: NameTable, templates: Path | None, official: OfficialLetters) -> None:
        """Letters too."""
        from rsa_sched.publish.letters import LetterMaker

        if official not in get_args(OfficialLetters):
            raise ValueError(f"official_letters: expected one of {', '.join(get_args(OfficialLetters))}")
        self._letters = LetterMaker(
            self._problem, self._shown, names, self._head, self._todo, self._delays,
            templates=templates, official_letters=official,
            warning="" if self._standing is None else self._standing.warning,
        )  # fmt: skip

    def made(self, before: Manifest, folder: Path | None) -> Made:
        """The files for a folder with this manifest. Raises InputError where it holds something else's publication."""
        before.require_same(self._problem)
        before.require_adopted(self._standing)
        if self.is_draft:
            return self._draft()
        edition = Edition.after(
            before.published, self._facts, self._shown.as_of, is_new=not before.problem, at=self._at
        )
        letters = NO_LETTERS
        if self._letters is not None:
            letters = self._letters.made(edition, lambda name: before.standing(folder, name) if folder else None)
        scope = scope_of(self._problem)
        events, state = calendars(
            self._shown,
            self._todo,
            before.calendars,
            scope,
            mark=self._mark,
            begun=edition.begun,
            names=called(self._problem).files,
        )
        files = self._unsent(edition, letters) | letters.files | events
        record = edition.record(letters.issues, self._todo, months_of(self._problem), services_of(self._problem))
        manifest = before.following(files, letters.kept, self._shown, state, record, adopted=self._is_adopted)
        return Made(files | {MANIFEST: manifest.to_json()}, letters.kept)

    def _draft(self) -> Made:
        """Pages of what nobody has decided; the manifest says that the folder holds no publication."""
        files = self._pages(self._todo)
        manifest = replace(
            Manifest.none(self._shown.audience), files={name: digest(files[name]) for name in sorted(files)}
        )
        return Made(files | {MANIFEST: manifest.to_json()}, frozenset())

    def _pages(
        self, todo: tuple[Task, ...], edition: Edition | None = None, letters: Letters = NO_LETTERS
    ) -> dict[str, bytes]:
        """The month, its sessions, and for the service the sheet to sign."""
        from rsa_sched.publish.pages.pages import pages
        from rsa_sched.publish.pages.signing import signing_page

        problem, agenda, shown, head = self._problem, self._agenda, self._shown, self._head
        sheet = signing_page(problem, agenda, shown, head, self._delays, self._standing, self._evidence)
        return sheet | pages(
            problem,
            agenda,
            shown,
            todo,
            letterhead=head,
            edition=edition,
            standing=self._standing,
            letters=letters.paths,
            sheet=next(iter(sheet), ""),
            fingerprint=self._evidence.fingerprint,
        )

    def _unsent(self, edition: Edition, letters: Letters) -> dict[str, bytes]:
        """Pages and tables; those of a first publication are the same for every folder."""
        # Lazily: pages are the larger part of this package.
        from rsa_sched.publish.pages.changes import changes_page

        if edition.former is None and self._first is not None:
            return dict(self._first)
        shown = self._shown
        todo = changed_tasks(shown, self._people, self._delays, self._todo, edition)
        files = self._pages(todo, edition, letters) | dict(self._besides)
        files[say("publication.files.workbook")] = agenda_workbook(shown, todo, self._mark)
        files |= csv_files(shown, todo, self._mark)
        if edition.former is None:
            self._first = dict(files)
        else:
            files |= changes_page(
                self._problem, shown, self._people, todo, edition, letters, self._head, self._standing
            )
        return files

    @cached_property
    def _besides(self) -> Mapping[str, bytes]:
        """Certificate with what checks it, for the service; sheets for whoever follows the situations."""
        problem, agenda, audience = self._problem, self._agenda, self._shown.audience
        files = self._evidence.files(problem, agenda) if audience.all else {}
        if self._has_sheets:
            from rsa_sched.publish.sheets.sheets import sheets_of

            files |= sheets_of(problem, agenda, self._head, self._evidence, self._standing, audience)
        return files
