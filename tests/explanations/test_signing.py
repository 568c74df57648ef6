"""What is left to whoever signs, and what was decided before: told from what is known, nothing is solved."""

from typing import Any

from rsa_sched.explanations.account import Account
from rsa_sched.explanations.imposed import Points
from rsa_sched.explanations.signing import Override, leeway
from tests.support.builders import problem, session, situation

MONTH = problem(
    [situation(number) for number in range(1, 5)],
    [session(1), session(2, day=19)],
    pins=[{"situation": "d-2", "session": "s-1"}, {"situation": "d-1", "session": "s-2"}],
    bans=[{"situation": "d-3", "session": "s-1"}],
)


def test_ties_are_told_apart_by_what_was_decided() -> None:
    """Losses that are not proven to be nothing are no ties; nor is what nobody could decide otherwise."""
    accounts = [
        Account("d-4", True, Points(0, 0)),
        Account("d-3", False, Points(0, 0)),
        Account("d-2", True, Points(0, 8)),
        Account("d-1", True, None),
    ]
    found = leeway(MONTH, accounts)
    assert (found.heard, found.deferred) == (("d-4",), ("d-3",))


def test_each_pin_and_ban_has_its_cost_where_the_register_knows_it() -> None:
    """Pins first, by id; of two decisions on one session the last one; what came with the tables has no figure."""
    pin = {"action": "pin", "situation": "d-1", "wish": {"session": "s-2"}, "by": "chef"}
    decided: list[dict[str, Any]] = [
        {**pin, "points": [500, 300], "reason": "avant"},
        {**pin, "points": [500, 380], "reason": "audience"},
        {"action": "other", "situation": "d-3", "points": [380, 380], "by": "chef", "reason": "note"},
        {
            "action": "ban",
            "situation": "d-3",
            "wish": {"session": "s-1"},
            "points": [380, 390],
            "by": "x",
            "reason": "y",
        },
    ]
    assert leeway(MONTH, (), decided).overrides == (
        Override("d-1", "s-2", "pin", 120, "chef", "audience"),
        Override("d-2", "s-1", "pin"),
        Override("d-3", "s-1", "ban", -10, "x", "y"),
    )
