"""Each file and folder made to harm comes to what it must; what does not yet is in `STILL_FAILING`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.base import Cases
from tests.hostile.cases_books import book_cases
from tests.hostile.cases_documents import json_cases, name_cases, toml_cases
from tests.hostile.cases_machine import machine_cases
from tests.hostile.cases_pages import page_cases
from tests.hostile.cases_text import text_cases
from tests.hostile.cases_words import word_cases
from tests.hostile.check import problems_of
from tests.hostile.still_failing import STILL_FAILING
from tests.support.trials import NO_TRIALS

pytestmark = pytest.mark.skipif(bool(NO_TRIALS), reason=NO_TRIALS)

CASES: Cases = {
    **text_cases(),
    **book_cases(),
    **json_cases(),
    **toml_cases(),
    **name_cases(),
    **machine_cases(),
    **page_cases(),
    **word_cases(),
}
QUICK = 25
"""The quick suite tries one case of so many."""


def marked(number: int, name: str) -> object:
    """A case as a parameter: long but for a few, expected to fail where it is known to."""
    marks = [pytest.mark.long] if number % QUICK or name in STILL_FAILING else []
    if name in STILL_FAILING:
        marks.append(pytest.mark.xfail(strict=True, reason=STILL_FAILING[name]))
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [marked(number, name) for number, name in enumerate(CASES)])
def test_a_hostile_file_comes_to_what_it_must(name: str, tmp_path: Path) -> None:
    """Documented exit code, one line or a report, nobody's name, nothing left; alive in nothing that was made of it."""
    assert problems_of(CASES[name](), tmp_path) == []


def test_the_table_of_what_fails_names_cases() -> None:
    """A row that no case bears would never go."""
    assert set(STILL_FAILING) <= set(CASES)
