"""Which sessions of new tables are not as they were: whoever moves one in the year's calendar is told by `receive`."""

from __future__ import annotations

from rsa_sched.domain.clock import parse_minute
from rsa_sched.register.state import Doc, RegisterState


def changed_sessions(state: RegisterState, organisation: Doc, day: str) -> list[tuple[str, str, Doc]]:
    """Sessions that the tables before had otherwise: ``moved`` (another hour or venue), ``dropped`` though still ahead.

    Parameters
    ----------
    day : on which the tables are counted; what lies before it, or in a closed month, is over.
    """
    before = {} if state.tables is None else {row["id"]: row for row in state.tables["organisation"]["sessions"]}
    after = {row["id"]: row for row in organisation["sessions"]}
    venues = {row["id"]: row.get("label") or row["id"] for row in organisation["venues"]}
    found: list[tuple[str, str, Doc]] = []
    for name, was in before.items():
        now = after.get(name)
        if name in state.past_sessions or (now is None and was["start"][:10] < day):
            continue
        if now is None:
            found.append((name, "dropped", {"start": parse_minute(was["start"])}))
        elif (was["start"], was["venue"]) != (now["start"], now["venue"]):
            said = {
                "start": parse_minute(now["start"]),
                "venue": venues[now["venue"]],
                "before": parse_minute(was["start"]),
            }
            found.append((name, "moved", said))
    return found
