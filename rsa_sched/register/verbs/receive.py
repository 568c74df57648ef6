"""``receive``: what tables say becomes events, a situation each; ``withdraw``: somebody asks no more."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rsa_sched.domain.clock import parse_minute
from rsa_sched.domain.problem import Problem
from rsa_sched.french.sentences import words
from rsa_sched.intake.options import Identities, MonthContext, SetAside, TableFiles
from rsa_sched.intake.read import Import, read_tables
from rsa_sched.months.carrying import join
from rsa_sched.months.next_month import NextMonth
from rsa_sched.office.files import is_folder, is_there
from rsa_sched.office.lock import held
from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.settings import RegisterSettings
from rsa_sched.register.state import Doc, RegisterState
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, read_state, refuse_names

OF_THE_LIST = ("situations", "history", "id")
"""Keys of the problem document that the register keeps apart from the tables."""


@dataclass(frozen=True)
class Received:
    """Tables as they were read: the problem that they make, and digests of the files."""

    problem: Problem
    digests: tuple[str, ...] = ()
    skipped: int = 0


@dataclass
class Merged:
    """What rows change of who waits."""

    drafts: list[EventDraft] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    recognised: dict[str, str] = field(default_factory=dict)
    """Id under which a carried request came again, by the id that it keeps."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Id under which a new request came that another one has, by the id that it got."""
    gone: dict[str, str] = field(default_factory=dict)
    """How situations ended that are left out: ``heard`` or ``withdrawn``."""


def import_folder(
    paths: list[Path],
    settings: RegisterSettings,
    as_of: dt.date | None,
    *,
    closed: Collection[str] = (),
    skip_bad_rows: bool = False,
    set_aside: SetAside | None = None,
) -> tuple[Import, Received | None]:
    """Read tables by the register's own profile, key and name table; the name table is written again.

    Parameters
    ----------
    closed : ids of sessions of closed months: that they are past is nothing to check.
    set_aside : see `left_out`.

    Returns
    -------
    The import, whose report the caller shows, and what was read; None where an error stands in the way.

    Raises
    ------
    InputError
        Where a file cannot be read.
    """
    own = [path for path in (settings.key, settings.names) if path is not None]
    with held(*own):
        if settings.key is not None and not is_there(settings.key):
            from rsa_sched.intake.rows.pseudonyms import Key

            Key.create(settings.key)
        result = read_tables(
            TableFiles([*paths, *settings.tables]),
            mapping=settings.profile,
            identities=Identities(settings.key, settings.names),
            context=MonthContext("recu", as_of, closed=closed, set_aside=set_aside),
            skip_bad_rows=skip_bad_rows,
        )
        if result.problem is None:
            return result, None
        if settings.names is not None:
            result.names.write(settings.names)
    return result, Received(result.problem, digests_of([*paths, *settings.tables]), len(result.skipped))


def left_out(state: RegisterState, again: Iterable[str] = ()) -> SetAside:
    """Which requests of tables `receive` will leave out, as they were heard or withdrawn."""
    return lambda rows, first_type: merge(state, rows, "", set(again), first_type).gone


def receive(register: Register, received: Received, by: str, upon: str, again: Iterable[str] = ()) -> VerbAnswer:
    """Take in what was read: the organisation and the sessions, and each situation that is new or changed.

    Parameters
    ----------
    upon : the head when reading began.
    again : situations that were heard or withdrawn and ask once more.

    Raises
    ------
    RegisterMoved
        Where somebody wrote meanwhile.
    RegisterRefused
        For tables of a day on which a month that is closed was arbitrated, or of an earlier one.
    """
    document = received.problem.to_dict()
    organisation = {key: value for key, value in document.items() if key not in OF_THE_LIST}
    tables = {
        "organisation": organisation,
        "history": document.get("history") or [],
        "digests": list(received.digests),
        "as_of": document["as_of"],
    }
    with register.writing(upon) as writer:
        state, head, _ = read_state(register)
        # Nothing could be opened on such a day, and old rows would set back newer ones.
        if document["as_of"] <= state.last_as_of:
            facts = {"day": document["as_of"], "month": state.closed[-1], "last": state.last_as_of}
            raise RegisterRefused("stale-tables", file=register.path, **facts)
        merged = merge(state, document["situations"], by, set(again), received.problem.regulation.types[0].id)
        known = {key: value for key, value in (state.tables or {}).items() if key != "by"}
        drafts = [] if known == tables else [EventDraft("tables", {"by": by, **tables})]
        drafts += merged.drafts
        facts = {
            "received": len(merged.new),
            "corrected": len(merged.corrected),
            "recognised": merged.recognised,
            "renamed": merged.renamed,
            "left_out": sorted(merged.gone),
            "waiting": len({*state.waiting, *merged.new}),
            "tables": len(drafts) > len(merged.drafts),
        }
        changed = changed_sessions(state, organisation["sessions"], document["as_of"])
        facts |= {"sessions": {name: line for name, line, _ in changed}}
        how = words("register.ways-out")
        lines = (
            *(("recognised", {"kept": kept, "sent": sent}) for kept, sent in merged.recognised.items()),
            *(("renamed", {"kept": kept, "sent": sent}) for kept, sent in merged.renamed.items()),
            *(("gone", {"id": name, "how": how[outcome]}) for name, outcome in merged.gone.items()),
            *((f"session-{line}", {"session": name, **said}) for name, line, said in changed),
        )
        if not drafts:
            return VerbAnswer("receive-again", facts, head, changed=False, lines=lines)
        return VerbAnswer("receive", facts, last_hash(writer.append(*drafts), head), lines=lines)


