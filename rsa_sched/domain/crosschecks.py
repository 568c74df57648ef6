"""What has to hold between the parts of a problem document (contract, section 3, "Bad input").

The checks read plain data in which every faulty value has already become null, so that they see what is
left of a faulty row and all faults of a document come out at once. Every null here has been, or need not be, reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from rsa_sched.domain.base import bare_form
from rsa_sched.domain.clock import DAY, parse_minute, to_minute
from rsa_sched.domain.organisation import TravelTimes
from rsa_sched.domain.reading import Location, place
from rsa_sched.domain.regulation import Regulation
from rsa_sched.domain.rows import Checks, Row, fault_at, items, minutes_of, rows, types_of
from rsa_sched.domain.timechecks import clock_changes, intervals, local_times, requests
from rsa_sched.errors import Fault

TYPES = "regulation.types"
"""Stands for the list of types among the lists of ids."""
ID_LISTS = ("services", "subsectors", "venues", "structures", "professionals", "sessions", "situations")


def crosscheck(document: dict[str, Any]) -> Checks:
    """Every fault between the parts of a document."""
    checks: tuple[Callable[[dict[str, Any]], Checks], ...] = (
        regulation, distinct_ids, references, kinds, local_times, clock_changes, intervals, requests, travel_pairs,
        session_places, partners, staff, wishes,
    )  # fmt: skip
    for check in checks:
        yield from check(document)


def setting(document: dict[str, Any], key: str) -> Any:
    """A parameter of the regulation, its default where it is left out."""
    given = document.get("regulation") or {}
    return given[key] if given.get(key) is not None else Regulation.model_fields[key].default


def regulation(document: dict[str, Any]) -> Checks:
    """Weights for each kind and no other; prices of equity that never fall."""
    given = document.get("regulation") or {}
    weights = given.get("weights")
    names = [kind for kind in setting(document, "kinds") if kind is not None]
    if isinstance(weights, dict) and None not in setting(document, "kinds"):
        for kind in weights:
            if kind not in names:
                yield fault_at(("regulation", "weights", kind), weights[kind], "weight-of-an-unknown-kind")
        for kind in dict.fromkeys(names):
            if kind not in weights:
                yield fault_at(("regulation", "weights"), weights, "kind-without-weight")
                break
    prices = items(given, "equity_days")
    for (_, before), (n, after) in pairwise(prices):
        if after < before:
            yield fault_at(("regulation", "equity_days", n), after, "falling-price", before=before)


def distinct_ids(document: dict[str, Any]) -> Checks:
    """Ids of one list differ, and by more than spaces, invisible characters or Unicode form."""
    for name in ID_LISTS:
        yield from _distinct((((name, n, "id"), row.get("id")) for n, row in rows(document, name)))
    given = document.get("regulation") or {}
    yield from _distinct((("regulation", "kinds", n), kind) for n, kind in items(given, "kinds"))
    yield from _distinct((("regulation", "types", n, "id"), row.get("id")) for n, row in rows(given, "types"))


def _distinct(ids: Iterable[tuple[Location, str | None]]) -> Checks:
    seen: set[str] = set()
    for at, name in ids:
        if name is None:
            continue
        bare = bare_form(name)
        if bare in seen:
            yield fault_at(at, name, "resembling-id")
        seen.add(bare)


REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("subsectors", "service", "services"),
    ("venues", "subsector", "subsectors"),
    ("professionals", "structure", "structures"),
    ("sessions", "service", "services"),
    ("sessions", "subsector", "subsectors"),
    ("sessions", "venue", "venues"),
    ("sessions", "staff", "professionals"),
    ("sessions", "type", TYPES),
    ("situations", "type", TYPES),
    ("situations", "subsector", "subsectors"),
    ("situations", "structure", "structures"),
    ("situations", "referent", "professionals"),
    ("situations", "wanted_sessions", "sessions"),
    ("pins", "situation", "situations"),
    ("pins", "session", "sessions"),
    ("bans", "situation", "situations"),
    ("bans", "session", "sessions"),
    ("history", "service", "services"),
    ("announced", "situation", "situations"),
    ("announced", "session", "sessions"),
)
"""List, key, and the list whose ids it uses."""


def references(document: dict[str, Any]) -> Checks:
    """Every id used is the id of something."""
    known = {name: {None, *(row.get("id") for _, row in rows(document, name))} for name in ID_LISTS}
    readable = {name for name in ID_LISTS if isinstance(document.get(name), list)}
    types = types_of(document)
    known[TYPES] = {None, *(types or ())}
    readable |= {TYPES} if types is not None else set()

    def unknown(at: Location, name: Any, target: str) -> Checks:
        if name is not None and name not in known[target] and target in readable:
            yield fault_at(at, name, "unknown-id", target=target)

    holders = {holder: rows(document, holder) for holder in dict.fromkeys(holder for holder, _, _ in REFERENCES)}
    for holder, key, target in REFERENCES:
        if target not in readable or _used(holders[holder], key) <= known[target]:
            continue  # as nearly always
        for n, row in holders[holder]:
            value = row.get(key)
            if isinstance(value, list):
                for m, name in enumerate(value):
                    yield from unknown((holder, n, key, m), name, target)
            else:
                yield from unknown((holder, n, key), value, target)
    for n, row in holders["situations"]:
        for m, partner in rows(row, "partners") if row.get("partners") else ():
            yield from unknown(
                ("situations", n, "partners", m, "professional"), partner.get("professional"), "professionals"
            )
    for n, pair in items(document.get("travel") or {}, "between"):
        for end in (0, 1):
            yield from unknown(("travel", "between", n, end), pair[end] if len(pair) > end else None, "venues")


def _used(listed: Iterable[Row], key: str) -> set[str | None]:
    """The ids that rows name under a key."""
    values = [row.get(key) for _, row in listed]
    try:
        return set(values)
    except TypeError:  # lists of ids
        return {name for value in values for name in (value if isinstance(value, list) else [value])}


def kinds(document: dict[str, Any]) -> Checks:
    """Kinds are kinds of the regulation; urgency is one of its levels."""
    names = setting(document, "kinds")
    levels = len(setting(document, "urgency_days"))
    if None not in names:
        for holder in ("structures", "history"):
            for n, row in rows(document, holder):
                if row.get("kind") is not None and row["kind"] not in names:
                    yield fault_at((holder, n, "kind"), row["kind"], "unknown-kind")
    for n, row in rows(document, "situations"):
        if row.get("urgency") is not None and row["urgency"] >= levels:
            yield fault_at(("situations", n, "urgency"), row["urgency"], "unknown-urgency", last=levels - 1)


def travel_pairs(document: dict[str, Any]) -> Checks:
    """Each pair of venues once, of two different ones."""
    seen: set[frozenset[str]] = set()
    for n, pair in items(document.get("travel") or {}, "between"):
        ends = pair[:2]
        if len(ends) < 2 or None in ends:
            continue
        at = ("travel", "between", n)
        if ends[0] == ends[1]:
            yield fault_at(at, pair, "travel-within-a-venue")
        elif frozenset(ends) in seen:
            yield fault_at(at, pair, "venues-twice")
        seen.add(frozenset(ends))


def session_places(document: dict[str, Any]) -> Checks:
    """A sub-sector of the session's own service, and none where its type is open to the whole service."""
    types = types_of(document) or {}
    service_of = {row.get("id"): row.get("service") for _, row in rows(document, "subsectors")}
    services = {row.get("id") for _, row in rows(document, "services")} - {None}
    for n, row in rows(document, "sessions"):
        kind, subsector, at = row.get("type"), row.get("subsector"), ("sessions", n, "subsector")
        if kind not in types or types[kind]["scope"] is None:
            continue
        if types[kind]["scope"] == "service":
            if subsector is not None:
                yield fault_at(at, subsector, "needless-subsector", type=kind)
        elif subsector is None:
            yield at, Fault(place(at), "nothing", "missing-subsector", {"type": kind})
        elif row.get("service") in services and service_of.get(subsector) in services - {row["service"]}:
            yield fault_at(at, subsector, "foreign-subsector")


