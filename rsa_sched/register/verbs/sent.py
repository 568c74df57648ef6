"""``sent``: the letters of the last publication have left, on which day, but for some."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from rsa_sched.register.chain import EventDraft
from rsa_sched.register.refusals import RegisterRefused
from rsa_sched.register.store import Register
from rsa_sched.register.verbs.answer import VerbAnswer, last_hash, open_month, read_state

ADDRESSEES = ("partner", "person")
"""To whom letters go; both where nothing is said."""


def note_sent(
    register: Register,
    by: str,
    to: Sequence[str] = ADDRESSEES,
    on: dt.date | None = None,
    left_out: Sequence[str] = (),
    upon: str | None = None,
) -> VerbAnswer:
    """Note that the letters of the month's last publication have left; said once more, the last word holds.

    Parameters
    ----------
    to : ``partner``, ``person`` or both.
    on : the day; None for today.
    left_out : situations whose letters have not left.

    Raises
    ------
    RegisterRefused
        Where the month was not published, for a day before that or to come, for an unknown situation.
    """
    with register.writing(upon) as writer:
        state, head, _ = read_state(register)
        month = open_month(state, register)
        if not month.published:
            raise RegisterRefused("not-published", file=register.path, month=month.id)
        events = [one for one in register.events() if one.month == month.id and one.payload is not None]
        published = [one.at[:10] for one in events if one.kind == "published"][-1]
        today = register.today()
        day = today if on is None else on
        if not published <= day.isoformat() <= today.isoformat():
            raise RegisterRefused("not-a-day-of-sending", file=register.path, day=day, first=published, last=today)
        known = {row["id"] for row in month.problem["situations"]}
        for name in left_out:
            if name not in known:
                raise RegisterRefused("unknown-situation", file=register.path, id=name)
        number = month.published[-1]["number"]
        addressed = [one for one in ADDRESSEES if one in to]
        said = {"number": number, "to": addressed, "on": day.isoformat(), "except": sorted(set(left_out))}
        facts = {"month": month.id, "number": number, "day": day.isoformat()}
        before = [dict(one.payload or {}) for one in events if one.kind == "sent"]
        if before and {key: before[-1].get(key) for key in said} == said:
            return VerbAnswer("sent-again", facts, head, changed=False)
        lines = (("still-to-send", {"situations": said["except"]}),) if left_out else ()
        made = writer.append(EventDraft("sent", {"by": by, **said}, month.id))
        return VerbAnswer("sent", facts, last_hash(made, head), lines=lines)
