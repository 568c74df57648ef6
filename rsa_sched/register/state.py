"""What the events add up to: a plain fold, nothing else is kept anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from rsa_sched.register import promised
from rsa_sched.register.chain import RegisterEvent

Doc: TypeAlias = dict[str, Any]
Stage: TypeAlias = Literal["opened", "proposed", "validated", "published", "closed"]


@dataclass
class MonthRecord:
    """One month: what was asked, what was computed, what became of it.

    Attributes
    ----------
    problem : the document as it was opened, or as a replacement changed it.
    until : the last day of its sessions, as it was opened; "" where none was said.
    decisions : pins, bans and others since it was opened, lifted ones left out.
    proposal : payload of the last `proposed`, while it is one of this problem and these decisions.
    validated, published : payloads; `validated` only while the agenda is the one that was validated.
    cancelled : payloads, in order.
    replaced_from : problem and agenda as they were before the first replacement.
    replaced_count : for how many of `cancelled` somebody was taken in.
    held : payload of each session that was held.
    next : the document of contract section 9, once the month is closed.
    """

    id: str
    problem: Doc
    until: str = ""
    decisions: list[Doc] = field(default_factory=list)
    proposal: Doc | None = None
    validated: Doc | None = None
    published: list[Doc] = field(default_factory=list)
    cancelled: list[Doc] = field(default_factory=list)
    replaced_from: tuple[Doc, Doc] | None = None
    replaced_count: int = 0
    held: dict[str, Doc] = field(default_factory=dict)
    next: Doc | None = None

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if self.next is not None:
            return "closed"
        if self.validated is not None:
            sent = bool(self.published) and self.published[-1]["agenda_sha256"] == self.validated["agenda_sha256"]
            return "published" if sent else "validated"
        return "opened" if self.proposal is None else "proposed"


@dataclass
class RegisterState:
    """Where the service stands.

    Attributes
    ----------
    settings : payload of the last `configured`.
    tables : payload of the last `tables`: the organisation and the sessions.
    waiting : the row of each situation that waits, by id.
    carried : who of them waited when the last month was closed.
    left : how each situation that waits no more ended, and in which month.
    history : units by service and kind, as the next problem's ``history``.
    months : by id, in order; a month whose payloads are erased is not there.
    erased : of how many events the payload is erased.
    promises : what was promised to each who waits and is open; `promise_account` how many were kept, broken, withdrawn.
    """

    settings: Doc = field(default_factory=dict)
    tables: Doc | None = None
    waiting: dict[str, Doc] = field(default_factory=dict)
    carried: set[str] = field(default_factory=set)
    left: dict[str, Doc] = field(default_factory=dict)
    history: list[Doc] | None = None
    months: dict[str, MonthRecord] = field(default_factory=dict)
    past_sessions: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)
    last_as_of: str = ""
    promises: dict[str, Doc] = field(default_factory=dict)
    promise_account: dict[str, int] = field(default_factory=dict)
    erased: int = 0

    @property
    def current(self) -> MonthRecord | None:
        """The month that is open, the last one."""
        found = [month for month in self.months.values() if month.stage != "closed"]
        return found[-1] if found else None


def fold(events: Iterable[RegisterEvent]) -> RegisterState:
    """The state after these events."""
    state = RegisterState()
    for event in events:
        if event.kind == "closed" and event.month not in state.closed:
            state.closed.append(event.month)
        if event.payload is None:
            state.erased += 1
        else:
            apply(state, event.kind, event.month, event.payload)
    return state


def apply(state: RegisterState, kind: str, name: str, payload: Mapping[str, Any]) -> None:
    """One event more. What belongs to a month whose opening is erased is passed over; its closing counts."""
    facts = dict(payload)
    month = state.months.get(name)
    match kind:
        case "configured":
            state.settings = facts
        case "tables":
            state.tables = facts
            if state.history is None:
                state.history = facts["history"]
        case "received" | "corrected":
            state.waiting[facts["situation"]["id"]] = facts["situation"]
            state.left.pop(facts["situation"]["id"], None)
        case "withdrawn":
            state.waiting.pop(facts["situation"], None)
            state.left[facts["situation"]] = {"outcome": "withdrawn", "month": name}
        case "opened":
            if month is None:
                state.months[name] = MonthRecord(name, facts["problem"], facts.get("until", ""))
            else:
                month.until = facts.get("until", "")
                month.problem, month.proposal, month.validated = facts["problem"], None, None
        case "promised":
            promised.record(state.promises, state.promise_account, facts)
        case "closed":
            _close(state, name, facts)
        case _ if month is not None:
            _apply_to_month(month, kind, facts)


def _close(state: RegisterState, name: str, facts: Doc) -> None:
    carried = facts["next"]
    if name in state.months:
        state.months[name].next = carried
        _settle_promises(state, state.months[name], carried)
    for line in carried["left"]:
        state.left[line["situation"]] = {"outcome": line["outcome"], "month": name}
    state.waiting = {row["id"]: row for row in facts["waiting"]}
    state.carried = set(state.waiting)
    state.history = carried["history"]
    state.past_sessions |= set(facts["sessions"])
    state.last_as_of = facts["as_of"]


def _settle_promises(state: RegisterState, month: MonthRecord, carried: Doc) -> None:
    first = () if month.replaced_from is None else (month.replaced_from[1]["agenda"],)
    last = () if month.proposal is None else (month.proposal["agenda"],)
    document = month.problem if month.replaced_from is None else month.replaced_from[0]
    until = max((row["start"][:7] for row in document["sessions"]), default="")
    ends = {line["situation"]: line["outcome"] for line in carried["left"]}
    given = promised.given_places((*first, *last), month.cancelled, month.held)
    promised.settle(state.promises, state.promise_account, until, ends, given)


def _apply_to_month(month: MonthRecord, kind: str, facts: Doc) -> None:
    match kind:
        case "proposed":
            month.proposal, month.validated = facts, None
        case "decided":
            if facts["action"] == "lift":
                month.decisions = [line for line in month.decisions if line["situation"] != facts["situation"]]
            else:
                month.decisions.append(facts)
            if facts["action"] != "other":
                month.proposal, month.validated = None, None
        case "validated":
            month.validated = facts
        case "published":
            agenda = None if month.proposal is None else month.proposal["agenda"]
            month.published.append({**facts, "agenda": agenda})
        case "cancelled":
            month.cancelled.append(facts)
        case "replaced":
            if month.replaced_from is None and month.proposal is not None:
                month.replaced_from = (month.problem, month.proposal)
            month.problem, month.decisions, month.validated = facts["problem"], [], None
            month.proposal, month.replaced_count = facts, facts["cancelled"]
        case "held":
            month.held[facts["session"]] = facts
