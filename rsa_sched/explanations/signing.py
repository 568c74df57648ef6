"""What whoever signs an agenda is free to choose, and what the service's own decisions cost: from what is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rsa_sched.domain.problem import Problem
from rsa_sched.explanations.account import Account

Action: TypeAlias = Literal["pin", "ban"]


@dataclass(frozen=True)
class Override:
    """A pin or a ban of the problem.

    Attributes
    ----------
    points : that it took from the best agenda when it was decided, below 0 where it brought some; None where nobody
        reckoned it.
    by, reason : who decided it, and why; "" where that is not known.
    """

    situation: str
    session: str
    action: Action
    points: int | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Leeway:
    """What the figures leave to whoever signs, and what was taken out of their hands.

    Attributes
    ----------
    heard, deferred : the situations of which an agenda as good decides otherwise, by id.
    overrides : pins, then bans, by situation and session.
    """

    heard: tuple[str, ...]
    deferred: tuple[str, ...]
    overrides: tuple[Override, ...]


def leeway(problem: Problem, accounts: Iterable[Account], decided: Iterable[Mapping[str, Any]] = ()) -> Leeway:
    """Ties, and what each pin and ban cost; nothing is solved.

    Parameters
    ----------
    accounts : of the agenda's situations, as `explain` gives them.
    decided : as the register keeps them (`MonthRecord.decisions`): ``situation``, ``action``, ``wish`` with the
        session, ``points`` before and after, ``by``, ``reason``. The last one of a situation's session counts.
    """
    ties = sorted((one.situation, one.heard) for one in accounts if one.tie)
    known = {(line["action"], line["situation"], line.get("wish", {}).get("session")): line for line in decided}
    pins = sorted((row.situation, row.session) for row in problem.pins)
    bans = sorted((row.situation, row.session) for row in problem.bans)
    wishes: list[tuple[Action, str, str]] = [*(("pin", *pair) for pair in pins), *(("ban", *pair) for pair in bans)]
    return Leeway(
        tuple(name for name, heard in ties if heard),
        tuple(name for name, heard in ties if not heard),
        tuple(_override(*wish, known.get(wish, {})) for wish in wishes),
    )


def _override(action: Action, situation: str, session: str, line: Mapping[str, Any]) -> Override:
    points = line["points"][0] - line["points"][1] if "points" in line else None
    return Override(situation, session, action, points, line.get("by", ""), line.get("reason", ""))
