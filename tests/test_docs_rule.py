"""docs/dev/add-a-rule.md, followed to the letter: the file of its page, and the one line in the list."""

from __future__ import annotations

import re
import sys
import tomllib
import types
from pathlib import Path

import pytest

from rsa_sched import Problem, Result, load_demo, solve
from rsa_sched.engine.colgen import stage
from rsa_sched.french.sentences import lookup
from rsa_sched.rules.base import Rule
from rsa_sched.simulate import Family, load
from rsa_sched.simulate.baselines import BASELINES
from tests.support.rules_added import put_in_force

PAGE = Path(__file__).parents[1] / "docs" / "dev" / "add-a-rule.md"


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Rule:
    """What the page's first block of python makes, as the module that it would be, with the sentences of its TOML."""
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    (sentences,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    monkeypatch.setitem(lookup("rules"), "referent-share", tomllib.loads(sentences)["referent-share"])
    module = types.ModuleType("rsa_sched.rules.referent_share")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(blocks[0], str(PAGE), "exec"), module.__dict__)
    made: Rule = module.__dict__["ReferentShare"]()
    put_in_force(monkeypatch, made)
    return made


def assert_kept(problem: Problem, result: Result) -> None:
    """Nobody presents three situations in a session; nothing had to be mended."""
    referent = {row.id: row.referent for row in problem.situations}
    shares = [(line.session, referent[line.situation]) for line in result.agenda.appointments]
    assert max(map(shares.count, shares)) <= 2
    assert result.warnings == ()
    assert result.points <= result.bound


@pytest.mark.usefixtures("rule")
def test_the_month_and_a_quarter() -> None:
    """By CP-SAT and by session plans, which lay hours without it."""
    for problem, limit in ((load_demo(), None), (load("quarter", 0), 2.0)):
        assert_kept(problem, solve(problem, time_limit=limit, workers=1))


@pytest.mark.usefixtures("rule")
def test_every_maker_of_agendas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first agenda, the plans of a small load, the laboratory's baselines."""
    problem = load(Family("one", subsectors=2, homeless_team=False), 0)
    assert_kept(problem, solve(problem, time_limit=0))
    monkeypatch.setattr(stage, "STARTS", 0)
    assert_kept(problem, solve(problem, time_limit=1.5, workers=1))
    for seated in BASELINES.values():
        referent = {row.id: row.referent for row in problem.situations}
        shares = [(line.session, referent[line.situation]) for line in seated(problem).appointments]
        assert max(map(shares.count, shares)) <= 2
