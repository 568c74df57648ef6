"""What filing otherwise brings: the ways of filing, what is counted, and a loophole that is found.

Twelve planted loopholes and what has none: `python -m tests.campaign laboratory --gaming`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest

from rsa_sched import InputError, Regulation
from rsa_sched.french.sentences import say, words
from rsa_sched.simulate import (
    STRATEGIES,
    Flow,
    GamingAudit,
    State,
    audit_gaming,
    run,
    with_flows,
    with_prices,
    with_quota,
)
from rsa_sched.simulate.answers.gaming import GAINS, _gain, _sentences
from rsa_sched.simulate.measures.payoff import PAYOFFS, payoffs
from rsa_sched.simulate.months.filing import TWIN, file_requests, is_dropped, with_ranks
from rsa_sched.simulate.months.flow import FlowOf
from rsa_sched.simulate.studies.conduct import conduct
from rsa_sched.simulate.studies.gamed import gaming_question
from rsa_sched.simulate.studies.page import _questions
from rsa_sched.simulate.studies.study import Study
from tests.simulate.months.test_theory import alike, organisation
from tests.support.loopholes import GAMER, LOOPHOLES, STEEP, audited, scenario_of

DAY = dt.date(2010, 9, 25)
RULE = Regulation()


def row(number: int = 1, **given: Any) -> dict[str, Any]:
    """A request of the structure."""
    return {"id": f"d{number}", "person": f"b{number}", "structure": GAMER, "subsector": "S1", "type": "standard",
            "requested_on": f"2010-09-{number:02}", **given}  # fmt: skip


def flow_of(filing: str) -> FlowOf:
    """Its flow."""
    return FlowOf([Flow(GAMER, "S1", "standard", 3.0, filing=filing)])


def filed(filing: str, *rows: dict[str, Any], month: int = 1, quota: int | None = None) -> list[dict[str, Any]]:
    """What becomes of the rows in a month."""
    return file_requests(rows, (), flow_of(filing), RULE, month, DAY, quota)[0]


def test_whoever_is_honest_files_what_is_true() -> None:
    """And whoever has no flow."""
    rows = [row(1, urgency=3), row(2)]
    assert filed("", *rows) == rows
    assert file_requests(rows, (), FlowOf([]), RULE, 0, DAY, None) == (rows, [])


def test_each_way_of_filing_changes_what_it_says() -> None:
    """And nothing else; the true rows stay as they are."""
    given = row(3, urgency=1, partners=[{"professional": "x"}], beneficiary_invited=True, beneficiary_agreed=True)
    before = dict(given)
    assert filed("urgency", given) == [{**given, "urgency": 3}]
    assert filed("one-level", given) == [{**given, "urgency": 2}]
    assert filed("backdated", given) == [{**given, "requested_on": "2010-06-05", "received_on": "2010-09-03"}]
    assert filed("split", given) == [given, {**given, "id": f"d3{TWIN}", "person": f"b3{TWIN}"}]
    assert filed("twice", given) == [given, {**given, "id": f"d3{TWIN}"}]
    assert filed("longer", row()) == [{**row(), "beneficiary_invited": True, "beneficiary_agreed": True}]
    assert filed("shorter", given) == [row(3, urgency=1)]
    assert given == before


def test_what_is_withheld_comes_all_at_once_and_on_time() -> None:
    """Received on the last day of the intake, of the day on which it was asked for."""
    flow = flow_of("withheld")
    first = file_requests([row(1)], (), flow, RULE, 0, DAY, None)
    assert first == ([], [row(1)])
    second, left = file_requests([row(2)], first[1], flow, RULE, 1, DAY, None)
    assert second == [{**row(1), "received_on": str(DAY)}, row(2)]
    assert left == []


def test_a_copy_is_withdrawn_once_the_other_was_heard() -> None:
    """Of a request sent twice; two files of a couple are both heard."""
    twin = {**row(), "id": f"d1{TWIN}"}
    assert is_dropped(twin, frozenset({"d1"}), flow_of("twice"))
    assert not is_dropped(twin, frozenset({"d2"}), flow_of("twice"))
    assert not is_dropped(twin, frozenset({"d1"}), flow_of("split"))


def test_ranks_are_given_each_month_to_all_that_waits() -> None:
    """The easiest to seat first; nobody else has one."""
    rows = [row(1, partners=[{"professional": "x"}]), row(2), row(3, beneficiary_invited=True), row(4, structure="per")]
    assert [one.get("rank") for one in with_ranks(rows, flow_of("ranks"))] == [3, 1, 2, None]
    assert with_ranks(rows, flow_of("urgency")) == rows


def test_a_quota_takes_the_oldest_at_their_word() -> None:
    """Of each structure by itself; the others count as of the level below."""
    rows = [row(2, urgency=3), row(1, urgency=3), row(3, urgency=2), row(4, urgency=3, structure="per")]
    assert [one["urgency"] for one in filed("", *rows, quota=1)] == [2, 3, 2, 3]
    assert [one["urgency"] for one in filed("urgency", row(1), row(2), quota=0)] == [2, 2]


def test_withheld_requests_survive_between_two_days() -> None:
    """The state says them, and says nothing of none; a run that was stopped goes on to the same."""
    assert "withheld" not in State().content()
    asked = alike(Flow("pssi", "S1", "standard", 3.0, filing="withheld"))
    rule, setting = Regulation(kinds=("PSSI",)), organisation()
    first = run(asked, rule, setting, months=1, seed=2)
    assert first.requests.empty
    assert len(first.state.withheld) > 1
    state = State.from_json(first.state.to_json())
    assert state == first.state
    second = run(asked, rule, setting, months=1, seed=2, start=state)
    whole = run(asked, rule, setting, months=2, seed=2)
    pd.testing.assert_frame_equal(second.requests, whole.requests)
    assert set(whole.requests["situation"]) >= {one["id"] for one in first.state.withheld}


def test_scenarios_that_say_nothing_of_it_are_known_as_before() -> None:
    """Campaign folders of earlier versions go on."""
    base = scenario_of(STEEP, 2)
    content = base.content()
    assert "quota" not in content
    assert all("filing" not in flow for flow in content["demand"]["flows"])
    assert with_quota(base, "q", 1).content_sha256 != base.content_sha256
    assert with_prices(base, "p", 2).regulation.equity_days == (10_000,)
    with pytest.raises(InputError):
        with_prices(base, "p", 0)
    with pytest.raises(InputError):
        with_quota(base, "q", -1)


def requests(*rows: tuple[int, str, str, str, str, int]) -> pd.DataFrame:
    """Requests of one month: replication, id, structure, day asked, day ended, units; 0 units: it waits."""
    frame = pd.DataFrame(rows, columns=["replication", "situation", "structure", "requested_on", "ended_on", "units"])
    frame["fate"] = np.where(frame["units"] > 0, "heard", "waiting")
    frame["kind"] = frame["structure"].str.upper()
    for name in ("requested_on", "ended_on"):
        frame[name] = pd.to_datetime(frame[name])
    return frame


def test_a_request_counts_once_and_from_its_true_day() -> None:
    """However many files it is in, and whatever day they say; who gave up or was never filed waits to the end."""
    honest = requests((0, "a", "x", "2010-01-01", "2010-01-31", 0), (0, "b", "x", "2010-01-11", "2010-01-21", 2),
                      (0, "c", "y", "2010-01-21", "2010-01-31", 0))  # fmt: skip
    other = requests((0, "a", "x", "2009-10-01", "2010-01-31", 2), (0, f"a{TWIN}", "x", "2009-10-01", "2010-01-11", 3),
                     (0, "c", "y", "2010-01-21", "2010-01-26", 0))  # fmt: skip
    before, after = (payoffs(honest, frame, 2).to_dict("records") for frame in (honest, other))
    columns = ("structure", "asked", "heard", "minutes", "days")
    assert [tuple(row[name] for name in columns) for row in before] == [("x", 2, 0.5, 15, 20), ("y", 1, 0, 0, 10)]
    assert [tuple(row[name] for name in columns) for row in after] == [("x", 2, 0.5, 37.5, 15), ("y", 1, 0, 0, 10)]


def measured(own: list[float], others: list[float]) -> pd.DataFrame:
    """Minutes of two structures, a replication each."""
    rows = [(n, name, value) for n, pair in enumerate(zip(own, others, strict=True))
            for name, value in zip(("x", "y"), pair, strict=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["replication", "structure", "minutes"])
    return frame.assign(kind=frame["structure"].str.upper(), asked=5)


@pytest.mark.parametrize(
    ("own", "others", "pays"), [(9.0, -9.0, True), (9.0, 0.0, False), (-9.0, -9.0, False), (0.0, -9.0, False)]
)
def test_a_gain_that_nobody_pays_for_is_no_loophole(own: float, others: float, pays: bool) -> None:
    """Both have to be beyond chance: a gain, and a loss of the others."""
    noise = np.random.default_rng(3).normal(0, 1, (2, 12))
    before = measured([60.0] * 12, [90.0] * 12)
    after = measured(list(60 + own + noise[0]), list(90 + others + noise[1]))
    found = _gain(before, after, "x", "minutes", 0.95)
    assert (found["p_value"] < 0.01) == pays
    assert found["low"] < own + noise[0].mean() < found["high"]
    assert found["loser"] == ("y" if (others + noise[1]).mean() < 0 else "")


def test_a_sentence_is_as_weak_as_the_best_that_works_on_it() -> None:
    """What does not pay is no weakness."""
    rows = [("x", "split", "R1 R30", 60.0, 30.0, 20.0, True), ("x", "withheld", "R30 R47", 60.0, 60.0, 50.0, False),
            ("x", "twice", "R1", 60.0, 3.0, 1.0, True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["structure", "strategy", "rules", "honest", "gain", "low", "pays"])
    found = _sentences("p", frame.assign(measure="minutes")).set_index("rule")
    assert found.index.tolist() == ["R1", "R30", "R47"]
    assert found["degree"].tolist() == pytest.approx([0.5, 0.5, 0.0])
    assert found["tried"].tolist() == [2, 2, 1]


@pytest.fixture(scope="module")
def found() -> GamingAudit:
    """Files in turn, whatever their length: whoever asks for longer ones has more of the time."""
    loophole = next(one for one in LOOPHOLES if one.strategy == "longer")
    return audited(replace(loophole, asked=5.0), 2, 10, "longer", "ranks")


def test_a_loophole_is_found_and_who_pays_for_it(found: GamingAudit) -> None:
    """A way of filing that changes nothing there gains nothing, exactly."""
    rows = {(row["strategy"], row["measure"]): row for row in found.gains.to_dict("records")}
    assert found
    assert rows["longer", "minutes"]["pays"]
    assert rows["longer", "minutes"]["loser"] in ("pssi", "per")
    for measure in PAYOFFS:
        nothing = rows["ranks", measure]
        assert (nothing["gain"], nothing["others"], nothing["pays"]) == (0, 0, False)
    assert found.best["strategy"].unique().tolist() == ["longer"]
    assert found.sentences.set_index("rule")["degree"].gt(0).to_dict() == {"R32": False, "R41": True, "R42": True}
    assert found.remedies["policy"].tolist() == ["files in turn, whatever their length"]


def test_what_makes_no_sense_is_refused() -> None:
    """Before anything is played."""
    base = scenario_of(STEEP, 1)
    with pytest.raises(InputError, match="strategies"):
        audit_gaming(base, strategies=["bribes"])
    with pytest.raises(InputError):
        audit_gaming(base, structures=["nobody"])
    with pytest.raises(ValueError, match="2 or more"):
        audit_gaming(base, replications=1)
    with pytest.raises(ValueError, match="different names"):
        audit_gaming(base, remedies=[base])
    with pytest.raises(InputError, match="filing"):
        run(with_flows(base, "f", filing="bribes").demand, base.regulation, base.setting, months=1)
    assert set(STRATEGIES) >= {one.strategy for one in LOOPHOLES}


def audit_of(*, pays: bool) -> GamingAudit:
    """Two ways of one structure, the second of which pays or does not; and a remedy under which nothing does."""
    rows = [
        (policy, GAMER, "PE", strategy, rules, measure, 60.0, gain, 4.0, 20.0, -11.0, -20.0, -2.0, "per", 0.001, 0.006,
         pays and policy == "a" and measure == "minutes" and strategy == "split", 20)
        for policy in ("a", "b") for strategy, rules in (("urgency", "R29"), ("split", "R1 R30"))
        for measure, gain in (("minutes", 12.0), ("days", 3.0))
    ]  # fmt: skip
    gains = pd.DataFrame(rows, columns=GAINS)
    sentences = pd.concat([_sentences(name, gains[gains["policy"] == name]) for name in ("a", "b")], ignore_index=True)
    change = {name: 1.5 for key in ("urgent_days", "days") for name in (key, f"{key}_low", f"{key}_high")}
    remedies = [
        {"policy": "a", "paying": 1, "degree": 0.2, **change},
        {"policy": "b", "paying": 0, "degree": 0.0, **change},
    ]
    return GamingAudit(gains, sentences, pd.DataFrame(remedies))


def test_the_page_says_what_pays_and_whom_it_costs() -> None:
    """In French: the best way, each sentence of the note, the remedies; or that nothing tried does."""
    found = gaming_question(audit_of(pays=True))
    assert found.answer.startswith("Oui. Le plus rentable : pe fait deux dossiers d'une situation")
    assert "12,0 minutes de séance" in found.answer and "per" in found.answer and "1 constat" in found.answer
    sentences, paying, remedies = found.tables
    assert len(sentences.rows) == 6
    assert len(paying.rows) == 1
    assert len(remedies.rows) == 2
    nothing = gaming_question(audit_of(pays=False))
    assert nothing.answer.startswith("Non : 2 façons")
    assert len(nothing.tables) == 2
    days = audit_of(pays=True)
    gains = days.gains.assign(pays=(days.gains["policy"] == "a") & (days.gains["measure"] == "days"))
    assert "attend 3,0 jours de moins" in gaming_question(replace(days, gains=gains)).answer


def test_every_way_of_filing_is_said_in_words() -> None:
    """And every sentence of the note that one of them works on."""
    assert list(words("gaming.strategies")) == list(STRATEGIES)
    assert {rule for one in STRATEGIES.values() for rule in one.rules} <= set(words("pages.note"))


STUDY = """
title = "t"
months = 1
replications = 2
[demand]
load = 0.1
[[scenario]]
name = "a"
arbiter = "by value"
[gaming]
replications = 2
"""


def test_a_study_may_ask_for_it(tmp_path: Path) -> None:
    """Its faults all at once; its frames are tables, its remedies scenarios of their own."""
    file = tmp_path / "s.toml"
    file.write_text(STUDY + 'structures = ["pe-nord", "x"]\nstrategies = ["bribes"]\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Study.from_toml(file)
    assert [fault.place for fault in caught.value.faults] == ["gaming.structures[1]", "gaming.strategies[0]"]
    file.write_text(
        STUDY + 'structures = ["pe-nord"]\nstrategies = ["longer"]\nquota = 0\nprices = 2\n', encoding="utf-8"
    )
    study, scenarios = Study.from_toml(file)
    with joblib.parallel_config(backend="threading", n_jobs=1):
        found = conduct(study, scenarios, tmp_path)
    assert found.tables["remedes"]["policy"].tolist() == [
        "a",
        "a, 0 demande du plus haut niveau par structure et par mois",
        "a, prix de l'équilibre multipliés par 2",
    ]
    assert len(found.tables["detournements"]) == 3 * len(PAYOFFS)
    assert any(question.title == say("gaming.title.text") for question in _questions(found))