def partners(document: dict[str, Any]) -> Checks:
    """No professional takes part twice in one situation."""
    for n, row in rows(document, "situations"):
        seen = {row.get("referent")} - {None}
        for m, partner in rows(row, "partners") if row.get("partners") else ():
            name = partner.get("professional")
            if name is not None and name in seen:
                yield fault_at(("situations", n, "partners", m, "professional"), name, "partner-twice")
            seen.add(name)


def staff(document: dict[str, Any]) -> Checks:
    """No professional staffs two sessions that overlap or leave less than the travel time between them."""
    posts: dict[str, list[tuple[int, int, str | None, int]]] = {}
    types = types_of(document)
    for n, row in rows(document, "sessions"):
        if row.get("start") is None:
            continue
        start, minutes = to_minute(parse_minute(row["start"])), minutes_of(row, types)
        for name in dict.fromkeys(name for _, name in items(row, "staff")):
            posts.setdefault(name, []).append((start, start + minutes, row.get("venue"), n))
    travel = TravelTimes.of_raw(document.get("travel") or {})
    for name, engagements in posts.items():
        engagements.sort(key=lambda post: (post[0], post[3]))
        for first, second in ((a, b) for i, a in enumerate(engagements) for b in engagements[i + 1 :]):
            apart = 0
            if first[0] // DAY == second[0] // DAY and None not in (first[2], second[2]):
                apart = travel.minutes(str(first[2]), str(second[2]))
            if second[0] < first[1] + apart:
                n = max(first[3], second[3])
                listed = document["sessions"][n]["staff"]
                at = ("sessions", n, "staff", listed.index(name))
                yield fault_at(at, name, "staff-in-two-places")


Key = Callable[[dict[str, Any]], tuple[Any, ...]]

_ONCE: tuple[tuple[str, Key, frozenset[int]], ...] = (
    # list, what makes two lines the same, and which of these may be null
    ("pins", lambda row: (row.get("situation"), row.get("session"), row.get("start")), frozenset({2})),
    ("bans", lambda row: (row.get("situation"), row.get("session")), frozenset()),
    ("announced", lambda row: (row.get("situation"),), frozenset()),
    ("history", lambda row: (row.get("service"), row.get("kind")), frozenset()),
)


def wishes(document: dict[str, Any]) -> Checks:
    """No pin, ban, announcement or history line twice; no situation both pinned to a session and banned from it."""
    for holder, key, may_be_null in _ONCE:
        seen: set[tuple[Any, ...]] = set()
        for n, row in rows(document, holder):
            value = key(row)
            if any(part is None and n_part not in may_be_null for n_part, part in enumerate(value)):
                continue
            if value in seen:
                yield (holder, n), Fault(place((holder, n)), "twice", "line-twice")
            seen.add(value)
    banned = {(row.get("situation"), row.get("session")) for _, row in rows(document, "bans")}
    for n, row in rows(document, "pins"):
        pair = (row.get("situation"), row.get("session"))
        if None not in pair and pair in banned:
            yield fault_at(("pins", n, "session"), row["session"], "pinned-and-banned")
