"""Fitted demand: what was drawn comes back, and what was not is doubted."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rsa_sched import InputError, Regulation, load_demo
from rsa_sched.simulate.months.arrivals import arrivals
from rsa_sched.simulate.months.demand import Demand
from rsa_sched.simulate.months.flow import Flow
from rsa_sched.simulate.months.oarsa import GRENOBLE_2010, Referents, referents
from rsa_sched.simulate.months.setting import Setting

DEMO = load_demo()
TRUTH = Demand(
    (Flow("sls-s1", "S1", "standard", 12.0), Flow("pe-nord", "S2", "standard", 5.0)),
    season=(150, 150, 100, 100, 100, 100, 40, 20, 140, 100, 100, 100),
    urgency=(50, 30, 15, 5),
    partners=40,
    invited=10,
)


def past(demand: Demand, months: int, seed: int = 0) -> pd.DataFrame:
    """So many months of requests, drawn."""
    setting, rows = Setting.of(DEMO), []
    for month in range(months):
        first = (pd.Period("2010-01", "M") + month).to_timestamp().date()
        last = (pd.Period("2010-01", "M") + month + 1).to_timestamp().date() - dt.timedelta(days=1)
        rows += arrivals(setting, demand, month, first - dt.timedelta(days=1), last, seed)
    return pd.DataFrame(rows)


def test_what_was_drawn_comes_back() -> None:
    """Ten years of it: means, season and shares within what chance leaves; nothing is doubted."""
    found = Demand.fit(past(TRUTH, 120))
    assert found
    assert found.months == 120
    demand = found.demand
    means = {flow.structure: flow.per_month for flow in demand.flows}
    assert means["sls-s1"] == pytest.approx(12, rel=0.1)
    assert means["pe-nord"] == pytest.approx(5, rel=0.12)
    assert np.abs(np.array(demand.season) - np.array(TRUTH.season)).max() < 25
    assert found.estimates["what"].tolist()[:3] == ["level", "growth", "season 1"]
    assert (found.estimates["low"] <= found.estimates["estimate"]).all()
    assert abs(demand.trend) <= 5
    assert demand.partners == pytest.approx(40, abs=4)
    assert demand.invited == pytest.approx(10, abs=3)
    levels = np.array(demand.urgency) / sum(demand.urgency)
    assert np.abs(levels - np.array([0.5, 0.3, 0.15, 0.05])).max() < 0.04


def test_requests_that_come_in_bundles_are_doubted() -> None:
    """Each of them five times: no independent arrivals."""
    one = past(Demand((Flow("sls-s1", "S1", "standard", 8.0),)), 20)
    found = Demand.fit(pd.concat([one] * 5, ignore_index=True))
    assert not found
    independent = found.goodness["what"].str.endswith("independent arrivals")
    assert found.goodness.loc[independent, "doubtful"].all()
    assert "independent" in found._repr_html_()


def test_growth_is_counted_once_and_goes_on_from_today() -> None:
    """What is expected after the table is what it has grown to."""
    found = Demand.fit(past(replace(TRUTH, trend=30, season=(100,) * 12), 48))
    ahead = sum(found.ahead.expected(0, 1).values()) / (found.ahead.season[0] / 100)
    assert ahead == pytest.approx(17 * 2.2, rel=0.1)
    assert sum(found.ahead.scaled(1).expected(12, 1).values()) == pytest.approx(
        sum(found.demand.expected(60, 1).values()), rel=0.02
    )


def test_a_mix_that_changes_is_doubted() -> None:
    """Urgent requests alone in the second half."""
    rows = past(TRUTH, 24)
    late = pd.to_datetime(rows["requested_on"]) >= pd.Timestamp(2011, 1, 1)
    rows.loc[late, "urgency"] = 3
    goodness = Demand.fit(rows).goodness.set_index("what")["doubtful"]
    assert goodness["urgency: the same mix in both halves"]
    assert not goodness["partners: the same mix in both halves"]


def test_columns_are_read_strictly() -> None:
    """Days first, oui and non; what is none of it is told by its row, and by nothing else."""
    rows = past(TRUTH, 3)[["requested_on", "structure", "subsector"]]
    french = rows.assign(requested_on=[f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in rows["requested_on"]])
    assert Demand.fit(french).demand == Demand.fit(rows).demand
    some = ["oui" if n % 4 == 0 else "Non" for n in range(len(rows))]
    assert Demand.fit(rows.assign(beneficiary_invited=some)).demand.invited == pytest.approx(25, abs=2)
    wrongs: dict[str, list[Any]] = {"requested_on": ["31/31/2010", 40000], "structure": [None], "partners": ["perhaps"]}
    for column, cell in ((column, cell) for column, cells in wrongs.items() for cell in cells):
        wrong = rows.assign(**{column: [cell, *(rows[column][1:] if column in rows else [False] * (len(rows) - 1))]})
        with pytest.raises(ValueError, match=rf"{column}: expected .* 1 rows, counted from 0: 0$"):
            Demand.fit(wrong)


def test_a_short_past_has_no_season() -> None:
    """A year cannot tell a season from chance."""
    found = Demand.fit(past(TRUTH, 12)).demand
    assert (set(found.season), found.trend) == ({100}, 0)


def test_what_is_not_in_the_table_keeps_its_default() -> None:
    """Three columns are enough."""
    found = Demand.fit(past(TRUTH, 3)[["requested_on", "structure", "subsector"]]).demand
    assert (found.urgency, found.partners, found.invited) == (Demand.urgency, Demand.partners, Demand.invited)
    assert {flow.type for flow in found.flows} == {"standard"}


def test_a_request_without_a_type_is_of_the_first() -> None:
    """Of the règlement that it was made under, in a column with gaps as in none."""
    rows = past(TRUTH, 3)
    rows.loc[rows["subsector"] == "S2", "type"] = None
    types = [{"id": "epd", "scope": "service"}, {"id": "standard"}]
    found = Demand.fit(rows, Regulation.model_validate({"types": types})).demand
    assert {(flow.subsector, flow.type) for flow in found.flows} == {("S1", "standard"), ("S2", "epd")}


@pytest.mark.parametrize("wrong", [pd.DataFrame(), pd.DataFrame({"requested_on": ["2010-01-01"]})])
def test_a_table_without_what_it_takes_is_refused(wrong: pd.DataFrame) -> None:
    """By column."""
    with pytest.raises(ValueError, match="requested_on, structure and subsector"):
        Demand.fit(wrong)


# --- the survey -------------------------------------------------------------------------------------------------------

ISERE = Referents(
    "38-Isère",
    2018,
    {"Pôle emploi": 33, "other employment service": 18, "département": 42, "other body": 7},
    orientation_days=100,
    contract_days=81,
)


def test_shares_of_referents_become_weights_and_flows() -> None:
    """Within a kind the structures keep their part of it."""
    assert ISERE.weights() == {"PE": 33, "PER": 18, "PSSI": 49}
    assert ISERE.seniority_days == 181
    demand = ISERE.demand(DEMO, 50.0)
    kind_of = {row.id: row.kind for row in DEMO.structures}
    sums = dict.fromkeys(GRENOBLE_2010.values(), 0.0)
    for flow in demand.flows:
        sums[kind_of[flow.structure]] += flow.per_month
    assert sums == pytest.approx({"PE": 16.5, "PER": 9.0, "PSSI": 24.5})
    assert sum(flow.per_month for flow in demand.flows) == pytest.approx(50)


def workbook() -> Path:
    """The survey's workbook, where it is at hand."""
    folder = os.environ.get("RSA_SCHED_OARSA") or str(Path(__file__).parents[4] / "shared" / "external" / "drees-oarsa")
    found = sorted(Path(folder).glob("*.xlsx"))
    if not found:
        pytest.skip("the DREES workbook is not at hand: set RSA_SCHED_OARSA to its folder")
    return found[0]


@pytest.mark.parametrize("name", ["Isère", "38", "38-Isère", " isère ", "isere", "038"])
def test_a_departement_is_found_by_name_or_number(name: str) -> None:
    """The survey's own figures for the département of the note."""
    assert referents(workbook(), name) == ISERE


def test_an_earlier_year_and_what_was_not_published() -> None:
    """ND is no zero: the last year with all shares is taken, or none."""
    book = workbook()
    assert referents(book, "Isère", 2016).shares["other employment service"] == 15
    for name, year in (("Isère", 2015), ("Saint-Martin", None), ("Nulle-Part", None)):
        with pytest.raises(InputError):
            referents(book, name, year)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    """With the file's name."""
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"no workbook")
    with pytest.raises(InputError, match=r"other\.xlsx"):
        referents(other, "Isère")