def changed_sessions(state: RegisterState, sessions: Iterable[Doc], day: str) -> list[tuple[str, str, Doc]]:
    """Sessions that the tables before had otherwise: ``moved`` (another hour or venue), ``dropped`` though still ahead.

    Parameters
    ----------
    day : on which the tables are counted; what lies before it, or in a closed month, is over.
    """
    before = {} if state.tables is None else {row["id"]: row for row in state.tables["organisation"]["sessions"]}
    after = {row["id"]: row for row in sessions}
    found: list[tuple[str, str, Doc]] = []
    for name, was in before.items():
        now = after.get(name)
        if name in state.past_sessions or (now is None and was["start"][:10] < day):
            continue
        if now is None:
            found.append((name, "dropped", {"start": parse_minute(was["start"])}))
        elif (was["start"], was["venue"]) != (now["start"], now["venue"]):
            said = {"start": parse_minute(now["start"]), "venue": now["venue"], "before": parse_minute(was["start"])}
            found.append((name, "moved", said))
    return found


def merge(
    state: RegisterState, rows: Iterable[Mapping[str, Any]], by: str, again: Collection[str], first_type: str
) -> Merged:
    """What rows of tables change: new ones, corrected ones, carried requests that are sent again.

    Who waits is joined as `rsa_sched.months.carrying.join` does it. A request that came since the last closing is
    corrected by its structure, under its id; another structure's or person's with the same id gets one of its own, so
    that nobody takes the place of somebody who waits. Under another id, in a table that does not hold it as well, it
    is the same sent again.
    """
    merged = Merged()
    fresh = {name: row for name, row in state.waiting.items() if name not in state.carried}
    own, others = list[Doc](), list[Doc]()
    for row in rows:
        mine = dict(row)
        if mine["id"] in fresh and fresh[mine["id"]]["structure"] != mine["structure"]:
            merged.renamed[f"{mine['structure']}-{mine['id']}"] = mine["id"]
            mine["id"] = f"{mine['structure']}-{mine['id']}"
        same = fresh.get(mine["id"])
        (others if same is None or _is_of_another(mine, same) else own).append(mine)
    corrected = {row["id"] for row in own}
    joined = join(_waits(state, corrected), others, first_type, before=_month_before(state), again=again)
    for position, sent in enumerate(joined.sent):
        name = others[position]["id"]
        if sent is None:
            merged.gone[name] = joined.ended[position]
            continue
        own.append(sent)
        if position in joined.renamed:
            (merged.recognised if position in joined.again else merged.renamed)[sent["id"]] = name
    for row in own:
        name, before = row["id"], state.waiting.get(row["id"])
        if before is None:
            merged.new.append(name)
            merged.drafts.append(EventDraft("received", {"by": by, "situation": row}))
        elif row != before:
            merged.corrected.append(name)
            merged.drafts.append(EventDraft("corrected", {"by": by, "situation": row, "before": before}))
    return merged


def _is_of_another(row: Mapping[str, Any], waiting: Mapping[str, Any]) -> bool:
    """Whether both name a person, and not the same."""
    return len({row.get("person"), waiting.get("person")} - {None}) > 1


def _waits(state: RegisterState, besides: Collection[str]) -> NextMonth:
    """Who waits, but for those whom the tables correct, and who has left."""
    return NextMonth.from_dict(
        {
            "schema_version": "1",
            "problem": state.closed[-1] if state.closed else "-",
            "problem_sha256": "",
            "waiting": [state.waiting[name] for name in sorted(state.waiting.keys() - besides)],
            "history": [],
            "left": [{"situation": name, "outcome": state.left[name]["outcome"]} for name in sorted(state.left)],
        }
    )


def _month_before(state: RegisterState) -> Problem | None:
    """The month closed last, unless it is erased: who was heard in it is known under another id too."""
    month = state.months.get(state.closed[-1]) if state.closed else None
    if month is None:
        return None
    return Problem.from_dict(month.problem if month.replaced_from is None else month.replaced_from[0])


def withdraw(register: Register, situations: list[str], by: str, reason: str, upon: str | None = None) -> VerbAnswer:
    """Take situations off the waiting list: they ask no more.

    Raises
    ------
    RegisterRefused
        For a situation that the register does not know.
    """
    with register.writing(upon) as writer:
        state, head, settings = read_state(register)
        refuse_names(reason, settings, register)
        for name in situations:
            if name not in state.waiting and name not in state.left:
                raise RegisterRefused("unknown-situation", file=register.path, id=name)
        month = state.current.id if state.current is not None else ""
        drafts = [
            EventDraft("withdrawn", {"by": by, "situation": name, "reason": reason}, month)
            for name in situations
            if name in state.waiting
        ]
        facts = {"situations": situations, "waiting": len(state.waiting) - len(drafts)}
        if not drafts:
            return VerbAnswer("withdraw-again", facts, head, changed=False)
        return VerbAnswer("withdraw", facts, last_hash(writer.append(*drafts), head))


def digests_of(paths: Iterable[Path]) -> tuple[str, ...]:
    """SHA-256 of every file, in order; no name, since a name of a file may be a person's."""
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*")) if is_folder(path) else [path])
        if file.is_file() and not file.name.startswith((".", "~"))
    ]
    return tuple(sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))


def received_of(path: Path) -> Received:
    """What a problem document holds, as `import` wrote it or another tool. Raises InputError."""
    return Received(Problem.from_json(path), digests_of([path]))
