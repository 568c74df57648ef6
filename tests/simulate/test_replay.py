"""A history under another règlement is what the laboratory would have played under it from the beginning."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rsa_sched import InputError, Problem, Regulation, load_demo
from rsa_sched.domain.agenda import Agenda
from rsa_sched.simulate import BASELINES, Demand, Replay, Setting, replay, run
from rsa_sched.simulate.months.month import Month, play
from rsa_sched.simulate.months.state import State

DEMO = load_demo()
ASKED = Demand.like(DEMO, months=1)
DEMAND = replace(ASKED.scaled(0.6), withdrawal=0)
CHANGES = {"urgency_days": [0, 200, 600, 1200]}
MONTHS, SEED = 4, 6
ARBITER = BASELINES["by value"]
"""By what the barème says that each is worth: no month is solved."""


def months(demand: Demand) -> list[Month]:
    """A history that the laboratory made."""
    setting, state, found = Setting.of(DEMO), State(), []
    for _ in range(MONTHS):
        found.append(play(setting, demand, Regulation(), state, SEED, ARBITER))
        state = found[-1].after
    return found


def history(demand: Demand = DEMAND) -> list[tuple[Problem, Agenda]]:
    """Its problems and agendas."""
    return [(month.problem, month.agenda) for month in months(demand)]


@pytest.fixture(scope="module")
def found() -> Replay:
    """With urgency weighing more."""
    return replay(history(), CHANGES, arbiter=ARBITER)


def test_under_its_own_reglement_nothing_changes() -> None:
    """Month by month, request by request; what was withdrawn in truth is withdrawn in the same month."""
    for demand in (DEMAND, replace(DEMAND, withdrawal=30), replace(DEMAND, no_show=40)):
        same = replay(history(demand), {}, arbiter=ARBITER)
        assert same.requests["same"].all()
        assert same.months["heard"].tolist() == same.months["heard_in_both"].tolist()
        assert same.months["waiting"].tolist() == same.months["waiting_replayed"].tolist()
        assert not same.sentences()


def test_it_is_what_would_have_been_played(found: Replay) -> None:
    """The same requests heard on the same days as in months that were played under the other règlement."""
    other = run(DEMAND, Regulation.model_validate(CHANGES), DEMO, months=MONTHS, seed=SEED, arbiter=ARBITER).requests
    expected = other[other["fate"] == "heard"].set_index("situation")["ended_on"]
    told = found.requests.dropna(subset=["heard_on_replayed"]).set_index("situation")["heard_on_replayed"]
    assert told.sort_index().to_dict() == expected.sort_index().to_dict()
    assert not found.requests["same"].all()


def test_each_change_is_a_sentence(found: Replay) -> None:
    """Of the request, with both days; whoever loses is told what the other agenda says of it."""
    sentences = found.sentences()
    changed = found.requests[~found.requests["same"]]
    assert len(sentences) == len(changed)
    assert {sentence.split(" ")[0] for sentence in sentences} == set(changed["situation"])
    assert all(re.search(r"\d{4}", sentence) for sentence in sentences)
    later = changed["heard_on"].notna() & ~(changed["heard_on_replayed"] < changed["heard_on"])
    assert (changed.loc[later, "why"] != "").all()
    assert (changed.loc[~later, "why"] == "").all()


def test_what_urgency_buys_the_urgent(found: Replay) -> None:
    """More of them are heard in these months, and fewer of the others."""
    heard = found.requests[["heard_on_replayed", "heard_on"]].notna()
    gained = (heard["heard_on_replayed"].astype(int) - heard["heard_on"]).groupby(found.requests["urgency"] >= 2).sum()
    assert gained[True] > 0 > gained[False]


def test_what_is_no_history_is_refused() -> None:
    """No month, or in another order; a key that no règlement has."""
    both = history()[:2]
    for wrong in ([], both[::-1], [both[0], both[0]]):
        with pytest.raises(InputError, match="later day"):
            replay(wrong, {}, arbiter=ARBITER)
    with pytest.raises(InputError, match="urgency_day"):
        replay(both[:1], {"urgency_day": [1]}, arbiter=ARBITER)
