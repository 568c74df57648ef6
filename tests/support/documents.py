"""Random problem documents: always valid by section 3 of the contract, dense enough that every rule bites."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.support.documents_writer import Writer
from tests.support.oracle_read import Doc

FEATURES = (
    "regulation",
    "travel",
    "staff",
    "unavailable",
    "partners",
    "duplicates",
    "bans",
    "history",
    "announced",
    "ranks",
    "refusals",
    "late",
    "windows",
)


def without(document: Doc, feature: str) -> None:
    """Take one feature out of a document, which stays valid."""
    if feature == "regulation":
        kept = ("kinds", "weights", "urgency_days", "types")  # what other rows of the document rely on
        document["regulation"] = {key: document["regulation"][key] for key in kept if key in document["regulation"]}
    elif feature in ("travel", "bans", "history", "announced"):
        document.pop(feature, None)
    elif feature in ("staff", "unavailable"):
        for row in document["sessions" if feature == "staff" else "professionals"]:
            row.pop(feature, None)
    else:
        refusals = ("oriented", "in_active_file", "plie_outside_rsa", "beneficiary_invited", "wanted_sessions")
        keys = {
            "partners": ("partners",),
            "duplicates": ("person",),
            "ranks": ("rank",),
            "refusals": refusals,
            "late": ("received_on",),
            "windows": ("not_before", "not_after"),
        }
        for row in document["situations"]:
            for key in keys[feature]:
                row.pop(key, None)


def keep(document: Doc, count: int) -> None:
    """Keep the first situations only, and what is said of them."""
    del document["situations"][count:]
    known = {row["id"] for row in document["situations"]}
    for key in ("bans", "announced", "pins"):
        if key in document:
            document[key] = [row for row in document[key] if row["situation"] in known]


def random_document(rng: random.Random, *, size: str = "tiny", pins: bool = False, **switches: bool) -> Doc:
    """Write a valid problem; a switch set to False leaves that feature out, pins come only on demand.

    Sizes: tiny (up to 7 situations and 4 sessions), small (8 to 15), medium (20 to 60). Pins may clash.
    """
    unknown = set(switches) - set(FEATURES)
    if unknown:
        raise TypeError(f"unknown switches: {sorted(unknown)}")
    writer = Writer(rng, size)
    document = writer.write()
    for feature, wanted in switches.items():
        if not wanted:
            without(document, feature)
    if pins:
        writer.pins(0.3 if size == "tiny" else 0.07)
    return document


@st.composite
def documents(draw: st.DrawFn, /, size: str = "tiny", pins: bool = False, **switches: bool) -> Doc:
    """Draw a problem; failures shrink to few situations and few features."""
    seed = draw(st.integers(0, 2**32 - 1))
    document = random_document(random.Random(seed), size=size, pins=pins, **switches)
    # 0 drops a feature, so that shrinking drops what the failure does not need; each goes in one example out of ten
    for feature in FEATURES:
        if draw(st.integers(0, 9)) == 0:
            without(document, feature)
    total = len(document["situations"])
    keep(document, total if draw(st.integers(0, 2)) else draw(st.integers(0, total)))
    return document
