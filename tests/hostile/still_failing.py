"""What does not come to what it must yet, by what is to be mended (issue 12); a row goes with its mending."""

from __future__ import annotations

_BY_REASON: dict[str, tuple[str, ...]] = {
    "12.1: expressions that are quadratic or worse": (
        "regex figures then a letter, referent",
        "regex figures then a letter, rank",
        "regex figures and blanks, referent",
        "regex figures and blanks, rank",
        "regex sign and figures, referent",
        "regex sign and figures, rank",
        "regex minus and figures, referent",
        "regex minus and figures, rank",
        "regex thousands, referent",
        "regex thousands, rank",
        "regex expanding, referent",
        "regex expanding, rank",
        "regex comments",
        "regex comments in UTF-16",
        "regex comments of blanks",
        "regex total rows",
    ),
    "12.1: faults without end": ("json: 400000 empty rows",),
    "12.1: workbooks that say more than they hold, or merge over and over": (
        "book: shared texts that say a billion",
        "book: merged rows that overlap",
    ),
}

STILL_FAILING = {name: reason for reason, names in _BY_REASON.items() for name in names}
"""Why each of the cases that fail does."""
