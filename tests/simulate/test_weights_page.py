"""The page « Choisir les poids » speaks of the weights that the program and its study have today."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rsa_sched import Regulation
from rsa_sched.simulate.studies.study import Study

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "choisir-les-poids.md").read_text(encoding="utf-8")
STUDY, SCENARIOS = Study.from_toml(ROOT / "examples" / "etudes" / "choisir-les-poids.toml")
KEYS = ("urgency_days", "guarantee_bonus_days", "equity_days")


def weights(label: str) -> dict[str, object]:
    """What the page says that weights are, by key."""
    (row,) = re.findall(rf"^\| \*\*{label}\*\*[^|]*\|(.+)\|$", PAGE, flags=re.MULTILINE)
    return {key: json.loads(cell.strip(" `")) for key, cell in zip(KEYS, row.split("|"), strict=True)}


def test_the_new_weights_are_the_defaults() -> None:
    """In the page as in the study."""
    defaults = json.loads(Regulation().model_dump_json())
    assert weights("nouveaux poids") == {key: defaults[key] for key in KEYS}
    assert SCENARIOS[0].regulation == SCENARIOS[2].regulation == Regulation()


def test_the_old_weights_are_those_that_were_played() -> None:
    """In both demands."""
    for scenario in (SCENARIOS[1], SCENARIOS[3]):
        played = json.loads(scenario.regulation.model_dump_json())
        assert weights("anciens poids") == {key: played[key] for key in KEYS}


def test_every_choice_of_the_study_is_in_the_table_of_choices() -> None:
    """By number and name, those under one demand in the order of the study; what changes is said as it is."""
    table = PAGE.partition("<!-- choix -->\n")[2].partition("<!-- /choix -->")[0]
    rows = re.findall(r"^\| (\d+) \| \**([^|*]+?)\** (?:\(niveau\) )?\|", table, flags=re.MULTILINE)
    alike = [scenario for scenario in SCENARIOS if scenario.demand == SCENARIOS[0].demand]
    assert rows == [(str(number), scenario.name) for number, scenario in enumerate(alike, start=1)]
    for policy in STUDY.scenario[4:]:
        ((key, value),) = policy.regulation.items()
        assert f"`{key} = {value}`" in PAGE


def test_the_urgent_wait_less_and_nobody_else_pays_nothing() -> None:
    """What the page concludes from its figures is in its figures: at both demands the most urgent gain, PSSI lose."""
    for demand in ("1,05", "1,2"):
        table = PAGE.partition(f"<!-- demande {demand} -->\n")[2].partition(f"<!-- /demande {demand} -->")[0]
        rows = {
            label.strip(): [float(cell.replace("≥", "").replace(",", ".").strip()) for cell in (old, new)]
            for label, old, new in re.findall(r"^\| ([^|]+)\| ([^|]+)\| ([^|]+)\|[^|]+\|$", table, flags=re.MULTILINE)
            if re.search(r"\d", old) and re.search(r"\d", new)
        }
        old, new = rows["urgence 3 : la moitié attend moins de (jours)"]
        assert new < 0.6 * old
        old, new = rows["unités dues et non accordées (%)"]
        assert new < old
        old, new = rows["PSSI : unités entendues sur demandées (%)"]
        assert new < old
