"""The equity ledger from month to month: what each kind was granted, and that unused entitlement is not banked.

The rule of one month is `bareme.dues.share`; this is the rule between months (contract, section 9, "History"). A kind
that leaves its due unused, since none of its requests waits, is brought up to where the others stand: it finds no
reserve when it comes back. A kind that waits but could not be given its due, since calendars or sub-sectors stood
against it, keeps its claim, up to one month's due. What is asked for beyond what the sessions of a pool hold is no
claim: no kind could have been given it. Where no request waits, all counters begin anew; where nothing was due, they
stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def close_month(
    before: Sequence[int],
    granted: Sequence[int],
    demanded: Sequence[int],
    due: Sequence[int],
    weights: Sequence[int],
) -> list[int]:
    """Counters carried to the next month.

    Parameters
    ----------
    before : of each kind the units in its counter when the month began (``history`` of the problem).
    granted, demanded, due : units granted to it in the month, asked for by its candidates (in each pool at most what
        the pool holds), and due to it.
    weights : its weight in the sharing, 1 or more.

    Returns
    -------
    Units of each kind, none less than `before` plus `granted`, unless no request waits: then 0 for all. As before
    where nothing was due, since there was nothing to share.
    """
    if not any(due):
        return list(before)
    after = [counter + units for counter, units in zip(before, granted, strict=True)]
    waiting = [k for k in range(len(after)) if demanded[k] > granted[k]]
    if not waiting:
        return [0] * len(after)
    foremost = max(Fraction(after[k], weights[k]) for k in waiting)
    for k in waiting:
        after[k] = max(after[k], int(foremost * weights[k]) - due[k])
    level = min(Fraction(after[k], weights[k]) for k in waiting)
    return [counter if k in waiting else max(counter, int(level * weights[k])) for k, counter in enumerate(after)]
