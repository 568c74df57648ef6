"""Contract section 9 read plainly, from the documents alone: what `close` has to write."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor

from tests.support import oracle
from tests.support.oracle_bareme import demands, group, shares
from tests.support.oracle_read import (
    Doc,
    by_id,
    fingerprint,
    get,
    in_time,
    in_window,
    is_banned,
    is_eligible,
    minute,
    regulation,
    session_span,
    type_fits,
    units,
)
from tests.support.oracle_rules import appointment


def closed(problem: Doc, agenda: Doc, outcomes: list[Doc]) -> Doc:
    """``NEXT.json`` of a month, an agenda that breaks no rule and the outcomes that were told."""
    rows = by_id(problem["situations"])
    seated = {line["situation"] for line in agenda["appointments"]}
    fates = {name: "heard" if name in seated else "deferred" for name in rows}
    fates |= {line["situation"]: line["outcome"] for line in outcomes}
    waiting = []
    for name in sorted(rows):
        if fates[name] in ("heard", "withdrawn"):
            continue
        row = {key: value for key, value in rows[name].items() if key not in ("rank", "wanted_sessions")}
        passed = fates[name] == "deferred" and reason(problem, agenda, rows[name]) in (
            "outranked",
            "no-common-time",
            "banned",
        )
        if passed or fates[name] == "cancelled":
            before = get(row, "deferrals", 0)
            if before < 1_000_000:
                row["deferrals"] = before + 1
        waiting.append(row)
    granted = [rows[name] for name in seated if fates[name] in ("heard", "absent")]
    return {
        "schema_version": "1",
        "problem": problem["id"],
        "problem_sha256": fingerprint(problem),
        "waiting": waiting,
        "history": history(problem, granted),
        "left": [
            {"situation": name, "outcome": fate}
            for name, fate in sorted(fates.items())
            if fate in ("heard", "withdrawn")
        ],
    }


def history(problem: Doc, granted: list[Doc]) -> list[Doc]:
    """Every counter after a month in which these situations were granted their units."""
    rules, demand, due = regulation(problem), demands(problem), shares(problem)
    before = {(line["service"], line["kind"]): line["units"] for line in get(problem, "history", [])}
    found = []
    for service in sorted(by_id(problem["services"])):
        kinds, weight = rules["kinds"], rules["weights"]
        a = {kind: before.get((service, kind), 0) for kind in kinds}
        b = dict(a)
        if sum(due[service, kind] for kind in kinds):  # a capacity of 0 is due to nobody
            for row in granted:
                if group(problem, row)[0] == service:
                    b[group(problem, row)[1]] += units(problem, row)
            wait = [kind for kind in kinds if demand[service, kind] > b[kind] - a[kind]]
            if wait:
                f = max(Fraction(b[kind], weight[kind]) for kind in wait)
                for kind in wait:
                    b[kind] = max(b[kind], floor(f * weight[kind]) - due[service, kind])
                m = min(Fraction(b[kind], weight[kind]) for kind in wait)
                for kind in set(kinds) - set(wait):
                    b[kind] = max(b[kind], floor(m * weight[kind]))
            else:
                b = dict.fromkeys(kinds, 0)
        found += [{"service": service, "kind": kind, "units": b[kind]} for kind in kinds]
    return found


def reason(problem: Doc, agenda: Doc, row: Doc) -> str:
    """Why a situation is deferred (contract, section 4)."""
    left = [session for session in problem["sessions"] if type_fits(problem, row, session)]
    tests: tuple[tuple[str, Callable[[Doc], bool]], ...] = (
        ("ineligible", lambda session: is_eligible(problem, row, session)),
        ("out-of-window", lambda session: in_window(row, session)),
        ("banned", lambda session: not is_banned(problem, row, session)),
        ("late", lambda session: in_time(problem, row, session)),
    )
    for name, passes in tests:
        if not left:
            return "no-session"
        left = [session for session in left if passes(session)]
        if not left:
            return name
    if not left:
        return "no-session"
    rows = by_id(problem["situations"])
    person = row.get("person")
    if person is not None and any(rows[line["situation"]].get("person") == person for line in agenda["appointments"]):
        return "person-seated"
    pinned = [rows[name] for name in sorted({pin["situation"] for pin in get(problem, "pins", [])})]
    return "outranked" if _can_all_sit(problem, [*pinned, row], []) else "no-common-time"


def _can_all_sit(problem: Doc, rows: list[Doc], seated: list[Doc]) -> bool:
    """Whether these situations can be seated by all the rules beside those, and with nobody else."""
    broken = oracle.violations(problem, {"appointments": seated, "deferrals": []}) - {"document"}
    if not rows or broken - {"pinned", "first-hour"}:  # these two may be mended by whoever comes next
        return not rows and not broken
    row, *others = rows
    for session in problem["sessions"]:
        opens, closes = session_span(problem, session)
        pins = [pin for pin in get(problem, "pins", []) if pin["situation"] == row["id"]]
        if any(pin["session"] != session["id"] for pin in pins):
            continue
        hours = {minute(pin["start"]) for pin in pins if pin.get("start") is not None}
        for start in range(opens, closes - 15 * units(problem, row) + 1, 15):
            if hours <= {start} and _can_all_sit(problem, others, [*seated, appointment(problem, row, session, start)]):
                return True
    return False
