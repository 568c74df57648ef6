"""Everything that has to be sent, made at once from an audited agenda, and written to a folder without harm to what is
already there.

The folder's ``manifeste.json`` says which files are ours and what the calendars hold: what it does not list is
somebody else's and is never overwritten, what it lists and an official has edited since is neither overwritten nor
removed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, get_args

from rsa_sched.audit import check
from rsa_sched.display.audience import SERVICE, Audience
from rsa_sched.display.view import View
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.instead import refusal
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import AgendaRefused, Violation
from rsa_sched.french.figures import figure
from rsa_sched.french.sentences import say, words
from rsa_sched.frozen import FrozenMapping
from rsa_sched.names import NameTable
from rsa_sched.office.files import written_to
from rsa_sched.office.lock import held
from rsa_sched.publish.calendars.calendars import calendars
from rsa_sched.publish.calendars.entries import scope_of
from rsa_sched.publish.changes.duties import changed_tasks
from rsa_sched.publish.changes.edition import CHANGES, Edition
from rsa_sched.publish.changes.facts import facts_of
from rsa_sched.publish.changes.letters import NO_LETTERS, Letters
from rsa_sched.publish.changes.record import months_of, services_of
from rsa_sched.publish.changes.wording import Shown
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.folder import Written, bring_up_to_date
from rsa_sched.publish.letterhead import USUAL_DELAYS, USUAL_LETTERHEAD, Delays, Letterhead, OfficialLetters
from rsa_sched.publish.letters.addresses import incomplete_addresses, nameless, written_persons
from rsa_sched.publish.manifest import MANIFEST, Manifest, digest
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tables.files import agenda_workbook, csv_files
from rsa_sched.publish.tasks.todo import Task, tasks
from rsa_sched.render.table import grid_of
from rsa_sched.rules.document import WholeDocument

if TYPE_CHECKING:
    from rsa_sched.publish.letters import LetterMaker


@dataclass(frozen=True)
class Publication:
    """What there is to send.

    Attributes
    ----------
    problem : id of the problem.
    audience : for whom.
    files : content by path within the folder, ``manifeste.json`` last.
    written : what writing them did; None while they are nowhere.
    incomplete : by pseudonym, what the addresses of people to whom a letter is written lack (``street``, ``postcode``,
        ``town``): these letters cannot leave as they are. Likewise of professionals, where the table gives one.
    nameless : ids of the professionals who are written to by their function, since nothing says their name.
    """

    problem: str
    audience: Audience
    files: Mapping[str, bytes] = field(repr=False)
    written: Written | None = None
    incomplete: Mapping[str, tuple[str, ...]] = FrozenMapping({})
    nameless: tuple[str, ...] = ()
    _made: Callable[[Manifest, Path | None], Made] = field(repr=False, compare=False, kw_only=True)

    def write(self, folder: Path | str) -> Publication:
        """Bring a folder up to date: new and changed files whole, files that are no longer made removed, manifest last.

        Where the folder was published to before, this publication replaces that one: the page `CHANGES` says what
        changes, whom to tell and by when, letters whose fate, hours and actions are the same stay as they stand, the
        others say which one they stand for, and calendars go on from there: changed events have a higher SEQUENCE, gone
        ones are cancelled. The same agenda again is no other publication.

        Returns
        -------
        Publication
            The files as they now are, and in `written` what was done.

        Raises
        ------
        InputError
            Where a file would be overwritten that is not ours or was edited, where the folder holds the publication of
            another audience, month or service, or where it cannot be written; nothing is written then, but for the
            last.
        """
        folder = Path(folder)
        with written_to(str(folder)):
            folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        with held(folder):
            before = Manifest.read(folder, self.audience)
            files, kept = self._made(before, folder)
            return replace(self, files=_ordered(files), written=bring_up_to_date(folder, files, before, kept))

    def _repr_html_(self) -> str:
        caption = say(
            "publication.summary.caption", problem=self.problem, audience=self.audience.label, files=len(self.files)
        )
        contents, headings = words("publication.contents"), tuple(words("publication.columns").values())
        rows = [
            (name, next((text for start, text in contents.items() if name.startswith(start)), ""), figure(len(data)))
            for name, data in self.files.items()
        ]
        from rsa_sched.render.html import table_fragment

        return table_fragment(grid_of(caption, headings, rows, figures=(2,)))


def publish(
    problem: Problem,
    agenda: Agenda,
    folder: Path | str | None = None,
    *,
    audience: Audience | str = SERVICE,
    names: NameTable | None = None,
    letterhead: Letterhead = USUAL_LETTERHEAD,
    delays: Delays = USUAL_DELAYS,
    templates: Path | None = None,
    official_letters: OfficialLetters = "requested",
    standing: Standing | None = None,
    evidence: Evidence | None = None,
    sheets: bool = False,
) -> Publication:
    """Make everything that has to be sent: pages, workbook, tables, calendars, to-do list, for the service letters.

    The same problem, agenda and folder give the same bytes.

    Parameters
    ----------
    problem, agenda : what was asked and what was arbitrated; the agenda is audited first.
    folder : where to write it, see `Publication.write`; nothing is written without one.
    audience : ``service``, ``prescriber:STRUCTURE``, ``partner:PROFESSIONAL`` or ``beneficiary:PERSON``. Only the
        service is given letters.
    names : who the pseudonyms are; only the letters know it.
    letterhead, delays : who signs, and what the note leaves open.
    templates : folder of edited letter templates; ours where it has none.
    official_letters : letters to persons [R50]: where the name table asks for one, to everybody in it, or to none.
    standing : what each page says that the agenda is, and each letter where nobody has decided it yet; a draft is pages
        alone, and the folder's next publication the first.
    evidence : losses and levers for the sheets and letters, a certificate that the pages name and that stands beside
        them with what checks it.
    sheets : whether to make the sheets of R. 311-3-1-2 too, of each situation and structure.

    Raises
    ------
    AgendaRefused
        Where the agenda breaks a rule, or is not one of this very problem.
    InputError
        Where a template or the folder is at fault, or the agenda is no `Agenda`.
    MissingExtra
        Without the extra ``office``.
    ValueError
        Where the audience is unknown.
    """
    if not isinstance(agenda, Agenda):
        raise refusal("agenda", agenda, "no-agenda-to-publish")
    refuse_unsound(problem, agenda)
    audience = Audience.of(audience)
    evidence = evidence if evidence is not None else Evidence()
    shown = evidence.told_in(explained(problem, agenda, view(problem, agenda, audience), delays))
    known = names if names is not None else NameTable()
    written = written_persons(shown, known, official_letters) if audience.all else ()
    maker = _PublicationMaker(problem, agenda, shown, letterhead, delays, standing, written)
    maker.show(evidence, sheets=sheets)
    incomplete: dict[str, tuple[str, ...]] = {}
    unnamed: tuple[str, ...] = ()
    if audience.all and not maker.is_draft:
        maker.write_letters(known, templates, official_letters)
        incomplete = incomplete_addresses(shown, known, official_letters)
        unnamed = nameless(problem, shown, known)
    nowhere = Manifest.none(audience)
    files = _ordered(maker.made(nowhere, None).files)
    publication = Publication(
        agenda.problem, audience, files, incomplete=FrozenMapping(incomplete), nameless=unnamed, _made=maker.made
    )
    return publication if folder is None else publication.write(folder)


def refuse_unsound(problem: Problem, agenda: Agenda) -> None:
    """Raise AgendaRefused unless the agenda is one of this problem and passes the audit."""
    found = list(check(problem, agenda).violations)
    if agenda.problem_sha256 != problem.sha256:
        found.append(Violation(WholeDocument.id, "fingerprint"))
    if not agenda.lists_sessions(row.id for row in problem.sessions):
        found.append(Violation(WholeDocument.id, "sessions"))
    if found:
        raise AgendaRefused(tuple(found))


class Made(NamedTuple):
    """Files by path, and the paths of those that are left as they stand in the folder."""

    files: dict[str, bytes]
    kept: frozenset[str]


class _PublicationMaker:
    """Makes the files of one agenda for one audience, for a folder and for what stands there."""

    def __init__(
        self,
        problem: Problem,
        agenda: Agenda,
        shown: View,
        head: Letterhead,
        delays: Delays,
        standing: Standing | None,
        written: Collection[str] = (),
    ) -> None:
        self._problem, self._agenda, self._shown, self._head, self._delays = problem, agenda, shown, head, delays
        self._standing, self.is_draft = standing, standing is not None and standing.is_draft
        self._facts, self._todo, self._people = facts_of(shown), tasks(shown, delays, written), Shown(problem)
        self._letters: LetterMaker | None = None
        self._first: dict[str, bytes] | None = None
        self._evidence, self._has_sheets = Evidence(), False

    def show(self, evidence: Evidence, *, sheets: bool) -> None:
        """What there is to show besides the agenda, and whether on sheets too; a draft has neither."""
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
        if self.is_draft:
            return self._draft()
        edition = Edition.after(before.published, self._facts, self._shown.as_of, is_new=not before.problem)
        letters = NO_LETTERS
        if self._letters is not None:
            letters = self._letters.made(edition, lambda name: before.standing(folder, name) if folder else None)
        events, state = calendars(self._shown, self._todo, before.calendars, scope_of(self._problem))
        files = self._unsent(edition, letters) | letters.files | events
        record = edition.record(letters.issues, self._todo, months_of(self._problem), services_of(self._problem))
        manifest = before.following(files, letters.kept, self._shown, state, record)
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
        sheet = signing_page(problem, agenda, shown, head, self._delays, self._standing)
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
        files[say("publication.files.workbook")] = agenda_workbook(shown, todo)
        files |= csv_files(shown, todo)
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


def _ordered(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """By name, what changes first, the manifest last."""
    order = sorted(files, key=lambda name: (name != CHANGES, name == MANIFEST, name))
    return MappingProxyType({name: files[name] for name in order})
