"""A study from its file to its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pytest

from rsa_sched import InputError, load_demo
from rsa_sched.plot.looks import own_axes
from rsa_sched.simulate.campaigns.precision import Precision
from rsa_sched.simulate.studies.conduct import Findings, conduct
from rsa_sched.simulate.studies.dossier import dossier_of
from rsa_sched.simulate.studies.page import _far_above
from rsa_sched.simulate.studies.sensitivity import varied
from rsa_sched.simulate.studies.study import Study
from rsa_sched.simulate.studies.write import picture, write

SMALL = """
title = "Une séance de plus <pour> qui ?"
months = 3
replications = 2
[demand]
load = 0.3
[[scenario]]
name = "aujourd'hui"
[[scenario]]
name = "=cmd|' /C calc'!A0"
regulation = { urgency_days = [0, 60, 180, 360] }
further = ["PSY-2010-10"]
[capacity]
target = 0.3
"""
EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "etudes").glob("*.toml"))


@pytest.fixture(scope="module", autouse=True)
def one_process() -> Iterator[None]:
    """A pool would cost more than the months."""
    with joblib.parallel_config(backend="threading", n_jobs=1):
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the study lies, and its results."""
    place = tmp_path_factory.mktemp("study")
    (place / "study.toml").write_text(SMALL, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def found(folder: Path) -> Findings:
    """The small study, played."""
    study, scenarios = Study.from_toml(folder / "study.toml")
    return conduct(study, scenarios, folder)


def test_a_study_says_what_differs_from_today(found: Findings) -> None:
    """The rest is the problem's."""
    today, more = found.scenarios
    assert (len(today.setting.sessions), len(more.setting.sessions)) == (8, 9)
    assert more.regulation.urgency_days == (0, 60, 180, 360)
    assert today.demand == more.demand
    assert sum(flow.per_month for flow in today.demand.flows) == pytest.approx(68 * 0.3)


class Tags(HTMLParser):
    """Counts what is on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.seen.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


def test_the_page_answers_each_question_and_nothing_in_it_runs(found: Findings, folder: Path) -> None:
    """Every table with a caption, every picture inside, no script, no name of a scenario as anything but text."""
    (folder / "out").mkdir()
    page, *rest = write(found, folder / "out")
    text = page.read_text(encoding="utf-8")
    tags = Tags(text).seen
    assert tags.count("table") == tags.count("caption") > 5
    assert tags.count("svg") == 5
    assert "script" not in tags
    assert "pour" not in tags
    assert len(re.findall(r"<h2>", text)) == 9
    for caption in re.findall(r"<figcaption>(.*?)</figcaption>", text):  # axes that exaggerate say so
        assert ("ne partent pas de zéro" in caption) == caption.startswith(
            ("Déplacements et", "Ce que l'attente", "Ce que l&#39;attente")
        ), caption
    for path in rest:
        if path.suffix == ".csv":
            frame = pd.read_csv(path, sep=";", encoding="utf-8-sig")
            assert not frame.astype(str).map(lambda cell: cell.startswith("=")).to_numpy().any()


def test_a_study_says_what_it_rests_on(found: Findings, folder: Path) -> None:
    """The answer in a sentence, where each assumption comes from, data, seed and programs, and what is unproven."""
    told = dossier_of(found)
    assert re.fullmatch(r"Sur 2 simulations de 3 mois, « .* » fait entendre .*\.", told.answer)
    sources = dict(zip(told.assumptions["assumption"], told.assumptions["source"], strict=True))
    assert sources["Demandes par mois"] == "le fichier de l'étude"
    assert sources["Renoncent dans le mois"] == "valeur par défaut"
    assert sources["Avec un partenaire"] == "le problème"
    assert told.unproven["months"].tolist() == [6, 6]
    record = json.loads(json.dumps(told.record(found)))
    assert record["problem"] == f"grenoble-2010-10 {load_demo().sha256}"
    assert record["scenarios"]["aujourd'hui"]["sha256"] == found.scenarios[0].content_sha256
    assert record["versions"] == list(found.campaign.versions)
    assert load_demo().sha256[:16] in told.sentences[0]


def test_each_assumption_is_varied_down_and_up(found: Findings) -> None:
    """What is at its end already is varied the other way alone; nothing else changes."""
    tried = list(varied(found.scenarios[0], 10))
    assert [name for name, _, _ in tried].count("requests") == 2
    assert [value for name, value, _ in tried if name == "no_show"] == [10]
    assert [value for name, value, _ in tried if name == "withdrawal"] == [0, 12]
    assert len({scenario.content_sha256 for _, _, scenario in tried} | {found.scenarios[0].content_sha256}) == 1 + len(
        tried
    )


@pytest.mark.slow
def test_a_study_tells_what_its_answer_hangs_on(tmp_path: Path) -> None:
    """A row an assumption and way, on the page and as a table."""
    file = tmp_path / "s.toml"
    file.write_text('title = "t"\nmonths = 3\nreplications = 2\n[demand]\nload = 0.2\n[sensitivity]\nchange = 30\n'
                    '[[scenario]]\nname = "a"\narbiter = "first come first served"\n', encoding="utf-8")  # fmt: skip
    study, scenarios = Study.from_toml(file)
    found = conduct(study, scenarios, tmp_path)
    frame = found.tables["sensibilite"]
    assert set(frame["assumption"]) == {"requests", "withdrawal", "no_show", "unavailable", "partners", "invited"}
    page, *_ = write(found, tmp_path)
    assert "Ce qui changerait" in page.read_text(encoding="utf-8")


def test_a_precision_leaves_no_other_number(tmp_path: Path) -> None:
    """Too few to look at, a scenario with its own number, a difference from nobody: all told at once."""
    file = tmp_path / "p.toml"
    file.write_text('title = "t"\nreplications = 10\n[precision]\nagainst_first = true\n[[scenario]]\nname = "a"\n'
                    'replications = 30\n', encoding="utf-8")  # fmt: skip
    with pytest.raises(InputError) as caught:
        Study.from_toml(file)
    places = [fault.place for fault in caught.value.faults]
    assert places == ["replications", "scenario[0].replications", "precision.against_first"]
    file.write_text(
        'title = "t"\nreplications = 20\n[precision]\nhalf_width = 0.03\nmost = 60\n[[scenario]]\nname = "a"\n'
    )
    study, _ = Study.from_toml(file)
    assert study.wanted(45) == Precision("within", 0.03, 60, within=45)


def test_a_kind_far_above_its_due_is_explained() -> None:
    """The one that is furthest, where one is a fifth above it; nothing is said of small differences."""
    rows = [("a", "PE", "served_of_due", 1.1), ("a", "PER", "served_of_due", 1.43), ("a", "PSSI", "real_share", 9.0)]
    frame = pd.DataFrame(rows, columns=["scenario", "kind", "measure", "mean"])
    assert "Avec « a », PER a reçu 143,0 % de ce qui lui était dû." in _far_above(frame)
    assert _far_above(frame.iloc[[0, 2]]) == ""


@pytest.mark.parametrize(("low", "up", "expected"), [(0, 0, True), (3, 0, True), (0.5, 0, False), (0, 1, False)])
def test_a_picture_says_whether_its_axes_begin_at_zero(low: float, up: float, expected: bool) -> None:
    """Upwards always; across where it is no count that is ticked one by one."""

    def draw() -> Any:
        axes = own_axes(None)
        axes.set(xlim=(low, low + 4), ylim=(up, up + 4), xticks=[low, low + 4])
        return axes

    assert picture(draw)[1] == expected


@pytest.mark.long
def test_the_same_study_writes_the_same_files(found: Findings, folder: Path, tmp_path: Path) -> None:
    """Played again from the folder's campaign, byte for byte."""
    study, scenarios = Study.from_toml(folder / "study.toml")
    for name, results in (("a", found), ("b", conduct(study, scenarios, folder))):
        (tmp_path / name).mkdir()
        write(results, tmp_path / name)
    files = sorted((tmp_path / "a").iterdir())
    assert files
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_demand_can_be_counted_in_requests_a_place(tmp_path: Path) -> None:
    """Of the 46 places of the bundled month; each scenario may ask for more, and be played more often."""
    file = tmp_path / "places.toml"
    file.write_text(
        'title = "t"\n[demand]\nper_place = 1.0\n[[scenario]]\nname = "a"\nload = 1.2\nreplications = 20\n'
        '[[scenario]]\nname = "b"\n',
        encoding="utf-8",
    )
    study, scenarios = Study.from_toml(file)
    asked = [sum(flow.per_month for flow in scenario.demand.flows) for scenario in scenarios]
    assert asked == pytest.approx([1.2 * 46, 46])
    assert [policy.replications for policy in study.scenario] == [20, None]


def test_demand_is_counted_in_one_way(tmp_path: Path) -> None:
    """Of the problem's situations or of its places."""
    file = tmp_path / "both.toml"
    file.write_text('title = "t"\n[demand]\nload = 1\nper_place = 1\n[[scenario]]\nname = "a"\n', encoding="utf-8")
    with pytest.raises(InputError, match="one of them"):
        Study.from_toml(file)


def test_a_file_whose_name_cannot_be_printed_is_told_as_an_escape(tmp_path: Path) -> None:
    """Of a file that a study names: seed 2812/15400 of the campaign of files."""
    file = tmp_path / "odd.toml"
    for name in ("\\u0000", "none-\\u202e"):
        file.write_text(f'title = "t"\nproblem = "{name}"\n[[scenario]]\nname = "a"\n', encoding="utf-8")
        with pytest.raises(InputError) as refused:
            Study.from_toml(file)
        assert name in str(refused.value)
        assert str(refused.value).isprintable()


def test_the_frontier_says_what_each_scenario_buys_and_costs(found: Findings) -> None:
    """A row a scenario and figure, as the campaign's frames give them."""
    frame = found.tables["frontiere"].set_index(["scenario", "measure"])
    months = found.campaign.months
    for scenario in found.scenarios:
        rows = months[months["scenario"] == scenario.name].groupby("replication")[["trips", "seated"]].sum()
        expected = (rows["trips"] / rows["seated"]).mean()
        assert frame.loc[(scenario.name, "trips_per_situation"), "mean"] == pytest.approx(expected)
    assert set(found.tables["parts-demandees"]["kind"]) == {"PE", "PER", "PSSI"}


def test_types_that_a_scenario_takes_away_are_told(tmp_path: Path) -> None:
    """Before anything is played: the month's own requests are of another type."""
    file = tmp_path / "types.toml"
    file.write_text(
        'title = "t"\n[[scenario]]\nname = "a"\nregulation = { types = [{ id = "equipe" }] }\n', encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        Study.from_toml(file)
    assert "scenario[0].flows[0].type" in [fault.place for fault in caught.value.faults]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    """With file and place."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('months = 0\nwho = 1\n[[scenario]]\nname = ""\n', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        Study.from_toml(wrong)
    places = {fault.place for fault in caught.value.faults}
    assert places == {"title", "months", "who", "scenario[0].name"}
    assert {fault.file for fault in caught.value.faults} == {"wrong.toml"}


def test_scenarios_that_cannot_be_are_told_at_once(tmp_path: Path) -> None:
    """An unknown key of the règlement, session, arbiter, and a name twice."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        'title = "t"\n[[scenario]]\nname = "a"\nregulation = { trip_day = 1 }\n[[scenario]]\nname = "b"\n'
        'further = ["none"]\n[[scenario]]\nname = "c"\narbiter = "me"\n[[scenario]]\nname = "a"\n',
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        Study.from_toml(wrong)
    places = [fault.place for fault in caught.value.faults]
    assert places == ["scenario[0].regulation.trip_day", "scenario[1]", "scenario[2]", "scenario[3]"]


@pytest.mark.parametrize("text", [b"= no toml", b"\xff\xfe"])
def test_what_is_no_toml_is_refused(text: bytes, tmp_path: Path) -> None:
    """And a file that is not there."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_bytes(text)
    for path in (wrong, tmp_path / "none.toml"):
        with pytest.raises(InputError):
            Study.from_toml(path)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_are_studies(path: Path) -> None:
    """They can be read."""
    study, scenarios = Study.from_toml(path)
    assert len(scenarios) == len(study.scenario)
