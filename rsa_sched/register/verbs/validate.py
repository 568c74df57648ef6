"""``validate`` and ``publish``: a draft becomes an agenda that somebody answers for, and is sent, numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.clock import parse_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import say
from rsa_sched.frozen import FrozenMapping
from rsa_sched.names import NameTable
from rsa_sched.office.files import is_there
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Delays, Letterhead, OfficialLetters
from rsa_sched.publish.publication import Publication, publish
from rsa_sched.publish.standing import Standing
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.state import Doc, MonthRecord
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import (
    VerbAnswer,
    last_hash,
    open_month,
    proposed_problem,
    read_state,
    refuse_names,
    validated_agenda,
)
from rsa_sched.register.writer import Writer


def validate(register: Register, by: str, reason: str, upon: str | None = None) -> VerbAnswer:
    """The service adopts the current proposal: who, when and why.

    Raises
    ------
    RegisterRefused
        Without a proposal, and for a reason that names a person.
    """
    with register.writing(upon) as writer:
        state, head, settings = read_state(register)
        month = open_month(state, register)
        refuse_names(reason, settings, register)
        if month.proposal is None:
            raise RegisterRefused("no-proposal", file=register.path, month=month.id)
        if month.validated is not None:
            return VerbAnswer("validate-again", {"month": month.id, "by": month.validated["by"]}, head, changed=False)
        payload = {
            "by": by,
            "reason": reason,
            "agenda_sha256": month.proposal["agenda_sha256"],
            "problem_sha256": month.proposal["problem_sha256"],
        }
        made = writer.append(EventDraft("validated", payload, month.id))
        return VerbAnswer("validate", {"month": month.id, "by": by}, last_hash(made, head))


def _no_evidence(_problem: Problem, _agenda: Agenda) -> Evidence | None:
    return None


def _tell_nobody(_publication: Publication, _has_names: bool) -> None:
    """Say nothing of it."""


@dataclass(frozen=True)
class Sending:
    """What is to be written where, for whom.

    Attributes
    ----------
    evidence : what there is to show besides an agenda; see `publish`.
    sheets : whether to make the sheets of R. 311-3-1-2 too.
    draft : pages of a proposal that nobody has validated, each of which says so; no letters, no event.
    tell : is given the publication before anything is written, and whether there is a name table.
    """

    folder: Path
    audience: str = "service"
    templates: Path | None = None
    official_letters: OfficialLetters = "requested"
    draft: bool = False
    evidence: Callable[[Problem, Agenda], Evidence | None] = _no_evidence
    sheets: bool = False
    tell: Callable[[Publication, bool], None] = _tell_nobody


def send(register: Register, sending: Sending, by: str, upon: str | None = None) -> VerbAnswer:
    """Write everything that has to be sent of the validated agenda; the first time it gets its number.

    The files are written while the register is held, and before the event is there: after a kill the same again
    brings both up to date.

    Raises
    ------
    RegisterRefused
        Where nothing is validated, or nothing proposed for a draft.
    InputError
        Where the folder is at fault.
    """
    with register.writing(upon) as writer:
        state, head, settings = read_state(register)
        month = open_month(state, register)
        if sending.draft:
            return _draft(register, month, sending, settings, head)
        validated_agenda(month, register)
        assert month.validated is not None
        event, number, standing_head = _number(month, writer, by, head, register)
        by_whom, why = str(month.validated["by"]), str(month.validated["reason"])
        standing = Standing("published", standing_head, number, by_whom, why)
        publication = _written(month, sending, settings, standing, state.promises)
        facts = {"month": month.id, "number": number, **_counts(publication, sending)}
        if event is None:
            done = publication.written
            changed = bool(done is not None and (done.written or done.removed))
            return VerbAnswer("publish-again", facts, head, changed=changed)
        return VerbAnswer("publish", facts, event)


def _number(month: MonthRecord, writer: Writer, by: str, head: str, register: Register) -> tuple[str | None, int, str]:
    """The hash of a new event or None, the number of the publication, and the hash of its event."""
    assert month.validated is not None
    digest = month.validated["agenda_sha256"]
    if month.stage == "published":
        number = month.published[-1]["number"]
        known = [one.hash for one in register.events() if one.kind == "published" and one.month == month.id]
        return None, number, known[-1]
    number = 1 + max((one["number"] for one in month.published), default=0)
    payload = {"by": by, "number": number, "agenda_sha256": digest}
    made = last_hash(writer.append(EventDraft("published", payload, month.id)), head)
    return made, number, made


def _draft(
    register: Register, month: MonthRecord, sending: Sending, settings: RegisterSettings, head: str
) -> VerbAnswer:
    if month.proposal is None:
        raise RegisterRefused("no-proposal", file=register.path, month=month.id)
    if is_there(sending.folder / say("publication.files.workbook")):
        raise RegisterRefused("folder-of-a-publication", file=register.path, folder=sending.folder)
    publication = _written(month, sending, settings, Standing("draft", head))
    return VerbAnswer("publish-draft", {"month": month.id, **_counts(publication, sending)}, head, changed=False)


def _written(
    month: MonthRecord,
    sending: Sending,
    settings: RegisterSettings,
    standing: Standing,
    promises: Mapping[str, Doc] = FrozenMapping({}),
) -> Publication:
    assert month.proposal is not None
    names, problem, agenda = settings.names, proposed_problem(month), Agenda.from_dict(month.proposal["agenda"])
    evidence = None
    if not sending.draft:
        evidence = replace(sending.evidence(problem, agenda) or Evidence(), promises=promises)
    standing = replace(standing, costs=_costs(month))
    table = NameTable.from_csv(names) if names is not None and is_there(names) and not sending.draft else None
    publication = publish(
        problem,
        agenda,
        audience=sending.audience,
        names=table,
        letterhead=Letterhead.from_toml(settings.profile) if settings.profile is not None else Letterhead(),
        delays=Delays.from_toml(settings.profile) if settings.profile is not None else Delays(),
        templates=sending.templates,
        official_letters=sending.official_letters,
        standing=standing,
        evidence=evidence,
        sheets=sending.sheets,
        at=_begun_by(month),
    )
    sending.tell(publication, table is not None)
    return publication.write(sending.folder)


def _begun_by(month: MonthRecord) -> dt.datetime | None:
    """The moment of the latest replacement, by which sessions that have left the problem had begun."""
    moments = [parse_minute(line["at"]) for line in month.cancelled[: month.replaced_count] if line["at"] is not None]
    return max(moments, default=None)


def _costs(month: MonthRecord) -> tuple[tuple[str, int], ...]:
    """The points that each decision of the service took when it was made, the dearest first."""
    lines = ((line["situation"], line.get("points")) for line in month.decisions if line["action"] in ("pin", "ban"))
    costs = [(str(name), int(points[0]) - int(points[1])) for name, points in lines if points is not None]
    return tuple(sorted(costs, key=lambda one: (-one[1], one[0])))


def _counts(publication: Publication, sending: Sending) -> Mapping[str, Any]:
    done = publication.written
    assert done is not None, "it was given a folder"
    counts = {"files": len(publication.files), "written": len(done.written), "removed": len(done.removed)}
    return {"folder": str(sending.folder), "edited": list(done.edited), **counts}
