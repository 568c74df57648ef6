"""`docs/une-annee.md`: calendar, ten months, review, as a stranger copies them; the review recounted and attacked."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from rsa_sched.register.store import Register
from rsa_sched.review.outputs.write import shown_before
from rsa_sched.review.periods import Span
from rsa_sched.review.review import review_of
from rsa_sched.review.sources import facts_from
from tests.review.attack import in_turn, told_together
from tests.review.recount import Recount
from tests.review.test_recount import check_figures
from tests.support.pages import blocks, pattern_of, typed, with_examples
from tests.support_cli import ROOT

YEAR, SHOWN, CHANGE, CHANGE_SHOWN = (block.text for block in blocks(ROOT / "docs" / "une-annee.md"))
MONTHS = re.findall(r"^\d{4}-\d\d (?=\d)", YEAR, flags=re.MULTILINE)
SPANS = (
    Span(dt.date(2010, 10, 1), dt.date(2011, 7, 31)),
    Span(dt.date(2011, 2, 1), dt.date(2011, 7, 31)),
    Span(dt.date(2010, 12, 10), dt.date(2011, 2, 20)),
    Span(dt.date(2011, 3, 1), dt.date(2011, 3, 31)),
)
bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the blocks are bash's")


def printed(block: str, folder: Path) -> str:
    """What a block prints."""
    return typed(block, folder, seconds=1800).stdout.decode()


@bash
@pytest.mark.slow
@pytest.mark.every_share
def test_a_year_from_calendar_to_review(tmp_path: Path) -> None:
    """The page shows what is printed; every figure of the review is counted again from the raw events of ten months; of
    months, halves and the whole together nothing withheld is to be had. A second time changes nothing."""
    assert len(MONTHS) == 10
    said = printed(YEAR, with_examples(tmp_path))
    assert re.fullmatch(pattern_of(SHOWN.splitlines()), said), said
    with Register(tmp_path / "registre.sqlite", read_only=True) as register:
        events, head = register.events(), register.head
    assert len({event.month for event in events if event.kind == "closed"}) == 10
    facts, recount = facts_from(tmp_path / "registre.sqlite"), Recount(events)
    assert shown_before(tmp_path / "bilan") == [(SPANS[0], None)]
    for span in SPANS:
        check_figures(facts, recount, span)
    for reviews in ([review_of(facts)], in_turn(facts)):
        assert told_together(*reviews) == [], len(reviews)
        assert any(figure.withheld for figure in reviews[-1].shown.values())
    before = (tmp_path / "bilan" / "bilan.html").read_bytes()
    again = printed(YEAR, tmp_path)
    for words in ("rien n'a changé dans calendrier", "déjà réglé ainsi, rien n'a changé", "rien n'a été versé"):
        assert words in again
    assert (tmp_path / "bilan" / "bilan.html").read_bytes() == before
    with Register(tmp_path / "registre.sqlite", read_only=True) as register:
        assert register.head == head


@bash
@pytest.mark.slow
def test_a_session_that_moves_in_december(tmp_path: Path) -> None:
    """After the first two months: the calendar moves one session, the register tells and takes it."""
    two = YEAR
    for month in MONTHS[2:]:
        two = re.sub(rf"^{month}.*\n", "", two, flags=re.MULTILINE)
    printed(two.partition("rsa-sched review")[0], with_examples(tmp_path))
    said = printed(CHANGE, tmp_path)
    assert re.fullmatch(pattern_of(CHANGE_SHOWN.splitlines()), said), said
