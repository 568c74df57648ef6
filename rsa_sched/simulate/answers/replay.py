"""Past months under another règlement: who would have been heard, when, and why not sooner.

The history is kept but for what another règlement would have changed: requests arrive as they did, and whoever stopped
waiting without being heard leaves in the same month. Whoever it hears waits no more; whoever it does not waits on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rsa_sched.bareme.dues import Claim
from rsa_sched.domain.agenda import Agenda
from rsa_sched.domain.problem import Problem
from rsa_sched.errors import InputError
from rsa_sched.french.sentences import say
from rsa_sched.months.carrying import missing_people
from rsa_sched.months.closing import PASSED_OVER, waiting_rows
from rsa_sched.months.ledger import history_after
from rsa_sched.simulate.months.month import Arbiter
from rsa_sched.simulate.months.run import solved

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
COUNTED = ("waiting", "waiting_replayed", "heard", "heard_replayed", "heard_in_both")


@dataclass(frozen=True)
class Replay:
    """What another règlement would have changed of a history.

    Attributes
    ----------
    requests : one a row: ``situation``, ``kind``, ``urgency``, ``requested_on``, ``heard_on`` and ``heard_on_replayed``
        (NaT: not in these months), ``days_later`` (below 0: sooner), ``same`` (heard on the same day, or in neither),
        ``why``: where it is heard later, what the replayed month in which it really was heard says of it.
    months : one a row: ``problem``, ``waiting``, ``waiting_replayed`` (before the agenda), ``heard``,
        ``heard_replayed``, ``heard_in_both``.
    """

    requests: pd.DataFrame = field(repr=False)
    months: pd.DataFrame = field(repr=False)

    def sentences(self) -> list[str]:
        """A French sentence for each request that another règlement would have treated otherwise, the most first."""
        rows = self.requests[~self.requests["same"]].to_dict("records")
        rows.sort(
            key=lambda row: (
                -abs(row["days_later"]) if row["days_later"] == row["days_later"] else -1e9,
                row["situation"],
            )
        )
        return [_sentence(row) for row in rows]


def replay(
    history: Sequence[tuple[Problem, Agenda]], changes: Mapping[str, Any], *, arbiter: Arbiter | None = None
) -> Replay:
    """Play past months again under their règlement with some keys changed.

    Parameters
    ----------
    history : each month as it was arbitrated, in order: its problem, and the agenda that was adopted. A situation that
        is in two of them is the same request; one that was seated and is in the next one again did not have its place:
        it stayed empty then, and stays empty where the replay seats it in the same month. A session of which nobody
        had a place was not held: nobody has one there in the replay either.
    changes : keys of the règlement, as ``{"urgency_days": [0, 120, 360, 800]}``; none: the same règlement, which tells
        how far the program's own agendas are from those adopted.
    arbiter : what makes the agendas, `solve` by default.

    Raises
    ------
    InputError : for no month, months that do not follow one another, and changes that a règlement cannot have.

    Notes
    -----
    Pins and bans of a month stay where their situation still waits; places announced then do not. Of whoever was heard
    in truth and waits in the replay nobody knows whether they would have given up: they wait on.
    """
    if not history or any(one.as_of >= other.as_of for (one, _), (other, _) in pairwise(history)):
        raise InputError.of("history", f"{len(history)} months", "months-out-of-order")
    judge = arbiter or solved
    waiting: list[Row] = []
    counters: list[Row] = []
    seen: set[str] = set()
    told: dict[str, Row] = {}
    months: list[Row] = []
    for number, (problem, agenda) in enumerate(history):
        real = problem.to_dict()["situations"]
        still = {row["id"] for row in real}
        waiting = [row for row in waiting if row["id"] in still or _was_heard(told[row["id"]])]
        new = [row for row in real if row["id"] not in seen]
        again = Problem.from_dict(_document(problem, changes, [*waiting, *new], counters if number else None))
        replayed = judge(again)
        following = history[number + 1][0] if number + 1 < len(history) else None
        absent, cancelled = _lost_places(agenda, following)
        heard, heard_now = (_heard(one, absent, cancelled) for one in (agenda, replayed))
        _tell(told, problem, agenda, "heard_on", heard)
        _tell(told, again, replayed, "heard_on_replayed", heard_now, real=agenda)
        counted = len(real), len(again.situations), len(heard), len(heard_now), len(heard & heard_now)
        months.append({"problem": problem.id, **dict(zip(COUNTED, counted, strict=True))})
        once_more = {line.situation for line in replayed.deferrals if line.reason in PASSED_OVER}
        waiting = list(waiting_rows(again.to_dict()["situations"], heard_now, once_more))
        counters = _counters(again, replayed)
        seen |= still
    return Replay(_requests(told), _frame(months))


def _lost_places(agenda: Agenda, following: Problem | None) -> tuple[set[str], set[str]]:
    """Situations whose place stayed empty in truth, since they wait in the next month again; sessions without any."""
    if following is None:
        return set(), set()
    still = {row.id for row in following.situations}
    absent = {line.situation for line in agenda.appointments if line.situation in still}
    held = {line.session for line in agenda.appointments if line.situation not in absent}
    return absent, {line.session for line in agenda.appointments} - held


def _heard(agenda: Agenda, absent: set[str], cancelled: set[str]) -> set[str]:
    return {line.situation for line in agenda.appointments
            if line.situation not in absent and line.session not in cancelled}  # fmt: skip


def _was_heard(row: Row) -> bool:
    return row["heard_on"] is not None


def _document(problem: Problem, changes: Mapping[str, Any], rows: list[Row], counters: list[Row] | None) -> Row:
    """A past month with other people waiting in it, under another règlement."""
    document = problem.to_dict()
    names = {row["id"] for row in rows}
    kept = {key: [row for row in document.get(key) or () if row["situation"] in names] for key in ("pins", "bans")}
    people = [*document["professionals"], *missing_people(document["professionals"], rows)]
    history = document.get("history") or [] if counters is None else counters
    changed = {"regulation": {**(document.get("regulation") or {}), **changes}, "situations": rows, "announced": []}
    return {**document, **changed, **kept, "professionals": people, "history": history}


def _tell(
    told: dict[str, Row], problem: Problem, agenda: Agenda, key: str, heard: set[str], real: Agenda | None = None
) -> None:
    """Note of each request of a month when it was heard; of the replay also why not, where it was heard in truth."""
    kinds = {row.id: row.kind for row in problem.structures}
    for row in problem.situations:
        told.setdefault(row.id, {"situation": row.id, "kind": kinds[row.structure], "urgency": row.urgency,
                                 "requested_on": row.requested_on, "heard_on": None, "heard_on_replayed": None,
                                 "why": ""})  # fmt: skip
    for line in agenda.appointments:
        if line.situation in heard:
            told[line.situation][key] = line.start.date()
    if real is not None:
        in_truth = {line.situation for line in real.appointments}
        for deferral in agenda.deferrals:
            if deferral.situation in in_truth:
                told[deferral.situation]["why"] = deferral.text


def _counters(problem: Problem, agenda: Agenda) -> list[Row]:
    before = {(row.service, row.kind): row.units for row in problem.history}
    granted = {(line.service, line.kind): line.granted_units for line in agenda.due}
    shares = [Claim(line.service, line.kind, line.due_units, line.demand_units) for line in agenda.due]
    return history_after(before, granted, shares, problem.regulation.weight)


def _requests(told: Mapping[str, Row]) -> pd.DataFrame:
    frame = _frame(list(told.values()))
    for name in ("requested_on", "heard_on", "heard_on_replayed"):
        frame[name] = frame[name].astype("datetime64[s]")
    frame["days_later"] = (frame["heard_on_replayed"] - frame["heard_on"]).dt.days
    neither = frame["heard_on"].isna() & frame["heard_on_replayed"].isna()
    frame["same"] = neither | (frame["heard_on"] == frame["heard_on_replayed"])
    frame["why"] = frame["why"].where(~frame["same"], "")
    order = [
        "situation",
        "kind",
        "urgency",
        "requested_on",
        "heard_on",
        "heard_on_replayed",
        "days_later",
        "same",
        "why",
    ]
    return frame[order]


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows))


def _sentence(row: Mapping[Any, Any]) -> str:
    was, now = (_day(row[name]) for name in ("heard_on", "heard_on_replayed"))
    facts = {"situation": row["situation"], "kind": row["kind"], "urgency": row["urgency"]}
    if was is None:
        return say("replay.gained", **facts, now=now)
    if now is None:
        return say("replay.lost", **facts, was=was, why=row["why"]).rstrip()
    days = int(row["days_later"])
    if days > 0:
        return say("replay.later", **facts, was=was, now=now, days=days, why=row["why"]).rstrip()
    return say("replay.sooner", **facts, was=was, now=now, days=-days)


def _day(value: Any) -> dt.date | None:
    return None if value != value else value.date()
