"""Whether a postal address can be sent to: a street (or a place), a postcode and a town."""

from __future__ import annotations

import re

PARTS = ("street", "postcode", "town")
"""What an address in France has, in the order in which it is told missing."""

_POSTCODE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]{2}")


def missing_parts(address: str) -> tuple[str, ...]:
    """Which of the `PARTS` an address lacks, on one line or several.

    >>> missing_parts("12 rue du Test\\n38000 GRENOBLE"), missing_parts("12 rue du Test"), missing_parts("")
    ((), ('postcode', 'town'), ('street', 'postcode', 'town'))
    """
    if not _LETTERS.search(address) and not _POSTCODE.search(address):
        return PARTS
    codes = list(_POSTCODE.finditer(address))
    if not codes:
        lines = [line for line in address.splitlines() if _LETTERS.search(line)]
        return ("postcode",) if len(lines) > 1 else ("postcode", "town")
    before, after = address[: codes[-1].start()], address[codes[-1].end() :]
    # « GRENOBLE 38000 » names the town before
    held = {"street": bool(_LETTERS.search(before)), "postcode": True, "town": bool(_LETTERS.search(after))}
    lines = [line for line in before.splitlines() if _LETTERS.search(line)]
    if not held["town"] and (len(lines) > 1 or ("," in before and _LETTERS.search(before.rpartition(",")[2]))):
        held["town"] = True
    return tuple(part for part in PARTS if not held[part])
