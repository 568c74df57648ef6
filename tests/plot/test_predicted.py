"""The picture of a predictive check."""

from __future__ import annotations

import pandas as pd
import pytest

from rsa_sched.plot import predicted

ROWS = [(month, measure, kind, 4.0, 5.0, 2.0, 9.0)
        for month in ("m1", "m2") for measure, kind in (("arrived", ""), ("granted", "PE"))]  # fmt: skip
FIGURES = pd.DataFrame(ROWS, columns=["month", "measure", "kind", "observed", "median", "low", "high"])


def test_a_measure_has_axes_of_its_own_from_zero() -> None:
    """Named as it is, or as it is called; the months below."""
    first, second = predicted(FIGURES).axes
    assert (first.get_title(), second.get_title()) == ("arrived", "granted PE")
    assert [tick.get_text() for tick in first.get_xticklabels()] == ["m1", "m2"]
    assert first.get_ylim()[0] == 0
    called = predicted(FIGURES, {("arrived", ""): "demandes", ("granted", "PE"): "accordé"})
    assert [axes.get_title() for axes in called.axes] == ["demandes", "accordé"]


def test_what_it_cannot_draw_is_refused() -> None:
    """No row, no column."""
    for wrong in (FIGURES.iloc[:0], FIGURES.drop(columns="low")):
        with pytest.raises(ValueError, match="figures"):
            predicted(wrong)
