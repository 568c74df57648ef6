"""The sheet to sign: for the service alone, with the exceptions, and told as decided only where somebody decided it."""

from __future__ import annotations

import re

import pytest

from rsa_sched.display.visible import view
from rsa_sched.explanations.account import Account
from rsa_sched.explanations.imposed import Points
from rsa_sched.publish.evidence import Evidence
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.pages.decide import topics
from rsa_sched.publish.pages.signing import signing_page
from rsa_sched.publish.reasons import explained, ties
from rsa_sched.publish.standing import Standing
from tests.display import demo, week
from tests.publish.test_pages import assert_sound
from tests.support.published import Element, some_of_each

HEAD = Letterhead(signatory="La cheffe de service")


def sheet(standing: Standing | None = None, evidence: Evidence | None = None) -> Element:
    """The sheet of the example month."""
    problem, agenda = demo()
    shown = explained(problem, agenda, view(problem, agenda))
    (page,) = signing_page(problem, agenda, shown, HEAD, Delays(), standing, evidence).values()
    return assert_sound("feuille-a-signer.html", page, {"index.html": b"", "feuille-a-signer.html": page})


def test_the_sheet_says_what_is_signed() -> None:
    """Five lines, the four cases, overrides, equity, ties, and room for a name, a day and a signature."""
    text = sheet().text
    assert "32 situations entendues sur 68 demandes." in text
    for situation in ("2010-0052", "2010-0054", "2010-0067", "2010-0022"):
        assert situation in text
    assert "Selon le barème, aucun autre ordre du jour ne répond mieux" in text, "proven, and by what measure"
    assert "À décider par le service\u202f: donner ou refuser cet accord" in text, "it is not told to ask itself"
    for words in ("1 place fixée par le service", "(PE)", "Égalités", "Adopté tel quel", "La cheffe de service"):
        assert words in text
    assert "points" not in text
    problem, agenda = demo()
    found = topics(explained(problem, agenda, view(problem, agenda)))
    told = {case.situation for topic in found for case in topic.cases}
    (more,) = re.findall(r"(\d+) autres? cas sur la page du mois", text)
    assert int(more) == len([name for name in told if name not in text])


@pytest.mark.parametrize(
    ("standing", "decided"),
    [(None, False), (Standing("draft", "a" * 64), False), (Standing.of(None), False), (Standing.of("M. X"), True),
     (Standing("published", "a" * 64, 2), True)],
)  # fmt: skip
def test_only_a_signed_month_is_told_as_decided(standing: Standing | None, decided: bool) -> None:
    """Who adopted it, in the place of the boxes to tick."""
    root = sheet(standing)
    assert bool(root.all("input")) is not decided
    (signature,) = [one for one in root.all("section") if one.attributes.get("id") == "signature"]
    assert ("validé" in signature.text or "adopté par" in signature.text) is decided


def test_what_each_decision_cost_where_the_register_knows_it() -> None:
    """The dearest first, those beyond together; what tables alone say has no price."""
    costs = (("2010-0024", 120), ("2010-0007", 30), ("d-3", 2), ("d-4", 1), ("d-5", 1), ("d-6", 0))
    told = sheet(Standing("published", "a" * 64, 1, costs=costs)).text
    assert "La décision sur 2010-0024 coûte 120 points à l'ensemble" in told
    assert "2 autres décisions : 1 point en tout." in told.replace("\u202f", " ")
    assert "n'est pas calculé" not in told
    assert "n'est pas calculé" in sheet(Standing("published", "a" * 64, 1, costs=costs[:1])).text
    assert "La décision sur d-6 ne coûte rien" in sheet(Standing("published", "a" * 64, costs=costs[-1:])).text


def test_ties_are_those_that_are_proven_where_decisions_were_explained() -> None:
    """Heard or deferred, of the explanation; without any it says so, and that it is proven."""
    accounts = {
        name: Account(name, heard, Points(loss, loss))
        for name, heard, loss in (("2010-0048", True, 0), ("2010-0013", True, 7), ("2010-0047", False, 0))
    }
    told = sheet(evidence=Evidence(accounts)).text.replace("\u202f", " ")
    assert "Entendues, et qui pourraient ne pas l'être sans rien perdre : 2010-0048." in told
    assert "Ajournées, et qui pourraient être entendues sans rien perdre : 2010-0047." in told
    assert "(prouvé)" in sheet(evidence=Evidence({"2010-0013": accounts["2010-0013"]})).text


def test_nobody_else_is_given_one() -> None:
    """The service alone decides."""
    problem, agenda = demo()
    for kind, audience in some_of_each(problem, agenda).items():
        made = signing_page(problem, agenda, view(problem, agenda, audience), HEAD, Delays())
        assert bool(made) is (kind == "service")


def test_ties_are_places_that_could_change_hands_for_nothing() -> None:
    """Of each, the loss by the agenda's own sentence is nothing."""
    for month in (demo(), week()):
        problem, agenda = month
        texts = {row.situation: row.text for row in agenda.deferrals}
        tied = {situation for situation, _ in ties(problem, agenda, view(problem, agenda))}
        assert tied == {name for name, text in texts.items() if "ne changerait pas le total des points" in text}
