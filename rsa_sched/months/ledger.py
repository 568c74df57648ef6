"""The equity ledger from month to month: what each kind was granted, and that unused entitlement is not banked.

The rule of one month is `bareme.dues.share`; this is the rule between months (contract, section 9, "History"). A kind
that leaves its due unused, since none of its requests waits, is brought up to where the others stand: it finds no
reserve when it comes back. A kind that waits but could not be given its due, since calendars or sub-sectors stood
against it, keeps its claim, up to one month's due. What is asked for beyond what the sessions of a pool hold is no
claim: no kind could have been given it. Where no request waits, all counters begin anew; where nothing was due, they
stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from rsa_sched.bareme.dues import Claim


def close_counters(
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


def history_after(
    before: Mapping[tuple[str, str], int],
    granted: Mapping[tuple[str, str], int],
    shares: Iterable[Claim],
    weight: Callable[[str], int],
) -> list[dict[str, Any]]:
    """The ``history`` of the next problem: a row for each service and kind of the month, in the order of the shares.

    Parameters
    ----------
    before, granted : units by (service, kind): in the counters as the month began, and granted in it; 0 if missing.
    shares : what each service and kind asked for and was due, the kinds of a service together.
    weight : of a kind in the sharing.
    """
    rows: list[dict[str, Any]] = []
    for service, lines in groupby(shares, key=lambda line: line.service):
        kinds = list(lines)
        counters = close_counters(
            [before.get((service, line.kind), 0) for line in kinds],
            [granted.get((service, line.kind), 0) for line in kinds],
            [line.demand for line in kinds],
            [line.due for line in kinds],
            [weight(line.kind) for line in kinds],
        )
        rows += [
            {"service": service, "kind": line.kind, "units": units} for line, units in zip(kinds, counters, strict=True)
        ]
    return rows
