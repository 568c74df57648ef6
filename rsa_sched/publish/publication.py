"""Everything that has to be sent, made at once from an audited agenda, and written to a folder without harm to what is
already there.

The folder's ``manifeste.json`` says which files are ours and what the calendars hold: what it does not list is
somebody else's and is never overwritten, what it lists and an official has edited since is neither overwritten nor
removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rsa_sched.audit import check
from rsa_sched.display.audience import SERVICE, Audience
from rsa_sched.display.visible import view
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.instead import refusal
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import AgendaRefused, Violation
from rsa_sched.french.figures import figure
from rsa_sched.french.sentences import say, words
from rsa_sched.names import NameTable
from rsa_sched.office.files import written_to
from rsa_sched.office.lock import held
from rsa_sched.publish.calendars.calendars import calendars
from rsa_sched.publish.folder import MANIFEST, Manifest, Written, bring_up_to_date
from rsa_sched.publish.letterhead import USUAL_DELAYS, USUAL_LETTERHEAD, Delays, Letterhead, OfficialLetters
from rsa_sched.publish.standing import Standing
from rsa_sched.publish.tables.files import agenda_workbook, csv_files
from rsa_sched.publish.tasks.todo import tasks
from rsa_sched.render.table import grid_of
from rsa_sched.rules.document import WholeDocument


@dataclass(frozen=True)
class Publication:
    """What there is to send.

    Attributes
    ----------
    problem : id of the problem.
    audience : for whom.
    files : content by path within the folder, ``manifeste.json`` last.
    written : what writing them did; None while they are nowhere.
    """

    problem: str
    audience: Audience
    files: Mapping[str, bytes] = field(repr=False)
    written: Written | None = None
    _after: Callable[[Mapping[str, Any] | None], dict[str, bytes]] = field(repr=False, compare=False, kw_only=True)

    def write(self, folder: Path | str) -> Publication:
        """Bring a folder up to date: new and changed files whole, files that are no longer made removed, manifest last.

        Where the folder was published to before, its calendars go on from there: changed events have a higher
        SEQUENCE, gone ones are cancelled.

        Returns
        -------
        Publication
            The files as they now are, and in `written` what was done.

        Raises
        ------
        InputError
            Where a file would be overwritten that is not ours or was edited, where the folder holds another audience's
            publication, or where it cannot be written; nothing is written then, but for the last.
        """
        folder = Path(folder)
        with written_to(str(folder)):
            folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        with held(folder):
            before = Manifest.read(folder, self.audience)
            files = self._after(before.calendars)
            return replace(self, files=_ordered(files), written=bring_up_to_date(folder, files, before))

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

    standing : what each page says that the agenda is; a draft is published as pages alone.

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
    shown = view(problem, agenda, audience)
    todo = tasks(shown, delays)
    # Lazily: pages and letters are the larger half of this package.
    from rsa_sched.publish.pages.pages import pages

    fixed = pages(problem, agenda, shown, todo, letterhead=letterhead, standing=standing)
    is_decided = standing is None or not standing.is_draft
    if is_decided:
        fixed[say("publication.files.workbook")] = agenda_workbook(shown, todo)
        fixed |= csv_files(shown, todo)
    if is_decided and audience.all:
        from rsa_sched.publish.letters import letters

        fixed |= letters(
            problem,
            agenda,
            shown,
            names if names is not None else NameTable(),
            letterhead,
            templates=templates,
            official_letters=official_letters,
            delays=delays,
        )

    def after(before: Mapping[str, Any] | None) -> dict[str, bytes]:
        events, state = calendars(shown, todo, before) if is_decided else ({}, before or {})
        files = fixed | events
        return files | {MANIFEST: Manifest.of(files, shown.problem, audience, shown.sha256, state).to_json()}

    publication = Publication(shown.problem, audience, _ordered(after(None)), _after=after)
    return publication if folder is None else publication.write(folder)


def refuse_unsound(problem: Problem, agenda: Agenda) -> None:
    """Raise AgendaRefused unless the agenda is one of this problem and passes the audit."""
    found = list(check(problem, agenda).violations)
    if agenda.problem_sha256 != problem.sha256:
        found.append(Violation(WholeDocument.id, "fingerprint"))
    if sorted(line.session for line in agenda.sessions) != sorted(row.id for row in problem.sessions):
        found.append(Violation(WholeDocument.id, "sessions"))
    if found:
        raise AgendaRefused(tuple(found))


def _ordered(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return MappingProxyType({name: files[name] for name in sorted(files, key=lambda name: (name == MANIFEST, name))})
