"""All letters of an agenda, by file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from rsa_sched.display.view import View
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import brought_by
from rsa_sched.french.sentences import say
from rsa_sched.names import NameTable
from rsa_sched.office.inert import file_names
from rsa_sched.publish.letterhead import USUAL_DELAYS, Delays, Letterhead, OfficialLetters
from rsa_sched.publish.letters.contents import Contents
from rsa_sched.publish.letters.kinds import CANCELLATION, PARTNER, PERSON, PRESCRIBER, SHEET, Kind
from rsa_sched.publish.tasks.todo import tasks

TO_PRINT = "courriers/a-imprimer.html"
"""All letters in one file, each on its own sheet, for whoever prints them."""


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
    with brought_by("letters"):
        from rsa_sched.publish.letters.printing import LetterPrinter
    printer = LetterPrinter(templates, problem.as_of)
    contents = Contents(problem, shown, names, letterhead, tasks(shown, delays))
    mentions = {kind.mention: printer.mention(kind.mention, contents.sender) for kind in (PARTNER, PERSON)}
    printer.raise_faults()
    mention = mentions[PARTNER.mention]
    found: list[tuple[Kind, dict[str, Any]]] = [
        (PRESCRIBER, dict(contents.prescribers(mention))),
        (PARTNER, dict(contents.partners(mention))),
        (CANCELLATION, dict(contents.cancellations(mention))),
        (SHEET, dict(contents.sheets())),
    ]
    if official_letters != "none":
        notices = contents.persons(mentions[PERSON.mention], everybody=official_letters == "all")
        found.insert(2, (PERSON, dict(notices)))
    files: dict[str, bytes] = {}
    to_send = []
    for kind, rows in found:
        stems = file_names(rows)
        for name, letter in rows.items():
            stem = f"courriers/{kind.name}-{stems[name]}"
            files[f"{stem}.docx"] = printer.word(kind, letter)
            article = printer.html(kind, letter)
            files[f"{stem}.html"] = printer.page(kind.title, [article])
            if kind is not SHEET:
                to_send.append(article)
    printer.raise_faults()
    if to_send:
        files[TO_PRINT] = printer.page(say("letters.titles.all"), to_send)
    return files
