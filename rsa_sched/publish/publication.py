"""Everything that has to be sent, made at once from an audited agenda, and written to a folder without harm to what is
already there.

The folder's ``manifeste.json`` says which files are ours and what the calendars hold: what it does not list is
somebody else's and is never overwritten, what it lists and an official has edited since is neither overwritten nor
removed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rsa_sched.audit import check
from rsa_sched.display.audience import SERVICE, Audience
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
from rsa_sched.publish.changes.edition import CHANGES
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.folder import Written, bring_up_to_date
from rsa_sched.publish.letterhead import USUAL_DELAYS, USUAL_LETTERHEAD, Delays, Letterhead, OfficialLetters
from rsa_sched.publish.letters.addresses import incomplete_addresses, nameless, unaddressed, written_persons
from rsa_sched.publish.maker import Made, PublicationMaker
from rsa_sched.publish.manifest import MANIFEST, Manifest
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.standing import UNDECIDED, Standing
from rsa_sched.render.table import grid_of
from rsa_sched.rules.document import WholeDocument

if TYPE_CHECKING:
    pass


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
    unaddressed : ids of the venues to which a letter invites somebody without saying the street.
    """

    problem: str
    audience: Audience
    files: Mapping[str, bytes] = field(repr=False)
    written: Written | None = None
    incomplete: Mapping[str, tuple[str, ...]] = FrozenMapping({})
    nameless: tuple[str, ...] = ()
    unaddressed: tuple[str, ...] = ()
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
    standing: Standing | None = UNDECIDED,
    evidence: Evidence | None = None,
    sheets: bool = False,
    at: dt.datetime | None = None,
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
    standing : what each page says that the agenda is, and each letter where nobody has decided it yet: so everything is
        marked as a draft until ``Standing.of("Cheffe de service")`` says who adopted it; None says nothing. A draft of
        the register is pages alone, and the folder's next publication the first.
    evidence : losses and levers for the sheets and letters, a certificate that the pages name and that stands beside
        them with what checks it.
    sheets : whether to make the sheets of R. 311-3-1-2 too, of each situation and structure.
    at : the local minute of a replacement (contract, section 10): the sessions that had begun by then, and whoever was
        heard in them, have left the problem; of them the folder's publication says nothing new.

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
    if at is not None:  # it is published on that day, and what is due is due from then on
        shown = replace(shown, as_of=at.date())
    known = names if names is not None else NameTable()
    written = written_persons(shown, known, official_letters) if audience.all else ()
    maker = PublicationMaker(
        problem, agenda, shown, letterhead, delays, standing, written, evidence, sheets=sheets, at=at
    )
    incomplete: dict[str, tuple[str, ...]] = {}
    unnamed: tuple[str, ...] = ()
    streetless: tuple[str, ...] = ()
    if audience.all and not maker.is_draft:
        maker.write_letters(known, templates, official_letters)
        incomplete = incomplete_addresses(shown, known, official_letters)
        unnamed = nameless(problem, shown, known)
        streetless = unaddressed(shown, written, letterhead)
    nowhere = Manifest.none(audience)
    files = _ordered(maker.made(nowhere, None).files)
    publication = Publication(
        agenda.problem,
        audience,
        files,
        incomplete=FrozenMapping(incomplete),
        nameless=unnamed,
        unaddressed=streetless,
        _made=maker.made,
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


def _ordered(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """By name, what changes first, the manifest last."""
    order = sorted(files, key=lambda name: (name != CHANGES, name == MANIFEST, name))
    return MappingProxyType({name: files[name] for name in order})
