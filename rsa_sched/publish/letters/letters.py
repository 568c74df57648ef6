"""All letters of an agenda, by file name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from rsa_sched.display.people import called
from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import brought_by
from rsa_sched.french.sentences import say
from rsa_sched.names import NameTable
from rsa_sched.office.inert import file_names
from rsa_sched.publish.changes.edition import Edition, fingerprint
from rsa_sched.publish.changes.facts import facts_of
from rsa_sched.publish.changes.letters import Letters
from rsa_sched.publish.changes.record import Issue
from rsa_sched.publish.letterhead import USUAL_DELAYS, Delays, Letterhead, OfficialLetters
from rsa_sched.publish.letters.contents import Contents, LetterDraft
from rsa_sched.publish.letters.kinds import CANCELLATION, PARTNER, PERSON, PRESCRIBER, SHEET, Kind
from rsa_sched.publish.letters.people import place_and_day
from rsa_sched.publish.reasons import explained
from rsa_sched.publish.tasks.todo import Task, tasks

if TYPE_CHECKING:
    from markupsafe import Markup


TO_PRINT = "courriers/a-imprimer.html"
"""All letters of one publication in one file, each on its own sheet, for whoever prints them: of a second one only
those that are new or stand for another."""

Standing = Callable[[str], "bytes | None"]
"""What stands in a file of the folder, where it is one that was published there; None where nothing does."""


class LetterMaker:
    """Makes the letters of an agenda, for as many publications of it as are asked for; parameters see `letters`."""

    def __init__(
        self,
        problem: Problem,
        shown: View,
        names: NameTable,
        letterhead: Letterhead,
        todo: tuple[Task, ...],
        delays: Delays,
        *,
        templates: Path | None,
        official_letters: OfficialLetters,
        warning: str = "",
    ) -> None:
        with brought_by("letters"):
            from rsa_sched.publish.letters.printing import LetterPrinter
        self._problem, self._shown, self._names, self._head, self._todo = problem, shown, names, letterhead, todo
        self._official, self._delays, self._warning = official_letters, asdict(delays), warning
        self._printer = LetterPrinter(templates, problem.as_of)
        self._printed: dict[tuple[str, str, Any], Any] = {}

    def made(self, edition: Edition, standing: Standing) -> Letters:
        """The letters of one publication.

        A letter whose fate, hours and actions are those of the former publication stays as it stands, to the byte;
        where its template, sender or a name changed it is printed anew, with the day that it bears. Any other one says
        which one it stands for.
        """
        drafts = self._drafts(edition)
        stems = {kind: file_names(draft.name for draft in rows) for kind, rows in drafts.items()}
        for kind in (PRESCRIBER, PARTNER):
            stems[kind] |= {name: label for name, label in called(self._problem).files.items() if name in stems[kind]}
        issues: dict[str, Issue] = {}
        paths: dict[str, str] = {}
        files: dict[str, bytes] = {}
        kept: set[str] = set()
        to_send: list[tuple[str, Kind, Any]] = []
        for kind, rows in drafts.items():
            for draft in rows:
                key, stem = f"{kind.name}-{draft.name}", f"courriers/{kind.name}-{stems[kind][draft.name]}"
                warned = [self._warning] if self._warning else []
                look = fingerprint([stem, _look(draft.letter), self._printer.prints(kind), self._delays, *warned])
                issue = issues[key] = edition.issue(key, fingerprint(draft.fate), look)
                letter, paths[key] = self._dated(draft.letter, issue), f"{stem}.html"
                stays = edition.standing.get(key) == issue
                for path in (f"{stem}.docx", f"{stem}.html"):
                    there = standing(path) if stays else None
                    if there is not None:
                        kept.add(path)
                    files[path] = self._file(path, kind, letter, issue) if there is None else there
                if kind is not SHEET and issue.number == edition.number:
                    to_send.append((key, kind, letter))
        if to_send:
            parts = [issues[key] for key, _, _ in to_send]
            told, looks = [issue.fate for issue in parts], [issue.look for issue in parts]
            issue = issues[TO_PRINT] = edition.issue(TO_PRINT, fingerprint(told), fingerprint(looks))
            there = standing(TO_PRINT) if edition.standing.get(TO_PRINT) == issue else None
            if there is not None:
                kept.add(TO_PRINT)
            title = say(f"letters.titles.{'all' if edition.former is None else 'changed'}")
            files[TO_PRINT] = there or self._printer.page(title, [self._article(kind, row) for _, kind, row in to_send])
        self._printer.raise_faults()
        return Letters(files, frozenset(kept), issues, paths)

    def _drafts(self, edition: Edition) -> dict[Kind, list[LetterDraft]]:
        """Every letter of each kind."""
        facts = edition.former.facts if edition.former is not None else None
        former = facts.situations if facts is not None else None
        contents = Contents(self._problem, self._shown, self._names, self._head, self._todo, former)
        mentions = {kind.mention: self._printer.mention(kind.mention, contents.sender) for kind in (PARTNER, PERSON)}
        self._printer.raise_faults()
        mention = mentions[PARTNER.mention]
        notices = (
            contents.persons(mentions[PERSON.mention], everybody=self._official == "all")
            if self._official != "none"
            else ()
        )
        return {
            PRESCRIBER: list(contents.prescribers(mention)),
            PARTNER: list(contents.partners(mention)),
            PERSON: list(notices),
            CANCELLATION: list(contents.cancellations(mention)),
            SHEET: list(contents.sheets()),
        }

    def _dated(self, letter: Any, issue: Issue) -> Any:
        """The letter with the day that it bears, which one it stands for, and whether it is not to leave yet."""
        told = [self._warning] if self._warning else []
        if issue.replaces is not None:
            told.append(say("letters.replaces", number=issue.replaces, day=issue.replaces_day))
        return replace(letter, lieu_et_date=place_and_day(self._head, issue.day), remplace=" ".join(told))

    def _file(self, path: str, kind: Kind, letter: Any, issue: Issue) -> bytes:
        if path.endswith(".html"):
            return self._printer.page(kind.title, [self._article(kind, letter)])
        found: bytes = self._once("docx", kind, letter, lambda: self._printer.word(kind, letter, issue.day))
        return found

    def _article(self, kind: Kind, letter: Any) -> Markup:
        found: Markup = self._once("html", kind, letter, lambda: self._printer.html(kind, letter))
        return found

    def _once(self, form: str, kind: Kind, letter: Any, prints: Callable[[], Any]) -> Any:
        """Letters that say the same are printed once, for however many publications."""
        key = (form, kind.name, letter)
        if key not in self._printed:
            self._printed[key] = prints()
        return self._printed[key]


def _look(letter: Any) -> Mapping[str, Any]:
    """What shows on a letter but is not its fate: names, labels, sender, mention; nothing that others' fates change."""
    shown = asdict(letter)
    for name in ("lieu_et_date", "remplace", "retires"):
        shown.pop(name, None)
    for row in shown.get("ajournements", ()):
        for name in ("explication", "garde", "pourquoi", "etape"):
            row.pop(name)
    for row in shown.get("rendez_vous", ()):
        row.pop("a_faire")
    for row in shown.get("taches", ()):
        for name in ("avant_le", "quoi"):
            row.pop(name)
    return shown


