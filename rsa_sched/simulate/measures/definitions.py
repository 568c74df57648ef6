"""What each figure means and whom it counts, as it stands beside the figure wherever it is shown."""

from __future__ import annotations

from typing import NamedTuple

from rsa_sched.french.sentences import lookup


class Definition(NamedTuple):
    """A figure's name, meaning, perimeter and unit, in French."""

    label: str
    meaning: str
    perimeter: str
    unit: str


DEFINITIONS = {name: Definition(**row) for name, row in lookup("measures").items()}
"""By the column of the measures' frames, in the order of a study's page."""
