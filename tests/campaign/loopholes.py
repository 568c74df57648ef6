"""Twelve planted loopholes, and what has none: what the gaming audit finds of them. Months are played and solved."""

from __future__ import annotations

from rsa_sched.simulate import GamingAudit, audit_gaming, with_prices, with_quota
from tests.support.loopholes import (
    GAMER,
    LOOPHOLES,
    STEEP,
    Loophole,
    audited,
    audited_in,
    planted,
    scenario_of,
    with_room_for_all,
)

MONTHS, REPLICATIONS = 6, 12


def gaming(seed: int) -> int:
    """A line each; returns how many were missed or told of a règlement that has none."""
    wrong = 0
    for loophole in LOOPHOLES:
        found = audited(loophole, MONTHS, REPLICATIONS, loophole.strategy, seed=seed)
        wrong += not found
        print(f"{loophole.name:<42}{loophole.strategy:<11}{_told(found) if found else 'MISSED'}", flush=True)
    for name, found in (
        ("control: " + STEEP.name, audited(STEEP, MONTHS, REPLICATIONS, seed=seed)),
        ("control: room for all", audited_in(with_room_for_all(MONTHS), REPLICATIONS, seed=seed)),
    ):
        wrong += bool(found)
        tried = found.gains["strategy"].nunique()
        print(f"{name:<42}{tried} ways   {'FALSE ALARM ' + _told(found) if found else 'nothing pays'}", flush=True)
    _show_default(seed)
    return wrong


def _show_default(seed: int) -> None:
    """What pays under the default règlement, and what two remedies leave of it."""
    base = scenario_of(Loophole("default", ""), MONTHS)
    remedies = [with_quota(base, "quota 1", 1), with_prices(base, "prices x8", 8)]
    ways = ("urgency", "backdated", "split")
    with planted():
        found = audit_gaming(
            base, structures=[GAMER], strategies=ways, remedies=remedies, replications=REPLICATIONS, seed=seed
        )
    columns = ["policy", "strategy", "measure", "honest", "gain", "low", "high", "others", "loser", "pays"]
    print(found.gains[columns].round(2).to_string(index=False))
    print(found.sentences.round(2).to_string(index=False))
    print(found.remedies.round(2).to_string(index=False), flush=True)


def _told(found: GamingAudit) -> str:
    """The largest gain, as a share of what the structure has honestly."""
    rows = found.gains[found.gains["pays"]].to_dict("records")
    row = max(rows, key=lambda row: row["gain"] / row["honest"])
    return f"found: {row['gain'] / row['honest']:+.0%} {row['measure']}, {row['loser']} loses most"
