"""What a request lacks to be examined, by the sentences of the note that it does not meet, and who can complete it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rsa_sched.french.figures import several
from rsa_sched.french.sentences import say, words

AGREEMENT = "R43"
"""The sentence by which the service agrees to a person being invited: its own to give, not to be asked for."""


def lacking(group: str, rules: Sequence[str]) -> list[str]:
    """The words of a group of ``deferrals.toml`` for each sentence, once; the general ones where it has none."""
    told = words(f"deferrals.{group}")
    return list(dict.fromkeys(told.get(rule, told["other"]) for rule in rules)) or [told["other"]]


def completing(rules: Sequence[str], by: dt.date, *, for_service: bool) -> tuple[str, str]:
    """What completes a request: as its referent is told, and as the service is (`for_service`; "" for others).

    Parameters
    ----------
    rules : sentences of the note that the request does not meet.
    by : last day.
    """
    step = say("deferrals.step.lacks", acts=several(lacking("step-of-rule", rules)), by=by)
    if not for_service:
        return step, ""
    others = [rule for rule in rules if rule != AGREEMENT]
    agreed = [say("deferrals.service-step.agreement", by=by)] if AGREEMENT in rules else []
    acts = several(lacking("service-step-of-rule", others)) if others or not agreed else ""
    return step, " ".join([*agreed, *([say("deferrals.service-step.lacks", acts=acts, by=by)] if acts else [])])
