"""Commands on what has to be sent: publish, templates."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rsa_sched.cli.interrupts import Guard
from rsa_sched.cli.options import every_fault_of
from rsa_sched.cli.output import notify, notify_of_readers, print_error, refuse_folder
from rsa_sched.display.audience import Audience
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.clock import parse_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import AgendaRefused, InputError
from rsa_sched.french.sentences import say, words
from rsa_sched.names import NameTable
from rsa_sched.office.files import resolved
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.letters import copy_templates
from rsa_sched.publish.publication import Publication, publish, refuse_unsound
from rsa_sched.publish.standing import Standing


def publish_command(options: argparse.Namespace, guard: Guard) -> int:
    """``rsa-sched publish``: every file of an audited agenda, in a folder."""
    refuse_folder(options.output, options.templates)
    if options.names is not None and resolved(options.output) in resolved(options.names).parents:
        raise InputError.of("--names", "in the folder that is to be sent", "names-would-be-sent")
    audience = Audience.of(options.audience)
    names, profile = options.names, options.profile
    (problem, agenda), (table, (letterhead, delays)) = every_fault_of(
        lambda: every_fault_of(lambda: Problem.from_json(options.problem), lambda: Agenda.from_json(options.agenda)),
        lambda: every_fault_of(
            lambda: NameTable.from_csv(names) if names is not None else None,
            lambda: every_fault_of(
                lambda: Letterhead.from_toml(profile) if profile is not None else Letterhead(),
                lambda: Delays.from_toml(profile) if profile is not None else Delays(),
            ),
        ),
    )
    if options.command == "publish":  # `month` has said it
        notify_of_readers(names)
    try:
        publication = publish(
            problem,
            agenda,
            audience=audience,
            names=table,
            letterhead=letterhead,
            delays=delays,
            templates=options.templates,
            official_letters=options.official_letters,
            **_shown_besides(options, problem, agenda),
            standing=Standing.of(options.decided_by),
            at=None if getattr(options, "at", None) is None else parse_minute(options.at),
        )
    except ValueError as error:
        if not str(error).startswith("audience:"):  # anything else is a fault of ours
            raise
        notify(f"--audience : {say('refusals.options.no-such-audience')}")
        return 2
    except AgendaRefused as refusal:
        print_error(str(refusal))
        return 1
    tell_findings(publication, without_names=names is None)
    guard.finish()
    try:
        publication = publication.write(options.output)
    except InputError as error:
        if not tell_whose(error, options.output):
            raise
        return 2
    done = publication.written
    assert done is not None, "it was given a folder"
    counts = {"files": len(publication.files), "written": len(done.written), "removed": len(done.removed)}
    notify(say("cli.publish.done", folder=options.output, **counts))
    for name in done.edited:
        notify(say("cli.publish.edited", name=name))
    return 0


def _shown_besides(options: argparse.Namespace, problem: Problem, agenda: Agenda) -> dict[str, Any]:
    """What `publish` is to show besides the agenda; nothing where nothing is asked for."""
    refuse_unsound(problem, agenda)  # before its certificate is found to be wrong for that
    evidence = evidence_of(options, problem, agenda)
    return {"evidence": evidence, "sheets": getattr(options, "sheets", False)}


def evidence_of(options: argparse.Namespace, problem: Problem, agenda: Agenda) -> Evidence | None:
    """Losses, certificate and source rows, where they are given."""
    given = [getattr(options, name, None) for name in ("explanations", "certificate", "sources")]
    if not any(given):
        return None
    from rsa_sched.explanations.stated import read_explanation

    explained, certificate, sources = given
    explanation, evidence = every_fault_of(
        lambda: None if explained is None else read_explanation(explained, problem, agenda),
        lambda: Evidence.of(problem, agenda, None, certificate, sources),
    )
    return evidence.explained_by(explanation)


def tell_findings(publication: Publication, *, without_names: bool) -> None:
    """Say, before anything is written, which letters cannot leave as they are."""
    letters = sum(name.startswith("courriers/") and name.endswith(".docx") for name in publication.files)
    if without_names and letters:
        notify(say("cli.publish.no-names", number=letters))
    elif publication.nameless:
        notify(say("cli.publish.nameless", number=len(publication.nameless), ids=publication.nameless))
    if publication.unaddressed:
        notify(say("cli.publish.unaddressed", venues=publication.unaddressed))
    parts = words("cli.publish.address-parts")
    for person, missing in publication.incomplete.items():
        notify(say("cli.publish.address", person=person, missing=[parts[part] for part in missing]))


def tell_whose(error: InputError, folder: Path) -> bool:
    """Say in French whose publication a folder holds, where it is refused for that."""
    whose = {"folder-of-another-month": "month", "folder-of-another-service": "service",
             "folder-of-another-audience": "audience"}  # fmt: skip
    for fault in error.faults:
        if fault.code in whose:
            notify(say(f"cli.publish.other-{whose[fault.code]}", folder=folder, there=fault.facts["there"]))
            return True
    return False


def templates_command(options: argparse.Namespace, _guard: Guard) -> int:
    """``rsa-sched templates``: the letters' templates, to be edited."""
    refuse_folder(options.folder)
    written = copy_templates(options.folder)
    notify(say("cli.publish.templates", files=len(written), folder=options.folder))
    return 0