def letters(
    problem: Problem,
    agenda: Agenda,
    shown: View,
    names: NameTable,
    letterhead: Letterhead,
    *,
    templates: Path | None = None,
    official_letters: OfficialLetters = "requested",
    delays: Delays = USUAL_DELAYS,
) -> dict[str, bytes]:
    """Every letter of an agenda that was already audited; the same input gives the same bytes.

    Confirmations to external partners [R46], official notices to persons [R50], notices to the referents with what
    they must do [R44, R45, R49], cancellations of sessions to their staff [R52], and for the staff of each session the
    list of names. All but the last bear what the law asks of decisions made with an algorithm (CRPA, L. 311-3-1,
    R. 311-3-1-1).

    Parameters
    ----------
    problem, agenda, shown : the problem, its agenda, and what the service sees of it.
    names : who the ids are. Persons without a line there get no letter.
    letterhead : the sender.
    templates : folder whose templates stand for the bundled ones of the same name.
    official_letters : notices to the persons for whom they were asked in the name table, to all of it, or none.
    delays : by when prescribers must do their part.

    Returns
    -------
    dict of str to bytes
        ``courriers/prescripteur-<id>.docx`` and so on, each also as ``.html``; nothing for any audience but the
        service, which alone writes letters.

    Raises
    ------
    InputError
        With every fault of every template; nothing is written then.
    MissingExtra
        Without the extras ``letters`` and ``fr`` (public holidays, for the dates of the tasks).
    """
    if official_letters not in get_args(OfficialLetters):
        raise ValueError(f"official_letters: expected one of {', '.join(get_args(OfficialLetters))}")
    if agenda.problem != problem.id:
        raise ValueError("agenda: of another problem")
    if not shown.audience.all:
        return {}
    shown, todo = explained(problem, agenda, shown, delays), tasks(shown, delays)
    maker = LetterMaker(
        problem, shown, names, letterhead, todo, delays, templates=templates, official_letters=official_letters
    )
    edition = Edition.after(None, facts_of(shown), shown.as_of, is_new=True)
    return maker.made(edition, lambda path: None).files
