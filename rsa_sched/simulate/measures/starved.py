"""Who never gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from rsa_sched.domain.regulation import Regulation

MONTH = 31
"""Days of the month that the guarantee may need to take effect."""


def starved(requests: pd.DataFrame, regulation: Regulation) -> pd.DataFrame:
    """The requests that waited longer than the guarantee and a month, the longest first, with the last reason given.

    Perimeter: everybody, those who gave up after such a wait as well as those who still wait or were heard at last.
    """
    late = requests[requests["waited_days"] > regulation.guarantee_days + MONTH]
    return late.sort_values(["waited_days", "situation"], ascending=[False, True], ignore_index=True)
